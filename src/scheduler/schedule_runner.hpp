#pragma once

#include <map>
#include <string>

#include "base/log.hpp"
#include "scheduler/commands.hpp"
#include "scheduler/ports.hpp"

namespace dmsnode::scheduler {

struct ScheduleRunnerOptions {
    Duration look = std::chrono::milliseconds(500);
    /// How many missed fires are made good for; older ones are left out, with an alarm.
    int most_missed = 100;
    /// A fire that is later than this counts as missed.
    Duration on_time = std::chrono::minutes(1);
};

struct ScheduleRunnerPorts {
    store::Database& database;
    Clock& clock;
    LogSink& log;
    ScheduleSource& schedules;
    NextFire next_fire;
    Commands& commands;
    AlarmSink* alarms = nullptr;
};

/// Starts an instance at each fire of each schedule that is online. Any number of them may run: the
/// idempotency key `schedule/<id>/<moment>` makes one instance a fire. Up to where a schedule has
/// fired is kept in the store.
/// Threads: one.
class ScheduleRunner {
public:
    ScheduleRunner(ScheduleRunnerPorts ports, ScheduleRunnerOptions options = {})
        : ports_(std::move(ports)), options_(options) {}

    /// Returns how many instances were started. Errors: those of the store and of the source; a
    /// schedule that is wrong is logged and passed over.
    Result<std::size_t> RunDue();

private:
    struct Known {
        TimePoint fired;
        std::string fingerprint;
        std::optional<TimePoint> next;
        bool broken = false;
    };
    Result<std::size_t> RunOne(const Schedule& schedule);
    Result<Known*> KnownOf(const Schedule& schedule, TimePoint now);
    Result<std::optional<TimePoint>> NextOf(const Schedule& schedule, TimePoint after) const;
    Status Fire(const Schedule& schedule, TimePoint moment);
    Status Save(const Schedule& schedule, Known& known, TimePoint fired);
    Status TellLeftOut(const Schedule& schedule, std::size_t count, TimePoint now);

    ScheduleRunnerPorts ports_;
    ScheduleRunnerOptions options_;
    std::map<std::int64_t, Known> known_;
};

}  // namespace dmsnode::scheduler
