#include "workflow/plan.hpp"

#include <gmock/gmock.h>

#include <map>
#include <memory>
#include <random>
#include <set>

#include "workflow/run_scope.hpp"

namespace dmsnode::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr TimePoint kNow = TimePoint(std::chrono::seconds(1'800'000'000));
constexpr auto kMinute = std::chrono::minutes(1);

/// a → b → d, a → c → d
Graph Diamond() {
    return Graph{{{}, {0}, {0}, {1, 2}}};
}

Plan PlanOf(Graph graph, std::vector<TaskPolicy> policies = {}) {
    policies.resize(graph.size());
    return Plan(std::move(graph), std::move(policies));
}

/// What becomes free is taken by a worker at once.
std::vector<std::size_t> Begin(Plan& plan, TimePoint now) {
    std::vector<std::size_t> starts = plan.Advance(now);
    for (const std::size_t task : starts) EXPECT_TRUE(plan.Started(task));
    return starts;
}

TEST(Plan, TasksStartWhenAllPredecessorsSucceeded) {
    Plan plan = PlanOf(Diamond());
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(0));
    EXPECT_THAT(Begin(plan, kNow), IsEmpty());
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1, 2));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow), IsEmpty());
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(3));
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    ASSERT_TRUE(plan.Finished(3, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, FailedTaskBlocksItsDownstreamAndOtherBranchesGoOn) {
    Plan plan = PlanOf(Graph{{{}, {0}, {1}, {}}});
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(0, 3));
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_THAT(Begin(plan, kNow), IsEmpty());
    EXPECT_EQ(plan.task(1).state, TaskState::kUpstreamFailed);
    EXPECT_EQ(plan.task(2).state, TaskState::kUpstreamFailed);
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    ASSERT_TRUE(plan.Finished(3, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kFailed);
}

TEST(Plan, LateAndDoubledEndsAreRefused) {
    Plan plan = PlanOf(Graph{{{}}});
    EXPECT_EQ(plan.Finished(0, AttemptResult::kSuccess, kNow).error().code, ErrorCode::kConflict);
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.Finished(0, AttemptResult::kFailure, kNow).error().code, ErrorCode::kConflict);
    EXPECT_EQ(plan.task(0).state, TaskState::kSucceeded);
}

TEST(Plan, RetryWaitsForItsIntervalAndCountsAttempts) {
    Plan plan = PlanOf(Graph{{{}}}, {{.retry_times = 2, .retry_interval = 5 * kMinute}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(0), (TaskStatus{TaskState::kBackingOff, 1, kNow + 5 * kMinute}));
    EXPECT_EQ(plan.NextWake(), kNow + 5 * kMinute);
    EXPECT_THAT(Begin(plan, kNow + 4 * kMinute), IsEmpty());
    EXPECT_THAT(Begin(plan, kNow + 5 * kMinute), ElementsAre(0));
    EXPECT_EQ(plan.NextWake(), std::nullopt);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_THAT(Begin(plan, kNow + 9 * kMinute), ElementsAre(0));
    EXPECT_EQ(plan.task(0).attempt, 3);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(0).state, TaskState::kFailed);
    EXPECT_EQ(plan.state(), WorkflowState::kFailed);
}

TEST(Plan, HopelessFailureIsNotTriedAgain) {
    Plan plan = PlanOf(Graph{{{}}}, {{.retry_times = 5}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kHopeless, kNow));
    EXPECT_EQ(plan.task(0).state, TaskState::kFailed);
}

TEST(Plan, DelayCountsFromTheMomentTheTaskIsFreeAndNotForRetries) {
    Plan plan = PlanOf(
        Graph{{{}, {0}}},
        {{}, {.retry_times = 1, .retry_interval = std::chrono::minutes(0), .delay = 3 * kMinute}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow + kMinute), IsEmpty());
    EXPECT_EQ(plan.task(1), (TaskStatus{TaskState::kDelayed, 0, kNow + 4 * kMinute}));
    EXPECT_THAT(Begin(plan, kNow + 4 * kMinute), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kFailure, kNow + 5 * kMinute));
    EXPECT_THAT(Begin(plan, kNow + 5 * kMinute), ElementsAre(1));
}

TEST(Plan, ProhibitedTaskIsPassedOverAndKeepsTheOrder) {
    // a → (b) → c: c still waits for a.
    Plan plan = PlanOf(Graph{{{}, {0}, {1}}}, {{}, {.prohibited = true}, {}});
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(0));
    EXPECT_EQ(plan.task(1).state, TaskState::kWaiting);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(2));
    EXPECT_EQ(plan.task(1).state, TaskState::kPassedOver);
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, FailureGoesThroughAProhibitedTask) {
    Plan plan = PlanOf(Graph{{{}, {0}, {1}}}, {{}, {.prohibited = true}, {}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    Begin(plan, kNow);
    EXPECT_EQ(plan.task(2).state, TaskState::kUpstreamFailed);
}

TEST(Plan, PriorityOrdersWhatBecomesFreeTogether) {
    Plan plan = PlanOf(Graph{{{}, {}, {}}}, {{.priority = 4}, {.priority = 0}, {.priority = 2}});
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1, 2, 0));
}

TEST(Plan, KillEndsWhatDoesNotRunAndWaitsForWhatDoes) {
    Plan plan = PlanOf(Diamond(), {{}, {.delay = kMinute}, {.retry_times = 3}, {}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    Begin(plan, kNow);
    plan.Kill();
    plan.Kill();
    EXPECT_EQ(plan.task(1).state, TaskState::kKilled);
    EXPECT_EQ(plan.task(2).state, TaskState::kRunning);
    EXPECT_EQ(plan.task(3).state, TaskState::kKilled);
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    EXPECT_THAT(Begin(plan, kNow + 9 * kMinute), IsEmpty());
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(2).state, TaskState::kKilled) << "no retry after a kill";
    EXPECT_EQ(plan.state(), WorkflowState::kKilled);
}

TEST(Plan, KillThatComesTooLateChangesNothing) {
    Plan plan = PlanOf(Graph{{{}}});
    Begin(plan, kNow);
    plan.Kill();
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, RestoredTasksGoOnWhereTheyWere) {
    Plan plan = PlanOf(Diamond(), {{}, {.retry_times = 1}, {}, {}});
    plan.Restore(0, {TaskState::kSucceeded, 1, {}});
    plan.Restore(1, {TaskState::kBackingOff, 1, kNow + kMinute});
    plan.Restore(2, {TaskState::kRunning, 1, {}});
    EXPECT_THAT(Begin(plan, kNow), IsEmpty());
    EXPECT_THAT(Begin(plan, kNow + kMinute), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow + kMinute), ElementsAre(3));
}

TEST(Plan, ChangesAreToldOnce) {
    Plan plan = PlanOf(Graph{{{}, {0}}});
    Begin(plan, kNow);
    EXPECT_THAT(plan.TakeChanged(), ElementsAre(0));
    EXPECT_THAT(plan.TakeChanged(), IsEmpty());
}

TEST(Plan, QueuedAttemptThatIsKilledOrPausedNeverWas) {
    Plan plan = PlanOf(Graph{{{}, {}}});
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(0, 1));
    EXPECT_EQ(plan.Finished(0, AttemptResult::kSuccess, kNow).error().code, ErrorCode::kConflict);
    plan.Kill(0);
    EXPECT_EQ(plan.task(0), (TaskStatus{TaskState::kKilled, 0, {}}));
    plan.Pause();
    EXPECT_EQ(plan.task(1), (TaskStatus{TaskState::kPaused, 0, {}}));
    EXPECT_EQ(plan.Started(1).error().code, ErrorCode::kConflict);
    EXPECT_EQ(plan.state(), WorkflowState::kPaused);
    plan.Resume();
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(1));
    EXPECT_EQ(plan.task(1).attempt, 1);
}

TEST(Plan, FailureStrategyEndKillsWhatRunsAndEndsWhatWaits) {
    // 0 fails while 1 runs, 2 waits behind 1 and 3 is queued.
    Plan plan(Graph{{{}, {}, {1}, {}}}, std::vector<TaskPolicy>(4, {.retry_times = 0}),
              FailureStrategy::kEnd);
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Started(0));
    ASSERT_TRUE(plan.Started(1));
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_THAT(plan.TakeKills(), ElementsAre(1));
    EXPECT_THAT(plan.TakeKills(), IsEmpty());
    EXPECT_EQ(plan.task(2).state, TaskState::kKilled);
    EXPECT_EQ(plan.task(3).state, TaskState::kKilled);
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kKilled, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kFailed) << "a failure ended it, not a person";
}

TEST(Plan, PauseLetsRunningTasksFinishAndResumeGoesOnWithTheRetriesLeft) {
    // 0 → 1, 2 fails once, 3 is delayed.
    Plan plan = PlanOf(Graph{{{}, {0}, {}, {}}}, {{}, {}, {.retry_times = 1}, {.delay = kMinute}});
    Begin(plan, kNow);
    plan.Pause();
    plan.Pause();
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kFailure, kNow));
    EXPECT_THAT(plan.Advance(kNow + 9 * kMinute), IsEmpty());
    EXPECT_EQ(plan.state(), WorkflowState::kPaused);
    EXPECT_EQ(plan.NextWake(), std::nullopt);
    for (const std::size_t task : {1, 2, 3}) EXPECT_EQ(plan.task(task).state, TaskState::kPaused);
    plan.Resume();
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1, 2));
    EXPECT_EQ(plan.task(3).state, TaskState::kDelayed);
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(2).state, TaskState::kFailed) << "its only retry is used";
}

TEST(Plan, RecoverRunsWhatDidNotSucceedWithAllRetriesAndKeepsTheRest) {
    // 0 ok; 1 fails → 2
    Plan plan = PlanOf(Graph{{{}, {}, {1}}},
                       {{}, {.retry_times = 1, .retry_interval = std::chrono::minutes(0)}, {}});
    Begin(plan, kNow);
    EXPECT_EQ(plan.Again(0).error().code, ErrorCode::kConflict);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    for (int i = 0; i < 2; ++i) {
        ASSERT_TRUE(plan.Finished(1, AttemptResult::kFailure, kNow));
        Begin(plan, kNow);
    }
    EXPECT_EQ(plan.state(), WorkflowState::kFailed);
    EXPECT_EQ(plan.Recover(), 2U);
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1));
    EXPECT_EQ(plan.task(1).attempt, 3);
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kFailure, kNow));
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1)) << "the retries count anew";
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(2));
    EXPECT_EQ(plan.task(0).attempt, 1);
}

TEST(Plan, ForcedSuccessLetsDownstreamBeRecovered) {
    Plan plan = PlanOf(Graph{{{}, {0}}});
    Begin(plan, kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    Begin(plan, kNow);
    EXPECT_EQ(plan.Force(1).error().code, ErrorCode::kConflict) << "upstream failed never ran";
    ASSERT_TRUE(plan.Force(0));
    EXPECT_EQ(plan.state(), WorkflowState::kFailed) << "its downstream did not run";
    EXPECT_EQ(plan.Recover(), 1U);
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, KilledTaskEndsTheInstanceAsKilledAndItsDownstreamDoesNotRun) {
    Plan plan = PlanOf(Graph{{{}, {0}, {}}});
    Begin(plan, kNow);
    plan.Kill(0);
    EXPECT_THAT(plan.TakeKills(), ElementsAre(0));
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kKilled, kNow));
    plan.Kill(2);
    plan.Kill(2);
    EXPECT_THAT(plan.TakeKills(), ElementsAre(2));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    Begin(plan, kNow);
    EXPECT_EQ(plan.task(1).state, TaskState::kUpstreamFailed);
    EXPECT_EQ(plan.state(), WorkflowState::kKilled);
}

TEST(RunScope, SelectsTheNodeAloneOrWithWhatIsBeforeOrBehindIt) {
    // 0 → 1 → 2 → 3, 4 → 2
    const Graph graph{{{}, {0}, {1, 4}, {2}, {}}};
    const auto selected = [&](std::vector<std::size_t> start, RunScope scope) {
        std::vector<std::size_t> inside;
        const std::vector<bool> bits = SelectTasks(graph, start, scope);
        for (std::size_t i = 0; i < bits.size(); ++i) {
            if (bits[i]) inside.push_back(i);
        }
        return inside;
    };
    EXPECT_THAT(selected({2}, RunScope::kOnly), ElementsAre(2));
    EXPECT_THAT(selected({2}, RunScope::kUpstream), ElementsAre(0, 1, 2, 4));
    EXPECT_THAT(selected({1}, RunScope::kDownstream), ElementsAre(1, 2, 3));
    EXPECT_THAT(selected({}, RunScope::kDownstream), ElementsAre(0, 1, 2, 3, 4));
    for (const RunScope scope : {RunScope::kOnly, RunScope::kUpstream, RunScope::kDownstream}) {
        EXPECT_EQ(ParseRunScope(Word(scope)), scope);
    }
    const Graph part = OnlyWithin(graph, SelectTasks(graph, {1}, RunScope::kDownstream));
    EXPECT_THAT(part.predecessors[1], IsEmpty());
    EXPECT_THAT(part.predecessors[2], ElementsAre(1));
}

TEST(Plan, TasksOutsideAreNoPartOfTheInstance) {
    Plan plan = PlanOf(Graph{{{}, {0}, {1}}}, {{.outside = true}, {}, {.outside = true}});
    EXPECT_THAT(Begin(plan, kNow), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
    EXPECT_FALSE(plan.IsPart(0));
}

/// The slow truth: looks at every node until nothing moves.
class NaiveModel {
public:
    NaiveModel(const Graph& graph, const std::vector<TaskPolicy>& policies)
        : graph_(graph), policies_(policies), tasks(policies.size()) {}

    std::set<std::size_t> Advance(TimePoint now) {
        std::set<std::size_t> starts;
        for (bool moved = true; moved;) {
            moved = false;
            for (std::size_t i = 0; i < tasks.size(); ++i) {
                moved = AdvanceOne(i, now, starts) || moved;
            }
        }
        return starts;
    }

private:
    bool AdvanceOne(std::size_t i, TimePoint now, std::set<std::size_t>& starts) {
        TaskStatus& status = tasks[i];
        if (policies_[i].outside) return false;
        bool free = status.wake && *status.wake <= now;
        if (status.state == TaskState::kWaiting) {
            bool lost = false;
            free = true;
            for (const std::size_t before : graph_.predecessors[i]) {
                if (policies_[before].outside) continue;
                const TaskState state = tasks[before].state;
                lost = lost || (IsFinal(state) && !IsWell(state));
                free = free && IsWell(state);
            }
            if (lost) return status.state = TaskState::kUpstreamFailed, true;
            if (!free) return false;
            if (policies_[i].prohibited) return status.state = TaskState::kPassedOver, true;
            if (policies_[i].delay.count() > 0) {
                status.wake = now + policies_[i].delay;
                return status.state = TaskState::kDelayed, true;
            }
        }
        if (!free || IsFinal(status.state)) return false;
        status = TaskStatus{TaskState::kRunning, status.attempt + 1, {}};
        starts.insert(i);
        return true;
    }

    const Graph& graph_;
    const std::vector<TaskPolicy>& policies_;

public:
    std::vector<TaskStatus> tasks;
};

TEST(Plan, RandomGraphsMoveAsTheNaiveModelDoes) {
    for (unsigned seed = 1; seed <= 300; ++seed) {
        SCOPED_TRACE(seed);
        std::mt19937 random(seed);
        const auto roll = [&](unsigned sides) { return random() % sides; };
        Graph graph;
        std::vector<TaskPolicy> policies;
        for (std::size_t i = 0, size = 1 + roll(30); i < size; ++i) {
            std::set<std::size_t> before;
            for (unsigned edges = i == 0 ? 0 : roll(4); edges > 0; --edges)
                before.insert(random() % i);
            graph.predecessors.emplace_back(before.begin(), before.end());
            policies.push_back({.prohibited = roll(8) == 0,
                                .retry_times = static_cast<int>(roll(3)),
                                .retry_interval = std::chrono::minutes(roll(3)),
                                .delay = std::chrono::minutes(roll(4) == 0 ? 2 : 0),
                                .priority = static_cast<int>(roll(5)),
                                .outside = roll(10) == 0});
        }
        NaiveModel model(graph, policies);
        auto plan = std::make_unique<Plan>(graph, policies);
        std::vector<std::size_t> running;
        TimePoint now = kNow;
        for (int step = 0; plan->state() == WorkflowState::kRunning; ++step) {
            ASSERT_LT(step, 2000) << "stuck";
            const std::vector<std::size_t> starts = Begin(*plan, now);
            ASSERT_EQ(std::set(starts.begin(), starts.end()), model.Advance(now));
            running.insert(running.end(), starts.begin(), starts.end());
            for (std::size_t i = 0; i < graph.size(); ++i) ASSERT_EQ(plan->task(i), model.tasks[i]);
            if (running.empty() || roll(4) == 0) {
                if (const auto wake = plan->NextWake()) now = std::max(now, *wake);
            }
            if (roll(6) == 0) {  // the process ends, another one goes on
                auto restored = std::make_unique<Plan>(graph, policies);
                for (std::size_t i = 0; i < graph.size(); ++i) restored->Restore(i, plan->task(i));
                plan = std::move(restored);
            }
            if (running.empty()) continue;
            const std::size_t at = random() % running.size();
            const std::size_t task = running[at];
            running.erase(running.begin() + static_cast<std::ptrdiff_t>(at));
            const bool well = roll(3) != 0;
            const TaskPolicy& policy = policies[task];
            TaskStatus& expected = model.tasks[task];
            ASSERT_TRUE(plan->Finished(
                task, well ? AttemptResult::kSuccess : AttemptResult::kFailure, now));
            if (well) {
                expected.state = TaskState::kSucceeded;
            } else if (expected.attempt <= policy.retry_times) {
                expected.state = TaskState::kBackingOff;
                expected.wake = now + policy.retry_interval;
            } else {
                expected.state = TaskState::kFailed;
            }
        }
        EXPECT_TRUE(running.empty());
    }
}

TEST(Graph, OrderPutsPredecessorsFirst) {
    EXPECT_THAT(TopologicalOrder(Graph{{{2}, {0}, {}}}), ElementsAre(2, 0, 1));
    EXPECT_THAT(TopologicalOrder(Graph{}), IsEmpty());
}

TEST(Graph, CycleIsGivenAsAPath) {
    // 0 → 1 → 2 → 1
    EXPECT_THAT(FindCycle(Graph{{{}, {0, 2}, {1}}}), ElementsAre(1, 2, 1));
    EXPECT_THAT(FindCycle(Graph{{{0}}}), ElementsAre(0, 0));
    EXPECT_THAT(FindCycle(Diamond()), IsEmpty());
}

TEST(Graph, LongChainNeedsNoStack) {
    Graph graph;
    graph.predecessors.resize(200'000);
    for (std::size_t i = 1; i < graph.size(); ++i) graph.predecessors[i] = {i - 1};
    EXPECT_EQ(TopologicalOrder(graph).size(), graph.size());
    graph.predecessors[0] = {graph.size() - 1};
    EXPECT_EQ(FindCycle(graph).size(), graph.size() + 1);
}

}  // namespace
}  // namespace dmsnode::workflow
