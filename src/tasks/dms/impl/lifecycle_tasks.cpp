// What a seen task means in each phase.
#include <fmt/format.h>

#include <algorithm>

#include "dms/faults.hpp"
#include "tasks/dms/impl/lifecycle.hpp"

namespace dmsnode::tasks::impl {
namespace {

using dms::TaskStatus;
using std::chrono::seconds;

/// How long a Start whose reply was lost may still arrive.
constexpr Duration kLateStart = seconds(15);
/// How long a service may not know a task that it has just created.
constexpr int kMissingAfterCreate = 20;
constexpr int kMissingElse = 2;
constexpr int kUnclearLimit = 5;

}  // namespace

std::string Lifecycle::Mismatch(const dms::ReplicationTask& task) const {
    const auto differs = [](const std::optional<std::string>& seen, const std::string& wanted) {
        return seen && !wanted.empty() && *seen != wanted;
    };
    const std::optional<TimePoint> created = ToMilliseconds(task.replication_task_creation_date);
    if (state_.created_at && created && *state_.created_at != *created) {
        return fmt::format("it was created at {}, this run's at {}", FormatIso8601(*created),
                           FormatIso8601(*state_.created_at));
    }
    if (p_.is_restart_task) return "";
    if (differs(task.source_endpoint_arn, state_.source_endpoint_arn)) {
        return fmt::format("its source endpoint is {}, the node's {}", *task.source_endpoint_arn,
                           state_.source_endpoint_arn);
    }
    if (differs(task.target_endpoint_arn, state_.target_endpoint_arn)) {
        return fmt::format("its target endpoint is {}, the node's {}", *task.target_endpoint_arn,
                           state_.target_endpoint_arn);
    }
    if (differs(task.migration_type, p_.migration_type)) {
        return fmt::format("its migration type is {}, the node's {}", *task.migration_type,
                           p_.migration_type);
    }
    return "";
}

Event Lifecycle::OnTask(const TaskSeen& seen, TimePoint now) {
    const bool deleting = phase_ == Phase::kAwaitingDeleted;
    if (!seen.task) {
        const bool just_created = state_.created && !seen_once_ && !state_.start_accepted;
        const int limit = deleting ? 1 : just_created ? kMissingAfterCreate : kMissingElse;
        if (++missing_ < limit) return Event::kTaskMissing;
        if (deleting) return Event::kTaskGone;
        Cause(fmt::format("{} does not exist{}", TaskName(), seen_once_ ? " any more" : ""),
              seen_once_ ? "somebody deleted it; run the node again"
                         : "check replicationTaskArn, account and region",
              std::string(dms::fault::kResourceNotFound));
        return Event::kTaskGone;
    }
    missing_ = 0;
    seen_once_ = true;
    const dms::ReplicationTask& task = *seen.task;
    task_ = task;
    if (!verified_ && !deleting) {
        const std::string why = Mismatch(task);
        if (!why.empty()) {
            Cause(fmt::format("{} is not the task that this node describes: {}", TaskName(), why),
                  "choose another replicationTaskIdentifier, or delete the task");
            state_.attention = true;
            return phase_ == Phase::kStopping ? Event::kTaskIdle : Event::kTaskUnfit;
        }
        verified_ = true;
        if (!state_.created_at) {
            state_.created_at = ToMilliseconds(task.replication_task_creation_date);
        }
    }
    const auto status = dms::ParseTaskStatus(task.status.value_or(""));
    if (!status) {
        if (unclear_++ == 0) {
            Say(LogLevel::kWarning,
                task.status ? fmt::format("status \"{}\" is not known here", *task.status)
                            : std::string("the service gives no status"));
        }
        // A word that is new to us must not keep the node for as long as a running task may.
        if (phase_ == Phase::kFollowing && !not_running_since_) not_running_since_ = now;
        if (task.status || unclear_ < kUnclearLimit || phase_ == Phase::kStopping || deleting) {
            return Event::kTaskBusy;
        }
        Cause(fmt::format("the service gives no status of {}", TaskName()),
              "look at the task; run the node again to take it over");
        state_.attention = true;
        return Event::kTaskUnfit;
    }
    if (*status != TaskStatus::kStopped) unclear_ = 0;
    NoteStats(task, now);
    switch (phase_) {
        case Phase::kAwaitingReady: return OnTaskBeforeStart(task, *status);
        case Phase::kStopping: return OnTaskToStop(task, *status, now);
        case Phase::kAwaitingDeleted: return OnTaskToDelete(task, *status);
        default: return OnTaskStarted(task, *status, now);
    }
}

Event Lifecycle::OnTaskBeforeStart(const dms::ReplicationTask& task, TaskStatus status) {
    switch (status) {
        case TaskStatus::kCreating:
        case TaskStatus::kModifying:
        case TaskStatus::kTesting:
        case TaskStatus::kMoving: return Event::kTaskBusy;
        case TaskStatus::kDeleting:
            Cause(TaskName() + " is being deleted", "run the node again when it is gone");
            return Event::kTaskGone;
        case TaskStatus::kStarting:
        case TaskStatus::kRunning:
        case TaskStatus::kStopping: return OnTaskRunningBeforeStart(task, status);
        case TaskStatus::kReady: return OnTaskStartable(task);
        case TaskStatus::kStopped:
        case TaskStatus::kFailed:
        case TaskStatus::kFailedMove: break;
    }
    const bool has_run = StartDateOf(task).has_value();
    if (state_.start_sent && IsOwnRun(state_, task) && status != TaskStatus::kFailedMove) {
        NoteStart(task);
        return OnEnd(task);
    }
    if (status == TaskStatus::kFailed && state_.created && !has_run) {
        Cause(fmt::format("{} could not be made ready: {}", TaskName(),
                          task.last_failure_message.value_or("the service gives no reason")),
              "look at the failure text; delete the task before the next try");
        return Event::kTaskUnfit;
    }
    // An earlier attempt of this run started it, and it came to its end meanwhile.
    const bool earlier_run = state_.created || (state_.adopted_run && state_.started_at &&
                                                StartDateOf(task) == state_.started_at);
    if (earlier_run && has_run && !state_.start_sent && LooksSuccessful(p_, task)) {
        Say(LogLevel::kInfo, "the run that an earlier attempt started has ended meanwhile");
        state_.adopted_run = true;
        NoteStart(task);
        return OnEnd(task);
    }
    return OnTaskStartable(task);
}

Event Lifecycle::OnTaskStartable(const dms::ReplicationTask& task) {
    const StartChoice choice = ChooseStart(p_, state_, task);
    if (choice.type.empty()) {
        Cause(choice.problem, choice.hint);
        return Event::kTaskUnfit;
    }
    if (p_.is_restart_task) {
        state_.source_endpoint_arn = task.source_endpoint_arn.value_or("");
        state_.target_endpoint_arn = task.target_endpoint_arn.value_or("");
        state_.replication_instance_arn = task.replication_instance_arn.value_or("");
    }
    const bool checks =
        !state_.connections_checked &&
        (p_.test_connections != TestConnections::kNever || state_.connections_retested);
    if (checks && !state_.source_endpoint_arn.empty()) return Event::kTaskStartableUntested;
    if (p_.modify_task && !state_.modified) return Event::kTaskStartableUnmodified;
    if (!choice.note.empty() && state_.start_type != choice.type) {
        Say(choice.type == p_.start_replication_task_type || p_.start_replication_task_type.empty()
                ? LogLevel::kInfo
                : LogLevel::kWarning,
            fmt::format("start type {}: {}", choice.type, choice.note));
    }
    state_.start_type = choice.type;
    state_.start_before = StartDateOf(task);
    state_.started_at.reset();
    state_.adopted_run = false;
    state_.had_run_before = task.status != dms::Word(TaskStatus::kReady);
    return Event::kTaskStartable;
}

Event Lifecycle::OnTaskRunningBeforeStart(const dms::ReplicationTask& task, TaskStatus status) {
    const std::optional<TimePoint> start = StartDateOf(task);
    const bool earlier_attempt =
        state_.adopted_run && state_.started_at && start && *start == *state_.started_at;
    // It stood still when our Start was sent.
    bool ours = state_.start_sent || state_.created || earlier_attempt;
    if (!ours && p_.when_running == WhenRunning::kFollow) {
        Say(LogLevel::kInfo, "the task is running already: following it (whenRunning)");
        ours = true;
    }
    if (ours) {
        if (!state_.start_sent) state_.adopted_run = true;
        return status == TaskStatus::kStarting ? Event::kTaskStarting : Event::kTaskRunning;
    }
    if (status == TaskStatus::kStopping) return Event::kTaskBusy;
    if (p_.when_running == WhenRunning::kStop) {
        return status == TaskStatus::kRunning ? Event::kTaskRunningToStop : Event::kTaskBusy;
    }
    Cause(
        fmt::format("{} is {} already; this node did not start it", TaskName(), dms::Word(status)),
        "stop it first, or set whenRunning to follow (watch this run) or stop (stop and restart)",
        std::string(dms::fault::kInvalidResourceState));
    return Event::kTaskRunningRefused;
}

void Lifecycle::NoteStart(const dms::ReplicationTask& task) {
    const std::optional<TimePoint> start = StartDateOf(task);
    if (!start || !IsOwnRun(state_, task)) return;
    if (!state_.started_at) {
        state_.started_at = start;
    } else if (*start > *state_.started_at) {
        Say(LogLevel::kWarning,
            fmt::format("the task was started again at {} (this node's start was at {}): following "
                        "the newer run",
                        FormatIso8601(*start), FormatIso8601(*state_.started_at)));
        state_.started_at = start;
        state_.attention = true;
    }
}

Event Lifecycle::OnTaskStarted(const dms::ReplicationTask& task, TaskStatus status, TimePoint now) {
    const bool following = phase_ == Phase::kFollowing;
    if (status == TaskStatus::kRunning) {
        // It stood still before our Start was accepted, so this run is ours even if the service
        // tells no dates.
        if (!state_.started_at && !StartDateOf(task)) state_.adopted_run = true;
        NoteStart(task);
        not_running_since_.reset();
        if (FinishRuleOf(p_, task) == FinishWhen::kStarted) return Event::kSeenStarted;
        const bool load_rule = FinishRuleOf(p_, task) == FinishWhen::kFullLoadComplete;
        if (load_rule && following && FullLoadComplete(task)) {
            finish_reached_ = true;
            return Event::kFinishReached;
        }
        return Event::kTaskRunning;
    }
    if (following && !not_running_since_) not_running_since_ = now;
    if (status == TaskStatus::kStarting && state_.start_accepted) seen_starting_ = true;
    switch (status) {
        case TaskStatus::kStopping: return following ? Event::kTaskBusy : Event::kTaskRunning;
        case TaskStatus::kStopped:
        case TaskStatus::kFailed:
            if (!IsOwnRun(state_, task)) {
                // Without a new start date, it counts that the run was seen to begin.
                if (!seen_starting_) return Event::kTaskBusy;
                state_.started_at.reset();
                state_.adopted_run = true;
            }
            NoteStart(task);
            return OnEnd(task);
        case TaskStatus::kDeleting:
            Cause(TaskName() + " is being deleted", "somebody deletes it; run the node again");
            return Event::kTaskGone;
        case TaskStatus::kFailedMove:
            Cause(fmt::format("the move of {} to another instance failed: {}", TaskName(),
                              task.last_failure_message.value_or("no reason given")),
                  "move it again or restart it");
            return Event::kTaskUnfit;
        case TaskStatus::kCreating:
        case TaskStatus::kReady:
        case TaskStatus::kStarting:
        case TaskStatus::kRunning:
        case TaskStatus::kModifying:
        case TaskStatus::kTesting:
        case TaskStatus::kMoving: break;
    }
    return Event::kTaskBusy;
}

/// The task's own run has ended: by stop or by failure.
Event Lifecycle::OnEnd(const dms::ReplicationTask& task) {
    if (task.status == dms::Word(TaskStatus::kFailed)) return Event::kTaskEnded;
    const auto reason = dms::ParseStopReason(task.stop_reason.value_or(""));
    // The reason may come a moment after the status.
    if (task.stop_reason.value_or("").empty() && ++unclear_ < kUnclearLimit) {
        return Event::kTaskBusy;
    }
    const bool waits = phase_ == Phase::kFollowing || phase_ == Phase::kAwaitingRunning;
    if (reason && VerdictOf(*reason, p_) == StopVerdict::kWait && waits) {
        if (!std::exchange(restart_said_, true)) {
            Say(LogLevel::kWarning, fmt::format("{}: waiting for it", RowOf(*reason).words));
        }
        return Event::kTaskBusy;
    }
    return Event::kTaskEnded;
}

Event Lifecycle::OnTaskToStop(const dms::ReplicationTask& task, TaskStatus status, TimePoint now) {
    switch (status) {
        case TaskStatus::kRunning:
            // Somebody else's run, after an earlier attempt of this one.
            if (!state_.created && !state_.start_sent && !IsOwnRun(state_, task)) {
                return Event::kTaskIdle;
            }
            return Event::kTaskRunning;
        case TaskStatus::kDeleting: return Event::kTaskGone;
        case TaskStatus::kReady:
        case TaskStatus::kStopped:
        case TaskStatus::kFailed:
        case TaskStatus::kFailedMove: break;
        case TaskStatus::kCreating:
        case TaskStatus::kStarting:
        case TaskStatus::kStopping:
        case TaskStatus::kModifying:
        case TaskStatus::kTesting:
        case TaskStatus::kMoving: standing_since_.reset(); return Event::kTaskBusy;
    }
    const bool sent = state_.start_sent;
    const bool ran = status != TaskStatus::kReady && IsOwnRun(state_, task);
    if (sent && !ran) {
        // A Start that was accepted will show; one whose reply was lost may still arrive.
        if (!standing_since_) standing_since_ = now;
        if (state_.start_accepted && status == TaskStatus::kReady) return Event::kTaskBusy;
        if (now - *standing_since_ < kLateStart) return Event::kTaskBusy;
    }
    if (status != TaskStatus::kReady) return Event::kTaskEnded;
    return state_.created && p_.on_failed_start == OnFailedStart::kDelete ? Event::kTaskToDelete
                                                                          : Event::kTaskIdle;
}

Event Lifecycle::OnTaskToDelete(const dms::ReplicationTask&, TaskStatus status) {
    switch (status) {
        case TaskStatus::kReady:
        case TaskStatus::kStopped:
        case TaskStatus::kFailed:
        case TaskStatus::kFailedMove: return Event::kTaskStillThere;
        default: return Event::kTaskBusy;
    }
}

}  // namespace dmsnode::tasks::impl
