#include "fakes/scripted_api.hpp"

#include <algorithm>

namespace dmsnode::testing {
namespace {

Error NotFound(const std::string& what) {
    return dms::fault::Make(dms::fault::kResourceNotFound, what + " not found");
}
Error WrongState(const std::string& text) {
    return dms::fault::Make(dms::fault::kInvalidResourceState, text);
}
Error NotScripted() {
    return Error{ErrorCode::kUnsupported, "the scripted service does not do this"};
}

bool In(const std::string& status, std::initializer_list<const char*> words) {
    return std::find(words.begin(), words.end(), status) != words.end();
}

}  // namespace

ScriptedApi::Step ScriptedApi::Running(std::int64_t percent, std::int64_t loaded,
                                       std::int64_t loading, std::int64_t errored) {
    Step step = Status("running");
    step.stats.emplace();
    step.stats->full_load_progress_percent = percent;
    step.stats->tables_loaded = loaded;
    step.stats->tables_loading = loading;
    step.stats->tables_queued = 0;
    step.stats->tables_errored = errored;
    return step;
}

ScriptedApi::Step ScriptedApi::Stopped(std::string reason, std::int64_t loaded,
                                       std::int64_t errored) {
    Step step = Running(100, loaded, 0, errored);
    step.status = "stopped";
    step.stop_reason = "Stop Reason " + reason;
    return step;
}

ScriptedApi::Step ScriptedApi::Failed(std::string failure) {
    Step step = Status("failed");
    step.failure = failure;
    step.stop_reason = std::move(failure);
    return step;
}

ScriptedApi::ScriptedApi() {
    connections = {{kSource, "successful"}, {kTarget, "successful"}};
}

void ScriptedApi::FailNext(const std::string& operation, Error error, int count) {
    const std::lock_guard lock(mutex_);
    failures_[operation] = {std::move(error), count};
}

void ScriptedApi::LoseReply(const std::string& operation, Error error, int count) {
    const std::lock_guard lock(mutex_);
    lost_[operation] = {std::move(error), count};
}

std::optional<Error> ScriptedApi::Enter(const std::string& operation) {
    const std::lock_guard lock(mutex_);
    log_.push_back(operation);
    const auto planned = failures_.find(operation);
    if (planned == failures_.end() || planned->second.count <= 0) return std::nullopt;
    --planned->second.count;
    return planned->second.error;
}

std::optional<Error> ScriptedApi::LostReply(const std::string& operation) {
    const auto planned = lost_.find(operation);
    if (planned == lost_.end() || planned->second.count <= 0) return std::nullopt;
    --planned->second.count;
    return planned->second.error;
}

std::string ScriptedApi::AddTask(const std::string& identifier, std::vector<Step> script,
                                 bool has_run, std::vector<dms::Tag> tags) {
    const std::lock_guard lock(mutex_);
    const std::string arn =
        "arn:aws:dms:eu-west-1:123456789012:task:T" + std::to_string(next_id_++);
    Task& task = tasks_[arn];
    task.task.replication_task_arn = arn;
    task.task.replication_task_identifier = identifier;
    task.task.source_endpoint_arn = kSource;
    task.task.target_endpoint_arn = kTarget;
    task.task.replication_instance_arn = kInstance;
    task.task.migration_type = "full-load";
    task.task.replication_task_creation_date = next_start_;
    task.tags = std::move(tags);
    task.has_run = has_run;
    if (has_run) task.task.replication_task_start_date = next_start_;
    next_start_ += std::chrono::seconds(100);
    SetScript(task, script);
    return arn;
}

void ScriptedApi::SetMigrationType(const std::string& arn, const std::string& type) {
    const std::lock_guard lock(mutex_);
    tasks_.at(arn).task.migration_type = type;
}

void ScriptedApi::Play(const std::string& arn, std::vector<Step> script) {
    const std::lock_guard lock(mutex_);
    SetScript(tasks_.at(arn), script);
}

void ScriptedApi::SetScript(Task& task, const std::vector<Step>& script) {
    task.script.assign(script.begin(), script.end());
    Walk(task);
}

/// Makes the first step of the script the task's state.
void ScriptedApi::Walk(Task& task) {
    if (task.script.empty()) return;
    const Step step = task.script.front();
    if (task.script.size() > 1) task.script.pop_front();
    task.gone = step.gone;
    task.dates = !step.no_dates && gives_start_dates;
    task.task.status = step.status;
    if (step.stop_reason) task.task.stop_reason = step.stop_reason;
    if (step.status == "running") task.task.stop_reason.reset();
    task.task.last_failure_message = step.failure;
    if (step.stats) task.task.replication_task_stats = step.stats;
    if (step.restarted) {
        task.task.replication_task_start_date = next_start_;
        next_start_ += std::chrono::seconds(100);
        task.script.front().restarted = false;
    }
}

ScriptedApi::Task* ScriptedApi::Find(const std::string& arn) {
    const auto found = tasks_.find(arn);
    return found == tasks_.end() || found->second.gone ? nullptr : &found->second;
}

int ScriptedApi::calls(const std::string& operation) const {
    const std::lock_guard lock(mutex_);
    return static_cast<int>(std::count(log_.begin(), log_.end(), operation));
}
std::vector<std::string> ScriptedApi::log() const {
    const std::lock_guard lock(mutex_);
    return log_;
}
ScriptedApi::Task ScriptedApi::task(const std::string& arn) const {
    const std::lock_guard lock(mutex_);
    return tasks_.at(arn);
}
std::vector<std::string> ScriptedApi::arns() const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> all;
    for (const auto& [arn, task] : tasks_) all.push_back(arn);
    return all;
}
std::vector<dms::CreateReplicationTaskRequest> ScriptedApi::creates() const {
    const std::lock_guard lock(mutex_);
    return creates_;
}
std::vector<dms::StartReplicationTaskRequest> ScriptedApi::starts() const {
    const std::lock_guard lock(mutex_);
    return starts_;
}
std::vector<dms::ModifyReplicationTaskRequest> ScriptedApi::modifies() const {
    const std::lock_guard lock(mutex_);
    return modifies_;
}
std::vector<dms::DescribeReplicationTasksRequest> ScriptedApi::describes() const {
    const std::lock_guard lock(mutex_);
    return describes_;
}

Result<dms::CreateReplicationTaskReply> ScriptedApi::CreateReplicationTask(
    const dms::CreateReplicationTaskRequest& request) {
    if (before_call) before_call("CreateReplicationTask");
    if (auto error = Enter("CreateReplicationTask")) return *error;
    {
        const std::lock_guard lock(mutex_);
        creates_.push_back(request);
        for (const auto& [arn, task] : tasks_) {
            if (!task.gone &&
                task.task.replication_task_identifier == request.replication_task_identifier) {
                return dms::fault::Make(dms::fault::kResourceAlreadyExists,
                                        "the identifier is taken");
            }
        }
    }
    const std::string arn =
        AddTask(request.replication_task_identifier, after_create, false, request.tags);
    const std::lock_guard lock(mutex_);
    Task& task = tasks_[arn];
    task.task.migration_type = request.migration_type;
    task.task.source_endpoint_arn = request.source_endpoint_arn;
    task.task.target_endpoint_arn = request.target_endpoint_arn;
    task.task.replication_instance_arn = request.replication_instance_arn;
    task.task.cdc_stop_position = request.cdc_stop_position;
    if (after_change) after_change("CreateReplicationTask");
    if (auto error = LostReply("CreateReplicationTask")) return *error;
    return dms::CreateReplicationTaskReply{task.task};
}

Result<dms::StartReplicationTaskReply> ScriptedApi::StartReplicationTask(
    const dms::StartReplicationTaskRequest& request) {
    if (before_call) before_call("StartReplicationTask");
    if (auto error = Enter("StartReplicationTask")) return *error;
    const std::lock_guard lock(mutex_);
    starts_.push_back(request);
    Task* task = Find(request.replication_task_arn);
    if (task == nullptr) return NotFound(request.replication_task_arn);
    if (!In(task->task.status.value_or(""), {"ready", "stopped", "failed", "failed-move"})) {
        return WrongState("Replication Task cannot be started, invalid state");
    }
    for (const char* endpoint : {kSource, kTarget}) {
        if (connections[endpoint] != "successful") {
            return WrongState("connections should be successful for starting the task");
        }
    }
    const bool fresh = request.start_replication_task_type == "start-replication";
    if (fresh == task->has_run && task->task.migration_type != "cdc") {
        return dms::fault::Make(dms::fault::kInvalidParameterCombination,
                                "Start Type : START_REPLICATION, valid only for tasks running for "
                                "the first time");
    }
    task->has_run = true;
    task->task.replication_task_start_date = next_start_;
    next_start_ += std::chrono::seconds(100);
    task->tables = tables_after_start;
    SetScript(*task, after_start);
    if (after_change) after_change("StartReplicationTask");
    if (auto error = LostReply("StartReplicationTask")) return *error;
    dms::StartReplicationTaskReply reply{task->task};
    reply.replication_task->status = "starting";
    return reply;
}

Result<dms::StopReplicationTaskReply> ScriptedApi::StopReplicationTask(
    const dms::StopReplicationTaskRequest& request) {
    if (before_call) before_call("StopReplicationTask");
    if (auto error = Enter("StopReplicationTask")) return *error;
    const std::lock_guard lock(mutex_);
    Task* task = Find(request.replication_task_arn);
    if (task == nullptr) return NotFound(request.replication_task_arn);
    if (task->task.status != "running") return WrongState("Replication task is not running");
    SetScript(*task, after_stop);
    if (after_change) after_change("StopReplicationTask");
    if (auto error = LostReply("StopReplicationTask")) return *error;
    return dms::StopReplicationTaskReply{task->task};
}

Result<dms::DeleteReplicationTaskReply> ScriptedApi::DeleteReplicationTask(
    const dms::DeleteReplicationTaskRequest& request) {
    if (before_call) before_call("DeleteReplicationTask");
    if (auto error = Enter("DeleteReplicationTask")) return *error;
    const std::lock_guard lock(mutex_);
    Task* task = Find(request.replication_task_arn);
    if (task == nullptr) return NotFound(request.replication_task_arn);
    if (!In(task->task.status.value_or(""), {"ready", "stopped", "failed", "failed-move"})) {
        return WrongState("the task cannot be deleted now");
    }
    SetScript(*task, after_delete);
    if (after_change) after_change("DeleteReplicationTask");
    if (auto error = LostReply("DeleteReplicationTask")) return *error;
    return dms::DeleteReplicationTaskReply{task->task};
}

Result<dms::DescribeReplicationTasksReply> ScriptedApi::DescribeReplicationTasks(
    const dms::DescribeReplicationTasksRequest& request) {
    if (before_call) before_call("DescribeReplicationTasks");
    if (auto error = Enter("DescribeReplicationTasks")) return *error;
    const std::lock_guard lock(mutex_);
    describes_.push_back(request);
    dms::DescribeReplicationTasksReply reply;
    for (auto& [arn, task] : tasks_) {
        bool wanted = !task.gone;
        for (const dms::Filter& filter : request.filters) {
            const std::string value =
                filter.name == "replication-task-id" ? *task.task.replication_task_identifier : arn;
            wanted = wanted && std::find(filter.values.begin(), filter.values.end(), value) !=
                                   filter.values.end();
        }
        if (!wanted) continue;
        dms::ReplicationTask shown = task.task;
        if (!task.dates) shown.replication_task_start_date.reset();
        reply.replication_tasks.push_back(shown);
        // A lookup by name is not a poll.
        if (request.filters.at(0).name == "replication-task-arn") Walk(task);
    }
    if (reply.replication_tasks.empty() && !empty_list_instead_of_fault) {
        return NotFound("replication task");
    }
    return reply;
}

Result<dms::DescribeTableStatisticsReply> ScriptedApi::DescribeTableStatistics(
    const dms::DescribeTableStatisticsRequest& request) {
    if (before_call) before_call("DescribeTableStatistics");
    if (auto error = Enter("DescribeTableStatistics")) return *error;
    const std::lock_guard lock(mutex_);
    Task* task = Find(request.replication_task_arn);
    if (task == nullptr) return NotFound(request.replication_task_arn);
    dms::DescribeTableStatisticsReply reply;
    reply.replication_task_arn = request.replication_task_arn;
    reply.table_statistics = task->tables;
    return reply;
}

Result<dms::DescribeEndpointsReply> ScriptedApi::DescribeEndpoints(
    const dms::DescribeEndpointsRequest& request) {
    if (before_call) before_call("DescribeEndpoints");
    if (auto error = Enter("DescribeEndpoints")) return *error;
    dms::DescribeEndpointsReply reply;
    for (const std::string& name : request.filters.at(0).values) {
        dms::Endpoint endpoint;
        endpoint.endpoint_identifier = name;
        endpoint.endpoint_arn = name == "src" ? kSource : kTarget;
        if (name == "src" || name == "tgt") reply.endpoints.push_back(endpoint);
    }
    if (reply.endpoints.empty()) return NotFound("endpoint");
    return reply;
}

Result<dms::DescribeReplicationInstancesReply> ScriptedApi::DescribeReplicationInstances(
    const dms::DescribeReplicationInstancesRequest& request) {
    if (before_call) before_call("DescribeReplicationInstances");
    if (auto error = Enter("DescribeReplicationInstances")) return *error;
    dms::DescribeReplicationInstancesReply reply;
    for (const std::string& name : request.filters.at(0).values) {
        dms::ReplicationInstance instance;
        instance.replication_instance_identifier = name;
        instance.replication_instance_arn = kInstance;
        if (name == "inst") reply.replication_instances.push_back(instance);
    }
    if (reply.replication_instances.empty()) return NotFound("instance");
    return reply;
}

Result<dms::TestConnectionReply> ScriptedApi::TestConnection(
    const dms::TestConnectionRequest& request) {
    if (before_call) before_call("TestConnection");
    if (auto error = Enter("TestConnection")) return *error;
    const std::lock_guard lock(mutex_);
    connections[request.endpoint_arn] = "testing";
    return dms::TestConnectionReply{};
}

Result<dms::DescribeConnectionsReply> ScriptedApi::DescribeConnections(
    const dms::DescribeConnectionsRequest& request) {
    if (before_call) before_call("DescribeConnections");
    if (auto error = Enter("DescribeConnections")) return *error;
    const std::lock_guard lock(mutex_);
    dms::DescribeConnectionsReply reply;
    for (const std::string& arn : request.filters.at(0).values) {
        const auto found = connections.find(arn);
        if (found == connections.end() || found->second.empty()) continue;
        dms::Connection connection;
        connection.endpoint_arn = arn;
        connection.replication_instance_arn = kInstance;
        connection.status = found->second;
        if (found->second == "failed") connection.last_failure_message = "password wrong";
        reply.connections.push_back(connection);
        if (found->second == "testing") {
            const auto result = test_results.find(arn);
            found->second = result == test_results.end() ? "successful" : result->second;
        }
    }
    if (reply.connections.empty() && !empty_list_instead_of_fault) return NotFound("connection");
    return reply;
}

Result<dms::ListTagsForResourceReply> ScriptedApi::ListTagsForResource(
    const dms::ListTagsForResourceRequest& request) {
    if (before_call) before_call("ListTagsForResource");
    if (auto error = Enter("ListTagsForResource")) return *error;
    const std::lock_guard lock(mutex_);
    const Task* task = Find(request.resource_arn.value_or(""));
    if (task == nullptr) return NotFound("resource");
    dms::ListTagsForResourceReply reply;
    reply.tag_list = task->tags;
    return reply;
}

Result<dms::ModifyReplicationTaskReply> ScriptedApi::ModifyReplicationTask(
    const dms::ModifyReplicationTaskRequest& request) {
    if (before_call) before_call("ModifyReplicationTask");
    if (auto error = Enter("ModifyReplicationTask")) return *error;
    const std::lock_guard lock(mutex_);
    modifies_.push_back(request);
    Task* task = Find(request.replication_task_arn);
    if (task == nullptr) return NotFound(request.replication_task_arn);
    if (!In(task->task.status.value_or(""), {"ready", "stopped", "failed"})) {
        return WrongState("Replication Task cannot be modified, invalid state");
    }
    if (request.migration_type) task->task.migration_type = request.migration_type;
    Step before;
    before.status = task->task.status;
    before.stop_reason = task->task.stop_reason;
    before.failure = task->task.last_failure_message;
    SetScript(*task, {Status("modifying"), Status("modifying"), before});
    if (after_change) after_change("ModifyReplicationTask");
    if (auto error = LostReply("ModifyReplicationTask")) return *error;
    return dms::ModifyReplicationTaskReply{task->task};
}
Result<dms::MoveReplicationTaskReply> ScriptedApi::MoveReplicationTask(
    const dms::MoveReplicationTaskRequest&) {
    return NotScripted();
}
Result<dms::ReloadTablesReply> ScriptedApi::ReloadTables(const dms::ReloadTablesRequest&) {
    return NotScripted();
}
Result<dms::CreateEndpointReply> ScriptedApi::CreateEndpoint(const dms::CreateEndpointRequest&) {
    return NotScripted();
}
Result<dms::ModifyEndpointReply> ScriptedApi::ModifyEndpoint(const dms::ModifyEndpointRequest&) {
    return NotScripted();
}
Result<dms::DeleteEndpointReply> ScriptedApi::DeleteEndpoint(const dms::DeleteEndpointRequest&) {
    return NotScripted();
}
Result<dms::DescribeEndpointTypesReply> ScriptedApi::DescribeEndpointTypes(
    const dms::DescribeEndpointTypesRequest&) {
    return NotScripted();
}
Result<dms::DeleteConnectionReply> ScriptedApi::DeleteConnection(
    const dms::DeleteConnectionRequest&) {
    return NotScripted();
}
Result<dms::RefreshSchemasReply> ScriptedApi::RefreshSchemas(const dms::RefreshSchemasRequest&) {
    return NotScripted();
}
Result<dms::DescribeRefreshSchemasStatusReply> ScriptedApi::DescribeRefreshSchemasStatus(
    const dms::DescribeRefreshSchemasStatusRequest&) {
    return NotScripted();
}
Result<dms::DescribeSchemasReply> ScriptedApi::DescribeSchemas(const dms::DescribeSchemasRequest&) {
    return NotScripted();
}
Result<dms::CreateReplicationInstanceReply> ScriptedApi::CreateReplicationInstance(
    const dms::CreateReplicationInstanceRequest&) {
    return NotScripted();
}
Result<dms::ModifyReplicationInstanceReply> ScriptedApi::ModifyReplicationInstance(
    const dms::ModifyReplicationInstanceRequest&) {
    return NotScripted();
}
Result<dms::DeleteReplicationInstanceReply> ScriptedApi::DeleteReplicationInstance(
    const dms::DeleteReplicationInstanceRequest&) {
    return NotScripted();
}
Result<dms::RebootReplicationInstanceReply> ScriptedApi::RebootReplicationInstance(
    const dms::RebootReplicationInstanceRequest&) {
    return NotScripted();
}
Result<dms::DescribeOrderableReplicationInstancesReply>
ScriptedApi::DescribeOrderableReplicationInstances(
    const dms::DescribeOrderableReplicationInstancesRequest&) {
    return NotScripted();
}
Result<dms::AddTagsToResourceReply> ScriptedApi::AddTagsToResource(
    const dms::AddTagsToResourceRequest&) {
    return NotScripted();
}
Result<dms::RemoveTagsFromResourceReply> ScriptedApi::RemoveTagsFromResource(
    const dms::RemoveTagsFromResourceRequest&) {
    return NotScripted();
}
Result<dms::DescribeAccountAttributesReply> ScriptedApi::DescribeAccountAttributes(
    const dms::DescribeAccountAttributesRequest&) {
    return NotScripted();
}

}  // namespace dmsnode::testing
