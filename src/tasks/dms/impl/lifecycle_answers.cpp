// What a failed call and the tables' statistics mean in each phase.
#include <fmt/format.h>

#include <algorithm>

#include "dms/faults.hpp"
#include "tasks/dms/impl/lifecycle.hpp"

namespace dmsnode::tasks::impl {
namespace {

using dms::TaskStatus;
using std::chrono::seconds;

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
        case Phase::kModifying:
            if (not_found) {
                Cause(TaskName() + " does not exist any more", "", error.fault);
                return Event::kTaskGone;
            }
            if (refused) {
                Say(LogLevel::kWarning, fmt::format("change refused: {}", error.ToString()));
                return Event::kModifyRefused;
            }
            Cause(fmt::format("{} could not be changed: {}", TaskName(), error.message),
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
