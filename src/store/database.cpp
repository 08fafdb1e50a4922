#include "store/database.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dmsnode::store {
namespace {

constexpr int kBusyTimeoutMs = 15000;

ErrorCode CodeOf(int extended) {
    switch (extended) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY: return ErrorCode::kAlreadyExists;
        default: break;
    }
    switch (extended & 0xFF) {
        case SQLITE_CONSTRAINT: return ErrorCode::kConflict;
        case SQLITE_FULL: return ErrorCode::kResourceExhausted;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_IOERR: return ErrorCode::kUnavailable;
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
        case SQLITE_CANTOPEN: return ErrorCode::kPermissionDenied;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return ErrorCode::kDataLoss;
        default: return ErrorCode::kInternal;
    }
}

std::string HintOf(ErrorCode code) {
    if (code == ErrorCode::kResourceExhausted) return "free disk space, then try again";
    if (code == ErrorCode::kDataLoss) return "restore the file from a backup";
    return {};
}

/// The statement on one line, cut to what an operator needs to find it. It holds no values: those
/// are bound.
std::string Shorten(std::string_view sql) {
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

Error MakeError(int extended, const char* reason, std::string_view sql, const std::string& file) {
    const ErrorCode code = CodeOf(extended);
    return Error{code, fmt::format("store: {} in \"{}\"", reason, Shorten(sql))}.At(file).Hint(
        HintOf(code));
}

int BindOne(sqlite3_stmt* statement, int index, const Param& param) {
    struct Binder {
        sqlite3_stmt* statement;
        int index;
        int operator()(std::nullptr_t) const { return sqlite3_bind_null(statement, index); }
        int operator()(std::int64_t value) const {
            return sqlite3_bind_int64(statement, index, value);
        }
        int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
        int operator()(std::string_view text) const {
            // An empty view may have no address, which SQLite would take as NULL.
            return sqlite3_bind_text64(statement, index, text.empty() ? "" : text.data(),
                                       text.size(), SQLITE_STATIC, SQLITE_UTF8);
        }
        int operator()(Blob blob) const {
            return sqlite3_bind_blob64(statement, index,
                                       blob.bytes.empty() ? "" : blob.bytes.data(),
                                       blob.bytes.size(), SQLITE_STATIC);
        }
    };
    return std::visit(Binder{statement, index}, param.value());
}

/// Leaves a cached statement ready for its next use, whatever happened.
class ResetOnExit {
public:
    explicit ResetOnExit(sqlite3_stmt* statement) : statement_(statement) {}
    ResetOnExit(const ResetOnExit&) = delete;
    ResetOnExit& operator=(const ResetOnExit&) = delete;
    ~ResetOnExit() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }

private:
    sqlite3_stmt* statement_;
};

/// SQLite gives new files the umask's mode; its WAL files take the mode of the main file.
Status CreateWithMode0600(const std::filesystem::path& file) {
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return Error{errno == ENOSPC ? ErrorCode::kResourceExhausted : ErrorCode::kPermissionDenied,
                     fmt::format("cannot open the store: {}", std::strerror(errno))}
            .At(file.string());
    }
    ::close(descriptor);
    return {};
}

}  // namespace

bool Row::IsNull(int column) const {
    return sqlite3_column_type(statement_, column) == SQLITE_NULL;
}
std::int64_t Row::Int(int column) const {
    return sqlite3_column_int64(statement_, column);
}
double Row::Real(int column) const {
    return sqlite3_column_double(statement_, column);
}
std::string Row::Text(int column) const {
    const void* bytes = sqlite3_column_blob(statement_, column);
    const int size = sqlite3_column_bytes(statement_, column);
    if (bytes == nullptr) return {};
    return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
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

Result<Connection> Connection::Open(const std::filesystem::path& file) {
    if (Status created = CreateWithMode0600(file); !created) return created.error();
    sqlite3* raw = nullptr;
    const int opened = sqlite3_open_v2(
        file.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
        nullptr);
    Session session(raw);
    if (opened != SQLITE_OK) {
        return MakeError(opened, sqlite3_errstr(opened), "open", file.string());
    }
    sqlite3_busy_timeout(raw, kBusyTimeoutMs);
    Connection connection(std::move(session), file.string());
    Status prepared = connection.Script(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;");
    if (!prepared) return prepared.error();
    return connection;
}

Error Connection::Fail(std::string_view sql) const {
    return MakeError(sqlite3_extended_errcode(session_.get()), sqlite3_errmsg(session_.get()), sql,
                     file_);
}

Result<sqlite3_stmt*> Connection::Prepare(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        return known->second.get();
    }
    sqlite3_stmt* raw = nullptr;
    const int prepared =
        sqlite3_prepare_v3(session_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (prepared != SQLITE_OK) return Fail(sql);
    return statements_.emplace(sql, Statement(raw)).first->second.get();
}

Result<std::int64_t> Connection::Run(std::string_view sql, const Params& params) {
    Status done = ForEach(sql, params, [](const Row&) {});
    if (!done) return done.error();
    return sqlite3_changes64(session_.get());
}

Status Connection::ForEach(std::string_view sql, const Params& params,
                           const std::function<void(const Row&)>& each) {
    Result<sqlite3_stmt*> statement = Prepare(sql);
    if (!statement) return statement.error();
    const ResetOnExit reset(*statement);
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (BindOne(*statement, static_cast<int>(i) + 1, params[i]) != SQLITE_OK) return Fail(sql);
    }
    while (true) {
        const int step = sqlite3_step(*statement);
        if (step == SQLITE_DONE) return {};
        if (step != SQLITE_ROW) return Fail(sql);
        each(Row(*statement));
    }
}

Status Connection::Script(std::string_view sql) {
    const std::string text(sql);
    if (sqlite3_exec(session_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return Fail(sql);
    }
    return {};
}

std::int64_t Connection::last_insert_rowid() const {
    return sqlite3_last_insert_rowid(session_.get());
}

Transaction::~Transaction() {
    // If this fails, SQLite has undone it already: a failed COMMIT on a full disk does so.
    if (open_) static_cast<void>(connection_.Run("ROLLBACK"));
}

Status Transaction::Begin() {
    auto begun = connection_.Run("BEGIN IMMEDIATE");
    if (!begun) return begun.error();
    open_ = true;
    return {};
}

Status Transaction::Commit() {
    auto committed = connection_.Run("COMMIT");
    if (!committed) return committed.error();
    open_ = false;
    return {};
}

Result<std::unique_ptr<Database>> Database::Open(const std::filesystem::path& file) {
    Result<Connection> connection = Connection::Open(file);
    if (!connection) return connection.error();
    return std::unique_ptr<Database>(new Database(*std::move(connection)));
}

Status Migrate(Database& database, const std::vector<SchemaStep>& steps) {
    return database.Write([&](Connection& db) -> Status {
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
                    .At(db.file())
                    .Hint("run the newer program, or choose another data folder");
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
