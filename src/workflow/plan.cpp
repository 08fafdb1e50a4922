#include "workflow/plan.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::workflow {
namespace {

bool CanRest(TaskState state) {
    return state == TaskState::kWaiting || state == TaskState::kDelayed ||
           state == TaskState::kQueued || state == TaskState::kBackingOff;
}

bool DidNotSucceed(TaskState state) {
    return state == TaskState::kFailed || state == TaskState::kKilled ||
           state == TaskState::kUpstreamFailed || state == TaskState::kPaused;
}

}  // namespace

std::string_view Word(FailureStrategy strategy) {
    return strategy == FailureStrategy::kEnd ? "END" : "CONTINUE";
}

std::optional<FailureStrategy> ParseFailureStrategy(std::string_view word) {
    if (word == "END") return FailureStrategy::kEnd;
    if (word == "CONTINUE") return FailureStrategy::kContinue;
    return std::nullopt;
}

Plan::Plan(Graph graph, std::vector<TaskPolicy> policies, FailureStrategy strategy)
    : graph_(std::move(graph)),
      successors_(graph_.Successors()),
      policies_(std::move(policies)),
      tasks_(policies_.size()),
      strategy_(strategy),
      is_changed_(policies_.size(), false),
      kill_told_(policies_.size(), false) {
    for (const TaskPolicy& policy : policies_) {
        if (!policy.outside) ++counts_[static_cast<std::size_t>(TaskState::kWaiting)];
    }
}

void Plan::Restore(std::size_t task, TaskStatus status) {
    if (!policies_[task].outside) {
        --counts_[static_cast<std::size_t>(tasks_[task].state)];
        ++counts_[static_cast<std::size_t>(status.state)];
    }
    tasks_[task] = status;
    built_ = false;
}

void Plan::Build() const {
    built_ = true;
    open_.assign(size(), 0);
    lost_.assign(size(), false);
    ready_.clear();
    wakes_ = {};
    for (std::size_t task = 0; task < size(); ++task) {
        if (policies_[task].outside) continue;
        for (const std::size_t before : graph_.predecessors[task]) {
            if (policies_[before].outside || IsWell(tasks_[before].state)) continue;
            ++open_[task];
            if (IsFinal(tasks_[before].state)) lost_[task] = true;
        }
        const TaskStatus& status = tasks_[task];
        if (status.state == TaskState::kWaiting && (open_[task] == 0 || lost_[task])) {
            ready_.push_back(task);
        }
        if (status.state == TaskState::kDelayed || status.state == TaskState::kBackingOff) {
            wakes_.emplace(status.wake.value_or(TimePoint::min()), task);
        }
    }
}

void Plan::Move(std::size_t task, TaskEvent event, std::optional<TimePoint> wake) {
    TaskStatus& status = tasks_[task];
    const std::optional<TaskState> next = Next(status.state, event);
    if (!next) return;
    // What no worker took has not been an attempt.
    if (status.state == TaskState::kQueued && event != TaskEvent::kStarted) --status.attempt;
    if (event == TaskEvent::kQueued) ++status.attempt;
    kill_told_[task] = false;
    --counts_[static_cast<std::size_t>(status.state)];
    ++counts_[static_cast<std::size_t>(*next)];
    status.state = *next;
    status.wake = wake;
    if (!is_changed_[task]) {
        is_changed_[task] = true;
        changed_.push_back(task);
    }
    if (!built_) return;
    if (wake) wakes_.emplace(*wake, task);
    if (IsFinal(*next)) TellSuccessors(task);
}

void Plan::TellSuccessors(std::size_t task) {
    const bool well = IsWell(tasks_[task].state);
    for (const std::size_t next : successors_[task]) {
        if (policies_[next].outside) continue;
        if (well) --open_[next];
        if (!well) lost_[next] = true;
        if (tasks_[next].state == TaskState::kWaiting && (open_[next] == 0 || lost_[next])) {
            ready_.push_back(next);
        }
    }
}

/// False if the task has moved on since it was noted for that moment.
bool Plan::IsDueAt(TimePoint wake, std::size_t task) const {
    const TaskStatus& status = tasks_[task];
    const bool waits =
        status.state == TaskState::kDelayed || status.state == TaskState::kBackingOff;
    return waits && status.wake.value_or(TimePoint::min()) == wake;
}

void Plan::Queue(std::size_t task, std::vector<std::size_t>& starts) {
    Move(task, TaskEvent::kQueued);
    starts.push_back(task);
}

void Plan::LeaveWaiting(std::size_t task, TimePoint now, std::vector<std::size_t>& starts) {
    const TaskStatus& status = tasks_[task];
    const TaskPolicy& policy = policies_[task];
    if (status.state != TaskState::kWaiting) return;
    if (lost_[task]) {
        Move(task, TaskEvent::kUpstreamFailed);
    } else if (policy.prohibited) {
        Move(task, TaskEvent::kPassedOver);
    } else if (policy.delay.count() > 0 && status.attempt == status.earlier) {
        Move(task, TaskEvent::kDelayBegins, now + policy.delay);
    } else {
        Queue(task, starts);
    }
}

std::vector<std::size_t> Plan::Advance(TimePoint now) {
    std::vector<std::size_t> starts;
    if (!built_) Build();
    if (killed_ || ending_ || paused_) return starts;
    while (!ready_.empty()) {
        const std::size_t task = ready_.front();
        ready_.pop_front();
        LeaveWaiting(task, now, starts);
    }
    while (!wakes_.empty() && wakes_.top().first <= now) {
        const auto [wake, task] = wakes_.top();
        wakes_.pop();
        if (IsDueAt(wake, task)) Queue(task, starts);
    }
    std::sort(starts.begin(), starts.end(), [&](std::size_t a, std::size_t b) {
        return std::pair(policies_[a].priority, a) < std::pair(policies_[b].priority, b);
    });
    return starts;
}

Status Plan::Started(std::size_t task) {
    if (tasks_[task].state != TaskState::kQueued) {
        return Error{ErrorCode::kConflict,
                     fmt::format("an attempt began in the state \"{}\", which has none queued",
                                 Word(tasks_[task].state))};
    }
    Move(task, TaskEvent::kStarted);
    return {};
}

bool Plan::WouldFail(std::size_t task, AttemptResult result) const {
    if (result == AttemptResult::kHopeless) return true;
    return result == AttemptResult::kFailure &&
           tasks_[task].attempt - tasks_[task].earlier > policies_[task].retry_times;
}

Status Plan::Finished(std::size_t task, AttemptResult result, TimePoint now) {
    const TaskStatus& status = tasks_[task];
    if (status.state != TaskState::kRunning) {
        return Error{ErrorCode::kConflict,
                     fmt::format("an attempt ended in the state \"{}\", which has none running",
                                 Word(status.state))};
    }
    if (result == AttemptResult::kSuccess) {
        Move(task, TaskEvent::kSucceeded);
    } else if (result == AttemptResult::kKilled || killed_ || ending_) {
        Move(task, TaskEvent::kKilled);
    } else if (!WouldFail(task, result)) {
        Move(task, TaskEvent::kFailedForNow, now + policies_[task].retry_interval);
    } else {
        Move(task, TaskEvent::kFailedForGood);
        if (strategy_ == FailureStrategy::kEnd) EndRest();
    }
    if (paused_ && CanRest(status.state)) Move(task, TaskEvent::kPaused);
    return {};
}

void Plan::EndRest() {
    ending_ = true;
    for (std::size_t task = 0; task < size(); ++task) {
        if (!policies_[task].outside) Kill(task);
    }
}

void Plan::Kill() {
    killed_ = true;
    for (std::size_t task = 0; task < size(); ++task) {
        if (!policies_[task].outside) Kill(task);
    }
}

void Plan::Kill(std::size_t task) {
    if (tasks_[task].state == TaskState::kRunning) {
        if (!kill_told_[task]) kills_.push_back(task);
        kill_told_[task] = true;
    } else if (!IsFinal(tasks_[task].state)) {
        Move(task, TaskEvent::kKilled);
    }
}

void Plan::Pause() {
    paused_ = true;
    for (std::size_t task = 0; task < size(); ++task) {
        if (!policies_[task].outside && CanRest(tasks_[task].state)) {
            Move(task, TaskEvent::kPaused);
        }
    }
}

void Plan::Resume() {
    paused_ = false;
    built_ = false;
    for (std::size_t task = 0; task < size(); ++task) {
        if (tasks_[task].state == TaskState::kPaused) Move(task, TaskEvent::kAgain);
    }
}

Status Plan::Again(std::size_t task) {
    if (policies_[task].outside || !Next(tasks_[task].state, TaskEvent::kAgain)) {
        return Error{ErrorCode::kConflict, fmt::format("a task in the state \"{}\" cannot be run "
                                                       "again: it has not ended",
                                                       Word(tasks_[task].state))};
    }
    built_ = false;
    killed_ = ending_ = paused_ = false;
    Move(task, TaskEvent::kAgain);
    tasks_[task].earlier = tasks_[task].attempt;
    return {};
}

std::size_t Plan::Recover() {
    std::size_t count = 0;
    for (std::size_t task = 0; task < size(); ++task) {
        if (policies_[task].outside || !DidNotSucceed(tasks_[task].state)) continue;
        if (Again(task)) ++count;
    }
    return count;
}

Status Plan::Force(std::size_t task) {
    if (!Next(tasks_[task].state, TaskEvent::kForced)) {
        return Error{ErrorCode::kConflict,
                     fmt::format("a task in the state \"{}\" cannot be forced to success: only a "
                                 "failed or killed one",
                                 Word(tasks_[task].state))};
    }
    built_ = false;
    Move(task, TaskEvent::kForced);
    return {};
}

std::optional<TimePoint> Plan::NextWake() const {
    if (!built_) Build();
    while (!wakes_.empty()) {
        const auto [wake, task] = wakes_.top();
        if (IsDueAt(wake, task)) return wake;
        wakes_.pop();
    }
    return std::nullopt;
}

WorkflowState Plan::state() const {
    const std::size_t active = Count(TaskState::kWaiting) + Count(TaskState::kDelayed) +
                               Count(TaskState::kQueued) + Count(TaskState::kRunning) +
                               Count(TaskState::kBackingOff);
    if (active > 0) return WorkflowState::kRunning;
    if (Count(TaskState::kPaused) > 0) return WorkflowState::kPaused;
    const std::size_t failed = Count(TaskState::kFailed);
    const std::size_t killed = Count(TaskState::kKilled);
    // A kill that came when all had ended changed nothing.
    if (failed + killed + Count(TaskState::kUpstreamFailed) == 0) return WorkflowState::kSucceeded;
    if (killed_) return WorkflowState::kKilled;
    return failed == 0 && killed > 0 ? WorkflowState::kKilled : WorkflowState::kFailed;
}

std::vector<std::size_t> Plan::TakeChanged() {
    for (const std::size_t task : changed_) is_changed_[task] = false;
    return std::exchange(changed_, {});
}

std::vector<std::size_t> Plan::TakeKills() {
    return std::exchange(kills_, {});
}

}  // namespace dmsnode::workflow
