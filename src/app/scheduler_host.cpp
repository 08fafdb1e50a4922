#include "app/scheduler_host.hpp"

#include <algorithm>

#include "app/node_checks.hpp"
#include "app/node_name.hpp"
#include "store/alarm_schema.hpp"
#include "store/catalog_schema.hpp"
#include "store/scheduler_schema.hpp"
#include "tasks/shell/shell_kind.hpp"

namespace dmsnode::app {
namespace {

Status BringUpToDate(store::Database& database) {
    if (Status done = store::catalog::MigrateCatalog(database); !done) return done;
    if (Status done = store::Migrate(database, store::scheduler::SchemaSteps()); !done) return done;
    return store::MigrateAlarms(database);
}

/// The embedded service is asked often: it costs nothing, and its loads may be short.
tasks::TrackerOptions PollsOf(const std::string& connection) {
    tasks::TrackerOptions polls;
    if (connection.empty() || connection == "embedded") {
        polls.poll_min = std::chrono::milliseconds(200);
        polls.poll_max = std::chrono::milliseconds(2'000);
    }
    return polls;
}

}  // namespace

Result<std::unique_ptr<SchedulerHost>> SchedulerHost::Open(const SchedulerHostParts& parts,
                                                           const SchedulerHostOptions& options) {
    if (Status done = BringUpToDate(parts.database); !done) return done.error();
    Result<std::string> name = NodeName(options.data_folder);
    if (!name) return name.error();
    return std::unique_ptr<SchedulerHost>(new SchedulerHost(parts, options, *std::move(name)));
}

SchedulerHost::SchedulerHost(const SchedulerHostParts& parts, const SchedulerHostOptions& options,
                             std::string name)
    : name_(std::move(name)),
      definitions_(parts.database),
      parameters_(parts.database),
      environments_(parts.database),
      resources_(parts.database),
      schedules_(parts.database),
      commands_({.database = parts.database,
                 .clock = parts.clock,
                 .definitions = definitions_,
                 .alarms = &alarms_,
                 .bell = &bell_}),
      channels_(parts.clock) {
    // One line a kind.
    kinds_.push_back(std::make_unique<tasks::DmsKind>(parts.open_connection, parts.clock,
                                                      tasks::DmsKindOptions{.tracker = PollsOf}));
    kinds_.push_back(std::make_unique<tasks::ShellKind>(tasks::ShellKindOptions{
        .max_scripts = static_cast<std::size_t>(std::max(options.slots, 1))}));
    kinds_.push_back(std::make_unique<tasks::SqlKind>(parts.database_of, parts.queries));
    scheduler_.emplace(
        scheduler::SchedulerPorts{.database = parts.database,
                                  .clock = parts.clock,
                                  .log = parts.log,
                                  .bell = bell_,
                                  .kinds = Kinds(),
                                  .setup = {.parameters = &parameters_,
                                            .environments = &environments_,
                                            .resources = &resources_},
                                  .decisions = {.groups = &task_groups_, .alarms = &alarms_},
                                  .schedules = &schedules_,
                                  .commands = &commands_,
                                  .next_fire = NextCronFire},
        OptionsOf(options));
    // From the start, so that requests find it: what it sends was raised by whoever led before.
    if (options.lead && parts.secrets != nullptr) {
        deliverer_.emplace(alarms::DelivererParts{.database = parts.database,
                                                  .secrets = *parts.secrets,
                                                  .channels = channels_,
                                                  .clock = parts.clock,
                                                  .log = parts.log},
                           alarms::DelivererOptions{.node = name_});
    }
}

SchedulerHost::~SchedulerHost() {
    Stop();
}

scheduler::SchedulerOptions SchedulerHost::OptionsOf(const SchedulerHostOptions& options) const {
    scheduler::SchedulerOptions all;
    all.lead = options.lead;
    all.work = options.work;
    all.master.name = name_;
    all.worker.name = name_;
    all.worker.host = HostName();
    all.worker.groups = options.groups;
    all.worker.slots = options.slots;
    all.worker.data_folder = options.data_folder;
    return all;
}

std::vector<tasks::TaskKind*> SchedulerHost::Kinds() const {
    std::vector<tasks::TaskKind*> kinds;
    for (const auto& kind : kinds_) kinds.push_back(kind.get());
    return kinds;
}

std::vector<Problem> SchedulerHost::Check(const workflow::WorkflowDefinition& definition) const {
    return CheckNodes(Kinds(), definition);
}

void SchedulerHost::RingDeliverer() {
    if (deliverer_) deliverer_->Ring();
}

void SchedulerHost::Start() {
    scheduler_->Start();
}

void SchedulerHost::Stop() {
    scheduler_->Stop();
    for (const auto& kind : kinds_) kind->Stop();
    if (deliverer_) deliverer_->Stop();
}

}  // namespace dmsnode::app
