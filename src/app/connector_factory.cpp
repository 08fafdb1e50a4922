#include "app/connector_factory.hpp"

#include "connectors/mysql/mysql.hpp"
#include "connectors/postgres/postgres.hpp"
#include "connectors/sqlite/sqlite.hpp"

namespace dmsnode::app {
namespace {

Error NoConnector() {
    return Error{ErrorCode::kUnsupported, "there is no connector for this engine"};
}

}  // namespace

Result<std::unique_ptr<connectors::Source>> ConnectorFactory::OpenSource(
    const connectors::Endpoint& endpoint, LogSink& log) {
    switch (endpoint.engine) {
        case connectors::Engine::kPostgres: return connectors::postgres::OpenSource(endpoint, log);
        case connectors::Engine::kMysql:
        case connectors::Engine::kMariadb: return connectors::mysql::OpenSource(endpoint, log);
        case connectors::Engine::kSqlite: return connectors::sqlite::OpenSource(endpoint, log);
    }
    return NoConnector();
}

Result<std::unique_ptr<connectors::Target>> ConnectorFactory::OpenTarget(
    const connectors::Endpoint& endpoint, LogSink& log) {
    switch (endpoint.engine) {
        case connectors::Engine::kPostgres: return connectors::postgres::OpenTarget(endpoint, log);
        case connectors::Engine::kMysql:
        case connectors::Engine::kMariadb: return connectors::mysql::OpenTarget(endpoint, log);
        case connectors::Engine::kSqlite: return connectors::sqlite::OpenTarget(endpoint, log);
    }
    return NoConnector();
}

Result<std::unique_ptr<connectors::QuerySession>> ConnectorFactory::OpenQuery(
    const connectors::Endpoint& endpoint, LogSink& log) {
    switch (endpoint.engine) {
        case connectors::Engine::kPostgres: return connectors::postgres::OpenQuery(endpoint, log);
        case connectors::Engine::kMysql:
        case connectors::Engine::kMariadb: return connectors::mysql::OpenQuery(endpoint, log);
        case connectors::Engine::kSqlite: return connectors::sqlite::OpenQuery(endpoint, log);
    }
    return NoConnector();
}

}  // namespace dmsnode::app
