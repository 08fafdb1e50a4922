#include "store/impl/sqlite_backend.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace dmsnode::store {
namespace {

constexpr int kBusyTimeoutMs = 15000;
constexpr std::size_t kMostStatements = 300;

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

Error MakeError(int extended, const char* reason, std::string_view sql, const std::string& file) {
    const ErrorCode code = CodeOf(extended);
    return Error{code, fmt::format("store: {} in \"{}\"", reason, ShortenSql(sql))}.At(file).Hint(
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

class SqliteCells final : public Cells {
public:
    explicit SqliteCells(sqlite3_stmt* statement) : statement_(statement) {}

    bool IsNull(int column) const override {
        return sqlite3_column_type(statement_, column) == SQLITE_NULL;
    }
    std::int64_t Int(int column) const override { return sqlite3_column_int64(statement_, column); }
    double Real(int column) const override { return sqlite3_column_double(statement_, column); }
    std::string Text(int column) const override {
        const void* bytes = sqlite3_column_blob(statement_, column);
        const int size = sqlite3_column_bytes(statement_, column);
        if (bytes == nullptr) return {};
        return {static_cast<const char*>(bytes), static_cast<std::size_t>(size)};
    }

private:
    sqlite3_stmt* statement_;
};

/// Leaves a cached statement ready for its next use, whatever happened.
class ResetOnExit {
public:
    ResetOnExit(sqlite3_stmt* statement, int& running) : statement_(statement), running_(running) {
        ++running_;
    }
    ResetOnExit(const ResetOnExit&) = delete;
    ResetOnExit& operator=(const ResetOnExit&) = delete;
    ~ResetOnExit() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
        --running_;
    }

private:
    sqlite3_stmt* statement_;
    int& running_;
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

Result<std::unique_ptr<Backend>> SqliteBackend::Open(const std::filesystem::path& file) {
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
    std::unique_ptr<Backend> backend(new SqliteBackend(std::move(session), file.string()));
    Status prepared = backend->Script(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
        "PRAGMA trusted_schema=OFF; PRAGMA temp_store=MEMORY;");
    if (!prepared) return prepared.error();
    return backend;
}

Error SqliteBackend::Fail(std::string_view sql) const {
    return MakeError(sqlite3_extended_errcode(session_.get()), sqlite3_errmsg(session_.get()), sql,
                     file_);
}

Result<sqlite3_stmt*> SqliteBackend::Prepare(std::string_view sql) {
    if (const auto known = statements_.find(sql); known != statements_.end()) {
        return known->second.get();
    }
    // Texts are few, but filters make combinations of them.
    if (statements_.size() >= kMostStatements && running_ == 0) statements_.clear();
    sqlite3_stmt* raw = nullptr;
    const int prepared =
        sqlite3_prepare_v3(session_.get(), sql.data(), static_cast<int>(sql.size()),
                           SQLITE_PREPARE_PERSISTENT, &raw, nullptr);
    if (prepared != SQLITE_OK) return Fail(sql);
    return statements_.emplace(sql, Statement(raw)).first->second.get();
}

Result<std::int64_t> SqliteBackend::Execute(std::string_view sql, const std::vector<Param>& params,
                                            const Connection::EachRow& each) {
    Result<sqlite3_stmt*> statement = Prepare(sql);
    if (!statement) return statement.error();
    const ResetOnExit reset(*statement, running_);
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (BindOne(*statement, static_cast<int>(i) + 1, params[i]) != SQLITE_OK) return Fail(sql);
    }
    const SqliteCells cells(*statement);
    const std::int64_t before = sqlite3_total_changes64(session_.get());
    int step = SQLITE_ROW;
    while ((step = sqlite3_step(*statement)) == SQLITE_ROW) each(Row(cells));
    if (step != SQLITE_DONE) return Fail(sql);
    // What changed nothing leaves the number of the statement before it.
    if (sqlite3_total_changes64(session_.get()) == before) return 0;
    return sqlite3_changes64(session_.get());
}

Status SqliteBackend::Script(std::string_view sql) {
    const std::string text(sql);
    if (sqlite3_exec(session_.get(), text.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return Fail(sql);
    }
    return {};
}

Status SqliteBackend::Begin() {
    auto begun = Execute("BEGIN IMMEDIATE", {}, [](const Row&) {});
    if (!begun) return begun.error();
    return {};
}

Status SqliteBackend::Commit() {
    auto committed = Execute("COMMIT", {}, [](const Row&) {});
    if (!committed) return committed.error();
    return {};
}

void SqliteBackend::Rollback() {
    // If this fails, SQLite has undone it already: a failed COMMIT on a full disk does so.
    static_cast<void>(Execute("ROLLBACK", {}, [](const Row&) {}));
}

}  // namespace dmsnode::store
