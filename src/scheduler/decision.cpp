#include "scheduler/decision.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids.hpp"
#include "scheduler/instance_end.hpp"
#include "scheduler/notify.hpp"
#include "tasks/outcome.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::AttemptResult;
using workflow::TaskState;
using workflow::WorkflowEvent;
using workflow::WorkflowState;

constexpr std::int64_t kMostEnds = 1000;

AttemptResult ResultOf(const rows::Attempt& attempt) {
    if (attempt.end.result == Word(tasks::NodeResult::kSuccess)) return AttemptResult::kSuccess;
    // A script that a person's kill has ended may say anything.
    if (attempt.kill_requested == rows::kill_reason::kUser) return AttemptResult::kKilled;
    const bool timeout = attempt.kill_requested == rows::kill_reason::kTimeout;
    if (attempt.end.result == Word(tasks::NodeResult::kKilled) && !timeout) {
        return AttemptResult::kKilled;
    }
    return attempt.end.hopeless ? AttemptResult::kHopeless : AttemptResult::kFailure;
}

WorkflowEvent EventOf(WorkflowState end) {
    switch (end) {
        case WorkflowState::kSucceeded: return WorkflowEvent::kEndedWell;
        case WorkflowState::kFailed: return WorkflowEvent::kEndedFailed;
        case WorkflowState::kPaused: return WorkflowEvent::kEndedPaused;
        case WorkflowState::kSerialWait:
        case WorkflowState::kRunning:
        case WorkflowState::kPausing:
        case WorkflowState::kStopping:
        case WorkflowState::kKilled: return WorkflowEvent::kEndedKilled;
    }
    return WorkflowEvent::kEndedKilled;
}

/// The node's own if it names one, else the instance's, else "default".
std::string WorkerGroupOf(const workflow::TaskDefinition& task, const rows::Instance& instance) {
    if (!task.worker_group.empty() && task.worker_group != "default") return task.worker_group;
    return instance.worker_group.empty() ? "default" : instance.worker_group;
}

}  // namespace

Status Decision::Make() {
    if (!instance_.started) instance_.started = now_;
    for (const auto step :
         {&Decision::TakeEnds, &Decision::TakeRequests, &Decision::StartWhatIsFree,
          &Decision::TellKills, &Decision::CheckWorkflowTimeout, &Decision::Close}) {
        if (Status done = (this->*step)(); !done) return done;
    }
    return {};
}

Status Decision::TakeEnds() {
    const auto ends = rows::NewEnds(db_, instance_.id, kMostEnds);
    if (!ends) return ends.error();
    more_ = ends->size() == static_cast<std::size_t>(kMostEnds);
    for (const rows::Attempt& attempt : *ends) {
        if (Status taken = TakeEnd(attempt); !taken) return taken;
        if (Status seen = rows::EndIsSeen(db_, attempt.id); !seen) return seen;
    }
    return {};
}

Status Decision::TakeEnd(const rows::Attempt& attempt) {
    if (!attempt.task_group.empty()) groups_.insert(attempt.task_group);
    const auto place = static_cast<std::size_t>(attempt.task);
    if (place >= plan_.plan.size()) return {};
    if (attempt.number != plan_.plan.task(place).attempt) return {};  // of an earlier round
    const AttemptResult result = ResultOf(attempt);
    if (plan_.plan.strategy() == workflow::FailureStrategy::kEnd &&
        plan_.plan.WouldFail(place, result)) {
        if (Status settled = SettleQueued(); !settled) return settled;
    }
    if (plan_.plan.task(place).state == TaskState::kQueued) {
        static_cast<void>(plan_.plan.Started(place));
    }
    // Refused if the task has ended otherwise: nothing depends on this end any more.
    if (!plan_.plan.Finished(place, result, now_)) return {};
    ended_at_[place] = attempt.ended.value_or(now_);
    if (attempt.end.attention) {
        if (Status told = TellAttention(attempt); !told) return told;
    }
    if (result != AttemptResult::kSuccess || !attempt.end.outputs) return {};
    return rows::SaveTaskOutputs(db_, instance_.id, attempt.task, attempt.end.outputs);
}

Status Decision::TellAttention(const rows::Attempt& attempt) {
    if (ports_.alarms == nullptr) return {};
    Alarm alarm = AlarmAbout(instance_, AlarmKind::kTaskAttention, now_);
    alarm.task = attempt.task_name;
    alarm.key += fmt::format("/{}", attempt.id);
    alarm.title = fmt::format("{}: look at the node \"{}\"", instance_.name, attempt.task_name);
    alarm.text =
        fmt::format("The node \"{}\" of \"{}\" ended as {}: {} {}", attempt.task_name,
                    instance_.name, attempt.end.result, attempt.end.message, attempt.end.hint);
    return ports_.alarms->Raise(db_, alarm);
}

/// After this the plan's queued tasks have no attempt that a worker could still take, and those
/// that a worker has taken are running in the plan too.
Status Decision::SettleQueued() {
    if (plan_.plan.Count(TaskState::kQueued) == 0) return {};
    const auto withdrawn = rows::WithdrawQueued(db_, instance_.id);
    if (!withdrawn) return withdrawn.error();
    const std::set<std::int64_t> gone(withdrawn->begin(), withdrawn->end());
    for (std::size_t place = 0; place < plan_.plan.size(); ++place) {
        if (plan_.plan.task(place).state != TaskState::kQueued) continue;
        if (gone.contains(static_cast<std::int64_t>(place))) continue;
        static_cast<void>(plan_.plan.Started(place));
    }
    for (const std::int64_t task : *withdrawn) {
        const auto& group =
            plan_.loaded->definition.tasks[static_cast<std::size_t>(task)].task_group;
        if (group) groups_.insert(GroupKey(instance_.project_code, group->name));
    }
    return {};
}

Status Decision::TakeRequests() {
    const auto kills = rows::TakeTaskKills(db_, instance_.id);
    if (!kills) return kills.error();
    for (const std::int64_t task : *kills) {
        if (Status killed = KillOne(static_cast<std::size_t>(task)); !killed) return killed;
    }
    const auto state = workflow::ParseWorkflowState(instance_.state);
    if (state == WorkflowState::kPausing || state == WorkflowState::kStopping) {
        if (Status settled = SettleQueued(); !settled) return settled;
    }
    if (state == WorkflowState::kPausing) plan_.plan.Pause();
    if (state == WorkflowState::kStopping) plan_.plan.Kill();
    return {};
}

Status Decision::KillOne(std::size_t place) {
    if (place >= plan_.plan.size() || !plan_.plan.IsPart(place)) return {};
    if (plan_.plan.task(place).state == TaskState::kQueued) {
        const auto withdrawn =
            rows::WithdrawQueued(db_, instance_.id, static_cast<std::int64_t>(place));
        if (!withdrawn) return withdrawn.error();
        if (withdrawn->empty()) static_cast<void>(plan_.plan.Started(place));
        const auto& group = plan_.loaded->definition.tasks[place].task_group;
        if (group) groups_.insert(GroupKey(instance_.project_code, group->name));
    }
    plan_.plan.Kill(place);
    return {};
}

Status Decision::StartWhatIsFree() {
    for (const std::size_t place : plan_.plan.Advance(now_)) {
        if (Status queued = QueueAttempt(place); !queued) return queued;
    }
    for (const std::string& group : groups_) {
        if (Status granted = GrantPlacesOf(db_, group, ports_.groups, now_); !granted) {
            return granted;
        }
    }
    return {};
}

Status Decision::QueueAttempt(std::size_t place) {
    const workflow::TaskDefinition& task = plan_.loaded->definition.tasks[place];
    rows::Attempt attempt;
    attempt.id = NewCode();
    attempt.instance = instance_.id;
    attempt.task = static_cast<std::int64_t>(place);
    attempt.number = plan_.plan.task(place).attempt;
    attempt.run = plan_.runs[place];
    attempt.run_number = instance_.run_number;
    attempt.task_name = task.name;
    attempt.task_type = task.task_type;
    attempt.workflow_priority = instance_.priority;
    attempt.task_priority = static_cast<std::int64_t>(task.priority);
    attempt.queued = now_;
    attempt.worker_group = WorkerGroupOf(task, instance_);
    attempt.environment = task.environment.empty() ? instance_.environment : task.environment;
    if (task.task_group) {
        attempt.task_group = GroupKey(instance_.project_code, task.task_group->name);
        attempt.group_order = -task.task_group->priority;
        groups_.insert(attempt.task_group);
    }
    if (task.timeout) {
        attempt.timeout_us = std::chrono::duration_cast<Duration>(task.timeout->after).count();
        attempt.timeout_strategy = Word(task.timeout->strategy);
    }
    return rows::QueueAttempt(db_, attempt);
}

Status Decision::TellKills() {
    for (const std::size_t place : plan_.plan.TakeKills()) {
        Status asked = rows::RequestKill(db_, instance_.id, static_cast<std::int64_t>(place),
                                         rows::kill_reason::kUser);
        if (!asked) return asked;
    }
    return {};
}

Status Decision::CheckWorkflowTimeout() {
    const auto timeout = plan_.loaded->definition.timeout;
    if (timeout.count() == 0 || instance_.timeout_told || now_ < *instance_.started + timeout) {
        return {};
    }
    instance_.timeout_told = true;
    if (ports_.alarms == nullptr) return {};
    Alarm alarm = AlarmAbout(instance_, AlarmKind::kWorkflowTimeout, now_);
    alarm.title = fmt::format("{}: longer than its timeout", instance_.name);
    alarm.text = fmt::format(
        "The workflow instance \"{}\" runs longer than its workflow's timeout of {} min. It goes "
        "on.",
        instance_.name, timeout.count());
    return ports_.alarms->Raise(db_, alarm);
}

Status Decision::Close() {
    if (Status saved = SaveChanges(db_, instance_.id, plan_, ended_at_, now_); !saved) return saved;
    const WorkflowState end = plan_.plan.state();
    if (end == WorkflowState::kRunning) {
        instance_.wake = plan_.plan.NextWake();
        const auto timeout = plan_.loaded->definition.timeout;
        if (timeout.count() > 0 && !instance_.timeout_told) {
            const TimePoint due = *instance_.started + timeout;
            instance_.wake = std::min(instance_.wake.value_or(due), due);
        }
        if (more_) instance_.wake = now_;
        return rows::SaveInstance(db_, instance_);
    }
    const auto state = workflow::ParseWorkflowState(instance_.state);
    // Stopping and one failed: what was stopped counts.
    const auto next = Next(*state, EventOf(end));
    instance_.state = Word(next.value_or(WorkflowState::kKilled));
    instance_.wake.reset();
    if (end != WorkflowState::kPaused) instance_.ended = now_;
    if (Status saved = rows::SaveInstance(db_, instance_); !saved) return saved;
    return AfterEnd(db_, instance_, ports_.alarms, now_);
}

}  // namespace dmsnode::scheduler
