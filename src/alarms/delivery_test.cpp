// Raising and delivering against a real store, with channels that only pretend.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <thread>

#include "alarms/channels.hpp"
#include "alarms/deliverer.hpp"
#include "alarms/groups.hpp"
#include "alarms/impl/delivery_round.hpp"
#include "fakes/fake_alarm_channel.hpp"
#include "fakes/fake_clock.hpp"
#include "store/alarm_queries.hpp"
#include "store/alarm_schema.hpp"
#include "support/http_test_server.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::alarms {
namespace {

using namespace std::chrono_literals;
using End = SendOutcome::End;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kMailSettings =
    R"({"server":"mail.example","from":"dms@example.org","to":["ops@example.org"]})";
constexpr const char* kHook = R"({"url":"https://hooks.example/in"})";

class RecordingLog final : public LogSink {
public:
    void Log(LogLevel level, std::string_view text) override {
        const std::lock_guard lock(mutex_);
        text_ += std::string(LogLevelName(level)) + " " + std::string(text) + "\n";
    }
    std::string text() const {
        const std::lock_guard lock(mutex_);
        return text_;
    }
    std::size_t Count(std::string_view part) const {
        const std::string all = text();
        std::size_t count = 0;
        for (std::size_t at = all.find(part); at != std::string::npos;
             at = all.find(part, at + 1)) {
            ++count;
        }
        return count;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;
};

SendOutcome Fails(End end, const std::string& why = "no", std::optional<Duration> after = {}) {
    return {.end = end, .error = Error{ErrorCode::kUnavailable, why}, .retry_after = after};
}

class AlarmTest : public ::testing::Test {
protected:
    AlarmTest() { Open(dir_.path()); }

    void Open(const std::string& folder) {
        database_ = *store::Database::Open(folder + "/dmsnode.db");
        secrets_.emplace(*store::SecretBox::Open(*database_, folder + "/secret.key"));
        ASSERT_TRUE(store::MigrateAlarms(*database_));
    }
    template <class Work>
    auto In(Work&& work) {
        auto result = database_->Write(std::forward<Work>(work));
        EXPECT_TRUE(result) << result.error().ToString();
        return result;
    }
    /// The same for what gives no value.
    template <class Work>
    void Do(Work&& work) {
        const Status done = In(std::forward<Work>(work));
        ASSERT_TRUE(done);
    }
    std::int64_t MakeChannel(const std::string& name, ChannelKind kind = ChannelKind::kEmail,
                             const std::string& settings = kMailSettings) {
        return *In([&](store::Connection& db) {
            return CreateChannel(db, *secrets_, name, kind, settings, clock_.Now());
        });
    }
    std::int64_t MakeGroup(Group group) {
        group.created = clock_.Now();
        return *In([&](store::Connection& db) { return CreateGroup(db, group); });
    }
    Raised RaiseIt(Alarm alarm) {
        alarm.created = clock_.Now();
        return *In([&](store::Connection& db) { return Raise(db, alarm); });
    }
    Alarm Failure(std::int64_t group, const std::string& key = "") {
        return {.group = group,
                .kind = AlarmKind::kWorkflowFailure,
                .fields = {{"workflow", "shop"}, {"message", "no space left"}},
                .link = "https://dms.example/runs/7",
                .dedup_key = key};
    }
    std::vector<store::AlarmDeliveryRow> DeliveriesOf(std::int64_t alarm) {
        return *In([&](store::Connection& db) { return store::ListAlarmDeliveries(db, alarm); });
    }
    store::AlarmDeliveryRow DeliveryOf(std::int64_t alarm) { return DeliveriesOf(alarm).front(); }
    DelivererParts parts() { return {*database_, *secrets_, channels_, clock_, log_}; }
    DelivererOptions Options(const std::string& owner = "a") {
        DelivererOptions options;
        options.owner = owner;
        return options;
    }
    int RunRound(impl::DeliveryRound& round) {
        const Result<int> done = round.Run({}, {});
        EXPECT_TRUE(done) << done.error().ToString();
        return done.value_or(-1);
    }

    testing::TempDir dir_;
    testing::FakeClock clock_;
    RecordingLog log_;
    testing::FakeAlarmChannels channels_;
    std::unique_ptr<store::Database> database_;
    std::optional<store::SecretBox> secrets_;
};

TEST_F(AlarmTest, IsRaisedWithTheChangeItTellsOfAndOnlyOnce) {
    const std::int64_t mail = MakeChannel("mail");
    const std::int64_t hook = MakeChannel("hook", ChannelKind::kWebhook, kHook);
    const std::int64_t group = MakeGroup({.name = "ops", .channels = {hook, mail}});
    const std::int64_t other =
        MakeGroup({.name = "值班", .language = Language::kChinese, .channels = {mail}});

    const auto undone = database_->Write([&](store::Connection& db) -> Status {
        EXPECT_TRUE(Raise(db, Failure(group, "run/7")));
        return Error{ErrorCode::kConflict, "the change does not happen"};
    });
    ASSERT_FALSE(undone);
    EXPECT_TRUE(
        In([](store::Connection& db) { return store::ListAlarms(db, INT64_MAX, 10); })->empty());

    const Raised first = RaiseIt(Failure(group, "run/7"));
    EXPECT_TRUE(first.is_new);
    EXPECT_EQ(first.deliveries, 2U);
    const Raised again = RaiseIt(Failure(group, "run/7"));
    EXPECT_FALSE(again.is_new);
    EXPECT_EQ(again.id, first.id);
    EXPECT_EQ(DeliveriesOf(first.id).size(), 2U);
    EXPECT_TRUE(RaiseIt(Failure(other, "run/7")).is_new);
    EXPECT_NE(RaiseIt(Failure(group)).id, RaiseIt(Failure(group)).id);

    const auto alarms =
        *In([](store::Connection& db) { return store::ListAlarms(db, INT64_MAX, 10); });
    ASSERT_EQ(alarms.size(), 4U);
    EXPECT_EQ(alarms[3].title, "Workflow shop failed");
    EXPECT_EQ(alarms[2].title, "工作流 shop 执行失败");
    EXPECT_EQ(alarms[3].group_name, "ops");
    EXPECT_EQ(In([&](store::Connection& db) { return store::ListAlarms(db, alarms[1].id, 1); })
                  ->front()
                  .id,
              alarms[2].id);
}

TEST_F(AlarmTest, NeverStandsInTheWayOfTheChange) {
    const Raised lost = RaiseIt(Failure(4711));
    EXPECT_TRUE(lost.is_new);
    EXPECT_EQ(lost.deliveries, 0U);

    Alarm large = Failure(MakeGroup({.name = "empty"}));
    large.title = std::string(2000, 'x') + "\r\nBcc: all@example.org";
    large.fields.assign(80, {"n\xFF", std::string(9000, '\x01')});
    large.dedup_key = std::string("a\0b", 3);
    const Raised raised = RaiseIt(large);
    EXPECT_EQ(raised.deliveries, 0U);
    const auto row = **In([&](store::Connection& db) { return store::FindAlarm(db, raised.id); });
    EXPECT_EQ(row.title.size(), 303U);
    const std::vector<Field> fields = FieldsFromJson(row.fields);
    ASSERT_EQ(fields.size(), 50U);
    EXPECT_EQ(fields[0].name, "n\xEF\xBF\xBD");
    EXPECT_EQ(fields[0].value.size(), 4003U);
    EXPECT_EQ(row.dedup_key, "a b");
}

TEST_F(AlarmTest, GoesToEachChannelOfItsGroupOnceInTheGroupsWords) {
    const std::int64_t group = MakeGroup(
        {.name = "ops",
         .templates = R"({"workflow_failure":{"title":"[P1] ${title} ${nothing}",)"
                      R"("text":"${message} <${workflow}> $${x}\n${fields}\n${link}${nothing}"}})",
         .channels = {MakeChannel("mail"), MakeChannel("hook", ChannelKind::kWebhook, kHook)}});
    const Raised raised = RaiseIt(Failure(group));
    RaiseIt(Failure(group));
    impl::DeliveryRound round(parts(), Options());
    EXPECT_EQ(RunRound(round), 4);
    EXPECT_EQ(RunRound(round), 0);

    const auto calls = channels_.calls();
    ASSERT_EQ(calls.size(), 4U);
    const Message& message = calls[0].message;
    EXPECT_EQ(message.alarm_id, raised.id);
    EXPECT_EQ(calls[1].message.alarm_id, raised.id);
    EXPECT_NE(calls[0].settings.index(), calls[1].settings.index());
    EXPECT_EQ(message.title, "[P1] Workflow shop failed ");
    EXPECT_EQ(message.text,
              "no space left <shop> ${x}\nWorkflow: shop\nMessage: no space left\n"
              "https://dms.example/runs/7");
    EXPECT_THAT(message.html, HasSubstr("&lt;shop&gt; ${x}<br>"));
    EXPECT_EQ(log_.Count("names ${nothing}"), 1U) << log_.text();
    for (const auto& delivery : DeliveriesOf(raised.id)) {
        EXPECT_EQ(delivery.state, "sent");
        EXPECT_EQ(delivery.attempts, 1);
        EXPECT_EQ(delivery.ended, clock_.Now());
        EXPECT_FALSE(delivery.wake);
    }
    // What is over may go; what waits may not.
    const Raised open = RaiseIt(Failure(group));
    const auto deleted =
        In([&](store::Connection& db) { return store::DeleteOldAlarms(db, clock_.Now() + 1h); });
    EXPECT_EQ(*deleted, 2);
    EXPECT_EQ(DeliveriesOf(open.id).size(), 2U);
}

TEST_F(AlarmTest, IsTriedTwentyTimesWithinADayAndThenFailsVisibly) {
    const std::int64_t mail = MakeChannel("mail");
    const Raised raised = RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {mail}})));
    channels_.during = [](const SendLimits&) { return Fails(End::kTransient, "451 later"); };
    impl::DeliveryRound round(parts(), Options());
    const TimePoint begin = clock_.Now();
    Duration nominal = 1min;
    for (int attempt = 1; attempt < 20; ++attempt) {
        ASSERT_EQ(RunRound(round), 1) << attempt;
        const store::AlarmDeliveryRow row = DeliveryOf(raised.id);
        ASSERT_EQ(row.state, "waiting") << attempt;
        EXPECT_EQ(row.attempts, attempt);
        EXPECT_EQ(row.last_error, "451 later");
        const Duration wait = *row.wake - clock_.Now();
        EXPECT_GE(wait, nominal) << attempt;
        EXPECT_LE(wait, nominal + nominal / 4) << attempt;
        nominal = std::min<Duration>(nominal * 2, 48min);
        clock_.Advance(wait - 1us);
        EXPECT_EQ(RunRound(round), 0) << attempt;
        clock_.Advance(1us);
    }
    EXPECT_EQ(RunRound(round), 1);
    EXPECT_LE(clock_.Now() - begin, 24h);
    EXPECT_EQ(DeliveryOf(raised.id).state, "failed");
    EXPECT_EQ(DeliveryOf(raised.id).last_error, "451 later");
    EXPECT_THAT(log_.text(), HasSubstr("attempt 20: failed for good: 451 later"));
    clock_.Advance(100h);
    EXPECT_EQ(RunRound(round), 0);
    const auto failed = In(
        [](store::Connection& db) { return store::ListFailedAlarmDeliveries(db, INT64_MAX, 10); });
    ASSERT_EQ(failed->size(), 1U);

    // Once the channel was put right, a person lets it begin anew.
    channels_.during = nullptr;
    EXPECT_EQ(*In([&](store::Connection& db) {
        return store::RetryAlarmDeliveriesOf(db, mail, clock_.Now());
    }),
              1);
    EXPECT_EQ(RunRound(round), 1);
    EXPECT_EQ(DeliveryOf(raised.id).state, "sent");
    EXPECT_FALSE(*In([&](store::Connection& db) {
        return store::RetryAlarmDelivery(db, raised.id, mail, clock_.Now());
    }));
}

TEST_F(AlarmTest, EndsByErrorBudgetAndWhatTheReceiverAsksFor) {
    const TimePoint now = clock_.Now();
    const auto settled = [&](const SendOutcome& outcome, std::int64_t attempts,
                             Duration since_first, RetryPolicy policy = {}) {
        store::AlarmDeliveryRow row{.state = "sending", .attempts = attempts};
        row.first_attempt = now - since_first;
        Settle(row, outcome, policy, now, 0.5);
        return row;
    };
    EXPECT_EQ(settled(Fails(End::kPermanent), 1, 0s).state, "failed");
    EXPECT_EQ(settled(Fails(End::kPermanent), 2, 0s, {.max_permanent_attempts = 3}).state,
              "waiting");
    EXPECT_EQ(settled(Fails(End::kPermanent), 3, 0s, {.max_permanent_attempts = 3}).state,
              "failed");
    EXPECT_EQ(settled(Fails(End::kTransient), 9, 23h + 30min).state, "failed");
    EXPECT_EQ(settled(Fails(End::kTransient), 1, 23h).state, "waiting");
    EXPECT_EQ(*settled(Fails(End::kTransient, "", 10min), 1, 0s).wake, now + 10min);
    EXPECT_EQ(*settled(Fails(End::kTransient, "", 10s), 1, 0s).wake, now + 67500ms);
    EXPECT_EQ(*settled(Fails(End::kTransient, "", 90h), 1, 0s).wake, now + 1h);
    EXPECT_EQ(*settled(Fails(End::kTransient), 15, 0s, {}).wake, now + 54min);
    SendOutcome stopped = Fails(End::kTransient);
    stopped.error.code = ErrorCode::kCancelled;
    EXPECT_EQ(settled(stopped, 20, 0s).state, "waiting");
    EXPECT_EQ(settled(stopped, 20, 0s).attempts, 19);
}

TEST_F(AlarmTest, DeadChannelIsAskedOnceAMinuteAndHoldsUpNobody) {
    const std::int64_t dead = MakeGroup({.name = "dead", .channels = {MakeChannel("dead")}});
    const std::int64_t good = MakeGroup(
        {.name = "good", .channels = {MakeChannel("good", ChannelKind::kWebhook, kHook)}});
    std::vector<std::int64_t> ids;
    for (int i = 0; i < 10; ++i) ids.push_back(RaiseIt(Failure(dead)).id);
    channels_.Plan({Fails(End::kTransient)});
    RaiseIt(Failure(good));
    impl::DeliveryRound round(parts(), Options());
    EXPECT_EQ(RunRound(round), 2);
    EXPECT_EQ(DeliveryOf(ids[5]).attempts, 0);
    clock_.Advance(59s);
    EXPECT_EQ(RunRound(round), 0);
    clock_.Advance(17s);  // beyond the jitter
    EXPECT_EQ(RunRound(round), 10);
    for (const std::int64_t id : ids) EXPECT_EQ(DeliveryOf(id).state, "sent");
}

TEST_F(AlarmTest, OfAProcessThatDiedWhileSendingIsSentAgainWithTheSameId) {
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    const testing::TempDir copy;
    channels_.during = [&](const SendLimits&) -> std::optional<SendOutcome> {
        // What a kill at this moment would leave on the disk.
        for (const auto& file : std::filesystem::directory_iterator(dir_.path())) {
            std::filesystem::copy(file.path(), copy.path() + "/" + file.path().filename().string());
        }
        return std::nullopt;
    };
    {
        impl::DeliveryRound dying(parts(), Options("a"));
        EXPECT_EQ(RunRound(dying), 1);
    }
    channels_.during = nullptr;
    Open(copy.path());
    EXPECT_EQ(DeliveryOf(raised.id).state, "sending");
    impl::DeliveryRound next(parts(), Options("b"));
    EXPECT_EQ(RunRound(next), 0);
    clock_.Advance(3min);
    EXPECT_EQ(RunRound(next), 1);
    const auto calls = channels_.calls();
    ASSERT_EQ(calls.size(), 2U);
    EXPECT_EQ(calls[0].message.alarm_id, calls[1].message.alarm_id);
    EXPECT_EQ(calls[0].message.text, calls[1].message.text);
    EXPECT_EQ(DeliveryOf(raised.id).state, "sent");
    EXPECT_EQ(DeliveryOf(raised.id).attempts, 2);
}

TEST_F(AlarmTest, OfANodeThatDiedWhileSendingIsSentAgainWhenTheNodeStartsAgain) {
    const auto as_node = [&](const std::string& node, const std::string& run) {
        DelivererOptions options = Options(impl::OwnerPrefixOf(node) + run);
        options.node = node;
        return options;
    };
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    const auto dying = In([&](store::Connection& db) {
        return store::ClaimAlarmDelivery(db, as_node("here", "1").owner, clock_.Now(),
                                         clock_.Now() + 3min);
    });
    ASSERT_TRUE(dying && *dying);

    impl::DeliveryRound other(parts(), as_node("her", "1"));
    EXPECT_EQ(RunRound(other), 0);
    impl::DeliveryRound next(parts(), as_node("here", "2"));
    EXPECT_EQ(RunRound(next), 1);
    EXPECT_EQ(DeliveryOf(raised.id).state, "sent");
    EXPECT_EQ(log_.Count("1 alarms that an earlier process was sending"), 1U);
    EXPECT_EQ(RunRound(next), 0);
}

TEST_F(AlarmTest, OfProcessesThatAlwaysDieWhileSendingFailsInTheEnd) {
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(In([&](store::Connection& db) {
                        return store::ClaimAlarmDelivery(db, "dying", clock_.Now(),
                                                         clock_.Now() + 1min);
                    })->has_value());
        clock_.Advance(1min);
    }
    impl::DeliveryRound round(parts(), Options());
    EXPECT_EQ(RunRound(round), 1);
    EXPECT_TRUE(channels_.calls().empty());
    EXPECT_EQ(DeliveryOf(raised.id).state, "failed");
}

TEST_F(AlarmTest, IsNotSentTwiceWhenItsEndCannotBeStored) {
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    Do([](store::Connection& db) {
        return db.Script(
            "CREATE TRIGGER full BEFORE UPDATE ON alarm_delivery WHEN NEW.state = 'sent' "
            "BEGIN SELECT RAISE(ABORT, 'disk is full'); END");
    });
    impl::DeliveryRound round(parts(), Options());
    EXPECT_FALSE(round.Run({}, {}));
    clock_.Advance(1h);  // the lease is over too
    EXPECT_FALSE(round.Run({}, {}));
    EXPECT_EQ(DeliveryOf(raised.id).state, "sending");
    Do([](store::Connection& db) { return db.Script("DROP TRIGGER full"); });
    EXPECT_EQ(RunRound(round), 0);
    EXPECT_EQ(DeliveryOf(raised.id).state, "sent");
    EXPECT_EQ(channels_.calls().size(), 1U);
}

TEST_F(AlarmTest, OwnerThatWasTooSlowChangesNothing) {
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    impl::DeliveryRound slow(parts(), Options("slow"));
    impl::DeliveryRound quick(parts(), Options("quick"));
    bool entered = false;
    channels_.during = [&](const SendLimits&) -> std::optional<SendOutcome> {
        if (std::exchange(entered, true)) return std::nullopt;
        clock_.Advance(4min);
        EXPECT_EQ(RunRound(quick), 1);
        return Fails(End::kTransient, "the slow one's error");
    };
    EXPECT_EQ(RunRound(slow), 1);
    EXPECT_EQ(DeliveryOf(raised.id).state, "sent");
    EXPECT_EQ(DeliveryOf(raised.id).owner, "quick");
    EXPECT_EQ(log_.Count("or it took longer than the lease"), 1U);
}

TEST_F(AlarmTest, IsSentOnceByTwoProcesses) {
    const std::int64_t group = MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}});
    std::set<std::int64_t> ids;
    for (int i = 0; i < 40; ++i) ids.insert(RaiseIt(Failure(group)).id);
    const auto work = [&](const std::string& owner) {
        const auto database = *store::Database::Open(dir_.path() + "/dmsnode.db");
        DelivererParts own{*database, *secrets_, channels_, clock_, log_};
        impl::DeliveryRound round(own, Options(owner));
        EXPECT_TRUE(round.Run({}, {}));
    };
    std::jthread other(work, "b");
    work("a");
    other.join();
    std::multiset<std::int64_t> sent;
    for (const auto& call : channels_.calls()) sent.insert(call.message.alarm_id);
    EXPECT_EQ(sent, std::multiset<std::int64_t>(ids.begin(), ids.end()));
}

/// Waits until `done()` is true; false after 10 s. For what another thread does.
template <class Done>
bool Eventually(Done&& done) {
    const auto deadline = std::chrono::steady_clock::now() + 10s;
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

TEST_F(AlarmTest, RingWakesTheDelivererAndStopEndsIt) {
    const std::int64_t group = MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}});
    DelivererOptions options = Options();
    options.look_every = 1h;
    Deliverer deliverer(parts(), options);
    const Raised raised = RaiseIt(Failure(group));
    deliverer.Ring();
    EXPECT_TRUE(Eventually([&] { return DeliveryOf(raised.id).state == "sent"; }));
    deliverer.Stop();
    const Raised late = RaiseIt(Failure(group));
    deliverer.Ring();
    deliverer.Stop();
    EXPECT_EQ(DeliveryOf(late.id).state, "waiting");
    EXPECT_EQ(channels_.calls().size(), 1U);
}

TEST_F(AlarmTest, StopBreaksOffAnAttemptThatHangs) {
    const Raised raised =
        RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}})));
    std::mutex mutex;
    std::condition_variable_any changed;
    bool sending = false;
    channels_.during = [&](const SendLimits& limits) -> std::optional<SendOutcome> {
        std::unique_lock lock(mutex);
        sending = true;
        changed.notify_all();
        EXPECT_FALSE(changed.wait_for(lock, limits.stop, 30s, [] { return false; }));
        EXPECT_TRUE(limits.stop.stop_requested());
        SendOutcome stopped = Fails(End::kTransient);
        stopped.error.code = ErrorCode::kCancelled;
        return stopped;
    };
    DelivererOptions options = Options();
    options.stop_grace = 1ms;
    {
        Deliverer deliverer(parts(), options);
        std::unique_lock lock(mutex);
        ASSERT_TRUE(changed.wait_for(lock, 10s, [&] { return sending; }));
        lock.unlock();
        deliverer.Stop();
    }
    EXPECT_EQ(DeliveryOf(raised.id).state, "waiting");
    EXPECT_EQ(DeliveryOf(raised.id).attempts, 0);
    EXPECT_EQ(DeliveryOf(raised.id).wake, clock_.Now());
}

TEST_F(AlarmTest, StoreThatFailsIsToldOnceAndTriedAgain) {
    const std::int64_t group = MakeGroup({.name = "ops", .channels = {MakeChannel("mail")}});
    Do([](store::Connection& db) {
        return db.Script("ALTER TABLE alarm_delivery RENAME TO alarm_delivery_away");
    });
    DelivererOptions options = Options();
    options.look_every = 1ms;
    Deliverer deliverer(parts(), options);
    ASSERT_TRUE(Eventually([&] { return log_.Count("cannot be sent now") > 0; }));
    for (int i = 0; i < 5; ++i) deliverer.Ring();
    Do([](store::Connection& db) {
        return db.Script("ALTER TABLE alarm_delivery_away RENAME TO alarm_delivery");
    });
    const Raised raised = RaiseIt(Failure(group));
    EXPECT_TRUE(Eventually([&] { return DeliveryOf(raised.id).state == "sent"; }));
    deliverer.Stop();
    EXPECT_EQ(log_.Count("cannot be sent now"), 1U);
    EXPECT_EQ(log_.Count("alarms are sent again"), 1U);
}

TEST_F(AlarmTest, SurvivesTheEndOfItsGroupAndTellsOfItsChannels) {
    const std::int64_t mail = MakeChannel("mail");
    const std::int64_t group = MakeGroup({.name = "ops", .channels = {mail}});
    const auto in_use =
        database_->Write([&](store::Connection& db) { return DeleteChannel(db, mail); });
    ASSERT_FALSE(in_use);
    EXPECT_EQ(in_use.error().code, ErrorCode::kConflict);
    EXPECT_THAT(in_use.error().message, HasSubstr("\"ops\" sends to the channel \"mail\""));

    const Raised first = RaiseIt(Failure(group));
    Do([&](store::Connection& db) { return DeleteGroup(db, group); });
    impl::DeliveryRound round(parts(), Options());
    EXPECT_EQ(RunRound(round), 1);
    EXPECT_EQ(channels_.calls()[0].message.group, "ops");
    EXPECT_EQ(DeliveryOf(first.id).state, "sent");

    const std::int64_t again = MakeGroup({.name = "ops", .channels = {mail}});
    const Raised second = RaiseIt(Failure(again));
    Do([&](store::Connection& db) -> Status {
        if (Status gone = DeleteGroup(db, again); !gone) return gone;
        return DeleteChannel(db, mail);
    });
    EXPECT_EQ(RunRound(round), 1);
    EXPECT_EQ(DeliveryOf(second.id).last_error, "the channel was deleted");
    EXPECT_EQ(DeliveryOf(second.id).channel_name, "mail");
    EXPECT_EQ(DeliveryOf(second.id).state, "failed");
}

TEST_F(AlarmTest, GroupsAndChannelsAreCheckedAndListed) {
    const std::int64_t mail = MakeChannel("mail");
    const auto fails = [&](auto&& work) {
        const auto result = database_->Write(work);
        return result ? std::string("good")
                      : std::string(ErrorCodeName(result.error().code)) + " " +
                            result.error().ToString();
    };
    EXPECT_THAT(fails([&](store::Connection& db) {
                    return CreateChannel(db, *secrets_, "mail", ChannelKind::kEmail, kMailSettings,
                                         {});
                }),
                HasSubstr("already_exists there is an alarm channel \"mail\" already"));
    const std::string both = fails([&](store::Connection& db) {
        return CreateChannel(db, *secrets_, " x", ChannelKind::kWebhook, "{}", {});
    });
    EXPECT_THAT(both, HasSubstr("$.name: cannot be a name"));
    EXPECT_THAT(both, HasSubstr("$.url: is not an address"));
    EXPECT_THAT(fails([&](store::Connection& db) { return DeleteChannel(db, 1); }),
                HasSubstr("not_found"));
    EXPECT_THAT(fails([&](store::Connection& db) {
                    return UpdateChannel(db, *secrets_, 1, "x", kMailSettings, {});
                }),
                HasSubstr("not_found"));

    const std::int64_t group = MakeGroup({.name = "ops", .channels = {mail}});
    const auto create = [&](Group made) {
        return fails([&](store::Connection& db) { return CreateGroup(db, made); });
    };
    EXPECT_THAT(create({.name = "ops"}), HasSubstr("already_exists"));
    EXPECT_THAT(create({.name = "a", .channels = {5}}), HasSubstr("not_found"));
    EXPECT_THAT(create({.name = "a", .channels = {mail, mail}}), HasSubstr("named twice"));
    EXPECT_THAT(create({.name = "a", .templates = R"({"nope":{},"test":{"body":"","title":1}})"}),
                ::testing::AllOf(HasSubstr("$.templates.nope: is no kind"),
                                 HasSubstr("$.templates.test.body"),
                                 HasSubstr("$.templates.test.title: is not a text")));
    const std::int64_t hook = MakeChannel("hook", ChannelKind::kWebhook, kHook);
    Do([&](store::Connection& db) {
        return UpdateGroup(db, {.id = group,
                                .name = "ops2",
                                .description = "nights",
                                .language = Language::kChinese,
                                .channels = {hook, mail}});
    });
    const auto groups = *In([](store::Connection& db) { return ListGroups(db); });
    ASSERT_EQ(groups.size(), 1U);
    EXPECT_EQ(groups[0].name, "ops2");
    EXPECT_EQ(groups[0].language, Language::kChinese);
    EXPECT_EQ(groups[0].channels, (std::vector<std::int64_t>{hook, mail}));
    const auto listed = *In([&](store::Connection& db) { return ListChannels(db, *secrets_); });
    ASSERT_EQ(listed.size(), 2U);
    EXPECT_EQ(listed[0].address, "https://hooks.example");
    EXPECT_EQ(listed[0].secrets, std::vector<std::string>{"url"});
    EXPECT_EQ(listed[1].address, "smtp mail.example:587");
    // A test goes past the outbox.
    EXPECT_TRUE(SendTest(parts(), mail, Language::kChinese));
    ASSERT_EQ(channels_.calls().size(), 1U);
    EXPECT_EQ(channels_.calls()[0].message.kind, AlarmKind::kTest);
    EXPECT_EQ(channels_.calls()[0].message.title, "dmsnode 测试告警");
    EXPECT_THAT(channels_.calls()[0].message.text, HasSubstr("告警渠道: mail"));
    EXPECT_GT(channels_.calls()[0].message.alarm_id, 0);
    EXPECT_THAT(fails([&](store::Connection& db) { return DeleteGroup(db, 1); }),
                HasSubstr("not_found"));
    EXPECT_FALSE(In([](store::Connection& db) { return FindGroup(db, 1); })->has_value());
}

/// Invariant: a secret appears in no error, no log and no file.
TEST_F(AlarmTest, CanaryAppearsNowhere) {
    const std::string canary = "c4n4ry-9f3b-77aa-5e1d";
    // A receiver that repeats all it got, as debugging proxies do.
    const testing::HttpTestServer server([](const testing::HttpTestServer::Request& request) {
        return testing::HttpReply(400, request.head.substr(0, 150));
    });
    const std::string url = server.url() + "/hook/" + canary + "?key=" + canary;
    const std::string settings = R"({"url":")" + url + R"(","authorization":"Bearer )" + canary +
                                 R"(","signing_secret":")" + canary + "\"}";
    const std::int64_t hook = MakeChannel("hook", ChannelKind::kWebhook, settings);
    const std::int64_t mail = MakeChannel(
        "mail", ChannelKind::kEmail,
        R"({"server":"127.0.0.1","port":1,"security":"none","username":"u","password":")" + canary +
            R"(","from":"a@b.c","to":["a@b.c"]})");
    std::string told;
    const auto tell = [&](const auto& result) {
        ASSERT_FALSE(result);
        told += result.error().ToString() + "\n";
    };
    for (const std::string& bad : std::initializer_list<std::string>{
             R"({"url":"ftp://h/)" + canary + "\"}", R"({"url":")" + canary,
             "{\"url\":\"http://" + canary + ":x@h/\"}",
             R"({"url":"https://h/","authorization":[")" + canary + "\"]}",
             R"({"url":"http://far.example/","authorization":")" + canary + "\"}",
             R"({"url":"https://h/)" + canary + "\\n\"}"}) {
        tell(database_->Write([&](store::Connection& db) {
            return CreateChannel(db, *secrets_, "bad", ChannelKind::kWebhook, bad, {});
        }));
        tell(database_->Write([&](store::Connection& db) {
            return UpdateChannel(db, *secrets_, hook, "bad", bad, {});
        }));
    }
    const Raised raised = RaiseIt(Failure(MakeGroup({.name = "ops", .channels = {hook, mail}})));
    CurlChannelFactory real(clock_);
    DelivererParts on{*database_, *secrets_, real, clock_, log_};
    impl::DeliveryRound round(on, Options());
    EXPECT_EQ(RunRound(round), 2);
    tell(SendTest(on, hook, Language::kEnglish));
    tell(SendTest(on, mail, Language::kEnglish));
    tell(SendTest(on, 5, Language::kEnglish));
    for (const auto& row : DeliveriesOf(raised.id)) told += row.last_error + "\n";
    const auto views = *In([&](store::Connection& db) { return ListChannels(db, *secrets_); });
    for (const ChannelView& view : views) {
        told += view.settings + view.address + "\n";
    }
    EXPECT_THAT(told, HasSubstr("the receiver answered 400: (what was said repeats a secret"));
    EXPECT_THAT(told, HasSubstr("no connection"));
    EXPECT_THAT(told, Not(HasSubstr(canary)));
    EXPECT_THAT(log_.text(), HasSubstr("failed for good"));
    EXPECT_THAT(log_.text(), Not(HasSubstr(canary)));
    std::string files;
    for (const auto& entry : std::filesystem::directory_iterator(dir_.path())) {
        std::ifstream in(entry.path(), std::ios::binary);
        files.append(std::istreambuf_iterator<char>(in), {});
    }
    ASSERT_GT(files.size(), 10'000U);
    EXPECT_EQ(files.find(canary), std::string::npos);
}

}  // namespace
}  // namespace dmsnode::alarms
