#include "service/impl/task_rules.hpp"

#include <fmt/format.h>

#include "dms/faults.hpp"

namespace dmsnode::service {
namespace {

std::string_view PastParticiple(TaskOperation operation) {
    switch (operation) {
        case TaskOperation::kStart: return "started";
        case TaskOperation::kStop: return "stopped";
        case TaskOperation::kModify: return "modified";
        case TaskOperation::kDelete: return "deleted";
        case TaskOperation::kMove: return "moved";
        case TaskOperation::kReloadTables: return "told to reload tables";
    }
    return "changed";
}

std::string_view Advice(TaskOperation operation) {
    switch (operation) {
        case TaskOperation::kStart: return "a task starts from ready, stopped or failed";
        case TaskOperation::kStop:
        case TaskOperation::kReloadTables: return "this needs a running task";
        case TaskOperation::kModify:
        case TaskOperation::kDelete:
        case TaskOperation::kMove: return "stop it first, or wait until it has stopped";
    }
    return "";
}

std::string_view UpperWord(dms::StartType type) {
    switch (type) {
        case dms::StartType::kStartReplication: return "START_REPLICATION";
        case dms::StartType::kResumeProcessing: return "RESUME_PROCESSING";
        case dms::StartType::kReloadTarget: return "RELOAD_TARGET";
    }
    return "";
}

}  // namespace

std::optional<TaskStatus> Shown(TaskStatus status, TaskOperation operation) {
    for (const TaskTransition& row : kTaskTransitions) {
        if (row.from == status && row.operation == operation) return row.shown;
    }
    return std::nullopt;
}

Result<TaskStatus> CheckState(std::string_view identifier, std::string_view status_word,
                              TaskOperation operation) {
    const std::optional<TaskStatus> status = dms::ParseTaskStatus(status_word);
    const std::optional<TaskStatus> shown = status ? Shown(*status, operation) : std::nullopt;
    if (shown) return *shown;
    return dms::fault::Make(
        dms::fault::kInvalidResourceState,
        fmt::format("Replication Task cannot be {}, invalid state: {} is {}; {}",
                    PastParticiple(operation), identifier, status_word, Advice(operation)));
}

Result<dms::StartType> CheckStartType(std::string_view word, std::int64_t earlier_runs) {
    const std::optional<dms::StartType> type = dms::ParseStartType(word);
    if (!type) {
        return dms::fault::Make(
            dms::fault::kInvalidParameterValue,
            fmt::format("Invalid value {} for StartReplicationTaskType: must be start-replication, "
                        "resume-processing or reload-target",
                        word));
    }
    const bool first_only = *type == dms::StartType::kStartReplication;
    if (first_only && earlier_runs > 0) {
        return dms::fault::Make(
            dms::fault::kInvalidParameterCombination,
            fmt::format("Start Type : {}, valid only for tasks running for the first time",
                        UpperWord(*type)));
    }
    if (!first_only && earlier_runs == 0) {
        return dms::fault::Make(
            dms::fault::kInvalidParameterCombination,
            fmt::format("Start Type : {}, not valid for tasks running for the first time: use "
                        "start-replication",
                        UpperWord(*type)));
    }
    return *type;
}

Status CheckMigrationType(std::string_view word) {
    const std::optional<dms::MigrationType> type = dms::ParseMigrationType(word);
    if (!type) {
        return dms::fault::Make(
            dms::fault::kInvalidParameterValue,
            fmt::format("Invalid value {} for MigrationType: must be full-load, cdc or "
                        "full-load-and-cdc",
                        word));
    }
    if (*type == dms::MigrationType::kFullLoad) return {};
    return dms::fault::Make(
        dms::fault::kInvalidOperation,
        fmt::format("MigrationType {} is not carried out by this version of the embedded service, "
                    "which does full-load only: use full-load, or run the task on AWS DMS",
                    word));
}

}  // namespace dmsnode::service
