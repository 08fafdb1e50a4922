#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

/// The store behind a thin layer: SQLite in a file, or PostgreSQL by URL. Families of queries
/// (service_*.cpp, workflow_*.cpp, …) build on `Connection`; everybody else sees their typed
/// functions.
///
/// One SQL text serves both. Its rules:
/// - Placeholders are SQLite's: `?`, or `?2` to use one twice. Values are always bound.
/// - Schema steps write types in capitals: INTEGER (64 bits), REAL (double), TEXT, BLOB, and STRICT
/// at
///   a table's end. PostgreSQL gets BIGINT, DOUBLE PRECISION, TEXT COLLATE "C" and BYTEA, so that
///   texts compare and sort by their bytes on both. Names are in small letters.
/// - Truth is an INTEGER 0 or 1: `WHERE open = 1`, never `WHERE open`.
/// - INSERT … ON CONFLICT, RETURNING, WITH … AS MATERIALIZED and UPDATE … FROM are the same on
/// both.
///   What differs is not used: OR IGNORE, NOCASE, iif, max(a, b), json_each, ?||?, rowid.
/// - After a statement has failed, its transaction is lost: PostgreSQL refuses the next statement,
/// and
///   SQLite the COMMIT. A family that expects a conflict says ON CONFLICT DO NOTHING and looks at
///   the number of rows.
/// - On SQLite writers go one by one. On PostgreSQL they run at once and see what others have
///   committed before each statement (READ COMMITTED): a decision on what was read takes the row by
///   `ForUpdate`, or is part of the statement's WHERE.
namespace dmsnode::store {

class Backend;
class Cells;
class ConnectionPool;

/// Bytes that are bound as a BLOB rather than as text. Lifetime: a view, valid until the call
/// returns.
struct Blob {
    std::string_view bytes;
};

/// A value to bind. Lifetime: texts and blobs are views, valid until the call returns.
class Param {
public:
    using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, Blob>;
    /// What the value is, or would be if it were not NULL. PostgreSQL must know it of a NULL too
    /// where the statement does not tell (`?1 IS NULL OR name = ?1`).
    enum class Kind { kAny, kInteger, kReal, kText, kBlob };

    Param(std::nullptr_t) {}                                    // NOLINT: implicit on purpose
    Param(double value) : value_(value), kind_(Kind::kReal) {}  // NOLINT
    Param(const char* text) : Param(std::string_view(text)) {}  // NOLINT
    Param(std::string_view text) : value_(text), kind_(Kind::kText) {}  // NOLINT
    Param(const std::string& text) : Param(std::string_view(text)) {}   // NOLINT
    Param(Blob blob) : value_(blob), kind_(Kind::kBlob) {}              // NOLINT
    /// Times are kept as microseconds since 1970 in UTC.
    Param(TimePoint time) : Param(std::int64_t{time.time_since_epoch().count()}) {}  // NOLINT
    template <class Integer>
        requires std::is_integral_v<Integer>
    Param(Integer value)  // NOLINT
        : value_(static_cast<std::int64_t>(value)), kind_(Kind::kInteger) {}
    template <class T>
    Param(const std::optional<T>& value) : kind_(Param(T{}).kind_) {  // NOLINT
        static_assert(!std::is_pointer_v<T>);
        if (value) value_ = Param(*value).value_;
    }

    const Value& value() const { return value_; }
    Kind kind() const { return kind_; }

private:
    Value value_ = nullptr;
    Kind kind_ = Kind::kAny;
};

/// The row a query stands on. Columns count from 0. Lifetime: valid inside the callback only.
class Row {
public:
    explicit Row(const Cells& cells) : cells_(&cells) {}

    bool IsNull(int column) const;
    std::int64_t Int(int column) const;
    bool Bool(int column) const { return Int(column) != 0; }
    double Real(int column) const;
    std::string Text(int column) const;  ///< Text or BLOB bytes; empty for NULL.
    TimePoint Time(int column) const;
    std::optional<std::int64_t> OptionalInt(int column) const;
    std::optional<std::string> OptionalText(int column) const;
    std::optional<TimePoint> OptionalTime(int column) const;

private:
    const Cells* cells_;
};

/// One open connection to the store. Threads: one at a time.
/// Errors of all calls: kAlreadyExists (unique or primary key), kConflict (another constraint),
///     kResourceExhausted (disk full), kUnavailable (busy beyond the timeout, connection lost,
///     I/O), kTimeout (PostgreSQL: the statement took too long), kPermissionDenied,
///     kInvalidArgument (a text that is not UTF-8 or holds a zero byte, on PostgreSQL), kDataLoss
///     (the file is damaged or no database). `where` is the store's place, `fault` PostgreSQL's
///     SQLSTATE; the message names the statement and no bound value.
class Connection {
public:
    using Params = std::vector<Param>;
    using EachRow = std::function<void(const Row&)>;

    explicit Connection(std::unique_ptr<Backend> backend);
    Connection(Connection&&) noexcept;
    Connection& operator=(Connection&&) noexcept;
    ~Connection();

    /// Runs one statement whose rows, if any, do not matter. Returns how many rows it changed.
    Result<std::int64_t> Run(std::string_view sql, const Params& params = {});
    /// Calls `each` for every row of the answer, also that of INSERT/UPDATE/DELETE … RETURNING.
    Status ForEach(std::string_view sql, const Params& params, const EachRow& each);
    /// The first row, read by `read`; nothing if there is none.
    template <class Read>
    auto One(std::string_view sql, const Params& params, Read&& read)
        -> Result<std::optional<std::invoke_result_t<Read, const Row&>>> {
        std::optional<std::invoke_result_t<Read, const Row&>> found;
        Status done = ForEach(sql, params, [&](const Row& row) {
            if (!found) found = read(row);
        });
        if (!done) return done.error();
        return found;
    }
    /// All rows, each read by `read`.
    template <class Read>
    auto All(std::string_view sql, const Params& params, Read&& read)
        -> Result<std::vector<std::invoke_result_t<Read, const Row&>>> {
        std::vector<std::invoke_result_t<Read, const Row&>> rows;
        Status done = ForEach(sql, params, [&](const Row& row) { rows.push_back(read(row)); });
        if (!done) return done.error();
        return rows;
    }
    /// Runs several statements separated by `;` (schema steps), with the types of the rules above.
    Status Script(std::string_view sql);

    /// What a SELECT that takes work from a queue ends with: " FOR UPDATE SKIP LOCKED" on
    /// PostgreSQL, nothing on SQLite, whose writers go one by one anyway. Use it so, since an
    /// UPDATE over `id IN (SELECT … LIMIT …)` may look twice on PostgreSQL and take more than its
    /// limit:
    ///     WITH due AS MATERIALIZED (SELECT id FROM job WHERE … ORDER BY … LIMIT ?1<SkipLocked>)
    ///     UPDATE job SET owner = ?2 FROM due WHERE job.id = due.id RETURNING job.id
    std::string_view SkipLocked() const;
    /// The same without skipping: waits for whoever holds the rows. " FOR UPDATE" or nothing.
    std::string_view ForUpdate() const;
    /// The file, or the URL without its password.
    const std::string& place() const;

private:
    friend class Transaction;
    friend class ConnectionPool;
    friend Status LockSchema(Connection& connection);

    std::unique_ptr<Backend> backend_;
    bool failed_ = false;  ///< A statement of the transaction under way has failed.
};

/// What was begun and not committed is undone at the end of the scope, also when an exception
/// passes. Lifetime: the connection outlives it.
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_(connection) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Status Begin();  ///< SQLite: BEGIN IMMEDIATE. PostgreSQL: READ COMMITTED.
    /// Errors: those of Connection; one of which IsCommitUnknown is true; kInternal if a statement
    ///     failed before, and then nothing is committed.
    Status Commit();

private:
    Connection& connection_;
    bool open_ = false;
};

/// True if the connection was lost while COMMIT was under way: what was to be saved is saved as a
/// whole or not at all, and only the rows can tell.
bool IsCommitUnknown(const Error& error);

/// How to reach a store on PostgreSQL 12 or later. One process needs not more connections than it
/// has threads that use the store at once.
struct PostgresOptions {
    /// `postgresql://user:password@host:port/database?sslmode=verify-full&sslrootcert=…`: all that
    /// libpq understands. `options=-csearch_path%3Dname` chooses a schema.
    Secret url;
    int connections = 8;  ///< At most; opened when needed.
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds lock_timeout{15'000};
    std::chrono::milliseconds statement_timeout{60'000};
};

/// The store: its connections, handed out to one caller at a time. SQLite has one, PostgreSQL a
/// pool. A connection to PostgreSQL that was lost is opened anew by the next call that gets it.
/// Threads: any. Do not nest calls: they may wait for each other, which ends after a minute with
/// kUnavailable.
class Database {
public:
    /// Opens or creates the file (mode 0600) in WAL mode with foreign keys on and full durability:
    /// what was committed survives a power cut.
    static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& file);
    /// Connects at once. Errors: kInvalidArgument (the URL), kUnauthenticated, kNotFound (no such
    /// database), kPermissionDenied, kUnsupported (older server), kUnavailable. None holds the
    /// password.
    static Result<std::unique_ptr<Database>> OpenPostgres(const PostgresOptions& options);
    ~Database();

    /// Runs `work(Connection&)`, which returns a Result or Status, outside a transaction.
    template <class Work>
    auto Read(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        const Lease lease(*pool_);
        if (!lease.got()) return lease.got().error();
        return work(*lease.connection());
    }
    /// Runs `work(Connection&)` in one transaction: committed if it gives a value, rolled back if
    /// it gives an error. `work` runs again, up to five times in all, if PostgreSQL ended it for
    /// another transaction's sake (deadlock, serialization failure): it must set what it captures
    /// anew.
    template <class Work>
    auto Write(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        const Lease lease(*pool_);
        if (!lease.got()) return lease.got().error();
        for (int attempt = 1;; ++attempt) {
            Transaction transaction(*lease.connection());
            if (Status begun = transaction.Begin(); !begun) return begun.error();
            auto result = work(*lease.connection());
            const Status done = result ? transaction.Commit() : Status(result.error());
            if (done) return result;
            if (!WaitToRunAgain(done.error(), attempt)) return done.error();
        }
    }
    const std::string& place() const;

private:
    /// A connection of the pool until the end of the scope.
    class Lease {
    public:
        explicit Lease(ConnectionPool& pool);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;
        const Status& got() const { return got_; }
        Connection* connection() const { return connection_.get(); }

    private:
        ConnectionPool& pool_;
        std::unique_ptr<Connection> connection_;
        Status got_;
    };

    explicit Database(std::unique_ptr<ConnectionPool> pool);
    static bool WaitToRunAgain(const Error& error, int attempt);

    std::unique_ptr<ConnectionPool> pool_;
};

/// One step of a family's schema. Versions of a family count from 1 without gaps.
struct SchemaStep {
    std::string_view family;
    int version = 0;
    std::string_view sql;  ///< One or more statements.
};

/// Brings the schema of each family in `steps` up to date, all in one transaction. Of several
/// processes that start at once, one does it and the others wait.
/// Errors: kUnsupported if a newer program wrote the store; its text names the family and both
///     versions.
Status Migrate(Database& database, const std::vector<SchemaStep>& steps);

}  // namespace dmsnode::store
