#include "cli/run/workflow_runner.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cli/run/run_lock.hpp"
#include "fakes/scripted_api.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::cli {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::ScriptedApi;
using ::testing::SizeIs;
using workflow::TaskState;
using workflow::WorkflowState;

/// Keeps what it is told as short texts.
class RecordingView final : public RunView {
public:
    void Begin(const RunHeader& header) override { resumed = header.resumed; }
    void TaskChanged(const TaskReport& report) override {
        changes.push_back(
            fmt::format("{} {} {}", report.name, workflow::Word(report.state), report.attempt));
        if (on_change) on_change(report);
    }
    void TaskProgress(std::size_t, const tasks::Progress&) override {}
    void TaskLog(std::size_t, LogLevel, std::string_view) override {}
    void Notice(LogLevel, std::string_view text) override { notices.emplace_back(text); }
    void Refresh() override {}
    void End(const RunSummary& end) override { summary = end; }

    bool resumed = false;
    std::vector<std::string> changes;
    std::vector<std::string> notices;
    std::optional<RunSummary> summary;
    std::function<void(const TaskReport&)> on_change;
};

/// A workflow over a scripted service and a real store in a fresh folder.
class Harness {
public:
    Harness() {
        database = *store::Database::Open(folder.path() + "/s.db");
        runs.emplace(*store::WorkflowRunStore::Open(*database));
        definition.name = "w";
    }

    /// A node that creates and starts `name` as its replication task.
    workflow::TaskDefinition& Add(const std::string& name,
                                  std::vector<std::string> predecessors = {}) {
        workflow::TaskDefinition task;
        task.name = name;
        task.predecessors = std::move(predecessors);
        task.task_params = {
            {"migrationType", "full-load"},
            {"replicationTaskIdentifier", name},
            {"replicationInstanceArn", ScriptedApi::kInstance},
            {"sourceEndpointArn", ScriptedApi::kSource},
            {"targetEndpointArn", ScriptedApi::kTarget},
            {"tableMappings",
             R"({"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1","object-locator":{"schema-name":"%","table-name":"%"},"rule-action":"include"}]})"}};
        definition.tasks.push_back(std::move(task));
        return definition.tasks.back();
    }

    Result<WorkflowState> Run(bool fresh = false) {
        const RunnerDependencies dependencies{
            .runs = *runs,
            .clock = clock,
            .view = view,
            .open_connection = [&](const std::string&) -> Result<dms::Api*> { return &api; },
            .data_folder = folder.path(),
            .tracker_options =
                [](const std::string&) {
                    tasks::TrackerOptions options;
                    options.poll_min = std::chrono::milliseconds(1);
                    options.poll_max = std::chrono::milliseconds(5);
                    return options;
                }};
        return RunWorkflow(dependencies,
                           RunRequest{.definition = definition,
                                      .file = folder.path() + "/w.yaml",
                                      .content_hash = "h",
                                      .startup = {},
                                      .fresh = fresh},
                           kill.get_token());
    }

    store::WorkflowInstance Interrupted() {
        store::WorkflowInstance instance;
        instance.uid = "uid-1";
        instance.workflow_name = "w";
        instance.content_hash = "h";
        instance.parameters = "{}";
        instance.state = "running";
        instance.created = clock.Now();
        return *runs->Create(instance);
    }

    testing::TempDir folder;
    SystemClock clock;
    std::unique_ptr<store::Database> database;
    std::optional<store::WorkflowRunStore> runs;
    ScriptedApi api;
    RecordingView view;
    workflow::WorkflowDefinition definition;
    std::stop_source kill;
};

TEST(WorkflowRunner, NodesRunInTheirOrderAndHandOutputsOn) {
    Harness h;
    h.Add("a");
    workflow::TaskDefinition& b = h.Add("b", {"a"});
    b.task_params = {{"isRestartTask", true},
                     {"replicationTaskArn", "${a.replicationTaskArn}"},
                     {"startReplicationTaskType", "reload-target"}};
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state) << state.error().ToString();
    EXPECT_EQ(*state, WorkflowState::kSucceeded)
        << ::testing::PrintToString(h.view.summary->tasks[1].message);
    EXPECT_THAT(h.view.changes,
                ElementsAre("a running 1", "a success 1", "b running 1", "b success 1"));
    ASSERT_THAT(h.api.starts(), SizeIs(2));
    EXPECT_EQ(h.api.starts()[1].start_replication_task_type, "reload-target");
    EXPECT_EQ(h.api.starts()[0].replication_task_arn, h.api.starts()[1].replication_task_arn);
}

TEST(WorkflowRunner, FailedNodeBlocksWhatIsBehindIt) {
    Harness h;
    h.Add("a");
    h.Add("b", {"a"});
    h.Add("c");
    h.api.FailNext("CreateReplicationTask", dms::fault::Make("AccessDeniedFault", "no"), 1);
    h.definition.tasks[2].predecessors = {};
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kFailed);
    const auto& tasks = h.view.summary->tasks;
    // One of a and c was refused; b follows a.
    EXPECT_NE(tasks[0].state == TaskState::kFailed, tasks[2].state == TaskState::kFailed);
    EXPECT_EQ(tasks[1].state, tasks[0].state == TaskState::kFailed ? TaskState::kUpstreamFailed
                                                                   : TaskState::kSucceeded);
}

TEST(WorkflowRunner, RetryIsANewAttemptWithALogOfItsOwn) {
    Harness h;
    workflow::TaskDefinition& a = h.Add("a");
    a.retry_times = 1;
    a.retry_interval = std::chrono::minutes(0);
    h.api.FailNext("CreateReplicationTask", dms::fault::Make("AccessDeniedFault", "no"), 1);
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kSucceeded);
    EXPECT_THAT(h.view.changes,
                ElementsAre("a running 1", "a backing off 1", "a running 2", "a success 2"));
    EXPECT_TRUE(std::filesystem::exists(h.folder.path() + "/logs/workflow-1/1-a-1.log"));
    EXPECT_TRUE(std::filesystem::exists(h.folder.path() + "/logs/workflow-1/1-a-2.log"));
}

TEST(WorkflowRunner, WrongParametersAreNotTriedAgain) {
    Harness h;
    workflow::TaskDefinition& a = h.Add("a");
    a.retry_times = 3;
    a.task_params["migrationType"] = "full";
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kFailed);
    EXPECT_THAT(h.view.changes, ElementsAre("a running 1", "a failure 1"));
    EXPECT_THAT(h.view.summary->tasks[0].message, HasSubstr("$.tasks[0].taskParams.migrationType"));
    EXPECT_THAT(h.api.log(), IsEmpty());
}

TEST(WorkflowRunner, StopRequestStopsTheReplicationTask) {
    Harness h;
    h.api.after_start = {ScriptedApi::Status("starting"), ScriptedApi::Running(10, 0, 1)};
    h.Add("a");
    h.Add("b", {"a"});
    h.api.after_change = [&](const std::string& operation) {
        if (operation == "StartReplicationTask") h.kill.request_stop();
    };
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kKilled);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 1);
    EXPECT_EQ(h.view.summary->tasks[0].state, TaskState::kKilled);
    EXPECT_EQ(h.view.summary->tasks[1].state, TaskState::kKilled);
}

TEST(WorkflowRunner, TimeoutWithStrategyFailStopsTheNode) {
    Harness h;
    h.api.after_start = {ScriptedApi::Status("starting"), ScriptedApi::Running(10, 0, 1)};
    workflow::TaskDefinition& a = h.Add("a");
    a.timeout =
        workflow::TaskTimeout{std::chrono::minutes(0), workflow::TimeoutStrategy::kWarnAndFail};
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kFailed);
    EXPECT_THAT(h.view.notices, Contains(HasSubstr("runs longer than its timeout")));
}

TEST(WorkflowRunner, InterruptedInstanceIsResumedAndItsEndedNodesStayEnded) {
    Harness h;
    h.Add("a");
    h.Add("b", {"a"});
    const store::WorkflowInstance instance = h.Interrupted();
    store::TaskInstance done;
    done.workflow_instance = instance.id;
    done.attempt = 1;
    done.task_name = "a";
    done.state = "success";
    done.outputs = R"({"replicationTaskArn": "arn:x"})";
    ASSERT_TRUE(h.runs->SaveAttempts({done}));
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state) << state.error().ToString();
    EXPECT_EQ(*state, WorkflowState::kSucceeded);
    EXPECT_TRUE(h.view.resumed);
    ASSERT_THAT(h.api.creates(), SizeIs(1));
    EXPECT_EQ(h.api.creates()[0].replication_task_identifier, "b");
    EXPECT_EQ(h.view.summary->tasks[0].outputs.at("replicationTaskArn"), "arn:x");
    h.view = RecordingView();
    h.Add("c");
    ASSERT_TRUE(h.Run());
    EXPECT_FALSE(h.view.resumed) << "an instance that has ended is not resumed";
}

TEST(WorkflowRunner, AttemptThatWasRunningGoesOn) {
    Harness h;
    h.Add("a");
    const store::WorkflowInstance instance = h.Interrupted();
    store::TaskInstance running;
    running.workflow_instance = instance.id;
    running.attempt = 1;
    running.task_name = "a";
    running.state = "running";
    ASSERT_TRUE(h.runs->SaveAttempts({running}));
    const Result<WorkflowState> state = h.Run();
    ASSERT_TRUE(state);
    EXPECT_EQ(*state, WorkflowState::kSucceeded);
    EXPECT_THAT(h.view.changes, ElementsAre("a running 1", "a success 1"));
}

TEST(WorkflowRunner, FreshRunGivesTheInterruptedOneUp) {
    Harness h;
    h.Add("a");
    const store::WorkflowInstance instance = h.Interrupted();
    const Result<WorkflowState> state = h.Run(true);
    ASSERT_TRUE(state);
    EXPECT_FALSE(h.view.resumed);
    EXPECT_THAT(h.view.notices,
                Contains(HasSubstr("workflow instance 1 was interrupted and is given up")));
    EXPECT_EQ(*h.runs->FindRunning("w", "h", "{}"), std::nullopt);
}

TEST(WorkflowRunner, RunningInstanceOfAnotherProcessIsRefused) {
    Harness h;
    h.Add("a");
    const store::WorkflowInstance instance = h.Interrupted();
    {
        const Result<RunLock> other = RunLock::Take(h.folder.path() + "/runs", instance.uid);
        ASSERT_TRUE(other);
        const Result<WorkflowState> state = h.Run();
        ASSERT_FALSE(state);
        EXPECT_EQ(state.error().code, ErrorCode::kConflict);
        EXPECT_THAT(state.error().message,
                    HasSubstr(fmt::format("process {} is running this workflow", ::getpid())));
        EXPECT_TRUE(h.Run(true)) << "--new runs beside it";
    }
    EXPECT_TRUE(h.Run());
}

TEST(WorkflowRunner, ConnectionThatCannotBeOpenedStartsNothing) {
    Harness h;
    h.Add("a");
    const RunnerDependencies dependencies{
        .runs = *h.runs,
        .clock = h.clock,
        .view = h.view,
        .open_connection = [](const std::string&) -> Result<dms::Api*> {
            return Error{ErrorCode::kNotFound, "there is no connection"};
        },
        .data_folder = h.folder.path()};
    const auto state = RunWorkflow(
        dependencies,
        RunRequest{
            .definition = h.definition, .file = "w.yaml", .content_hash = "h", .startup = {}},
        {});
    ASSERT_FALSE(state);
    EXPECT_EQ(*h.runs->FindRunning("w", "h", "{}"), std::nullopt);
}

TEST(ParametersAsKey, IsIndependentOfTheOrder) {
    EXPECT_EQ(ParametersAsKey({{.name = "b", .value = "2"}, {.name = "a", .value = "1"}}),
              R"({"a":"1","b":"2"})");
}

}  // namespace
}  // namespace dmsnode::cli
