#include "scheduler/admission.hpp"

#include <fmt/format.h>

#include "scheduler/notify.hpp"
#include "store/scheduler_schema.hpp"
#include "workflow/definition.hpp"
#include "workflow/states.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::ExecutionType;
using workflow::WorkflowEvent;
using workflow::WorkflowState;

ExecutionType TypeOf(const rows::Instance& instance) {
    return workflow::ParseExecutionType(instance.execution_type).value_or(ExecutionType::kParallel);
}

Status TakeTurns(store::Connection& db, const rows::Instance& instance, TimePoint now) {
    return rows::LockName(db, fmt::format("workflow/{}", instance.workflow_code), now);
}

/// Those that have the turn.
Result<std::vector<rows::Instance>> NotDone(store::Connection& db, std::int64_t workflow_code) {
    std::vector<std::string> states;
    for (const WorkflowState state : {WorkflowState::kRunning, WorkflowState::kPausing,
                                      WorkflowState::kStopping, WorkflowState::kPaused}) {
        states.emplace_back(Word(state));
    }
    return rows::InstancesIn(db, workflow_code, states);
}

Result<std::vector<rows::Instance>> Waiting(store::Connection& db, std::int64_t workflow_code) {
    return rows::InstancesIn(db, workflow_code, {std::string(Word(WorkflowState::kSerialWait))});
}

void SetState(rows::Instance& instance, WorkflowState state, TimePoint now) {
    instance.state = Word(state);
    instance.wake = IsActive(state) ? std::optional(now) : std::nullopt;
    if (IsFinal(state)) instance.ended = now;
}

/// Stops what is not done, and ends what only waits.
Status StopAll(store::Connection& db, const std::vector<rows::Instance>& instances,
               std::string_view reason, AlarmSink* alarms, TimePoint now) {
    for (const rows::Instance& instance : instances) {
        auto locked = rows::LockInstance(db, instance.id);
        if (!locked) return locked.error();
        if (!*locked) continue;
        const auto state = workflow::ParseWorkflowState((*locked)->state);
        const auto next = state ? Next(*state, WorkflowEvent::kStop) : std::nullopt;
        if (!next) continue;
        SetState(**locked, *next, now);
        (*locked)->message = reason;
        if (Status saved = rows::SaveInstance(db, **locked); !saved) return saved;
        if (Status told = TellEnd(db, **locked, alarms, now); !told) return told;
    }
    return {};
}

}  // namespace

Status Admit(store::Connection& db, rows::Instance& instance, AlarmSink* alarms, TimePoint now) {
    WorkflowState state = WorkflowState::kRunning;
    const ExecutionType type = TypeOf(instance);
    if (type != ExecutionType::kParallel) {
        if (Status mine = TakeTurns(db, instance, now); !mine) return mine;
        const auto busy = NotDone(db, instance.workflow_code);
        if (!busy) return busy.error();
        const auto waiting = Waiting(db, instance.workflow_code);
        if (!waiting) return waiting.error();
        const bool first = busy->empty() && waiting->empty();
        if (type == ExecutionType::kSerialDiscard && !first) {
            state = WorkflowState::kKilled;
            instance.message =
                "discarded: an earlier instance of the workflow is not done, and its execution "
                "type "
                "is SERIAL_DISCARD";
        } else if (!first) {
            state = WorkflowState::kSerialWait;
        }
        if (type == ExecutionType::kSerialPriority) {
            constexpr std::string_view kReason =
                "stopped for a newer instance: the workflow's execution type is SERIAL_PRIORITY";
            if (Status done = StopAll(db, *busy, kReason, alarms, now); !done) return done;
            if (Status done = StopAll(db, *waiting, kReason, alarms, now); !done) return done;
            if (busy->empty()) state = WorkflowState::kRunning;
        }
    }
    SetState(instance, state, now);
    const Result<bool> added = rows::AddInstance(db, instance);
    if (!added) return added.error();
    if (!*added) {
        return Error{ErrorCode::kAlreadyExists, "an instance with this idempotency key is there"};
    }
    return TellEnd(db, instance, alarms, now);
}

Status BeginNext(store::Connection& db, const rows::Instance& ended, TimePoint now) {
    if (TypeOf(ended) == ExecutionType::kParallel) return {};
    if (Status mine = TakeTurns(db, ended, now); !mine) return mine;
    const auto busy = NotDone(db, ended.workflow_code);
    if (!busy) return busy.error();
    for (const rows::Instance& instance : *busy) {
        if (instance.id != ended.id) return {};
    }
    const auto waiting = Waiting(db, ended.workflow_code);
    if (!waiting) return waiting.error();
    for (const rows::Instance& next : *waiting) {
        auto locked = rows::LockInstance(db, next.id);
        if (!locked) return locked.error();
        if (!*locked || (*locked)->state != Word(WorkflowState::kSerialWait)) continue;
        SetState(**locked, WorkflowState::kRunning, now);
        return rows::SaveInstance(db, **locked);
    }
    return {};
}

Status CheckTurn(store::Connection& db, const rows::Instance& instance, TimePoint now) {
    if (TypeOf(instance) == ExecutionType::kParallel) return {};
    if (Status mine = TakeTurns(db, instance, now); !mine) return mine;
    const auto busy = NotDone(db, instance.workflow_code);
    if (!busy) return busy.error();
    for (const rows::Instance& other : *busy) {
        if (other.id == instance.id) continue;
        return Error{
            ErrorCode::kConflict,
            fmt::format("the workflow's instances run one at a time ({}), and \"{}\" is {}",
                        instance.execution_type, other.name, other.state)}
            .Hint("wait for its end, or stop it");
    }
    return {};
}

}  // namespace dmsnode::scheduler
