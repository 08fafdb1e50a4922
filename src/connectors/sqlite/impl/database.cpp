#include "connectors/sqlite/impl/database.hpp"

#include <fmt/format.h>
#include <sys/resource.h>

#include <cerrno>
#include <filesystem>

namespace dmsnode::connectors::sqlite {
namespace {

/// True if the file or its log stands at the process's file size limit: a write that goes beyond it
/// is a failed write to SQLite, whose record of errno is often that of a later call.
bool IsAtFileSizeLimit(const std::string& path) {
    rlimit limit{};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return false;
    constexpr std::uintmax_t kLargestWrite = 64U << 10U;  // a page, which is at most this
    for (const char* suffix : {"", "-wal", "-journal"}) {
        std::error_code missing;
        const std::uintmax_t size = std::filesystem::file_size(path + suffix, missing);
        if (!missing && size + kLargestWrite > limit.rlim_cur) return true;
    }
    return false;
}

bool IsDiskFull(sqlite3* raw, const std::string& path) {
    const int code = sqlite3_errcode(raw) & 0xFF;
    if (code == SQLITE_FULL) return true;
    if (code != SQLITE_IOERR) return false;
    const int system = sqlite3_system_errno(raw);
    return system == ENOSPC || system == EDQUOT || system == EFBIG || IsAtFileSizeLimit(path);
}

Error FromCode(int code, const std::string& text) {
    switch (code) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return Error{ErrorCode::kUnavailable, "the database is locked: " + text}.Hint(
                "another process writes to the file: let it finish, or end it");
        case SQLITE_INTERRUPT: return Error{ErrorCode::kCancelled, "stopped on request"};
        case SQLITE_READONLY:
        case SQLITE_PERM:
        case SQLITE_AUTH:
            return Error{ErrorCode::kPermissionDenied, text}.Hint(
                "check the rights on the file and on its folder");
        case SQLITE_CANTOPEN:
            return Error{ErrorCode::kPermissionDenied, text}.Hint(
                "check that the folder may be written: SQLite makes a -wal and a -shm file there");
        case SQLITE_NOTADB:
            return Error{ErrorCode::kInvalidArgument,
                         "the file is no SQLite database, or it is encrypted"}
                .Hint("check the path; an encrypted database must be decrypted first");
        case SQLITE_CORRUPT:
            return Error{ErrorCode::kInvalidArgument, "the database is damaged: " + text}.Hint(
                "run PRAGMA integrity_check, and .recover in the sqlite3 shell");
        case SQLITE_TOOBIG:
            return Error{ErrorCode::kDataLoss, "the value is larger than SQLite's limit of 1 GB"};
        case SQLITE_NOMEM: return Error{ErrorCode::kResourceExhausted, "out of memory"};
        case SQLITE_IOERR:
            return Error{ErrorCode::kUnavailable, text}.Hint("check the disk and the system's log");
        default: return Error{ErrorCode::kInvalidArgument, text};
    }
}

std::string Enclose(std::string_view text, char quote) {
    std::string enclosed(1, quote);
    for (const char c : text) {
        if (c == quote) enclosed += quote;
        enclosed += c;
    }
    return enclosed + quote;
}

}  // namespace

std::string Quoted(std::string_view name) {
    return Enclose(name, '"');
}

std::string Literal(std::string_view text) {
    return Enclose(text, '\'');
}

Error Database::LastError() const {
    sqlite3* raw = raw_.get();
    const int extended = sqlite3_extended_errcode(raw);
    std::string text = sqlite3_errmsg(raw);
    Error error = IsDiskFull(raw, path_)
                      ? Error{ErrorCode::kResourceExhausted, "no space left for " + path_}.Hint(
                            "free disk space, or lift the quota or file size limit, and reload")
                      : FromCode(extended & 0xFF, text);
    return std::move(error).Fault(fmt::format("SQLITE_{}", extended));
}

Result<Database> Database::Open(const std::string& path, Mode mode) {
    sqlite3* raw = nullptr;
    // Serialised mode: the readers of a shared snapshot use one connection from several threads.
    const int flags = (mode == Mode::kRead ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                      SQLITE_OPEN_FULLMUTEX | SQLITE_OPEN_EXRESCODE;
    const int code = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
    Database database(path, raw);
    if (raw == nullptr) return Error{ErrorCode::kResourceExhausted, "out of memory"}.At(path);
    if (code != SQLITE_OK) return database.LastError().At(path);
    sqlite3_busy_timeout(raw, kBusyTimeoutMs);
    // Opening reads nothing: only this finds out what kind of file it is.
    const Result<std::int64_t> tables =
        database.QueryInteger("SELECT count(*) FROM main.sqlite_schema");
    if (!tables) return Error(tables.error()).At(path);
    return database;
}

Result<Statement> Database::Prepare(std::string_view sql) {
    sqlite3_stmt* raw = nullptr;
    if (sqlite3_prepare_v2(raw_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr) !=
        SQLITE_OK) {
        return LastError();
    }
    return Statement(raw);
}

Status Database::Execute(const std::string& sql) {
    if (sqlite3_exec(raw_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
        return LastError();
    }
    return {};
}

Result<bool> Database::Step(sqlite3_stmt* statement) {
    const int code = sqlite3_step(statement);
    if (code == SQLITE_ROW) return true;
    if (code == SQLITE_DONE) return false;
    return LastError();
}

Result<std::int64_t> Database::QueryInteger(std::string_view sql) {
    const Result<Statement> statement = Prepare(sql);
    if (!statement) return statement.error();
    const Result<bool> row = Step(statement->get());
    if (!row) return row.error();
    return *row ? sqlite3_column_int64(statement->get(), 0) : 0;
}

std::string ColumnText(sqlite3_stmt* statement, int column) {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
    if (text == nullptr) return {};
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column))};
}

}  // namespace dmsnode::connectors::sqlite
