#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/result.hpp"

/// SQLite behind a thin layer: the only place that calls it. Families of queries (service_*.cpp,
/// workflow_*.cpp) build on `Connection`; everybody else sees their typed functions.
namespace dmsnode::store {

/// Bytes that are bound as a BLOB rather than as text. Lifetime: a view, valid until the call
/// returns.
struct Blob {
    std::string_view bytes;
};

/// A value to bind. Lifetime: texts and blobs are views, valid until the call returns.
class Param {
public:
    using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string_view, Blob>;

    Param(std::nullptr_t) {}                                     // NOLINT: implicit on purpose
    Param(double value) : value_(value) {}                       // NOLINT
    Param(const char* text) : value_(std::string_view(text)) {}  // NOLINT
    Param(std::string_view text) : value_(text) {}               // NOLINT
    Param(const std::string& text) : value_(std::string_view(text)) {}  // NOLINT
    Param(Blob blob) : value_(blob) {}                                  // NOLINT
    /// Times are kept as microseconds since 1970 in UTC.
    Param(TimePoint time) : value_(static_cast<std::int64_t>(time.time_since_epoch().count())) {}
    template <class Integer>
        requires std::is_integral_v<Integer>
    Param(Integer value) : value_(static_cast<std::int64_t>(value)) {}  // NOLINT
    template <class T>
    Param(const std::optional<T>& value) {  // NOLINT
        if (value) value_ = Param(*value).value_;
    }

    const Value& value() const { return value_; }

private:
    Value value_ = nullptr;
};

/// The row a query stands on. Columns count from 0. Lifetime: valid inside the callback only.
class Row {
public:
    explicit Row(sqlite3_stmt* statement) : statement_(statement) {}

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
    sqlite3_stmt* statement_;
};

/// One open database. Threads: one at a time.
/// Errors of all calls: kAlreadyExists (unique or primary key), kConflict (another constraint),
///     kResourceExhausted (disk full), kUnavailable (busy beyond the timeout, I/O),
///     kPermissionDenied, kDataLoss (file is damaged or no database). `where` is the file; the
///     message names the statement.
class Connection {
public:
    using Params = std::vector<Param>;

    /// Opens or creates the file (mode 0600) in WAL mode with foreign keys on and full durability:
    /// what was committed survives a power cut.
    static Result<Connection> Open(const std::filesystem::path& file);

    /// Runs one statement that gives no rows. Returns how many rows it changed.
    Result<std::int64_t> Run(std::string_view sql, const Params& params = {});
    /// Calls `each` for every row of the answer.
    Status ForEach(std::string_view sql, const Params& params,
                   const std::function<void(const Row&)>& each);
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
    /// Runs several statements separated by `;` (schema steps).
    Status Script(std::string_view sql);
    std::int64_t last_insert_rowid() const;
    const std::string& file() const { return file_; }

private:
    using Session = Handle<sqlite3, sqlite3_close_v2>;
    using Statement = Handle<sqlite3_stmt, sqlite3_finalize>;

    Connection(Session session, std::string file)
        : session_(std::move(session)), file_(std::move(file)) {}
    Result<sqlite3_stmt*> Prepare(std::string_view sql);
    Error Fail(std::string_view sql) const;

    Session session_;
    std::string file_;
    // Declared after the session: statements are finalized first. Bounded: the texts are literals.
    std::map<std::string, Statement, std::less<>> statements_;
};

/// What was begun and not committed is undone at the end of the scope, also when an exception
/// passes. Lifetime: the connection outlives it.
class Transaction {
public:
    explicit Transaction(Connection& connection) : connection_(connection) {}
    ~Transaction();
    Transaction(const Transaction&) = delete;
    Transaction& operator=(const Transaction&) = delete;
    Status Begin();  ///< BEGIN IMMEDIATE
    Status Commit();

private:
    Connection& connection_;
    bool open_ = false;
};

/// A connection and its mutex. Threads: any; calls run one at a time. Do not nest calls.
class Database {
public:
    static Result<std::unique_ptr<Database>> Open(const std::filesystem::path& file);

    /// Runs `work(Connection&)`, which returns a Result or Status, outside a transaction.
    template <class Work>
    auto Read(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        const std::lock_guard lock(mutex_);
        return work(connection_);
    }
    /// Runs `work(Connection&)` in one transaction (BEGIN IMMEDIATE): committed if it gives a
    /// value, rolled back if it gives an error.
    template <class Work>
    auto Write(Work&& work) -> std::invoke_result_t<Work, Connection&> {
        const std::lock_guard lock(mutex_);
        Transaction transaction(connection_);
        if (Status begun = transaction.Begin(); !begun) return begun.error();
        auto result = work(connection_);
        if (!result) return result;
        if (Status committed = transaction.Commit(); !committed) return committed.error();
        return result;
    }

private:
    explicit Database(Connection connection) : connection_(std::move(connection)) {}

    std::mutex mutex_;
    Connection connection_;
};

/// One step of a family's schema. Versions of a family count from 1 without gaps.
struct SchemaStep {
    std::string_view family;
    int version = 0;
    std::string_view sql;  ///< One or more statements.
};

/// Brings the schema of each family in `steps` up to date, all in one transaction.
/// Errors: kUnsupported if a newer program wrote the store; its text names the family and both
///     versions.
Status Migrate(Database& database, const std::vector<SchemaStep>& steps);

}  // namespace dmsnode::store
