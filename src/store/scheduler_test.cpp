#include <gmock/gmock.h>

#include <set>

#include "store/scheduler_backfills.hpp"
#include "store/scheduler_claims.hpp"
#include "store/scheduler_instances.hpp"
#include "store/scheduler_schema.hpp"
#include "store/scheduler_tasks.hpp"
#include "store/scheduler_workers.hpp"
#include "support/test_store.hpp"

namespace dmsnode::store::scheduler {
namespace {

using namespace std::chrono_literals;  // NOLINT: durations of the tests
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::UnorderedElementsAre;

constexpr TimePoint kNow = TimePoint(1'800'000'000s);

class SchedulerStore : public testing::StoreTest {
protected:
    SchedulerStore() { EXPECT_TRUE(Migrate(*database_, SchemaSteps())); }

    /// Runs `work` in a transaction; its value.
    template <class Work>
    auto Do(Work&& work) {
        auto done = database_->Write(work);
        EXPECT_TRUE(done) << (done ? "" : done.error().ToString());
        return *done;
    }
    void Run(const std::function<Status(Connection&)>& work) {
        const Status done = database_->Write(work);
        EXPECT_TRUE(done) << (done ? "" : done.error().ToString());
    }
    static Instance NewInstance(std::int64_t id) {
        Instance in;
        in.id = id;
        in.project_code = 1;
        in.workflow_code = 2;
        in.workflow_version = 3;
        in.workflow_name = "w";
        in.definition_hash = "h";
        in.name = "w-" + std::to_string(id);
        in.state = "running";
        in.command = "start";
        in.execution_type = "PARALLEL";
        in.failure_strategy = "CONTINUE";
        in.created = kNow;
        in.wake = kNow;
        return in;
    }
    void Add(const Instance& instance) {
        EXPECT_TRUE(Do([&](Connection& db) { return AddInstance(db, instance); }));
    }
    static Attempt NewAttempt(std::int64_t id, std::int64_t task = 0) {
        Attempt a;
        a.id = id;
        a.instance = 10;
        a.task = task == 0 ? id : task;
        a.task_name = "t" + std::to_string(id);
        a.task_type = "SHELL";
        a.queued = kNow;
        a.worker_group = "default";
        return a;
    }
    void Queue(const Attempt& attempt) {
        Run([&](Connection& db) { return QueueAttempt(db, attempt); });
    }
    std::vector<std::int64_t> Claim(ClaimRequest request) {
        request.now = now_;
        request.lease = now_ + 30s;
        std::vector<std::int64_t> ids;
        for (const Attempt& a : Do([&](Connection& db) { return ClaimAttempts(db, request); })) {
            ids.push_back(a.id);
            holds_[a.id] = Hold{a.id, a.instance, request.owner, a.fence};
        }
        return ids;
    }
    static ClaimRequest By(std::string owner, std::int64_t most = 10) {
        return {.owner = std::move(owner),
                .worker_groups = {"default"},
                .task_types = {},
                .not_task_types = {},
                .now = {},
                .lease = {},
                .most = most};
    }
    Attempt Find(std::int64_t id) {
        return *Do([&](Connection& db) { return FindAttempt(db, id); });
    }

    TimePoint now_ = kNow;
    std::map<std::int64_t, Hold> holds_;
};

TEST_P(SchedulerStore, InstanceIsReadBackAsItWasWritten) {
    Instance in = NewInstance(10);
    in.project_name = "p";
    in.worker_group = "g";
    in.environment = "e";
    in.startup = "[1]";
    in.schedule_time = kNow + 1s;
    in.time_zone = "Asia/Shanghai";
    in.dry_run = true;
    in.start_nodes = "[\"a\"]";
    in.scope = "TASK_PRE";
    in.alarm_group = "al";
    in.notification = "ALL";
    in.idempotency_key = "key";
    in.backfill = 77;
    in.chain = 1;
    Add(in);
    const Instance read = *Do([&](Connection& db) { return FindInstance(db, 10); });
    EXPECT_EQ(read.project_name, "p");
    EXPECT_EQ(read.worker_group, "g");
    EXPECT_EQ(read.environment, "e");
    EXPECT_EQ(read.startup, "[1]");
    EXPECT_EQ(read.schedule_time, kNow + 1s);
    EXPECT_EQ(read.time_zone, "Asia/Shanghai");
    EXPECT_TRUE(read.dry_run);
    EXPECT_EQ(read.start_nodes, "[\"a\"]");
    EXPECT_EQ(read.scope, "TASK_PRE");
    EXPECT_EQ(read.alarm_group, "al");
    EXPECT_EQ(read.notification, "ALL");
    EXPECT_EQ(read.backfill, 77);
    EXPECT_EQ(read.chain, 1);
    EXPECT_EQ(read.wake, kNow);
    EXPECT_EQ(read.owner, "");
    EXPECT_EQ(read.fence, 0);
    EXPECT_EQ(Do([&](Connection& db) { return FindInstanceByKey(db, "key"); })->id, 10);
    in.id = 11;
    EXPECT_FALSE(Do([&](Connection& db) { return AddInstance(db, in); })) << "the key is taken";
    EXPECT_THAT(Do([&](Connection& db) { return InstancesIn(db, 2, {"running", "paused"}); }),
                SizeIs(1));
    EXPECT_THAT(Do([&](Connection& db) { return InstancesIn(db, 2, {"paused"}); }), IsEmpty());
}

TEST_P(SchedulerStore, ListsFilter) {
    for (std::int64_t id = 10; id < 15; ++id) {
        Instance in = NewInstance(id);
        in.created = kNow + std::chrono::seconds(id);
        in.state = id % 2 == 0 ? "running" : "success";
        Add(in);
    }
    const auto ids = [&](const InstanceFilter& filter) {
        std::vector<std::int64_t> found;
        for (const Instance& in : Do([&](Connection& db) { return ListInstances(db, filter); })) {
            found.push_back(in.id);
        }
        return found;
    };
    InstanceFilter filter;
    EXPECT_THAT(ids(filter), ElementsAre(14, 13, 12, 11, 10));
    filter.state = "success";
    EXPECT_THAT(ids(filter), ElementsAre(13, 11));
    filter.name_part = "W-1";
    filter.project_code = 1;
    filter.workflow_code = 2;
    filter.limit = 1;
    filter.offset = 1;
    EXPECT_THAT(ids(filter), ElementsAre(11));
    filter.project_code = 9;
    EXPECT_THAT(ids(filter), IsEmpty());
}

TEST_P(SchedulerStore, DueInstancesAreClaimedByUrgencyAndNotWhileAnotherHoldsThem) {
    for (std::int64_t id = 10; id < 13; ++id) {
        Instance in = NewInstance(id);
        in.priority = id == 12 ? 0 : 2;
        in.wake = id == 11 ? kNow + 1min : kNow;
        Add(in);
    }
    const auto claim = [&](const std::string& owner, TimePoint now) {
        const auto claimed =
            Do([&](Connection& db) { return ClaimDueInstance(db, owner, now, now + 10s); });
        return claimed ? claimed->id : 0;
    };
    EXPECT_EQ(claim("a", kNow), 12);
    EXPECT_EQ(claim("b", kNow), 10);
    EXPECT_EQ(claim("a", kNow), 0);
    Run([&](Connection& db) { return WakeInstance(db, 10, kNow + 1s); });
    EXPECT_EQ(claim("a", kNow + 1s), 0) << "b's lease holds";
    EXPECT_EQ(claim("b", kNow + 1s), 10);
    Run([&](Connection& db) { return WakeInstance(db, 10, kNow + 1s); });
    EXPECT_EQ(claim("a", kNow + 20s), 10) << "b's lease has expired";
    const Instance row = *Do([&](Connection& db) { return LockInstance(db, 10); });
    EXPECT_EQ(row.fence, 4) << "each claim and each request counts";
    EXPECT_EQ(row.owner, "a");
    EXPECT_EQ(Do([&](Connection& db) { return NextInstanceWake(db); }), kNow + 1min);
    Run([&](Connection& db) { return WakeInstance(db, 11, kNow + 2min); });
    EXPECT_EQ(Do([&](Connection& db) { return NextInstanceWake(db); }), kNow + 1min)
        << "a later moment does not put it off";
}

TEST_P(SchedulerStore, AttemptsAreClaimedInOrderWithinGroupsAndTypes) {
    Attempt late = NewAttempt(1);
    late.queued = kNow + 1s;
    Attempt urgent_task = NewAttempt(2);
    urgent_task.queued = kNow + 2s;
    urgent_task.task_priority = 0;
    Attempt urgent_workflow = NewAttempt(3);
    urgent_workflow.workflow_priority = 0;
    urgent_workflow.task_priority = 4;
    Attempt group_first = NewAttempt(4);
    group_first.group_order = -9;
    group_first.queued = kNow + 3s;
    Attempt other_group = NewAttempt(5);
    other_group.worker_group = "gpu";
    Attempt remote = NewAttempt(6);
    remote.task_type = "DMS";
    remote.workflow_priority = 0;
    for (const Attempt& a :
         {late, urgent_task, urgent_workflow, group_first, other_group, remote}) {
        Queue(a);
    }
    ClaimRequest few = By("w", 2);
    few.not_task_types = {"DMS"};
    EXPECT_THAT(Claim(few), ElementsAre(3, 2));
    ClaimRequest only = By("w");
    only.task_types = {"DMS"};
    EXPECT_THAT(Claim(only), ElementsAre(6));
    EXPECT_THAT(Claim(By("v")), ElementsAre(4, 1));
    EXPECT_THAT(Claim(By("v")), IsEmpty());
    ClaimRequest both = By("v");
    both.worker_groups = {"default", "gpu"};
    EXPECT_THAT(Claim(both), ElementsAre(5));
}

TEST_P(SchedulerStore, WritesOfWhoHoldsItNoMoreChangeNothing) {
    Add(NewInstance(10));
    Queue(NewAttempt(1));
    EXPECT_THAT(Claim(By("w")), ElementsAre(1));
    const Hold first = holds_[1];
    EXPECT_TRUE(Do([&](Connection& db) { return SaveKept(db, first, "k"); }));
    EXPECT_TRUE(Do([&](Connection& db) { return SaveProgress(db, first, "{}"); }));

    // The lease expires; the very same worker claims it again: the fence tells them apart.
    EXPECT_EQ(Do([&](Connection& db) { return RescueExpired(db, kNow + 30s); }), 0);
    EXPECT_EQ(Do([&](Connection& db) { return RescueExpired(db, kNow + 31s); }), 1);
    EXPECT_EQ(Find(1).state, "lost");
    EXPECT_FALSE(Do([&](Connection& db) { return SaveKept(db, first, "x"); }));
    now_ = kNow + 31s;
    EXPECT_THAT(Claim(By("w")), ElementsAre(1));
    EXPECT_FALSE(Do([&](Connection& db) { return SaveKept(db, first, "x"); }));
    EXPECT_FALSE(Do([&](Connection& db) { return SaveProgress(db, first, "x"); }));
    EXPECT_FALSE(Do([&](Connection& db) { return GiveBack(db, first); }));
    const AttemptEnd end{.result = "SUCCESS",
                         .hopeless = false,
                         .attention = true,
                         .message = "m",
                         .hint = "h",
                         .fault = "f",
                         .outputs = "{\"a\":\"b\"}",
                         .reused = {}};
    EXPECT_FALSE(Do([&](Connection& db) { return EndAttempt(db, first, end, now_); }));
    const Attempt held = Find(1);
    EXPECT_EQ(held.kept, "k");
    EXPECT_EQ(held.losses, 1);
    EXPECT_EQ(held.started, kNow) << "of its first start";
    EXPECT_TRUE(Do([&](Connection& db) { return EndAttempt(db, holds_[1], end, now_); }));
    EXPECT_FALSE(Do([&](Connection& db) { return EndAttempt(db, holds_[1], end, now_); }));
    const Attempt ended = Find(1);
    EXPECT_EQ(ended.state, "ended");
    EXPECT_TRUE(ended.end.attention);
    EXPECT_EQ(ended.end.outputs, end.outputs);
    EXPECT_EQ(ended.end.fault, "f");
    EXPECT_EQ(ended.ended, now_);

    // The master sees it once.
    EXPECT_THAT(Do([&](Connection& db) { return NewEnds(db, 10, 10); }), SizeIs(1));
    Run([&](Connection& db) { return EndIsSeen(db, 1); });
    EXPECT_THAT(Do([&](Connection& db) { return NewEnds(db, 10, 10); }), IsEmpty());
}

TEST_P(SchedulerStore, LeasesKillsAndReleases) {
    Add(NewInstance(10));
    for (const std::int64_t id : {1, 2, 3}) Queue(NewAttempt(id));
    EXPECT_THAT(Claim(By("w", 2)), ElementsAre(1, 2));
    Run([&](Connection& db) { return RenewLeases(db, "w", kNow + 5min); });
    EXPECT_EQ(Do([&](Connection& db) { return RescueExpired(db, kNow + 1min); }), 0);
    Run([&](Connection& db) { return RequestKill(db, 10, 1, kill_reason::kTimeout); });
    Run([&](Connection& db) { return RequestKill(db, 10, 1, kill_reason::kUser); });
    const auto kills = Do([&](Connection& db) { return KillsFor(db, "w"); });
    ASSERT_THAT(kills, SizeIs(1));
    EXPECT_EQ(kills[0].kill_requested, "timeout") << "the first reason stays";
    EXPECT_THAT(Do([&](Connection& db) { return HeldBy(db, "w"); }), SizeIs(2));

    EXPECT_THAT(Do([&](Connection& db) { return WithdrawQueued(db, 10); }), ElementsAre(3))
        << "only what no worker has taken";
    EXPECT_EQ(Do([&](Connection& db) { return ReleaseAllOf(db, "w"); }), 2);
    EXPECT_THAT(Do([&](Connection& db) { return WithdrawQueued(db, 10); }), IsEmpty())
        << "a lost one may run somewhere";

    // To be killed, and nothing was kept: it has ended. The other one was lost too often.
    EXPECT_EQ(Do([&](Connection& db) { return EndWhatIsLost(db, kNow, 1); }), 1);
    EXPECT_EQ(Find(1).end.result, "KILLED");
    EXPECT_EQ(Do([&](Connection& db) { return EndWhatIsLost(db, kNow, 0); }), 1);
    EXPECT_EQ(Find(2).end.result, "FAILURE");
    EXPECT_EQ(Do([&](Connection& db) { return NextInstanceWake(db); }), kNow);
}

TEST_P(SchedulerStore, LossesCountOnlyInARowSoThatLongNodesOutliveRestarts) {
    Add(NewInstance(10));
    Queue(NewAttempt(1));
    const auto lose_after = [&](Duration held) {
        EXPECT_THAT(Claim(By("w")), ElementsAre(1));
        Run([&](Connection& db) { return RenewLeases(db, "w", now_ + held); });
        EXPECT_EQ(Do([&](Connection& db) { return ReleaseAllOf(db, "w"); }), 1);
    };
    for (const Duration held : {Duration(1s), Duration(1min), Duration(11min), Duration(1min)}) {
        lose_after(held);
        EXPECT_EQ(Do([&](Connection& db) { return EndWhatIsLost(db, now_, 2); }), 0);
    }
    EXPECT_EQ(Find(1).losses, 4);
    lose_after(1s);
    EXPECT_EQ(Do([&](Connection& db) { return EndWhatIsLost(db, now_, 2); }), 1);
    EXPECT_EQ(Find(1).end.result, "FAILURE");
}

TEST_P(SchedulerStore, TimeoutsAreTakenOnceAndCountFromTheFirstStart) {
    for (const std::int64_t id : {1, 2}) {
        Attempt attempt = NewAttempt(id);
        attempt.timeout_us = Duration(5min).count();
        attempt.timeout_strategy = id == 1 ? "WARN" : "FAILED";
        Queue(attempt);
    }
    EXPECT_EQ(Do([&](Connection& db) { return NextTimeout(db); }), std::nullopt);
    EXPECT_THAT(Claim(By("w")), ElementsAre(1, 2));
    EXPECT_EQ(Do([&](Connection& db) { return NextTimeout(db); }), kNow + 5min);
    now_ = kNow + 1min;
    Do([&](Connection& db) { return ReleaseAllOf(db, "w"); });
    EXPECT_THAT(Claim(By("v")), ElementsAre(1, 2));
    EXPECT_THAT(Do([&](Connection& db) { return TakeTimeouts(db, kNow + 4min); }), IsEmpty());
    EXPECT_THAT(Do([&](Connection& db) { return TakeTimeouts(db, kNow + 5min); }), SizeIs(2));
    EXPECT_THAT(Do([&](Connection& db) { return TakeTimeouts(db, kNow + 9min); }), IsEmpty());
    EXPECT_EQ(Find(1).kill_requested, "");
    EXPECT_EQ(Find(2).kill_requested, "timeout");
}

TEST_P(SchedulerStore, PlacesOfATaskGroup) {
    for (const std::int64_t id : {1, 2, 3}) {
        Attempt attempt = NewAttempt(id);
        attempt.task_group = "7/g";
        attempt.group_order = -id;
        Queue(attempt);
    }
    const auto grant = [&](std::optional<std::int64_t> size) {
        return Do([&](Connection& db) -> Result<std::int64_t> {
            if (Status mine = LockName(db, "group/7/g", kNow); !mine) return mine.error();
            return GrantPlaces(db, "7/g", size);
        });
    };
    EXPECT_THAT(Claim(By("w")), IsEmpty());
    EXPECT_EQ(grant(1), 1);
    EXPECT_EQ(grant(1), 0);
    EXPECT_THAT(Claim(By("w")), ElementsAre(3));
    EXPECT_EQ(Do([&](Connection& db) { return UsageOf(db, "7/g"); }).waiting, 2);
    EXPECT_THAT(Do([&](Connection& db) { return GroupsWithWaiting(db); }), ElementsAre("7/g"));
    EXPECT_EQ(grant(2), 1);
    EXPECT_TRUE(
        Do([&](Connection& db) { return EndAttempt(db, holds_[3], {.result = "SUCCESS"}, kNow); }));
    EXPECT_EQ(Do([&](Connection& db) { return UsageOf(db, "7/g"); }).taken, 1);
    EXPECT_EQ(grant({}), 1) << "no limit";
    EXPECT_THAT(Do([&](Connection& db) { return GroupsWithWaiting(db); }), IsEmpty());
}

TEST_P(SchedulerStore, TasksAndTheirOutputs) {
    std::vector<Task> tasks(2);
    for (std::size_t i = 0; i < tasks.size(); ++i) {
        tasks[i].instance = 10;
        tasks[i].task = static_cast<std::int64_t>(i);
        tasks[i].name = "t";
        tasks[i].state = "queued";
        tasks[i].changed = kNow;
    }
    Run([&](Connection& db) { return AddTasks(db, tasks); });
    Run([&](Connection& db) { return MoveTask(db, 10, 0, "queued", "running", kNow + 1s); });
    Run([&](Connection& db) { return MoveTask(db, 10, 0, "queued", "lost", kNow + 2s); });
    Task first = *Do([&](Connection& db) { return FindTask(db, 10, 0); });
    EXPECT_EQ(first.state, "running");
    EXPECT_EQ(first.changed, kNow + 1s);
    first.state = "success";
    first.attempt = 2;
    first.earlier = 1;
    first.run = 3;
    first.wake = kNow;
    Run([&](Connection& db) { return SaveTask(db, first); });
    Run([&](Connection& db) { return SaveTaskOutputs(db, 10, 0, "{}"); });
    const Task read = Do([&](Connection& db) { return TasksOf(db, 10); })[0];
    EXPECT_EQ(read.attempt, 2);
    EXPECT_EQ(read.earlier, 1);
    EXPECT_EQ(read.run, 3);
    EXPECT_EQ(read.wake, kNow);
    EXPECT_EQ(read.outputs, "{}");
    EXPECT_THAT(Do([&](Connection& db) { return OutputsOf(db, 10); }), SizeIs(1));
    Run([&](Connection& db) { return SaveTaskOutputs(db, 10, 0, std::nullopt); });
    EXPECT_THAT(Do([&](Connection& db) { return OutputsOf(db, 10); }), IsEmpty());
    EXPECT_TRUE(Do([&](Connection& db) { return RequestTaskKill(db, 10, 1); }));
    EXPECT_FALSE(Do([&](Connection& db) { return RequestTaskKill(db, 10, 9); }));
    EXPECT_THAT(Do([&](Connection& db) { return TakeTaskKills(db, 10); }), ElementsAre(1));
    EXPECT_THAT(Do([&](Connection& db) { return TakeTaskKills(db, 10); }), IsEmpty());
}

TEST_P(SchedulerStore, WorkersAndWhoWaitsInVain) {
    WorkerRow worker;
    worker.name = "w";
    worker.host = "h";
    worker.groups = {"default", "gpu"};
    worker.slots = 4;
    worker.load = 0.5;
    worker.started = worker.heartbeat = kNow;
    worker.lease = kNow + 30s;
    EXPECT_FALSE(Do([&](Connection& db) { return Heartbeat(db, worker); }));
    Run([&](Connection& db) { return RegisterWorker(db, worker); });
    worker.groups = {"default"};
    Run([&](Connection& db) { return RegisterWorker(db, worker); });
    worker.used = 2;
    EXPECT_TRUE(Do([&](Connection& db) { return Heartbeat(db, worker); }));
    const auto workers = Do([&](Connection& db) { return Workers(db); });
    ASSERT_THAT(workers, SizeIs(1));
    EXPECT_THAT(workers[0].groups, ElementsAre("default"));
    EXPECT_EQ(workers[0].used, 2);
    EXPECT_EQ(workers[0].load, 0.5);

    Add(NewInstance(10));
    Attempt attempt = NewAttempt(1);
    attempt.worker_group = "gpu";
    Queue(attempt);
    Queue(NewAttempt(2));
    EXPECT_THAT(Do([&](Connection& db) { return GroupsWithoutWorker(db, kNow); }),
                ElementsAre("gpu"));
    EXPECT_THAT(Do([&](Connection& db) { return GroupsWithoutWorker(db, kNow + 31s); }),
                UnorderedElementsAre("default", "gpu"));
    Run([&](Connection& db) { return NoteNoWorker(db, "gpu", "waits"); });
    EXPECT_EQ(Find(1).end.message, "waits");
    EXPECT_THAT(Do([&](Connection& db) { return TakeWaitingInstances(db, "gpu", kNow - 1s); }),
                IsEmpty());
    EXPECT_THAT(Do([&](Connection& db) { return TakeWaitingInstances(db, "gpu", kNow); }),
                ElementsAre(10));
    EXPECT_THAT(Do([&](Connection& db) { return TakeWaitingInstances(db, "gpu", kNow); }),
                IsEmpty());
    EXPECT_EQ(Do([&](Connection& db) { return ForgetWorkers(db, kNow + 31s); }), 1);
    EXPECT_THAT(Do([&](Connection& db) { return Workers(db); }), IsEmpty());
}

TEST_P(SchedulerStore, BackfillsCursorsAndReusableResults) {
    const std::vector<BackfillDate> dates = {
        {0, 0, kNow, 50}, {1, 0, kNow + 1h, 51}, {0, 1, kNow + 2h, {}}};
    Run([&](Connection& db) {
        return AddBackfill(db,
                           {.id = 5,
                            .project_code = 1,
                            .workflow_code = 2,
                            .chains = 2,
                            .dates = 3,
                            .created = kNow},
                           dates);
    });
    EXPECT_EQ(Do([&](Connection& db) { return FindBackfill(db, 5); })->dates, 3);
    const auto next = Do([&](Connection& db) { return NextDate(db, 5, 0); });
    ASSERT_TRUE(next);
    EXPECT_EQ(next->moment, kNow + 2h);
    EXPECT_EQ(Do([&](Connection& db) { return NextDate(db, 5, 1); }), std::nullopt);
    EXPECT_TRUE(Do([&](Connection& db) { return DateIsStarted(db, 5, *next, 52); }));
    EXPECT_FALSE(Do([&](Connection& db) { return DateIsStarted(db, 5, *next, 53); }));
    EXPECT_EQ(Do([&](Connection& db) { return DropOpenDates(db, 5); }), 0);
    EXPECT_THAT(Do([&](Connection& db) { return DatesOf(db, 5); }), SizeIs(3));

    EXPECT_EQ(Do([&](Connection& db) { return FindCursor(db, 9); }), std::nullopt);
    Run([&](Connection& db) { return SaveCursor(db, 9, {kNow, "a"}); });
    Run([&](Connection& db) { return SaveCursor(db, 9, {kNow + 1s, "b"}); });
    EXPECT_EQ(Do([&](Connection& db) { return FindCursor(db, 9); })->fingerprint, "b");

    Run([&](Connection& db) { return SaveCached(db, "k", {1, "{}"}, kNow); });
    Run([&](Connection& db) { return SaveCached(db, "k", {2, "{}"}, kNow); });
    EXPECT_EQ(Do([&](Connection& db) { return FindCached(db, "k"); })->attempt, 2);
    EXPECT_EQ(Do([&](Connection& db) { return ForgetCached(db, kNow + 1s); }), 1);
}

TEST_P(SchedulerStore, DeletedInstanceLeavesNothing) {
    Run([&](Connection& db) { return SaveDefinition(db, "h", "document"); });
    Run([&](Connection& db) { return SaveDefinition(db, "h", "document"); });
    Add(NewInstance(10));
    Add(NewInstance(11));
    Queue(NewAttempt(1));
    Run([&](Connection& db) { return DeleteInstance(db, 10); });
    EXPECT_EQ(Do([&](Connection& db) { return FindAttempt(db, 1); }).has_value(), false);
    EXPECT_TRUE(Do([&](Connection& db) { return FindDefinition(db, "h"); }));
    Run([&](Connection& db) { return DeleteInstance(db, 11); });
    EXPECT_FALSE(Do([&](Connection& db) { return FindDefinition(db, "h"); }));
}

DMSNODE_ON_BOTH_STORES(SchedulerStore);

}  // namespace
}  // namespace dmsnode::store::scheduler
