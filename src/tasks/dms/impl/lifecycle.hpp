#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tasks/dms/impl/judge.hpp"
#include "tasks/dms/impl/observation.hpp"
#include "tasks/dms/impl/transitions.hpp"

namespace dmsnode::tasks::impl {

struct PollBounds {
    Duration min = std::chrono::seconds(1);
    Duration max = std::chrono::seconds(15);
};

/// One node's life, without any I/O: an observation and the time go in, the next thing to ask and
/// lines for the log come out. The same observations at the same times give the same life.
///
/// The owner does what Ask says, no earlier than its not_before, one thing at a time, hands the
/// answer to On, and saves state() before the next call whenever it has changed.
class Lifecycle {
public:
    /// `saved`: the state that an earlier process left, if there was one.
    Lifecycle(DmsParameters parameters, NodeState fresh, std::optional<NodeState> saved,
              PollBounds poll, TimePoint now);

    Ask NextAsk() const;
    void On(const Observation& observation, TimePoint now);

    const DmsParameters& parameters() const { return p_; }
    const NodeState& state() const { return state_; }
    const std::optional<Outcome>& outcome() const { return outcome_; }
    Phase phase() const { return phase_; }
    /// The lines since the last call.
    std::vector<LogLine> TakeLog() { return std::exchange(log_, {}); }
    /// True once after each change of what Progress shows.
    bool TakeProgressChanged() { return std::exchange(progress_changed_, false); }
    Progress CurrentProgress() const;

private:
    enum class Stage {
        kPrepare,
        kConnections,
        kCreate,
        kStopFirst,
        kStart,
        kRun,
        kInspect,
        kKill,
        kRemove
    };
    Stage StageOf(Phase phase) const;
    std::chrono::seconds LimitOf(Stage stage) const;
    std::string_view LimitName(Stage stage) const;
    static bool IsPolling(Phase phase);

    // One observation to one event.
    std::optional<Event> Classify(const Observation& observation, TimePoint now);
    Event OnNames(const NamesFound& names);
    Event OnFound(const TaskFound& found);
    Event OnConnections(const ConnectionsSeen& seen);
    Event OnCallDone(const CallDone& done);
    Event OnCallFailed(const CallFailed& failed, TimePoint now);
    Event OnTables(const TablesSeen& seen, TimePoint now);
    std::optional<Event> OnKill(const Killed& killed);
    std::optional<Event> OnTick(TimePoint now);
    Event OnTask(const TaskSeen& seen, TimePoint now);
    Event OnTaskBeforeStart(const dms::ReplicationTask& task, dms::TaskStatus status);
    Event OnTaskStartable(const dms::ReplicationTask& task);
    Event OnTaskRunningBeforeStart(const dms::ReplicationTask& task, dms::TaskStatus status);
    Event OnTaskStarted(const dms::ReplicationTask& task, dms::TaskStatus status, TimePoint now);
    Event OnTaskToStop(const dms::ReplicationTask& task, dms::TaskStatus status, TimePoint now);
    Event OnTaskToDelete(const dms::ReplicationTask& task, dms::TaskStatus status);
    Event OnEnd(const dms::ReplicationTask& task);
    Event OnStartFailure(const Error& error);
    /// Why the task is not what the node describes; empty if it is.
    std::string Mismatch(const dms::ReplicationTask& task) const;
    void NoteStart(const dms::ReplicationTask& task);
    void NoteStats(const dms::ReplicationTask& task, TimePoint now);
    bool CleansUp() const;

    // One event to the next phase.
    void Enter(Phase to, Event event, TimePoint now);
    void Prepare(Phase to);
    void Announce(Phase to, Event event);
    void Schedule(Phase from, Event event, TimePoint now);
    void Finish(Event event);
    Outcome OutcomeOf(Event event) const;
    Outcome KilledOutcome(Event event) const;
    Outcome CleanedOutcome(Event event) const;
    void Cause(std::string message, std::string hint, std::string fault = "");
    void Say(LogLevel level, std::string text) { log_.push_back({level, std::move(text)}); }
    std::string TaskName() const;

    DmsParameters p_;
    NodeState state_;
    Phase phase_ = Phase::kResolving;
    PollBounds poll_;
    std::optional<Outcome> outcome_;
    std::vector<LogLine> log_;
    bool progress_changed_ = true;

    // What a restart may forget.
    std::map<Stage, TimePoint> stage_since_;
    std::set<Phase> announced_;
    TimePoint not_before_;
    TimePoint last_contact_;
    Duration interval_;
    int failures_ = 0;          ///< Transient ones in a row.
    std::string last_failure_;  ///< Text of the last of them.
    int missing_ = 0;           ///< Answers in a row that did not know the task.
    int unclear_ = 0;           ///< Answers in a row that lack a field we need.
    int start_refusals_ = 0;
    int table_reads_ = 0;  ///< While inspecting.
    int free_reads_ = 0;   ///< While looking up to kill.
    int taken_ = 0;        ///< Creates that found the identifier in use.
    bool create_unsure_ = false;
    bool start_unsure_ = false;
    bool first_stop_sent_ = false;
    bool verified_ = false;
    bool seen_once_ = false;
    bool finish_reached_ = false;
    bool want_tables_ = false;
    bool interval_reset_ = false;  ///< Something has changed: poll quickly again.
    bool restart_said_ = false;
    bool seen_starting_ = false;  ///< After our Start was accepted.
    TimePoint last_poll_;
    std::optional<TimePoint> standing_since_;     ///< Killed: the task seems not to run.
    std::optional<TimePoint> not_running_since_;  ///< Following, but the task does not run.
    std::optional<TimePoint> caught_up_since_;
    std::optional<TimePoint> tables_read_at_;
    std::vector<std::string> untested_;  ///< Endpoints to test.
    std::optional<dms::ReplicationTask> task_;
    std::optional<std::vector<dms::TableStatistics>> tables_;
    std::map<std::string, std::string> table_states_;
    std::optional<std::int64_t> shown_percent_;
    std::int64_t rows_ = 0;
    double rows_per_second_ = 0;
    std::string shown_status_;
    std::string shown_stats_;
};

}  // namespace dmsnode::tasks::impl
