#include "workflow/plan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

namespace dmsnode::workflow {
namespace {

struct Transition {
    TaskState from;
    TaskEvent event;
    TaskState to;
};

// Every allowed move is a row; what is not here is refused.
constexpr std::array kTransitions = {
    Transition{TaskState::kWaiting, TaskEvent::kDelayBegins, TaskState::kDelayed},
    Transition{TaskState::kWaiting, TaskEvent::kStarted, TaskState::kRunning},
    Transition{TaskState::kWaiting, TaskEvent::kKilled, TaskState::kKilled},
    Transition{TaskState::kWaiting, TaskEvent::kUpstreamFailed, TaskState::kUpstreamFailed},
    Transition{TaskState::kWaiting, TaskEvent::kPassedOver, TaskState::kPassedOver},
    Transition{TaskState::kDelayed, TaskEvent::kStarted, TaskState::kRunning},
    Transition{TaskState::kDelayed, TaskEvent::kKilled, TaskState::kKilled},
    Transition{TaskState::kRunning, TaskEvent::kSucceeded, TaskState::kSucceeded},
    Transition{TaskState::kRunning, TaskEvent::kFailedForNow, TaskState::kBackingOff},
    Transition{TaskState::kRunning, TaskEvent::kFailedForGood, TaskState::kFailed},
    Transition{TaskState::kRunning, TaskEvent::kKilled, TaskState::kKilled},
    Transition{TaskState::kBackingOff, TaskEvent::kStarted, TaskState::kRunning},
    Transition{TaskState::kBackingOff, TaskEvent::kKilled, TaskState::kKilled},
};

constexpr std::array<std::pair<TaskState, std::string_view>, 9> kTaskWords = {{
    {TaskState::kWaiting, "waiting"},
    {TaskState::kDelayed, "delayed"},
    {TaskState::kRunning, "running"},
    {TaskState::kBackingOff, "backing off"},
    {TaskState::kSucceeded, "success"},
    {TaskState::kFailed, "failure"},
    {TaskState::kKilled, "killed"},
    {TaskState::kUpstreamFailed, "upstream failed"},
    {TaskState::kPassedOver, "passed over"},
}};

constexpr std::array<std::pair<WorkflowState, std::string_view>, 4> kWorkflowWords = {{
    {WorkflowState::kRunning, "running"},
    {WorkflowState::kSucceeded, "success"},
    {WorkflowState::kFailed, "failure"},
    {WorkflowState::kKilled, "killed"},
}};

}  // namespace

std::string_view Word(TaskState state) {
    for (const auto& [known, word] : kTaskWords) {
        if (known == state) return word;
    }
    return "waiting";
}

std::optional<TaskState> ParseTaskState(std::string_view word) {
    for (const auto& [state, known] : kTaskWords) {
        if (known == word) return state;
    }
    return std::nullopt;
}

std::string_view Word(WorkflowState state) {
    for (const auto& [known, word] : kWorkflowWords) {
        if (known == state) return word;
    }
    return "running";
}

std::optional<WorkflowState> ParseWorkflowState(std::string_view word) {
    for (const auto& [state, known] : kWorkflowWords) {
        if (known == word) return state;
    }
    return std::nullopt;
}

bool IsFinal(TaskState state) {
    switch (state) {
        case TaskState::kWaiting:
        case TaskState::kDelayed:
        case TaskState::kRunning:
        case TaskState::kBackingOff: return false;
        case TaskState::kSucceeded:
        case TaskState::kFailed:
        case TaskState::kKilled:
        case TaskState::kUpstreamFailed:
        case TaskState::kPassedOver: return true;
    }
    return true;
}

std::optional<TaskState> Next(TaskState state, TaskEvent event) {
    for (const Transition& row : kTransitions) {
        if (row.from == state && row.event == event) return row.to;
    }
    return std::nullopt;
}

Plan::Plan(Graph graph, std::vector<TaskPolicy> policies)
    : graph_(std::move(graph)),
      policies_(std::move(policies)),
      tasks_(policies_.size()),
      order_(TopologicalOrder(graph_)) {}

void Plan::Restore(std::size_t task, TaskStatus status) {
    tasks_[task] = status;
}

Plan::Readiness Plan::ReadinessOf(std::size_t task) const {
    Readiness readiness = Readiness::kReady;
    for (const std::size_t before : graph_.predecessors[task]) {
        const TaskState state = tasks_[before].state;
        if (state == TaskState::kSucceeded || state == TaskState::kPassedOver) continue;
        // One lost predecessor decides, whatever the others still do.
        if (IsFinal(state)) return Readiness::kNever;
        readiness = Readiness::kNotYet;
    }
    return readiness;
}

void Plan::Move(std::size_t task, TaskEvent event, std::optional<TimePoint> wake) {
    const std::optional<TaskState> next = Next(tasks_[task].state, event);
    if (!next) return;
    tasks_[task].state = *next;
    tasks_[task].wake = wake;
    if (event == TaskEvent::kStarted) ++tasks_[task].attempt;
    if (std::find(changed_.begin(), changed_.end(), task) == changed_.end()) {
        changed_.push_back(task);
    }
}

/// True if the task moved.
bool Plan::AdvanceOne(std::size_t task, TimePoint now, std::vector<std::size_t>& starts) {
    const TaskStatus& status = tasks_[task];
    if (status.state == TaskState::kDelayed || status.state == TaskState::kBackingOff) {
        if (status.wake && *status.wake > now) return false;
        Move(task, TaskEvent::kStarted);
        starts.push_back(task);
        return true;
    }
    if (status.state != TaskState::kWaiting) return false;
    const Readiness readiness = ReadinessOf(task);
    if (readiness == Readiness::kNotYet) return false;
    if (readiness == Readiness::kNever) {
        Move(task, TaskEvent::kUpstreamFailed);
    } else if (policies_[task].prohibited) {
        Move(task, TaskEvent::kPassedOver);
    } else if (policies_[task].delay.count() > 0) {
        Move(task, TaskEvent::kDelayBegins, now + policies_[task].delay);
    } else {
        Move(task, TaskEvent::kStarted);
        starts.push_back(task);
    }
    return true;
}

std::vector<std::size_t> Plan::Advance(TimePoint now) {
    std::vector<std::size_t> starts;
    if (killed_) return starts;
    // In topological order one pass is enough: a task moves only after those before it.
    for (const std::size_t task : order_) AdvanceOne(task, now, starts);
    std::stable_sort(starts.begin(), starts.end(), [&](std::size_t a, std::size_t b) {
        return policies_[a].priority < policies_[b].priority;
    });
    return starts;
}

Status Plan::Finished(std::size_t task, AttemptResult result, TimePoint now) {
    if (tasks_[task].state != TaskState::kRunning) {
        return Error{ErrorCode::kConflict,
                     fmt::format("an attempt ended in the state \"{}\", which has none running",
                                 Word(tasks_[task].state))};
    }
    if (result == AttemptResult::kSuccess) {
        Move(task, TaskEvent::kSucceeded);
    } else if (result == AttemptResult::kKilled || killed_) {
        Move(task, TaskEvent::kKilled);
    } else if (result == AttemptResult::kFailure &&
               tasks_[task].attempt <= policies_[task].retry_times) {
        Move(task, TaskEvent::kFailedForNow, now + policies_[task].retry_interval);
    } else {
        Move(task, TaskEvent::kFailedForGood);
    }
    return {};
}

void Plan::Kill() {
    killed_ = true;
    for (const std::size_t task : order_) {
        if (tasks_[task].state != TaskState::kRunning) Move(task, TaskEvent::kKilled);
    }
}

std::optional<TimePoint> Plan::NextWake() const {
    std::optional<TimePoint> next;
    for (const TaskStatus& status : tasks_) {
        if (status.wake && (!next || *status.wake < *next)) next = status.wake;
    }
    return next;
}

WorkflowState Plan::state() const {
    bool failed = false;
    bool killed = killed_;
    for (const TaskStatus& status : tasks_) {
        if (!IsFinal(status.state)) return WorkflowState::kRunning;
        failed = failed || status.state == TaskState::kFailed ||
                 status.state == TaskState::kUpstreamFailed;
        killed = killed || status.state == TaskState::kKilled;
    }
    if (killed) {
        // A kill that came when all had ended changed nothing.
        const bool all_well = std::all_of(tasks_.begin(), tasks_.end(), [](const TaskStatus& s) {
            return s.state == TaskState::kSucceeded || s.state == TaskState::kPassedOver;
        });
        return all_well ? WorkflowState::kSucceeded : WorkflowState::kKilled;
    }
    return failed ? WorkflowState::kFailed : WorkflowState::kSucceeded;
}

std::vector<std::size_t> Plan::TakeChanged() {
    return std::exchange(changed_, {});
}

}  // namespace dmsnode::workflow
