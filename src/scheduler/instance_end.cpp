#include "scheduler/instance_end.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "scheduler/admission.hpp"
#include "scheduler/notify.hpp"
#include "store/scheduler_backfills.hpp"
#include "workflow/states.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::WorkflowState;

bool EndsItsChain(const rows::Instance& instance, WorkflowState state) {
    if (state == WorkflowState::kKilled) return true;
    return state == WorkflowState::kFailed &&
           instance.failure_strategy == Word(workflow::FailureStrategy::kEnd);
}

/// True if `instance` was started for the date before `next`: a rerun of an older one starts none.
Result<bool> IsNewestOfItsChain(store::Connection& db, const rows::Instance& instance,
                                const rows::BackfillDate& next) {
    const auto dates = rows::DatesOf(db, *instance.backfill);
    if (!dates) return dates.error();
    for (const rows::BackfillDate& date : *dates) {
        if (date.chain == next.chain && date.place == next.place - 1) {
            return date.instance == instance.id;
        }
    }
    return false;
}

Status StartNextDate(store::Connection& db, const rows::Instance& instance, WorkflowState state,
                     AlarmSink* alarms, TimePoint now) {
    if (!instance.backfill || EndsItsChain(instance, state)) return {};
    const auto next = rows::NextDate(db, *instance.backfill, instance.chain);
    if (!next) return next.error();
    if (!*next) return {};
    const Result<bool> newest = IsNewestOfItsChain(db, instance, **next);
    if (!newest) return newest.error();
    if (!*newest) return {};
    rows::Instance following = instance;
    following.id = NewCode();
    following.name = InstanceName(instance.workflow_name, instance.workflow_version, now);
    following.command = Word(Command::kBackfill);
    following.run_number = 1;
    following.schedule_time = (*next)->moment;
    following.round_nodes = "[]";
    following.round_scope.clear();
    following.idempotency_key.reset();
    following.message.clear();
    following.created = now;
    following.started.reset();
    following.ended.reset();
    following.timeout_told = following.waiting_told = false;
    if (Status admitted = Admit(db, following, alarms, now); !admitted) return admitted;
    const auto marked = rows::DateIsStarted(db, *instance.backfill, **next, following.id);
    if (!marked) return marked.error();
    return {};
}

}  // namespace

std::string InstanceName(const std::string& workflow, std::int64_t version, TimePoint now) {
    std::string digits;
    for (const char c : FormatIso8601(now)) {
        if (c >= '0' && c <= '9') digits += c;
    }
    return fmt::format("{}-{}-{}", workflow, version, digits);
}

Status AfterEnd(store::Connection& db, const rows::Instance& instance, AlarmSink* alarms,
                TimePoint now) {
    const auto state = workflow::ParseWorkflowState(instance.state);
    if (!state || !IsFinal(*state)) return {};
    if (Status told = TellEnd(db, instance, alarms, now); !told) return told;
    // The chain's next date first: in a serial workflow it takes its place behind those that wait.
    if (Status next = StartNextDate(db, instance, *state, alarms, now); !next) return next;
    return BeginNext(db, instance, now);
}

}  // namespace dmsnode::scheduler
