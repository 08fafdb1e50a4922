#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "dms/status.hpp"

/// What may be done with a replication task in which status. Pure.
/// Source: AWS DMS API reference and user guide, "Task status"; the fault texts are those that the
///     service answers.
namespace dmsnode::service {

enum class TaskOperation { kStart, kStop, kModify, kDelete, kMove, kReloadTables };

/// An operation that is allowed in a status, and the status that its reply shows. What is not here
/// is refused.
struct TaskTransition {
    dms::TaskStatus from;
    TaskOperation operation;
    dms::TaskStatus shown;
};

using dms::TaskStatus;
inline constexpr std::array kTaskTransitions = {
    TaskTransition{TaskStatus::kReady, TaskOperation::kStart, TaskStatus::kStarting},
    TaskTransition{TaskStatus::kReady, TaskOperation::kModify, TaskStatus::kModifying},
    TaskTransition{TaskStatus::kReady, TaskOperation::kDelete, TaskStatus::kDeleting},
    TaskTransition{TaskStatus::kReady, TaskOperation::kMove, TaskStatus::kMoving},
    TaskTransition{TaskStatus::kRunning, TaskOperation::kStop, TaskStatus::kStopping},
    TaskTransition{TaskStatus::kRunning, TaskOperation::kReloadTables, TaskStatus::kRunning},
    TaskTransition{TaskStatus::kStopped, TaskOperation::kStart, TaskStatus::kStarting},
    TaskTransition{TaskStatus::kStopped, TaskOperation::kModify, TaskStatus::kModifying},
    TaskTransition{TaskStatus::kStopped, TaskOperation::kDelete, TaskStatus::kDeleting},
    TaskTransition{TaskStatus::kStopped, TaskOperation::kMove, TaskStatus::kMoving},
    TaskTransition{TaskStatus::kFailed, TaskOperation::kStart, TaskStatus::kStarting},
    TaskTransition{TaskStatus::kFailed, TaskOperation::kModify, TaskStatus::kModifying},
    TaskTransition{TaskStatus::kFailed, TaskOperation::kDelete, TaskStatus::kDeleting},
    TaskTransition{TaskStatus::kFailed, TaskOperation::kMove, TaskStatus::kMoving},
    TaskTransition{TaskStatus::kMoving, TaskOperation::kDelete, TaskStatus::kDeleting},
    TaskTransition{TaskStatus::kFailedMove, TaskOperation::kStart, TaskStatus::kStarting},
    TaskTransition{TaskStatus::kFailedMove, TaskOperation::kModify, TaskStatus::kModifying},
    TaskTransition{TaskStatus::kFailedMove, TaskOperation::kDelete, TaskStatus::kDeleting},
    TaskTransition{TaskStatus::kFailedMove, TaskOperation::kMove, TaskStatus::kMoving},
};

/// The status that the reply shows, or nothing if the operation is refused in `status`.
std::optional<TaskStatus> Shown(TaskStatus status, TaskOperation operation);

/// Errors: InvalidResourceStateFault `Replication Task cannot be started, invalid state: …`.
Result<TaskStatus> CheckState(std::string_view identifier, std::string_view status_word,
                              TaskOperation operation);

/// Which start is allowed: start-replication on the first run only, the others only after one.
/// Errors: InvalidParameterValueException for another word; InvalidParameterCombinationException
///     `Start Type : START_REPLICATION, valid only for tasks running for the first time`.
Result<dms::StartType> CheckStartType(std::string_view word, std::int64_t earlier_runs);

/// This version carries out full-load only.
/// Errors: InvalidOperationFault for cdc and full-load-and-cdc; InvalidParameterValueException for
///     other words.
Status CheckMigrationType(std::string_view word);

}  // namespace dmsnode::service
