#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/graph.hpp"

/// Which node runs when. Pure bookkeeping: events and the time come in, what to start comes out; a
/// runner does the work and keeps the states.
namespace dmsnode::workflow {

enum class TaskState {
    kWaiting,         ///< For its predecessors.
    kDelayed,         ///< Its delayTime is running.
    kRunning,         ///< An attempt is running.
    kBackingOff,      ///< Failed, will be tried again after failRetryInterval.
    kSucceeded,       ///< The end.
    kFailed,          ///< The end: no retries left.
    kKilled,          ///< The end: stopped on request.
    kUpstreamFailed,  ///< The end: it never ran because a node before it did not succeed.
    kPassedOver,      ///< The end: `flag: NO`; nodes behind it go on.
};
std::string_view Word(TaskState state);
std::optional<TaskState> ParseTaskState(std::string_view word);
bool IsFinal(TaskState state);

enum class TaskEvent {
    kDelayBegins,
    kStarted,
    kSucceeded,
    kFailedForNow,
    kFailedForGood,
    kKilled,
    kUpstreamFailed,
    kPassedOver,
};
/// The state that an event leads to; nothing if the event has no place in that state.
std::optional<TaskState> Next(TaskState state, TaskEvent event);

/// How a whole workflow instance stands.
enum class WorkflowState { kRunning, kSucceeded, kFailed, kKilled };
std::string_view Word(WorkflowState state);
std::optional<WorkflowState> ParseWorkflowState(std::string_view word);

/// How an attempt ended.
enum class AttemptResult {
    kSuccess,
    kFailure,
    kHopeless,  ///< A failure that no retry can mend: the node's parameters are wrong.
    kKilled,
};

struct TaskPolicy {
    bool prohibited = false;
    int retry_times = 0;
    std::chrono::minutes retry_interval{1};
    std::chrono::minutes delay{0};
    int priority = 0;  ///< Smaller first, among those that become free together.
};

struct TaskStatus {
    TaskState state = TaskState::kWaiting;
    int attempt = 0;                ///< Of the last start; the first is 1.
    std::optional<TimePoint> wake;  ///< End of the delay or of the retry interval.

    bool operator==(const TaskStatus&) const = default;
};

/// Threads: one.
class Plan {
public:
    /// `graph` has no cycle and one entry for each policy.
    Plan(Graph graph, std::vector<TaskPolicy> policies);

    /// Puts a task where an earlier process left it. Before the first Advance.
    void Restore(std::size_t task, TaskStatus status);

    /// Moves everything that can move at `now`. Returns the tasks whose next attempt is to be
    /// started, by priority; they count as running from here on.
    std::vector<std::size_t> Advance(TimePoint now);

    /// An attempt ended. Errors: kConflict if the task is not running: a late or doubled event.
    Status Finished(std::size_t task, AttemptResult result, TimePoint now);

    /// Nothing starts any more: what is not running becomes killed, what runs is for the runner to
    /// stop. Twice is fine.
    void Kill();

    /// When Advance has something to do without an event; nothing if only events can help.
    std::optional<TimePoint> NextWake() const;

    WorkflowState state() const;
    const TaskStatus& task(std::size_t index) const { return tasks_[index]; }
    std::size_t size() const { return tasks_.size(); }
    const Graph& graph() const { return graph_; }

    /// The tasks whose status changed since the last call, in the order of the first change.
    std::vector<std::size_t> TakeChanged();

private:
    enum class Readiness { kNotYet, kReady, kNever };
    Readiness ReadinessOf(std::size_t task) const;
    void Move(std::size_t task, TaskEvent event, std::optional<TimePoint> wake = {});
    bool AdvanceOne(std::size_t task, TimePoint now, std::vector<std::size_t>& starts);

    Graph graph_;
    std::vector<TaskPolicy> policies_;
    std::vector<TaskStatus> tasks_;
    std::vector<std::size_t> order_;
    std::vector<std::size_t> changed_;
    bool killed_ = false;
};

}  // namespace dmsnode::workflow
