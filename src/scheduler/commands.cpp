#include "scheduler/commands.hpp"

#include <fmt/format.h>

#include "base/ids.hpp"
#include "scheduler/admission.hpp"
#include "scheduler/instance_end.hpp"
#include "scheduler/instance_plan.hpp"
#include "store/scheduler_backfills.hpp"
#include "store/scheduler_tasks.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;
using workflow::WorkflowEvent;
using workflow::WorkflowState;

constexpr std::size_t kMostMoments = 10'000;

Error NoInstance(std::int64_t id) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no workflow instance {}", id)};
}

/// The state after `event`. Errors: kConflict.
Result<WorkflowState> StateAfter(const rows::Instance& instance, WorkflowEvent event) {
    const auto state = workflow::ParseWorkflowState(instance.state);
    const auto next = state ? Next(*state, event) : std::nullopt;
    if (next) return *next;
    return Error{ErrorCode::kConflict,
                 fmt::format("the workflow instance \"{}\" is in the state \"{}\": {} is not "
                             "possible then",
                             instance.name, instance.state, Word(event))};
}

bool WasAtRest(const std::string& state_word) {
    const auto state = workflow::ParseWorkflowState(state_word);
    return state && !IsActive(*state);
}

}  // namespace

void Commands::Ring() const {
    if (ports_.bell != nullptr) ports_.bell->Ring();
}

Result<std::shared_ptr<const LoadedDefinition>> Commands::Load(
    store::Connection& db, const rows::Instance& instance) const {
    return DefinitionCache(ports_.read).Get(db, instance.definition_hash);
}

/// Everything of a new instance but what its admission decides.
Result<rows::Instance> Commands::InstanceFor(const StartRequest& request, std::string& document) {
    Result<FoundWorkflow> found =
        ports_.definitions.Find(request.project_code, request.workflow_code, request.version);
    if (!found) return found.error();
    const Result<workflow::WorkflowDefinition> definition = ports_.read(found->document);
    if (!definition) return definition.error();
    if (const auto places = PlacesOf(*definition, request.start_nodes); !places) {
        return places.error();
    }
    const TimePoint now = ports_.clock.Now();
    rows::Instance instance;
    instance.id = NewCode();
    instance.project_code = request.project_code;
    instance.project_name = found->project_name;
    instance.workflow_code = request.workflow_code;
    instance.workflow_version = found->version;
    instance.workflow_name = found->workflow_name;
    instance.definition_hash = HashOf(found->document);
    instance.name = InstanceName(found->workflow_name, found->version, now);
    instance.command = Word(request.command);
    instance.execution_type = Word(definition->execution_type);
    instance.failure_strategy = Word(request.failure_strategy);
    instance.priority = static_cast<std::int64_t>(request.priority);
    instance.worker_group = request.worker_group;
    instance.environment = request.environment;
    instance.startup = ParametersToJson(request.startup);
    instance.schedule_time = request.schedule_time;
    instance.time_zone = request.time_zone;
    instance.dry_run = request.dry_run;
    instance.start_nodes = NamesToJson(request.start_nodes);
    instance.scope = Word(request.scope);
    instance.alarm_group = request.alarm_group;
    instance.notification = Word(request.notify);
    if (!request.idempotency_key.empty()) instance.idempotency_key = request.idempotency_key;
    instance.created = now;
    document = std::move(found->document);
    return instance;
}

Result<StartedInstance> Commands::Start(const StartRequest& request) {
    const auto earlier = [&]() -> Result<std::optional<rows::Instance>> {
        if (request.idempotency_key.empty()) return std::optional<rows::Instance>();
        return ports_.database.Read([&](store::Connection& db) {
            return rows::FindInstanceByKey(db, request.idempotency_key);
        });
    };
    auto known = earlier();
    if (!known) return known.error();
    if (*known) return StartedInstance{(*known)->id, (*known)->state, false};

    std::string document;
    Result<rows::Instance> instance = InstanceFor(request, document);
    if (!instance) return instance.error();
    rows::Instance admitted;
    Status added = ports_.database.Write([&](store::Connection& db) -> Status {
        Status kept = rows::SaveDefinition(db, instance->definition_hash, document);
        if (!kept) return kept;
        admitted = *instance;
        return Admit(db, admitted, ports_.alarms, instance->created);
    });
    if (!added && added.error().code == ErrorCode::kAlreadyExists) {
        // Somebody else was quicker with the same key.
        known = earlier();
        if (known && *known) return StartedInstance{(*known)->id, (*known)->state, false};
    }
    if (!added) return added.error();
    Ring();
    return StartedInstance{admitted.id, admitted.state, true};
}

Result<std::int64_t> Commands::Backfill(const BackfillRequest& request) {
    if (request.moments.empty() || request.moments.size() > kMostMoments) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("a backfill has 1 to {} dates, not {}", kMostMoments,
                                 request.moments.size())};
    }
    if (request.chains < 1) {
        return Error{ErrorCode::kInvalidArgument, "a backfill runs at least one date at a time"};
    }
    StartRequest start = request.start;
    start.command = Command::kBackfill;
    start.idempotency_key.clear();
    std::string document;
    const Result<rows::Instance> pattern = InstanceFor(start, document);
    if (!pattern) return pattern.error();

    const std::size_t chains =
        std::min(static_cast<std::size_t>(request.chains), request.moments.size());
    rows::Backfill backfill{.id = NewCode(),
                            .project_code = start.project_code,
                            .workflow_code = start.workflow_code,
                            .chains = static_cast<std::int64_t>(chains),
                            .dates = static_cast<std::int64_t>(request.moments.size()),
                            .created = pattern->created};
    std::vector<rows::BackfillDate> dates;
    std::vector<rows::Instance> heads;
    for (std::size_t i = 0; i < request.moments.size(); ++i) {
        dates.push_back({.chain = static_cast<std::int64_t>(i % chains),
                         .place = static_cast<std::int64_t>(i / chains),
                         .moment = request.moments[i],
                         .instance = {}});
        if (i >= chains) continue;
        rows::Instance head = *pattern;
        head.id = NewCode();
        head.backfill = backfill.id;
        head.chain = static_cast<std::int64_t>(i);
        head.schedule_time = request.moments[i];
        dates.back().instance = head.id;
        heads.push_back(std::move(head));
    }
    Status added = ports_.database.Write([&](store::Connection& db) -> Status {
        Status kept = rows::SaveDefinition(db, pattern->definition_hash, document);
        if (!kept) return kept;
        if (Status put = rows::AddBackfill(db, backfill, dates); !put) return put;
        for (rows::Instance head : heads) {
            Status admitted = Admit(db, head, ports_.alarms, backfill.created);
            if (!admitted) return admitted;
        }
        return {};
    });
    if (!added) return added.error();
    Ring();
    return backfill.id;
}

Status Commands::StopBackfill(std::int64_t backfill) {
    auto instances =
        ports_.database.Write([&](store::Connection& db) -> Result<std::vector<rows::Instance>> {
            const auto found = rows::FindBackfill(db, backfill);
            if (!found) return found.error();
            if (!*found) {
                return Error{ErrorCode::kNotFound,
                             fmt::format("there is no backfill {}", backfill)};
            }
            const auto dropped = rows::DropOpenDates(db, backfill);
            if (!dropped) return dropped.error();
            rows::InstanceFilter filter;
            filter.backfill = backfill;
            filter.limit = kMostMoments;
            return rows::ListInstances(db, filter);
        });
    if (!instances) return instances.error();
    for (const rows::Instance& instance : *instances) {
        Status stopped = Stop(instance.id);
        // Those that have ended are no concern.
        if (!stopped && stopped.error().code != ErrorCode::kConflict) return stopped;
    }
    return {};
}

Status Commands::Apply(std::int64_t id, WorkflowEvent event, const Change& change) {
    Status done = ports_.database.Write([&](store::Connection& db) -> Status {
        auto instance = rows::LockInstance(db, id);
        if (!instance) return instance.error();
        if (!*instance) return NoInstance(id);
        const Result<WorkflowState> next = StateAfter(**instance, event);
        if (!next) return next.error();
        const std::string before = std::exchange((*instance)->state, std::string(Word(*next)));
        if (IsActive(*next)) {
            if (WasAtRest(before)) {
                if (Status turn = CheckTurn(db, **instance, ports_.clock.Now()); !turn) return turn;
            }
            (*instance)->wake = ports_.clock.Now();
            (*instance)->ended.reset();
        }
        if (Status changed = change(db, **instance); !changed) return changed;
        return rows::SaveInstance(db, **instance);
    });
    if (done) Ring();
    return done;
}

Status Commands::Pause(std::int64_t id) {
    return Apply(id, WorkflowEvent::kPause,
                 [](store::Connection&, rows::Instance&) -> Status { return {}; });
}

Status Commands::Resume(std::int64_t id) {
    return Apply(id, WorkflowEvent::kResume,
                 [&](store::Connection& db, rows::Instance& instance) -> Status {
                     auto loaded = Load(db, instance);
                     if (!loaded) return loaded.error();
                     const TimePoint now = ports_.clock.Now();
                     Result<InstancePlan> plan = LoadPlan(db, instance, *loaded, now);
                     if (!plan) return plan.error();
                     plan->plan.Resume();
                     instance.command = Word(Command::kResume);
                     return SaveChanges(db, id, *plan, {}, now);
                 });
}

Status Commands::Stop(std::int64_t id) {
    return Apply(id, WorkflowEvent::kStop,
                 [&](store::Connection& db, rows::Instance& instance) -> Status {
                     if (instance.state != Word(WorkflowState::kKilled)) return {};
                     // It only waited for its turn.
                     instance.ended = ports_.clock.Now();
                     if (Status saved = rows::SaveInstance(db, instance); !saved) return saved;
                     return AfterEnd(db, instance, ports_.alarms, *instance.ended);
                 });
}

/// `nodes` empty: all that are part of the instance (rerun), or all that did not succeed (recover).
Status Commands::Again(std::int64_t id, WorkflowEvent event, Command command,
                       const std::vector<std::string>& nodes, workflow::RunScope scope) {
    return Apply(id, event, [&](store::Connection& db, rows::Instance& instance) -> Status {
        auto loaded = Load(db, instance);
        if (!loaded) return loaded.error();
        const TimePoint now = ports_.clock.Now();
        instance.command = Word(command);
        instance.round_nodes = NamesToJson(nodes);
        instance.round_scope = nodes.empty() ? "" : Word(scope);
        instance.message.clear();
        instance.timeout_told = instance.waiting_told = false;
        instance.started.reset();
        Result<InstancePlan> plan = LoadPlan(db, instance, *loaded, now);
        if (!plan) return plan.error();
        if (command == Command::kRecover) {
            // Tasks that were waiting when the instance was given up go on, too.
            if (plan->plan.Recover() == 0 && plan->plan.state() != WorkflowState::kRunning) {
                return Error{ErrorCode::kConflict, "every node has succeeded: nothing to recover"};
            }
            return SaveChanges(db, id, *plan, {}, now);
        }
        ++instance.run_number;
        const auto start = PlacesOf((*loaded)->definition, nodes);
        if (!start) return start.error();
        const std::vector<bool> chosen = workflow::SelectTasks((*loaded)->graph, *start, scope);
        for (std::size_t place = 0; place < chosen.size(); ++place) {
            if (!chosen[place] || !plan->plan.IsPart(place)) continue;
            ++plan->runs[place];
            // A task of a paused instance may have waited only; it does so still.
            static_cast<void>(plan->plan.Again(place));
            Status forgotten =
                rows::SaveTaskOutputs(db, id, static_cast<std::int64_t>(place), std::nullopt);
            if (!forgotten) return forgotten;
        }
        return SaveChanges(db, id, *plan, {}, now);
    });
}

Status Commands::Rerun(std::int64_t id) {
    return Again(id, WorkflowEvent::kRerun, Command::kRerun, {}, workflow::RunScope::kOnly);
}

Status Commands::Recover(std::int64_t id) {
    return Again(id, WorkflowEvent::kRecover, Command::kRecover, {}, workflow::RunScope::kOnly);
}

Status Commands::RunNodes(std::int64_t id, const std::vector<std::string>& nodes,
                          workflow::RunScope scope) {
    if (nodes.empty()) return Error{ErrorCode::kInvalidArgument, "no node is named"};
    return Again(id, WorkflowEvent::kRunNode, Command::kRunNode, nodes, scope);
}

Status Commands::ForceSuccess(std::int64_t id, const std::string& node) {
    return Apply(id, WorkflowEvent::kForce,
                 [&](store::Connection& db, rows::Instance& instance) -> Status {
                     auto loaded = Load(db, instance);
                     if (!loaded) return loaded.error();
                     const auto place = PlacesOf((*loaded)->definition, {node});
                     if (!place) return place.error();
                     const TimePoint now = ports_.clock.Now();
                     Result<InstancePlan> plan = LoadPlan(db, instance, *loaded, now);
                     if (!plan) return plan.error();
                     if (Status forced = plan->plan.Force(place->front()); !forced) {
                         return forced.error();
                     }
                     if (plan->plan.state() == WorkflowState::kSucceeded) {
                         const auto mended = StateAfter(instance, WorkflowEvent::kMended);
                         if (!mended) return mended.error();
                         instance.state = Word(*mended);
                         instance.message.clear();
                     }
                     return SaveChanges(db, id, *plan, {}, now);
                 });
}

Status Commands::KillTask(std::int64_t id, const std::string& node) {
    Status done = ports_.database.Write([&](store::Connection& db) -> Status {
        const auto instance = rows::LockInstance(db, id);
        if (!instance) return instance.error();
        if (!*instance) return NoInstance(id);
        const auto state = workflow::ParseWorkflowState((*instance)->state);
        if (!state || !IsActive(*state)) {
            return Error{ErrorCode::kConflict,
                         fmt::format("the workflow instance \"{}\" is in the state \"{}\": none of "
                                     "its nodes runs",
                                     (*instance)->name, (*instance)->state)};
        }
        auto loaded = Load(db, **instance);
        if (!loaded) return loaded.error();
        const auto place = PlacesOf((*loaded)->definition, {node});
        if (!place) return place.error();
        // A master may not have looked at it yet: then this adds its rows.
        const auto plan = LoadPlan(db, **instance, *loaded, ports_.clock.Now());
        if (!plan) return plan.error();
        const auto task = rows::FindTask(db, id, static_cast<std::int64_t>(place->front()));
        if (!task) return task.error();
        const auto task_state =
            *task ? workflow::ParseTaskState((*task)->state) : std::optional<workflow::TaskState>();
        if (task_state && IsFinal(*task_state)) {
            return Error{ErrorCode::kConflict,
                         fmt::format("the node \"{}\" has ended: {}", node, (*task)->state)};
        }
        const auto asked = rows::RequestTaskKill(db, id, static_cast<std::int64_t>(place->front()));
        if (!asked) return asked.error();
        if (!*asked) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("the node \"{}\" is no part of this instance", node)};
        }
        return rows::WakeInstance(db, id, ports_.clock.Now());
    });
    if (done) Ring();
    return done;
}

Status Commands::Delete(std::int64_t id) {
    return ports_.database.Write([&](store::Connection& db) -> Status {
        const auto instance = rows::LockInstance(db, id);
        if (!instance) return instance.error();
        if (!*instance) return NoInstance(id);
        const auto state = workflow::ParseWorkflowState((*instance)->state);
        if (state && (IsActive(*state) || *state == WorkflowState::kSerialWait)) {
            return Error{ErrorCode::kConflict, fmt::format("the workflow instance \"{}\" is {}",
                                                           (*instance)->name, (*instance)->state)}
                .Hint("stop it first");
        }
        if (Status removed = rows::DeleteInstance(db, id); !removed) return removed;
        return BeginNext(db, **instance, ports_.clock.Now());
    });
}

}  // namespace dmsnode::scheduler
