// From an event to the next phase: what is said, when the next thing is due, how it ends.
#include <fmt/format.h>

#include <algorithm>

#include "tasks/dms/impl/lifecycle.hpp"

namespace dmsnode::tasks::impl {
namespace {

using std::chrono::seconds;

Duration Backoff(int failures) {
    const int doublings = std::clamp(failures - 1, 0, 5);
    return std::min<Duration>(seconds(30), seconds(1) * (1 << doublings));
}

bool HasStageOfItsOwn(Event event) {
    return event == Event::kTransient || event == Event::kReplyLost;
}

}  // namespace

void Lifecycle::Enter(Phase to, Event event, TimePoint now) {
    const Phase from = phase_;
    if (to == Phase::kDone) return Finish(event);
    Prepare(to);
    phase_ = to;
    state_.phase = std::string(Word(to));
    // The first entry counts: going back and forth between phases does not buy time.
    stage_since_.try_emplace(StageOf(to), now);
    if (from != to) {
        progress_changed_ = true;
        Announce(to, event);
    }
    Schedule(from, event, now);
}

void Lifecycle::Prepare(Phase to) {
    if (to == Phase::kCreating) state_.create_sent = true;
    if (to == Phase::kStarting) {
        state_.start_sent = true;
        state_.start_accepted = false;
    }
    if (phase_ != to) interval_ = poll_.min;
}

void Lifecycle::Schedule(Phase from, Event event, TimePoint now) {
    const bool polls = IsPolling(phase_);
    if (HasStageOfItsOwn(event)) {
        not_before_ = now + Backoff(failures_);
    } else if (event == Event::kStartRefusedAgain) {
        not_before_ = now + Backoff(start_refusals_ + 1);
    } else if (event == Event::kIdentifierTaken) {
        not_before_ = now + Backoff(++taken_);
    } else if (event == Event::kIdentifierFree && phase_ == Phase::kLookingUpToKill) {
        not_before_ = now + seconds(5);
    } else if (event == Event::kTablesUnsettled) {
        not_before_ = now + 2 * poll_.min;
    } else if (phase_ == Phase::kFollowing && want_tables_) {
        not_before_ = now;
    } else if (event == Event::kTablesRead) {
        not_before_ = std::max(now, last_poll_ + interval_);
    } else if (from == phase_ && polls) {
        if (!std::exchange(interval_reset_, false)) {
            interval_ = std::min<Duration>(interval_ * 3 / 2, poll_.max);
        }
        last_poll_ = now;
        not_before_ = now + interval_;
    } else if (polls && event != Event::kFoundOwn && event != Event::kNamesKnownToRestart &&
               event != Event::kConnectionsGoodToStart && event != Event::kKillMade) {
        interval_ = poll_.min;
        last_poll_ = now;
        not_before_ = now + poll_.min;
    } else {
        interval_ = poll_.min;
        not_before_ = now;
    }
}

void Lifecycle::Announce(Phase to, Event event) {
    if (event == Event::kStartRefused) {
        return Say(LogLevel::kInfo, "looking whether the connections are the reason");
    }
    if (!announced_.insert(to).second) return;
    switch (to) {
        case Phase::kLookingUp:
            Say(LogLevel::kInfo,
                fmt::format("looking for a replication task named {}", state_.identifier));
            return;
        case Phase::kCheckingConnections:
            Say(LogLevel::kInfo, "checking the connections of both endpoints");
            return;
        case Phase::kTestingConnections:
            Say(LogLevel::kInfo, fmt::format("testing {} connection{}", untested_.size(),
                                             untested_.size() == 1 ? "" : "s"));
            return;
        case Phase::kCreating:
            Say(LogLevel::kInfo,
                fmt::format("creating the replication task {} ({}) from {} to {} on {}",
                            state_.identifier, p_.migration_type, state_.source_endpoint_arn,
                            state_.target_endpoint_arn, state_.replication_instance_arn));
            return;
        case Phase::kAwaitingReady:
            Say(LogLevel::kInfo, fmt::format("waiting until {} can be started", TaskName()));
            return;
        case Phase::kSendingFirstStop:
            Say(LogLevel::kInfo,
                fmt::format("stopping {} before it is restarted (whenRunning)", TaskName()));
            return;
        case Phase::kModifying:
            Say(LogLevel::kInfo, fmt::format("changing {} (modifyTask)", TaskName()));
            return;
        case Phase::kStarting:
            Say(LogLevel::kInfo, fmt::format("starting {} with {}", TaskName(), state_.start_type));
            return;
        case Phase::kFollowing:
            Say(LogLevel::kInfo, fmt::format("following {} until {}", TaskName(),
                                             task_ ? Word(FinishRuleOf(p_, *task_)) : "its end"));
            return;
        case Phase::kInspecting: Say(LogLevel::kInfo, "reading the table statistics"); return;
        case Phase::kLookingUpToKill:
            Say(LogLevel::kInfo, "finding out whether the task was created, to stop it");
            return;
        case Phase::kSendingStop:
            Say(LogLevel::kInfo, fmt::format("stopping {}", TaskName()));
            return;
        case Phase::kDeleting:
            Say(LogLevel::kInfo,
                fmt::format("deleting {}, which this run created and never started", TaskName()));
            return;
        case Phase::kResolving:
        case Phase::kAwaitingConnections:
        case Phase::kAwaitingRunning:
        case Phase::kStopping:
        case Phase::kAwaitingDeleted:
        case Phase::kDone: return;
    }
}

void Lifecycle::Finish(Event event) {
    Outcome outcome = OutcomeOf(event);
    outcome.attention = outcome.attention || state_.attention;
    AddOut(outcome, state_, task_, tables_);
    phase_ = Phase::kDone;
    progress_changed_ = true;
    if (task_ && task_->last_failure_message.value_or("") != "" && IsOwnRun(state_, *task_) &&
        outcome.message.find(*task_->last_failure_message) == std::string::npos &&
        outcome.result == NodeResult::kFailure) {
        Say(LogLevel::kError,
            fmt::format("the service's failure text: {}", *task_->last_failure_message));
    }
    const std::string tail =
        outcome.hint.empty() ? "" : fmt::format(" What to do: {}.", outcome.hint);
    Say(outcome.result == NodeResult::kSuccess  ? LogLevel::kInfo
        : outcome.result == NodeResult::kKilled ? LogLevel::kWarning
                                                : LogLevel::kError,
        fmt::format("{}{}: {}.{}", Word(outcome.result),
                    outcome.attention ? " (needs attention)" : "", outcome.message, tail));
    outcome_ = std::move(outcome);
}

Outcome Lifecycle::OutcomeOf(Event event) const {
    if (!state_.kill.empty()) return KilledOutcome(event);
    if (phase_ == Phase::kDeleting || phase_ == Phase::kAwaitingDeleted) {
        return CleanedOutcome(event);
    }
    Outcome outcome;
    if (event == Event::kSeenStarted) {
        outcome.result = NodeResult::kSuccess;
        outcome.message =
            fmt::format("{} runs; it goes on by itself, and this node does not watch it any longer",
                        TaskName());
        return outcome;
    }
    if (phase_ == Phase::kInspecting && task_) {
        return Judge(p_, state_, *task_, tables_, finish_reached_);
    }
    outcome.result = NodeResult::kFailure;
    outcome.message = state_.failure.empty() ? "ended without a cause" : state_.failure;
    outcome.hint = state_.failure_hint;
    outcome.fault = state_.failure_fault;
    const bool kept =
        state_.created && !state_.start_sent && !state_.adopted_run && event != Event::kTaskGone;
    if (kept) {
        outcome.message +=
            fmt::format("; the created task {} was kept", state_.replication_task_arn);
    }
    return outcome;
}

Outcome Lifecycle::CleanedOutcome(Event event) const {
    Outcome outcome;
    outcome.result = NodeResult::kFailure;
    outcome.message = state_.failure;
    outcome.hint = state_.failure_hint;
    outcome.fault = state_.failure_fault;
    if (event == Event::kTaskGone) {
        outcome.message += "; the task that this run created was deleted";
    } else {
        outcome.message += fmt::format(
            "; the created task {} was kept: it could not be deleted ({})",
            state_.replication_task_arn, last_failure_.empty() ? "deleteTimeout" : last_failure_);
        outcome.attention = true;
    }
    return outcome;
}

Outcome Lifecycle::KilledOutcome(Event event) const {
    Outcome outcome;
    const bool by_user = state_.kill == "user";
    outcome.result = by_user ? NodeResult::kKilled : NodeResult::kFailure;
    const std::string head = by_user ? "killed" : "the node's timeout is over";
    const bool deleting = phase_ == Phase::kDeleting || phase_ == Phase::kAwaitingDeleted;
    const auto end = [&](std::string text) { outcome.message = head + ": " + std::move(text); };
    switch (event) {
        case Event::kKillNothing:
            end(state_.replication_task_arn.empty()
                    ? "nothing had been created"
                    : fmt::format("{} had not been started and is untouched", TaskName()));
            break;
        case Event::kIdentifierStillFree:
        case Event::kFoundForeign: end("no task of this run exists"); break;
        case Event::kTaskEnded:
            end(fmt::format("{} is {}", TaskName(),
                            task_ ? task_->status.value_or("stopped") : "stopped"));
            break;
        case Event::kTaskIdle:
            end(fmt::format("{} was not started and is kept", TaskName()));
            break;
        case Event::kTaskGone:
            end(deleting ? fmt::format("{} had never run and was deleted", TaskName())
                         : fmt::format("{} does not exist any more", TaskName()));
            break;
        default:
            end(fmt::format("{} could not be {}: {}", TaskName(), deleting ? "deleted" : "stopped",
                            state_.failure.empty() ? last_failure_ : state_.failure));
            outcome.hint =
                fmt::format("{} it by hand: {}", deleting ? "delete" : "stop", TaskName());
            outcome.attention = true;
            break;
    }
    return outcome;
}

}  // namespace dmsnode::tasks::impl
