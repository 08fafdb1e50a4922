#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "scheduler/words.hpp"
#include "store/scheduler_instances.hpp"
#include "workflow/definition.hpp"
#include "workflow/plan.hpp"
#include "workflow/run_scope.hpp"

namespace dmsnode::scheduler {

/// How a workflow is to be started.
struct StartRequest {
    std::int64_t project_code = 0;
    std::int64_t workflow_code = 0;
    std::int64_t version = 0;  ///< 0: the one that is to be run now.
    Command command = Command::kStart;
    std::vector<workflow::Parameter> startup;
    std::optional<TimePoint> schedule_time;
    std::string time_zone = "UTC";  ///< By whose clocks parameters write times.
    workflow::FailureStrategy failure_strategy = workflow::FailureStrategy::kContinue;
    workflow::TaskPriority priority = workflow::TaskPriority::kMedium;
    Notify notify = Notify::kNone;
    std::string alarm_group;
    std::string worker_group;  ///< For nodes that name none.
    std::string environment;   ///< The same.
    bool dry_run = false;
    std::vector<std::string> start_nodes;  ///< Names; empty: the whole workflow.
    workflow::RunScope scope = workflow::RunScope::kDownstream;
    /// Two starts with one key make one instance. Empty: none.
    std::string idempotency_key;
};

/// Many starts of one workflow, one for each moment.
struct BackfillRequest {
    StartRequest start;              ///< Without schedule_time, start key and command.
    std::vector<TimePoint> moments;  ///< At most 10,000, in the order in which they are to run.
    int chains = 1;                  ///< How many run at once; the moments are dealt round.
};

struct StartedInstance {
    std::int64_t id = 0;
    std::string state;
    bool created = true;  ///< False: the idempotency key had made it before.
};

}  // namespace dmsnode::scheduler
