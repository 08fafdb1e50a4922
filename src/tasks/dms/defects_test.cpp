// Each known defect of DolphinScheduler's DMS plugin that concerns the node (numbers as in the
// project's list of them), and what this node does instead.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "dms/faults.hpp"
#include "support/test_servers.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks {
namespace {

using namespace std::chrono_literals;
using ::testing::Contains;
using testing::CreateParameters;
using testing::Harness;
using ::testing::HasSubstr;
using ::testing::Not;
using testing::RestartParameters;
using testing::Running;
using testing::ScriptedApi;
using testing::Shows;
using testing::Stopped;
using testing::Table;

dms::ReplicationTaskStats NoStats() {
    return {};
}

// ---- Waits

TEST(DmsNodeDefects, D01_TaskThatFailsWhileBeingMadeEndsTheNode) {
    Harness h;
    h.api.after_create = {Shows("creating"), ScriptedApi::Failed("Last Error no capacity")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("could not be made ready: Last Error no capacity"));
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
}

TEST(DmsNodeDefects, D01_TaskThatFailsWhileStartingEndsTheNode) {
    Harness h;
    h.api.after_start = {Shows("starting"),
                         ScriptedApi::Failed("Last Error No tables were found Stop Reason "
                                             "FATAL_ERROR Error Level FATAL")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("No tables were found"));
    EXPECT_EQ(h.outcome->out["stopReason"], "FATAL_ERROR");
}

TEST(DmsNodeDefects, D01_EveryTerminalStatusEndsEveryWait) {
    for (const char* status : {"deleting", "failed-move", "failed"}) {
        SCOPED_TRACE(status);
        Harness h;
        h.api.after_start = {Shows("starting"), Running(10, 0, 1), Shows(status)};
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
        EXPECT_FALSE(h.outcome->message.empty());
    }
}

TEST(DmsNodeDefects, D02_EveryPhaseHasADeadline) {
    struct Case {
        const char* name;
        std::vector<ScriptedApi::Step> after_create;
        std::vector<ScriptedApi::Step> after_start;
        std::chrono::seconds PhaseTimeouts::* limit;
        const char* named;
    };
    const std::vector<Case> cases = {
        {"create", {Shows("creating")}, {}, &PhaseTimeouts::create, "createTimeout"},
        {"start", {Shows("ready")}, {Shows("starting")}, &PhaseTimeouts::start, "startTimeout"},
        {"run", {Shows("ready")}, {Running(1, 0, 1)}, &PhaseTimeouts::run, "runTimeout"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        Harness h;
        h.api.after_create = c.after_create;
        h.api.after_start = c.after_start;
        h.parameters.timeouts.*c.limit = 120s;
        const TimePoint begin = h.clock.Now();
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
        EXPECT_THAT(h.outcome->message, HasSubstr(std::string("120 s (") + c.named + ")"));
        EXPECT_LT(h.clock.Now() - begin, 200s);
        EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
    }
}

TEST(DmsNodeDefects, D02_ConnectionTestHasADeadline) {
    Harness h;
    h.api.connections[ScriptedApi::kSource] = "";
    h.api.test_results[ScriptedApi::kSource] = "testing";
    h.parameters.timeouts.connection_test = 60s;
    h.Run();
    EXPECT_THAT(h.outcome->message, HasSubstr("60 s (connectionTestTimeout)"));
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 0);
}

TEST(DmsNodeDefects, D03_RestartThatCannotStartIsAFailureNotTheOldSuccess) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    h.parameters = RestartParameters(arn);
    h.api.FailNext("StartReplicationTask",
                   dms::fault::Make(dms::fault::kAccessDenied, "no right to start"));
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("could not be started"));
    EXPECT_THAT(h.outcome->message, HasSubstr("no right to start"));
    EXPECT_EQ(h.api.calls("DeleteReplicationTask"), 0);
}

TEST(DmsNodeDefects, D03_StopOfAnEarlierRunIsNoEvidence) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    h.parameters = RestartParameters(arn);
    h.parameters.timeouts.start = 60s;
    h.Start();
    h.StepUntil([&] { return h.api.calls("StartReplicationTask") == 1; });
    // The service goes on showing the old end: the start date has not moved.
    h.api.gives_start_dates = false;
    h.api.Play(arn, {Stopped("FULL_LOAD_ONLY_FINISHED")});
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("startTimeout"));
}

TEST(DmsNodeDefects, D04_ShortLoadThatPassesRunningBetweenPollsSucceeds) {
    Harness h;
    h.api.after_start = {Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.api.tables_after_start = {Table("orders", "Table completed", 7)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.outcome->out["rowsLoaded"], "7");
}

TEST(DmsNodeDefects, D04_ShortReloadIsToldFromTheRunBeforeByItsStartDate) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    h.parameters = RestartParameters(arn);
    h.api.after_start = {Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeDefects, D05_DeletedMeansGoneByFaultOrByEmptyList) {
    for (const bool empty_list : {false, true}) {
        SCOPED_TRACE(empty_list);
        Harness h;
        h.api.empty_list_instead_of_fault = empty_list;
        h.api.FailNext("StartReplicationTask",
                       dms::fault::Make(dms::fault::kResourceQuotaExceeded, "too many tasks"));
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
        EXPECT_THAT(h.outcome->message,
                    HasSubstr("too many tasks; the task that this run created was deleted"));
        EXPECT_TRUE(h.api.task(h.api.arns().at(0)).gone);
    }
}

TEST(DmsNodeDefects, D05_DeleteThatNeverEndsHasADeadline) {
    Harness h;
    h.api.after_delete = {Shows("deleting")};
    h.parameters.timeouts.remove = 60s;
    h.api.FailNext("StartReplicationTask", dms::fault::Make(dms::fault::kAccessDenied, "no"));
    h.Run();
    EXPECT_THAT(h.outcome->message, HasSubstr("was kept: it could not be deleted"));
    EXPECT_TRUE(h.outcome->attention);
}

TEST(DmsNodeDefects, D06_WaitingNodesHoldNoThread) {
    // 250 nodes, one tracker, no thread at all besides the caller's: each of them comes to its end.
    ScriptedApi api;
    testing::FakeClock clock;
    testing::RecordingLog log;
    Tracker tracker(api, clock, {.call_threads = 0, .jitter_seed = 3});
    int done = 0;
    for (int i = 0; i < 250; ++i) {
        NodeRun run;
        run.parameters = CreateParameters();
        run.parameters.replication_task_identifier = "load-" + std::to_string(i);
        run.run_id = "run/" + std::to_string(i);
        run.log = &log;
        run.on_done = [&](const Outcome& o) {
            EXPECT_EQ(o.result, NodeResult::kSuccess) << o.message;
            ++done;
        };
        ASSERT_TRUE(tracker.Start(std::move(run)));
    }
    for (int step = 0; step < 5000 && done < 250; ++step) {
        const auto next = tracker.RunDue();
        if (!next) break;
        clock.Advance(std::max<Duration>(*next - clock.Now(), 1ms));
    }
    EXPECT_EQ(done, 250);
}

// ---- Judging the result

TEST(DmsNodeDefects, D07_StopPositionReachedIsSuccess) {
    for (const char* reason : {"STOPPED_AT_SERVER_TIME", "STOPPED_AT_COMMIT_TIME",
                               "STOPPED_AFTER_CACHED_EVENTS", "STOPPED_AFTER_FULL_LOAD"}) {
        SCOPED_TRACE(reason);
        Harness h;
        h.parameters.migration_type = "full-load-and-cdc";
        h.parameters.cdc_stop_position = "server_time:2026-01-31T12:00:00";
        h.api.after_start = {Running(10, 0, 1), Running(100, 1), Stopped(reason)};
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
        EXPECT_EQ(h.outcome->out["stopReason"], reason);
    }
}

TEST(DmsNodeDefects, D07_StopReasonsCanBeOverridden) {
    Harness h;
    h.parameters.stop_reasons[dms::StopReason::kFullLoadOnlyFinished] = StopVerdict::kAttention;
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_TRUE(h.outcome->attention);
}

TEST(DmsNodeDefects, D08_MissingFieldsAreReadAgainAndThenNamed) {
    Harness late;
    ScriptedApi::Step no_reason = Stopped("X");
    no_reason.stop_reason.reset();
    ScriptedApi::Step no_status;
    late.api.after_start = {Running(10, 0, 1), no_status, no_reason, no_reason,
                            Stopped("FULL_LOAD_ONLY_FINISHED")};
    late.Run();
    EXPECT_EQ(late.outcome->result, NodeResult::kSuccess) << late.outcome->message;

    Harness never;
    never.api.after_start = {Running(10, 0, 1), no_reason};
    never.Run();
    EXPECT_EQ(never.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(never.outcome->message, HasSubstr("gives no stop reason"));

    Harness blank;
    blank.api.after_start = {Running(10, 0, 1), no_status};
    blank.Run();
    EXPECT_THAT(blank.outcome->message, HasSubstr("gives no status"));
}

TEST(DmsNodeDefects, D09_MissingPercentIsUnknownNotACrash) {
    Harness h;
    ScriptedApi::Step blank = Shows("running");
    blank.stats = NoStats();
    h.api.after_start = {blank, blank, Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_THAT(h.log.text(), HasSubstr("percent unknown"));
}

TEST(DmsNodeDefects, D10_TablesInErrorFailTheNodeAndAreListed) {
    Harness h;
    h.api.after_start = {Running(50, 1, 1), Stopped("FULL_LOAD_ONLY_FINISHED", 1, 1)};
    h.api.tables_after_start = {Table("orders", "Table completed", 7),
                                Table("items", "Table error", 3)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message,
                HasSubstr("1 table could not be loaded (none is tolerated): shop.items: Table "
                          "error"));
    EXPECT_EQ(h.outcome->out["tablesErrored"], "1");
    EXPECT_EQ(h.outcome->out["tablesLoaded"], "1");
    EXPECT_EQ(h.outcome->out["rowsLoaded"], "10");
}

TEST(DmsNodeDefects, D10_ToleranceAllowsTablesInError) {
    Harness h;
    h.parameters.tolerated_table_errors = 1;
    h.api.after_start = {Stopped("FULL_LOAD_ONLY_FINISHED", 1, 1)};
    h.api.tables_after_start = {Table("orders", "Table completed", 7),
                                Table("items", "Table error", 3)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_TRUE(h.outcome->attention);
    EXPECT_THAT(h.outcome->message, HasSubstr("shop.items"));
}

TEST(DmsNodeDefects, D11_CdcIsSuccessOnceSeenRunning) {
    Harness h;
    h.parameters.migration_type = "full-load-and-cdc";
    h.api.after_start = {Shows("starting"), Running(1, 0, 1)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_THAT(h.outcome->message, HasSubstr("runs; it goes on by itself"));
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
}

TEST(DmsNodeDefects, D11_FinishWhenFullLoadIsComplete) {
    Harness h;
    h.parameters.migration_type = "full-load-and-cdc";
    h.parameters.finish_when = FinishWhen::kFullLoadComplete;
    h.api.after_start = {Running(1, 0, 1), Running(99, 0, 1), Running(100, 0, 1), Running(100, 1)};
    h.api.tables_after_start = {Table("orders", "Table completed", 7)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_THAT(h.outcome->message, HasSubstr("the full load is complete"));
    EXPECT_EQ(h.outcome->out["rowsLoaded"], "7");
}

TEST(DmsNodeDefects, D11_FinishWhenCaughtUp) {
    Harness h;
    h.parameters.migration_type = "full-load-and-cdc";
    h.parameters.finish_when = FinishWhen::kCaughtUp;
    h.api.after_start = {Running(1, 0, 1), Running(100, 1)};
    dms::TableStatistics table = Table("orders", "Table completed", 7);
    table.inserts = 9;
    table.applied_inserts = 9;
    h.api.tables_after_start = {table};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_THAT(h.outcome->message, HasSubstr("caught up"));

    Harness behind;
    behind.parameters = h.parameters;
    behind.parameters.timeouts.run = 600s;
    behind.api.after_start = h.api.after_start;
    table.applied_inserts = 5;
    behind.api.tables_after_start = {table};
    behind.Run();
    EXPECT_EQ(behind.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(behind.outcome->message, HasSubstr("runTimeout"));
}

TEST(DmsNodeDefects, D12_FinishWhenStoppedWatchesTheCdcTask) {
    Harness h;
    h.parameters.migration_type = "cdc";
    h.parameters.finish_when = FinishWhen::kStopped;
    h.api.after_start = {Running(0, 0), Running(0, 0), ScriptedApi::Failed("Last Error lost log")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("lost log"));
}

TEST(DmsNodeDefects, D13_StartTypeFollowsStatusAndMigrationType) {
    struct Case {
        const char* name;
        const char* migration_type;
        ScriptedApi::Step state;
        bool has_run;
        std::string expected;  // Empty: the node asks.
    };
    const std::vector<Case> cases = {
        {"never run", "full-load", Shows("ready"), false, "start-replication"},
        {"load broken off", "full-load", ScriptedApi::Failed("x"), true, "resume-processing"},
        {"load complete", "full-load", Stopped("FULL_LOAD_ONLY_FINISHED"), true, ""},
        {"cdc", "cdc", Stopped("NORMAL"), true, "resume-processing"},
        {"load and cdc", "full-load-and-cdc", Stopped("NORMAL"), true, "resume-processing"},
    };
    for (const Case& c : cases) {
        SCOPED_TRACE(c.name);
        Harness h;
        const std::string arn = h.api.AddTask("old", {c.state}, c.has_run);
        h.parameters = RestartParameters(arn, "");
        h.api.SetMigrationType(arn, c.migration_type);
        h.Run();
        if (c.expected.empty()) {
            EXPECT_EQ(h.api.calls("StartReplicationTask"), 0);
            EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
            EXPECT_THAT(h.outcome->hint, HasSubstr("reload-target loads all tables again"));
        } else {
            ASSERT_EQ(h.api.starts().size(), 1U) << h.outcome->message;
            EXPECT_EQ(h.api.starts()[0].start_replication_task_type, c.expected);
        }
    }
}

TEST(DmsNodeDefects, D13_ReloadOfATaskThatNeverRanIsItsFirstStart) {
    Harness h;
    const std::string arn = h.api.AddTask("new", {Shows("ready")});
    h.parameters = RestartParameters(arn, "reload-target");
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.api.starts().at(0).start_replication_task_type, "start-replication");
    EXPECT_THAT(h.log.text(), HasSubstr("only for tasks that have run"));
}

// ---- Errors and retries

TEST(DmsNodeDefects, D14_NetworkFaultsWhileFollowingDoNotTouchTheMigration) {
    Harness h;
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 20);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
    EXPECT_THAT(h.log.text(), HasSubstr("will be tried again"));
    EXPECT_THAT(h.log.text(), HasSubstr("the service answers again"));
}

TEST(DmsNodeDefects, D14_ExpiredCredentialsWhileFollowingAreWaitedFor) {
    Harness h;
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("DescribeReplicationTasks",
                   dms::fault::Make(dms::fault::kExpiredToken, "the token has expired"), 5);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
}

TEST(DmsNodeDefects, D14_LostContactEndsTheNodeAndLeavesTheTaskAlone) {
    Harness h;
    h.parameters.timeouts.contact = 600s;
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 1000000);
    const TimePoint begin = h.clock.Now();
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("no answer from the service for 600 s"));
    EXPECT_THAT(h.outcome->message, HasSubstr("connection reset by peer"));
    EXPECT_THAT(h.outcome->hint, HasSubstr("left as it is"));
    EXPECT_TRUE(h.outcome->attention);
    EXPECT_LT(h.clock.Now() - begin, 700s);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
    EXPECT_EQ(h.api.calls("DeleteReplicationTask"), 0);
}

TEST(DmsNodeDefects, D15_ThrottlingIsWaitedOutAndPollsSlowDown) {
    Harness h;
    std::vector<ScriptedApi::Step> script(200, Running(10, 0, 1));
    script.push_back(Stopped("FULL_LOAD_ONLY_FINISHED"));
    h.api.after_start = script;
    h.api.FailNext("CreateReplicationTask",
                   dms::fault::Make(dms::fault::kThrottling, "Rate exceeded"), 4);
    const TimePoint begin = h.clock.Now();
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    // 200 unchanged answers at 15 s each, not at 1 s.
    EXPECT_GT(h.clock.Now() - begin, 200 * 10s);
    for (const auto& describe : h.api.describes()) EXPECT_EQ(describe.without_settings, true);
}

TEST(DmsNodeDefects, D16_RefusedStartIsUnderstoodByItsCodeNotByItsText) {
    Harness h;
    h.parameters.test_connections = TestConnections::kNever;
    h.api.connections[ScriptedApi::kSource] = "";
    // The refusal's text says nothing about connections.
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
    EXPECT_EQ(h.api.calls("TestConnection"), 1);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 2);
}

TEST(DmsNodeDefects, D16_ConnectionsAreTestedBeforehandWhenNeeded) {
    Harness h;
    h.api.connections.clear();
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.api.calls("TestConnection"), 2);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);

    Harness always;
    always.parameters.test_connections = TestConnections::kAlways;
    always.Run();
    EXPECT_EQ(always.api.calls("TestConnection"), 2);
}

TEST(DmsNodeDefects, D16_BadConnectionEndsTheNodeBeforeAnythingIsCreated) {
    Harness h;
    h.api.connections[ScriptedApi::kTarget] = "failed";
    h.api.test_results[ScriptedApi::kTarget] = "failed";
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("target endpoint"));
    EXPECT_THAT(h.outcome->message, HasSubstr("password wrong"));
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 0);
}

TEST(DmsNodeDefects, D17_FailedSecondStartCleansUp) {
    Harness h;
    h.parameters.test_connections = TestConnections::kNever;
    h.api.FailNext("StartReplicationTask",
                   dms::fault::Make(dms::fault::kInvalidResourceState, "not now"), 100);
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("was deleted"));
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 3);
}

TEST(DmsNodeDefects, D18_EveryRefusedStartCleansUp) {
    for (const auto fault : {dms::fault::kAccessDenied, dms::fault::kResourceQuotaExceeded,
                             dms::fault::kInvalidParameterValue, dms::fault::kUnknownOperation}) {
        SCOPED_TRACE(fault);
        Harness h;
        h.api.FailNext("StartReplicationTask", dms::fault::Make(fault, "because"));
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
        EXPECT_THAT(h.outcome->message, HasSubstr("because"));
        EXPECT_THAT(h.outcome->message, HasSubstr("was deleted"));
        EXPECT_EQ(h.outcome->fault, fault);
    }
}

TEST(DmsNodeDefects, D18_OrSaysThatItWasKept) {
    Harness h;
    h.parameters.on_failed_start = OnFailedStart::kKeep;
    h.api.FailNext("StartReplicationTask", dms::fault::Make(dms::fault::kAccessDenied, "no"));
    h.Run();
    EXPECT_THAT(h.outcome->message, HasSubstr("was kept"));
    EXPECT_EQ(h.api.calls("DeleteReplicationTask"), 0);
}

TEST(DmsNodeDefects, D19_FailureCarriesItsCauseAndWhatToDo) {
    Harness h;
    const std::string text =
        "Last Error  Error 1236 reading binary log. Stop Reason FATAL_ERROR Error Level FATAL";
    h.api.after_start = {Running(10, 0, 1), ScriptedApi::Failed(text)};
    h.Run();
    EXPECT_THAT(h.outcome->message, HasSubstr(text));
    EXPECT_FALSE(h.outcome->hint.empty());
    EXPECT_THAT(h.log.text(), HasSubstr(text));
    EXPECT_THAT(h.log.text(), HasSubstr("What to do:"));
}

TEST(DmsNodeDefects, D20_EmptyConnectionListIsNoCrash) {
    Harness h;
    h.api.connections.clear();
    h.api.empty_list_instead_of_fault = true;
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
}

TEST(DmsNodeDefects, D21_NextAttemptAdoptsWhatTheFirstCreated) {
    Harness h;
    h.parameters.timeouts.contact = 60s;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 1000000);
    h.Finish();
    ASSERT_EQ(h.outcome->result, NodeResult::kFailure);
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 0);
    h.api.Play(h.api.arns().at(0), {Running(50, 0, 1), Stopped("FULL_LOAD_ONLY_FINISHED")});

    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 1);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeDefects, D21_NextAttemptStartsAgainWhatFailed) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1), ScriptedApi::Failed("Last Error x")};
    h.Run();
    ASSERT_EQ(h.outcome->result, NodeResult::kFailure);
    h.api.after_start = {Running(10, 0, 1), Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 1);
    EXPECT_EQ(h.api.starts().at(1).start_replication_task_type, "reload-target");
}

TEST(DmsNodeDefects, D21_NextAttemptTakesTheEndThatCameMeanwhile) {
    Harness h;
    h.parameters.timeouts.contact = 60s;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 1000000);
    h.Finish();
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 0);
    h.api.Play(h.api.arns().at(0), {Stopped("FULL_LOAD_ONLY_FINISHED")});
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeDefects, D21_NextAttemptOfARestartFollowsItsOwnRun) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    h.parameters = RestartParameters(arn);
    h.parameters.timeouts.contact = 60s;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.Step();
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 1000000);
    h.Finish();
    ASSERT_EQ(h.outcome->result, NodeResult::kFailure);
    h.api.FailNext("DescribeReplicationTasks", ScriptedApi::Unavailable(), 0);
    h.api.Play(arn, {Running(60, 0, 1), Stopped("FULL_LOAD_ONLY_FINISHED")});
    h.Start(std::nullopt, h.states.saved.back());
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 1);
}

TEST(DmsNodeDefects, D21_ForeignTaskOfTheSameNameIsAClearFailure) {
    Harness h;
    h.api.AddTask("shop-load", {Shows("ready")});
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("already a replication task named shop-load"));
    EXPECT_THAT(h.outcome->hint, HasSubstr("isRestartTask"));
    EXPECT_EQ(h.api.calls("CreateReplicationTask"), 0);
    EXPECT_EQ(h.api.calls("DeleteReplicationTask"), 0);
}

// ---- Kill, failover, identity

TEST(DmsNodeDefects, D22_KillWhileCreatingNeverStarts) {
    Harness h;
    h.api.after_create = {Shows("creating"), Shows("creating"), Shows("ready")};
    h.Start();
    h.StepUntil([&] { return h.api.calls("CreateReplicationTask") == 1; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 0);
    EXPECT_THAT(h.outcome->message, HasSubstr("had never run and was deleted"));
}

TEST(DmsNodeDefects, D22_KillWhileStartingStopsOnceItRuns) {
    Harness h;
    h.api.after_start = {Shows("starting"), Shows("starting"), Shows("starting"), Running(0, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.api.calls("StartReplicationTask") == 1; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 1);
    EXPECT_EQ(h.api.task(h.api.arns().at(0)).task.status, "stopped");
}

TEST(DmsNodeDefects, D22_RefusedStopIsTriedAgain) {
    Harness h;
    h.api.after_start = {Running(0, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.api.FailNext("StopReplicationTask",
                   dms::fault::Make(dms::fault::kInvalidResourceState, "not running"), 3);
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 4);
}

TEST(DmsNodeDefects, D23_KillReturnsAtOnceAndItsWaitIsBounded) {
    Harness h;
    h.api.after_start = {Running(0, 0, 1)};
    h.api.after_stop = {Shows("stopping")};
    h.parameters.timeouts.stop = 120s;
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    const TimePoint begin = h.clock.Now();
    h.tracker->Kill(h.node, KillReason::kUser);
    EXPECT_EQ(h.clock.Now(), begin);
    EXPECT_FALSE(h.outcome);
    h.Finish();
    EXPECT_LT(h.clock.Now() - begin, 180s);
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_TRUE(h.outcome->attention);
    EXPECT_THAT(h.outcome->message, HasSubstr("could not be stopped"));
    EXPECT_THAT(h.outcome->hint, HasSubstr("by hand"));
}

TEST(DmsNodeDefects, D23_TimeoutOfTheNodeStopsTheTaskAndFails) {
    Harness h;
    h.api.after_start = {Running(0, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.tracker->Kill(h.node, KillReason::kTimeout);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 1);
}

TEST(DmsNodeDefects, D24_KillStopsTheReplicationTaskAndNothingElse) {
    Harness h;
    h.api.after_start = {Running(0, 0, 1)};
    const std::string other = h.api.AddTask("other", {Running(5, 0, 1)}, true);
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.api.task(other).task.status, "running");
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 1);
}

TEST(DmsNodeDefects, D25_IdentifierIsSavedBeforeCreateAndArnRightAfter) {
    Harness h;
    std::optional<NodeState> at_create;
    std::optional<NodeState> at_next;
    h.api.before_call = [&](const std::string& operation) {
        if (operation == "CreateReplicationTask") at_create = h.states.saved.back();
        if (at_create && !at_next && operation != "CreateReplicationTask") {
            at_next = h.states.saved.back();
        }
    };
    h.Run();
    ASSERT_TRUE(at_create && at_next);
    EXPECT_EQ(at_create->identifier, "shop-load");
    EXPECT_TRUE(at_create->create_sent);
    EXPECT_EQ(at_create->replication_task_arn, "");
    EXPECT_EQ(at_next->replication_task_arn, h.api.arns().at(0));
}

TEST(DmsNodeDefects, D25_NothingIsCalledWhileTheStateCannotBeSaved) {
    Harness h;
    h.states.fail_saves = 4;
    h.Start();
    h.Step();
    EXPECT_TRUE(h.api.log().empty());
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_THAT(h.log.text(), HasSubstr("cannot be saved, waiting: the disk is full"));
}

TEST(DmsNodeDefects, D26_AdoptedTaskMustBeTheOneThatWasStarted) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    h.Step();
    const NodeState saved = h.states.saved.back();
    ASSERT_TRUE(saved.started_at);
    // The start date that was saved is not the one of the run that ended.
    NodeState of_newer = saved;
    of_newer.started_at = *saved.started_at + 500s;
    h.api.Play(h.api.arns().at(0), {Stopped("FULL_LOAD_ONLY_FINISHED")});
    h.parameters.timeouts.start = 60s;
    h.Start(of_newer);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure) << h.outcome->message;
}

TEST(DmsNodeDefects, D26_AnotherTaskUnderTheSameArnIsRefused) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1)};
    h.Start();
    h.StepUntil([&] { return h.Phase() == "following"; });
    NodeState saved = h.states.saved.back();
    saved.created_at = *saved.created_at - 1000s;
    h.Start(saved);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_TRUE(h.outcome->attention);
    EXPECT_THAT(h.outcome->message, HasSubstr("is not the task that this node describes"));
}

TEST(DmsNodeDefects, D26_StartBySomebodyElseIsSeenAndFlagged) {
    Harness h;
    ScriptedApi::Step again = Running(1, 0, 1);
    again.restarted = true;
    h.api.after_start = {Running(10, 0, 1), Running(20, 0, 1), again,
                         Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);
    EXPECT_TRUE(h.outcome->attention);
    EXPECT_THAT(h.log.text(), HasSubstr("was started again"));
}

TEST(DmsNodeDefects, D28_OutParameters) {
    Harness h;
    h.api.tables_after_start = {Table("orders", "Table completed", 7),
                                Table("items", "Table completed", 5)};
    h.Run();
    EXPECT_EQ(h.outcome->out,
              (std::map<std::string, std::string>{{"replicationTaskArn", h.api.arns().at(0)},
                                                  {"replicationTaskIdentifier", "shop-load"},
                                                  {"rowsLoaded", "12"},
                                                  {"tablesLoaded", "2"},
                                                  {"tablesErrored", "0"},
                                                  {"stopReason", "FULL_LOAD_ONLY_FINISHED"}}));
}

// ---- Parameters (D27, D29, D30, D35 in detail in prepare_test.cpp and validation_test.cpp)

TEST(DmsNodeDefects, D27_ResourcesAreUsableAsFileValues) {
    dmsnode::testing::TempDir resources;
    std::ofstream(resources.path() + "/shop.json") << testing::kMappings;
    const Json params = {{"migrationType", "full-load"},     {"replicationTaskIdentifier", "a"},
                         {"replicationInstanceArn", "inst"}, {"sourceEndpointArn", "src"},
                         {"targetEndpointArn", "tgt"},       {"tableMappings", "file://shop.json"}};
    const PreparedNode node = PrepareDmsNode(params, "$", workflow::ParameterScope(TimePoint()),
                                             {.folders = {"/nonexistent", resources.path()}});
    EXPECT_TRUE(node.problems.empty()) << node.problems.at(0).ToString();
    EXPECT_EQ(node.parameters.table_mappings, testing::kMappings);
}

TEST(DmsNodeDefects, D33_ConnectionIsAParameterOfTheNode) {
    const PreparedNode node = ParseDmsParameters({{"connection", "prod-eu"}}, "$");
    EXPECT_EQ(node.parameters.connection, "prod-eu");
    EXPECT_TRUE(node.problems.empty());
}

TEST(DmsNodeDefects, D34_AnyRegionTextIsAccepted) {
    DmsParameters p =
        RestartParameters("arn:aws-cn:dms:my-cellar-1:123456789012:task:ABC", "reload-target");
    EXPECT_TRUE(ValidateDmsNode(p, "$").empty());
}

TEST(DmsNodeDefects, D36_LogHoldsNoTagsMappingsOrTaskData) {
    Harness h;
    h.parameters.task_data = R"({"password": "s3cret-data"})";
    dms::Tag tag;
    tag.key = "owner";
    tag.value = "s3cret-tag";
    h.parameters.tags = {tag};
    h.Run();
    EXPECT_THAT(h.log.text(), Not(HasSubstr("s3cret")));
}

TEST(DmsNodeDefects, D37_DryRunShowsTheRequestsAndCallsNothing) {
    const Json plan = DryRunDmsNode(CreateParameters(), "run/1");
    std::vector<std::string> operations;
    for (const Json& step : plan) operations.push_back(step.at("operation"));
    EXPECT_THAT(operations, Contains("CreateReplicationTask"));
    EXPECT_THAT(operations, Contains("StartReplicationTask"));
    EXPECT_EQ(operations.back(), "DescribeTableStatistics");
}

DmsParameters ModifyParameters(const std::string& arn) {
    DmsParameters p = RestartParameters(arn);
    p.modify_task = true;
    p.table_mappings = CreateParameters().table_mappings;
    p.replication_task_settings = R"({"FullLoadSettings":{"CommitRate":500}})";
    return p;
}

TEST(DmsNodeDefects, D38_RestartChangesTheTaskFirst) {
    Harness h;
    const std::string arn =
        h.api.AddTask("t", {Stopped("FULL_LOAD_ONLY_FINISHED")}, /*has_run=*/true);
    h.parameters = ModifyParameters(arn);
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
    ASSERT_EQ(h.api.modifies().size(), 1U);
    EXPECT_EQ(h.api.modifies()[0].table_mappings, CreateParameters().table_mappings);
    EXPECT_EQ(h.api.modifies()[0].replication_task_settings,
              R"({"FullLoadSettings":{"CommitRate":500}})");
    EXPECT_FALSE(h.api.modifies()[0].migration_type);
    const std::vector<std::string> log = h.api.log();
    EXPECT_LT(std::find(log.begin(), log.end(), "ModifyReplicationTask"),
              std::find(log.begin(), log.end(), "StartReplicationTask"));
}

TEST(DmsNodeDefects, D38_LostReplyOfAChangeIsSentAgainAndARefusedOneEndsTheNode) {
    {
        Harness h;
        const std::string arn = h.api.AddTask("t", {Stopped("NORMAL")}, true);
        h.api.LoseReply("ModifyReplicationTask", ScriptedApi::Unavailable());
        h.parameters = ModifyParameters(arn);
        h.Run();
        EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.outcome->message;
        EXPECT_GE(h.api.modifies().size(), 2U);
        EXPECT_EQ(h.api.starts().size(), 1U);
    }
    Harness h;
    const std::string arn = h.api.AddTask("t", {Stopped("NORMAL")}, true);
    h.api.FailNext("ModifyReplicationTask",
                   dms::fault::Make(dms::fault::kInvalidParameterValue, "no such table"));
    h.parameters = ModifyParameters(arn);
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("could not be changed: no such table"));
    EXPECT_EQ(h.api.starts().size(), 0U);
}

TEST(DmsNodeDefects, D38_WhatCannotBeChangedIsToldBeforeAnyCall) {
    const auto problems = [](DmsParameters p) {
        std::string text;
        for (const Problem& problem : ValidateDmsNode(p, "$")) text += problem.ToString() + "\n";
        return text;
    };
    DmsParameters nothing = RestartParameters(ScriptedApi::kInstance);
    nothing.replication_task_arn = "t";
    nothing.modify_task = true;
    EXPECT_THAT(problems(nothing),
                HasSubstr("nothing is given that the task should be changed to"));
    DmsParameters create = CreateParameters();
    create.modify_task = true;
    EXPECT_THAT(problems(create), HasSubstr("a task that is created here needs no change"));
    EXPECT_EQ(problems(ModifyParameters("t")), "");
}

}  // namespace
}  // namespace dmsnode::tasks
