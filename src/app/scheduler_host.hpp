#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "alarms/deliverer.hpp"
#include "app/alarm_outbox.hpp"
#include "app/catalog_sources.hpp"
#include "scheduler/scheduler.hpp"
#include "store/secret_box.hpp"
#include "tasks/dms/dms_kind.hpp"
#include "tasks/sql/sql_kind.hpp"

namespace dmsnode::app {

struct SchedulerHostOptions {
    std::filesystem::path data_folder;  ///< Of attempts, their logs, and this node's name.
    bool lead = true;                   ///< Master, schedules, timeouts, rescues and alarms.
    bool work = true;                   ///< Runs attempts.
    std::vector<std::string> groups = {"default"};
    int slots = 16;
};

/// What a host works with. Lifetime: all outlive it.
struct SchedulerHostParts {
    store::Database& database;
    const store::SecretBox* secrets;  ///< Opens alarm channels; needed to lead.
    Clock& clock;
    LogSink& log;
    tasks::DmsKind::OpenConnection open_connection;
    tasks::SqlKind::Resolve database_of;  ///< The database behind an endpoint's name or ARN.
    connectors::QueryFactory& queries;
};

/// The scheduler of one process: all its parts over one store, and their threads. All that must
/// survive is a row, so the process may die at any moment.
/// Threads: one calls Open, Start and Stop.
class SchedulerHost {
public:
    /// Brings the store's schema up to date: catalogue, scheduler, alarms.
    /// Errors: those of the store and of the data folder.
    static Result<std::unique_ptr<SchedulerHost>> Open(const SchedulerHostParts& parts,
                                                       const SchedulerHostOptions& options);
    /// As Stop.
    ~SchedulerHost();
    SchedulerHost(const SchedulerHost&) = delete;
    SchedulerHost& operator=(const SchedulerHost&) = delete;

    void Start();
    /// Waits for the threads. Replication tasks go on at their service; scripts are ended, and the
    /// next process tells their loss. Twice is fine.
    void Stop();

    scheduler::Commands& commands() { return commands_; }
    scheduler::Bell& bell() { return bell_; }
    /// What the kinds say of a definition's nodes.
    std::vector<Problem> Check(const workflow::WorkflowDefinition& definition) const;
    alarms::ChannelFactory& channels() { return channels_; }
    /// A delivery was begun anew: send it now.
    void RingDeliverer();
    const std::string& name() const { return name_; }

private:
    SchedulerHost(const SchedulerHostParts& parts, const SchedulerHostOptions& options,
                  std::string name);
    scheduler::SchedulerOptions OptionsOf(const SchedulerHostOptions& options) const;
    std::vector<tasks::TaskKind*> Kinds() const;

    const std::string name_;
    // In the order in which they stand on each other.
    CatalogDefinitions definitions_;
    CatalogParameters parameters_;
    CatalogEnvironments environments_;
    CatalogResources resources_;
    CatalogTaskGroups task_groups_;
    CatalogSchedules schedules_;
    AlarmOutbox alarms_;
    scheduler::Bell bell_;
    scheduler::Commands commands_;
    std::vector<std::unique_ptr<tasks::TaskKind>> kinds_;
    alarms::CurlChannelFactory channels_;
    std::optional<scheduler::Scheduler> scheduler_;
    std::optional<alarms::Deliverer> deliverer_;
};

}  // namespace dmsnode::app
