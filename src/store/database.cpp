#include "store/database.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <map>
#include <thread>
#include <utility>

#include "store/impl/backend.hpp"
#include "store/impl/connection_pool.hpp"
#include "store/impl/postgres_backend.hpp"
#include "store/impl/sqlite_backend.hpp"

namespace dmsnode::store {
namespace {

/// SQLSTATE "transaction resolution unknown".
constexpr std::string_view kCommitUnknown = "08007";
constexpr int kMostAttempts = 5;

}  // namespace

std::string ShortenSql(std::string_view sql) {
    constexpr std::size_t kMost = 70;
    std::string text;
    for (const char c : sql) {
        const bool blank = c == ' ' || c == '\n' || c == '\t';
        if (!blank) text += c;
        if (blank && !text.empty() && text.back() != ' ') text += ' ';
        if (text.size() >= kMost) return text + "…";
    }
    return text;
}

bool Row::IsNull(int column) const {
    return cells_->IsNull(column);
}
std::int64_t Row::Int(int column) const {
    return cells_->Int(column);
}
double Row::Real(int column) const {
    return cells_->Real(column);
}
std::string Row::Text(int column) const {
    return cells_->Text(column);
}
TimePoint Row::Time(int column) const {
    return TimePoint(Duration(Int(column)));
}
std::optional<std::int64_t> Row::OptionalInt(int column) const {
    if (IsNull(column)) return std::nullopt;
    return Int(column);
}
std::optional<std::string> Row::OptionalText(int column) const {
    if (IsNull(column)) return std::nullopt;
    return Text(column);
}
std::optional<TimePoint> Row::OptionalTime(int column) const {
    if (IsNull(column)) return std::nullopt;
    return Time(column);
}

Connection::Connection(std::unique_ptr<Backend> backend) : backend_(std::move(backend)) {}
Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

Result<std::int64_t> Connection::Run(std::string_view sql, const Params& params) {
    Result<std::int64_t> changed = backend_->Execute(sql, params, [](const Row&) {});
    if (!changed) failed_ = true;
    return changed;
}

Status Connection::ForEach(std::string_view sql, const Params& params, const EachRow& each) {
    Result<std::int64_t> done = backend_->Execute(sql, params, each);
    if (done) return {};
    failed_ = true;
    return done.error();
}

Status Connection::Script(std::string_view sql) {
    Status done = backend_->Script(sql);
    if (!done) failed_ = true;
    return done;
}

std::string_view Connection::SkipLocked() const {
    return backend_->SkipLocked();
}
std::string_view Connection::ForUpdate() const {
    return backend_->ForUpdate();
}
const std::string& Connection::place() const {
    return backend_->place();
}

Transaction::~Transaction() {
    if (open_) connection_.backend_->Rollback();
}

Status Transaction::Begin() {
    if (Status begun = connection_.backend_->Begin(); !begun) return begun;
    connection_.failed_ = false;
    open_ = true;
    return {};
}

Status Transaction::Commit() {
    if (connection_.failed_) {
        return Error{
            ErrorCode::kInternal,
            "a statement of the transaction failed, and it was to be committed nevertheless"}
            .At(connection_.place());
    }
    if (Status committed = connection_.backend_->Commit(); !committed) return committed;
    open_ = false;
    return {};
}

bool IsCommitUnknown(const Error& error) {
    return error.fault == kCommitUnknown;
}

Database::Lease::Lease(ConnectionPool& pool) : pool_(pool) {
    Result<std::unique_ptr<Connection>> taken = pool.Take();
    if (taken) {
        connection_ = *std::move(taken);
    } else {
        got_ = taken.error();
    }
}
Database::Lease::~Lease() {
    if (connection_) pool_.GiveBack(std::move(connection_));
}

Database::Database(std::unique_ptr<ConnectionPool> pool) : pool_(std::move(pool)) {}
Database::~Database() = default;

const std::string& Database::place() const {
    return pool_->place();
}

Result<std::unique_ptr<Database>> Database::Open(const std::filesystem::path& file) {
    const auto open = [file]() -> Result<std::unique_ptr<Connection>> {
        auto backend = SqliteBackend::Open(file);
        if (!backend) return backend.error();
        return std::make_unique<Connection>(*std::move(backend));
    };
    Result<std::unique_ptr<Connection>> first = open();
    if (!first) return first.error();
    return std::unique_ptr<Database>(
        new Database(std::make_unique<ConnectionPool>(*std::move(first), 1, open)));
}

Result<std::unique_ptr<Database>> Database::OpenPostgres(const PostgresOptions& options) {
    const auto open = [options]() -> Result<std::unique_ptr<Connection>> {
        auto backend = PostgresBackend::Open(options);
        if (!backend) return backend.error();
        return std::make_unique<Connection>(*std::move(backend));
    };
    Result<std::unique_ptr<Connection>> first = open();
    if (!first) return first.error();
    return std::unique_ptr<Database>(new Database(std::make_unique<ConnectionPool>(
        *std::move(first), std::max(options.connections, 1), open)));
}

/// True after a short pause if `error` says that the same work may succeed in another transaction.
bool Database::WaitToRunAgain(const Error& error, int attempt) {
    const bool again = error.fault == "40001" || error.fault == "40P01";
    if (!again || attempt >= kMostAttempts) return false;
    // Those who got in each other's way must not meet again in step.
    const std::uint32_t most_ms = 10U << static_cast<unsigned>(attempt);
    std::this_thread::sleep_for(std::chrono::milliseconds(1 + randombytes_uniform(most_ms)));
    return true;
}

Status LockSchema(Connection& connection) {
    return connection.backend_->LockSchema();
}

Status Migrate(Database& database, const std::vector<SchemaStep>& steps) {
    return database.Write([&](Connection& db) -> Status {
        if (Status locked = LockSchema(db); !locked) return locked;
        Status made = db.Script(
            "CREATE TABLE IF NOT EXISTS schema_version("
            "family TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT");
        if (!made) return made;
        std::map<std::string, std::int64_t> present;
        Status read = db.ForEach("SELECT family, version FROM schema_version", {},
                                 [&](const Row& row) { present[row.Text(0)] = row.Int(1); });
        if (!read) return read;
        std::map<std::string, std::int64_t> known;
        for (const SchemaStep& step : steps) {
            std::int64_t& newest = known[std::string(step.family)];
            newest = std::max<std::int64_t>(newest, step.version);
        }
        for (const auto& [family, version] : known) {
            if (present[family] > version) {
                return Error{
                    ErrorCode::kUnsupported,
                    fmt::format("the store was written by a newer version of this program: "
                                "its part \"{}\" has version {}, this program knows {}",
                                family, present[family], version)}
                    .At(db.place())
                    .Hint("run the newer program, or choose another store");
            }
        }
        for (const SchemaStep& step : steps) {
            std::int64_t& version = present[std::string(step.family)];
            if (step.version <= version) continue;
            if (step.version != version + 1) {
                return Error{ErrorCode::kInternal,
                             fmt::format("schema steps of \"{}\" jump from {} to {}", step.family,
                                         version, step.version)};
            }
            if (Status done = db.Script(step.sql); !done) return done;
            auto saved = db.Run(
                "INSERT INTO schema_version(family, version) VALUES(?1, ?2) "
                "ON CONFLICT(family) DO UPDATE SET version = ?2",
                {step.family, step.version});
            if (!saved) return saved.error();
            version = step.version;
        }
        return {};
    });
}

}  // namespace dmsnode::store
