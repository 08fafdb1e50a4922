#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <deque>
#include <optional>
#include <queue>
#include <string_view>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/graph.hpp"
#include "workflow/states.hpp"

/// Which node runs when. Pure bookkeeping: events and the time come in, what to start comes out; a
/// runner or a master does the work and keeps the states.
namespace dmsnode::workflow {

/// How an attempt ended.
enum class AttemptResult {
    kSuccess,
    kFailure,
    kHopeless,  ///< A failure that no retry can mend: the node's parameters are wrong.
    kKilled,
};

/// What a failed task (its retries used up) does to the others. Its own downstream never runs.
enum class FailureStrategy {
    kContinue,  ///< Other branches go on.
    kEnd,       ///< What runs is killed, what waits ends.
};
std::string_view Word(FailureStrategy strategy);
std::optional<FailureStrategy> ParseFailureStrategy(std::string_view word);

struct TaskPolicy {
    bool prohibited = false;
    int retry_times = 0;
    std::chrono::minutes retry_interval{1};
    std::chrono::minutes delay{0};
    int priority = 0;      ///< Smaller first, among those that become free together.
    bool outside = false;  ///< Not part of the instance: nobody waits for it, nothing starts it.
};

struct TaskStatus {
    TaskState state = TaskState::kWaiting;
    int attempt = 0;                ///< Of the last start; the first is 1.
    std::optional<TimePoint> wake;  ///< End of the delay or of the retry interval.
    int earlier =
        0;  ///< Attempts before the last recover or rerun: no retries are counted for them.

    bool operator==(const TaskStatus&) const = default;
};

/// An event costs what it moves: a task's end looks at its successors, not at all nodes. Requests
/// of a person (Kill, Pause, Resume, Again) look at every node once. Threads: one.
class Plan {
public:
    /// `graph` has no cycle and one entry for each policy.
    Plan(Graph graph, std::vector<TaskPolicy> policies,
         FailureStrategy strategy = FailureStrategy::kContinue);

    /// Puts a task where an earlier process left it. Before the first Advance.
    void Restore(std::size_t task, TaskStatus status);

    /// Moves everything that can move at `now`. Returns the tasks whose next attempt is to be
    /// queued, by priority.
    std::vector<std::size_t> Advance(TimePoint now);

    /// A queued attempt has begun. Errors: kConflict if the task is not queued.
    Status Started(std::size_t task);
    /// An attempt ended. Errors: kConflict if the task is not running: a late or doubled event.
    Status Finished(std::size_t task, AttemptResult result, TimePoint now);

    /// True if such an end of the running (or queued) task would leave no retry.
    bool WouldFail(std::size_t task, AttemptResult result) const;

    /// Nothing starts any more: what is not running becomes killed, what runs is told by TakeKills.
    /// A queued attempt that is killed never was (its number is free again): take those that a
    /// worker has already as Started first. Twice is fine.
    void Kill();
    /// The same for one task. Tasks that have ended are left alone.
    void Kill(std::size_t task);
    /// Nothing starts any more and what does not run rests; what runs comes to its end. Queued
    /// attempts as with Kill. Twice is fine.
    void Pause();
    /// What rests goes on; used retries stay used.
    void Resume();

    /// A task that is at rest runs again, with all its retries. Errors: kConflict otherwise.
    Status Again(std::size_t task);
    /// Again for everything that did not succeed. Returns how many tasks that are.
    std::size_t Recover();
    /// A failed or killed task counts as success. Errors: kConflict in other states.
    Status Force(std::size_t task);

    /// When Advance has something to do without an event; nothing if only events can help.
    std::optional<TimePoint> NextWake() const;

    /// kRunning while anything can still happen, then how it ended (kPaused: something rests).
    WorkflowState state() const;
    const TaskStatus& task(std::size_t index) const { return tasks_[index]; }
    std::size_t size() const { return tasks_.size(); }
    const Graph& graph() const { return graph_; }
    std::size_t Count(TaskState state) const { return counts_[static_cast<std::size_t>(state)]; }
    FailureStrategy strategy() const { return strategy_; }
    bool IsPart(std::size_t task) const { return !policies_[task].outside; }

    /// The tasks whose status changed since the last call, in the order of the first change.
    std::vector<std::size_t> TakeChanged();
    /// Running tasks whose attempts are to be killed, each told once.
    std::vector<std::size_t> TakeKills();

private:
    using Wake = std::pair<TimePoint, std::size_t>;

    void Build() const;
    void Move(std::size_t task, TaskEvent event, std::optional<TimePoint> wake = {});
    bool IsDueAt(TimePoint wake, std::size_t task) const;
    void TellSuccessors(std::size_t task);
    void LeaveWaiting(std::size_t task, TimePoint now, std::vector<std::size_t>& starts);
    void Queue(std::size_t task, std::vector<std::size_t>& starts);
    void EndRest();

    Graph graph_;
    std::vector<std::vector<std::size_t>> successors_;
    std::vector<TaskPolicy> policies_;
    std::vector<TaskStatus> tasks_;
    FailureStrategy strategy_;
    std::array<std::size_t, 12> counts_{};  ///< Tasks of the instance by state.

    // Made by Build from the states when they are first needed; kept up by Move.
    mutable bool built_ = false;
    mutable std::vector<std::size_t> open_;  ///< Predecessors that have not ended well.
    mutable std::vector<bool> lost_;         ///< A predecessor has ended otherwise.
    mutable std::deque<std::size_t> ready_;  ///< Waiting tasks that may be able to move.
    /// Ends of delays and retry intervals; those that hold no more are dropped when they are met.
    mutable std::priority_queue<Wake, std::vector<Wake>, std::greater<>> wakes_;

    std::vector<std::size_t> changed_;
    std::vector<bool> is_changed_;
    std::vector<std::size_t> kills_;
    std::vector<bool> kill_told_;
    bool killed_ = false;  ///< On request.
    bool ending_ = false;  ///< By the failure strategy.
    bool paused_ = false;
};

}  // namespace dmsnode::workflow
