#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <string>
#include <string_view>

#include "base/handle.hpp"
#include "base/result.hpp"

namespace dmsnode::connectors::sqlite {

/// A writer of another process may hold the lock for one transaction; longer is a stuck process.
inline constexpr int kBusyTimeoutMs = 30'000;

using Statement = Handle<sqlite3_stmt, sqlite3_finalize>;

/// `"name"` with inner quotes doubled.
std::string Quoted(std::string_view name);
/// `'text'` with inner quotes doubled.
std::string Literal(std::string_view text);

/// One connection. Threads: one at a time; Interrupt from any.
class Database {
public:
    enum class Mode { kRead, kWrite };
    /// Opens an existing file and reads its header.
    static Result<Database> Open(const std::string& path, Mode mode);

    Result<Statement> Prepare(std::string_view sql);
    /// Runs statements that give no rows we want.
    Status Execute(const std::string& sql);
    /// Moves to the next row; false at the end.
    Result<bool> Step(sqlite3_stmt* statement);
    /// The first column of the first row.
    Result<std::int64_t> QueryInteger(std::string_view sql);

    /// True inside BEGIN … COMMIT.
    bool InTransaction() const { return sqlite3_get_autocommit(raw_.get()) == 0; }
    /// Makes the running statement fail with kCancelled.
    void Interrupt() { sqlite3_interrupt(raw_.get()); }
    /// The failure of the last call as our error.
    Error LastError() const;
    sqlite3* raw() const { return raw_.get(); }

private:
    explicit Database(std::string path, sqlite3* raw) : path_(std::move(path)), raw_(raw) {}

    std::string path_;
    Handle<sqlite3, sqlite3_close_v2> raw_;
};

/// Text of a result column; empty for NULL.
std::string ColumnText(sqlite3_stmt* statement, int column);

}  // namespace dmsnode::connectors::sqlite
