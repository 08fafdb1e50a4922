#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// The tasks of workflow instances: one row for each task of an instance.
/// All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

struct Task {
    std::int64_t instance = 0;
    std::int64_t task = 0;  ///< Its place in the definition.
    std::int64_t code = 0;
    std::string name;
    std::string task_type;
    std::string state;         ///< A word of workflow::TaskState.
    std::int64_t attempt = 0;  ///< The last one's number.
    std::int64_t earlier = 0;  ///< Attempts before the last recover or rerun.
    std::int64_t run = 1;      ///< Counts what starts it as if it had never run.
    std::optional<TimePoint> wake;
    std::optional<std::string> outputs;  ///< JSON of the OUT parameters; empty before its success.
    TimePoint changed;                   ///< When it came into its state.
    bool kill_requested = false;
};

Status AddTasks(Connection& db, const std::vector<Task>& tasks);
/// By place.
Result<std::vector<Task>> TasksOf(Connection& db, std::int64_t instance);
Result<std::optional<Task>> FindTask(Connection& db, std::int64_t instance, std::int64_t task);

/// Saves state, attempt, earlier, run, wake and changed.
Status SaveTask(Connection& db, const Task& task);
/// Moves a task from one state to another, if it is still in the first.
Status MoveTask(Connection& db, std::int64_t instance, std::int64_t task, std::string_view from,
                std::string_view to, TimePoint now);

/// Empty outputs forget those of an earlier run.
Status SaveTaskOutputs(Connection& db, std::int64_t instance, std::int64_t task,
                       const std::optional<std::string>& outputs);
struct StoredOutputs {
    std::int64_t task = 0;
    std::string outputs;
    TimePoint ended;
};
/// The OUT parameters of all tasks that have some, in any order.
Result<std::vector<StoredOutputs>> OutputsOf(Connection& db, std::int64_t instance);

/// Asks the instance's master to kill one task. False if there is no such task.
Result<bool> RequestTaskKill(Connection& db, std::int64_t instance, std::int64_t task);
/// The tasks for which that was asked; it is asked no more.
Result<std::vector<std::int64_t>> TakeTaskKills(Connection& db, std::int64_t instance);

}  // namespace dmsnode::store::scheduler
