#include "cli/run/workflow_runner.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/run/attempt.hpp"
#include "cli/run/check_workflow.hpp"
#include "cli/run/choose_instance.hpp"
#include "cli/run/table_statistics.hpp"
#include "workflow/task_scope.hpp"

namespace dmsnode::cli {
namespace {

using workflow::TaskState;
using workflow::WorkflowState;

std::vector<workflow::TaskPolicy> PoliciesOf(const workflow::WorkflowDefinition& definition) {
    std::vector<workflow::TaskPolicy> policies;
    for (const workflow::TaskDefinition& task : definition.tasks) {
        policies.push_back({.prohibited = task.prohibited,
                            .retry_times = task.retry_times,
                            .retry_interval = task.retry_interval,
                            .delay = task.delay,
                            .priority = static_cast<int>(task.priority)});
    }
    return policies;
}

std::map<std::string, std::string> OutputsFromJson(const std::string& text) {
    std::map<std::string, std::string> outputs;
    const Result<Json> json = ParseJson(text);
    if (!json || !json->is_object()) return outputs;
    for (const auto& [name, value] : json->items()) {
        if (value.is_string()) outputs[name] = value.get<std::string>();
    }
    return outputs;
}

workflow::AttemptResult ResultOf(const tasks::Outcome& outcome) {
    switch (outcome.result) {
        case tasks::NodeResult::kSuccess: return workflow::AttemptResult::kSuccess;
        case tasks::NodeResult::kFailure: return workflow::AttemptResult::kFailure;
        case tasks::NodeResult::kKilled: return workflow::AttemptResult::kKilled;
    }
    return workflow::AttemptResult::kFailure;
}

std::string FirstErrors(const std::vector<Problem>& problems) {
    std::string text;
    for (const Problem& problem : problems) {
        if (problem.warning) continue;
        text += (text.empty() ? "" : "; ") + problem.ToString();
    }
    return text;
}

using Apis = std::map<std::string, dms::Api*>;

/// Opens every connection that a node will use. Errors: those of opening.
Result<Apis> OpenConnections(const RunnerDependencies& dependencies,
                             const workflow::WorkflowDefinition& definition) {
    Apis apis;
    for (const workflow::TaskDefinition& task : definition.tasks) {
        if (task.prohibited || apis.contains(task.connection)) continue;
        Result<dms::Api*> api = dependencies.open_connection(task.connection);
        if (!api) return api.error();
        apis[task.connection] = *api;
    }
    return apis;
}

/// One run. Everything happens on the caller's thread, but for what the trackers put in the inbox.
class Run {
public:
    Run(const RunnerDependencies& dependencies, const RunRequest& request,
        store::WorkflowInstance instance, Apis apis)
        : dependencies_(dependencies),
          definition_(request.definition),
          startup_(request.startup),
          files_(FilesBeside(request.file)),
          instance_(std::move(instance)),
          plan_(workflow::GraphOf(definition_), PoliciesOf(definition_)),
          tasks_(definition_.tasks.size()),
          apis_(std::move(apis)) {}

    /// Takes over what an earlier process left. Errors: those of the store.
    Status Restore() {
        auto attempts = dependencies_.runs.LastAttempts(instance_.id);
        if (!attempts) return attempts.error();
        for (store::TaskInstance& attempt : *attempts) RestoreTask(std::move(attempt));
        return {};
    }

    Result<WorkflowState> ToTheEnd(bool resumed, const std::stop_token& kill) {
        const auto begun = dependencies_.clock.Steady();
        dependencies_.view.Begin(HeaderFor(resumed));
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            if (tasks_[i].row.state.empty()) continue;
            dependencies_.view.TaskChanged(ReportOf(i));
            if (plan_.task(i).state == TaskState::kRunning) StartAttempt(i);
        }
        while (plan_.state() == WorkflowState::kRunning && !broken_) {
            if (kill.stop_requested()) KillAll();
            for (const std::size_t task : Advance()) StartAttempt(task);
            Handle(inbox_.Take(Pause(), kill));
            CheckTimeouts();
            dependencies_.view.Refresh();
        }
        return Close(begun);
    }

private:
    struct Task {
        store::TaskInstance row;
        std::string hint;
        std::map<std::string, std::string> outputs;
        tasks::NodeId node = 0;  ///< In the tracker; 0: none.
        std::optional<std::chrono::steady_clock::time_point> deadline;
        bool overdue = false;
        bool kill_sent = false;
        tasks::Progress progress;
    };

    void RestoreTask(store::TaskInstance row) {
        const auto index = static_cast<std::size_t>(row.task_index);
        const auto state = workflow::ParseTaskState(row.state);
        if (index >= tasks_.size() || !state) return;
        plan_.Restore(index, {*state, static_cast<int>(row.attempt), row.wake});
        tasks_[index].outputs = OutputsFromJson(row.outputs);
        tasks_[index].row = std::move(row);
    }

    RunHeader HeaderFor(bool resumed) const {
        RunHeader header{.workflow_name = definition_.name,
                         .file = instance_.file,
                         .instance_id = instance_.id,
                         .resumed = resumed,
                         .task_names = {}};
        for (const auto& task : definition_.tasks) header.task_names.push_back(task.name);
        return header;
    }

    TaskReport ReportOf(std::size_t index) const {
        const Task& task = tasks_[index];
        return TaskReport{.index = index,
                          .name = definition_.tasks[index].name,
                          .state = plan_.task(index).state,
                          .attempt = plan_.task(index).attempt,
                          .most_attempts = definition_.tasks[index].retry_times + 1,
                          .started = task.row.started,
                          .ended = task.row.ended,
                          .wake = plan_.task(index).wake,
                          .message = task.row.message,
                          .hint = task.hint,
                          .outputs = task.outputs,
                          .log_file = task.row.log_file};
    }

    /// Moves the plan, keeps the moves, tells them. A task is started only after it was kept that
    /// it is.
    std::vector<std::size_t> Advance() {
        std::vector<std::size_t> starts = plan_.Advance(dependencies_.clock.Now());
        // There is no queue here: what is free runs.
        for (const std::size_t task : starts) static_cast<void>(plan_.Started(task));
        if (!KeepChanges()) return {};
        return starts;
    }

    bool KeepChanges() {
        const std::vector<std::size_t> changed = plan_.TakeChanged();
        if (changed.empty()) return true;
        std::vector<store::TaskInstance> rows;
        for (const std::size_t task : changed) rows.push_back(RowOf(task));
        Status saved = dependencies_.runs.SaveAttempts(rows);
        if (!saved) {
            Break(saved.error());
            return false;
        }
        for (const std::size_t task : changed) dependencies_.view.TaskChanged(ReportOf(task));
        return true;
    }

    const store::TaskInstance& RowOf(std::size_t index) {
        store::TaskInstance& row = tasks_[index].row;
        const workflow::TaskStatus& status = plan_.task(index);
        const TimePoint now = dependencies_.clock.Now();
        if (row.attempt != status.attempt || row.state.empty()) {
            row = store::TaskInstance();
            row.workflow_instance = instance_.id;
            row.task_index = static_cast<std::int64_t>(index);
            row.attempt = status.attempt;
            row.task_name = definition_.tasks[index].name;
        }
        row.state = workflow::Word(status.state);
        row.wake = status.wake;
        if (status.state == TaskState::kRunning) {
            row.started = now;
            row.log_file = LogFileOf(index).string();
        } else if (workflow::IsFinal(status.state) || status.state == TaskState::kBackingOff) {
            row.ended = now;
        }
        return row;
    }

    std::filesystem::path LogFileOf(std::size_t index) const {
        return dependencies_.data_folder / "logs" / fmt::format("workflow-{}", instance_.id) /
               TaskLogName(index, definition_.tasks[index].name, plan_.task(index).attempt);
    }

    void StartAttempt(std::size_t index) {
        Task& task = tasks_[index];
        task.hint.clear();
        task.kill_sent = false;
        task.overdue = false;
        const int number = plan_.task(index).attempt;
        Attempt& attempt = *attempts_.emplace_back(std::make_unique<Attempt>(
            Attempt::Identity{instance_.id, index, number}, dependencies_.runs, inbox_));
        if (Result<TaskLog> log = TaskLog::Open(LogFileOf(index), dependencies_.clock)) {
            attempt.WriteTo(*std::move(log));
        } else {
            dependencies_.view.Notice(LogLevel::kWarning, log.error().ToString());
        }
        tasks::PreparedNode node = Prepare(index);
        for (const Problem& problem : node.problems) {
            attempt.Log(problem.warning ? LogLevel::kWarning : LogLevel::kError,
                        problem.ToString());
        }
        if (HasErrors(node.problems)) {
            tasks::Outcome outcome;
            outcome.message = FirstErrors(node.problems);
            EndAttempt(index, workflow::AttemptResult::kHopeless, outcome);
            return;
        }
        Follow(index, std::move(node.parameters), attempt);
    }

    tasks::PreparedNode Prepare(std::size_t index) const {
        return PrepareTask(definition_, index, ScopeFor(index), files_, {});
    }

    workflow::ParameterScope ScopeFor(std::size_t index) const {
        return workflow::ScopeOf(
            definition_, index,
            workflow::UpstreamParameters(definition_, plan_.graph(), index, Pools()), startup_,
            workflow::BuiltInFacts{.schedule_time = instance_.created,
                                   .workflow_name = definition_.name,
                                   .workflow_instance_id = std::to_string(instance_.id),
                                   .task_name = definition_.tasks[index].name,
                                   .task_instance_id = RunIdOf(index)});
    }

    std::vector<std::optional<workflow::TaskOutputs>> Pools() const {
        std::vector<std::optional<workflow::TaskOutputs>> pools(tasks_.size());
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            if (plan_.task(i).state != TaskState::kSucceeded) continue;
            pools[i] =
                workflow::TaskOutputs{tasks_[i].outputs, tasks_[i].row.ended.value_or(TimePoint())};
        }
        return pools;
    }

    std::string RunIdOf(std::size_t index) const {
        return fmt::format("{}/{}", instance_.uid, index + 1);
    }

    void Follow(std::size_t index, tasks::DmsParameters parameters, Attempt& attempt) {
        Task& task = tasks_[index];
        const int number = plan_.task(index).attempt;
        tasks::NodeRun run;
        run.parameters = std::move(parameters);
        run.run_id = RunIdOf(index);
        run.log = &attempt;
        run.states = &attempt;
        run.progress = &attempt;
        run.saved = SavedStateOf(index, number);
        if (!run.saved && number > 1) run.earlier_attempt = SavedStateOf(index, number - 1);
        run.on_done = [&attempt](const tasks::Outcome& outcome) { attempt.Ended(outcome); };
        const Result<tasks::NodeId> node = TrackerOf(index).Start(std::move(run));
        if (!node) {
            tasks::Outcome outcome;
            outcome.message = node.error().message;
            outcome.hint = node.error().hint;
            EndAttempt(index, workflow::AttemptResult::kFailure, outcome);
            return;
        }
        task.node = *node;
        if (const auto& timeout = definition_.tasks[index].timeout) {
            const Duration spent =
                dependencies_.clock.Now() - task.row.started.value_or(dependencies_.clock.Now());
            task.deadline = dependencies_.clock.Steady() + timeout->after - spent;
        }
    }

    /// Without a readable state the node finds what it made by its run id.
    std::optional<tasks::NodeState> SavedStateOf(std::size_t index, int attempt) const {
        const Result<std::string> text =
            dependencies_.runs.NodeStateOf(instance_.id, static_cast<std::int64_t>(index), attempt);
        if (!text || text->empty()) return std::nullopt;
        const Result<Json> json = ParseJson(*text);
        if (!json) return std::nullopt;
        Result<tasks::NodeState> state = tasks::NodeStateFromJson(*json);
        if (!state) return std::nullopt;
        return *std::move(state);
    }

    tasks::Tracker& TrackerOf(std::size_t index) {
        dms::Api* api = apis_.at(definition_.tasks[index].connection);
        auto& tracker = trackers_[api];
        if (!tracker) {
            const tasks::TrackerOptions options =
                dependencies_.tracker_options
                    ? dependencies_.tracker_options(definition_.tasks[index].connection)
                    : tasks::TrackerOptions{};
            tracker = std::make_unique<tasks::Tracker>(*api, dependencies_.clock, options);
        }
        return *tracker;
    }

    Duration Pause() const {
        Duration pause = std::chrono::milliseconds(200);
        if (const auto wake = plan_.NextWake()) {
            pause = std::min(pause, std::max(Duration(0), *wake - dependencies_.clock.Now()));
        }
        return pause;
    }

    void Handle(Inbox::Content content) {
        for (const Inbox::Line& line : content.lines) {
            dependencies_.view.TaskLog(line.task, line.level, line.text);
        }
        for (const auto& [task, progress] : content.progress) {
            tasks_[task].progress = progress;
            dependencies_.view.TaskProgress(task, progress);
        }
        for (const Inbox::End& end : content.ends) {
            if (end.attempt != plan_.task(end.task).attempt) continue;
            EndAttempt(end.task, ResultOf(end.outcome), end.outcome);
        }
    }

    void EndAttempt(std::size_t index, workflow::AttemptResult result,
                    const tasks::Outcome& outcome) {
        Task& task = tasks_[index];
        task.node = 0;
        task.deadline.reset();
        task.row.message = outcome.message;
        task.hint = outcome.hint;
        std::vector<Problem> problems;
        task.outputs =
            workflow::OutputsOf(definition_.tasks[index], fmt::format("$.tasks[{}]", index),
                                ScopeFor(index), outcome.out, problems);
        for (const Problem& problem : problems) {
            dependencies_.view.Notice(LogLevel::kWarning, problem.ToString());
        }
        Json outputs = Json::object();
        for (const auto& [name, value] : task.outputs) outputs[name] = value;
        task.row.outputs = DumpJson(outputs);
        Status moved = plan_.Finished(index, result, dependencies_.clock.Now());
        if (!moved) return;  // late: it has ended already
        KeepChanges();
    }

    std::map<std::string, std::string> OutputsAfter(std::size_t index,
                                                    const tasks::Outcome& outcome) {
        std::vector<Problem> problems;
        auto outputs =
            workflow::OutputsOf(definition_.tasks[index], fmt::format("$.tasks[{}]", index),
                                ScopeFor(index), outcome.out, problems);
        for (const Problem& problem : problems) {
            dependencies_.view.Notice(LogLevel::kWarning, problem.ToString());
        }
        return outputs;
    }

    void CheckTimeouts() {
        const auto now = dependencies_.clock.Steady();
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            Task& task = tasks_[i];
            if (task.overdue || !task.deadline || now < *task.deadline) continue;
            task.overdue = true;
            const workflow::TaskTimeout& timeout = *definition_.tasks[i].timeout;
            const bool fail = timeout.strategy != workflow::TimeoutStrategy::kWarn;
            dependencies_.view.Notice(
                LogLevel::kWarning,
                fmt::format("the node \"{}\" runs longer than its timeout of {} min{}",
                            definition_.tasks[i].name, timeout.after.count(),
                            fail ? ": it is stopped" : ""));
            if (fail) TrackerOf(i).Kill(task.node, tasks::KillReason::kTimeout);
        }
        const TimePoint due = instance_.created + definition_.timeout;
        if (definition_.timeout.count() > 0 && !overdue_ && dependencies_.clock.Now() >= due) {
            overdue_ = true;
            dependencies_.view.Notice(LogLevel::kWarning,
                                      fmt::format("the workflow runs longer than its timeout of {} "
                                                  "min; it goes on",
                                                  definition_.timeout.count()));
        }
    }

    void KillAll() {
        if (!killing_) {
            killing_ = true;
            dependencies_.view.Notice(LogLevel::kWarning,
                                      "stopping the nodes and their replication tasks; a second "
                                      "Ctrl-C leaves them running");
        }
        plan_.Kill();
        KeepChanges();
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            Task& task = tasks_[i];
            if (task.node == 0 || task.kill_sent) continue;
            task.kill_sent = true;
            TrackerOf(i).Kill(task.node, tasks::KillReason::kUser);
        }
    }

    /// The store cannot be written: the nodes must not go on unseen, and their migrations must not
    /// be stopped. What is kept can be resumed.
    void Break(Error error) {
        if (broken_) return;
        broken_ = std::move(error)
                      .Because("cannot keep the state of the run")
                      .Hint("run the same command again: it resumes where this run is");
    }

    Result<WorkflowState> Close(std::chrono::steady_clock::time_point begun) {
        for (auto& [api, tracker] : trackers_) tracker->Stop();
        if (broken_) return *broken_;
        Handle(inbox_.Take(Duration(0), {}));  // the last log lines
        const WorkflowState state = plan_.state();
        Status saved = dependencies_.runs.SetState(instance_.id, std::string(workflow::Word(state)),
                                                   dependencies_.clock.Now());
        if (!saved) return saved.error();
        dependencies_.view.End(Summary(state, begun));
        return state;
    }

    RunSummary Summary(WorkflowState state, std::chrono::steady_clock::time_point begun) {
        RunSummary summary{.state = state, .tasks = {}, .tables = {}, .elapsed = {}};
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            summary.tasks.push_back(ReportOf(i));
            summary.tables.push_back(TablesOf(i));
        }
        summary.elapsed =
            std::chrono::duration_cast<Duration>(dependencies_.clock.Steady() - begun);
        return summary;
    }

    /// What the node saw at its end: a later node may have run the same replication task again.
    /// Asked for only if the node ended in an earlier process.
    std::vector<dms::TableStatistics> TablesOf(std::size_t index) const {
        const Task& task = tasks_[index];
        const auto arn = task.outputs.find("replicationTaskArn");
        if (!task.progress.tables.empty() || arn == task.outputs.end()) {
            return task.progress.tables;
        }
        return ReadTableStatistics(*apis_.at(definition_.tasks[index].connection), arn->second)
            .value_or(std::vector<dms::TableStatistics>());
    }

    const RunnerDependencies& dependencies_;
    const workflow::WorkflowDefinition& definition_;
    const std::vector<workflow::Parameter>& startup_;
    tasks::FileAccess files_;
    store::WorkflowInstance instance_;
    workflow::Plan plan_;
    std::vector<Task> tasks_;
    Apis apis_;
    bool killing_ = false;
    bool overdue_ = false;
    std::optional<Error> broken_;
    Inbox inbox_;
    std::vector<std::unique_ptr<Attempt>> attempts_;
    // Last: their threads use the attempts and the inbox.
    std::map<dms::Api*, std::unique_ptr<tasks::Tracker>> trackers_;
};

}  // namespace

Result<WorkflowState> RunWorkflow(const RunnerDependencies& dependencies, const RunRequest& request,
                                  const std::stop_token& kill) {
    Result<Apis> apis = OpenConnections(dependencies, request.definition);
    if (!apis) return apis.error();
    Result<ChosenInstance> chosen = ChooseInstance(dependencies, request);
    if (!chosen) return chosen.error();
    Run run(dependencies, request, chosen->instance, *std::move(apis));
    if (Status restored = run.Restore(); !restored) return restored.error();
    return run.ToTheEnd(chosen->resumed, kill);
}

}  // namespace dmsnode::cli
