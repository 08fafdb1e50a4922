#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <numeric>

#include "contract/connector_contract.hpp"
#include "fakes/fake_clock.hpp"
#include "fakes/scripted_database.hpp"
#include "migration/task.hpp"

namespace dmsnode::migration {
namespace {

using dms::StopReason;
using ::testing::Each;
using ::testing::ElementsAre;
using testing::FakeClock;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::ScriptedWorld;

Error Lost() {
    return Error{ErrorCode::kUnavailable, "the connection was lost"};
}
Error Full() {
    return Error{ErrorCode::kResourceExhausted, "no space left"};
}
Error Misfit() {
    return Error{ErrorCode::kDataLoss, "row id = 4: the value does not fit"}.At("s.a.id");
}

std::vector<std::int64_t> UpTo(std::int64_t rows) {
    std::vector<std::int64_t> numbers(static_cast<std::size_t>(rows));
    std::iota(numbers.begin(), numbers.end(), 0);
    return numbers;
}

struct Scene {
    ScriptedWorld world;
    FakeClock clock;
    contract::KeepingObserver observer;
    contract::KeepingLog log;
    std::stop_source stop;
    TaskSpec spec;

    Scene() {
        spec.task_id = "T";
        spec.source = ScriptedWorld::SourceEndpoint();
        spec.target = ScriptedWorld::TargetEndpoint();
        spec.mappings = contract::TakeAll("s");
        spec.settings.commit_rate = 5;
        spec.settings.max_full_load_subtasks = 1;
    }
    TaskOutcome Run() { return RunFullLoad(spec, world, observer, log, clock, stop.get_token()); }
    /// The same task after its process ended.
    TaskOutcome Resume() {
        spec.start = StartKind::kResume;
        spec.previous = observer.All();
        stop = std::stop_source();
        return Run();
    }
    std::string State(const std::string& table) const { return observer.Table(table).state; }
};

TEST(RunFullLoad, LoadsAllTablesLargestFirst) {
    Scene scene;
    scene.world.AddSourceTable("a", 2);
    scene.world.AddSourceTable("b", 20);
    scene.world.AddSourceTable("c", 0);
    const TaskOutcome outcome = scene.Run();
    EXPECT_FALSE(outcome.failure);
    EXPECT_EQ(outcome.reason, StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(scene.world.TargetRows("a"), UpTo(2));
    EXPECT_EQ(scene.world.TargetRows("b"), UpTo(20));
    EXPECT_EQ(scene.world.TargetRows("c"), UpTo(0));
    EXPECT_EQ(scene.State("c"), dms::table_state::kCompleted);
    std::vector<std::string> created;
    for (const std::string& call : scene.world.Calls()) {
        if (call.starts_with("CreateTable")) created.push_back(call);
    }
    EXPECT_THAT(created, ElementsAre("CreateTable s.b", "CreateTable s.a", "CreateTable s.c"));
}

TEST(RunFullLoad, CommitsByRateAndCountsCommittedRowsOnly) {
    Scene scene;
    scene.world.AddSourceTable("a", 12);
    std::vector<std::int64_t> seen;
    scene.observer.Follow([&](const TableProgress& table) {
        if (seen.empty() || seen.back() != table.rows) seen.push_back(table.rows);
        EXPECT_LE(table.rows, static_cast<std::int64_t>(scene.world.TargetRows("a").size()));
    });
    scene.Run();
    EXPECT_THAT(seen, ElementsAre(0, 5, 10, 12));
    EXPECT_EQ(scene.world.Count("Commit"), 3);
    EXPECT_EQ(scene.world.Count("Sync"), 1);
}

TEST(RunFullLoad, CommitsThatAServerCrashUndidAreLoadedAgain) {
    for (const auto mode :
         {dms::TablePrepMode::kDropAndCreate, dms::TablePrepMode::kTruncateBeforeLoad,
          dms::TablePrepMode::kDoNothing}) {
        for (const bool had_rows : {false, true}) {
            Scene scene;
            scene.spec.settings.prep_mode = mode;
            scene.world.AddSourceTable("a", 12);
            scene.world.AddTargetTable(
                "a", had_rows ? std::vector<std::int64_t>{100} : std::vector<std::int64_t>{});
            scene.world.FailAt("Sync", 1, Lost());
            EXPECT_FALSE(scene.Run().failure);
            std::vector<std::int64_t> wanted = UpTo(12);
            if (had_rows && mode == dms::TablePrepMode::kDoNothing) wanted.push_back(100);
            EXPECT_EQ(scene.world.TargetRows("a"), wanted) << static_cast<int>(mode) << had_rows;
            EXPECT_EQ(scene.world.Count("Sync"), 2);
        }
    }
}

TEST(RunFullLoad, LoadOrderComesBeforeSize) {
    Scene scene;
    scene.world.AddSourceTable("a", 50);
    scene.world.AddSourceTable("b", 1);
    scene.spec.mappings = contract::TakeAll(
        "s", R"(,{"rule-type":"selection","rule-id":"2","rule-name":"2","rule-action":"include",)"
             R"("load-order":"7","object-locator":{"schema-name":"s","table-name":"b"}})");
    scene.Run();
    const std::vector<std::string> calls = scene.world.Calls();
    EXPECT_LT(std::find(calls.begin(), calls.end(), "CreateTable s.b"),
              std::find(calls.begin(), calls.end(), "CreateTable s.a"));
}

TEST(RunFullLoad, FailedTableIsSetAside) {
    Scene scene;
    scene.world.AddSourceTable("a", 20);
    scene.world.AddSourceTable("b", 3);
    scene.world.FailAt("Write", 3, Misfit());
    const TaskOutcome outcome = scene.Run();
    EXPECT_FALSE(outcome.failure);
    EXPECT_EQ(outcome.reason, StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(scene.State("a"), dms::table_state::kError);
    EXPECT_EQ(scene.observer.Table("a").error, "s.a.id: row id = 4: the value does not fit");
    EXPECT_EQ(scene.observer.Table("a").rows, 5);
    EXPECT_EQ(scene.world.TargetRows("a"), UpTo(5));
    EXPECT_EQ(scene.State("b"), dms::table_state::kCompleted);
}

TEST(RunFullLoad, StopTaskPolicyEndsTheTaskAtTheFirstError) {
    Scene scene;
    scene.spec.settings.table_error_policy = "STOP_TASK";
    scene.world.AddSourceTable("a", 20);
    scene.world.AddSourceTable("b", 3);
    scene.world.FailAt("Write", 1, Misfit());
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->code, ErrorCode::kDataLoss);
    EXPECT_EQ(outcome.reason, StopReason::kFatalError);
    EXPECT_EQ(scene.State("b"), dms::table_state::kBeforeLoad);
}

TEST(RunFullLoad, FullDiskEndsTheTask) {
    Scene scene;
    scene.world.AddSourceTable("a", 20);
    scene.world.AddSourceTable("b", 3);
    scene.world.FailAt("Commit", 2, Full());
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->code, ErrorCode::kResourceExhausted);
    EXPECT_EQ(outcome.reason, StopReason::kStoppedDueToLowDisk);
    EXPECT_EQ(scene.State("a"), dms::table_state::kError);
    EXPECT_EQ(scene.observer.Table("a").rows, 5);
}

TEST(RunFullLoad, LostConnectionIsTriedAgainWithoutDoubling) {
    Scene scene;
    scene.world.AddSourceTable("a", 20);
    scene.world.FailAt("Write", 4, Lost());
    scene.world.FailAt("OpenTarget", 2, Lost());
    const TaskOutcome outcome = scene.Run();
    EXPECT_FALSE(outcome.failure);
    EXPECT_EQ(scene.world.TargetRows("a"), UpTo(20));
    const std::vector<Duration> sleeps = scene.clock.sleeps();
    ASSERT_EQ(sleeps.size(), 2U);
    EXPECT_NEAR(std::chrono::duration<double>(sleeps[0]).count(), 5, 1.01);
    EXPECT_NEAR(std::chrono::duration<double>(sleeps[1]).count(), 10, 2.01);
    EXPECT_THAT(scene.log.Text(), HasSubstr("the connection was lost; trying again in "));
}

TEST(RunFullLoad, SpentBudgetEndsTheTaskAsRecoverable) {
    Scene scene;
    scene.spec.settings.recoverable_error_count = 3;
    scene.world.AddSourceTable("a", 20);
    scene.world.FailAlways("Next", Lost());
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.reason, StopReason::kRecoverableError);
    EXPECT_EQ(outcome.failure->message,
              "the connection was lost; given up after 3 recovery attempts");
    EXPECT_EQ(scene.clock.sleeps().size(), 3U);
    EXPECT_EQ(scene.State("a"), dms::table_state::kError);
}

TEST(RunFullLoad, UnreachableEndpointFailsAFreshStartAtOnce) {
    Scene scene;
    scene.world.AddSourceTable("a", 2);
    scene.world.FailAlways("OpenTarget", Lost());
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->message, "target: the connection was lost");
    EXPECT_EQ(outcome.reason, StopReason::kRecoverableError);
    EXPECT_THAT(scene.clock.sleeps(), IsEmpty());
}

TEST(RunFullLoad, ResumedRunWaitsForARestartingServer) {
    Scene scene;
    scene.world.AddSourceTable("a", 2);
    scene.world.FailAt("OpenSource", 1, Lost());
    scene.spec.start = StartKind::kResume;
    EXPECT_FALSE(scene.Run().failure);
    EXPECT_EQ(scene.clock.sleeps().size(), 1U);
}

/// Each call of the whole run fails once, as a lost connection: the result is always the same.
TEST(RunFullLoad, AnyCallMayLoseItsConnectionOnce) {
    for (const dms::TablePrepMode mode :
         {dms::TablePrepMode::kDropAndCreate, dms::TablePrepMode::kTruncateBeforeLoad,
          dms::TablePrepMode::kDoNothing}) {
        for (int nth = 1;; ++nth) {
            SCOPED_TRACE(::testing::Message()
                         << "mode " << static_cast<int>(mode) << ", call " << nth);
            Scene scene;
            scene.spec.settings.prep_mode = mode;
            scene.spec.start = StartKind::kResume;
            scene.world.AddSourceTable("a", 7);
            scene.world.AddSourceTable("b", 4);
            scene.world.AddTargetTable("b", {});
            scene.world.FailAt("", nth, Lost());
            const TaskOutcome outcome = scene.Run();
            const bool is_over = static_cast<int>(scene.world.Calls().size()) < nth;
            if (outcome.failure) {
                // Before the tables are known nothing is tried again but connecting.
                EXPECT_EQ(outcome.reason, StopReason::kRecoverableError);
                EXPECT_EQ(scene.world.Count("Write"), 0);
            } else {
                EXPECT_EQ(scene.world.TargetRows("a"), UpTo(7));
                EXPECT_EQ(scene.world.TargetRows("b"), UpTo(4));
            }
            if (is_over) break;
        }
    }
}

/// Each call of the whole run fails for good in turn: no table is called complete that is not.
TEST(RunFullLoad, AnyCallMayFailForGood) {
    for (int nth = 1;; ++nth) {
        SCOPED_TRACE(nth);
        Scene scene;
        scene.world.AddSourceTable("a", 7);
        scene.world.AddSourceTable("b", 4);
        scene.world.FailAt("", nth, Error{ErrorCode::kPermissionDenied, "no"});
        const TaskOutcome outcome = scene.Run();
        const bool is_over = static_cast<int>(scene.world.Calls().size()) < nth;
        bool any_error = outcome.failure.has_value();
        for (const TableProgress& table : scene.observer.All()) {
            any_error = any_error || !table.error.empty();
            if (table.state != dms::table_state::kCompleted) continue;
            EXPECT_EQ(scene.world.TargetRows(table.source.name),
                      UpTo(table.source.name == "a" ? 7 : 4));
        }
        EXPECT_EQ(any_error, !is_over);
        if (is_over) break;
    }
}

TEST(RunFullLoad, StopRollsBackAndTellsNormal) {
    Scene scene;
    scene.world.AddSourceTable("a", 100);
    scene.world.AddSourceTable("b", 3);
    int writes = 0;
    scene.world.Before("Write", [&] {
        if (++writes == 6) scene.stop.request_stop();
    });
    const TaskOutcome outcome = scene.Run();
    EXPECT_FALSE(outcome.failure);
    EXPECT_EQ(outcome.reason, StopReason::kNormal);
    EXPECT_EQ(scene.State("a"), dms::table_state::kCancelled);
    EXPECT_EQ(scene.State("b"), dms::table_state::kBeforeLoad);
    EXPECT_EQ(scene.observer.Table("a").rows,
              static_cast<std::int64_t>(scene.world.TargetRows("a").size()));
    EXPECT_EQ(scene.observer.Table("a").error, "");
}

TEST(RunFullLoad, ResumeKeepsCompletedTables) {
    Scene scene;
    scene.world.AddSourceTable("a", 100);
    scene.world.AddSourceTable("b", 200);
    scene.world.Before("CreateTable", [&] {
        if (scene.State("b") == dms::table_state::kCompleted) scene.stop.request_stop();
    });
    EXPECT_EQ(scene.Run().reason, StopReason::kNormal);
    EXPECT_EQ(scene.State("b"), dms::table_state::kCompleted);
    scene.world.Before("CreateTable", [] {});
    const int writes_of_b = scene.world.Count("Write s.b");
    EXPECT_EQ(scene.Resume().reason, StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(scene.world.Count("Write s.b"), writes_of_b);
    EXPECT_EQ(scene.world.TargetRows("a"), UpTo(100));
    EXPECT_EQ(scene.observer.Table("b").rows, 200);
}

TEST(RunFullLoad, ResumeOfAFinishedTaskDoesNothing) {
    Scene scene;
    scene.world.AddSourceTable("a", 10);
    scene.Run();
    const int snapshots = scene.world.Count("OpenSnapshot");
    EXPECT_EQ(scene.Resume().reason, StopReason::kFullLoadOnlyFinished);
    EXPECT_EQ(scene.world.Count("OpenSnapshot"), snapshots);
}

TEST(RunFullLoad, NoTablesIsAFailureWithTheTextOfAws) {
    Scene scene;
    scene.world.AddSourceTable("a", 1);
    scene.spec.mappings = contract::TakeAll("other");
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.reason, StopReason::kFatalError);
    EXPECT_THAT(outcome.failure->message,
                ::testing::StartsWith("No tables were found at task initialization. Either the "
                                      "selected table(s) or schemas(s) no longer exist or no match "
                                      "was found for the table selection pattern(s)."));
    scene.spec.settings.fail_on_no_tables_captured = false;
    EXPECT_EQ(scene.Run().reason, StopReason::kFullLoadOnlyFinished);
}

TEST(RunFullLoad, TableOfAnExplicitRuleThatIsMissingIsTold) {
    Scene scene;
    scene.world.AddSourceTable("a", 1);
    scene.spec.mappings = contract::TakeAll(
        "s", R"(,{"rule-type":"selection","rule-id":"2","rule-name":"2","rule-action":"explicit",)"
             R"("object-locator":{"schema-name":"s","table-name":"gone"}})");
    EXPECT_FALSE(scene.Run().failure);
    EXPECT_EQ(scene.State("gone"), dms::table_state::kDoesNotExist);
    EXPECT_EQ(scene.observer.Table("gone").error, "s.gone: the table does not exist at the source");
}

TEST(RunFullLoad, TablesThatWouldMeetAreNamed) {
    Scene scene;
    scene.world.AddSourceTable("a", 1);
    scene.world.AddSourceTable("b", 1);
    scene.spec.mappings = contract::TakeAll(
        "s",
        R"(,{"rule-type":"transformation","rule-id":"2","rule-name":"2","rule-action":"rename",)"
        R"("rule-target":"table","value":"c","object-locator":{"schema-name":"s","table-name":"%"}})");
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->ToString(),
              "the tables s.a and s.b would both become s.c (rename or exclude one of them by a "
              "mapping rule)");
}

TEST(RunFullLoad, TooLongNameIsRefusedBeforeAnythingIsTouched) {
    Scene scene;
    scene.world.AddSourceTable("a", 1);
    scene.spec.mappings = contract::TakeAll(
        "s",
        R"(,{"rule-type":"transformation","rule-id":"2","rule-name":"2","rule-action":"add-prefix",)"
        R"("rule-target":"table","value":"a_very_long_prefix_for_a_table_","object-locator":)"
        R"({"schema-name":"s","table-name":"%"}})");
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->ToString(),
              "s.a: the table name \"a_very_long_prefix_for_a_table_a\" has 32 bytes, the target "
              "takes 30 (shorten it by a transformation rule)");
    EXPECT_EQ(scene.world.Count("CreateTable"), 0);
}

TEST(RunFullLoad, TableIsNotLoadedIntoItself) {
    Scene scene;
    scene.world.AddSourceTable("a", 1);
    scene.spec.target = scene.spec.source;
    const TaskOutcome outcome = scene.Run();
    ASSERT_TRUE(outcome.failure);
    EXPECT_EQ(outcome.failure->ToString(),
              "the target table s.a is the source table itself (set TargetSchema, or rename schema "
              "or table by a transformation rule)");
}

TEST(RunFullLoad, TruncateKeepsTheDefinitionOfTheTable) {
    Scene scene;
    scene.spec.settings.prep_mode = dms::TablePrepMode::kTruncateBeforeLoad;
    scene.world.AddSourceTable("a", 4);
    scene.world.AddSourceTable("b", 4);
    scene.world.AddTargetTable("a", {100, 101});
    scene.Run();
    EXPECT_EQ(scene.world.TargetRows("a"), UpTo(4));
    EXPECT_EQ(scene.world.Count("DropTable"), 0);
    EXPECT_EQ(scene.world.Count("CreateTable s.a"), 0);
    EXPECT_EQ(scene.world.Count("AddKeysAndIndexes s.a pk=0"), 1);
    EXPECT_EQ(scene.world.Count("AddKeysAndIndexes s.b pk=1"), 1);
}

TEST(RunFullLoad, DoNothingAddsToTheRowsThatAreThere) {
    Scene scene;
    scene.spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
    scene.world.AddSourceTable("a", 20);
    scene.world.AddTargetTable("a", {100, 101});
    scene.Run();
    std::vector<std::int64_t> wanted = UpTo(20);
    wanted.push_back(100);
    wanted.push_back(101);
    EXPECT_EQ(scene.world.TargetRows("a"), wanted);
    EXPECT_EQ(scene.world.Count("Commit"), 1);
    EXPECT_EQ(scene.world.Count("TruncateTable"), 0);
    EXPECT_EQ(scene.observer.Table("a").rows, 20);
    EXPECT_THAT(scene.observer.Table("a").notes,
                ElementsAre("before the run the target table had 2 rows, which are kept"));
}

/// A process may end at any commit; the resumed one must neither lose nor double a row.
TEST(RunFullLoad, DoNothingIsResumedWithoutDoubling) {
    for (const bool had_rows : {false, true}) {
        for (const bool exists : {false, true}) {
            if (had_rows && !exists) continue;
            for (int calls = 1; calls < 30; ++calls) {
                SCOPED_TRACE(::testing::Message()
                             << had_rows << exists << " stopped at call " << calls);
                Scene scene;
                scene.spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
                scene.world.AddSourceTable("a", 20);
                std::vector<std::int64_t> wanted = UpTo(20);
                if (exists) scene.world.AddTargetTable("a", {});
                if (had_rows) scene.world.AddTargetTable("a", {100});
                if (had_rows) wanted.push_back(100);
                int seen = 0;
                for (const char* call : {"Write", "Next", "Commit", "OpenWriter"}) {
                    scene.world.Before(call, [&] {
                        if (++seen == calls) scene.stop.request_stop();
                    });
                }
                const TaskOutcome outcome = scene.Run();
                EXPECT_FALSE(outcome.failure);
                EXPECT_FALSE(scene.Resume().failure);
                EXPECT_EQ(scene.world.TargetRows("a"), wanted);
            }
        }
    }
}

TEST(RunFullLoad, DoNothingTellsACommitWhoseAnswerWasLost) {
    Scene scene;
    scene.spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
    scene.world.AddSourceTable("a", 20);
    scene.world.AddTargetTable("a", {100});
    scene.world.LoseNextCommitAnswer();
    EXPECT_FALSE(scene.Run().failure);
    EXPECT_EQ(scene.world.TargetRows("a").size(), 21U);
    EXPECT_EQ(scene.observer.Table("a").rows, 20);
    EXPECT_EQ(scene.State("a"), dms::table_state::kCompleted);
}

TEST(RunFullLoad, DoNothingRefusesToGuess) {
    Scene scene;
    scene.spec.settings.prep_mode = dms::TablePrepMode::kDoNothing;
    scene.world.AddSourceTable("a", 20);
    scene.world.AddTargetTable("a", {100});
    scene.world.Before("Commit", [&] { scene.world.AddTargetTable("a", {100, 101, 102}); });
    scene.world.FailAt("Commit", 1, Lost());
    EXPECT_FALSE(scene.Run().failure);
    EXPECT_EQ(
        scene.observer.Table("a").error,
        "s.a: the table had 1 rows before the load, the source has 20, and now there are 3: it "
        "cannot be told whether the last try was committed (bring the table back to what it "
        "was before, then reload it)");
}

TEST(RunFullLoad, DropAndCreateResumesWithoutDoubling) {
    for (int calls = 1; calls < 25; ++calls) {
        Scene scene;
        scene.world.AddSourceTable("a", 20);
        int seen = 0;
        for (const char* call : {"Write", "Next", "Commit", "AddKeysAndIndexes"}) {
            scene.world.Before(call, [&] {
                if (++seen == calls) scene.stop.request_stop();
            });
        }
        scene.Run();
        EXPECT_FALSE(scene.Resume().failure);
        EXPECT_EQ(scene.world.TargetRows("a"), UpTo(20)) << calls;
    }
}

TEST(RunFullLoad, ReloadIsMarked) {
    Scene scene;
    scene.world.AddSourceTable("a", 3);
    scene.spec.start = StartKind::kReload;
    std::vector<std::string> states;
    scene.observer.Follow([&](const TableProgress& table) { states.push_back(table.state); });
    scene.Run();
    EXPECT_EQ(states.front(), dms::table_state::kReloading);
    EXPECT_TRUE(scene.observer.Table("a").reloaded);
}

TEST(RunFullLoad, ManyThreadsLoadEachTableOnce) {
    Scene scene;
    scene.spec.settings.max_full_load_subtasks = 8;
    for (int i = 0; i < 40; ++i) scene.world.AddSourceTable("t" + std::to_string(i), i);
    EXPECT_FALSE(scene.Run().failure);
    for (int i = 0; i < 40; ++i)
        EXPECT_EQ(scene.world.TargetRows("t" + std::to_string(i)), UpTo(i));
}

}  // namespace
}  // namespace dmsnode::migration
