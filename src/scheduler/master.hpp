#pragma once

#include <map>
#include <stop_token>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "scheduler/bell.hpp"
#include "scheduler/decision.hpp"
#include "scheduler/definitions.hpp"

namespace dmsnode::scheduler {

struct MasterOptions {
    /// The same after a restart on the same data folder, and nobody else's: what an earlier process
    /// of this name held is taken over at once.
    std::string name = "master";
    Duration lease = std::chrono::seconds(10);
    /// How long an instance is left alone after a decision about it failed.
    Duration pause_after_failure = std::chrono::seconds(5);
    Duration look = std::chrono::milliseconds(500);
};

struct MasterPorts {
    store::Database& database;
    Clock& clock;
    LogSink& log;
    Bell& bell;
    ReadDefinition read = ReadWorkflowDocument;
    DecisionPorts decisions = {};
};

/// Leads workflow instances: claims one that has something due, decides, saves, again. It keeps
/// nothing that the store does not have; plans stay in its memory only to be found quicker.
/// Lifetime: the ports outlive it. Threads: one.
class Master {
public:
    Master(MasterPorts ports, MasterOptions options);

    /// Decides everything that is due now. Returns how many decisions that were.
    /// Errors: the store could not be asked; nothing is lost, call again later.
    Result<std::size_t> RunDue();

    /// Until a stop: RunDue whenever the bell rings or a moment has come.
    void Run(const std::stop_token& stop);

private:
    static constexpr std::size_t kMostNodes = 500'000;  ///< In all plans in memory.

    enum class Looked { kNothingDue, kDecided };
    Result<Looked> DecideOne(std::int64_t& claimed);
    Status Decide(store::Connection& db, store::scheduler::Instance& instance, TimePoint now);
    Result<InstancePlan*> PlanOf(store::Connection& db, const store::scheduler::Instance& instance,
                                 TimePoint now);
    Status GiveUp(store::Connection& db, store::scheduler::Instance& instance, const Error& error,
                  TimePoint now);
    void Drop(std::int64_t instance);
    Status LeaveAlone(std::int64_t instance, TimePoint now);
    Duration UntilNextWake();

    MasterPorts ports_;
    MasterOptions options_;
    DefinitionCache definitions_;
    std::map<std::int64_t, InstancePlan> plans_;
    std::size_t nodes_ = 0;  ///< In plans_.
};

}  // namespace dmsnode::scheduler
