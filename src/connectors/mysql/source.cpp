#include "connectors/mysql/catalog.hpp"
#include "connectors/mysql/mysql.hpp"
#include "connectors/mysql/session.hpp"
#include "connectors/mysql/snapshot.hpp"

namespace dmsnode::connectors::mysql {
namespace {

class MysqlSource final : public Source {
public:
    MysqlSource(std::unique_ptr<Session> session, LogSink& log)
        : session_(std::move(session)), log_(log) {}

    Result<ServerInfo> Info() override;
    Result<std::vector<std::string>> ListSchemas() override {
        return mysql::ListSchemas(*session_);
    }
    Result<std::vector<Table>> ListTables() override { return mysql::ListTables(*session_); }
    Result<std::vector<Table>> DescribeTables(const std::vector<TableId>& ids) override {
        return mysql::DescribeTables(*session_, ids);
    }
    Result<std::unique_ptr<Snapshot>> OpenSnapshot(int max_readers) override {
        return OpenSharedSnapshot(session_->GetEndpoint(), max_readers, log_);
    }

private:
    std::unique_ptr<Session> session_;
    LogSink& log_;
};

Result<ServerInfo> MysqlSource::Info() {
    ServerInfo info;
    info.version = session_->Version().text;
    const Result<std::vector<std::string>> unsafe = ListUnsafeTables(*session_);
    if (!unsafe) return unsafe.error();
    for (const std::string& table : *unsafe) {
        info.warnings.push_back("table " + table +
                                " has no transactions and so is not part of a snapshot: stop "
                                "writes to it during the load, or ALTER TABLE … ENGINE=InnoDB");
    }
    return info;
}

}  // namespace

Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink& log) {
    Result<std::unique_ptr<Session>> session = Session::Open(endpoint);
    if (!session) return session.error();
    return std::make_unique<MysqlSource>(*std::move(session), log);
}

}  // namespace dmsnode::connectors::mysql
