#pragma once

#include <map>
#include <set>
#include <string>

#include "scheduler/instance_plan.hpp"
#include "scheduler/ports.hpp"
#include "store/scheduler_attempts.hpp"

namespace dmsnode::scheduler {

struct DecisionPorts {
    TaskGroupSizes* groups = nullptr;  ///< Null: no group has a limit.
    AlarmSink* alarms = nullptr;       ///< Null: nobody is told.
};

/// One look of a master at one instance that it has claimed: what has happened goes into the plan,
/// what follows goes into the store, all in the caller's transaction. If that fails, `plan` is no
/// longer what the store has: it must be thrown away.
/// Threads: one.
class Decision {
public:
    Decision(store::Connection& db, store::scheduler::Instance& instance, InstancePlan& plan,
             const DecisionPorts& ports, TimePoint now)
        : db_(db), instance_(instance), plan_(plan), ports_(ports), now_(now) {}

    /// Sets the instance's state and its next wake, and saves everything.
    Status Make();

private:
    Status TakeEnds();
    Status TakeEnd(const store::scheduler::Attempt& attempt);
    Status TellAttention(const store::scheduler::Attempt& attempt);
    Status TakeRequests();
    Status KillOne(std::size_t place);
    Status SettleQueued();
    Status StartWhatIsFree();
    Status QueueAttempt(std::size_t place);
    Status TellKills();
    Status GrantPlaces();
    Status CheckWorkflowTimeout();
    Status Close();

    store::Connection& db_;
    store::scheduler::Instance& instance_;
    InstancePlan& plan_;
    const DecisionPorts& ports_;
    TimePoint now_;
    bool more_ = false;  ///< Ends are left for the next look.
    std::map<std::size_t, TimePoint> ended_at_;
    std::set<std::string>
        groups_;  ///< Task groups in which a place may have become free, or is wanted.
};

/// `<project>/<group>`, as it stands in the attempts' rows.
std::string GroupKey(std::int64_t project_code, const std::string& name);
/// Gives free places of a group to those that wait.
Status GrantPlacesOf(store::Connection& db, const std::string& key, TaskGroupSizes* sizes,
                     TimePoint now);

}  // namespace dmsnode::scheduler
