#include "app/dms_services.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <map>
#include <mutex>

#include "api/problem.hpp"
#include "dms/call_by_name.hpp"
#include "dms/documents/table_mappings.hpp"
#include "migration/preview.hpp"

namespace dmsnode::app {
namespace {

using connectors::Table;

/// More than wait: what a request gave up on goes on for a while.
constexpr std::size_t kThreads = 8;
constexpr std::size_t kMostProblems = 100;

/// Where a thread leaves what a request waits for. Owners: both.
struct Answered {
    std::mutex mutex;  // guards result
    std::condition_variable came;
    std::optional<Result<Json>> result;
};

bool Reads(std::string_view operation) {
    return operation.starts_with("Describe") || operation.starts_with("List");
}

std::string_view KindOf(const Table& table) {
    return table.kind == connectors::TableKind::kView ? "view" : "table";
}

/// Row counts by place; none where they cannot be told now (a table was dropped meanwhile).
std::vector<std::optional<std::int64_t>> Estimates(connectors::Source& source,
                                                   const std::vector<Table>& tables) {
    std::vector<std::optional<std::int64_t>> estimates(tables.size());
    std::vector<connectors::TableId> ids;
    for (const Table& table : tables) ids.push_back(table.id);
    const auto described = source.DescribeTables(ids);
    if (!described || described->size() != tables.size()) return estimates;
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (tables[i].kind == connectors::TableKind::kTable) {
            estimates[i] = (*described)[i].estimated_rows;
        }
    }
    return estimates;
}

Result<Json> ListTables(connectors::Source& source, const api::TablesWanted& wanted) {
    const auto names = source.ListSchemas();
    if (!names) return names.error();
    const auto listed = source.ListTables();
    if (!listed) return listed.error();
    std::vector<Table> tables;
    bool truncated = false;
    for (const Table& table : *listed) {
        if (!dms::MatchesPattern(wanted.schema_pattern, table.id.schema) ||
            !dms::MatchesPattern(wanted.table_pattern, table.id.name)) {
            continue;
        }
        truncated = tables.size() == wanted.limit;
        if (truncated) break;
        tables.push_back(table);
    }
    std::vector<std::optional<std::int64_t>> rows(tables.size());
    if (wanted.estimates && !tables.empty()) rows = Estimates(source, tables);
    std::map<std::string, Json> schemas;
    for (const std::string& name : *names) {
        if (dms::MatchesPattern(wanted.schema_pattern, name)) schemas[name] = Json::array();
    }
    for (std::size_t i = 0; i < tables.size(); ++i) {
        Json entry{{"name", tables[i].id.name}, {"kind", KindOf(tables[i])}};
        if (rows[i]) entry["estimatedRows"] = *rows[i];
        Json& list = schemas[tables[i].id.schema];
        if (list.is_null()) list = Json::array();
        list.push_back(std::move(entry));
    }
    Json items = Json::array();
    for (auto& [name, list] : schemas) {
        items.push_back({{"name", name}, {"tables", std::move(list)}});
    }
    return Json{{"schemas", std::move(items)}, {"truncated", truncated}};
}

Json Write(const migration::TablePreview& table) {
    Json columns = Json::array();
    for (const migration::ColumnPreview& column : table.columns) {
        Json entry{{"name", column.name}, {"targetName", column.target}};
        if (column.target.empty()) entry["excluded"] = true;
        columns.push_back(std::move(entry));
    }
    return {{"schema", table.source.schema},
            {"table", table.source.name},
            {"kind", table.kind == connectors::TableKind::kView ? "view" : "table"},
            {"targetSchema", table.target.schema},
            {"targetTable", table.target.name},
            {"columns", std::move(columns)}};
}

Json Write(const migration::MappingPreview& preview) {
    Json tables = Json::array();
    for (const migration::TablePreview& table : preview.tables) tables.push_back(Write(table));
    std::vector<Problem> problems = preview.problems;
    std::ranges::stable_sort(problems, {}, &Problem::warning);  // errors first
    if (problems.size() > kMostProblems) problems.resize(kMostProblems);
    return {{"tables", std::move(tables)},
            {"selected", preview.selected},
            {"problems", api::ProblemList(problems)},
            {"truncated", preview.tables.size() < preview.selected}};
}

}  // namespace

DmsServices::DmsServices(DmsServicesParts parts, DmsServicesOptions options)
    : on_(std::move(parts)), options_(options), threads_(kThreads, kAtOnce) {}

Result<Json> DmsServices::InTime(std::chrono::milliseconds deadline, const Work& work) {
    const Error busy = Error{ErrorCode::kThrottled,
                             "too many calls to DMS services and databases "
                             "are under way"}
                           .Hint("try again in a few seconds");
    if (!turns_.try_acquire_for(options_.turn_deadline)) return busy;
    const auto answered = std::make_shared<Answered>();
    const bool begun = threads_.Submit([answered, work](const std::stop_token&) {
        Result<Json> result = [&]() -> Result<Json> {
            try {
                return work();
            } catch (const std::exception& failure) {
                return Error{ErrorCode::kInternal,
                             fmt::format("a call broke off: {}", failure.what())};
            }
        }();
        const std::lock_guard lock(answered->mutex);
        answered->result = std::move(result);
        answered->came.notify_all();
    });
    Result<Json> result = busy;
    if (begun) {
        std::unique_lock lock(answered->mutex);
        const bool came =
            answered->came.wait_for(lock, deadline, [&] { return answered->result.has_value(); });
        result = came ? *std::move(answered->result)
                      : Result<Json>(Error{
                            ErrorCode::kTimeout,
                            fmt::format("there was no answer within {} s", deadline.count() / 1000)}
                                         .Hint("what was asked for may still be done: look before "
                                               "you ask again"));
    }
    turns_.release();
    return result;
}

Result<std::vector<api::GivenConnection>> DmsServices::Given() {
    std::vector<api::GivenConnection> given{{.name = "embedded", .embedded = true}};
    const auto file = on_.connections.OfFile();
    if (!file) return file.error();
    for (const workflow::ConnectionDefinition& definition : *file) {
        given.push_back({.name = definition.name,
                         .embedded = definition.type == workflow::ConnectionType::kEmbedded,
                         .region = definition.region,
                         .endpoint = definition.endpoint,
                         .profile = definition.profile,
                         .access_key_id = definition.access_key_id});
    }
    return given;
}

Result<bool> DmsServices::IsEmbedded(const std::string& connection) {
    return on_.connections.IsEmbedded(connection);
}

Status DmsServices::Check(const api::ConnectionContent& content) {
    aws::ConnectionSettings settings;
    settings.region = content.region;
    settings.endpoint = content.endpoint;
    settings.profile = content.profile;
    settings.access_key_id = content.access_key_id;
    settings.secret_access_key = content.secret_access_key;
    return on_.connections.Check(settings);
}

Result<Json> DmsServices::Call(const std::string& connection, std::string_view operation,
                               const Json& request) {
    const Result<bool> embedded = on_.connections.IsEmbedded(connection);
    if (!embedded) return embedded.error();
    const Result<dms::Api*> api = on_.connections.Open(connection);
    if (!api) return api.error();
    // The embedded service only looks into the store of this process.
    if (*embedded) return dms::CallByName(**api, operation, request);
    return InTime(Reads(operation) ? options_.read_deadline : options_.change_deadline,
                  [api = *api, name = std::string(operation), request] {
                      return dms::CallByName(*api, name, request);
                  });
}

Status DmsServices::NeedEmbedded(const std::string& connection, std::string_view what) {
    const Result<bool> embedded = on_.connections.IsEmbedded(connection);
    if (!embedded) return embedded.error();
    if (*embedded) return {};
    return Error{ErrorCode::kUnsupported,
                 fmt::format("{} can be told of the embedded DMS service only: another service "
                             "does not let us into its databases",
                             what)}
        .Hint("RefreshSchemas and DescribeSchemas list the schemas of an endpoint there");
}

Result<Json> DmsServices::SourceTables(const std::string& connection,
                                       const api::TablesWanted& wanted) {
    if (Status fine = NeedEmbedded(connection, "tables"); !fine) return fine.error();
    const auto endpoint = on_.database_of(wanted.endpoint_arn);
    if (!endpoint) return endpoint.error();
    return InTime(options_.read_deadline, [this, endpoint = *endpoint, wanted]() -> Result<Json> {
        const auto source = on_.factory.OpenSource(endpoint, on_.log);
        if (!source) return source.error();
        return ListTables(**source, wanted);
    });
}

Result<Json> DmsServices::PreviewMapping(const std::string& connection,
                                         const api::PreviewWanted& wanted) {
    if (Status fine = NeedEmbedded(connection, "what a mapping selects"); !fine) {
        return fine.error();
    }
    const auto endpoint = on_.database_of(wanted.endpoint_arn);
    if (!endpoint) return endpoint.error();
    migration::PreviewRequest request{.table_mappings = wanted.table_mappings,
                                      .task_settings = wanted.task_settings,
                                      .source_engine = endpoint->engine,
                                      .target = {},
                                      .most_tables = wanted.limit};
    request.target.engine = endpoint->engine;
    if (!wanted.target_endpoint_arn.empty()) {
        auto target = on_.database_of(wanted.target_endpoint_arn);
        if (!target) return target.error();
        request.target = *std::move(target);
    }
    return InTime(options_.read_deadline, [this, endpoint = *endpoint, request]() -> Result<Json> {
        const auto source = on_.factory.OpenSource(endpoint, on_.log);
        if (!source) return source.error();
        const auto preview = migration::PreviewMapping(request, **source);
        if (!preview) return preview.error();
        return Write(*preview);
    });
}

}  // namespace dmsnode::app
