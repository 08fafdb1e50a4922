#include "service/service.hpp"

#include <utility>

#include "base/ids.hpp"
#include "migration/task.hpp"
#include "service/impl/instance_rules.hpp"
#include "service/impl/outcome_rules.hpp"
#include "service/impl/parts.hpp"
#include "service/impl/task_log.hpp"
#include "store/service_schema.hpp"

namespace dmsnode::service {
namespace {

constexpr std::chrono::hours kKeepTaskLogs{24 * 30};

/// What a store has from its first start on: the instance that laptop users need, and the account's
/// own id. Done once, so that a user may delete the instance.
Status PrepareFirstStart(store::Connection& db, const Arns& arns, TimePoint now) {
    auto known = store::FindSetting(db, kAccountIdSetting);
    if (!known) return known.error();
    if (*known) return {};
    Status saved = store::SetSetting(db, kAccountIdSetting, "c" + LowerCase(NewBase32Id(11)));
    if (!saved) return saved;
    dms::CreateReplicationInstanceRequest local;
    local.replication_instance_identifier = "local";
    local.replication_instance_class = "dms.t3.medium";
    auto row = NewInstance(local, arns, now);
    if (!row) return row.error();
    return store::InsertInstance(db, *row);
}

/// The tasks to run again. A task that was told to stop has stopped: nothing runs any more.
Result<std::vector<std::string>> RecoverTasks(store::Connection& db, TimePoint now) {
    store::TaskFilter filter;
    filter.statuses = {"starting", "running", "stopping"};
    auto tasks = store::ListTasks(db, filter, {.after_seq = 0, .limit = kMostTasks});
    if (!tasks) return tasks.error();
    std::vector<std::string> to_run;
    for (store::TaskRow& task : *tasks) {
        if (task.status != "stopping") {
            to_run.push_back(task.arn);
            continue;
        }
        ApplyOutcome({.reason = dms::StopReason::kNormal, .failure = std::nullopt}, "", now, task);
        if (Status updated = store::UpdateTask(db, task); !updated) return updated.error();
    }
    return to_run;
}

}  // namespace

DmsService::DmsService(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

DmsService::~DmsService() {
    Close();
}

void DmsService::Close() {
    parts_->closed = true;
    parts_->supervisor.Close();
    parts_->endpoint_work.Close();
}

Result<std::unique_ptr<DmsService>> DmsService::Open(Dependencies dependencies, Options options) {
    Result<Arns> arns = Arns::Make(options.region, options.account);
    if (!arns) return arns.error();
    if (!options.run_task) options.run_task = &migration::RunFullLoad;
    if (Status migrated = store::MigrateService(dependencies.database); !migrated) {
        return migrated.error();
    }
    auto tasks =
        dependencies.database.Write([&](store::Connection& db) -> Result<std::vector<std::string>> {
            const TimePoint now = dependencies.clock.Now();
            if (Status prepared = PrepareFirstStart(db, *arns, now); !prepared) {
                return prepared.error();
            }
            return RecoverTasks(db, now);
        });
    if (!tasks) return tasks.error();
    if (!options.log_folder.empty()) RemoveOldTaskLogs(options.log_folder, kKeepTaskLogs);
    std::unique_ptr<DmsService> service(new DmsService(
        std::make_unique<Parts>(dependencies, std::move(options), *std::move(arns))));
    if (!service->parts_->options.resume_tasks) return service;
    if (Status recovered = service->parts_->endpoint_work.Recover(); !recovered) {
        return recovered.error();
    }
    for (const std::string& arn : *tasks) {
        dependencies.log.Log(LogLevel::kInfo, "resuming " + arn);
        service->parts_->supervisor.Launch(arn, Supervisor::Begin::kRecovered);
    }
    return service;
}

}  // namespace dmsnode::service
