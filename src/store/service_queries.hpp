#pragma once

#include "store/database.hpp"
#include "store/service_rows.hpp"

/// The queries of the embedded DMS service. All of them run inside the caller's transaction.
/// Lists are in order of creation.
namespace dmsnode::store {

// service_settings.cpp: what the service keeps about itself.
Result<std::optional<std::string>> FindSetting(Connection& db, std::string_view name);
Status SetSetting(Connection& db, std::string_view name, std::string_view value);

// service_tags.cpp
Result<std::vector<TagRow>> ListTags(Connection& db, const std::vector<std::string>& arns);
Status PutTag(Connection& db, const TagRow& tag);
Status DeleteTags(Connection& db, const std::string& arn, const std::vector<std::string>& keys);
Status DeleteAllTags(Connection& db, const std::string& arn);
/// Whether an instance, endpoint or task has this ARN.
Result<bool> ResourceExists(Connection& db, const std::string& arn);

// service_instances.cpp
struct InstanceFilter {
    OneOf arns, identifiers, classes, engine_versions;
};
Status InsertInstance(Connection& db, const InstanceRow& row);
Status UpdateInstance(Connection& db, const InstanceRow& row);
Status DeleteInstance(Connection& db, const std::string& arn);
Result<std::optional<InstanceRow>> FindInstance(Connection& db, const std::string& arn);
Result<std::vector<InstanceRow>> ListInstances(Connection& db, const InstanceFilter& filter,
                                               const Page& page);

// service_endpoints.cpp
struct EndpointFilter {
    OneOf arns, identifiers, types, engines;
};
Status InsertEndpoint(Connection& db, const EndpointRow& row);
Status UpdateEndpoint(Connection& db, const EndpointRow& row);
Status DeleteEndpoint(Connection& db, const std::string& arn);
Result<std::optional<EndpointRow>> FindEndpoint(Connection& db, const std::string& arn);
Result<std::vector<EndpointRow>> ListEndpoints(Connection& db, const EndpointFilter& filter,
                                               const Page& page);

// service_connections.cpp
struct ConnectionFilter {
    OneOf endpoint_arns, instance_arns, statuses;
};
/// Inserts the row, or replaces status, failure and test id of the one with the same two ARNs.
Status PutConnection(Connection& db, const ConnectionRow& row);
/// Stores the end of a test, unless a newer one has begun or the row is gone. True if stored.
Result<bool> FinishConnection(Connection& db, const ConnectionRow& row);
Status DeleteConnectionsOf(Connection& db, const std::string& endpoint_or_instance_arn);
Status DeleteConnection(Connection& db, const std::string& instance_arn,
                        const std::string& endpoint_arn);
Result<std::optional<ConnectionRow>> FindConnection(Connection& db, const std::string& instance_arn,
                                                    const std::string& endpoint_arn);
Result<std::vector<ConnectionRow>> ListConnections(Connection& db, const ConnectionFilter& filter,
                                                   const Page& page);
Status PutSchemaRefresh(Connection& db, const SchemaRefreshRow& row);
/// Stores the end of a refresh, unless a newer one has begun or the row is gone.
Result<bool> FinishSchemaRefresh(Connection& db, const SchemaRefreshRow& row);
Result<std::optional<SchemaRefreshRow>> FindSchemaRefresh(Connection& db,
                                                          const std::string& endpoint_arn);
/// The refreshes that were at work when the process ended.
Result<std::vector<SchemaRefreshRow>> ListRefreshing(Connection& db);

// service_tasks.cpp
struct TaskFilter {
    OneOf arns, identifiers, migration_types, endpoint_arns, instance_arns, statuses;
};
Status InsertTask(Connection& db, const TaskRow& row);
Status UpdateTask(Connection& db, const TaskRow& row);
Status DeleteTask(Connection& db, const std::string& arn);
Result<std::optional<TaskRow>> FindTask(Connection& db, const std::string& arn);
Result<std::vector<TaskRow>> ListTasks(Connection& db, const TaskFilter& filter, const Page& page);

// service_progress.cpp
struct ProgressFilter {
    OneOf schemas, tables, states;
};
/// Inserts the rows, or replaces those of the same source tables.
Status PutProgress(Connection& db, const std::string& task_arn,
                   const std::vector<TableProgressRow>& rows);
Status DeleteProgress(Connection& db, const std::string& task_arn);
Result<std::vector<TableProgressRow>> ListProgress(Connection& db, const std::string& task_arn,
                                                   const ProgressFilter& filter, const Page& page);
Result<TableCounts> CountProgress(Connection& db, const std::string& task_arn);

/// How many rows a table of resources has: `dms_instance`, `dms_endpoint` or `dms_task`.
Result<std::int64_t> CountInstances(Connection& db);
Result<std::int64_t> CountEndpoints(Connection& db);
Result<std::int64_t> CountTasks(Connection& db);

}  // namespace dmsnode::store
