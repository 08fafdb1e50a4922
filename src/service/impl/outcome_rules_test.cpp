#include "service/impl/outcome_rules.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

const TimePoint kNow{std::chrono::seconds(1'700'000'000)};

store::TaskRow Running() {
    store::TaskRow task;
    task.status = "running";
    return task;
}

store::TableProgressRow Errored(const std::string& name) {
    store::TableProgressRow row;
    row.schema_name = "shop";
    row.table_name = name;
    row.state = "Table error";
    row.error = "disk full";
    return row;
}

TEST(ApplyOutcome, FinishedLoadIsStopped) {
    store::TaskRow task = Running();
    ApplyOutcome({.reason = dms::StopReason::kFullLoadOnlyFinished, .failure = {}}, "", kNow, task);
    EXPECT_EQ(task.status, "stopped");
    EXPECT_EQ(task.stop_reason, "Stop Reason FULL_LOAD_ONLY_FINISHED");
    EXPECT_EQ(task.failure, "");
    EXPECT_EQ(task.stop_date, kNow);
    EXPECT_EQ(task.load_finish_date, kNow);
}

TEST(ApplyOutcome, ErroredTablesAreToldBesideTheReason) {
    store::TaskRow task = Running();
    ApplyOutcome({.reason = dms::StopReason::kFullLoadOnlyFinished, .failure = {}},
                 ErroredTablesText({Errored("orders")}, 1, 3), kNow, task);
    EXPECT_EQ(task.stop_reason, "Stop Reason FULL_LOAD_ONLY_FINISHED");
    EXPECT_EQ(task.failure,
              "Last Error  1 of 3 tables could not be loaded: shop.orders: disk full Stop Reason "
              "FULL_LOAD_ONLY_FINISHED Error Level RECOVERABLE");
}

TEST(ApplyOutcome, UserStopIsNormal) {
    store::TaskRow task = Running();
    task.status = "stopping";
    ApplyOutcome({.reason = dms::StopReason::kNormal, .failure = {}}, "", kNow, task);
    EXPECT_EQ(task.status, "stopped");
    EXPECT_EQ(task.stop_reason, "Stop Reason NORMAL");
    EXPECT_FALSE(task.load_finish_date);
}

TEST(ApplyOutcome, CancelledOnRequestIsNormalToo) {
    store::TaskRow task = Running();
    task.status = "stopping";
    ApplyOutcome({.reason = dms::StopReason::kFatalError,
                  .failure = Error{ErrorCode::kCancelled, "stopped"}},
                 "", kNow, task);
    EXPECT_EQ(task.status, "stopped");
    EXPECT_EQ(task.stop_reason, "Stop Reason NORMAL");
}

TEST(ApplyOutcome, FailureStandsInBothTexts) {
    store::TaskRow task = Running();
    ApplyOutcome({.reason = dms::StopReason::kFatalError,
                  .failure = Error{ErrorCode::kUnauthenticated, "wrong password"}.Hint("check it")},
                 "", kNow, task);
    EXPECT_EQ(task.status, "failed");
    EXPECT_EQ(task.failure,
              "Last Error  wrong password (check it) Stop Reason FATAL_ERROR Error Level FATAL");
    EXPECT_EQ(task.stop_reason, task.failure);
    EXPECT_EQ(dms::ParseStopReason(task.stop_reason), dms::StopReason::kFatalError);
}

TEST(ErroredTablesText, ShowsTenAndCountsTheRest) {
    std::vector<store::TableProgressRow> rows;
    for (int i = 0; i < 10; ++i) rows.push_back(Errored("t" + std::to_string(i)));
    const std::string text = ErroredTablesText(rows, 25, 30);
    EXPECT_TRUE(text.starts_with("25 of 30 tables could not be loaded: shop.t0: disk full; "));
    EXPECT_TRUE(text.ends_with("shop.t9: disk full; and 15 more"));
    EXPECT_EQ(ErroredTablesText({}, 0, 30), "");
}

TEST(ProgressPercent, IsHundredOnlyWhenAllTablesAreCompleted) {
    EXPECT_EQ(ProgressPercent({.total = 2, .loaded = 2, .rows_done = 1, .rows_total = 9}, true),
              100);
    EXPECT_EQ(ProgressPercent({.total = 2, .loaded = 1, .rows_done = 9, .rows_total = 9}, true),
              99);
    EXPECT_EQ(ProgressPercent({.total = 2, .errored = 2, .rows_done = 0, .rows_total = 9}, true),
              0);
    EXPECT_EQ(ProgressPercent({.total = 4, .loaded = 1, .rows_done = 5, .rows_total = 10}, false),
              50);
}

TEST(ProgressPercent, WithoutTablesTellsWhetherTheRunIsOver) {
    EXPECT_EQ(ProgressPercent({}, false), 0);
    EXPECT_EQ(ProgressPercent({}, true), 100);
}

}  // namespace
}  // namespace dmsnode::service
