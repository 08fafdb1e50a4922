#include "tasks/dms/impl/lifecycle.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "dms/faults.hpp"
#include "tasks/dms/test_harness.hpp"

namespace dmsnode::tasks::impl {
namespace {

using namespace std::chrono_literals;
using testing::CreateParameters;
using testing::Harness;
using ::testing::HasSubstr;
using testing::RestartParameters;
using testing::Running;
using testing::ScriptedApi;
using testing::Shows;
using testing::Stopped;
using testing::Table;

constexpr TimePoint kStart{std::chrono::hours(24 * 365 * 50)};

NodeState Fresh() {
    NodeState state;
    state.run_id = "run/1";
    return state;
}

/// A lifecycle fed by hand.
class Hand {
public:
    explicit Hand(DmsParameters p = CreateParameters())
        : life(std::move(p), Fresh(), std::nullopt, {}, kStart) {}

    void Feed(const Observation& observation, Duration later = 1s) {
        now += later;
        life.On(observation, now);
    }
    void Names() {
        Feed(NamesFound{ScriptedApi::kSource, ScriptedApi::kTarget, ScriptedApi::kInstance,
                        "arn:aws:dms:eu-west-1:123456789012:task:T1"});
    }
    static dms::ReplicationTask Task(const std::string& status) {
        dms::ReplicationTask task;
        task.replication_task_arn = "arn:aws:dms:eu-west-1:123456789012:task:T1";
        task.status = status;
        task.migration_type = "full-load";
        return task;
    }
    void ToStarted() {
        Names();
        Feed(TaskFound{});
        Connected();
        Feed(CallDone{Task("creating")});
        Feed(TaskSeen{Task("ready")});
        Feed(CallDone{Task("starting")});
    }
    void Connected() {
        ConnectionsSeen seen;
        for (const char* endpoint : {ScriptedApi::kSource, ScriptedApi::kTarget}) {
            dms::Connection connection;
            connection.endpoint_arn = endpoint;
            connection.replication_instance_arn = ScriptedApi::kInstance;
            connection.status = "successful";
            seen.connections.push_back(connection);
        }
        Feed(seen);
    }
    Lifecycle life;
    TimePoint now = kStart;
};

TEST(DmsLifecycle, AsksInOrder) {
    Hand hand;
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kResolveNames);
    hand.Names();
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kFindTask);
    hand.Feed(TaskFound{});
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kListConnections);
    hand.Connected();
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kCreate);
    EXPECT_TRUE(hand.life.state().create_sent);
    hand.Feed(CallDone{Hand::Task("creating")});
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kDescribe);
    hand.Feed(TaskSeen{Hand::Task("ready")});
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kStart);
    EXPECT_TRUE(hand.life.state().start_sent);
    EXPECT_FALSE(hand.life.state().start_accepted);
    hand.Feed(CallDone{Hand::Task("starting")});
    EXPECT_EQ(hand.life.phase(), Phase::kAwaitingRunning);
    hand.Feed(TaskSeen{Hand::Task("running")});
    EXPECT_EQ(hand.life.phase(), Phase::kFollowing);
    dms::ReplicationTask stopped = Hand::Task("stopped");
    stopped.stop_reason = "Stop Reason FULL_LOAD_ONLY_FINISHED";
    hand.Feed(TaskSeen{stopped});
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kReadTables);
    hand.Feed(TablesSeen{{Table("orders", "Table completed", 3)}});
    ASSERT_TRUE(hand.life.outcome());
    EXPECT_EQ(hand.life.outcome()->result, NodeResult::kSuccess);
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kNothing);
}

TEST(DmsLifecycle, TheSameObservationsGiveTheSameLife) {
    Hand one;
    Hand other;
    for (Hand* hand : {&one, &other}) {
        hand->ToStarted();
        hand->Feed(CallFailed{ScriptedApi::Unavailable()});
    }
    EXPECT_EQ(one.life.state(), other.life.state());
    EXPECT_EQ(one.life.NextAsk().not_before, other.life.NextAsk().not_before);
}

TEST(DmsLifecycle, AfterTheEndNothingMovesIt) {
    Hand hand;
    hand.Names();
    hand.Feed(Killed{KillReason::kUser});
    ASSERT_TRUE(hand.life.outcome());
    const Outcome before = *hand.life.outcome();
    hand.Feed(TaskSeen{Hand::Task("running")});
    hand.Feed(Killed{KillReason::kTimeout});
    hand.Feed(Tick{}, 1000h);
    EXPECT_EQ(hand.life.outcome()->message, before.message);
}

TEST(DmsLifecycle, AnAnswerThatDoesNotFitThePhaseIsIgnoredAndSaid) {
    Hand hand;
    hand.Feed(TablesSeen{});
    EXPECT_EQ(hand.life.phase(), Phase::kResolving);
    const auto log = hand.life.TakeLog();
    ASSERT_FALSE(log.empty());
    EXPECT_THAT(log.back().text, HasSubstr("defect of this program"));
    EXPECT_FALSE(hand.life.outcome());
}

TEST(DmsLifecycle, BackoffGrowsAndIsBounded) {
    Hand hand;
    hand.ToStarted();
    hand.Feed(TaskSeen{Hand::Task("running")});
    Duration last{};
    for (int i = 0; i < 10; ++i) {
        hand.Feed(CallFailed{ScriptedApi::Unavailable()});
        const Duration wait = hand.life.NextAsk().not_before - hand.now;
        EXPECT_GE(wait, last);
        EXPECT_LE(wait, 30s);
        last = wait;
    }
    EXPECT_EQ(last, 30s);
    hand.Feed(TaskSeen{Hand::Task("running")});
    EXPECT_LE(hand.life.NextAsk().not_before - hand.now, 15s);
}

TEST(DmsLifecycle, PollsQuicklyAfterAChangeAndSlowlyLater) {
    Hand hand;
    hand.ToStarted();
    for (int i = 0; i < 30; ++i) hand.Feed(TaskSeen{Hand::Task("running")});
    EXPECT_EQ(hand.life.NextAsk().not_before - hand.now, 15s);
    dms::ReplicationTask moved = Hand::Task("running");
    moved.replication_task_stats.emplace().full_load_progress_percent = 5;
    hand.Feed(TaskSeen{moved});
    // Something changed: the tables are read at once, and the next poll is near.
    EXPECT_EQ(hand.life.NextAsk().kind, AskKind::kReadTables);
    hand.Feed(TablesSeen{});
    EXPECT_LE(hand.life.NextAsk().not_before - hand.now, 2s);
}

TEST(DmsLifecycle, BouncingBetweenPhasesBuysNoTime) {
    Harness h;
    h.parameters.timeouts.create = 100s;
    // Create says "taken", the lookup finds nothing: for ever.
    h.api.FailNext("CreateReplicationTask",
                   dms::fault::Make(dms::fault::kResourceAlreadyExists, "taken"), 1000000);
    const TimePoint begin = h.clock.Now();
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_LT(h.clock.Now() - begin, 150s);
}

TEST(DmsLifecycle, RestartOfARunningTaskIsRefusedFollowedOrStoppedFirst) {
    const auto run = [](WhenRunning policy) {
        auto h = std::make_unique<Harness>();
        const std::string arn =
            h->api.AddTask("old",
                           {Running(10, 0, 1), Running(50, 0, 1), Running(60, 0, 1),
                            Stopped("FULL_LOAD_ONLY_FINISHED")},
                           true);
        h->parameters = RestartParameters(arn);
        h->parameters.when_running = policy;
        h->Run();
        return h;
    };
    const auto refused = run(WhenRunning::kFail);
    EXPECT_EQ(refused->outcome->result, NodeResult::kFailure);
    EXPECT_THAT(refused->outcome->hint, HasSubstr("whenRunning"));
    EXPECT_EQ(refused->api.calls("StopReplicationTask"), 0);

    const auto followed = run(WhenRunning::kFollow);
    EXPECT_EQ(followed->outcome->result, NodeResult::kSuccess) << followed->log.text();
    EXPECT_EQ(followed->api.calls("StartReplicationTask"), 0);

    const auto stopped = run(WhenRunning::kStop);
    EXPECT_EQ(stopped->outcome->result, NodeResult::kSuccess) << stopped->log.text();
    EXPECT_EQ(stopped->api.calls("StopReplicationTask"), 1);
    EXPECT_EQ(stopped->api.calls("StartReplicationTask"), 1);
}

TEST(DmsLifecycle, KillBeforeARestartLeavesTheTaskUntouched) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Shows("modifying")}, true);
    h.parameters = RestartParameters(arn);
    h.Start();
    h.StepUntil([&] { return h.Phase() == "awaiting-ready"; });
    h.tracker->Kill(h.node, KillReason::kUser);
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kKilled);
    EXPECT_THAT(h.outcome->message, HasSubstr("had not been started and is untouched"));
    EXPECT_EQ(h.api.calls("StopReplicationTask"), 0);
    EXPECT_EQ(h.api.calls("DeleteReplicationTask"), 0);
}

TEST(DmsLifecycle, KillInEveryPhaseEndsKilledAndNothingRuns) {
    Harness whole;
    whole.Run();
    const int steps = static_cast<int>(whole.api.log().size()) + 5;
    for (int kill_at = 0; kill_at < steps; ++kill_at) {
        SCOPED_TRACE(kill_at);
        Harness h;
        h.api.after_start = {Shows("starting"), Running(10, 0, 1)};
        h.Start();
        for (int i = 0; i < kill_at && h.Step(); ++i) {
        }
        h.tracker->Kill(h.node, KillReason::kUser);
        h.Finish();
        EXPECT_EQ(h.outcome->result, NodeResult::kKilled) << h.log.text();
        for (const std::string& arn : h.api.arns()) {
            const auto task = h.api.task(arn);
            EXPECT_TRUE(task.gone || task.task.status == "stopped") << h.log.text();
        }
    }
}

TEST(DmsLifecycle, ServiceRestartsAreWaitedFor) {
    Harness h;
    ScriptedApi::Step back = Running(20, 0, 1);
    back.restarted = true;
    h.api.after_start = {Running(10, 0, 1), Stopped("RECYCLE_TASK"), Stopped("RECYCLE_TASK"), back,
                         Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();

    Harness never;
    never.api.after_start = {Running(10, 0, 1), Stopped("RECYCLE_TASK")};
    never.parameters.timeouts.start = 100s;
    never.Run();
    EXPECT_EQ(never.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(never.outcome->message, HasSubstr("did not come back to running"));
}

TEST(DmsLifecycle, AStatusThatIsNewToUsIsWaitedForNotForEver) {
    Harness h;
    h.api.after_start = {Running(10, 0, 1), Shows("hibernating"), Running(20, 0, 1),
                         Stopped("FULL_LOAD_ONLY_FINISHED")};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess);

    Harness stuck;
    stuck.api.after_start = {Running(10, 0, 1), Shows("hibernating")};
    stuck.parameters.timeouts.start = 100s;
    stuck.Run();
    EXPECT_EQ(stuck.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(stuck.outcome->message, HasSubstr("its last status was hibernating"));
}

TEST(DmsLifecycle, ServicesWithoutStartDatesAreUnderstood) {
    Harness h;
    h.api.gives_start_dates = false;
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();

    Harness restart;
    restart.api.gives_start_dates = false;
    const std::string arn = restart.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    restart.parameters = RestartParameters(arn);
    restart.Run();
    EXPECT_EQ(restart.outcome->result, NodeResult::kSuccess) << restart.log.text();
}

TEST(DmsLifecycle, ARerunThatFailsBeforeItsStartDateMovesIsSeen) {
    Harness h;
    const std::string arn = h.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    h.parameters = RestartParameters(arn);
    h.Start();
    h.StepUntil([&] { return h.api.calls("StartReplicationTask") == 1; });
    // The service still shows the old start date (here: none) while it starts, and then fails.
    ScriptedApi::Step starting = Shows("starting");
    starting.no_dates = true;
    ScriptedApi::Step failed = ScriptedApi::Failed("Last Error cannot connect");
    failed.no_dates = true;
    h.api.Play(arn, {starting, failed});
    const TimePoint begin = h.clock.Now();
    h.Finish();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("cannot connect"));
    EXPECT_LT(h.clock.Now() - begin, 60s);
}

TEST(DmsLifecycle, NamesAreResolvedAndUnknownOnesAreNamed) {
    Harness h;
    h.parameters.source_endpoint_arn = "src";
    h.parameters.target_endpoint_arn = "tgt";
    h.parameters.replication_instance_arn = "inst";
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kSuccess) << h.log.text();
    EXPECT_EQ(h.api.creates().at(0).source_endpoint_arn, ScriptedApi::kSource);

    Harness unknown;
    unknown.parameters.target_endpoint_arn = "nobody";
    unknown.Run();
    EXPECT_EQ(unknown.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(unknown.outcome->message, HasSubstr("there is no target endpoint named nobody"));

    Harness task;
    task.parameters = RestartParameters("old");
    task.api.AddTask("old", {Stopped("FULL_LOAD_ONLY_FINISHED")}, true);
    task.Run();
    EXPECT_EQ(task.outcome->result, NodeResult::kSuccess) << task.log.text();
}

TEST(DmsLifecycle, CreateCarriesEveryParameterAndTheRunsMark) {
    Harness h;
    DmsParameters& p = h.parameters;
    p.migration_type = "cdc";
    p.replication_task_settings = "{}";
    p.cdc_start_time = FromEpochSeconds(1770000000);
    p.cdc_stop_position = "server_time:2026-02-28T12:00:00";
    p.task_data = "{}";
    p.resource_identifier = "res";
    p.tags.emplace_back().key = "owner";
    h.Run();
    const auto request = h.api.creates().at(0);
    EXPECT_EQ(request.replication_task_identifier, "shop-load");
    EXPECT_EQ(request.migration_type, "cdc");
    EXPECT_EQ(request.table_mappings, testing::kMappings);
    EXPECT_EQ(request.replication_task_settings, "{}");
    EXPECT_EQ(request.cdc_start_time, p.cdc_start_time);
    EXPECT_FALSE(request.cdc_start_position);
    EXPECT_EQ(request.cdc_stop_position, p.cdc_stop_position);
    EXPECT_EQ(request.task_data, "{}");
    EXPECT_EQ(request.resource_identifier, "res");
    ASSERT_EQ(request.tags.size(), 2U);
    EXPECT_EQ(request.tags[1].key, "dmsnode:run");
    EXPECT_EQ(request.tags[1].value, "run/1");
    const auto start = h.api.starts().at(0);
    EXPECT_EQ(start.cdc_start_time, p.cdc_start_time);
    EXPECT_EQ(start.cdc_stop_position, p.cdc_stop_position);
}

TEST(DmsLifecycle, OwnTaskWithOtherEndpointsIsRefused) {
    Harness h;
    dms::Tag mark;
    mark.key = "dmsnode:run";
    mark.value = "run/1";
    h.api.AddTask("shop-load", {Shows("ready")}, false, {mark});
    h.parameters.target_endpoint_arn = "arn:aws:dms:eu-west-1:123456789012:endpoint:OTHER";
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("its target endpoint is"));
    EXPECT_EQ(h.api.calls("StartReplicationTask"), 0);
}

TEST(DmsLifecycle, TheLogTellsTheStoryOnce) {
    Harness h;
    h.api.tables_after_start = {Table("orders", "Full load", 5)};
    h.Run();
    const std::string log = h.log.text();
    for (const char* line :
         {"looking for a replication task named shop-load", "checking the connections",
          "creating the replication task shop-load (full-load)", "created arn:aws:dms",
          "starting "
          "arn:aws:dms",
          "start accepted", "following arn:aws:dms", "full load 50 %",
          "table shop.orders: Full load, 5 rows", "reading the table statistics"}) {
        const std::size_t first = log.find(line);
        EXPECT_NE(first, std::string::npos) << line << "\n" << log;
        EXPECT_EQ(log.find(line, first + 1), std::string::npos) << line << "\n" << log;
    }
}

TEST(DmsLifecycle, AnUnfinishedTableIsNoSuccess) {
    Harness h;
    h.api.tables_after_start = {Table("orders", "Table completed", 5),
                                Table("items", "Before load", 0)};
    h.Run();
    EXPECT_EQ(h.outcome->result, NodeResult::kFailure);
    EXPECT_THAT(h.outcome->message, HasSubstr("1 table is not loaded: shop.items: Before load"));
    EXPECT_TRUE(h.outcome->attention);
}

// ---- Whatever the service says, a node ends, within bounded time, and tells why.

class RandomService {
public:
    explicit RandomService(std::uint64_t seed) : random_(seed) {}

    Observation Answer(const Ask& ask) {
        if (Chance(20)) return CallFailed{RandomError()};
        switch (ask.kind) {
            case AskKind::kResolveNames: return NamesFound{"src", "tgt", "inst", "arn:task"};
            case AskKind::kFindTask: {
                TaskFound found;
                if (Chance(50)) found.task = RandomTask();
                if (Chance(60)) {
                    dms::Tag mark;
                    mark.key = "dmsnode:run";
                    mark.value = "run/1";
                    found.tags = {mark};
                }
                return found;
            }
            case AskKind::kListConnections: {
                ConnectionsSeen seen;
                for (const char* endpoint : {"src", "tgt"}) {
                    dms::Connection connection;
                    connection.endpoint_arn = endpoint;
                    connection.replication_instance_arn = "inst";
                    connection.status =
                        Pick({"successful", "successful", "testing", "failed", "?"});
                    if (Chance(90)) seen.connections.push_back(connection);
                }
                return seen;
            }
            case AskKind::kDescribe:
                if (Chance(5)) return TaskSeen{};
                return TaskSeen{RandomTask()};
            case AskKind::kReadTables:
                return TablesSeen{{Table("a", Pick({"Table completed", "Table error", "", "x"}),
                                         static_cast<std::int64_t>(random_() % 100))}};
            case AskKind::kCreate:
            case AskKind::kModify:
            case AskKind::kStart:
            case AskKind::kStop:
            case AskKind::kDelete:
            case AskKind::kTestConnections:
                if (Chance(10)) return CallDone{};
                return CallDone{RandomTask()};
            case AskKind::kNothing: break;
        }
        return Tick{};
    }
    bool Chance(unsigned percent) { return random_() % 100 < percent; }

private:
    std::string Pick(std::vector<std::string> words) { return words[random_() % words.size()]; }
    Error RandomError() {
        static const std::vector<ErrorCode> kCodes = {
            ErrorCode::kUnavailable,      ErrorCode::kThrottled,       ErrorCode::kTimeout,
            ErrorCode::kConflict,         ErrorCode::kNotFound,        ErrorCode::kAlreadyExists,
            ErrorCode::kPermissionDenied, ErrorCode::kUnauthenticated, ErrorCode::kInvalidArgument,
            ErrorCode::kUnavailable,      ErrorCode::kUnavailable};
        return Error{kCodes[random_() % kCodes.size()], "random"};
    }
    dms::ReplicationTask RandomTask() {
        dms::ReplicationTask task;
        if (Chance(95)) task.replication_task_arn = "arn:task";
        if (Chance(95)) {
            task.status = Pick({"creating", "ready", "starting", "running", "running", "running",
                                "stopping", "stopped", "deleting", "failed", "modifying", "testing",
                                "moving", "failed-move", "unheard-of"});
        }
        if (Chance(80)) {
            task.migration_type = Pick({"full-load", "cdc", "full-load-and-cdc", "?"});
        }
        if (Chance(70)) {
            task.stop_reason =
                "Stop Reason " + Pick({"NORMAL", "FULL_LOAD_ONLY_FINISHED", "RECYCLE_TASK",
                                       "FATAL_ERROR", "STOPPED_DUE_TO_LOW_DISK", "NEW_ONE"});
        }
        if (Chance(80)) {
            task.replication_task_start_date = FromEpochSeconds(static_cast<double>(random_() % 5));
        }
        if (Chance(70)) {
            auto& stats = task.replication_task_stats.emplace();
            if (Chance(80)) {
                stats.full_load_progress_percent = static_cast<std::int64_t>(random_() % 101);
            }
            if (Chance(80)) stats.tables_errored = static_cast<std::int64_t>(random_() % 2);
            if (Chance(80)) stats.tables_loading = static_cast<std::int64_t>(random_() % 3);
        }
        return task;
    }
    std::mt19937_64 random_;
};

TEST(DmsLifecycle, EndsInBoundedTimeWhateverTheServiceSays) {
    for (std::uint64_t seed = 1; seed <= 3000; ++seed) {
        SCOPED_TRACE("seed " + std::to_string(seed));
        RandomService service(seed);
        DmsParameters p =
            service.Chance(50) ? CreateParameters() : RestartParameters("arn:task", "");
        p.when_running = static_cast<WhenRunning>(seed % 3);
        p.modify_task = p.is_restart_task && seed % 5 == 0;
        p.timeouts.run = 3600s;
        if (seed % 5 == 0) p.finish_when = static_cast<FinishWhen>(seed % 4);
        std::optional<Lifecycle> life;
        life.emplace(p, Fresh(), std::nullopt, PollBounds{}, kStart);
        TimePoint now = kStart;
        int steps = 0;
        for (; !life->outcome() && steps < 20000; ++steps) {
            const Ask ask = life->NextAsk();
            if (now >= ask.deadline) {
                life->On(Tick{}, now);
            } else if (ask.not_before > now) {
                now = std::min(ask.not_before, ask.deadline);
            } else if (service.Chance(1)) {
                life->On(Killed{KillReason::kUser}, now);
            } else if (service.Chance(1)) {
                // A crash: only the state survives, through its JSON.
                const Result<NodeState> saved = NodeStateFromJson(ToJson(life->state()));
                ASSERT_TRUE(saved);
                life.emplace(p, Fresh(), *saved, PollBounds{}, now);
            } else {
                now += 10ms;
                life->On(service.Answer(ask), now);
            }
            for (const LogLine& line : life->TakeLog()) {
                ASSERT_THAT(line.text, ::testing::Not(HasSubstr("defect of this program")));
            }
        }
        ASSERT_TRUE(life->outcome()) << Word(life->phase());
        EXPECT_FALSE(life->outcome()->message.empty());
        if (!life->state().kill.empty()) {
            EXPECT_EQ(life->outcome()->result, NodeResult::kKilled);
        }
    }
}

}  // namespace
}  // namespace dmsnode::tasks::impl
