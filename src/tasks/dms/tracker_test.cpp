#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>

#include "dms/faults.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

using namespace std::chrono_literals;
using testing::CreateParameters;
using testing::FakeClock;
using testing::Harness;
using testing::Running;
using testing::ScriptedApi;
using testing::Shows;
using testing::Stopped;

/// Nodes that follow running tasks, all from the same moment on.
class ManyNodes {
public:
    explicit ManyNodes(int count) : tracker(api, clock, {.call_threads = 0, .jitter_seed = 5}) {
        for (int i = 0; i < count; ++i) {
            const std::string arn = api.AddTask("t" + std::to_string(i), {Running(10, 0, 1)}, true);
            NodeRun run;
            run.parameters = testing::RestartParameters(arn, "");
            run.parameters.when_running = WhenRunning::kFollow;
            run.run_id = "run/" + std::to_string(i);
            run.on_done = [this](const Outcome& o) { outcomes.push_back(o); };
            EXPECT_TRUE(tracker.Start(std::move(run)));
        }
    }
    void Steps(int count) {
        for (int i = 0; i < count; ++i) {
            const auto next = tracker.RunDue();
            if (!next) return;
            clock.Advance(std::max<Duration>(*next - clock.Now(), 1ms));
        }
    }
    ScriptedApi api;
    FakeClock clock;
    std::vector<Outcome> outcomes;
    Tracker tracker;
};

TEST(DmsTracker, BatchesAHundredTasksInOneDescribe) {
    for (const int count : {1, 99, 100, 101, 250}) {
        SCOPED_TRACE(count);
        ManyNodes nodes(count);
        nodes.tracker.RunDue();
        const int batches = (count + 99) / 100;
        // The round at the start: every node asks for the first time.
        EXPECT_EQ(nodes.api.calls("DescribeReplicationTasks"), batches);
        for (const auto& describe : nodes.api.describes()) {
            EXPECT_LE(describe.filters.at(0).values.size(), 100U);
            EXPECT_EQ(describe.filters.at(0).name, "replication-task-arn");
        }
    }
}

TEST(DmsTracker, StaysBatchedInTheLongRun) {
    ManyNodes nodes(250);
    nodes.Steps(30);  // Statistics of each, and the intervals grow.
    const int before = nodes.api.calls("DescribeReplicationTasks");
    const TimePoint begin = nodes.clock.Now();
    while (nodes.clock.Now() - begin < 300s) nodes.Steps(1);
    const int calls = nodes.api.calls("DescribeReplicationTasks") - before;
    // 15 s and jitter: about 20 rounds of 3; alone, 250 nodes would make 5,000 calls.
    EXPECT_LE(calls, 150);
    EXPECT_GE(calls, 3 * 15);
}

TEST(DmsTracker, OneBadArnDoesNotFailItsNeighbours) {
    ManyNodes nodes(3);
    nodes.api.FailNext("DescribeReplicationTasks",
                       dms::fault::Make(dms::fault::kInvalidParameterValue, "bad ARN"), 1);
    nodes.Steps(20);
    EXPECT_TRUE(nodes.outcomes.empty());
    EXPECT_GE(nodes.api.calls("DescribeReplicationTasks"), 4);
}

TEST(DmsTracker, ANodeThatVanishesEndsAndTheOthersGoOn) {
    ManyNodes nodes(3);
    nodes.Steps(5);
    nodes.api.Play(nodes.api.arns().at(1), {ScriptedApi::Gone()});
    nodes.Steps(60);
    ASSERT_EQ(nodes.outcomes.size(), 1U);
    EXPECT_EQ(nodes.outcomes[0].result, NodeResult::kFailure);
    EXPECT_THAT(nodes.outcomes[0].message, ::testing::HasSubstr("does not exist any more"));
}

TEST(DmsTracker, RefusesMoreNodesThanItsBound) {
    ScriptedApi api;
    FakeClock clock;
    Tracker tracker(api, clock, {.max_nodes = 1, .call_threads = 0});
    NodeRun run;
    run.parameters = CreateParameters();
    run.run_id = "a";
    ASSERT_TRUE(tracker.Start(run));
    const Result<NodeId> second = tracker.Start(run);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kResourceExhausted);
}

TEST(DmsTracker, RefusesWhatIsNoRunId) {
    ScriptedApi api;
    FakeClock clock;
    Tracker tracker(api, clock, {.call_threads = 0});
    for (const std::string& id : {std::string(), std::string(129, 'a'), std::string("a;b"),
                                  std::string("dms:1"), std::string("a\nb")}) {
        NodeRun run;
        run.parameters = CreateParameters();
        run.run_id = id;
        EXPECT_FALSE(tracker.Start(std::move(run))) << id;
    }
}

TEST(DmsTracker, ASetWallClockMovesNoDeadline) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1), Running(20, 0, 1), Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Start();
    h.tracker->RunDue();
    h.clock.SetWall(h.clock.Now() + 24h * 400);
    for (int i = 0; i < 100 && !h.outcome; ++i) {
        h.tracker->RunDue();
        h.clock.Advance(1s);
    }
    ASSERT_TRUE(h.outcome);
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
}

TEST(DmsTracker, ProgressShowsPercentRowsAndTables) {
    Harness h;
    h.api.tables_after_start = {testing::Table("orders", "Full load", 500)};
    h.api.after_start = {Running(10, 0, 1), Running(50, 0, 1), Running(60, 0, 1)};
    h.Start();
    h.StepUntil(
        [&] { return !h.progress.shown.empty() && h.progress.shown.back().rows_loaded == 500; });
    const Progress& last = h.progress.shown.back();
    EXPECT_EQ(last.phase, "following");
    EXPECT_EQ(last.status, "running");
    EXPECT_GE(last.percent.value_or(0), 10);
    EXPECT_EQ(last.tables_loading, 1);
    EXPECT_EQ(last.replication_task_arn, h.api.arns().at(0));
    ASSERT_EQ(last.tables.size(), 1U);
}

TEST(DmsTracker, KillTwiceAndAfterTheEndIsFine) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.tracker->Kill(h.node, KillReason::kTimeout);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    h.tracker->Kill(h.node, KillReason::kUser);
    h.tracker->Kill(12345, KillReason::kUser);
    h.tracker->RunDue();
    EXPECT_EQ(h.ends, 1);
}

/// With its own threads, in real time.
class Waiter {
public:
    void Done(const Outcome& outcome) {
        {
            const std::lock_guard lock(mutex_);
            outcomes_.push_back(outcome);
        }
        changed_.notify_all();
    }
    bool WaitFor(std::size_t count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, 30s, [&] { return outcomes_.size() >= count; });
    }
    std::vector<Outcome> outcomes() {
        const std::lock_guard lock(mutex_);
        return outcomes_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::vector<Outcome> outcomes_;
};

NodeRun ThreadedRun(int number, Waiter& waiter) {
    NodeRun run;
    run.parameters = CreateParameters();
    run.parameters.replication_task_identifier = "t-" + std::to_string(number);
    run.parameters.poll_min = 1ms;
    run.parameters.poll_max = 5ms;
    run.run_id = "run/" + std::to_string(number);
    run.on_done = [&waiter](const Outcome& o) { waiter.Done(o); };
    return run;
}

TEST(DmsTracker, RunsManyNodesOnItsOwnThreads) {
    ScriptedApi api;
    SystemClock clock;
    Waiter waiter;
    Tracker tracker(api, clock, {.call_threads = 4});
    for (int i = 0; i < 40; ++i) ASSERT_TRUE(tracker.Start(ThreadedRun(i, waiter)));
    ASSERT_TRUE(waiter.WaitFor(40));
    for (const Outcome& outcome : waiter.outcomes()) {
        EXPECT_EQ(outcome.result, NodeResult::kSuccess) << outcome.message;
    }
}

TEST(DmsTracker, KillWakesItsThread) {
    ScriptedApi api;
    api.after_start = {Running(10, 0, 1)};
    SystemClock clock;
    Waiter waiter;
    Tracker tracker(api, clock, {.call_threads = 2});
    NodeRun run = ThreadedRun(1, waiter);
    run.parameters.poll_min = 10ms;
    const Result<NodeId> id = tracker.Start(std::move(run));
    ASSERT_TRUE(id);
    tracker.Kill(*id, KillReason::kUser);
    ASSERT_TRUE(waiter.WaitFor(1));
    EXPECT_EQ(waiter.outcomes().at(0).result, NodeResult::kKilled);
}

TEST(DmsTracker, OneSlowCallDoesNotHoldUpTheOthers) {
    ScriptedApi api;
    std::atomic<bool> release = false;
    std::atomic<bool> first = true;
    api.before_call = [&](const std::string& operation) {
        if (operation != "CreateReplicationTask" || !first.exchange(false)) return;
        while (!release) std::this_thread::yield();
    };
    SystemClock clock;
    Waiter waiter;
    Tracker tracker(api, clock, {.call_threads = 2});
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(tracker.Start(ThreadedRun(i, waiter)));
    EXPECT_TRUE(waiter.WaitFor(4));
    release = true;
    EXPECT_TRUE(waiter.WaitFor(5));
}

TEST(DmsTracker, StopWaitsAndMayBeCalledTwice) {
    ScriptedApi api;
    api.after_start = {Running(10, 0, 1)};
    SystemClock clock;
    Waiter waiter;
    Tracker tracker(api, clock, {.call_threads = 2});
    ASSERT_TRUE(tracker.Start(ThreadedRun(1, waiter)));
    tracker.Stop();
    tracker.Stop();
    EXPECT_FALSE(tracker.Start(ThreadedRun(2, waiter)));
    EXPECT_TRUE(waiter.outcomes().empty());
    EXPECT_EQ(api.calls("StopReplicationTask"), 0);
}

}  // namespace
}  // namespace dmsnode::tasks
