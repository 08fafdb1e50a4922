#include "service/impl/endpoint_work.hpp"

#include <fmt/format.h>

#include "base/json.hpp"
#include "service/impl/endpoint_rules.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::service {
namespace {

constexpr std::size_t kThreads = 4;
constexpr std::size_t kMaxQueued = 1000;

/// Runs `work` so that nothing a driver throws ends the process.
template <class T, class Work>
Result<T> Guard(Work&& work) {
    try {
        return work();
    } catch (const std::exception& failure) {
        return Error{ErrorCode::kInternal,
                     fmt::format("the connector broke off: {}", failure.what())};
    }
}

std::string FailureOf(const Error& error) {
    std::string text = error.message;
    if (!error.where.empty()) text = error.where + ": " + text;
    if (!error.hint.empty()) text += " (" + error.hint + ")";
    return text;
}

}  // namespace

EndpointWork::EndpointWork(const Dependencies& on) : on_(on), threads_(kThreads, kMaxQueued) {}

bool EndpointWork::QueueTest(const std::string& instance_arn, const std::string& endpoint_arn,
                             const std::string& test_id) {
    return threads_.Submit([this, instance_arn, endpoint_arn, test_id](const std::stop_token&) {
        Test(instance_arn, endpoint_arn, test_id);
    });
}

bool EndpointWork::QueueRefresh(const std::string& instance_arn, const std::string& endpoint_arn,
                                const std::string& refresh_id) {
    return threads_.Submit([this, instance_arn, endpoint_arn, refresh_id](const std::stop_token&) {
        Refresh(instance_arn, endpoint_arn, refresh_id);
    });
}

Status EndpointWork::Recover() {
    return on_.database.Read([&](store::Connection& db) -> Status {
        store::ConnectionFilter testing;
        testing.statuses = {"testing"};
        auto tests = store::ListConnections(db, testing, {.after_seq = 0, .limit = kMaxQueued});
        if (!tests) return tests.error();
        for (const store::ConnectionRow& row : *tests) {
            QueueTest(row.instance_arn, row.endpoint_arn, row.test_id);
        }
        auto refreshes = store::ListRefreshing(db);
        if (!refreshes) return refreshes.error();
        for (const store::SchemaRefreshRow& row : *refreshes) {
            QueueRefresh(row.instance_arn, row.endpoint_arn, row.refresh_id);
        }
        return {};
    });
}

Result<std::pair<store::EndpointRow, connectors::Endpoint>> EndpointWork::Load(
    const std::string& endpoint_arn) {
    auto row = on_.database.Read(
        [&](store::Connection& db) { return store::FindEndpoint(db, endpoint_arn); });
    if (!row) return row.error();
    if (!*row) return Error{ErrorCode::kNotFound, "the endpoint was deleted"};
    Result<connectors::Endpoint> endpoint = ToConnectorEndpoint(**row, on_.secrets);
    if (!endpoint) return endpoint.error();
    return std::pair(**row, *std::move(endpoint));
}

Status EndpointWork::Connect(const std::string& endpoint_arn) {
    auto loaded = Load(endpoint_arn);
    if (!loaded) return loaded.error();
    const auto& [row, endpoint] = *loaded;
    Result<connectors::ServerInfo> info =
        Guard<connectors::ServerInfo>([&]() -> Result<connectors::ServerInfo> {
            if (row.type == "source") {
                auto source = on_.factory.OpenSource(endpoint, on_.log);
                if (!source) return source.error();
                return (*source)->Info();
            }
            auto target = on_.factory.OpenTarget(endpoint, on_.log);
            if (!target) return target.error();
            return (*target)->Info();
        });
    if (!info) return info.error();
    on_.log.Log(LogLevel::kInfo, fmt::format("endpoint {}: connection test successful, server {}",
                                             row.identifier, info->version));
    for (const std::string& warning : info->warnings) {
        on_.log.Log(LogLevel::kWarning, fmt::format("endpoint {}: {}", row.identifier, warning));
    }
    return {};
}

void EndpointWork::Test(const std::string& instance_arn, const std::string& endpoint_arn,
                        const std::string& test_id) {
    const Status connected = Connect(endpoint_arn);
    store::ConnectionRow row{.seq = 0,
                             .instance_arn = instance_arn,
                             .endpoint_arn = endpoint_arn,
                             .status = connected ? "successful" : "failed",
                             .failure = {},
                             .test_id = test_id};
    if (!connected) {
        row.failure = "Test Endpoint failed: " + FailureOf(connected.error());
        on_.log.Log(LogLevel::kWarning, endpoint_arn + ": " + row.failure);
    }
    auto stored =
        on_.database.Write([&](store::Connection& db) { return store::FinishConnection(db, row); });
    if (!stored) {
        on_.log.Log(LogLevel::kError, fmt::format("{}: cannot store the connection test: {}",
                                                  endpoint_arn, stored.error().ToString()));
    }
}

Result<std::vector<std::string>> EndpointWork::ListSchemas(const std::string& endpoint_arn) {
    using Names = std::vector<std::string>;
    auto loaded = Load(endpoint_arn);
    if (!loaded) return loaded.error();
    return Guard<Names>([&]() -> Result<Names> {
        auto source = on_.factory.OpenSource(loaded->second, on_.log);
        if (!source) return source.error();
        return (*source)->ListSchemas();
    });
}

void EndpointWork::Refresh(const std::string& instance_arn, const std::string& endpoint_arn,
                           const std::string& refresh_id) {
    const Result<std::vector<std::string>> schemas = ListSchemas(endpoint_arn);
    store::SchemaRefreshRow row{.endpoint_arn = endpoint_arn,
                                .instance_arn = instance_arn,
                                .status = schemas ? "successful" : "failed",
                                .failure = {},
                                .refreshed = on_.clock.Now(),
                                .refresh_id = refresh_id,
                                .schemas = schemas ? DumpJson(Json(*schemas)) : "[]"};
    if (!schemas) row.failure = FailureOf(schemas.error());
    auto stored = on_.database.Write(
        [&](store::Connection& db) { return store::FinishSchemaRefresh(db, row); });
    if (!stored) {
        on_.log.Log(LogLevel::kError, fmt::format("{}: cannot store the list of schemas: {}",
                                                  endpoint_arn, stored.error().ToString()));
    }
}

}  // namespace dmsnode::service
