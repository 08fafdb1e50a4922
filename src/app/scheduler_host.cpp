#include "app/scheduler_host.hpp"

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
    : parts_(parts),
      name_(std::move(name)),
      lead_(options.lead),
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
    kinds_.push_back(std::make_unique<tasks::DmsKind>(parts.open_connection, parts.clock));
    kinds_.push_back(std::make_unique<tasks::ShellKind>());
    std::vector<tasks::TaskKind*> kinds;
    for (const auto& kind : kinds_) kinds.push_back(kind.get());
    scheduler_.emplace(
        scheduler::SchedulerPorts{.database = parts.database,
                                  .clock = parts.clock,
                                  .log = parts.log,
                                  .bell = bell_,
                                  .kinds = std::move(kinds),
                                  .setup = {.parameters = &parameters_,
                                            .environments = &environments_,
                                            .resources = &resources_},
                                  .decisions = {.groups = &task_groups_, .alarms = &alarms_},
                                  .schedules = &schedules_,
                                  .commands = &commands_,
                                  .next_fire = NextCronFire},
        OptionsOf(options));
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

void SchedulerHost::Start() {
    scheduler_->Start();
    if (lead_ && parts_.secrets != nullptr && !deliverer_) {
        deliverer_.emplace(alarms::DelivererParts{.database = parts_.database,
                                                  .secrets = *parts_.secrets,
                                                  .channels = channels_,
                                                  .clock = parts_.clock,
                                                  .log = parts_.log},
                           alarms::DelivererOptions{});
    }
}

void SchedulerHost::Stop() {
    scheduler_->Stop();
    for (const auto& kind : kinds_) kind->Stop();
    if (deliverer_) deliverer_->Stop();
}

}  // namespace dmsnode::app
