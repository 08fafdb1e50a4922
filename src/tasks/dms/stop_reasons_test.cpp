#include "tasks/dms/stop_reasons.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tasks/dms/impl/judge.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

using testing::CreateParameters;
using ::testing::HasSubstr;

dms::ReplicationTask StoppedTask(dms::StopReason reason) {
    dms::ReplicationTask task;
    task.status = "stopped";
    task.migration_type = "full-load";
    task.stop_reason = "Stop Reason " + std::string(dms::Word(reason));
    return task;
}

Outcome JudgeTask(const DmsParameters& p, const dms::ReplicationTask& task) {
    NodeState state;
    state.adopted_run = true;
    return impl::Judge(p, state, task, std::nullopt, false);
}

TEST(DmsStopReasons, EveryCodeHasARowWithWords) {
    for (int i = 0; i <= static_cast<int>(dms::StopReason::kRecycleTask); ++i) {
        const StopReasonRow& row = RowOf(static_cast<dms::StopReason>(i));
        EXPECT_EQ(row.reason, static_cast<dms::StopReason>(i));
        EXPECT_FALSE(row.words.empty());
        const bool bad =
            row.verdict == StopVerdict::kFailure || row.verdict == StopVerdict::kAttention;
        EXPECT_TRUE(!bad || !row.next.empty()) << dms::Word(row.reason);
    }
}

TEST(DmsStopReasons, VerdictDecidesTheOutcome) {
    for (const StopReasonRow& row : StopReasonTable()) {
        SCOPED_TRACE(dms::Word(row.reason));
        const Outcome outcome = JudgeTask(CreateParameters(), StoppedTask(row.reason));
        EXPECT_EQ(outcome.result, row.verdict == StopVerdict::kSuccess ? NodeResult::kSuccess
                                                                       : NodeResult::kFailure);
        EXPECT_THAT(outcome.message, HasSubstr(row.words));
        EXPECT_EQ(outcome.out.at("stopReason"), dms::Word(row.reason));
    }
}

TEST(DmsStopReasons, OverridesWinForEveryCode) {
    for (const StopReasonRow& row : StopReasonTable()) {
        SCOPED_TRACE(dms::Word(row.reason));
        DmsParameters p = CreateParameters();
        p.stop_reasons[row.reason] = StopVerdict::kSuccess;
        EXPECT_EQ(JudgeTask(p, StoppedTask(row.reason)).result, NodeResult::kSuccess);
        p.stop_reasons[row.reason] = StopVerdict::kFailure;
        EXPECT_EQ(JudgeTask(p, StoppedTask(row.reason)).result, NodeResult::kFailure);
        p.stop_reasons[row.reason] = StopVerdict::kAttention;
        EXPECT_TRUE(JudgeTask(p, StoppedTask(row.reason)).attention);
    }
}

TEST(DmsStopReasons, AUsersStopIsSuccessOnlyWithTheLoadComplete) {
    dms::ReplicationTask task = StoppedTask(dms::StopReason::kNormal);
    EXPECT_EQ(JudgeTask(CreateParameters(), task).result, NodeResult::kFailure);
    auto& stats = task.replication_task_stats.emplace();
    stats.full_load_progress_percent = 99;
    EXPECT_EQ(JudgeTask(CreateParameters(), task).result, NodeResult::kFailure);
    stats.full_load_progress_percent = 100;
    EXPECT_EQ(JudgeTask(CreateParameters(), task).result, NodeResult::kSuccess);
    stats.tables_queued = 1;
    EXPECT_EQ(JudgeTask(CreateParameters(), task).result, NodeResult::kFailure);
}

TEST(DmsStopReasons, UnknownOnesAskForAttention) {
    dms::ReplicationTask task = StoppedTask(dms::StopReason::kNormal);
    task.stop_reason = "Stop Reason BRAND_NEW";
    const Outcome outcome = JudgeTask(CreateParameters(), task);
    EXPECT_EQ(outcome.result, NodeResult::kFailure);
    EXPECT_TRUE(outcome.attention);
    EXPECT_THAT(outcome.message, HasSubstr("BRAND_NEW"));
    EXPECT_EQ(outcome.out.at("stopReason"), "Stop Reason BRAND_NEW");
}

TEST(DmsStartDates, CompareEqualOverTheWireAndInProcess) {
    NodeState state;
    dms::ReplicationTask task;
    task.replication_task_start_date = TimePoint(std::chrono::microseconds(1700000000123999));
    state.started_at = impl::StartDateOf(task);
    task.replication_task_start_date = FromEpochSeconds(1700000000.123);
    EXPECT_TRUE(impl::IsOwnRun(state, task));
    task.replication_task_start_date = FromEpochSeconds(1700000000.122);
    EXPECT_FALSE(impl::IsOwnRun(state, task));
}

TEST(DmsStopReasons, ManyFailedTablesAreCutShort) {
    std::vector<dms::TableStatistics> tables;
    for (int i = 0; i < 50; ++i) {
        tables.push_back(testing::Table("t" + std::to_string(i), "Table error", 0));
    }
    NodeState state;
    const Outcome outcome =
        impl::Judge(CreateParameters(), state, StoppedTask(dms::StopReason::kFullLoadOnlyFinished),
                    tables, false);
    EXPECT_EQ(outcome.result, NodeResult::kFailure);
    EXPECT_THAT(outcome.message, HasSubstr("50 tables could not be loaded"));
    EXPECT_THAT(outcome.message, HasSubstr("and 30 more"));
}

TEST(DmsStopReasons, ValidationDifferencesAskForAttention) {
    dms::TableStatistics table = testing::Table("orders", "Table completed", 5);
    table.validation_failed_records = 2;
    NodeState state;
    const Outcome outcome =
        impl::Judge(CreateParameters(), state, StoppedTask(dms::StopReason::kFullLoadOnlyFinished),
                    {{table}}, false);
    EXPECT_EQ(outcome.result, NodeResult::kSuccess);
    EXPECT_TRUE(outcome.attention);
    EXPECT_THAT(outcome.message, HasSubstr("validation found differences in 1 table"));
}

}  // namespace
}  // namespace dmsnode::tasks
