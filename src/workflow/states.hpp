#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

/// The states of a task and of a workflow instance, and the tables of what may become of what.
/// Data: code asks the tables, docs/states.md is drawn from them, and tests go through every pair.
namespace dmsnode::workflow {

enum class TaskState {
    kWaiting,         ///< For its predecessors.
    kDelayed,         ///< Its delayTime is running.
    kQueued,          ///< An attempt waits for a worker.
    kRunning,         ///< An attempt is running.
    kBackingOff,      ///< Failed, will be tried again after failRetryInterval.
    kPaused,          ///< At rest until the instance is resumed.
    kSucceeded,       ///< The end.
    kForcedSuccess,   ///< The end: failed or killed, and a person said that it counts as success.
    kFailed,          ///< The end: no retries left.
    kKilled,          ///< The end: stopped on request.
    kUpstreamFailed,  ///< The end: it never ran because a node before it did not succeed.
    kPassedOver,      ///< The end: `flag: NO`; nodes behind it go on.
};
std::string_view Word(TaskState state);
std::optional<TaskState> ParseTaskState(std::string_view word);
/// True for the states that only a person's request leads out of. Paused is none: it is a rest.
bool IsFinal(TaskState state);
/// True for the final states that let the nodes behind go on.
bool IsWell(TaskState state);

enum class TaskEvent {
    kDelayBegins,
    kQueued,
    kStarted,
    kSucceeded,
    kFailedForNow,
    kFailedForGood,
    kKilled,
    kPaused,
    kUpstreamFailed,
    kPassedOver,
    kForced,
    kAgain,  ///< To be run (once more): resume, recover, rerun.
};
std::string_view Word(TaskEvent event);

struct TaskTransition {
    TaskState from;
    TaskEvent event;
    TaskState to;
};
/// Every allowed move is a row; what is not here is refused.
std::span<const TaskTransition> TaskTransitions();
/// The state that an event leads to; nothing if the event has no place in that state.
std::optional<TaskState> Next(TaskState state, TaskEvent event);

/// How a whole workflow instance stands.
enum class WorkflowState {
    kSerialWait,  ///< Waits until earlier instances of the same workflow have ended.
    kRunning,
    kPausing,   ///< What runs comes to its end, nothing else starts.
    kStopping,  ///< What runs is being killed.
    kPaused,
    kSucceeded,
    kFailed,
    kKilled,
};
std::string_view Word(WorkflowState state);
std::optional<WorkflowState> ParseWorkflowState(std::string_view word);
/// True while a master has to do with the instance.
bool IsActive(WorkflowState state);
/// True for success, failure and killed.
bool IsFinal(WorkflowState state);

enum class WorkflowEvent {
    kBegin,  ///< Its turn has come.
    kPause,
    kResume,
    kStop,
    kRerun,    ///< Everything again.
    kRecover,  ///< What did not succeed again.
    kRunNode,  ///< Some nodes again.
    kForce,    ///< A failed task is to count as success.
    kMended,   ///< After that, nothing is wrong any more.
    kEndedWell,
    kEndedFailed,
    kEndedKilled,
    kEndedPaused,
};
std::string_view Word(WorkflowEvent event);

struct WorkflowTransition {
    WorkflowState from;
    WorkflowEvent event;
    WorkflowState to;
};
std::span<const WorkflowTransition> WorkflowTransitions();
std::optional<WorkflowState> Next(WorkflowState state, WorkflowEvent event);

/// The tables as Mermaid state diagrams, for docs/states.md.
std::string TaskStateDiagram();
std::string WorkflowStateDiagram();

}  // namespace dmsnode::workflow
