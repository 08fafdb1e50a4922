#include "scheduler/instance_plan.hpp"

#include "scheduler/words.hpp"
#include "workflow/run_scope.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;

/// Which tasks belong to the instance, and which of them to what it runs now.
struct Parts {
    std::vector<bool> inside;
    std::vector<bool> round;
};

Result<std::vector<bool>> Select(const LoadedDefinition& loaded, const std::string& names,
                                 const std::string& scope) {
    const auto start = PlacesOf(loaded.definition, NamesFromJson(names));
    if (!start) return start.error();
    return workflow::SelectTasks(
        loaded.graph, *start,
        workflow::ParseRunScope(scope).value_or(workflow::RunScope::kDownstream));
}

Result<Parts> PartsOf(const rows::Instance& instance, const LoadedDefinition& loaded) {
    Result<std::vector<bool>> inside = Select(loaded, instance.start_nodes, instance.scope);
    if (!inside) return inside.error();
    Result<std::vector<bool>> round = Select(loaded, instance.round_nodes, instance.round_scope);
    if (!round) return round.error();
    Parts parts{*std::move(inside), *std::move(round)};
    for (std::size_t i = 0; i < parts.inside.size(); ++i) {
        parts.round[i] = parts.round[i] && parts.inside[i];
    }
    return parts;
}

std::vector<workflow::TaskPolicy> PoliciesOf(const workflow::WorkflowDefinition& definition,
                                             const std::vector<bool>& inside) {
    std::vector<workflow::TaskPolicy> policies;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const workflow::TaskDefinition& task = definition.tasks[i];
        policies.push_back({.prohibited = task.prohibited,
                            .retry_times = task.retry_times,
                            .retry_interval = task.retry_interval,
                            .delay = task.delay,
                            .priority = static_cast<int>(task.priority),
                            .outside = !inside[i]});
    }
    return policies;
}

Status AddRows(store::Connection& db, std::int64_t instance, const InstancePlan& plan,
               TimePoint now) {
    std::vector<rows::Task> tasks;
    for (std::size_t i = 0; i < plan.plan.size(); ++i) {
        if (!plan.plan.IsPart(i)) continue;
        const workflow::TaskDefinition& definition = plan.loaded->definition.tasks[i];
        rows::Task task;
        task.instance = instance;
        task.task = static_cast<std::int64_t>(i);
        task.code = definition.code;
        task.name = definition.name;
        task.task_type = definition.task_type;
        task.state = workflow::Word(plan.plan.task(i).state);
        task.changed = now;
        tasks.push_back(std::move(task));
    }
    return rows::AddTasks(db, tasks);
}

}  // namespace

Result<InstancePlan> LoadPlan(store::Connection& db, const rows::Instance& instance,
                              std::shared_ptr<const LoadedDefinition> loaded, TimePoint now) {
    const Result<Parts> parts = PartsOf(instance, *loaded);
    if (!parts) return parts.error();
    const auto strategy = workflow::ParseFailureStrategy(instance.failure_strategy)
                              .value_or(workflow::FailureStrategy::kContinue);
    InstancePlan plan{
        .loaded = loaded,
        .plan = workflow::Plan(workflow::OnlyWithin(loaded->graph, parts->round),
                               PoliciesOf(loaded->definition, parts->inside), strategy),
        .runs = std::vector<std::int64_t>(loaded->graph.size(), 1),
        .fence = instance.fence};
    const auto tasks = rows::TasksOf(db, instance.id);
    if (!tasks) return tasks.error();
    if (tasks->empty()) {
        if (Status added = AddRows(db, instance.id, plan, now); !added) return added.error();
    }
    for (const rows::Task& task : *tasks) {
        const auto place = static_cast<std::size_t>(task.task);
        const auto state = workflow::ParseTaskState(task.state);
        if (place >= plan.plan.size() || !state) continue;
        plan.plan.Restore(place, {*state, static_cast<int>(task.attempt), task.wake,
                                  static_cast<int>(task.earlier)});
        plan.runs[place] = task.run;
    }
    return plan;
}

Status SaveChanges(store::Connection& db, std::int64_t instance, InstancePlan& plan,
                   const std::map<std::size_t, TimePoint>& ended_at, TimePoint now) {
    for (const std::size_t place : plan.plan.TakeChanged()) {
        const workflow::TaskStatus& status = plan.plan.task(place);
        const auto ended = ended_at.find(place);
        rows::Task task;
        task.instance = instance;
        task.task = static_cast<std::int64_t>(place);
        task.state = workflow::Word(status.state);
        task.attempt = status.attempt;
        task.earlier = status.earlier;
        task.run = plan.runs[place];
        task.wake = status.wake;
        task.changed = ended == ended_at.end() ? now : ended->second;
        if (Status saved = rows::SaveTask(db, task); !saved) return saved;
    }
    return {};
}

}  // namespace dmsnode::scheduler
