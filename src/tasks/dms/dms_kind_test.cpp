#include "tasks/dms/dms_kind.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "fakes/scripted_api.hpp"
#include "tasks/dms/test_harness.hpp"
#include "tasks/test_attempt.hpp"

namespace dmsnode::tasks {
namespace {

using dmsnode::testing::ScriptedApi;
using testing::FakeWorker;
using ::testing::HasSubstr;

workflow::TaskDefinition LoadTask() {
    workflow::TaskDefinition task;
    task.name = "load";
    task.task_params = {{"migrationType", "full-load"},
                        {"replicationTaskIdentifier", "${prefix}-load"},
                        {"replicationInstanceArn", ScriptedApi::kInstance},
                        {"sourceEndpointArn", ScriptedApi::kSource},
                        {"targetEndpointArn", ScriptedApi::kTarget},
                        {"tableMappings", testing::kMappings}};
    return task;
}

workflow::ParameterScope Scope() {
    workflow::ParameterScope scope{TimePoint()};
    scope.Set(workflow::ParameterLevel::kGlobal, {.name = "prefix", .value = "shop"});
    return scope;
}

class DmsKindTest : public ::testing::Test {
protected:
    std::unique_ptr<DmsKind> NewKind(std::size_t max_attempts = 100) {
        DmsKindOptions options;
        options.max_attempts = max_attempts;
        options.tracker = [this](const std::string& connection) {
            trackers.push_back(connection);
            TrackerOptions tracker;
            tracker.poll_min = std::chrono::milliseconds(1);
            tracker.poll_max = std::chrono::milliseconds(4);
            return tracker;
        };
        return std::make_unique<DmsKind>(
            [this](const std::string& connection) -> Result<dms::Api*> {
                if (connection == "lost") {
                    return Error{ErrorCode::kNotFound, "there is no connection \"lost\""};
                }
                return &api;
            },
            clock, options);
    }

    ScriptedApi api;
    SystemClock clock;
    std::vector<std::string> trackers;
};

TEST_F(DmsKindTest, ANodeRunsToItsEndAndShowsWhereItIs) {
    api.tables_after_start = {testing::Table("orders", "Table completed", 12)};
    const auto kind = NewKind();
    FakeWorker worker;
    FakeWorker other;
    ASSERT_TRUE(kind->Start(worker.AttemptOf(LoadTask(), Scope())));
    const Outcome outcome = worker.End();
    EXPECT_EQ(outcome.result, NodeResult::kSuccess) << outcome.message << worker.log();
    // Every OUT parameter is one that OutputNames tells.
    EXPECT_FALSE(outcome.out.empty());
    for (const auto& [name, value] : outcome.out) {
        EXPECT_THAT(kind->OutputNames(), ::testing::Contains(name));
    }
    EXPECT_EQ(outcome.out.at("rowsLoaded"), "12");
    const Json last = worker.shown().back();
    EXPECT_EQ(last["replicationTaskArn"], outcome.out.at("replicationTaskArn"));
    EXPECT_EQ(last["tables"][0]["rows"], 12);
    EXPECT_EQ(last["tablesLeftOut"], 0);
    EXPECT_FALSE(kind->TakesSlot());
    // Two names of one API share a tracker.
    auto task = LoadTask();
    task.connection = "second";
    task.task_params["replicationTaskIdentifier"] = "other";
    TaskAttempt attempt = other.AttemptOf(task, Scope());
    attempt.run_id = "run/2";
    ASSERT_TRUE(kind->Start(std::move(attempt)));
    EXPECT_EQ(other.End().result, NodeResult::kSuccess);
    EXPECT_EQ(trackers, std::vector<std::string>{""});
}

TEST_F(DmsKindTest, WhatCannotRunEndsThroughOnDone) {
    const auto kind = NewKind(1);
    FakeWorker wrong;
    auto task = LoadTask();
    task.task_params["migrationType"] = "fulload";
    ASSERT_TRUE(kind->Start(wrong.AttemptOf(task, Scope())));
    const Outcome outcome = wrong.End();
    EXPECT_TRUE(outcome.hopeless);
    EXPECT_THAT(outcome.message, HasSubstr("$.tasks[0].taskParams.migrationType"));

    FakeWorker lost;
    task = LoadTask();
    task.connection = "lost";
    ASSERT_TRUE(kind->Start(lost.AttemptOf(task, Scope())));
    EXPECT_FALSE(lost.End().hopeless);
    EXPECT_EQ(api.calls("CreateReplicationTask"), 0);

    // One at a time; killed before or after it is followed, it ends as killed.
    api.after_start = {testing::Running(10, 0, 1)};
    FakeWorker first;
    FakeWorker second;
    const auto id = kind->Start(first.AttemptOf(LoadTask(), Scope()));
    ASSERT_TRUE(id);
    const auto refused = kind->Start(second.AttemptOf(LoadTask(), Scope()));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kResourceExhausted);
    kind->Kill(*id, KillReason::kUser);
    kind->Kill(*id, KillReason::kUser);
    EXPECT_EQ(first.End().result, NodeResult::kKilled);
    kind->Kill(*id, KillReason::kUser);
}

TEST_F(DmsKindTest, CheckAndDryRunSayWhatTheNodeSays) {
    const auto kind = NewKind();
    auto task = LoadTask();
    const workflow::ParameterScope empty{TimePoint()};
    const workflow::ParameterScope scope = Scope();
    const TaskContext unknown{.task = task, .path = "$.p", .scope = empty, .file_folders = {}};
    EXPECT_TRUE(HasErrors(kind->Check(unknown, {})));
    EXPECT_FALSE(HasErrors(kind->Check(unknown, {"prefix"})));
    std::vector<Problem> problems;
    EXPECT_TRUE(kind->DryRun(unknown, problems).empty());
    EXPECT_TRUE(HasErrors(problems));
    problems.clear();
    const TaskContext good{.task = task, .path = "$.p", .scope = scope, .file_folders = {}};
    const Json plan = kind->DryRun(good, problems);
    EXPECT_TRUE(problems.empty());
    EXPECT_THAT(DumpJson(plan), HasSubstr("shop-load"));
    EXPECT_EQ(api.log().size(), 0U);
}

TEST_F(DmsKindTest, WhereverTheProcessDiesTheNodeGoesOnOnce) {
    std::size_t keeps = 0;
    {
        FakeWorker worker;
        const auto kind = NewKind();
        ASSERT_TRUE(kind->Start(worker.AttemptOf(LoadTask(), Scope())));
        ASSERT_EQ(worker.End().result, NodeResult::kSuccess);
        keeps = worker.kept().size();
    }
    ASSERT_GT(keeps, 3U);
    for (std::size_t died = 0; died < keeps; ++died) {
        SCOPED_TRACE(fmt::format("died at keep {} of {}", died + 1, keeps));
        auto task = LoadTask();
        task.task_params["replicationTaskIdentifier"] = fmt::format("task-{}", died);
        const int creates = api.calls("CreateReplicationTask");
        const int starts = api.calls("StartReplicationTask");
        FakeWorker before;
        before.RefuseAfter(died);
        {
            const auto kind = NewKind();
            TaskAttempt attempt = before.AttemptOf(task, Scope());
            attempt.run_id = fmt::format("run/{}", died);
            ASSERT_TRUE(kind->Start(std::move(attempt)));
            before.WaitForRefusal();
            kind->Stop();
            kind->Stop();
        }
        EXPECT_EQ(before.ends(), 0);
        FakeWorker after;
        const auto kind = NewKind();
        TaskAttempt attempt = after.AttemptOf(task, Scope());
        attempt.run_id = fmt::format("run/{}", died);
        if (died > 0) attempt.kept = before.kept().back();
        ASSERT_TRUE(kind->Start(std::move(attempt)));
        EXPECT_EQ(after.End().result, NodeResult::kSuccess) << after.log();
        EXPECT_EQ(api.calls("CreateReplicationTask"), creates + 1);
        EXPECT_EQ(api.calls("StartReplicationTask"), starts + 1);
    }
    EXPECT_EQ(api.calls("StopReplicationTask"), 0);
}

TEST_F(DmsKindTest, ARetryFollowsWhatTheAttemptBeforeMade) {
    FakeWorker first;
    {
        const auto kind = NewKind();
        api.after_start = {testing::Running(50, 0, 1)};
        ASSERT_TRUE(kind->Start(first.AttemptOf(LoadTask(), Scope())));
        first.WaitForProgress([](const Json& progress) { return progress["percent"] == 50; });
        EXPECT_EQ(first.reference()["replicationTaskArn"], api.arns().front());
        EXPECT_EQ(first.reference()["connection"], "embedded");
        EXPECT_TRUE(first.reference().contains("replicationTaskIdentifier"));
        kind->Stop();
    }
    EXPECT_EQ(api.calls("StopReplicationTask"), 0) << "Stop lets go of replication tasks";
    api.Play(api.arns().front(), {testing::Stopped("FULL_LOAD_ONLY_FINISHED")});
    FakeWorker second;
    const auto kind = NewKind();
    TaskAttempt attempt = second.AttemptOf(LoadTask(), Scope());
    attempt.number = 2;
    attempt.kept_by_earlier = first.kept().back();
    ASSERT_TRUE(kind->Start(std::move(attempt)));
    EXPECT_EQ(second.End().result, NodeResult::kSuccess) << second.log();
    EXPECT_EQ(api.calls("CreateReplicationTask"), 1);
}

TEST_F(DmsKindTest, AKeptTextThatCannotBeReadIsToldAndIgnored) {
    NodeState foreign;
    foreign.run_id = "run/9";
    for (const std::string& kept :
         {std::string("{"), std::string("{}"), DumpJson(ToJson(foreign))}) {
        SCOPED_TRACE(kept);
        ScriptedApi fresh;
        DmsKind kind([&](const std::string&) -> Result<dms::Api*> { return &fresh; }, clock,
                     {.max_attempts = 1, .tracker = [](const std::string&) {
                          return TrackerOptions{.poll_min = std::chrono::milliseconds(1),
                                                .poll_max = std::chrono::milliseconds(4)};
                      }});
        FakeWorker worker;
        TaskAttempt attempt = worker.AttemptOf(LoadTask(), Scope());
        attempt.kept = kept;
        ASSERT_TRUE(kind.Start(std::move(attempt)));
        EXPECT_EQ(worker.End().result, NodeResult::kSuccess) << worker.log();
        EXPECT_THAT(worker.log(), HasSubstr("kept state cannot be used"));
    }
}

TEST(DmsProgress, ManyTablesAreCutToTheTellingOnes) {
    Progress progress;
    for (int i = 0; i < 1500; ++i) {
        progress.tables.push_back(testing::Table("t" + std::to_string(i), "Before load", 0));
    }
    progress.tables[1499].table_state = "Table error";
    const Json json = ToJson(progress);
    EXPECT_EQ(json["tables"].size(), 1000U);
    EXPECT_EQ(json["tables"][0]["table"], "t1499");
    EXPECT_EQ(json["tablesLeftOut"], 500);
    EXPECT_TRUE(json["percent"].is_null());
}

}  // namespace
}  // namespace dmsnode::tasks
