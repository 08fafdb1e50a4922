#include "scheduler/master.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "scheduler/instance_end.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::WorkflowState;

/// No fence of a row.
constexpr std::int64_t kSpoiled = -2;

/// Failures that no later look can mend: the definition itself is wrong.
bool IsForGood(const Error& error) {
    return error.code == ErrorCode::kInvalidArgument || error.code == ErrorCode::kNotFound;
}

}  // namespace

Master::Master(MasterPorts ports, MasterOptions options)
    : ports_(std::move(ports)), options_(std::move(options)), definitions_(ports_.read) {}

Result<std::size_t> Master::RunDue() {
    std::size_t count = 0;
    while (true) {
        std::int64_t claimed = 0;
        const Result<Looked> looked = DecideOne(claimed);
        if (looked) {
            if (*looked == Looked::kNothingDue) return count;
            ++count;
            continue;
        }
        Drop(claimed);
        if (claimed == 0) return looked.error();
        ports_.log.Log(LogLevel::kError,
                       fmt::format("workflow instance {}: the decision was not saved: {}", claimed,
                                   looked.error().ToString()));
        if (Status left = LeaveAlone(claimed, ports_.clock.Now()); !left) return left.error();
    }
}

Result<Master::Looked> Master::DecideOne(std::int64_t& claimed) {
    const TimePoint now = ports_.clock.Now();
    auto looked = ports_.database.Write([&](store::Connection& db) -> Result<Looked> {
        claimed = 0;
        auto instance = rows::ClaimDueInstance(db, options_.name, now, now + options_.lease);
        if (!instance) return instance.error();
        if (!*instance) return Looked::kNothingDue;
        claimed = (*instance)->id;
        // The clock again: what has ended while the claim waited is not in the future.
        Status decided = Decide(db, **instance, ports_.clock.Now());
        if (!decided) return decided.error();
        return Looked::kDecided;
    });
    if (looked && *looked == Looked::kDecided) ports_.bell.Ring();
    return looked;
}

Status Master::Decide(store::Connection& db, rows::Instance& instance, TimePoint now) {
    const auto state = workflow::ParseWorkflowState(instance.state);
    if (!state || !IsActive(*state)) {
        // It ended in between: a late ring.
        Drop(instance.id);
        instance.wake.reset();
        return rows::SaveInstance(db, instance);
    }
    const Result<InstancePlan*> plan = PlanOf(db, instance, now);
    if (!plan) {
        if (IsForGood(plan.error())) return GiveUp(db, instance, plan.error(), now);
        return plan.error();
    }
    // Until the decision is made, the plan is nobody's: the transaction may be run again.
    (*plan)->fence = kSpoiled;
    Decision decision(db, instance, **plan, ports_.decisions, now);
    if (Status made = decision.Make(); !made) return made;
    (*plan)->fence = instance.fence;
    const auto after = workflow::ParseWorkflowState(instance.state);
    if (!after || !IsActive(*after)) Drop(instance.id);
    return {};
}

Result<InstancePlan*> Master::PlanOf(store::Connection& db, const rows::Instance& instance,
                                     TimePoint now) {
    const auto known = plans_.find(instance.id);
    // Every decision and every request counts the fence up by one: memory is good only if ours was
    // the last.
    if (known != plans_.end() && known->second.fence + 1 == instance.fence) return &known->second;
    Drop(instance.id);
    auto loaded = definitions_.Get(db, instance.definition_hash);
    if (!loaded) return loaded.error();
    Result<InstancePlan> plan = LoadPlan(db, instance, *loaded, now);
    if (!plan) return plan.error();
    if (nodes_ + plan->plan.size() > kMostNodes) {
        plans_.clear();
        nodes_ = 0;
    }
    nodes_ += plan->plan.size();
    return &plans_.emplace(instance.id, *std::move(plan)).first->second;
}

void Master::Drop(std::int64_t instance) {
    const auto known = plans_.find(instance);
    if (known == plans_.end()) return;
    nodes_ -= known->second.plan.size();
    plans_.erase(known);
}

Status Master::GiveUp(store::Connection& db, rows::Instance& instance, const Error& error,
                      TimePoint now) {
    instance.state = Word(WorkflowState::kFailed);
    instance.message = error.ToString();
    instance.wake.reset();
    instance.ended = now;
    if (Status saved = rows::SaveInstance(db, instance); !saved) return saved;
    return AfterEnd(db, instance, ports_.decisions.alarms, now);
}

/// So that one instance that cannot be decided does not keep the others waiting.
Status Master::LeaveAlone(std::int64_t instance, TimePoint now) {
    return ports_.database.Write([&](store::Connection& db) -> Status {
        auto locked = rows::LockInstance(db, instance);
        if (!locked) return locked.error();
        if (!*locked) return {};
        (*locked)->wake = now + options_.pause_after_failure;
        return rows::SaveInstance(db, **locked);
    });
}

Duration Master::UntilNextWake() {
    const auto next =
        ports_.database.Read([](store::Connection& db) { return rows::NextInstanceWake(db); });
    if (!next || !*next) return options_.look;
    return std::clamp<Duration>(**next - ports_.clock.Now(), Duration(0), options_.look);
}

void Master::Run(const std::stop_token& stop) {
    bool told = false;
    while (!stop.stop_requested()) {
        const std::uint64_t rings = ports_.bell.Count();
        const Result<std::size_t> done = RunDue();
        if (!done && !told) {
            ports_.log.Log(LogLevel::kError,
                           fmt::format("the master cannot use the store: {}; it tries again",
                                       done.error().ToString()));
        }
        told = !done;
        if (!done) {
            ports_.clock.SleepFor(options_.look, stop);
            continue;
        }
        // Instances that another master holds are due, too: they are no reason to spin.
        ports_.bell.Wait(rings, std::max<Duration>(UntilNextWake(), std::chrono::milliseconds(20)),
                         stop);
    }
}

}  // namespace dmsnode::scheduler
