#include "base/files.hpp"
#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

using dms::table_state::kBeforeLoad;
using dms::table_state::kCompleted;
using dms::table_state::kError;
using dms::table_state::kFullLoad;
using testing::Eventually;

class TaskRunsTest : public testing::ServiceTest {
protected:
    static migration::TaskOutcome Finished() {
        return {.reason = dms::StopReason::kFullLoadOnlyFinished, .failure = std::nullopt};
    }
    std::vector<dms::TableStatistics> Statistics(const std::string& arn) {
        dms::DescribeTableStatisticsRequest request;
        request.replication_task_arn = arn;
        const auto reply = service_->DescribeTableStatistics(request);
        EXPECT_TRUE(reply) << reply.error().ToString();
        return reply ? reply->table_statistics : std::vector<dms::TableStatistics>{};
    }
};

TEST_F(TaskRunsTest, ARunGoesFromStartingToStopped) {
    const std::string arn = MakeTask();
    engine_.Script({Table("orders", kCompleted, 10, 10), Table("lines", kCompleted, 30, 20)},
                   Finished());
    engine_.Hold();
    const auto reply = Start(arn);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_task->status, "starting");
    EXPECT_EQ(Describe(arn).status, "running");
    engine_.Release();
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    const auto task = Describe(arn);
    EXPECT_EQ(task.stop_reason, "Stop Reason FULL_LOAD_ONLY_FINISHED");
    EXPECT_FALSE(task.last_failure_message);
    const auto& stats = *task.replication_task_stats;
    EXPECT_EQ(stats.full_load_progress_percent, 100);
    EXPECT_EQ(stats.tables_loaded, 2);
    EXPECT_EQ(stats.tables_errored, 0);
    EXPECT_TRUE(stats.start_date && stats.stop_date && stats.fresh_start_date &&
                stats.full_load_start_date && stats.full_load_finish_date);
    EXPECT_GE(*stats.elapsed_time_millis, 0);
}

TEST_F(TaskRunsTest, TheEngineIsToldEverything) {
    auto create = EndpointRequest("other-target", "target");
    create.extra_connection_attributes = "zeroDates=null";
    create.ssl_mode = "require";
    MakeTask("unused");
    target_ = *service_->CreateEndpoint(create)->endpoint->endpoint_arn;
    TestEndpoint(target_);
    auto request = TaskRequest("orders");
    request.replication_task_settings = R"({"FullLoadSettings":{"CommitRate":500}})";
    const std::string arn =
        *service_->CreateReplicationTask(request)->replication_task->replication_task_arn;
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    const migration::TaskSpec spec = engine_.specs().front();
    EXPECT_TRUE(arn.ends_with(spec.task_id));
    EXPECT_EQ(spec.source.host, "source-db.example");
    EXPECT_EQ(spec.source.password.Reveal(), "pa55-of-source-db");
    EXPECT_EQ(spec.target.policy.zero_date, connectors::ValuePolicy::ZeroDate::kNull);
    EXPECT_EQ(spec.target.ssl_mode, connectors::SslMode::kRequire);
    EXPECT_EQ(spec.settings.commit_rate, 500);
    ASSERT_EQ(spec.mappings.selections.size(), 1U);
    EXPECT_EQ(spec.start, migration::StartKind::kFresh);
    EXPECT_TRUE(spec.previous.empty());
}

TEST_F(TaskRunsTest, StartNeedsSuccessfulTestsOfBothEndpoints) {
    MakeTask("unused");
    source_ = MakeEndpoint("untested", "source");
    const std::string arn = *service_->CreateReplicationTask(TaskRequest("orders"))
                                 ->replication_task->replication_task_arn;
    auto refused = Start(arn);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, "InvalidResourceStateFault");
    EXPECT_EQ(refused.error().message,
              "Test connection for replication instance local and endpoint untested should be "
              "successful for starting the replication task; it was not tested yet");
    factory_.FailHost("untested.example", Error{ErrorCode::kUnavailable, "no route"});
    TestEndpoint(source_);
    refused = Start(arn);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(
        refused.error().message.ends_with("the last test failed: Test Endpoint failed: no route"));
    EXPECT_EQ(Describe(arn).status, "ready");
}

TEST_F(TaskRunsTest, SecondStartMustBeResumeOrReload) {
    const std::string arn = MakeTask();
    EXPECT_EQ(Start(arn, "resume-processing").error().fault,
              "InvalidParameterCombinationException");
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    const auto again = Start(arn);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message,
              "Start Type : START_REPLICATION, valid only for tasks running for the first time");
    EXPECT_TRUE(Start(arn, "reload-target"));
}

TEST_F(TaskRunsTest, CdcPositionsAreRefused) {
    dms::StartReplicationTaskRequest request;
    request.replication_task_arn = MakeTask();
    request.start_replication_task_type = "start-replication";
    request.cdc_start_position = "x";
    EXPECT_EQ(service_->StartReplicationTask(request).error().fault,
              "InvalidParameterCombinationException");
}

TEST_F(TaskRunsTest, RunningTaskRefusesWhatNeedsItStopped) {
    const std::string arn = MakeTask();
    engine_.Hold();
    ASSERT_TRUE(Start(arn));
    EXPECT_EQ(Start(arn, "reload-target").error().fault, "InvalidResourceStateFault");
    dms::DeleteReplicationTaskRequest remove;
    remove.replication_task_arn = arn;
    EXPECT_EQ(service_->DeleteReplicationTask(remove).error().fault, "InvalidResourceStateFault");
    dms::ModifyReplicationTaskRequest modify;
    modify.replication_task_arn = arn;
    EXPECT_EQ(service_->ModifyReplicationTask(modify).error().fault, "InvalidResourceStateFault");
    engine_.Release();
}

TEST_F(TaskRunsTest, StopEndsTheRunWithNormal) {
    const std::string arn = MakeTask();
    EXPECT_EQ(Stop(arn).error().fault, "InvalidResourceStateFault");
    engine_.Hold();
    engine_.Script({Table("orders", kFullLoad, 5, 10)}, Finished());
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    const auto reply = Stop(arn);
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->replication_task->status, "stopping");
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    EXPECT_EQ(Describe(arn).stop_reason, "Stop Reason NORMAL");
    EXPECT_EQ(Describe(arn).replication_task_stats->full_load_progress_percent, 50);
    EXPECT_EQ(Stop(arn).error().fault, "InvalidResourceStateFault");
}

TEST_F(TaskRunsTest, StopInterruptsTheTimeThatAShortRunIsShown) {
    options_.least_running_time = std::chrono::hours(1);
    Reopen();
    const std::string arn = MakeTask();
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    EXPECT_EQ(Describe(arn).status, "running");
    ASSERT_TRUE(Stop(arn));
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
}

TEST_F(TaskRunsTest, FailureIsTold) {
    const std::string arn = MakeTask();
    engine_.Script({}, {.reason = dms::StopReason::kFatalError,
                        .failure = Error{ErrorCode::kNotFound, "No tables were found"}});
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "failed"));
    const auto task = Describe(arn);
    EXPECT_EQ(task.last_failure_message,
              "Last Error  No tables were found Stop Reason FATAL_ERROR Error Level FATAL");
    EXPECT_EQ(task.stop_reason, task.last_failure_message);
    EXPECT_TRUE(Start(arn, "resume-processing"));
}

TEST_F(TaskRunsTest, ErroredTablesAreCountedAndNamed) {
    const std::string arn = MakeTask();
    auto broken = Table("lines", kError, 3, 20);
    broken.error = "row 4 does not fit";
    engine_.Script({Table("orders", kCompleted, 10, 10), broken}, Finished());
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    const auto task = Describe(arn);
    EXPECT_EQ(task.replication_task_stats->tables_errored, 1);
    EXPECT_LT(*task.replication_task_stats->full_load_progress_percent, 100);
    EXPECT_EQ(task.stop_reason, "Stop Reason FULL_LOAD_ONLY_FINISHED");
    EXPECT_NE(task.last_failure_message->find("shop.lines: row 4 does not fit"), std::string::npos);
}

TEST_F(TaskRunsTest, ResumeHandsTheProgressBackAndReloadForgetsIt) {
    const std::string arn = MakeTask();
    auto done = Table("orders", kCompleted, 10, 10);
    done.notes = {"foreign key fk1 was not carried over"};
    engine_.Script({done, Table("lines", kBeforeLoad, 0, 20)},
                   {.reason = dms::StopReason::kFatalError,
                    .failure = Error{ErrorCode::kUnavailable, "connection lost"}});
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "failed"));
    ASSERT_TRUE(Start(arn, "resume-processing"));
    ASSERT_TRUE(engine_.AwaitRuns(2));
    migration::TaskSpec spec = engine_.specs().back();
    EXPECT_EQ(spec.start, migration::StartKind::kResume);
    ASSERT_EQ(spec.previous.size(), 2U);
    EXPECT_EQ(spec.previous[0].source.name, "orders");
    EXPECT_EQ(spec.previous[0].state, kCompleted);
    EXPECT_EQ(spec.previous[0].notes, done.notes);
    ASSERT_TRUE(AwaitStatus(arn, "failed"));
    ASSERT_TRUE(Start(arn, "reload-target"));
    ASSERT_TRUE(engine_.AwaitRuns(3));
    spec = engine_.specs().back();
    EXPECT_EQ(spec.start, migration::StartKind::kReload);
    EXPECT_TRUE(spec.previous.empty());
    ASSERT_TRUE(AwaitStatus(arn, "failed"));
    for (const auto& table : Statistics(arn)) EXPECT_EQ(table.full_load_reloaded, true);
}

TEST_F(TaskRunsTest, ClosingLeavesTheTaskRunningAndTheNextOpenResumesIt) {
    const std::string arn = MakeTask();
    engine_.Script({Table("orders", kCompleted, 10, 10), Table("lines", kFullLoad, 5, 20)},
                   Finished());
    engine_.Hold();
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    const auto first_start = Describe(arn).replication_task_start_date;
    Reopen();
    ASSERT_TRUE(engine_.AwaitRuns(2));
    EXPECT_EQ(Describe(arn).status, "running");
    const migration::TaskSpec spec = engine_.specs().back();
    EXPECT_EQ(spec.start, migration::StartKind::kResume);
    ASSERT_EQ(spec.previous.size(), 2U);
    EXPECT_EQ(spec.previous[0].state, kCompleted);
    engine_.Release();
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    EXPECT_EQ(Describe(arn).stop_reason, "Stop Reason FULL_LOAD_ONLY_FINISHED");
    EXPECT_EQ(Describe(arn).replication_task_start_date, first_start);
}

TEST_F(TaskRunsTest, ATaskThatWasToldToStopIsStoppedAfterACrash) {
    const std::string arn = MakeTask();
    engine_.Hold();
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    service_->Close();
    ASSERT_TRUE(database_->Write(
        [](store::Connection& db) { return db.Run("UPDATE dms_task SET status = 'stopping'"); }));
    Reopen();
    EXPECT_EQ(Describe(arn).status, "stopped");
    EXPECT_EQ(Describe(arn).stop_reason, "Stop Reason NORMAL");
}

TEST_F(TaskRunsTest, AServiceThatOnlyLooksLeavesRunningTasksAndCanStopThem) {
    const std::string arn = MakeTask();
    engine_.Hold();
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(engine_.AwaitRuns(1));
    options_.resume_tasks = false;
    Reopen();
    EXPECT_EQ(Describe(arn).status, "running");
    EXPECT_EQ(engine_.specs().size(), 1U);
    ASSERT_TRUE(Stop(arn));
    EXPECT_EQ(Describe(arn).status, "stopped");
    EXPECT_EQ(Describe(arn).stop_reason, "Stop Reason NORMAL");
}

TEST_F(TaskRunsTest, OnlySoManyTasksRunAtOnce) {
    options_.max_running_tasks = 1;
    Reopen();
    const std::string first = MakeTask("first");
    const std::string second = MakeTask("second");
    engine_.Hold();
    ASSERT_TRUE(Start(first));
    ASSERT_TRUE(Start(second));
    EXPECT_EQ(Describe(first).status, "running");
    EXPECT_EQ(Describe(second).status, "starting");
    EXPECT_EQ(Stop(second).error().fault, "InvalidResourceStateFault");
    engine_.Release();
    EXPECT_TRUE(AwaitStatus(second, "stopped"));
}

TEST_F(TaskRunsTest, ProgressIsStoredWhileTheTaskRuns) {
    const std::string arn = MakeTask();
    engine_.Script({Table("orders", kFullLoad, 5, 10)}, Finished());
    engine_.Hold();
    ASSERT_TRUE(Start(arn));
    EXPECT_TRUE(Eventually([&] { return Statistics(arn).size() == 1; }));
    EXPECT_EQ(Describe(arn).replication_task_stats->tables_loading, 1);
    engine_.Release();
}

TEST_F(TaskRunsTest, TheTaskHasALogOfItsOwn) {
    const std::string arn = MakeTask();
    engine_.Script({Table("orders", kCompleted, 10, 10)}, Finished());
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    const std::string id = arn.substr(arn.rfind(':') + 1);
    const auto log = ReadFile(dir_.path() + "/logs/dms-task-" + id + ".log");
    ASSERT_TRUE(log) << log.error().ToString();
    EXPECT_NE(log->find("shop.orders: Table completed, 10 rows committed"), std::string::npos);
    EXPECT_NE(log->find("Stop Reason FULL_LOAD_ONLY_FINISHED; 1 of 1 tables loaded"),
              std::string::npos);
}

TEST_F(TaskRunsTest, StatisticsAreFilteredAndPaged) {
    const std::string arn = MakeTask();
    std::vector<migration::TableProgress> tables;
    for (int i = 0; i < 30; ++i) {
        tables.push_back(Table("t" + std::to_string(i), i == 7 ? kError : kCompleted, i, i));
    }
    engine_.Script(tables, Finished());
    ASSERT_TRUE(Start(arn));
    ASSERT_TRUE(AwaitStatus(arn, "stopped"));
    dms::DescribeTableStatisticsRequest request;
    request.replication_task_arn = arn;
    request.max_records = 20;
    const auto first = service_->DescribeTableStatistics(request);
    ASSERT_TRUE(first && first->marker);
    EXPECT_EQ(first->table_statistics.size(), 20U);
    EXPECT_EQ(first->replication_task_arn, arn);
    request.marker = first->marker;
    EXPECT_EQ(service_->DescribeTableStatistics(request)->table_statistics.size(), 10U);
    request.marker.reset();
    request.filters = {{"table-state", {"Table error"}}};
    const auto errors = service_->DescribeTableStatistics(request);
    ASSERT_EQ(errors->table_statistics.size(), 1U);
    EXPECT_EQ(errors->table_statistics[0].table_name, "t7");
    EXPECT_EQ(errors->table_statistics[0].full_load_rows, 7);
    request.filters = {{"schema-name", {"shop"}}, {"table-name", {"t1", "t2"}}};
    EXPECT_EQ(service_->DescribeTableStatistics(request)->table_statistics.size(), 2U);
    request.filters = {{"table-name", {"nowhere"}}};
    EXPECT_TRUE(service_->DescribeTableStatistics(request)->table_statistics.empty());
}

TEST_F(TaskRunsTest, ReloadTablesIsRefusedInClearWords) {
    dms::ReloadTablesRequest request;
    request.replication_task_arn = MakeTask();
    request.tables_to_reload = {{.schema_name = "shop", .table_name = "orders"}};
    EXPECT_EQ(service_->ReloadTables(request).error().fault, "InvalidResourceStateFault");
    engine_.Hold();
    ASSERT_TRUE(Start(request.replication_task_arn));
    const auto refused = service_->ReloadTables(request);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, "InvalidOperationFault");
    EXPECT_NE(refused.error().message.find("reload-target"), std::string::npos);
    request.tables_to_reload.push_back(request.tables_to_reload[0]);
    EXPECT_EQ(service_->ReloadTables(request).error().fault, "InvalidParameterValueException");
    engine_.Release();
}

TEST_F(TaskRunsTest, AfterCloseEveryCallIsRefused) {
    service_->Close();
    service_->Close();
    const auto reply = service_->DescribeReplicationTasks({});
    ASSERT_FALSE(reply);
    EXPECT_EQ(reply.error().fault, "ServiceUnavailable");
}

}  // namespace
}  // namespace dmsnode::service
