#pragma once

#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dms/api.hpp"
#include "dms/faults.hpp"
#include "dms/status.hpp"

namespace dmsnode::testing {

/// A DMS service that does what the test writes down: it keeps tasks and connections, refuses what
/// AWS refuses in a status, and walks one step of a task's script with each Describe that shows it.
/// Threads: any; `before_call` runs outside the lock and may block.
class ScriptedApi : public dms::Api {
public:
    /// One state of a task. A task stays in the last one of its script.
    struct Step {
        std::optional<std::string> status;  ///< Nothing: the field is absent.
        std::optional<std::string> stop_reason;
        std::optional<std::string> failure;
        std::optional<dms::ReplicationTaskStats> stats;
        bool gone = false;
        bool no_dates = false;
        /// Somebody else's start: the start date moves.
        bool restarted = false;
    };
    static Step Status(std::string status) {
        Step step;
        step.status = std::move(status);
        return step;
    }
    static Step Running(std::int64_t percent, std::int64_t loaded, std::int64_t loading = 0,
                        std::int64_t errored = 0);
    static Step Stopped(std::string reason, std::int64_t loaded = 1, std::int64_t errored = 0);
    static Step Failed(std::string failure);
    static Step Gone() {
        Step step;
        step.gone = true;
        return step;
    }

    struct Task {
        dms::ReplicationTask task;
        std::vector<dms::Tag> tags;
        std::deque<Step> script;
        std::vector<dms::TableStatistics> tables;
        bool has_run = false;
        bool gone = false;
        bool dates = true;
    };

    ScriptedApi();

    // What the service does after each accepted call.
    std::vector<Step> after_create = {Status("creating"), Status("ready")};
    std::vector<Step> after_start = {Status("starting"), Running(0, 0, 1), Running(50, 0, 1),
                                     Stopped("FULL_LOAD_ONLY_FINISHED")};
    std::vector<Step> after_stop = {Status("stopping"), Stopped("NORMAL")};
    std::vector<Step> after_delete = {Status("deleting"), Gone()};
    std::vector<dms::TableStatistics> tables_after_start;
    /// How a connection test ends.
    std::map<std::string, std::string> test_results;  ///< endpoint → status; else successful
    std::map<std::string, std::string> connections;   ///< endpoint → status
    bool gives_start_dates = true;
    bool empty_list_instead_of_fault = false;

    /// The next `count` calls of the operation fail with `error` and do nothing.
    void FailNext(const std::string& operation, Error error, int count = 1);
    /// The next `count` calls of the operation are carried out, but the caller gets `error`.
    void LoseReply(const std::string& operation, Error error, int count = 1);
    /// Called before each call with the operation's name.
    std::function<void(const std::string&)> before_call;
    /// Called when a Create, Modify, Start, Stop or Delete was carried out, before its reply is
    /// given.
    std::function<void(const std::string&)> after_change;

    /// Adds a task as if somebody had created it before.
    std::string AddTask(const std::string& identifier, std::vector<Step> script,
                        bool has_run = false, std::vector<dms::Tag> tags = {});
    void SetMigrationType(const std::string& arn, const std::string& type);
    /// Replaces the script of a task.
    void Play(const std::string& arn, std::vector<Step> script);

    int calls(const std::string& operation) const;
    /// All calls in order, by name.
    std::vector<std::string> log() const;
    Task task(const std::string& arn) const;
    std::vector<std::string> arns() const;
    /// Requests of the kinds that tests look into.
    std::vector<dms::CreateReplicationTaskRequest> creates() const;
    std::vector<dms::StartReplicationTaskRequest> starts() const;
    std::vector<dms::ModifyReplicationTaskRequest> modifies() const;
    std::vector<dms::DescribeReplicationTasksRequest> describes() const;

    static Error Unavailable() {
        return Error{ErrorCode::kUnavailable, "connection reset by peer"};
    }
    static constexpr const char* kSource = "arn:aws:dms:eu-west-1:123456789012:endpoint:SRC";
    static constexpr const char* kTarget = "arn:aws:dms:eu-west-1:123456789012:endpoint:TGT";
    static constexpr const char* kInstance = "arn:aws:dms:eu-west-1:123456789012:rep:INST";

    Result<dms::CreateReplicationTaskReply> CreateReplicationTask(
        const dms::CreateReplicationTaskRequest& request) override;
    Result<dms::DeleteReplicationTaskReply> DeleteReplicationTask(
        const dms::DeleteReplicationTaskRequest& request) override;
    Result<dms::StartReplicationTaskReply> StartReplicationTask(
        const dms::StartReplicationTaskRequest& request) override;
    Result<dms::StopReplicationTaskReply> StopReplicationTask(
        const dms::StopReplicationTaskRequest& request) override;
    Result<dms::DescribeReplicationTasksReply> DescribeReplicationTasks(
        const dms::DescribeReplicationTasksRequest& request) override;
    Result<dms::DescribeTableStatisticsReply> DescribeTableStatistics(
        const dms::DescribeTableStatisticsRequest& request) override;
    Result<dms::DescribeEndpointsReply> DescribeEndpoints(
        const dms::DescribeEndpointsRequest& request) override;
    Result<dms::TestConnectionReply> TestConnection(
        const dms::TestConnectionRequest& request) override;
    Result<dms::DescribeConnectionsReply> DescribeConnections(
        const dms::DescribeConnectionsRequest& request) override;
    Result<dms::DescribeReplicationInstancesReply> DescribeReplicationInstances(
        const dms::DescribeReplicationInstancesRequest& request) override;
    Result<dms::ListTagsForResourceReply> ListTagsForResource(
        const dms::ListTagsForResourceRequest& request) override;

    // Not part of a node's life.
    Result<dms::ModifyReplicationTaskReply> ModifyReplicationTask(
        const dms::ModifyReplicationTaskRequest& request) override;
    Result<dms::MoveReplicationTaskReply> MoveReplicationTask(
        const dms::MoveReplicationTaskRequest&) override;
    Result<dms::ReloadTablesReply> ReloadTables(const dms::ReloadTablesRequest&) override;
    Result<dms::CreateEndpointReply> CreateEndpoint(const dms::CreateEndpointRequest&) override;
    Result<dms::ModifyEndpointReply> ModifyEndpoint(const dms::ModifyEndpointRequest&) override;
    Result<dms::DeleteEndpointReply> DeleteEndpoint(const dms::DeleteEndpointRequest&) override;
    Result<dms::DescribeEndpointTypesReply> DescribeEndpointTypes(
        const dms::DescribeEndpointTypesRequest&) override;
    Result<dms::DeleteConnectionReply> DeleteConnection(
        const dms::DeleteConnectionRequest&) override;
    Result<dms::RefreshSchemasReply> RefreshSchemas(const dms::RefreshSchemasRequest&) override;
    Result<dms::DescribeRefreshSchemasStatusReply> DescribeRefreshSchemasStatus(
        const dms::DescribeRefreshSchemasStatusRequest&) override;
    Result<dms::DescribeSchemasReply> DescribeSchemas(const dms::DescribeSchemasRequest&) override;
    Result<dms::CreateReplicationInstanceReply> CreateReplicationInstance(
        const dms::CreateReplicationInstanceRequest&) override;
    Result<dms::ModifyReplicationInstanceReply> ModifyReplicationInstance(
        const dms::ModifyReplicationInstanceRequest&) override;
    Result<dms::DeleteReplicationInstanceReply> DeleteReplicationInstance(
        const dms::DeleteReplicationInstanceRequest&) override;
    Result<dms::RebootReplicationInstanceReply> RebootReplicationInstance(
        const dms::RebootReplicationInstanceRequest&) override;
    Result<dms::DescribeOrderableReplicationInstancesReply> DescribeOrderableReplicationInstances(
        const dms::DescribeOrderableReplicationInstancesRequest&) override;
    Result<dms::AddTagsToResourceReply> AddTagsToResource(
        const dms::AddTagsToResourceRequest&) override;
    Result<dms::RemoveTagsFromResourceReply> RemoveTagsFromResource(
        const dms::RemoveTagsFromResourceRequest&) override;
    Result<dms::DescribeAccountAttributesReply> DescribeAccountAttributes(
        const dms::DescribeAccountAttributesRequest&) override;

private:
    struct Planned {
        Error error;
        int count = 0;
    };
    /// Counts the call; gives the planned failure, if one is due.
    std::optional<Error> Enter(const std::string& operation);
    std::optional<Error> LostReply(const std::string& operation);
    void Walk(Task& task);
    void SetScript(Task& task, const std::vector<Step>& script);
    Task* Find(const std::string& arn);

    mutable std::mutex mutex_;
    std::map<std::string, Task> tasks_;
    std::map<std::string, Planned> failures_;
    std::map<std::string, Planned> lost_;
    std::vector<std::string> log_;
    std::vector<dms::CreateReplicationTaskRequest> creates_;
    std::vector<dms::StartReplicationTaskRequest> starts_;
    std::vector<dms::ModifyReplicationTaskRequest> modifies_;
    std::vector<dms::DescribeReplicationTasksRequest> describes_;
    int next_id_ = 1;
    TimePoint next_start_{std::chrono::seconds(1700000000)};
};

}  // namespace dmsnode::testing
