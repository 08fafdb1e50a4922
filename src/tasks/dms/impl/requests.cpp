#include "tasks/dms/impl/requests.hpp"

namespace dmsnode::tasks::impl {
namespace {

std::optional<std::string> IfGiven(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

dms::Filter OneFilter(std::string_view name, std::vector<std::string> values) {
    return {.name = std::string(name), .values = std::move(values)};
}

dms::CreateReplicationTaskRequest CreateRequest(const DmsParameters& parameters,
                                                const NodeState& state) {
    dms::CreateReplicationTaskRequest request;
    request.replication_task_identifier = state.identifier;
    request.source_endpoint_arn = state.source_endpoint_arn;
    request.target_endpoint_arn = state.target_endpoint_arn;
    request.replication_instance_arn = state.replication_instance_arn;
    request.migration_type = parameters.migration_type;
    request.table_mappings = parameters.table_mappings;
    request.replication_task_settings = IfGiven(parameters.replication_task_settings);
    request.cdc_start_time = parameters.cdc_start_time;
    request.cdc_start_position = IfGiven(parameters.cdc_start_position);
    request.cdc_stop_position = IfGiven(parameters.cdc_stop_position);
    request.tags = parameters.tags;
    // The mark by which another attempt, or this one after a crash, knows its own.
    dms::Tag mark;
    mark.key = std::string(kRunTag);
    mark.value = state.run_id;
    request.tags.push_back(mark);
    request.task_data = IfGiven(parameters.task_data);
    request.resource_identifier = IfGiven(parameters.resource_identifier);
    return request;
}

dms::ModifyReplicationTaskRequest ModifyRequest(const DmsParameters& parameters,
                                                const NodeState& state) {
    dms::ModifyReplicationTaskRequest request;
    request.replication_task_arn = state.replication_task_arn;
    request.migration_type = IfGiven(parameters.migration_type);
    request.table_mappings = IfGiven(parameters.table_mappings);
    request.replication_task_settings = IfGiven(parameters.replication_task_settings);
    request.cdc_start_time = parameters.cdc_start_time;
    request.cdc_start_position = IfGiven(parameters.cdc_start_position);
    request.cdc_stop_position = IfGiven(parameters.cdc_stop_position);
    request.task_data = IfGiven(parameters.task_data);
    return request;
}

dms::StartReplicationTaskRequest StartRequest(const DmsParameters& parameters,
                                              const NodeState& state) {
    dms::StartReplicationTaskRequest request;
    request.replication_task_arn = state.replication_task_arn;
    request.start_replication_task_type = state.start_type;
    // A task of this run that is started a second time goes on from its checkpoint: the position
    // it was created with would take it back.
    const bool second_run_of_ours = !parameters.is_restart_task && state.had_run_before;
    if (!second_run_of_ours) {
        request.cdc_start_time = parameters.cdc_start_time;
        request.cdc_start_position = IfGiven(parameters.cdc_start_position);
    }
    request.cdc_stop_position = IfGiven(parameters.cdc_stop_position);
    return request;
}

dms::DescribeConnectionsRequest ConnectionsRequest(const NodeState& state) {
    dms::DescribeConnectionsRequest request;
    request.filters = {
        OneFilter("endpoint-arn", {state.source_endpoint_arn, state.target_endpoint_arn}),
        OneFilter("replication-instance-arn", {state.replication_instance_arn})};
    request.max_records = 100;
    return request;
}

dms::DescribeReplicationTasksRequest DescribeRequest(std::string_view filter,
                                                     std::vector<std::string> values) {
    dms::DescribeReplicationTasksRequest request;
    request.filters = {OneFilter(filter, std::move(values))};
    request.max_records = 100;
    request.without_settings = true;
    return request;
}

}  // namespace dmsnode::tasks::impl
