#include "tasks/dms/impl/calls.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tasks/dms/impl/requests.hpp"

namespace dmsnode::tasks::impl {
namespace {

constexpr int kMostPages = 1000;

bool IsArn(std::string_view name) {
    return name.starts_with("arn:");
}

std::string Lower(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(),
                   [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

Error NotFound(std::string_view kind, const std::string& name) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no {} named {}", kind, name)}.Hint(
        "check the name, the account and the region of the connection");
}

/// Resolves an identifier through Describe. `describe` takes the filters; `arn_of` gives the ARN of
/// an item with that identifier, or nothing.
template <class Request, class Items, class Call, class ArnOf>
Result<std::string> Resolve(std::string_view kind, std::string_view filter, const std::string& name,
                            Call call, Items items, ArnOf arn_of) {
    if (IsArn(name) || name.empty()) return name;
    Request request;
    request.filters = {OneFilter(filter, {name})};
    const auto reply = call(request);
    if (!reply) {
        if (reply.error().code == ErrorCode::kNotFound) return NotFound(kind, name);
        return reply.error();
    }
    for (const auto& item : items(*reply)) {
        if (const std::optional<std::string> arn = arn_of(item); arn) return *arn;
    }
    return NotFound(kind, name);
}

Result<std::string> ResolveEndpoint(dms::Api& api, std::string_view kind, const std::string& name) {
    return Resolve<dms::DescribeEndpointsRequest>(
        kind, "endpoint-id", name,
        [&](const auto& request) { return api.DescribeEndpoints(request); },
        [](const auto& reply) { return reply.endpoints; },
        [&](const dms::Endpoint& e) -> std::optional<std::string> {
            if (Lower(e.endpoint_identifier.value_or("")) != Lower(name)) return std::nullopt;
            return e.endpoint_arn;
        });
}

Result<std::string> ResolveInstance(dms::Api& api, const std::string& name) {
    return Resolve<dms::DescribeReplicationInstancesRequest>(
        "replication instance", "replication-instance-id", name,
        [&](const auto& request) { return api.DescribeReplicationInstances(request); },
        [](const auto& reply) { return reply.replication_instances; },
        [&](const dms::ReplicationInstance& i) -> std::optional<std::string> {
            if (Lower(i.replication_instance_identifier.value_or("")) != Lower(name)) {
                return std::nullopt;
            }
            return i.replication_instance_arn;
        });
}

Result<std::string> ResolveTask(dms::Api& api, const std::string& name) {
    return Resolve<dms::DescribeReplicationTasksRequest>(
        "replication task", "replication-task-id", name,
        [&](dms::DescribeReplicationTasksRequest request) {
            request.without_settings = true;
            return api.DescribeReplicationTasks(request);
        },
        [](const auto& reply) { return reply.replication_tasks; },
        [&](const dms::ReplicationTask& t) -> std::optional<std::string> {
            if (Lower(t.replication_task_identifier.value_or("")) != Lower(name)) {
                return std::nullopt;
            }
            return t.replication_task_arn;
        });
}

Observation ResolveNames(dms::Api& api, const DmsParameters& p) {
    NamesFound names;
    if (p.is_restart_task) {
        Result<std::string> task = ResolveTask(api, p.replication_task_arn);
        if (!task) return CallFailed{task.error()};
        names.replication_task_arn = *std::move(task);
        return names;
    }
    Result<std::string> instance = ResolveInstance(api, p.replication_instance_arn);
    if (!instance) return CallFailed{instance.error()};
    names.replication_instance_arn = *std::move(instance);
    Result<std::string> source = ResolveEndpoint(api, "source endpoint", p.source_endpoint_arn);
    if (!source) return CallFailed{source.error()};
    names.source_endpoint_arn = *std::move(source);
    Result<std::string> target = ResolveEndpoint(api, "target endpoint", p.target_endpoint_arn);
    if (!target) return CallFailed{target.error()};
    names.target_endpoint_arn = *std::move(target);
    return names;
}

Observation FindTask(dms::Api& api, const NodeState& state) {
    const auto reply =
        api.DescribeReplicationTasks(DescribeRequest("replication-task-id", {state.identifier}));
    if (!reply) {
        if (reply.error().code == ErrorCode::kNotFound) return TaskFound{};
        return CallFailed{reply.error()};
    }
    TaskFound found;
    for (const dms::ReplicationTask& task : reply->replication_tasks) {
        if (Lower(task.replication_task_identifier.value_or("")) == Lower(state.identifier)) {
            found.task = task;
        }
    }
    if (!found.task || !found.task->replication_task_arn) return found;
    dms::ListTagsForResourceRequest tags_request;
    tags_request.resource_arn = found.task->replication_task_arn;
    const auto tags = api.ListTagsForResource(tags_request);
    if (tags) {
        found.tags = tags->tag_list;
    } else if (tags.error().IsTransient()) {
        return CallFailed{tags.error()};
    } else {
        found.tags_error = tags.error();
    }
    return found;
}

Observation ListConnections(dms::Api& api, const NodeState& state) {
    dms::DescribeConnectionsRequest request = ConnectionsRequest(state);
    ConnectionsSeen seen;
    for (int page = 0; page < kMostPages; ++page) {
        const auto reply = api.DescribeConnections(request);
        if (!reply) {
            // No connection was ever tested.
            if (reply.error().code == ErrorCode::kNotFound) return seen;
            return CallFailed{reply.error()};
        }
        seen.connections.insert(seen.connections.end(), reply->connections.begin(),
                                reply->connections.end());
        if (reply->marker.value_or("").empty()) break;
        request.marker = reply->marker;
    }
    return seen;
}

Observation TestConnections(dms::Api& api, const Ask& ask, const NodeState& state) {
    std::optional<Error> refusal;
    for (const std::string& endpoint : ask.endpoints) {
        dms::TestConnectionRequest request;
        request.replication_instance_arn = state.replication_instance_arn;
        request.endpoint_arn = endpoint;
        const auto reply = api.TestConnection(request);
        if (reply) continue;
        // "Already being tested" must not keep the other endpoint from its test.
        if (reply.error().code != ErrorCode::kConflict) {
            return CallFailed{Error(reply.error()).Because("endpoint " + endpoint)};
        }
        refusal = reply.error();
    }
    if (refusal) return CallFailed{*refusal};
    return CallDone{};
}

Observation ReadTables(dms::Api& api, const NodeState& state) {
    dms::DescribeTableStatisticsRequest request;
    request.replication_task_arn = state.replication_task_arn;
    request.max_records = 500;
    TablesSeen seen;
    for (int page = 0; page < kMostPages; ++page) {
        const auto reply = api.DescribeTableStatistics(request);
        if (!reply) return CallFailed{reply.error()};
        seen.tables.insert(seen.tables.end(), reply->table_statistics.begin(),
                           reply->table_statistics.end());
        if (reply->marker.value_or("").empty()) break;
        request.marker = reply->marker;
    }
    return seen;
}

template <class Reply>
Observation Done(const Result<Reply>& reply) {
    if (!reply) return CallFailed{reply.error()};
    return CallDone{reply->replication_task};
}

}  // namespace

Observation Perform(dms::Api& api, const Ask& ask, const DmsParameters& parameters,
                    const NodeState& state) {
    switch (ask.kind) {
        case AskKind::kResolveNames: return ResolveNames(api, parameters);
        case AskKind::kFindTask: return FindTask(api, state);
        case AskKind::kListConnections: return ListConnections(api, state);
        case AskKind::kTestConnections: return TestConnections(api, ask, state);
        case AskKind::kCreate:
            return Done(api.CreateReplicationTask(CreateRequest(parameters, state)));
        case AskKind::kModify:
            return Done(api.ModifyReplicationTask(ModifyRequest(parameters, state)));
        case AskKind::kStart:
            return Done(api.StartReplicationTask(StartRequest(parameters, state)));
        case AskKind::kReadTables: return ReadTables(api, state);
        case AskKind::kStop: {
            dms::StopReplicationTaskRequest request;
            request.replication_task_arn = state.replication_task_arn;
            return Done(api.StopReplicationTask(request));
        }
        case AskKind::kDelete: {
            dms::DeleteReplicationTaskRequest request;
            request.replication_task_arn = state.replication_task_arn;
            return Done(api.DeleteReplicationTask(request));
        }
        case AskKind::kDescribe: {
            const auto tasks = DescribeBatch(api, {state.replication_task_arn});
            if (!tasks) return CallFailed{tasks.error()};
            const auto found = tasks->find(state.replication_task_arn);
            if (found == tasks->end()) return TaskSeen{};
            return TaskSeen{found->second};
        }
        case AskKind::kNothing: break;
    }
    return Tick{};
}

Result<std::map<std::string, dms::ReplicationTask>> DescribeBatch(
    dms::Api& api, const std::vector<std::string>& arns) {
    dms::DescribeReplicationTasksRequest request = DescribeRequest("replication-task-arn", arns);
    std::map<std::string, dms::ReplicationTask> tasks;
    for (int page = 0; page < kMostPages; ++page) {
        const auto reply = api.DescribeReplicationTasks(request);
        if (!reply) {
            if (reply.error().code == ErrorCode::kNotFound) return tasks;
            return reply.error();
        }
        for (const dms::ReplicationTask& task : reply->replication_tasks) {
            if (task.replication_task_arn) tasks[*task.replication_task_arn] = task;
        }
        if (reply->marker.value_or("").empty()) break;
        request.marker = reply->marker;
    }
    return tasks;
}

}  // namespace dmsnode::tasks::impl
