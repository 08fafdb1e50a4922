#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/handle.hpp"
#include "store/impl/backend.hpp"
#include "store/impl/postgres_connect.hpp"

namespace dmsnode::store {

/// A store on PostgreSQL. Answers come whole before the first row is given: lists are paged anyway,
/// and so a callback may run the next statement.
class PostgresBackend final : public Backend {
public:
    /// Errors: as Database::OpenPostgres.
    static Result<std::unique_ptr<Backend>> Open(const PostgresOptions& options);

    Status Revive() override;
    Result<std::int64_t> Execute(std::string_view sql, const std::vector<Param>& params,
                                 const Connection::EachRow& each) override;
    Status Script(std::string_view sql) override;
    Status Begin() override;
    Status Commit() override;
    void Rollback() override;
    Status LockSchema() override;
    std::string_view SkipLocked() const override { return " FOR UPDATE SKIP LOCKED"; }
    std::string_view ForUpdate() const override { return " FOR UPDATE"; }
    const std::string& place() const override { return target_.place; }

private:
    using PgResult = Handle<PGresult, PQclear>;
    using Types = std::vector<Oid>;
    /// One text prepared for one list of parameter types.
    struct Prepared {
        Types types;
        std::string name;
    };

    PostgresBackend(PostgresTarget target, const PostgresOptions& options);
    Status Connect();
    Status Simple(const std::string& sql, PgResult* answer = nullptr);
    Result<std::string> Prepare(std::string_view sql, Types types);
    /// Takes the answers of what was sent until the server is ready again; gives the last one.
    Result<PgResult> Finish(bool sent, std::string_view sql);
    bool AwaitAnswer(std::chrono::steady_clock::time_point deadline);
    bool IsCut() const;
    Error Lost(std::string why, std::string_view sql);

    const PostgresTarget target_;
    const std::chrono::milliseconds connect_timeout_;
    const std::chrono::milliseconds lock_timeout_;
    const std::chrono::milliseconds statement_timeout_;
    std::chrono::milliseconds patience_{};  ///< Of this side, for a server that is silent.
    PgConnection connection_;               ///< Null after it was lost, until Revive.
    std::map<std::string, std::vector<Prepared>, std::less<>> prepared_;
    std::size_t prepared_count_ = 0;
};

}  // namespace dmsnode::store
