#pragma once

#include <string>
#include <string_view>

#include "dms/shapes.hpp"
#include "tasks/dms/node.hpp"

/// The requests of a node, made from its parameters and state. Pure; a dry run shows the same.
namespace dmsnode::tasks::impl {

inline constexpr std::string_view kRunTag = "dmsnode:run";

dms::CreateReplicationTaskRequest CreateRequest(const DmsParameters& parameters,
                                                const NodeState& state);
dms::ModifyReplicationTaskRequest ModifyRequest(const DmsParameters& parameters,
                                                const NodeState& state);
dms::StartReplicationTaskRequest StartRequest(const DmsParameters& parameters,
                                              const NodeState& state);
dms::DescribeConnectionsRequest ConnectionsRequest(const NodeState& state);
dms::DescribeReplicationTasksRequest DescribeRequest(std::string_view filter,
                                                     std::vector<std::string> values);
dms::Filter OneFilter(std::string_view name, std::vector<std::string> values);

}  // namespace dmsnode::tasks::impl
