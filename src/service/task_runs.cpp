#include <fmt/format.h>

#include <set>

#include "service/impl/connection_tests.hpp"
#include "service/impl/outcome_rules.hpp"
#include "service/impl/parts.hpp"
#include "service/impl/task_rules.hpp"
#include "service/impl/task_view.hpp"

namespace dmsnode::service {
namespace {

using namespace std::chrono_literals;

/// A client that polls right after Start must not see `starting` for longer than needed: botocore's
/// waiters look every 15 s.
constexpr auto kAwaitRunning = 500ms;
constexpr std::size_t kMostTablesToReload = 10;

Status CheckConnections(store::Connection& db, const store::TaskRow& task) {
    auto instance = NeedInstance(db, task.instance_arn);
    if (!instance) return instance.error();
    if (Status available = NeedAvailable(*instance); !available) return available;
    for (const std::string& arn : {task.source_arn, task.target_arn}) {
        auto endpoint = NeedEndpoint(db, arn);
        if (!endpoint) return endpoint.error();
        if (Status tested = NeedSuccessfulTest(db, *instance, *endpoint); !tested) return tested;
    }
    return {};
}

/// The row of a task that begins a run. A resume keeps what it has; the other kinds begin anew.
void BeginRun(dms::StartType type, TimePoint now, store::TaskRow& task) {
    task.status = dms::Word(dms::TaskStatus::kStarting);
    task.start_type = dms::Word(type);
    task.runs += 1;
    task.start_date = now;
    task.stop_date.reset();
    task.load_start_date.reset();
    task.load_finish_date.reset();
    task.stop_reason.clear();
    task.failure.clear();
    if (type != dms::StartType::kResumeProcessing) task.fresh_start_date = now;
}

}  // namespace

Result<dms::StartReplicationTaskReply> DmsService::StartReplicationTask(
    const dms::StartReplicationTaskRequest& request) {
    using Reply = dms::StartReplicationTaskReply;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kStart);
        if (!shown) return shown.error();
        auto type = CheckStartType(request.start_replication_task_type, row->runs);
        if (!type) return type.error();
        if (request.cdc_start_time || !request.cdc_start_position.value_or("").empty() ||
            !request.cdc_stop_position.value_or("").empty()) {
            return dms::fault::Make(
                dms::fault::kInvalidParameterCombination,
                fmt::format(
                    "CdcStartTime, CdcStartPosition and CdcStopPosition cannot be used with "
                    "a {} task",
                    row->migration_type));
        }
        if (Status tested = CheckConnections(db, *row); !tested) return tested.error();
        BeginRun(*type, parts_->on.clock.Now(), *row);
        if (*type != dms::StartType::kResumeProcessing) {
            Status zeroed = store::DeleteProgress(db, row->arn);
            if (!zeroed) return zeroed.error();
        }
        if (Status updated = store::UpdateTask(db, *row); !updated) return updated.error();
        Reply started;
        started.replication_task = ToShape(*row);
        return started;
    });
    if (!reply) return reply;
    const std::string& arn = request.replication_task_arn;
    parts_->supervisor.Launch(arn, Supervisor::Begin::kAsked);
    parts_->supervisor.AwaitRunning(arn, kAwaitRunning);
    return reply;
}

Result<dms::StopReplicationTaskReply> DmsService::StopReplicationTask(
    const dms::StopReplicationTaskRequest& request) {
    using Reply = dms::StopReplicationTaskReply;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kStop);
        if (!shown) return shown.error();
        row->status = dms::Word(*shown);
        if (Status updated = store::UpdateTask(db, *row); !updated) return updated.error();
        Reply stopping;
        stopping.replication_task = ToShape(*row);
        return stopping;
    });
    if (!reply || parts_->supervisor.RequestStop(request.replication_task_arn)) return reply;
    // This process was opened without resuming tasks, so nothing runs: the task has stopped.
    Status stopped = parts_->Write([&](store::Connection& db) -> Status {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        if (row->status != dms::Word(dms::TaskStatus::kStopping)) return {};
        ApplyOutcome({.reason = dms::StopReason::kNormal, .failure = std::nullopt}, "",
                     parts_->on.clock.Now(), *row);
        return store::UpdateTask(db, *row);
    });
    if (!stopped) return stopped.error();
    return reply;
}

Result<dms::ReloadTablesReply> DmsService::ReloadTables(const dms::ReloadTablesRequest& request) {
    using Reply = dms::ReloadTablesReply;
    return parts_->Read([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kReloadTables);
        if (!shown) return shown.error();
        std::set<std::pair<std::string, std::string>> names;
        for (const dms::TableToReload& table : request.tables_to_reload) {
            if (!names.emplace(table.schema_name, table.table_name).second) {
                return InvalidValue("TablesToReload", table.schema_name + "." + table.table_name,
                                    "the table is given twice");
            }
        }
        if (names.empty() || names.size() > kMostTablesToReload) {
            return InvalidValue("TablesToReload", std::to_string(names.size()),
                                "give 1 to 10 tables");
        }
        return dms::fault::Make(
            dms::fault::kInvalidOperation,
            "ReloadTables is not carried out by this version of the embedded service: it loads a "
            "table again only with the whole task. Stop the task and start it with reload-target");
    });
}

}  // namespace dmsnode::service
