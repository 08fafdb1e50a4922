#include <fmt/format.h>

#include "base/json.hpp"
#include "service/impl/parts.hpp"
#include "service/impl/task_documents.hpp"
#include "service/impl/task_rules.hpp"
#include "service/impl/task_view.hpp"

namespace dmsnode::service {
namespace {

using dms::fault::kInvalidParameterCombination;

constexpr std::string_view kTaskList = "tasks";

Status CheckTaskData(const std::optional<std::string>& text) {
    if (!text || text->empty()) return {};
    if (const Result<Json> json = ParseJson(*text); !json) {
        return InvalidValue("TaskData", text->substr(0, 60), json.error().ToString());
    }
    return {};
}

Error TakenTaskName(store::Connection& db, const std::string& identifier) {
    store::TaskFilter filter;
    filter.identifiers = {identifier};
    const auto found = store::ListTasks(db, filter, {.after_seq = 0, .limit = 1});
    return AlreadyExists(ResourceKind::kTask, identifier,
                         found && !found->empty() ? found->front().arn : "");
}

void LogWarnings(LogSink& log, const std::string& identifier,
                 const std::vector<Problem>& warnings) {
    for (const Problem& warning : warnings) {
        log.Log(LogLevel::kWarning, fmt::format("task {}: {}", identifier, warning.ToString()));
    }
}

Result<store::EndpointRow> NeedEndpointOfType(store::Connection& db, const std::string& arn,
                                              std::string_view member, std::string_view type) {
    auto endpoint = NeedEndpoint(db, arn, member);
    if (endpoint && endpoint->type != type) {
        return dms::fault::Make(kInvalidParameterCombination,
                                fmt::format("{}: endpoint {} is of type {}, not {}", member,
                                            endpoint->identifier, endpoint->type, type));
    }
    return endpoint;
}

/// Positions belong to change data capture, which this version refuses.
template <class Request>
Status CheckNoPositions(const Request& request) {
    const bool given = request.cdc_start_time || !request.cdc_start_position.value_or("").empty() ||
                       !request.cdc_stop_position.value_or("").empty();
    if (!given) return {};
    return dms::fault::Make(
        kInvalidParameterCombination,
        "CdcStartTime, CdcStartPosition and CdcStopPosition cannot be used with "
        "MigrationType full-load");
}

}  // namespace

Result<dms::CreateReplicationTaskReply> DmsService::CreateReplicationTask(
    const dms::CreateReplicationTaskRequest& request) {
    const Status named = CheckIdentifier(ResourceKind::kTask, "ReplicationTaskIdentifier",
                                         request.replication_task_identifier);
    if (!named) return named.error();
    if (Status type = CheckMigrationType(request.migration_type); !type) return type.error();
    if (Status positions = CheckNoPositions(request); !positions) return positions.error();
    if (Status data = CheckTaskData(request.task_data); !data) return data.error();
    auto documents = CheckTaskDocuments(request.table_mappings,
                                        request.replication_task_settings.value_or(""), "");
    if (!documents) return documents.error();
    Result<std::string> arn = parts_->arns.New(ResourceKind::kTask, request.resource_identifier);
    if (!arn) return arn.error();
    store::TaskRow row;
    row.arn = *arn;
    row.identifier = request.replication_task_identifier;
    row.migration_type = request.migration_type;
    row.table_mappings = documents->mappings;
    row.settings = documents->settings;
    row.task_data = request.task_data.value_or("");
    row.status = dms::Word(dms::TaskStatus::kReady);
    row.created = parts_->on.clock.Now();
    using Reply = dms::CreateReplicationTaskReply;
    auto reply = parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto source =
            NeedEndpointOfType(db, request.source_endpoint_arn, "SourceEndpointArn", "source");
        if (!source) return source.error();
        auto target =
            NeedEndpointOfType(db, request.target_endpoint_arn, "TargetEndpointArn", "target");
        if (!target) return target.error();
        auto instance = NeedInstance(db, request.replication_instance_arn);
        if (!instance) return instance.error();
        if (Status available = NeedAvailable(*instance); !available) return available.error();
        auto used = store::CountTasks(db);
        if (!used) return used.error();
        if (Status room = CheckQuota(ResourceKind::kTask, *used, kMostTasks); !room) {
            return room.error();
        }
        row.source_arn = source->arn;
        row.target_arn = target->arn;
        row.instance_arn = instance->arn;
        if (Status inserted = store::InsertTask(db, row); !inserted) {
            if (inserted.error().code != ErrorCode::kAlreadyExists) return inserted.error();
            return TakenTaskName(db, row.identifier);
        }
        if (Status tagged = StoreTags(db, row.arn, request.tags); !tagged) return tagged.error();
        Reply created;
        created.replication_task = ToShape(row);
        created.replication_task->status = dms::Word(dms::TaskStatus::kCreating);
        return created;
    });
    if (reply) LogWarnings(parts_->on.log, row.identifier, documents->warnings);
    return reply;
}

Result<dms::ModifyReplicationTaskReply> DmsService::ModifyReplicationTask(
    const dms::ModifyReplicationTaskRequest& request) {
    using Reply = dms::ModifyReplicationTaskReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kModify);
        if (!shown) return shown.error();
        if (!request.replication_task_identifier.value_or("").empty()) {
            const Status named = CheckIdentifier(ResourceKind::kTask, "ReplicationTaskIdentifier",
                                                 *request.replication_task_identifier);
            if (!named) return named.error();
            row->identifier = *request.replication_task_identifier;
        }
        if (!request.migration_type.value_or("").empty()) {
            Status type = CheckMigrationType(*request.migration_type);
            if (!type) return type.error();
            row->migration_type = *request.migration_type;
        }
        if (Status positions = CheckNoPositions(request); !positions) return positions.error();
        if (Status data = CheckTaskData(request.task_data); !data) return data.error();
        if (request.task_data) row->task_data = *request.task_data;
        const std::string mappings = request.table_mappings.value_or("").empty()
                                         ? row->table_mappings
                                         : *request.table_mappings;
        auto documents = CheckTaskDocuments(
            mappings, request.replication_task_settings.value_or(""), row->settings);
        if (!documents) return documents.error();
        row->table_mappings = documents->mappings;
        row->settings = documents->settings;
        if (Status updated = store::UpdateTask(db, *row); !updated) {
            if (updated.error().code != ErrorCode::kAlreadyExists) return updated.error();
            return TakenTaskName(db, row->identifier);
        }
        LogWarnings(parts_->on.log, row->identifier, documents->warnings);
        Reply reply;
        reply.replication_task = ToShape(*row);
        reply.replication_task->status = dms::Word(*shown);
        return reply;
    });
}

Result<dms::DeleteReplicationTaskReply> DmsService::DeleteReplicationTask(
    const dms::DeleteReplicationTaskRequest& request) {
    using Reply = dms::DeleteReplicationTaskReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kDelete);
        if (!shown) return shown.error();
        if (Status deleted = store::DeleteTask(db, row->arn); !deleted) return deleted.error();
        Reply reply;
        reply.replication_task = ToShape(*row);
        reply.replication_task->status = dms::Word(*shown);
        return reply;
    });
}

Result<dms::MoveReplicationTaskReply> DmsService::MoveReplicationTask(
    const dms::MoveReplicationTaskRequest& request) {
    using Reply = dms::MoveReplicationTaskReply;
    return parts_->Write([&](store::Connection& db) -> Result<Reply> {
        auto row = NeedTask(db, request.replication_task_arn);
        if (!row) return row.error();
        auto shown = CheckState(row->identifier, row->status, TaskOperation::kMove);
        if (!shown) return shown.error();
        Status well_formed = CheckArn(ResourceKind::kInstance, "TargetReplicationInstanceArn",
                                      request.target_replication_instance_arn);
        if (!well_formed) return well_formed.error();
        auto instance = NeedInstance(db, request.target_replication_instance_arn);
        if (!instance) return instance.error();
        if (Status available = NeedAvailable(*instance); !available) return available.error();
        if (instance->arn == row->instance_arn) {
            return InvalidValue("TargetReplicationInstanceArn", instance->arn,
                                "the task is on this instance already");
        }
        Reply reply;
        reply.replication_task = ToShape(*row);
        reply.replication_task->status = dms::Word(*shown);
        reply.replication_task->target_replication_instance_arn = instance->arn;
        row->instance_arn = instance->arn;
        if (Status updated = store::UpdateTask(db, *row); !updated) return updated.error();
        return reply;
    });
}

Result<dms::DescribeReplicationTasksReply> DmsService::DescribeReplicationTasks(
    const dms::DescribeReplicationTasksRequest& request) {
    const auto page = ReadPage(kTaskList, request.max_records, request.marker);
    if (!page) return page.error();
    store::TaskFilter filter;
    Status read =
        ReadFilters(request.filters, {{"replication-task-arn", &filter.arns},
                                      {"replication-task-id", &filter.identifiers},
                                      {"migration-type", &filter.migration_types},
                                      {"endpoint-arn", &filter.endpoint_arns},
                                      {"replication-instance-arn", &filter.instance_arns}});
    if (!read) return read.error();
    using Reply = dms::DescribeReplicationTasksReply;
    return parts_->Read([&](store::Connection& db) -> Result<Reply> {
        auto rows = store::ListTasks(db, filter, *page);
        if (!rows) return rows.error();
        if (rows->empty() && !request.filters.empty() && page->after_seq == 0) {
            return dms::fault::Make(dms::fault::kResourceNotFound,
                                    "No Tasks found matching provided filters.");
        }
        Reply reply;
        reply.marker = CutPage(kTaskList, *page, *rows);
        for (const store::TaskRow& row : *rows) {
            dms::ReplicationTask& task = reply.replication_tasks.emplace_back(ToShape(row));
            if (request.without_settings.value_or(false)) task.replication_task_settings.reset();
            if (row.runs == 0) continue;
            auto counts = store::CountProgress(db, row.arn);
            if (!counts) return counts.error();
            task.replication_task_stats = ToStats(row, *counts, parts_->on.clock.Now());
        }
        return reply;
    });
}

}  // namespace dmsnode::service
