#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <stop_token>
#include <thread>
#include <vector>

#include "scheduler/commands.hpp"
#include "scheduler/master.hpp"
#include "scheduler/rescuer.hpp"
#include "scheduler/schedule_runner.hpp"
#include "scheduler/watch.hpp"
#include "scheduler/worker.hpp"

namespace dmsnode::scheduler {

struct SchedulerOptions {
    bool lead = true;  ///< Run a master, with schedules, timeouts and rescues.
    bool work = true;  ///< Run a worker.
    MasterOptions master;
    WorkerOptions worker;
    RescuerOptions rescuer;
    WatchOptions watch;
    ScheduleRunnerOptions schedules;
};

/// Everything from outside. Null: see the parts.
struct SchedulerPorts {
    store::Database& database;
    Clock& clock;
    LogSink& log;
    Bell& bell;  ///< The one that Commands rings, too.
    std::vector<tasks::TaskKind*> kinds;
    SetupPorts setup = {};
    DecisionPorts decisions = {};
    ReadDefinition read = ReadWorkflowDocument;
    ScheduleSource* schedules = nullptr;  ///< With `commands` and `next_fire`.
    Commands* commands = nullptr;
    NextFire next_fire = {};
};

/// The roles of one process, each on its thread.
/// Lifetime: the ports outlive it; the tables are there (store::scheduler::SchemaSteps).
/// Threads: one calls Start and Stop.
class Scheduler {
public:
    Scheduler(SchedulerPorts ports, SchedulerOptions options);
    ~Scheduler();  ///< As Stop.
    void Start();
    /// Waits for the threads. Twice is fine.
    void Stop();

private:
    void Spawn(const char* role, std::function<void(const std::stop_token&)> work);
    void Keep(const std::stop_token& stop);

    SchedulerPorts ports_;
    SchedulerOptions options_;
    std::vector<std::jthread> threads_;
};

}  // namespace dmsnode::scheduler
