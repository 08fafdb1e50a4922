#include "scheduler/scheduler.hpp"

#include "base/files.hpp"
#include "scheduler/test_harness.hpp"
#include "store/scheduler_backfills.hpp"
#include "store/scheduler_workers.hpp"

namespace dmsnode::scheduler {
namespace {

using namespace std::chrono_literals;  // NOLINT: durations of the tests
using tasks::NodeResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::Node;
using testing::Outcome;
using testing::Single;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;
namespace rows = store::scheduler;

class SchedulerOn : public ::testing::TestWithParam<dmsnode::testing::StoreKind> {};

TEST_P(SchedulerOn, NodesRunInOrderAndTheEndIsTold) {
    Single s(GetParam());
    s.Define(1, {Node("a"), Node("b", {"a"}), Node("c", {"a"}), Node("d", {"b", "c"})});
    StartRequest request = s.Request();
    request.notify = Notify::kAll;
    const std::int64_t id = s.StartIt(request);
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a running 1; b waiting 0; c waiting 0; d waiting 0");
    s.Step();
    EXPECT_THAT(s.kind.RunningNames(), UnorderedElementsAre("b", "c"));
    s.Step();
    s.Step();
    EXPECT_EQ(s.StateOf(id), "success");
    EXPECT_EQ(s.Tasks(id), "a success 1; b success 1; c success 1; d success 1");
    EXPECT_THAT(s.Alarms(), ElementsAre("0 success "));
    EXPECT_TRUE(s.Get(id).ended);
    EXPECT_EQ(s.Get(id).wake, std::nullopt);
}

TEST_P(SchedulerOn, QueuedUntilAWorkerTakesIt) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    ASSERT_TRUE(s.master->RunDue());
    EXPECT_EQ(s.Tasks(id), "a queued 1");
    ASSERT_TRUE(s.worker->RunDue());
    EXPECT_EQ(s.Tasks(id), "a running 1");
}

TEST_P(SchedulerOn, StartIsIdempotentByItsKey) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    StartRequest request = s.Request();
    request.idempotency_key = "k";
    const auto first = s.commands->Start(request);
    const auto second = s.commands->Start(request);
    ASSERT_TRUE(first && second);
    EXPECT_TRUE(first->created);
    EXPECT_FALSE(second->created);
    EXPECT_EQ(first->id, second->id);
    request.workflow_code = 9;
    request.idempotency_key = "other";
    EXPECT_EQ(s.commands->Start(request).error().code, ErrorCode::kNotFound);
    request.workflow_code = 1;
    request.start_nodes = {"nobody"};
    EXPECT_EQ(s.commands->Start(request).error().code, ErrorCode::kNotFound);
}

TEST_P(SchedulerOn, RetriesAreRowsOfTheirOwnAndWaitForTheirInterval) {
    Single s(GetParam());
    workflow::TaskDefinition node = Node("a");
    node.retry_times = 1;
    node.retry_interval = 2min;
    s.Define(1, {node, Node("b", {"a"})});
    s.kind.judge = [](const tasks::TaskAttempt&) { return Outcome(NodeResult::kFailure); };
    const std::int64_t id = s.StartIt();
    s.Settle();
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a backing off 1; b waiting 0");
    EXPECT_EQ(s.Get(id).wake, s.clock.Now() + 2min);
    s.clock.Advance(2min);
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a running 2; b waiting 0");
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a failure 2; b upstream failed 0");
    EXPECT_EQ(s.StateOf(id), "failure");
    EXPECT_THAT(s.Attempts(id), SizeIs(2));

    // Recover: a new attempt, with its retry again; then its success lets b run.
    s.kind.judge = nullptr;
    ASSERT_TRUE(s.commands->Recover(id));
    EXPECT_EQ(s.StateOf(id), "running");
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 3; b success 1");
    EXPECT_EQ(s.commands->Recover(id).error().code, ErrorCode::kConflict);
}

TEST_P(SchedulerOn, FailureStrategyEndKillsTheOthers) {
    Single s(GetParam());
    workflow::TaskDefinition unserved = Node("c");
    unserved.worker_group = "gpu";
    s.Define(1, {Node("a"), Node("b"), unserved, Node("d", {"b"})});
    StartRequest request = s.Request();
    request.failure_strategy = workflow::FailureStrategy::kEnd;
    const std::int64_t id = s.StartIt(request);
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a running 1; b running 1; c queued 1; d waiting 0");
    s.kind.judge = [](const tasks::TaskAttempt& attempt) -> std::optional<tasks::Outcome> {
        if (attempt.task.name == "b") return std::nullopt;
        return Outcome(NodeResult::kFailure);
    };
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a failure 1; b running 1; c killed 0; d killed 0");
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a failure 1; b killed 1; c killed 0; d killed 0");
    EXPECT_EQ(s.StateOf(id), "failure");
    EXPECT_THAT(s.Attempts(id), SizeIs(2)) << "c's attempt never was";
}

TEST_P(SchedulerOn, PauseFinishesWhatRunsAndResumeGoesOn) {
    Single s(GetParam());
    s.Define(1, {Node("a"), Node("b", {"a"})});
    const std::int64_t id = s.StartIt();
    s.Settle();
    ASSERT_TRUE(s.commands->Pause(id));
    EXPECT_EQ(s.StateOf(id), "pausing");
    EXPECT_EQ(s.commands->Pause(id).error().code, ErrorCode::kConflict);
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a running 1; b paused 0");
    s.Step();
    EXPECT_EQ(s.StateOf(id), "paused");
    s.Settle();
    EXPECT_EQ(s.Get(id).wake, std::nullopt);
    ASSERT_TRUE(s.commands->Resume(id));
    s.ToTheEnd(id);
    EXPECT_EQ(s.StateOf(id), "success");

    // Resumed before it came to rest.
    const std::int64_t other = s.StartIt();
    s.Settle();
    ASSERT_TRUE(s.commands->Pause(other));
    s.Settle();
    ASSERT_TRUE(s.commands->Resume(other));
    s.ToTheEnd(other);
    EXPECT_EQ(s.Tasks(other), "a success 1; b success 1");
}

TEST_P(SchedulerOn, StopKillsWhatRunsAndOneTaskCanBeKilledAlone) {
    Single s(GetParam());
    s.Define(1, {Node("a"), Node("b"), Node("c", {"b"})});
    const std::int64_t id = s.StartIt();
    s.Settle();
    ASSERT_TRUE(s.commands->KillTask(id, "b"));
    s.kind.judge = [](const tasks::TaskAttempt&) { return std::nullopt; };
    s.Settle();
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a running 1; b killed 1; c upstream failed 0");
    EXPECT_EQ(s.commands->KillTask(id, "b").error().code, ErrorCode::kConflict);
    ASSERT_TRUE(s.commands->Stop(id));
    EXPECT_EQ(s.StateOf(id), "stopping");
    s.Settle();
    s.Step();
    EXPECT_EQ(s.StateOf(id), "killed");
    EXPECT_EQ(s.Tasks(id), "a killed 1; b killed 1; c upstream failed 0");
    EXPECT_EQ(s.commands->Stop(id).error().code, ErrorCode::kConflict);
    EXPECT_EQ(s.commands->KillTask(id, "a").error().code, ErrorCode::kConflict);
    EXPECT_EQ(s.commands->Stop(4711).error().code, ErrorCode::kNotFound);

    // Before any master has looked.
    const std::int64_t early = s.StartIt();
    ASSERT_TRUE(s.commands->KillTask(early, "a"));
    ASSERT_TRUE(s.commands->Stop(early));
    s.Settle();
    EXPECT_EQ(s.Tasks(early), "a killed 0; b killed 0; c killed 0");
    EXPECT_EQ(s.StateOf(early), "killed");
}

TEST_P(SchedulerOn, RerunRunNodesAndForceSuccess) {
    Single s(GetParam());
    s.Define(1, {Node("a"), Node("b", {"a"}), Node("c", {"b"})});
    std::vector<std::string> run_ids;
    s.kind.on_start = [&](const tasks::TaskAttempt& attempt) {
        if (attempt.task.name == "a") run_ids.push_back(attempt.run_id);
    };
    s.kind.judge = [](const tasks::TaskAttempt& attempt) -> std::optional<tasks::Outcome> {
        return Outcome(attempt.task.name == "b" ? NodeResult::kFailure : NodeResult::kSuccess);
    };
    const std::int64_t id = s.StartIt();
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 1; b failure 1; c upstream failed 0");

    EXPECT_EQ(s.commands->ForceSuccess(id, "c").error().code, ErrorCode::kConflict);
    ASSERT_TRUE(s.commands->ForceSuccess(id, "b"));
    EXPECT_EQ(s.StateOf(id), "failure") << "c has not run";
    ASSERT_TRUE(s.commands->Recover(id));
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 1; b forced success 1; c success 1");

    ASSERT_TRUE(s.commands->RunNodes(id, {"a"}, workflow::RunScope::kOnly));
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 2; b forced success 1; c success 1");
    EXPECT_EQ(s.commands->RunNodes(id, {"x"}, workflow::RunScope::kOnly).error().code,
              ErrorCode::kNotFound);

    s.kind.judge = nullptr;
    ASSERT_TRUE(s.commands->Rerun(id));
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 3; b success 2; c success 2");
    EXPECT_EQ(s.Get(id).run_number, 3);
    ASSERT_THAT(run_ids, SizeIs(3));
    EXPECT_THAT(std::set(run_ids.begin(), run_ids.end()), SizeIs(3)) << "each is a new run";

    // Forced when nothing else is wrong.
    s.Define(2, {Node("b")});
    s.kind.judge = [](const tasks::TaskAttempt&) { return Outcome(NodeResult::kFailure); };
    const std::int64_t lone = s.StartIt(2);
    s.ToTheEnd(lone);
    ASSERT_TRUE(s.commands->ForceSuccess(lone, "b"));
    EXPECT_EQ(s.StateOf(lone), "success");
}

TEST_P(SchedulerOn, SubsetRunsOnlyItsNodesAndProhibitedOnesArePassedOver) {
    Single s(GetParam());
    workflow::TaskDefinition off = Node("c", {"b"});
    off.prohibited = true;
    s.Define(1, {Node("a"), Node("b", {"a"}), off, Node("d", {"c"}), Node("e", {"a"})});
    StartRequest request = s.Request();
    request.start_nodes = {"b"};
    const std::int64_t id = s.StartIt(request);
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "b success 1; c passed over 0; d success 1");
    ASSERT_TRUE(s.commands->Rerun(id));
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "b success 2; c passed over 0; d success 2");
}

TEST_P(SchedulerOn, ParametersComeFromAllLevelsAndOutputsGoDownstream) {
    Single s(GetParam());
    class Project final : public ProjectParameters {
        Result<std::vector<workflow::Parameter>> Of(std::int64_t) override {
            return std::vector<workflow::Parameter>{{.name = "p", .value = "project"},
                                                    {.name = "g", .value = "project"}};
        }
    } project;
    class Environments final : public EnvironmentTexts {
        Result<std::string> TextOf(std::int64_t, const std::string& name) override {
            if (name == "prod") return std::string("export A=1");
            return Error{ErrorCode::kNotFound, "no environment \"" + name + "\""};
        }
    } environments;
    s.setup = {.parameters = &project, .environments = &environments};
    s.worker = s.NewWorker("v", *s.database, s.kind);
    workflow::TaskDefinition first = Node("first");
    first.local_params = {{.name = "o",
                           .direction = workflow::ParameterDirection::kOut,
                           .type = workflow::ParameterType::kVarchar,
                           .value = "${p}-${g}"}};
    workflow::TaskDefinition second = Node("second", {"first"});
    second.environment = "prod";
    workflow::TaskDefinition third = Node("third", {"second"});
    third.environment = "gone";
    auto& definition = s.Define(1, {first, second, third});
    definition.global_params = {{.name = "g", .value = "global"}, {.name = "s", .value = "global"}};
    StartRequest request = s.Request();
    request.startup = {{.name = "s", .value = "startup"}};
    std::map<std::string, std::string> seen;
    s.kind.on_start = [&](const tasks::TaskAttempt& attempt) {
        for (const char* name : {"p", "g", "s", "o", "first.ran", "system.project.name"}) {
            const auto* found = attempt.scope.Find(name);
            seen[attempt.task.name + "." + name] = found == nullptr ? "-" : found->value;
        }
        seen[attempt.task.name + ".environment"] = attempt.environment;
        EXPECT_TRUE(std::filesystem::is_directory(attempt.working_directory));
        attempt.log->Log(LogLevel::kInfo, "hello");
        EXPECT_TRUE(attempt.states->Keep("kept"));
        attempt.progress->Show({{"percent", 50}});
        attempt.progress->Refer({{"elsewhere", 7}});
    };
    s.kind.judge = [](const tasks::TaskAttempt&) {
        return Outcome(NodeResult::kSuccess, {{"ran", "yes"}});
    };
    const std::int64_t id = s.StartIt(request);
    s.ToTheEnd(id);
    EXPECT_EQ(seen["first.o"], "-");
    EXPECT_EQ(seen["second.o"], "project-global");
    EXPECT_EQ(seen["second.first.ran"], "yes");
    EXPECT_EQ(seen["second.s"], "startup");
    EXPECT_EQ(seen["second.environment"], "export A=1");
    EXPECT_EQ(seen["second.system.project.name"], "project");
    EXPECT_EQ(s.Tasks(id), "first success 1; second success 1; third failure 1");
    const auto attempts = s.Attempts(id);
    EXPECT_THAT(attempts[2].end.message, HasSubstr("gone"));
    EXPECT_EQ(attempts[0].progress, "{\"percent\":50}");
    EXPECT_EQ(attempts[0].reference, "{\"elsewhere\":7}");
    EXPECT_THAT(*ReadFile(attempts[0].log_path), HasSubstr("INFO hello"));
    EXPECT_FALSE(
        std::filesystem::exists(s.folder.path() + "/v/attempts/" + std::to_string(attempts[0].id)));
}

TEST_P(SchedulerOn, TimeoutsWarnOrFailAndTheWorkflowsOwnOnlyWarns) {
    Single s(GetParam());
    Watch watch(*s.database, s.clock, s.bell, {.groups = &s.groups, .alarms = &s.alarms});
    workflow::TaskDefinition warn = Node("warn");
    warn.timeout = {5min, workflow::TimeoutStrategy::kWarn};
    workflow::TaskDefinition fail = Node("fail");
    fail.timeout = {5min, workflow::TimeoutStrategy::kFail};
    fail.retry_times = 1;
    workflow::TaskDefinition both = Node("both");
    both.timeout = {5min, workflow::TimeoutStrategy::kWarnAndFail};
    s.Define(1, {warn, fail, both}).timeout = 7min;
    s.kind.judge = [](const tasks::TaskAttempt&) { return std::nullopt; };
    const std::int64_t id = s.StartIt();
    s.Settle();
    s.clock.Advance(4min);
    ASSERT_TRUE(watch.RunDue());
    EXPECT_THAT(s.Alarms(), IsEmpty());
    s.clock.Advance(1min);
    ASSERT_TRUE(watch.RunDue());
    ASSERT_TRUE(watch.RunDue());
    EXPECT_THAT(s.Alarms(), UnorderedElementsAre("1 running warn", "1 running both"));
    s.Settle();
    s.Step();
    EXPECT_EQ(s.Tasks(id), "warn running 1; fail backing off 1; both failure 1");
    s.clock.Advance(2min);
    s.Settle();
    EXPECT_THAT(s.Alarms(), ::testing::Contains("2 running "));
    EXPECT_EQ(s.Tasks(id), "warn running 1; fail running 2; both failure 1");
    s.kind.judge = nullptr;
    s.ToTheEnd(id);
    EXPECT_THAT(s.Alarms(), SizeIs(3));
}

TEST_P(SchedulerOn, TaskGroupsLimitAndTheirPriorityOrders) {
    Single s(GetParam());
    s.groups.sizes["g"] = 1;
    std::vector<workflow::TaskDefinition> nodes = {Node("a"), Node("b"), Node("c")};
    for (auto& node : nodes) node.task_group = workflow::TaskGroupUse{"g", 0};
    nodes[2].task_group->priority = 5;
    s.Define(1, nodes);
    const std::int64_t id = s.StartIt();
    s.Settle();
    EXPECT_THAT(s.kind.started, ElementsAre("c"));
    s.Step();
    EXPECT_THAT(s.kind.started, ElementsAre("c", "a"));
    ASSERT_TRUE(s.commands->KillTask(id, "b"));
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a running 1; b killed 0; c success 1");
    s.ToTheEnd(id);
    EXPECT_EQ(s.StateOf(id), "killed");
}

TEST_P(SchedulerOn, PrioritiesAndSlotsDecideWhatIsClaimed) {
    Single s(GetParam());
    s.worker = s.NewWorker("one", *s.database, s.kind, {"default"}, 1);
    workflow::TaskDefinition low = Node("low");
    low.priority = workflow::TaskPriority::kLowest;
    s.Define(1, {low, Node("mid")});
    s.Define(2, {Node("urgent")});
    StartRequest urgent = s.Request(2);
    urgent.priority = workflow::TaskPriority::kHighest;
    s.StartIt(1);
    s.StartIt(urgent);
    ASSERT_TRUE(s.master->RunDue());
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(s.worker->RunDue());
        EXPECT_THAT(s.kind.running, SizeIs(1));
        s.kind.Step();
        ASSERT_TRUE(s.worker->RunDue());
    }
    EXPECT_THAT(s.kind.started, ElementsAre("urgent", "mid", "low"));
}

TEST_P(SchedulerOn, GroupWithoutWorkerWaitsVisiblyAndIsAlarmedOnce) {
    Single s(GetParam());
    Watch watch(*s.database, s.clock, s.bell, {.alarms = &s.alarms});
    workflow::TaskDefinition node = Node("a");
    node.worker_group = "gpu";
    s.Define(1, {node, Node("b")});
    const std::int64_t id = s.StartIt();
    s.Settle();
    EXPECT_THAT(s.kind.started, ElementsAre("b"));
    ASSERT_TRUE(watch.RunDue());
    EXPECT_THAT(s.Attempts(id)[0].end.message, HasSubstr("no worker serves the worker group"));
    for (int i = 0; i < 3; ++i) {
        s.clock.Advance(3min);
        s.Settle();
        ASSERT_TRUE(watch.RunDue());
    }
    EXPECT_THAT(s.Alarms(), ElementsAre("3 running "));
    auto gpu = s.NewWorker("g", *s.database, s.kind, {"gpu"});
    ASSERT_TRUE(gpu->RunDue());
    EXPECT_THAT(s.kind.started, ElementsAre("b", "a"));
    EXPECT_THAT(s.Attempts(id)[0].end.message, IsEmpty());
}

TEST_P(SchedulerOn, CachedResultIsReusedAndOtherInputsRun) {
    Single s(GetParam());
    workflow::TaskDefinition node = Node("a");
    node.cache = true;
    node.local_params = {{.name = "day", .value = "${d}"}};
    workflow::TaskDefinition next = Node("b", {"a"});
    s.Define(1, {node, next}).global_params = {{.name = "d", .value = "1"}};
    s.kind.judge = [](const tasks::TaskAttempt&) {
        return Outcome(NodeResult::kSuccess, {{"rows", "42"}});
    };
    s.ToTheEnd(s.StartIt());
    const std::int64_t again = s.StartIt();
    s.ToTheEnd(again);
    EXPECT_THAT(s.kind.started, ElementsAre("a", "b", "b"));
    const auto attempts = s.Attempts(again);
    EXPECT_EQ(attempts[0].end.result, "SUCCESS");
    EXPECT_TRUE(attempts[0].end.reused);
    EXPECT_EQ(attempts[0].end.outputs, "{\"rows\":\"42\"}");
    StartRequest other = s.Request();
    other.startup = {{.name = "d", .value = "2"}};
    s.ToTheEnd(s.StartIt(other));
    EXPECT_THAT(s.kind.started, ElementsAre("a", "b", "b", "a", "b"));
}

TEST_P(SchedulerOn, DryRunExecutesNothing) {
    Single s(GetParam());
    workflow::TaskDefinition first = Node("a");
    first.local_params = {{.name = "o",
                           .direction = workflow::ParameterDirection::kOut,
                           .type = workflow::ParameterType::kVarchar,
                           .value = "x"}};
    workflow::TaskDefinition second = Node("b", {"a"});
    second.task_params = {{"text", "uses ${o}"}};
    workflow::TaskDefinition third = Node("c", {"b"});
    third.task_params = {{"text", "${nobody}"}};
    s.Define(1, {first, second, third});
    StartRequest request = s.Request();
    request.dry_run = true;
    const std::int64_t id = s.StartIt(request);
    s.ToTheEnd(id);
    EXPECT_THAT(s.kind.started, IsEmpty());
    EXPECT_EQ(s.Tasks(id), "a success 1; b success 1; c failure 1");
    EXPECT_EQ(s.Attempts(id)[1].progress, "{\"dryRun\":[\"uses <o>\"]}");
}

TEST_P(SchedulerOn, SerialWorkflowsTakeTurns) {
    Single s(GetParam());
    auto& definition = s.Define(1, {Node("a")});
    using workflow::ExecutionType;
    definition.execution_type = ExecutionType::kSerialWait;
    const std::int64_t first = s.StartIt();
    const std::int64_t second = s.StartIt();
    const std::int64_t third = s.StartIt();
    EXPECT_EQ(s.StateOf(second), "serial wait");
    ASSERT_TRUE(s.commands->Stop(third));
    EXPECT_EQ(s.StateOf(third), "killed");
    s.ToTheEnd(first);
    EXPECT_EQ(s.StateOf(second), "running");
    EXPECT_EQ(s.commands->Rerun(first).error().code, ErrorCode::kConflict);
    s.ToTheEnd(second);

    definition.execution_type = ExecutionType::kSerialDiscard;
    const std::int64_t kept = s.StartIt();
    const std::int64_t discarded = s.StartIt();
    EXPECT_EQ(s.StateOf(discarded), "killed");
    EXPECT_THAT(s.Get(discarded).message, HasSubstr("SERIAL_DISCARD"));
    s.ToTheEnd(kept);

    definition.execution_type = ExecutionType::kSerialPriority;
    const std::int64_t old = s.StartIt();
    s.Settle();
    const std::int64_t fresh = s.StartIt();
    EXPECT_EQ(s.StateOf(old), "stopping");
    EXPECT_EQ(s.StateOf(fresh), "serial wait");
    s.Settle();
    s.ToTheEnd(fresh);
    EXPECT_EQ(s.StateOf(old), "killed");
    EXPECT_EQ(s.StateOf(fresh), "success");
}

TEST_P(SchedulerOn, BackfillDealsItsDatesToChains) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    BackfillRequest request{.start = s.Request(), .moments = {}, .chains = 2};
    EXPECT_EQ(s.commands->Backfill(request).error().code, ErrorCode::kInvalidArgument);
    for (int day = 0; day < 5; ++day) {
        request.moments.push_back(TimePoint(std::chrono::hours(24 * (20000 + day))));
    }
    const auto backfill = s.commands->Backfill(request);
    ASSERT_TRUE(backfill);
    const auto instances = [&] {
        rows::InstanceFilter filter;
        filter.backfill = *backfill;
        return *s.database->Read(
            [&](store::Connection& db) { return rows::ListInstances(db, filter); });
    };
    EXPECT_THAT(instances(), SizeIs(2));
    s.Settle();
    EXPECT_THAT(s.kind.running, SizeIs(2));
    for (int i = 0; i < 20; ++i) s.Step();
    std::set<TimePoint> moments;
    for (const rows::Instance& instance : instances()) {
        EXPECT_EQ(instance.state, "success");
        moments.insert(*instance.schedule_time);
    }
    EXPECT_EQ(moments, std::set(request.moments.begin(), request.moments.end()));
    // A rerun of an early one starts no chain again.
    ASSERT_TRUE(s.commands->Rerun(instances().back().id));
    for (int i = 0; i < 5; ++i) s.Step();
    EXPECT_THAT(instances(), SizeIs(5));

    const auto other = s.commands->Backfill(request);
    ASSERT_TRUE(other);
    ASSERT_TRUE(s.commands->StopBackfill(*other));
    for (int i = 0; i < 20; ++i) s.Step();
    const auto dates =
        *s.database->Read([&](store::Connection& db) { return rows::DatesOf(db, *other); });
    EXPECT_THAT(dates, SizeIs(2));
}

TEST_P(SchedulerOn, LostWorkersAttemptGoesOnWithWhatWasKept) {
    Single s(GetParam());
    Rescuer rescuer(*s.database, s.clock, s.log, s.bell);
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    tasks::StateKeeper* keeper = nullptr;
    s.kind.on_start = [&](const tasks::TaskAttempt& attempt) {
        keeper = attempt.states;
        EXPECT_TRUE(attempt.states->Keep("arn"));
    };
    s.Settle();
    // The worker hangs; another one takes over when its lease has expired.
    testing::FakeKind other_kind;
    auto other = s.NewWorker("other", *s.database, other_kind);
    std::optional<std::string> kept;
    other_kind.on_start = [&](const tasks::TaskAttempt& attempt) { kept = attempt.kept; };
    s.clock.Advance(20s);
    ASSERT_TRUE(rescuer.RunDue());
    ASSERT_TRUE(other->RunDue());
    EXPECT_EQ(kept, std::nullopt);
    s.clock.Advance(11s);
    ASSERT_TRUE(rescuer.RunDue());
    ASSERT_TRUE(other->RunDue());
    EXPECT_EQ(kept, "arn");
    // The first comes back: it may not write any more, and its process is ended.
    EXPECT_EQ(keeper->Keep("late").error().code, ErrorCode::kConflict);
    ASSERT_TRUE(s.worker->RunDue());
    EXPECT_EQ(s.worker->running(), 0U);
    s.Step();
    EXPECT_EQ(s.Tasks(id), "a running 1") << "its end does not count";
    other_kind.Step();
    ASSERT_TRUE(other->RunDue());
    s.Settle();
    EXPECT_EQ(s.StateOf(id), "success");
    EXPECT_THAT(s.Attempts(id), SizeIs(1));
}

TEST_P(SchedulerOn, RestartedWorkerTakesItsOwnOverAtOnceAndAStoppedOneGivesBack) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    s.Settle();
    s.worker->Abandon();
    s.worker = s.NewWorker("w", *s.database, s.kind);
    ASSERT_TRUE(s.worker->RunDue());
    EXPECT_THAT(s.kind.started, ElementsAre("a", "a"));
    s.worker->Stop();
    s.worker->Stop();
    EXPECT_EQ(s.Attempts(id)[0].state, "lost");
    s.worker = s.NewWorker("w2", *s.database, s.kind);
    ASSERT_TRUE(s.worker->RunDue());
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 1");
    EXPECT_EQ(s.Attempts(id)[0].losses, 1) << "what was given back was not lost";
}

TEST_P(SchedulerOn, AttemptThatKillsItsWorkersEndsAfterSomeLosses) {
    Single s(GetParam());
    Rescuer rescuer(*s.database, s.clock, s.log, s.bell, {.most_losses = 2});
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    for (int i = 0; i < 5; ++i) {
        s.Settle();
        s.worker->Abandon();
        s.worker = s.NewWorker("w" + std::to_string(i), *s.database, s.kind);
        s.clock.Advance(31s);
        ASSERT_TRUE(rescuer.RunDue());
    }
    s.Settle();
    EXPECT_EQ(s.StateOf(id), "failure");
    EXPECT_THAT(s.kind.started, SizeIs(3));
}

TEST_P(SchedulerOn, FullKindAndBrokenDefinitionDoNotStopTheOthers) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    s.Define(2, {Node("b")});
    const std::int64_t broken = s.StartIt(2);
    s.definitions.known.erase("w2");
    const std::int64_t id = s.StartIt(1);
    s.kind.full = true;
    s.Settle();
    EXPECT_EQ(s.StateOf(broken), "failure");
    EXPECT_THAT(s.Get(broken).message, HasSubstr("unreadable"));
    EXPECT_EQ(s.Attempts(id)[0].state, "lost");
    s.kind.full = false;
    s.clock.Advance(3s);
    s.ToTheEnd(id);
    EXPECT_EQ(s.StateOf(id), "success");
    ASSERT_TRUE(s.commands->Delete(id));
    EXPECT_EQ(s.commands->Delete(id).error().code, ErrorCode::kNotFound);
    workflow::TaskDefinition alien = Node("x");
    alien.task_type = "ALIEN";
    alien.retry_times = 3;
    s.Define(3, {alien});
    const std::int64_t unknown = s.StartIt(3);
    s.ToTheEnd(unknown);
    EXPECT_EQ(s.Tasks(unknown), "x failure 1") << "no retry can help";
}

/// Takes the queue's table away, as a store that is gone for a while.
void HideQueue(store::Database& database, bool hide) {
    ASSERT_TRUE(database.Read([&](store::Connection& db) {
        return db.Script(hide ? "ALTER TABLE sched_attempt RENAME TO away"
                              : "ALTER TABLE away RENAME TO sched_attempt");
    }));
}

TEST_P(SchedulerOn, WorkerWithoutTheStoreKeepsRunningAndSavesTheEndLater) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    s.Settle();
    HideQueue(*s.database, true);
    s.kind.Step();
    for (int i = 0; i < 3; ++i) {
        EXPECT_FALSE(s.worker->RunDue());
        s.clock.Advance(9s);
    }
    EXPECT_EQ(s.worker->running(), 1U);
    HideQueue(*s.database, false);
    s.Settle();
    EXPECT_EQ(s.Tasks(id), "a success 1");
    EXPECT_THAT(s.kind.started, SizeIs(1));
}

TEST_P(SchedulerOn, AttemptThatCanNeitherBeStartedNorGivenBackIsGivenBackLater) {
    Single s(GetParam());
    class Fetcher final : public ResourceFetcher {
    public:
        Status Fetch(std::int64_t, const std::vector<std::string>&,
                     const std::filesystem::path&) override {
            if (!while_away) return {};
            while_away();
            return Error{ErrorCode::kUnavailable, "the store is away"};
        }
        std::function<void()> while_away;
    } fetcher;
    s.setup.resources = &fetcher;
    s.worker = s.NewWorker("v", *s.database, s.kind);
    workflow::TaskDefinition node = Node("a");
    node.task_params = {{"resourceList", {{{"resourceName", "x.sh"}}}}};
    s.Define(1, {node});
    const std::int64_t id = s.StartIt();
    fetcher.while_away = [&] { HideQueue(*s.database, true); };
    ASSERT_TRUE(s.master->RunDue());
    ASSERT_TRUE(s.worker->RunDue());
    EXPECT_FALSE(s.worker->RunDue());
    EXPECT_EQ(s.worker->running(), 0U);
    HideQueue(*s.database, false);
    fetcher.while_away = nullptr;
    ASSERT_TRUE(s.worker->RunDue());
    EXPECT_EQ(s.Attempts(id)[0].state, "lost") << "at the next look, not when the lease is over";
    s.clock.Advance(3s);
    s.ToTheEnd(id);
    EXPECT_EQ(s.Tasks(id), "a success 1");
    EXPECT_EQ(s.Attempts(id)[0].losses, 0);
}

TEST_P(SchedulerOn, ResourcesAreFetchedBeforeTheStart) {
    Single s(GetParam());
    class Fetcher final : public ResourceFetcher {
    public:
        Status Fetch(std::int64_t project, const std::vector<std::string>& names,
                     const std::filesystem::path& folder) override {
            if (fails > 0) {
                --fails;
                return Error{ErrorCode::kUnavailable, "not now"};
            }
            EXPECT_EQ(project, 7);
            fetched = names;
            return WriteFileAtomically(folder / "x.sh", "echo");
        }
        std::vector<std::string> fetched;
        int fails = 1;
    } fetcher;
    s.setup.resources = &fetcher;
    s.worker = s.NewWorker("v", *s.database, s.kind);
    workflow::TaskDefinition node = Node("a");
    node.task_params = {{"resourceList", {{{"resourceName", "x.sh"}}}}};
    s.Define(1, {node});
    s.kind.on_start = [&](const tasks::TaskAttempt& attempt) {
        EXPECT_TRUE(ReadFile(attempt.working_directory / "x.sh"));
    };
    const std::int64_t id = s.StartIt();
    s.Settle();
    EXPECT_EQ(s.Attempts(id)[0].state, "lost") << "it waits for the resources";
    s.clock.Advance(3s);
    s.ToTheEnd(id);
    EXPECT_EQ(s.StateOf(id), "success");
    EXPECT_THAT(fetcher.fetched, ElementsAre("x.sh"));
}

TEST_P(SchedulerOn, KilledLostAttemptThatKeptNothingEnds) {
    Single s(GetParam());
    Rescuer rescuer(*s.database, s.clock, s.log, s.bell);
    s.Define(1, {Node("a")});
    const std::int64_t id = s.StartIt();
    s.Settle();
    s.worker->Abandon();
    ASSERT_TRUE(s.commands->Stop(id));
    ASSERT_TRUE(s.master->RunDue());
    EXPECT_EQ(s.StateOf(id), "stopping");
    s.clock.Advance(31s);
    ASSERT_TRUE(rescuer.RunDue());
    ASSERT_TRUE(s.master->RunDue());
    EXPECT_EQ(s.StateOf(id), "killed");
}

TEST(AttemptLog, IsBoundedAndAppended) {
    dmsnode::testing::TempDir folder;
    dmsnode::testing::FakeClock clock;
    const std::string path = folder.path() + "/deep/a.log";
    for (int i = 0; i < 2; ++i) {
        AttemptLog log(path, clock, 150);
        for (int line = 0; line < 5; ++line) log.Log(LogLevel::kInfo, "0123456789");
    }
    const std::string text = *ReadFile(path);
    EXPECT_LT(text.size(), 320U);
    EXPECT_THAT(text, HasSubstr("the log is full"));
    EXPECT_EQ(AttemptLogName(2, "a b/../c", 4), "3-a_b____c-4.log");
}

TEST_P(SchedulerOn, EachFireStartsOneInstanceWhoeverLooks) {
    Single s(GetParam());
    s.Define(1, {Node("a")});
    class Source final : public ScheduleSource {
    public:
        Result<std::vector<Schedule>> Online() override { return schedules; }
        std::vector<Schedule> schedules;
    } source;
    Schedule schedule;
    schedule.id = 5;
    schedule.project_code = 7;
    schedule.workflow_code = 1;
    schedule.cron = "hourly";
    source.schedules = {schedule};
    const NextFire hourly = [](const std::string&, const std::string&,
                               TimePoint after) -> Result<std::optional<TimePoint>> {
        return std::optional<TimePoint>(std::chrono::floor<std::chrono::hours>(after) + 1h);
    };
    const auto runner = [&] {
        return ScheduleRunner({.database = *s.database,
                               .clock = s.clock,
                               .log = s.log,
                               .schedules = source,
                               .next_fire = hourly,
                               .commands = *s.commands,
                               .alarms = &s.alarms},
                              {.most_missed = 10});
    };
    const auto count = [&] {
        return s.database->Read([&](store::Connection& db) { return rows::ListInstances(db, {}); })
            ->size();
    };
    ScheduleRunner first = runner();
    ScheduleRunner second = runner();
    EXPECT_EQ(*first.RunDue(), 0U);
    EXPECT_EQ(*second.RunDue(), 0U);
    s.clock.Advance(1h);
    EXPECT_EQ(*first.RunDue(), 1U);
    EXPECT_TRUE(second.RunDue());
    EXPECT_EQ(count(), 1U) << "the same fire";
    // A process that was away makes good for it, up to a bound, and says what it left out.
    s.clock.Advance(12h);
    ScheduleRunner third = runner();
    EXPECT_EQ(*third.RunDue(), 10U);
    EXPECT_EQ(count(), 11U);
    EXPECT_THAT(s.Alarms(), ElementsAre("5  "));
    source.schedules[0].missed = MissedFires::kRunLast;
    s.clock.Advance(5h);
    EXPECT_EQ(*third.RunDue(), 1U);
    source.schedules[0].missed = MissedFires::kSkip;
    s.clock.Advance(5h);
    EXPECT_EQ(*third.RunDue(), 0U);
    source.schedules.clear();
    s.clock.Advance(5h);
    EXPECT_EQ(*third.RunDue(), 0U);
}

TEST_P(SchedulerOn, ThreadsRunAWorkflowToItsEndAndStop) {
    testing::Harness h(GetParam());
    h.Define(1, {Node("a"), Node("b", {"a"})});
    SystemClock clock;
    class Instant final : public tasks::TaskKind {
        std::string_view Type() const override { return "FAKE"; }
        bool TakesSlot() const override { return true; }
        std::vector<std::string> OutputNames() const override { return {}; }
        std::vector<Problem> Check(const tasks::TaskContext&,
                                   const std::vector<std::string>&) const override {
            return {};
        }
        Json DryRun(const tasks::TaskContext&, std::vector<Problem>&) const override { return {}; }
        Result<tasks::AttemptId> Start(tasks::TaskAttempt attempt) override {
            attempt.on_done(Outcome(NodeResult::kSuccess));
            return 1;
        }
        void Kill(tasks::AttemptId, tasks::KillReason) override {}
        void Stop() override {}
    } kind;
    SchedulerOptions options;
    options.worker.data_folder = h.folder.path();
    Scheduler scheduler({.database = *h.database,
                         .clock = clock,
                         .log = h.log,
                         .bell = h.bell,
                         .kinds = {&kind},
                         .read = h.definitions.Reader()},
                        options);
    scheduler.Start();
    const std::int64_t id = h.StartIt();
    const auto deadline = std::chrono::steady_clock::now() + 20s;
    std::uint64_t rings = 0;
    while (h.StateOf(id) != "success" && std::chrono::steady_clock::now() < deadline) {
        h.bell.Wait(rings, 100ms, {});
        rings = h.bell.Count();
    }
    scheduler.Stop();
    scheduler.Stop();
    EXPECT_EQ(h.Tasks(id), "a success 1; b success 1");
    EXPECT_THAT(*h.database->Read([](store::Connection& db) { return rows::Workers(db); }),
                IsEmpty());
}

DMSNODE_ON_BOTH_STORES(SchedulerOn);

}  // namespace
}  // namespace dmsnode::scheduler
