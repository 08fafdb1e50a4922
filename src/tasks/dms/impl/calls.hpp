#pragma once

#include <map>
#include <string>
#include <vector>

#include "dms/api.hpp"
#include "tasks/dms/impl/observation.hpp"

namespace dmsnode::tasks::impl {

/// Carries out one Ask (all but kDescribe, which DescribeBatch does) and returns the answer.
/// Threads: any; blocks as long as the Api does.
Observation Perform(dms::Api& api, const Ask& ask, const DmsParameters& parameters,
                    const NodeState& state);

/// One DescribeReplicationTasks for at most 100 ARNs; what the service does not know is absent.
Result<std::map<std::string, dms::ReplicationTask>> DescribeBatch(
    dms::Api& api, const std::vector<std::string>& arns);

inline constexpr std::size_t kBatchSize = 100;

}  // namespace dmsnode::tasks::impl
