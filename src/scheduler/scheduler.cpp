#include "scheduler/scheduler.hpp"

#include <fmt/format.h>

#include <exception>

namespace dmsnode::scheduler {

Scheduler::Scheduler(SchedulerPorts ports, SchedulerOptions options)
    : ports_(std::move(ports)), options_(std::move(options)) {}

Scheduler::~Scheduler() {
    Stop();
}

/// Libraries may throw (out of memory): the thread says so and ends; what it held expires.
void Scheduler::Spawn(const char* role, std::function<void(const std::stop_token&)> work) {
    threads_.emplace_back([this, role, work = std::move(work)](const std::stop_token& stop) {
        try {
            work(stop);
        } catch (const std::exception& failure) {
            ports_.log.Log(
                LogLevel::kError,
                fmt::format("the {} has ended: {}; start the program again", role, failure.what()));
        }
    });
}

void Scheduler::Start() {
    if (!threads_.empty()) return;
    if (options_.lead) {
        Spawn("master", [this](const std::stop_token& stop) {
            Master({.database = ports_.database,
                    .clock = ports_.clock,
                    .log = ports_.log,
                    .bell = ports_.bell,
                    .read = ports_.read,
                    .decisions = ports_.decisions},
                   options_.master)
                .Run(stop);
        });
        Spawn("keeper", [this](const std::stop_token& stop) { Keep(stop); });
    }
    if (options_.work) {
        Spawn("worker", [this](const std::stop_token& stop) {
            Worker({.database = ports_.database,
                    .clock = ports_.clock,
                    .log = ports_.log,
                    .bell = ports_.bell,
                    .kinds = ports_.kinds,
                    .setup = ports_.setup,
                    .read = ports_.read},
                   options_.worker)
                .Run(stop);
        });
    }
}

/// Schedules, timeouts and rescues: what happens by the clock.
void Scheduler::Keep(const std::stop_token& stop) {
    Rescuer rescuer(ports_.database, ports_.clock, ports_.log, ports_.bell, options_.rescuer);
    Watch watch(ports_.database, ports_.clock, ports_.bell, ports_.decisions, options_.watch);
    std::optional<ScheduleRunner> schedules;
    if (ports_.schedules != nullptr && ports_.commands != nullptr && ports_.next_fire) {
        schedules.emplace(ScheduleRunnerPorts{.database = ports_.database,
                                              .clock = ports_.clock,
                                              .log = ports_.log,
                                              .schedules = *ports_.schedules,
                                              .next_fire = ports_.next_fire,
                                              .commands = *ports_.commands,
                                              .alarms = ports_.decisions.alarms},
                          options_.schedules);
    }
    bool told = false;
    while (!stop.stop_requested()) {
        Status done = rescuer.RunDue();
        if (done) done = watch.RunDue();
        if (done && schedules) {
            if (const auto started = schedules->RunDue(); !started) done = started.error();
        }
        if (!done && !told) {
            ports_.log.Log(LogLevel::kError,
                           fmt::format("schedules and timeouts are not looked at: {}; it tries "
                                       "again",
                                       done.error().ToString()));
        }
        told = !done;
        ports_.clock.SleepFor(options_.schedules.look, stop);
    }
}

void Scheduler::Stop() {
    for (std::jthread& thread : threads_) thread.request_stop();
    threads_.clear();  // joins
}

}  // namespace dmsnode::scheduler
