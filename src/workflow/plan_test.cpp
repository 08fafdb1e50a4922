#include "workflow/plan.hpp"

#include <gmock/gmock.h>

#include <set>

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

const std::vector<TaskState> kStates = {
    TaskState::kWaiting,    TaskState::kDelayed,        TaskState::kRunning,
    TaskState::kBackingOff, TaskState::kSucceeded,      TaskState::kFailed,
    TaskState::kKilled,     TaskState::kUpstreamFailed, TaskState::kPassedOver};
const std::vector<TaskEvent> kEvents = {TaskEvent::kDelayBegins,    TaskEvent::kStarted,
                                        TaskEvent::kSucceeded,      TaskEvent::kFailedForNow,
                                        TaskEvent::kFailedForGood,  TaskEvent::kKilled,
                                        TaskEvent::kUpstreamFailed, TaskEvent::kPassedOver};

TEST(TaskTransitions, EveryRowAndEveryAbsentRow) {
    using S = TaskState;
    using E = TaskEvent;
    const std::map<std::pair<S, E>, S> rows = {
        {{S::kWaiting, E::kDelayBegins}, S::kDelayed},
        {{S::kWaiting, E::kStarted}, S::kRunning},
        {{S::kWaiting, E::kKilled}, S::kKilled},
        {{S::kWaiting, E::kUpstreamFailed}, S::kUpstreamFailed},
        {{S::kWaiting, E::kPassedOver}, S::kPassedOver},
        {{S::kDelayed, E::kStarted}, S::kRunning},
        {{S::kDelayed, E::kKilled}, S::kKilled},
        {{S::kRunning, E::kSucceeded}, S::kSucceeded},
        {{S::kRunning, E::kFailedForNow}, S::kBackingOff},
        {{S::kRunning, E::kFailedForGood}, S::kFailed},
        {{S::kRunning, E::kKilled}, S::kKilled},
        {{S::kBackingOff, E::kStarted}, S::kRunning},
        {{S::kBackingOff, E::kKilled}, S::kKilled},
    };
    for (const S state : kStates) {
        for (const E event : kEvents) {
            const auto row = rows.find({state, event});
            const std::optional<S> next = Next(state, event);
            EXPECT_EQ(next, row == rows.end() ? std::nullopt : std::optional(row->second))
                << Word(state) << " " << static_cast<int>(event);
            if (IsFinal(state)) {
                EXPECT_EQ(next, std::nullopt);
            }
        }
    }
}

TEST(TaskTransitions, WordsAreReadBack) {
    for (const TaskState state : kStates) EXPECT_EQ(ParseTaskState(Word(state)), state);
    EXPECT_EQ(ParseTaskState("SUCCESS"), std::nullopt);
    for (const WorkflowState state : {WorkflowState::kRunning, WorkflowState::kSucceeded,
                                      WorkflowState::kFailed, WorkflowState::kKilled}) {
        EXPECT_EQ(ParseWorkflowState(Word(state)), state);
    }
}

TEST(Plan, TasksStartWhenAllPredecessorsSucceeded) {
    Plan plan = PlanOf(Diamond());
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(0));
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(1, 2));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(3));
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    ASSERT_TRUE(plan.Finished(3, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, FailedTaskBlocksItsDownstreamAndOtherBranchesGoOn) {
    Plan plan = PlanOf(Graph{{{}, {0}, {1}, {}}});
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(0, 3));
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    EXPECT_EQ(plan.task(1).state, TaskState::kUpstreamFailed);
    EXPECT_EQ(plan.task(2).state, TaskState::kUpstreamFailed);
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    ASSERT_TRUE(plan.Finished(3, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kFailed);
}

TEST(Plan, LateAndDoubledEndsAreRefused) {
    Plan plan = PlanOf(Graph{{{}}});
    EXPECT_EQ(plan.Finished(0, AttemptResult::kSuccess, kNow).error().code, ErrorCode::kConflict);
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.Finished(0, AttemptResult::kFailure, kNow).error().code, ErrorCode::kConflict);
    EXPECT_EQ(plan.task(0).state, TaskState::kSucceeded);
}

TEST(Plan, RetryWaitsForItsIntervalAndCountsAttempts) {
    Plan plan = PlanOf(Graph{{{}}}, {{.retry_times = 2, .retry_interval = 5 * kMinute}});
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(0), (TaskStatus{TaskState::kBackingOff, 1, kNow + 5 * kMinute}));
    EXPECT_EQ(plan.NextWake(), kNow + 5 * kMinute);
    EXPECT_THAT(plan.Advance(kNow + 4 * kMinute), IsEmpty());
    EXPECT_THAT(plan.Advance(kNow + 5 * kMinute), ElementsAre(0));
    EXPECT_EQ(plan.NextWake(), std::nullopt);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_THAT(plan.Advance(kNow + 9 * kMinute), ElementsAre(0));
    EXPECT_EQ(plan.task(0).attempt, 3);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(0).state, TaskState::kFailed);
    EXPECT_EQ(plan.state(), WorkflowState::kFailed);
}

TEST(Plan, HopelessFailureIsNotTriedAgain) {
    Plan plan = PlanOf(Graph{{{}}}, {{.retry_times = 5}});
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kHopeless, kNow));
    EXPECT_EQ(plan.task(0).state, TaskState::kFailed);
}

TEST(Plan, DelayCountsFromTheMomentTheTaskIsFreeAndNotForRetries) {
    Plan plan = PlanOf(
        Graph{{{}, {0}}},
        {{}, {.retry_times = 1, .retry_interval = std::chrono::minutes(0), .delay = 3 * kMinute}});
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow + kMinute), IsEmpty());
    EXPECT_EQ(plan.task(1), (TaskStatus{TaskState::kDelayed, 0, kNow + 4 * kMinute}));
    EXPECT_THAT(plan.Advance(kNow + 4 * kMinute), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kFailure, kNow + 5 * kMinute));
    EXPECT_THAT(plan.Advance(kNow + 5 * kMinute), ElementsAre(1));
}

TEST(Plan, ProhibitedTaskIsPassedOverAndKeepsTheOrder) {
    // a → (b) → c: c still waits for a.
    Plan plan = PlanOf(Graph{{{}, {0}, {1}}}, {{}, {.prohibited = true}, {}});
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(0));
    EXPECT_EQ(plan.task(1).state, TaskState::kWaiting);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(2));
    EXPECT_EQ(plan.task(1).state, TaskState::kPassedOver);
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, FailureGoesThroughAProhibitedTask) {
    Plan plan = PlanOf(Graph{{{}, {0}, {1}}}, {{}, {.prohibited = true}, {}});
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kFailure, kNow));
    plan.Advance(kNow);
    EXPECT_EQ(plan.task(2).state, TaskState::kUpstreamFailed);
}

TEST(Plan, PriorityOrdersWhatBecomesFreeTogether) {
    Plan plan = PlanOf(Graph{{{}, {}, {}}}, {{.priority = 4}, {.priority = 0}, {.priority = 2}});
    EXPECT_THAT(plan.Advance(kNow), ElementsAre(1, 2, 0));
}

TEST(Plan, KillEndsWhatDoesNotRunAndWaitsForWhatDoes) {
    Plan plan = PlanOf(Diamond(), {{}, {.delay = kMinute}, {.retry_times = 3}, {}});
    plan.Advance(kNow);
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    plan.Advance(kNow);
    plan.Kill();
    plan.Kill();
    EXPECT_EQ(plan.task(1).state, TaskState::kKilled);
    EXPECT_EQ(plan.task(2).state, TaskState::kRunning);
    EXPECT_EQ(plan.task(3).state, TaskState::kKilled);
    EXPECT_EQ(plan.state(), WorkflowState::kRunning);
    EXPECT_THAT(plan.Advance(kNow + 9 * kMinute), IsEmpty());
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kFailure, kNow));
    EXPECT_EQ(plan.task(2).state, TaskState::kKilled) << "no retry after a kill";
    EXPECT_EQ(plan.state(), WorkflowState::kKilled);
}

TEST(Plan, KillThatComesTooLateChangesNothing) {
    Plan plan = PlanOf(Graph{{{}}});
    plan.Advance(kNow);
    plan.Kill();
    ASSERT_TRUE(plan.Finished(0, AttemptResult::kSuccess, kNow));
    EXPECT_EQ(plan.state(), WorkflowState::kSucceeded);
}

TEST(Plan, RestoredTasksGoOnWhereTheyWere) {
    Plan plan = PlanOf(Diamond(), {{}, {.retry_times = 1}, {}, {}});
    plan.Restore(0, {TaskState::kSucceeded, 1, {}});
    plan.Restore(1, {TaskState::kBackingOff, 1, kNow + kMinute});
    plan.Restore(2, {TaskState::kRunning, 1, {}});
    EXPECT_THAT(plan.Advance(kNow), IsEmpty());
    EXPECT_THAT(plan.Advance(kNow + kMinute), ElementsAre(1));
    ASSERT_TRUE(plan.Finished(2, AttemptResult::kSuccess, kNow));
    ASSERT_TRUE(plan.Finished(1, AttemptResult::kSuccess, kNow));
    EXPECT_THAT(plan.Advance(kNow + kMinute), ElementsAre(3));
}

TEST(Plan, ChangesAreToldOnce) {
    Plan plan = PlanOf(Graph{{{}, {0}}});
    plan.Advance(kNow);
    EXPECT_THAT(plan.TakeChanged(), ElementsAre(0));
    EXPECT_THAT(plan.TakeChanged(), IsEmpty());
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
