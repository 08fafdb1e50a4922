#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "scheduler/bell.hpp"
#include "scheduler/definitions.hpp"
#include "scheduler/ports.hpp"
#include "scheduler/start_request.hpp"

namespace dmsnode::scheduler {

struct CommandPorts {
    store::Database& database;
    Clock& clock;
    DefinitionSource& definitions;
    ReadDefinition read = ReadWorkflowDocument;
    AlarmSink* alarms = nullptr;  ///< May be null.
    Bell* bell = nullptr;         ///< Rung after each change; may be null.
};

/// What a person, the API or a schedule may ask of workflow instances. Each is one transaction; a
/// master carries it out.
/// Lifetime: the ports outlive it. Threads: any.
/// Errors of all: kNotFound (no such instance or node), kConflict (not in this state: the table of
///     workflow::Next decides), those of the store.
class Commands {
public:
    explicit Commands(CommandPorts ports) : ports_(std::move(ports)) {}

    /// Errors: kInvalidArgument (the definition is wrong), those of the definition's source.
    Result<StartedInstance> Start(const StartRequest& request);
    /// Starts the first instance of each chain; each end starts its chain's next. A chain ends
    /// early when an instance of it is killed, or fails with the failure strategy END. Returns the
    /// backfill's id. Errors: kInvalidArgument too for no moments or no chains.
    Result<std::int64_t> Backfill(const BackfillRequest& request);
    /// Drops the moments that were not started, and stops what runs.
    Status StopBackfill(std::int64_t backfill);

    Status Pause(std::int64_t instance);
    Status Resume(std::int64_t instance);
    Status Stop(std::int64_t instance);
    /// Everything again, in the same instance.
    Status Rerun(std::int64_t instance);
    /// What failed, was killed, rests, or never ran for that, again; successes are kept.
    Status Recover(std::int64_t instance);
    /// Some nodes of an instance at rest again, whatever is before them.
    Status RunNodes(std::int64_t instance, const std::vector<std::string>& nodes,
                    workflow::RunScope scope);
    /// A failed or killed node counts as success. What is behind it may be recovered then.
    Status ForceSuccess(std::int64_t instance, const std::string& node);
    Status KillTask(std::int64_t instance, const std::string& node);
    /// Errors: kConflict while it is active.
    Status Delete(std::int64_t instance);

private:
    using Change = std::function<Status(store::Connection&, store::scheduler::Instance&)>;

    Result<store::scheduler::Instance> InstanceFor(const StartRequest& request,
                                                   std::string& document);
    Status Apply(std::int64_t instance, workflow::WorkflowEvent event, const Change& change);
    Status Again(std::int64_t instance, workflow::WorkflowEvent event, Command command,
                 const std::vector<std::string>& nodes, workflow::RunScope scope);
    Result<std::shared_ptr<const LoadedDefinition>> Load(
        store::Connection& db, const store::scheduler::Instance& instance) const;
    void Ring() const;

    CommandPorts ports_;
};

}  // namespace dmsnode::scheduler
