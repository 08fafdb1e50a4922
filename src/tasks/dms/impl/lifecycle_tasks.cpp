// What a seen task, its tables and a failed call mean in each phase.
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
constexpr int kUnsettledReads = 5;
constexpr int kStartRefusals = 3;
constexpr Duration kCaughtUpFor = seconds(10);

bool MayPass(const Error& error, bool had_contact) {
    if (error.IsTransient()) return true;
    // Credentials are refreshed and policies are mended while a migration runs for hours: not a
    // reason to give up on a task that was reachable before.
    return had_contact &&
           (error.code == ErrorCode::kUnauthenticated ||
            error.code == ErrorCode::kPermissionDenied || error.code == ErrorCode::kProtocol);
}

std::string HintFor(const Error& error) {
    if (!error.hint.empty()) return error.hint;
    switch (error.code) {
        case ErrorCode::kPermissionDenied: return "the credentials lack the right for this call";
        case ErrorCode::kUnauthenticated: return "check the credentials of the connection";
        case ErrorCode::kResourceExhausted: return "raise the quota, or delete what is not needed";
        default: return "";
    }
}

}  // namespace

Event Lifecycle::OnCallFailed(const CallFailed& failed, TimePoint now) {
    const Error& error = failed.error;
    const bool not_found = error.code == ErrorCode::kNotFound;
    const bool refused = error.code == ErrorCode::kConflict;
    last_failure_ = error.ToString();

    const bool follows = phase_ == Phase::kFollowing || phase_ == Phase::kAwaitingRunning ||
                         phase_ == Phase::kStopping || phase_ == Phase::kAwaitingDeleted ||
                         phase_ == Phase::kInspecting;
    if (MayPass(error, follows && seen_once_)) {
        ++failures_;
        // The first failures of a row say it; then once in a while, not to fill the log.
        if (failures_ <= 2 || failures_ % 20 == 0) {
            Say(LogLevel::kWarning,
                fmt::format("{} failed, will be tried again: {}", Word(phase_), error.ToString()));
        }
        if (phase_ == Phase::kCreating) create_unsure_ = true;
        if (phase_ == Phase::kStarting) start_unsure_ = true;
        const bool sends = phase_ == Phase::kCreating || phase_ == Phase::kStarting;
        return sends ? Event::kReplyLost : Event::kTransient;
    }
    // From here on it is an answer of the service, or our own defect.
    last_contact_ = now;
    failures_ = 0;
    switch (phase_) {
        case Phase::kCreating:
            if (error.code == ErrorCode::kAlreadyExists) return Event::kIdentifierTaken;
            Cause(fmt::format("the replication task {} could not be created: {}", state_.identifier,
                              error.message),
                  HintFor(error), error.fault);
            return Event::kFailed;
        case Phase::kStarting: return OnStartFailure(error);
        case Phase::kCheckingConnections:
        case Phase::kAwaitingConnections:
            // Whoever may not list connections may still start tasks: let the start decide.
            Say(LogLevel::kWarning,
                fmt::format("the state of the connections is unknown: {}", error.ToString()));
            state_.connections_checked = true;
            return state_.replication_task_arn.empty() ? Event::kConnectionsGoodToCreate
                                                       : Event::kConnectionsGoodToStart;
        case Phase::kTestingConnections:
            if (refused) {
                // Most likely a test is running already; the list will tell.
                Say(LogLevel::kInfo,
                    fmt::format("connection test not accepted: {}", error.ToString()));
                return Event::kTestSent;
            }
            Cause(fmt::format("the connections could not be tested: {}", error.message),
                  HintFor(error), error.fault);
            return CleansUp() ? Event::kConnectionsBadCleanUp : Event::kConnectionsBad;
        case Phase::kSendingFirstStop:
        case Phase::kSendingStop:
            if (not_found) {
                Cause(TaskName() + " does not exist any more", "", error.fault);
                return Event::kTaskGone;
            }
            if (refused) return Event::kStopRefused;
            Cause(fmt::format("{} could not be stopped: {}", TaskName(), error.message),
                  HintFor(error), error.fault);
            return Event::kFailed;
        case Phase::kDeleting:
            if (not_found) return Event::kTaskGone;
            if (refused) return Event::kDeleteSent;
            Say(LogLevel::kError,
                fmt::format("{} could not be deleted: {}", TaskName(), error.ToString()));
            return Event::kFailed;
        case Phase::kAwaitingReady:
        case Phase::kAwaitingRunning:
        case Phase::kFollowing:
        case Phase::kStopping:
        case Phase::kAwaitingDeleted:
            if (not_found && NextAsk().kind == AskKind::kDescribe) {
                return OnTask(TaskSeen{std::nullopt}, now);
            }
            if (phase_ == Phase::kFollowing && want_tables_) {
                // Statistics are not needed to follow.
                Say(LogLevel::kWarning, fmt::format("no table statistics: {}", error.ToString()));
                want_tables_ = false;
                tables_read_at_ = now;
                return Event::kTaskBusy;
            }
            break;
        case Phase::kInspecting:
            Say(LogLevel::kWarning, fmt::format("no table statistics: {}", error.ToString()));
            return Event::kFailed;
        case Phase::kResolving:
        case Phase::kLookingUp:
        case Phase::kLookingUpToKill:
        case Phase::kDone: break;
    }
    Cause(fmt::format("{}: {}", Word(phase_), error.message), HintFor(error), error.fault);
    return Event::kFailed;
}

Event Lifecycle::OnStartFailure(const Error& error) {
    // Refused: nothing was started, whatever runs now is not ours.
    state_.start_sent = false;
    if (error.code == ErrorCode::kConflict && ++start_refusals_ < kStartRefusals) {
        Say(LogLevel::kWarning, fmt::format("start refused: {}", error.ToString()));
        if (!state_.connections_retested) {
            state_.connections_retested = true;
            state_.connections_checked = false;
            return Event::kStartRefused;
        }
        return Event::kStartRefusedAgain;
    }
    std::string hint = HintFor(error);
    if (error.fault == dms::fault::kInvalidParameterCombination &&
        state_.start_type == dms::Word(dms::StartType::kStartReplication)) {
        hint = "this task has run before: use reload-target or resume-processing";
    }
    Cause(fmt::format("{} could not be started ({}): {}", TaskName(), state_.start_type,
                      error.message),
          std::move(hint), error.fault);
    return CleansUp() ? Event::kStartFailedCleanUp : Event::kStartFailed;
}

std::string Lifecycle::Mismatch(const dms::ReplicationTask& task) const {
    const auto differs = [](const std::optional<std::string>& seen, const std::string& wanted) {
        return seen && !wanted.empty() && *seen != wanted;
    };
    if (state_.created_at && task.replication_task_creation_date &&
        *state_.created_at != *task.replication_task_creation_date) {
        return fmt::format("it was created at {}, this run's at {}",
                           FormatIso8601(*task.replication_task_creation_date),
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
        if (!state_.created_at) state_.created_at = task.replication_task_creation_date;
    }
    const auto status = dms::ParseTaskStatus(task.status.value_or(""));
    if (!status) {
        if (unclear_++ == 0) {
            Say(LogLevel::kWarning,
                task.status ? fmt::format("status \"{}\" is not known here", *task.status)
                            : std::string("the service gives no status"));
        }
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
        (p_.is_restart_task || state_.create_sent || state_.created) &&
        (p_.test_connections != TestConnections::kNever || state_.connections_retested);
    if (checks && !state_.source_endpoint_arn.empty()) return Event::kTaskStartableUntested;
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
    switch (status) {
        case TaskStatus::kStopping: return following ? Event::kTaskBusy : Event::kTaskRunning;
        case TaskStatus::kStopped:
        case TaskStatus::kFailed:
            if (!IsOwnRun(state_, task)) return Event::kTaskBusy;
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

Event Lifecycle::OnTables(const TablesSeen& seen, TimePoint now) {
    const TableSummary sum = Summarize(seen.tables);
    const auto elapsed = tables_read_at_ ? now - *tables_read_at_ : Duration::zero();
    if (elapsed > Duration::zero() && sum.rows >= rows_) {
        rows_per_second_ =
            static_cast<double>(sum.rows - rows_) / std::chrono::duration<double>(elapsed).count();
    }
    rows_ = sum.rows;
    tables_ = seen.tables;
    tables_read_at_ = now;
    want_tables_ = false;
    progress_changed_ = true;
    for (const dms::TableStatistics& table : seen.tables) {
        const std::string name =
            fmt::format("{}.{}", table.schema_name.value_or("?"), table.table_name.value_or("?"));
        const std::string table_state = table.table_state.value_or("");
        std::string& known = table_states_[name];
        if (std::exchange(known, table_state) == table_state) continue;
        const bool bad = table_state == dms::table_state::kError ||
                         table_state == dms::table_state::kDoesNotExist;
        Say(bad ? LogLevel::kError : LogLevel::kInfo,
            fmt::format("table {}: {}, {} rows", name, table_state,
                        table.full_load_rows.value_or(0)));
    }
    if (phase_ == Phase::kInspecting) {
        const bool claims_all = finish_reached_ || (task_ && LooksSuccessful(p_, *task_));
        // Statistics lag behind the status.
        if (claims_all && !sum.unfinished.empty() && ++table_reads_ < kUnsettledReads) {
            return Event::kTablesUnsettled;
        }
        return Event::kTablesRead;
    }
    const bool rule = task_ && FinishRuleOf(p_, *task_) == FinishWhen::kCaughtUp;
    const bool loaded = task_ && (task_->migration_type == dms::Word(dms::MigrationType::kCdc) ||
                                  FullLoadComplete(*task_));
    if (!rule || !loaded || sum.backlog > 0 || task_->status != dms::Word(TaskStatus::kRunning)) {
        caught_up_since_.reset();
        return Event::kTablesRead;
    }
    if (!caught_up_since_) caught_up_since_ = now;
    if (now - *caught_up_since_ < kCaughtUpFor) return Event::kTablesRead;
    finish_reached_ = true;
    return Event::kFinishReached;
}

void Lifecycle::NoteStats(const dms::ReplicationTask& task, TimePoint now) {
    const std::string status = task.status.value_or("");
    std::string stats_text;
    std::optional<std::int64_t> percent;
    if (const auto& stats = task.replication_task_stats) {
        percent = stats->full_load_progress_percent;
        stats_text =
            fmt::format("{} loaded, {} loading, {} queued, {} in error",
                        stats->tables_loaded.value_or(0), stats->tables_loading.value_or(0),
                        stats->tables_queued.value_or(0), stats->tables_errored.value_or(0));
    }
    const bool follows = phase_ == Phase::kFollowing || phase_ == Phase::kAwaitingRunning;
    const bool status_new = status != shown_status_;
    const bool stats_new = stats_text != shown_stats_ || percent != shown_percent_;
    if (status_new) Say(LogLevel::kInfo, fmt::format("status {}", status));
    if (stats_new && follows && !stats_text.empty()) {
        const std::string rate =
            rows_per_second_ > 0 ? fmt::format(", {:.0f} rows/s", rows_per_second_) : "";
        Say(LogLevel::kInfo,
            fmt::format("full load {}: tables {}{}",
                        percent ? fmt::format("{} %", *percent) : std::string("(percent unknown)"),
                        stats_text, rate));
    }
    shown_status_ = status;
    if (follows) {
        shown_stats_ = stats_text;
        shown_percent_ = percent;
    }
    const bool changed = status_new || (follows && stats_new);
    if (changed) {
        progress_changed_ = true;
        interval_ = poll_.min;
        interval_reset_ = true;
    }
    const bool spaced = !tables_read_at_ || now - *tables_read_at_ >= 5 * poll_.min;
    const bool running = status == dms::Word(TaskStatus::kRunning);
    const bool rule_needs_them = FinishRuleOf(p_, task) == FinishWhen::kCaughtUp;
    if (phase_ == Phase::kFollowing && running && spaced && (stats_new || rule_needs_them)) {
        want_tables_ = true;
    }
}

}  // namespace dmsnode::tasks::impl
