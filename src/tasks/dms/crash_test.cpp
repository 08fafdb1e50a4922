// The process dies at every point where something is saved or done, and is started again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

using testing::Crash;
using testing::Harness;
using testing::RestartParameters;
using testing::Running;
using testing::ScriptedApi;
using testing::Shows;
using testing::Stopped;
using testing::Table;

/// Runs until the node ends; starts it again with the last saved state after each crash.
void RunThroughCrashes(Harness& h, const std::function<void(int)>& before_attempt = {}) {
    for (int attempt = 0; attempt < 50; ++attempt) {
        if (before_attempt) before_attempt(attempt);
        std::optional<NodeState> saved;
        if (!h.states.saved.empty()) saved = h.states.saved.back();
        try {
            h.Start(saved);
            h.Finish();
            return;
        } catch (const Crash&) {
            // A crash takes all but the saved state.
            h.tracker.reset();
        }
    }
    ADD_FAILURE() << "crashed too often";
}

std::size_t SavesOfAWholeRun() {
    Harness h;
    h.Run();
    return h.states.saved.size();
}

TEST(DmsNodeCrash, AtEverySavedStateThereIsOneTaskOneStartAndTheRightEnd) {
    const std::size_t saves = SavesOfAWholeRun();
    ASSERT_GE(saves, 6U);
    for (std::size_t crash = 1; crash <= saves; ++crash) {
        SCOPED_TRACE(crash);
        Harness h;
        h.api.tables_after_start = {Table("orders", "Table completed", 7)};
        h.states.crash_after = crash;
        RunThroughCrashes(h);
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
        EXPECT_EQ(h.api.arns().size(), 1U);
        EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
        EXPECT_EQ(h.outcome->out["rowsLoaded"], "7");
    }
}

TEST(DmsNodeCrash, AfterEachChangeOfTheServiceBeforeItsReplyIsSeen) {
    for (const std::string operation : {"CreateReplicationTask", "StartReplicationTask"}) {
        SCOPED_TRACE(operation);
        Harness h;
        bool armed = true;
        h.api.after_change = [&](const std::string& name) {
            if (name == operation && std::exchange(armed, false)) throw Crash{};
        };
        RunThroughCrashes(h);
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
        EXPECT_EQ(h.api.arns().size(), 1U);
        EXPECT_EQ(h.api.calls("CreateReplicationTask"), 1);
        EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
    }
}

TEST(DmsNodeCrash, BeforeEveryCallInTurn) {
    Harness whole;
    whole.Run();
    const std::size_t calls = whole.api.log().size();
    for (std::size_t crash = 1; crash <= calls; ++crash) {
        SCOPED_TRACE(crash);
        Harness h;
        std::size_t count = 0;
        h.api.before_call = [&](const std::string&) {
            if (++count == crash) throw Crash{};
        };
        RunThroughCrashes(h);
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
        EXPECT_EQ(h.api.arns().size(), 1U);
        EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
    }
}

TEST(DmsNodeCrash, ManyCrashesInARow) {
    Harness h;
    std::size_t count = 0;
    h.api.before_call = [&](const std::string&) {
        if (++count % 3 == 0) throw Crash{};
    };
    h.api.after_start = {Running(10, 0, 1), Stopped("FULL_LOAD_ONLY_FINISHED")};
    RunThroughCrashes(h);
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
    EXPECT_EQ(h.api.arns().size(), 1U);
}

TEST(DmsNodeCrash, TheEndThatCameWhileTheProcessWasDownIsSeen) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.Step();
    h.tracker.reset();
    h.api.Play(h.api.arns().at(0), {Stopped("FULL_LOAD_ONLY_FINISHED")});
    h.Start(h.states.saved.back());
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeCrash, ARestartIsNotStartedTwice) {
    Harness first;
    const std::string arn = first.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    first.parameters = RestartParameters(arn);
    first.Run();
    const std::size_t saves = first.states.saved.size();
    for (std::size_t crash = 1; crash <= saves; ++crash) {
        SCOPED_TRACE(crash);
        Harness h;
        h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
        h.parameters = RestartParameters(arn);
        h.states.crash_after = crash;
        RunThroughCrashes(h);
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
        EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
    }
}

TEST(DmsNodeCrash, AKillSurvives) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    const std::size_t so_far = h.states.saved.size();
    h.states.crash_after = so_far + 1;
    h.tracker->Kill(h.node, KillReason::kUser);
    EXPECT_THROW(h.Finish(), Crash);
    h.tracker.reset();
    EXPECT_EQ(h.states.saved.back().kill, "user");
    h.states.crash_after.reset();
    h.Start(h.states.saved.back());
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_EQ(h.api.task(h.api.arns().at(0)).task.status, "stopped");
}

TEST(DmsNodeCrash, ACleanUpGoesOn) {
    Harness h;
    h.api.FailNext("StartReplicationTask", Error{ErrorCode::kPermissionDenied, "no right"});
    bool armed = true;
    h.api.after_change = [&](const std::string& name) {
        if (name == "DeleteReplicationTask" && std::exchange(armed, false)) throw Crash{};
    };
    RunThroughCrashes(h);
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, ::testing::HasSubstr("no right"));
    EXPECT_TRUE(h.api.task(h.api.arns().at(0)).gone);
}

TEST(DmsNodeCrash, LostRepliesAreLookedAfter) {
    Harness h;
    h.api.LoseReply("CreateReplicationTask", ScriptedApi::Unavailable());
    h.api.LoseReply("StartReplicationTask", ScriptedApi::Unavailable());
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 1);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeCrash, KillAfterALostCreateFindsAndDeletesTheTask) {
    Harness h;
    h.api.LoseReply("CreateReplicationTask", ScriptedApi::Unavailable());
    h.Start();
    h.StepUntil([&] { return h.api.calls("CreateReplicationTask") == 1; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_TRUE(h.api.task(h.api.arns().at(0)).gone);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 0);
}

TEST(DmsNodeCrash, KillAfterALostStartStopsWhatRuns) {
    Harness h;
    h.api.after_start = {Shows("starting"), Running(10, 0, 1)};
    h.api.LoseReply("StartReplicationTask", ScriptedApi::Unavailable());
    h.Start();
    h.StepUntil([&] { return h.api.calls("StartReplicationTask") == 1; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_EQ(h.api.task(h.api.arns().at(0)).task.status, "stopped");
}

TEST(DmsNodeState, SurvivesJsonToTheMicrosecond) {
    NodeState state;
    state.run_id = "run/1";
    state.phase = "following";
    state.identifier = "a";
    state.started_at = TimePoint(std::chrono::microseconds(1700000000123457));
    state.created = true;
    state.failure = "quote \" and newline \n";
    const Result<NodeState> back = NodeStateFromJson(ToJson(state));
    ASSERT_TRUE(back);
    EXPECT_EQ(*back, state);
}

TEST(DmsNodeState, WhatItDidNotWriteIsRefused) {
    EXPECT_FALSE(NodeStateFromJson(Json::array()));
    EXPECT_FALSE(NodeStateFromJson(Json::object()));
    const Json json = ToJson(NodeState{});
    for (const auto& [name, value] : json.items()) {
        SCOPED_TRACE(name);
        Json broken = json;
        broken.erase(name);
        EXPECT_FALSE(NodeStateFromJson(broken));
        broken = json;
        broken[name] = Json::array();
        EXPECT_FALSE(NodeStateFromJson(broken));
    }
}

TEST(DmsNodeState, StateOfAnotherRunIsRefused) {
    Harness h;
    NodeState other;
    other.run_id = "run/2";
    Tracker tracker(h.api, h.clock, {.call_threads = 0});
    NodeRun run;
    run.parameters = h.parameters;
    run.run_id = "run/1";
    run.saved = other;
    const Result<NodeId> id = tracker.Start(std::move(run));
    ASSERT_FALSE(id);
    EXPECT_EQ(id.error().message, "the saved state is of run run/2, not of run/1");
}

}  // namespace
}  // namespace dmsnode::tasks
