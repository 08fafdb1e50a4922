#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// Attempts to run a task: the queue of the workers is the rows that are claimable.
/// All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

/// States of an attempt; each attempt is its own row.
///   queued → running → ended; running → lost (its lease expired or was given back) → running
namespace attempt_state {
inline constexpr std::string_view kQueued = "queued";
inline constexpr std::string_view kRunning = "running";
inline constexpr std::string_view kLost = "lost";
inline constexpr std::string_view kEnded = "ended";
}  // namespace attempt_state

/// Why an attempt is to be killed; empty: it is not.
namespace kill_reason {
inline constexpr std::string_view kUser = "user";
inline constexpr std::string_view kTimeout = "timeout";
}  // namespace kill_reason

/// How an attempt ended. Words are those of tasks::NodeResult.
struct AttemptEnd {
    std::string result;
    bool hopeless = false;
    bool attention = false;
    std::string message{};
    std::string hint{};
    std::string fault{};
    std::optional<std::string> outputs{};  ///< JSON of the OUT parameters; success only.
    std::optional<std::int64_t>
        reused{};  ///< The attempt whose outputs were taken instead of a run.
};

struct Attempt {
    std::int64_t id = 0;
    std::int64_t instance = 0;
    std::int64_t task = 0;
    std::int64_t number = 1;
    std::int64_t run = 1;         ///< The task's, see Task::run.
    std::int64_t run_number = 1;  ///< The instance's.
    std::string task_name;
    std::string task_type;
    std::string state;
    std::int64_t workflow_priority = 2;
    std::int64_t task_priority = 2;
    std::int64_t group_order = 0;  ///< The task group's priority, negated: smaller first.
    TimePoint queued;
    std::string worker_group;
    std::string environment;
    std::string task_group;  ///< `<project>/<name>`; empty: none.
    bool granted = true;     ///< Has its place in the task group, or needs none.
    std::optional<std::int64_t> timeout_us;
    std::string timeout_strategy;
    std::string owner;
    std::optional<TimePoint> lease;
    std::int64_t fence = 0;  ///< Counts claims and losses: a write with another number is refused.
    std::int64_t losses = 0;
    std::string kill_requested;
    std::optional<std::string> kept;
    std::optional<std::string> progress;
    std::optional<std::string> reference;  ///< JSON of what it follows elsewhere.
    AttemptEnd end;
    std::string log_path;
    std::optional<TimePoint> started;
    std::optional<TimePoint> ended;
};

/// Queues an attempt. With a task group it waits for GrantPlaces.
Status QueueAttempt(Connection& db, const Attempt& attempt);
Result<std::optional<Attempt>> FindAttempt(Connection& db, std::int64_t id);
/// What the task's attempt with that number kept last; nothing if it kept nothing or there is none.
Result<std::optional<std::string>> KeptBy(Connection& db, std::int64_t instance, std::int64_t task,
                                          std::int64_t number, std::int64_t run);
/// All attempts of an instance, or of one of its tasks, in the order of their queueing. `kept` is
/// left out.
Result<std::vector<Attempt>> AttemptsOf(Connection& db, std::int64_t instance,
                                        std::optional<std::int64_t> task = {});

/// Takes back the attempts of an instance (or of one of its tasks) that no worker has ever taken.
/// Returns their tasks.
Result<std::vector<std::int64_t>> WithdrawQueued(Connection& db, std::int64_t instance,
                                                 std::optional<std::int64_t> task = {});
/// Asks whoever runs the task's attempt to kill it; the first reason stays.
Status RequestKill(Connection& db, std::int64_t instance, std::int64_t task,
                   std::string_view reason);

/// The ends that the instance's master has not seen, at most `limit`; oldest first.
Result<std::vector<Attempt>> NewEnds(Connection& db, std::int64_t instance, std::int64_t limit);
Status EndIsSeen(Connection& db, std::int64_t attempt);

/// Gives waiting attempts their place in a task group of `size` places (nothing: no limit), most
/// urgent first. Call LockName("group/<group>") before. Returns how many.
Result<std::int64_t> GrantPlaces(Connection& db, const std::string& task_group,
                                 std::optional<std::int64_t> size);
/// How many places of a task group are taken, and how many attempts wait for one.
struct GroupUsage {
    std::int64_t taken = 0;
    std::int64_t waiting = 0;
};
Result<GroupUsage> UsageOf(Connection& db, const std::string& task_group);
Result<std::vector<std::string>> GroupsWithWaiting(Connection& db);

/// A node that ran longer than its timeout: told once. With a strategy that fails it, its kill is
/// requested by the same statement.
Result<std::vector<Attempt>> TakeTimeouts(Connection& db, TimePoint now);
Result<std::optional<TimePoint>> NextTimeout(Connection& db);

}  // namespace dmsnode::store::scheduler
