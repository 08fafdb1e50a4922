#include "connectors/postgres/impl/snapshot.hpp"

#include "connectors/postgres/impl/reader.hpp"
#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr const char* kBeginSql = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";

constexpr const char* kExportSql =
    "SELECT pg_export_snapshot(), CASE WHEN pg_is_in_recovery() THEN pg_last_wal_replay_lsn() "
    "ELSE pg_current_wal_lsn() END";

constexpr const char* kOrdinarySql =
    "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'";

class PostgresSnapshot final : public Snapshot {
public:
    explicit PostgresSnapshot(std::shared_ptr<SnapshotSessions> sessions)
        : sessions_(std::move(sessions)) {}

    Result<std::unique_ptr<Reader>> OpenReader(const ReadPlan& plan) override {
        return postgres::OpenReader(sessions_, plan);
    }
    std::string Describe() const override { return sessions_->Describe(); }

private:
    std::shared_ptr<SnapshotSessions>
        sessions_;  // also owned by the readers, which may live longer
};

}  // namespace

SnapshotSessions::SnapshotSessions(const Endpoint& endpoint, int max_readers)
    : endpoint_(endpoint), max_idle_(static_cast<std::size_t>(std::max(max_readers, 1))) {}

Result<std::shared_ptr<SnapshotSessions>> SnapshotSessions::Open(const Endpoint& endpoint,
                                                                 int max_readers) {
    auto sessions = std::shared_ptr<SnapshotSessions>(new SnapshotSessions(endpoint, max_readers));
    if (Status exported = sessions->Export(); !exported) return exported.error();
    return sessions;
}

Status SnapshotSessions::Export() {
    Result<std::unique_ptr<Session>> anchor = Session::Connect(endpoint_);
    if (!anchor) return anchor.error();
    anchor_ = *std::move(anchor);
    const std::string sql = std::string(kBeginSql) + ";" + kExportSql + ";" + kOrdinarySql;
    Result<std::vector<Rows>> answers = anchor_->RunAll(sql, "export a snapshot");
    if (!answers) return answers.error();
    const Rows& exported = (*answers)[1];
    id_ = exported.String(0, 0);
    position_ = exported.String(0, 1);
    const Rows& tables = (*answers)[2];
    for (int row = 0; row < tables.size(); ++row) {
        ordinary_.insert({tables.String(row, 0), tables.String(row, 1)});
    }
    return {};
}

Result<std::unique_ptr<Session>> SnapshotSessions::Acquire() {
    std::unique_ptr<Session> session = idle_.With([](auto& idle) {
        std::unique_ptr<Session> last;
        if (!idle.empty()) {
            last = std::move(idle.back());
            idle.pop_back();
        }
        return last;
    });
    if (session) return session;
    Result<std::unique_ptr<Session>> fresh = Session::Connect(endpoint_);
    if (!fresh) return fresh.error();
    std::string sql = "SET statement_timeout = 0;" + std::string(kBeginSql) +
                      ";SET TRANSACTION SNAPSHOT " + QuoteLiteral(id_);
    // Such a server would refuse to send what is no UTF-8; so it sends all, and the reader checks.
    if ((*fresh)->Parameter("server_encoding") == "SQL_ASCII") {
        sql = "SET client_encoding = 'SQL_ASCII';" + sql;
    }
    Result<Rows> attached = (*fresh)->Run(sql, "attach to the snapshot " + id_);
    if (!attached) {
        return std::move(attached.error())
            .Hint("the session that holds the snapshot was ended: run the task again");
    }
    return fresh;
}

void SnapshotSessions::Release(std::unique_ptr<Session> session) {
    if (!session->IsHealthy() || !session->IsInTransaction()) return;
    session->ClearInterrupt();
    idle_.With([&](auto& idle) {
        if (idle.size() < max_idle_) idle.push_back(std::move(session));
    });
}

Result<std::unique_ptr<Snapshot>> OpenSnapshot(const Endpoint& endpoint, int max_readers) {
    Result<std::shared_ptr<SnapshotSessions>> sessions =
        SnapshotSessions::Open(endpoint, max_readers);
    if (!sessions) return sessions.error();
    return std::make_unique<PostgresSnapshot>(*std::move(sessions));
}

}  // namespace dmsnode::connectors::postgres
