#pragma once

#include <memory>
#include <vector>

#include "scheduler/definitions.hpp"
#include "store/scheduler_instances.hpp"
#include "store/scheduler_tasks.hpp"
#include "workflow/plan.hpp"

namespace dmsnode::scheduler {

/// A workflow instance in memory: its plan, and what its task rows hold besides.
struct InstancePlan {
    std::shared_ptr<const LoadedDefinition> loaded;  ///< Shared with the cache.
    workflow::Plan plan;
    std::vector<std::int64_t> runs;  ///< Task::run, by place.
    std::int64_t fence = 0;          ///< Of the instance row that this was read with or saved to.
};

/// The plan as the rows have it. With no rows yet they are added: the instance is new.
/// Errors: those of the store; kNotFound if the instance names nodes that are not there.
Result<InstancePlan> LoadPlan(store::Connection& db, const store::scheduler::Instance& instance,
                              std::shared_ptr<const LoadedDefinition> loaded, TimePoint now);

/// Saves the rows of all tasks that moved since the last call.
/// `ended_at[task]`: when the attempt ended that moved it; else `now` counts.
Status SaveChanges(store::Connection& db, std::int64_t instance, InstancePlan& plan,
                   const std::map<std::size_t, TimePoint>& ended_at, TimePoint now);

}  // namespace dmsnode::scheduler
