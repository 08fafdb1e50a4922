#include "workflow/states.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dmsnode::workflow {
namespace {

using T = TaskState;
using E = TaskEvent;

constexpr std::array kTaskTransitions = {
    TaskTransition{T::kWaiting, E::kDelayBegins, T::kDelayed},
    TaskTransition{T::kWaiting, E::kQueued, T::kQueued},
    TaskTransition{T::kWaiting, E::kKilled, T::kKilled},
    TaskTransition{T::kWaiting, E::kPaused, T::kPaused},
    TaskTransition{T::kWaiting, E::kUpstreamFailed, T::kUpstreamFailed},
    TaskTransition{T::kWaiting, E::kPassedOver, T::kPassedOver},
    TaskTransition{T::kDelayed, E::kQueued, T::kQueued},
    TaskTransition{T::kDelayed, E::kKilled, T::kKilled},
    TaskTransition{T::kDelayed, E::kPaused, T::kPaused},
    TaskTransition{T::kQueued, E::kStarted, T::kRunning},
    TaskTransition{T::kQueued, E::kKilled, T::kKilled},
    TaskTransition{T::kQueued, E::kPaused, T::kPaused},
    TaskTransition{T::kRunning, E::kSucceeded, T::kSucceeded},
    TaskTransition{T::kRunning, E::kFailedForNow, T::kBackingOff},
    TaskTransition{T::kRunning, E::kFailedForGood, T::kFailed},
    TaskTransition{T::kRunning, E::kKilled, T::kKilled},
    TaskTransition{T::kBackingOff, E::kQueued, T::kQueued},
    TaskTransition{T::kBackingOff, E::kKilled, T::kKilled},
    TaskTransition{T::kBackingOff, E::kPaused, T::kPaused},
    TaskTransition{T::kPaused, E::kAgain, T::kWaiting},
    TaskTransition{T::kPaused, E::kKilled, T::kKilled},
    TaskTransition{T::kSucceeded, E::kAgain, T::kWaiting},
    TaskTransition{T::kForcedSuccess, E::kAgain, T::kWaiting},
    TaskTransition{T::kFailed, E::kForced, T::kForcedSuccess},
    TaskTransition{T::kFailed, E::kAgain, T::kWaiting},
    TaskTransition{T::kKilled, E::kForced, T::kForcedSuccess},
    TaskTransition{T::kKilled, E::kAgain, T::kWaiting},
    TaskTransition{T::kUpstreamFailed, E::kAgain, T::kWaiting},
    TaskTransition{T::kPassedOver, E::kAgain, T::kWaiting},
};

using W = WorkflowState;
using C = WorkflowEvent;

constexpr std::array kWorkflowTransitions = {
    WorkflowTransition{W::kSerialWait, C::kBegin, W::kRunning},
    WorkflowTransition{W::kSerialWait, C::kStop, W::kKilled},
    WorkflowTransition{W::kRunning, C::kPause, W::kPausing},
    WorkflowTransition{W::kRunning, C::kStop, W::kStopping},
    WorkflowTransition{W::kRunning, C::kEndedWell, W::kSucceeded},
    WorkflowTransition{W::kRunning, C::kEndedFailed, W::kFailed},
    WorkflowTransition{W::kRunning, C::kEndedKilled, W::kKilled},
    // Some nodes run again inside a paused instance: its other nodes still rest at the end.
    WorkflowTransition{W::kRunning, C::kEndedPaused, W::kPaused},
    WorkflowTransition{W::kPausing, C::kResume, W::kRunning},
    WorkflowTransition{W::kPausing, C::kStop, W::kStopping},
    WorkflowTransition{W::kPausing, C::kEndedWell, W::kSucceeded},
    WorkflowTransition{W::kPausing, C::kEndedFailed, W::kFailed},
    WorkflowTransition{W::kPausing, C::kEndedKilled, W::kKilled},
    WorkflowTransition{W::kPausing, C::kEndedPaused, W::kPaused},
    // What ended well before the kill arrived has ended well.
    WorkflowTransition{W::kStopping, C::kEndedWell, W::kSucceeded},
    WorkflowTransition{W::kStopping, C::kEndedKilled, W::kKilled},
    WorkflowTransition{W::kPaused, C::kResume, W::kRunning},
    WorkflowTransition{W::kPaused, C::kStop, W::kStopping},
    WorkflowTransition{W::kPaused, C::kRerun, W::kRunning},
    WorkflowTransition{W::kPaused, C::kRecover, W::kRunning},
    WorkflowTransition{W::kPaused, C::kRunNode, W::kRunning},
    WorkflowTransition{W::kPaused, C::kForce, W::kPaused},
    WorkflowTransition{W::kSucceeded, C::kRerun, W::kRunning},
    WorkflowTransition{W::kSucceeded, C::kRunNode, W::kRunning},
    WorkflowTransition{W::kFailed, C::kRerun, W::kRunning},
    WorkflowTransition{W::kFailed, C::kRecover, W::kRunning},
    WorkflowTransition{W::kFailed, C::kRunNode, W::kRunning},
    WorkflowTransition{W::kFailed, C::kForce, W::kFailed},
    WorkflowTransition{W::kFailed, C::kMended, W::kSucceeded},
    WorkflowTransition{W::kKilled, C::kRerun, W::kRunning},
    WorkflowTransition{W::kKilled, C::kRecover, W::kRunning},
    WorkflowTransition{W::kKilled, C::kRunNode, W::kRunning},
    WorkflowTransition{W::kKilled, C::kForce, W::kKilled},
    WorkflowTransition{W::kKilled, C::kMended, W::kSucceeded},
};

constexpr std::array<std::pair<TaskState, std::string_view>, 12> kTaskWords = {{
    {T::kWaiting, "waiting"},
    {T::kDelayed, "delayed"},
    {T::kQueued, "queued"},
    {T::kRunning, "running"},
    {T::kBackingOff, "backing off"},
    {T::kPaused, "paused"},
    {T::kSucceeded, "success"},
    {T::kForcedSuccess, "forced success"},
    {T::kFailed, "failure"},
    {T::kKilled, "killed"},
    {T::kUpstreamFailed, "upstream failed"},
    {T::kPassedOver, "passed over"},
}};

constexpr std::array<std::pair<TaskEvent, std::string_view>, 12> kTaskEventWords = {{
    {E::kDelayBegins, "delay begins"},
    {E::kQueued, "queued"},
    {E::kStarted, "a worker starts it"},
    {E::kSucceeded, "succeeds"},
    {E::kFailedForNow, "fails with retries left"},
    {E::kFailedForGood, "fails for good"},
    {E::kKilled, "killed"},
    {E::kPaused, "pause"},
    {E::kUpstreamFailed, "a node before it did not succeed"},
    {E::kPassedOver, "is prohibited"},
    {E::kForced, "force success"},
    {E::kAgain, "run again"},
}};

constexpr std::array<std::pair<WorkflowState, std::string_view>, 8> kWorkflowWords = {{
    {W::kSerialWait, "serial wait"},
    {W::kRunning, "running"},
    {W::kPausing, "pausing"},
    {W::kStopping, "stopping"},
    {W::kPaused, "paused"},
    {W::kSucceeded, "success"},
    {W::kFailed, "failure"},
    {W::kKilled, "killed"},
}};

constexpr std::array<std::pair<WorkflowEvent, std::string_view>, 13> kWorkflowEventWords = {{
    {C::kBegin, "its turn comes"},
    {C::kPause, "pause"},
    {C::kResume, "resume"},
    {C::kStop, "stop"},
    {C::kRerun, "rerun"},
    {C::kRecover, "recover"},
    {C::kRunNode, "run node"},
    {C::kForce, "force success"},
    {C::kMended, "nothing else is wrong"},
    {C::kEndedWell, "all succeeded"},
    {C::kEndedFailed, "one failed"},
    {C::kEndedKilled, "ended by a kill"},
    {C::kEndedPaused, "nothing runs any more"},
}};

template <class Words, class Value>
std::string_view WordOf(const Words& words, Value value) {
    for (const auto& [known, word] : words) {
        if (known == value) return word;
    }
    return words[0].second;
}

template <class Value, class Words>
std::optional<Value> ValueOf(const Words& words, std::string_view word) {
    for (const auto& [value, known] : words) {
        if (known == word) return value;
    }
    return std::nullopt;
}

template <class Rows, class State, class Event>
std::optional<State> LookUp(const Rows& rows, State state, Event event) {
    for (const auto& row : rows) {
        if (row.from == state && row.event == event) return row.to;
    }
    return std::nullopt;
}

/// Mermaid takes no blanks in the name of a state.
std::string Name(std::string_view word) {
    std::string name(word);
    std::replace(name.begin(), name.end(), ' ', '_');
    return name;
}

template <class Rows>
std::string Diagram(const Rows& rows, std::string_view first) {
    std::string text = "stateDiagram-v2\n";
    text += fmt::format("    [*] --> {}\n", Name(first));
    for (const auto& row : rows) {
        text += fmt::format("    {} --> {}: {}\n", Name(Word(row.from)), Name(Word(row.to)),
                            Word(row.event));
    }
    return text;
}

}  // namespace

std::string_view Word(TaskState state) {
    return WordOf(kTaskWords, state);
}
std::optional<TaskState> ParseTaskState(std::string_view word) {
    return ValueOf<TaskState>(kTaskWords, word);
}
std::string_view Word(TaskEvent event) {
    return WordOf(kTaskEventWords, event);
}
std::string_view Word(WorkflowState state) {
    return WordOf(kWorkflowWords, state);
}
std::optional<WorkflowState> ParseWorkflowState(std::string_view word) {
    return ValueOf<WorkflowState>(kWorkflowWords, word);
}
std::string_view Word(WorkflowEvent event) {
    return WordOf(kWorkflowEventWords, event);
}

bool IsFinal(TaskState state) {
    switch (state) {
        case T::kWaiting:
        case T::kDelayed:
        case T::kQueued:
        case T::kRunning:
        case T::kBackingOff:
        case T::kPaused: return false;
        case T::kSucceeded:
        case T::kForcedSuccess:
        case T::kFailed:
        case T::kKilled:
        case T::kUpstreamFailed:
        case T::kPassedOver: return true;
    }
    return true;
}

bool IsWell(TaskState state) {
    return state == T::kSucceeded || state == T::kForcedSuccess || state == T::kPassedOver;
}

bool IsActive(WorkflowState state) {
    return state == W::kRunning || state == W::kPausing || state == W::kStopping;
}

bool IsFinal(WorkflowState state) {
    return state == W::kSucceeded || state == W::kFailed || state == W::kKilled;
}

std::span<const TaskTransition> TaskTransitions() {
    return kTaskTransitions;
}
std::span<const WorkflowTransition> WorkflowTransitions() {
    return kWorkflowTransitions;
}
std::optional<TaskState> Next(TaskState state, TaskEvent event) {
    return LookUp(kTaskTransitions, state, event);
}
std::optional<WorkflowState> Next(WorkflowState state, WorkflowEvent event) {
    return LookUp(kWorkflowTransitions, state, event);
}

std::string TaskStateDiagram() {
    return Diagram(kTaskTransitions, Word(T::kWaiting));
}
std::string WorkflowStateDiagram() {
    return Diagram(kWorkflowTransitions, Word(W::kRunning));
}

}  // namespace dmsnode::workflow
