#pragma once

#include "base/clock.hpp"
#include "scheduler/bell.hpp"
#include "scheduler/decision.hpp"
#include "store/database.hpp"

namespace dmsnode::scheduler {

struct WatchOptions {
    /// How often queues are looked through for what waits in vain.
    Duration look_through = std::chrono::seconds(5);
    /// An alarm is raised for an instance whose nodes have waited so long for a worker group that
    /// no worker serves.
    Duration alarm_without_worker = std::chrono::minutes(5);
};

/// Notes what takes too long: nodes beyond their timeout, nodes whose worker group has no worker,
/// places of task groups that became free by a change of their size. Any number of them may run.
/// Threads: one.
class Watch {
public:
    Watch(store::Database& database, Clock& clock, Bell& bell, DecisionPorts ports,
          WatchOptions options = {})
        : database_(database), clock_(clock), bell_(bell), ports_(ports), options_(options) {}

    /// Errors: those of the store; call again later.
    Status RunDue();

private:
    Status TellTimeouts(TimePoint now);
    Status TellTimeout(store::Connection& db, const store::scheduler::Attempt& attempt,
                       TimePoint now);
    Status TellMissingWorkers(TimePoint now);
    Status GrantPlaces(TimePoint now);

    store::Database& database_;
    Clock& clock_;
    Bell& bell_;
    DecisionPorts ports_;
    WatchOptions options_;
    TimePoint next_look_through_ = TimePoint::min();
};

}  // namespace dmsnode::scheduler
