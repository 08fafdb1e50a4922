#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "base/handle.hpp"
#include "store/impl/backend.hpp"

namespace dmsnode::store {

/// A store in a file: the only place that calls SQLite for it.
class SqliteBackend final : public Backend {
public:
    /// Errors: as Database::Open.
    static Result<std::unique_ptr<Backend>> Open(const std::filesystem::path& file);

    Status Revive() override { return {}; }
    Result<std::int64_t> Execute(std::string_view sql, const std::vector<Param>& params,
                                 const Connection::EachRow& each) override;
    Status Script(std::string_view sql) override;
    Status Begin() override;
    Status Commit() override;
    void Rollback() override;
    Status LockSchema() override { return {}; }  // BEGIN IMMEDIATE is such a lock.
    std::string_view SkipLocked() const override { return ""; }
    std::string_view ForUpdate() const override { return ""; }
    const std::string& place() const override { return file_; }

private:
    using Session = Handle<sqlite3, sqlite3_close_v2>;
    using Statement = Handle<sqlite3_stmt, sqlite3_finalize>;

    SqliteBackend(Session session, std::string file)
        : session_(std::move(session)), file_(std::move(file)) {}
    Result<sqlite3_stmt*> Prepare(std::string_view sql);
    Error Fail(std::string_view sql) const;

    Session session_;
    std::string file_;
    // Declared after the session: statements are finalized first.
    std::map<std::string, Statement, std::less<>> statements_;
    int running_ = 0;  ///< Statements under way: a callback may run another.
};

}  // namespace dmsnode::store
