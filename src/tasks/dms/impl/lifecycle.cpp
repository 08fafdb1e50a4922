#include "tasks/dms/impl/lifecycle.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "dms/faults.hpp"
#include "tasks/dms/impl/requests.hpp"

namespace dmsnode::tasks::impl {
namespace {

using dms::TaskStatus;
using std::chrono::seconds;

constexpr Duration kInspectLimit = seconds(300);

/// Where a saved node goes on. A call whose reply may be lost is not repeated blindly: the phase
/// before it looks what has become of it.
Phase ResumePhase(Phase saved, const NodeState& state) {
    switch (saved) {
        case Phase::kResolving:
        case Phase::kLookingUp:
        case Phase::kCreating: return saved == Phase::kResolving ? saved : Phase::kLookingUp;
        case Phase::kCheckingConnections:
        case Phase::kTestingConnections:
        case Phase::kAwaitingConnections:
            if (!state.replication_task_arn.empty()) return Phase::kAwaitingReady;
            return Phase::kLookingUp;
        case Phase::kAwaitingReady:
        case Phase::kSendingFirstStop:
        case Phase::kModifying:
        case Phase::kStarting: return Phase::kAwaitingReady;
        case Phase::kAwaitingRunning: return Phase::kAwaitingRunning;
        case Phase::kFollowing:
        case Phase::kInspecting: return Phase::kFollowing;
        case Phase::kLookingUpToKill: return Phase::kLookingUpToKill;
        case Phase::kStopping:
        case Phase::kSendingStop: return Phase::kStopping;
        case Phase::kDeleting:
        case Phase::kAwaitingDeleted: return Phase::kDeleting;
        case Phase::kDone: break;
    }
    return Phase::kResolving;
}

}  // namespace

Lifecycle::Lifecycle(DmsParameters parameters, NodeState fresh, std::optional<NodeState> saved,
                     PollBounds poll, TimePoint now)
    : p_(std::move(parameters)),
      state_(std::move(fresh)),
      poll_(poll),
      not_before_(now),
      last_contact_(now),
      interval_(poll.min) {
    if (saved) {
        state_ = *std::move(saved);
        phase_ = ResumePhase(ParsePhase(state_.phase).value_or(Phase::kResolving), state_);
        create_unsure_ = state_.create_sent && state_.replication_task_arn.empty();
        start_unsure_ = state_.start_sent && !state_.start_accepted;
        Say(LogLevel::kInfo,
            fmt::format("resumed in phase {}{}", Word(phase_),
                        state_.replication_task_arn.empty()
                            ? ""
                            : fmt::format(" with {}", state_.replication_task_arn)));
    } else if (!p_.is_restart_task) {
        state_.identifier = p_.replication_task_identifier;
    }
    state_.phase = std::string(Word(phase_));
    stage_since_[StageOf(phase_)] = now;
}

Lifecycle::Stage Lifecycle::StageOf(Phase phase) const {
    switch (phase) {
        case Phase::kResolving: return Stage::kPrepare;
        case Phase::kLookingUp:
        case Phase::kCreating: return Stage::kCreate;
        case Phase::kAwaitingReady:
        case Phase::kModifying:
            if (state_.start_sent || start_refusals_ > 0) return Stage::kStart;
            return first_stop_sent_ ? Stage::kStopFirst : Stage::kCreate;
        case Phase::kSendingFirstStop: return Stage::kStopFirst;
        case Phase::kCheckingConnections:
        case Phase::kTestingConnections:
        case Phase::kAwaitingConnections: return Stage::kConnections;
        case Phase::kStarting:
        case Phase::kAwaitingRunning: return Stage::kStart;
        case Phase::kFollowing: return Stage::kRun;
        case Phase::kInspecting: return Stage::kInspect;
        case Phase::kLookingUpToKill:
        case Phase::kStopping:
        case Phase::kSendingStop: return Stage::kKill;
        case Phase::kDeleting:
        case Phase::kAwaitingDeleted:
        case Phase::kDone: return Stage::kRemove;
    }
    return Stage::kRemove;
}

std::chrono::seconds Lifecycle::LimitOf(Stage stage) const {
    switch (stage) {
        case Stage::kPrepare:
        case Stage::kCreate: return p_.timeouts.create;
        case Stage::kConnections: return p_.timeouts.connection_test;
        case Stage::kStart: return p_.timeouts.start;
        case Stage::kRun: return p_.timeouts.run;
        case Stage::kInspect: return std::chrono::duration_cast<seconds>(kInspectLimit);
        case Stage::kStopFirst:
        case Stage::kKill: return p_.timeouts.stop;
        case Stage::kRemove: return p_.timeouts.remove;
    }
    return p_.timeouts.create;
}

std::string_view Lifecycle::LimitName(Stage stage) const {
    switch (stage) {
        case Stage::kPrepare:
        case Stage::kCreate: return "createTimeout";
        case Stage::kConnections: return "connectionTestTimeout";
        case Stage::kStart: return "startTimeout";
        case Stage::kRun: return "runTimeout";
        case Stage::kInspect: return "the time for the last table statistics";
        case Stage::kStopFirst:
        case Stage::kKill: return "stopTimeout";
        case Stage::kRemove: return "deleteTimeout";
    }
    return "";
}

bool Lifecycle::IsPolling(Phase phase) {
    return phase == Phase::kAwaitingConnections || phase == Phase::kAwaitingReady ||
           phase == Phase::kAwaitingRunning || phase == Phase::kFollowing ||
           phase == Phase::kStopping || phase == Phase::kAwaitingDeleted;
}

Ask Lifecycle::NextAsk() const {
    Ask ask;
    if (outcome_) return ask;
    ask.not_before = not_before_;
    switch (phase_) {
        case Phase::kResolving: ask.kind = AskKind::kResolveNames; break;
        case Phase::kLookingUp:
        case Phase::kLookingUpToKill: ask.kind = AskKind::kFindTask; break;
        case Phase::kCheckingConnections:
        case Phase::kAwaitingConnections: ask.kind = AskKind::kListConnections; break;
        case Phase::kTestingConnections:
            ask.kind = AskKind::kTestConnections;
            ask.endpoints = untested_;
            break;
        case Phase::kCreating: ask.kind = AskKind::kCreate; break;
        case Phase::kModifying: ask.kind = AskKind::kModify; break;
        case Phase::kStarting: ask.kind = AskKind::kStart; break;
        case Phase::kFollowing:
            ask.kind = want_tables_ && failures_ == 0 ? AskKind::kReadTables : AskKind::kDescribe;
            break;
        case Phase::kAwaitingReady:
        case Phase::kAwaitingRunning:
        case Phase::kStopping:
        case Phase::kAwaitingDeleted: ask.kind = AskKind::kDescribe; break;
        case Phase::kInspecting: ask.kind = AskKind::kReadTables; break;
        case Phase::kSendingFirstStop:
        case Phase::kSendingStop: ask.kind = AskKind::kStop; break;
        case Phase::kDeleting: ask.kind = AskKind::kDelete; break;
        case Phase::kDone: break;
    }
    const Stage stage = StageOf(phase_);
    const auto since = stage_since_.find(stage);
    if (since != stage_since_.end()) ask.deadline = since->second + LimitOf(stage);
    if (failures_ > 0) ask.deadline = std::min(ask.deadline, last_contact_ + p_.timeouts.contact);
    if (phase_ == Phase::kFollowing && not_running_since_) {
        ask.deadline = std::min(ask.deadline, *not_running_since_ + p_.timeouts.start);
    }
    return ask;
}

void Lifecycle::On(const Observation& observation, TimePoint now) {
    if (outcome_) return;
    const bool failed = std::holds_alternative<CallFailed>(observation);
    const bool from_service =
        !std::holds_alternative<Killed>(observation) && !std::holds_alternative<Tick>(observation);
    if (from_service && !failed) {
        if (failures_ > 2) Say(LogLevel::kInfo, "the service answers again");
        last_contact_ = now;
        failures_ = 0;
    }
    const std::optional<Event> event = Classify(observation, now);
    if (!event) return;
    const std::optional<Phase> to = Next(phase_, *event);
    if (!to) {
        Say(LogLevel::kError, fmt::format("defect of this program: event {} in phase {}; ignored",
                                          Word(*event), Word(phase_)));
        not_before_ = now + poll_.max;
        return;
    }
    Enter(*to, *event, now);
}

std::optional<Event> Lifecycle::Classify(const Observation& observation, TimePoint now) {
    struct Visitor {
        Lifecycle& life;
        TimePoint now;
        std::optional<Event> operator()(const NamesFound& o) { return life.OnNames(o); }
        std::optional<Event> operator()(const TaskFound& o) { return life.OnFound(o); }
        std::optional<Event> operator()(const ConnectionsSeen& o) { return life.OnConnections(o); }
        std::optional<Event> operator()(const TaskSeen& o) { return life.OnTask(o, now); }
        std::optional<Event> operator()(const TablesSeen& o) { return life.OnTables(o, now); }
        std::optional<Event> operator()(const CallDone& o) { return life.OnCallDone(o); }
        std::optional<Event> operator()(const CallFailed& o) { return life.OnCallFailed(o, now); }
        std::optional<Event> operator()(const Killed& o) { return life.OnKill(o); }
        std::optional<Event> operator()(const Tick&) { return life.OnTick(now); }
    };
    return std::visit(Visitor{*this, now}, observation);
}

Event Lifecycle::OnNames(const NamesFound& names) {
    state_.source_endpoint_arn = names.source_endpoint_arn;
    state_.target_endpoint_arn = names.target_endpoint_arn;
    state_.replication_instance_arn = names.replication_instance_arn;
    if (!p_.is_restart_task) return Event::kNamesKnownToCreate;
    state_.replication_task_arn = names.replication_task_arn;
    return Event::kNamesKnownToRestart;
}

Event Lifecycle::OnFound(const TaskFound& found) {
    if (!found.task) {
        if (phase_ == Phase::kLookingUpToKill) {
            return ++free_reads_ < 3 ? Event::kIdentifierFree : Event::kIdentifierStillFree;
        }
        const bool checked =
            state_.connections_checked || p_.test_connections == TestConnections::kNever;
        return checked ? Event::kIdentifierStillFree : Event::kIdentifierFree;
    }
    const bool own = std::any_of(found.tags.begin(), found.tags.end(), [&](const dms::Tag& tag) {
        return tag.key == kRunTag && tag.value == state_.run_id;
    });
    const std::string arn = found.task->replication_task_arn.value_or("");
    if (own && !arn.empty()) {
        state_.replication_task_arn = arn;
        state_.created = true;
        state_.connections_checked = false;
        Say(LogLevel::kInfo,
            fmt::format("found {} ({}), which this run created earlier: taking it over", arn,
                        found.task->status.value_or("no status")));
        return Event::kFoundOwn;
    }
    const std::string why = found.tags_error ? fmt::format("; its tags cannot be read: {}",
                                                           found.tags_error->ToString())
                                             : std::string("; another run or person made it");
    Cause(fmt::format("there is already a replication task named {} ({}){}", state_.identifier, arn,
                      why),
          "choose another replicationTaskIdentifier (one per run: "
          "shop-${system.workflow.instance.id}), delete the old task, or restart it with "
          "isRestartTask and its ARN",
          std::string(dms::fault::kResourceAlreadyExists));
    return Event::kFoundForeign;
}

Event Lifecycle::OnConnections(const ConnectionsSeen& seen) {
    untested_.clear();
    bool testing = false;
    for (const std::string& endpoint : {state_.source_endpoint_arn, state_.target_endpoint_arn}) {
        const auto connection = std::find_if(
            seen.connections.begin(), seen.connections.end(), [&](const dms::Connection& c) {
                return c.endpoint_arn == endpoint &&
                       c.replication_instance_arn == state_.replication_instance_arn;
            });
        std::optional<dms::ConnectionStatus> status;
        if (connection != seen.connections.end()) {
            status = dms::ParseConnectionStatus(connection->status.value_or(""));
        }
        if (status == dms::ConnectionStatus::kSuccessful) continue;
        if (status == dms::ConnectionStatus::kTesting) {
            testing = true;
        } else if (phase_ == Phase::kAwaitingConnections &&
                   status == dms::ConnectionStatus::kFailed) {
            Cause(
                fmt::format("the connection of {} endpoint {} failed its test: {}",
                            endpoint == state_.source_endpoint_arn ? "source" : "target", endpoint,
                            connection->last_failure_message.value_or("no reason given")),
                "check host, port, user, password, TLS mode and firewall of the endpoint");
            return CleansUp() ? Event::kConnectionsBadCleanUp : Event::kConnectionsBad;
        } else {
            untested_.push_back(endpoint);
        }
    }
    const bool test_all = p_.test_connections == TestConnections::kAlways &&
                          phase_ == Phase::kCheckingConnections && !state_.connections_retested;
    if (test_all) untested_ = {state_.source_endpoint_arn, state_.target_endpoint_arn};
    if (phase_ == Phase::kAwaitingConnections) {
        // An empty answer just after the test is the service's delay; the deadline ends it.
        if (testing || !untested_.empty()) return Event::kConnectionsTesting;
    } else {
        if (!untested_.empty()) return Event::kConnectionsUntested;
        if (testing) return Event::kConnectionsTesting;
    }
    state_.connections_checked = true;
    return state_.replication_task_arn.empty() ? Event::kConnectionsGoodToCreate
                                               : Event::kConnectionsGoodToStart;
}

Event Lifecycle::OnCallDone(const CallDone& done) {
    switch (phase_) {
        case Phase::kCreating:
            state_.replication_task_arn =
                done.task ? done.task->replication_task_arn.value_or("") : "";
            // Without an ARN in the reply the lookup finds it.
            if (state_.replication_task_arn.empty()) return Event::kReplyLost;
            state_.created = true;
            state_.created_at = ToMilliseconds(done.task->replication_task_creation_date);
            Say(LogLevel::kInfo, fmt::format("created {}", state_.replication_task_arn));
            return Event::kCreated;
        case Phase::kTestingConnections: return Event::kTestSent;
        case Phase::kModifying:
            state_.modified = true;
            Say(LogLevel::kInfo, fmt::format("{} was changed as the node says", TaskName()));
            return Event::kModified;
        case Phase::kStarting:
            state_.start_accepted = true;
            start_unsure_ = false;
            Say(LogLevel::kInfo,
                fmt::format("start accepted ({}); waiting until it runs", state_.start_type));
            return Event::kStartAccepted;
        case Phase::kSendingFirstStop: first_stop_sent_ = true; return Event::kStopSent;
        case Phase::kDeleting: return Event::kDeleteSent;
        default: return Event::kStopSent;
    }
}

bool Lifecycle::CleansUp() const {
    return state_.created && !state_.start_accepted && !state_.adopted_run &&
           !state_.had_run_before && !state_.replication_task_arn.empty() &&
           p_.on_failed_start == OnFailedStart::kDelete;
}

void Lifecycle::Cause(std::string message, std::string hint, std::string fault) {
    state_.failure = std::move(message);
    state_.failure_hint = std::move(hint);
    state_.failure_fault = std::move(fault);
}

std::optional<Event> Lifecycle::OnKill(const Killed& killed) {
    if (!state_.kill.empty()) return std::nullopt;
    state_.kill = killed.reason == KillReason::kUser ? "user" : "timeout";
    Say(LogLevel::kWarning, killed.reason == KillReason::kUser
                                ? "kill requested"
                                : "the node's timeout is over: stopping the replication task");
    // A call is either answered or not yet sent when a kill is looked at: this one was not.
    if (phase_ == Phase::kStarting && !start_unsure_) state_.start_sent = false;
    if (phase_ == Phase::kDeleting || phase_ == Phase::kAwaitingDeleted) return Event::kKillMade;
    if (state_.replication_task_arn.empty()) {
        return create_unsure_ ? Event::kKillUnsure : Event::kKillNothing;
    }
    const bool ours = state_.created || state_.start_sent || state_.adopted_run;
    return ours ? Event::kKillMade : Event::kKillNothing;
}

std::optional<Event> Lifecycle::OnTick(TimePoint now) {
    const Ask ask = NextAsk();
    if (now < ask.deadline) return std::nullopt;
    const Stage stage = StageOf(phase_);
    // While cleaning up, the cause is the failure that led here.
    if (stage == Stage::kRemove) return Event::kDeadline;
    const bool contact_lost = failures_ > 0 && now >= last_contact_ + p_.timeouts.contact;
    const std::string status =
        task_ && task_->status ? fmt::format("; its last status was {}", *task_->status) : "";
    if (contact_lost) {
        Cause(fmt::format("no answer from the service for {} s (contactTimeout) in phase {}: {}{}",
                          p_.timeouts.contact.count(), Word(phase_), last_failure_, status),
              "the replication task was left as it is; mend the connection, then run the node "
              "again: it takes the task over");
        state_.attention = true;
    } else if (phase_ == Phase::kFollowing && not_running_since_ &&
               now >= *not_running_since_ + p_.timeouts.start) {
        Cause(fmt::format("{} did not come back to running within {} s (startTimeout){}",
                          TaskName(), p_.timeouts.start.count(), status),
              "look at the replication instance and at the task's own log");
        state_.attention = true;
    } else {
        const std::string failure =
            failures_ > 0 ? fmt::format("; the last call failed: {}", last_failure_) : "";
        Cause(fmt::format("phase {} of {} took longer than {} s ({}){}{}", Word(phase_), TaskName(),
                          LimitOf(stage).count(), LimitName(stage), status, failure),
              stage == Stage::kRun ? "the replication task was left running; set runTimeout higher "
                                     "if it needs the time"
                                   : fmt::format("look at the task; set {} higher if the service "
                                                 "needs the time",
                                                 LimitName(stage)));
        if (stage == Stage::kRun || stage == Stage::kStart) state_.attention = true;
    }
    return stage == Stage::kConnections && CleansUp() ? Event::kDeadlineCleanUp : Event::kDeadline;
}

std::string Lifecycle::TaskName() const {
    if (!state_.replication_task_arn.empty()) return state_.replication_task_arn;
    if (!state_.identifier.empty()) return "task " + state_.identifier;
    return "task " + p_.replication_task_arn;
}

Progress Lifecycle::CurrentProgress() const {
    Progress progress;
    progress.phase = std::string(Word(phase_));
    progress.replication_task_arn = state_.replication_task_arn;
    if (task_) {
        progress.status = task_->status.value_or("");
        if (const auto& stats = task_->replication_task_stats) {
            progress.percent = stats->full_load_progress_percent;
            progress.tables_loaded = stats->tables_loaded.value_or(0);
            progress.tables_loading = stats->tables_loading.value_or(0);
            progress.tables_queued = stats->tables_queued.value_or(0);
            progress.tables_errored = stats->tables_errored.value_or(0);
        }
    }
    progress.rows_loaded = rows_;
    progress.rows_per_second = rows_per_second_;
    if (tables_) progress.tables = *tables_;
    return progress;
}

}  // namespace dmsnode::tasks::impl
