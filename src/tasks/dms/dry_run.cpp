#include <fmt/format.h>

#include "dms/codec.hpp"
#include "tasks/dms/impl/requests.hpp"
#include "tasks/dms/prepare.hpp"

namespace dmsnode::tasks {
namespace {

bool IsArn(const std::string& name) {
    return name.starts_with("arn:");
}

/// The name itself if it is an ARN, else what stands for its ARN.
std::string ArnOrPlaceholder(const std::string& name) {
    return IsArn(name) || name.empty() ? name : fmt::format("<ARN of {}>", name);
}

class Plan {
public:
    void Add(std::string_view operation, std::string_view when, Json request) {
        steps_.push_back(
            {{"operation", operation}, {"when", when}, {"request", std::move(request)}});
    }
    /// A lookup by identifier, where the parameter is no ARN.
    template <class Request>
    void AddLookup(std::string_view operation, std::string_view filter, const std::string& name) {
        if (IsArn(name) || name.empty()) return;
        Request request;
        request.filters = {impl::OneFilter(filter, {name})};
        Add(operation, "to learn the ARN", dms::EncodeRequest(request));
    }
    Json Take() { return std::move(steps_); }

private:
    Json steps_ = Json::array();
};

void AddConnections(Plan& plan, const DmsParameters& parameters, const NodeState& state) {
    if (parameters.test_connections == TestConnections::kNever) return;
    const bool always = parameters.test_connections == TestConnections::kAlways;
    plan.Add("DescribeConnections", "to see whether both endpoints are tested",
             dms::EncodeRequest(impl::ConnectionsRequest(state)));
    for (const std::string& endpoint : {state.source_endpoint_arn, state.target_endpoint_arn}) {
        dms::TestConnectionRequest request;
        request.endpoint_arn = endpoint;
        request.replication_instance_arn = state.replication_instance_arn;
        plan.Add("TestConnection",
                 always ? "always (testConnections)" : "unless its last test was successful",
                 dms::EncodeRequest(request));
    }
}

}  // namespace

Json DryRunDmsNode(const DmsParameters& parameters, std::string_view run_id) {
    const DmsParameters& p = parameters;
    Plan plan;
    NodeState state;
    state.run_id = std::string(run_id);
    if (p.is_restart_task) {
        plan.AddLookup<dms::DescribeReplicationTasksRequest>(
            "DescribeReplicationTasks", "replication-task-id", p.replication_task_arn);
        state.replication_task_arn = ArnOrPlaceholder(p.replication_task_arn);
        state.source_endpoint_arn = "<source endpoint of the task>";
        state.target_endpoint_arn = "<target endpoint of the task>";
        state.replication_instance_arn = "<replication instance of the task>";
        plan.Add("DescribeReplicationTasks", "until the task can be started",
                 dms::EncodeRequest(
                     impl::DescribeRequest("replication-task-arn", {state.replication_task_arn})));
        AddConnections(plan, p, state);
        if (p.modify_task) {
            plan.Add("ModifyReplicationTask", "before the start (modifyTask)",
                     dms::EncodeRequest(impl::ModifyRequest(p, state)));
        }
        state.start_type = p.start_replication_task_type.empty()
                               ? "<by the task's status and migration type>"
                               : p.start_replication_task_type;
        state.had_run_before = true;
    } else {
        plan.AddLookup<dms::DescribeReplicationInstancesRequest>(
            "DescribeReplicationInstances", "replication-instance-id", p.replication_instance_arn);
        plan.AddLookup<dms::DescribeEndpointsRequest>("DescribeEndpoints", "endpoint-id",
                                                      p.source_endpoint_arn);
        plan.AddLookup<dms::DescribeEndpointsRequest>("DescribeEndpoints", "endpoint-id",
                                                      p.target_endpoint_arn);
        state.identifier = p.replication_task_identifier;
        state.source_endpoint_arn = ArnOrPlaceholder(p.source_endpoint_arn);
        state.target_endpoint_arn = ArnOrPlaceholder(p.target_endpoint_arn);
        state.replication_instance_arn = ArnOrPlaceholder(p.replication_instance_arn);
        plan.Add(
            "DescribeReplicationTasks", "to see whether the identifier is free",
            dms::EncodeRequest(impl::DescribeRequest("replication-task-id", {state.identifier})));
        AddConnections(plan, p, state);
        plan.Add("CreateReplicationTask", "unless an earlier attempt of this run created it",
                 dms::EncodeRequest(impl::CreateRequest(p, state)));
        state.replication_task_arn = "<ARN of the created task>";
        state.start_type = std::string(dms::Word(dms::StartType::kStartReplication));
        plan.Add("DescribeReplicationTasks", "until it is ready",
                 dms::EncodeRequest(
                     impl::DescribeRequest("replication-task-arn", {state.replication_task_arn})));
    }
    plan.Add("StartReplicationTask", "once", dms::EncodeRequest(impl::StartRequest(p, state)));
    plan.Add("DescribeReplicationTasks", "until it ends, or finishWhen is fulfilled",
             dms::EncodeRequest(
                 impl::DescribeRequest("replication-task-arn", {state.replication_task_arn})));
    dms::DescribeTableStatisticsRequest tables;
    tables.replication_task_arn = state.replication_task_arn;
    tables.max_records = 500;
    plan.Add("DescribeTableStatistics", "when the statistics change, and at the end",
             dms::EncodeRequest(tables));
    return plan.Take();
}

}  // namespace dmsnode::tasks
