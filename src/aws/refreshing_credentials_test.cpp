#include "aws/refreshing_credentials.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>
#include <thread>

#include "fakes/fake_aws.hpp"
#include "fakes/fake_clock.hpp"

namespace dmsnode::aws {
namespace {

using namespace std::chrono_literals;

/// Gives what the test says; counts, and can be held up.
class FakeProvider final : public CredentialProvider {
public:
    using Answer = std::function<Result<std::optional<Credentials>>(int)>;
    FakeProvider(int& loads, Answer answer) : loads_(loads), answer_(std::move(answer)) {}
    std::string Name() const override { return "fake"; }
    Result<std::optional<Credentials>> Load() override { return answer_(++loads_); }

private:
    int& loads_;
    Answer answer_;
};

struct RefreshedKeys {
    testing::FakeClock clock;
    testing::RecordingLog log;
    int loads = 0;
    std::unique_ptr<RefreshingCredentials> credentials;

    explicit RefreshedKeys(FakeProvider::Answer answer) {
        credentials = std::make_unique<RefreshingCredentials>(
            std::make_unique<FakeProvider>(loads, std::move(answer)), clock, log);
    }
    std::string Key() {
        const Result<Credentials> keys = credentials->Get();
        return keys ? keys->access_key_id : keys.error().ToString();
    }
};

Credentials Numbered(int number, std::optional<TimePoint> expires) {
    return {.access_key_id = "key" + std::to_string(number),
            .secret_access_key = Secret("s"),
            .expires = expires,
            .source = "fake"};
}

TEST(RefreshingCredentials, KeysThatDoNotExpireAreLoadedOnce) {
    RefreshedKeys subject([](int number) { return std::optional(Numbered(number, std::nullopt)); });
    EXPECT_EQ(subject.Key(), "key1");
    subject.clock.Advance(24h * 365);
    EXPECT_EQ(subject.Key(), "key1");
    EXPECT_EQ(subject.loads, 1);
}

TEST(RefreshingCredentials, AreRefreshedFiveMinutesAhead) {
    testing::FakeClock* clock = nullptr;
    RefreshedKeys subject(
        [&clock](int number) { return std::optional(Numbered(number, clock->Now() + 1h)); });
    clock = &subject.clock;
    EXPECT_EQ(subject.Key(), "key1");
    subject.clock.Advance(54min + 59s);
    EXPECT_EQ(subject.Key(), "key1");
    subject.clock.Advance(1s);
    EXPECT_EQ(subject.Key(), "key2");
}

TEST(RefreshingCredentials, OldKeysStayWhileTheyAreValid) {
    testing::FakeClock* clock = nullptr;
    RefreshedKeys subject([&clock](int number) -> Result<std::optional<Credentials>> {
        if (number == 1) return std::optional(Numbered(number, clock->Now() + 10min));
        return Error{ErrorCode::kUnavailable, "no network"}.At("fake");
    });
    clock = &subject.clock;
    EXPECT_EQ(subject.Key(), "key1");
    subject.clock.Advance(6min);
    EXPECT_EQ(subject.Key(), "key1");
    EXPECT_EQ(subject.loads, 2);
    EXPECT_THAT(subject.log.text(),
                ::testing::HasSubstr("the old ones stay until 2026-11-22T10:27:02.000Z: fake: no "
                                     "network"));
    EXPECT_EQ(subject.Key(), "key1");
    EXPECT_EQ(subject.loads, 2) << "asked again before 30 s";
    subject.clock.Advance(30s);
    EXPECT_EQ(subject.Key(), "key1");
    EXPECT_EQ(subject.loads, 3);
    subject.clock.Advance(5min);
    EXPECT_EQ(subject.Key(), "fake: no network");
}

TEST(RefreshingCredentials, ExpiredKeysOfAProviderAreAnError) {
    RefreshedKeys subject([](int number) {
        return std::optional(Numbered(number, TimePoint(std::chrono::seconds(1'795'342'621))));
    });
    EXPECT_EQ(subject.Key(), "fake: the AWS keys expired at 2026-11-22T10:17:01.000Z");
}

TEST(RefreshingCredentials, ProviderWithoutKeysIsNamed) {
    RefreshedKeys subject([](int) { return std::optional<Credentials>(); });
    EXPECT_EQ(subject.Key(), "fake holds no AWS keys");
}

TEST(RefreshingCredentials, InvalidatedKeysAreAskedForAgain) {
    RefreshedKeys subject([](int number) { return std::optional(Numbered(number, std::nullopt)); });
    EXPECT_EQ(subject.Key(), "key1");
    subject.credentials->Invalidate("other");
    EXPECT_EQ(subject.Key(), "key1");
    subject.credentials->Invalidate("key1");
    EXPECT_EQ(subject.Key(), "key2");
}

TEST(RefreshingCredentials, OneThreadAsksTheOthersWait) {
    std::promise<void> asked;
    std::promise<void> go;
    std::shared_future<void> may_go = go.get_future().share();
    RefreshedKeys subject([&](int number) {
        asked.set_value();
        EXPECT_EQ(may_go.wait_for(60s), std::future_status::ready);
        return std::optional(Numbered(number, std::nullopt));
    });
    std::vector<std::future<std::string>> results;
    results.push_back(std::async(std::launch::async, [&] { return subject.Key(); }));
    ASSERT_EQ(asked.get_future().wait_for(60s), std::future_status::ready);
    for (int i = 0; i < 4; ++i) {
        results.push_back(std::async(std::launch::async, [&] { return subject.Key(); }));
    }
    go.set_value();
    for (auto& result : results) EXPECT_EQ(result.get(), "key1");
    EXPECT_EQ(subject.loads, 1);
}

TEST(RefreshingCredentials, OthersGoOnWithValidKeysDuringARefresh) {
    std::promise<void> asked;
    std::promise<void> go;
    std::shared_future<void> may_go = go.get_future().share();
    testing::FakeClock* clock = nullptr;
    RefreshedKeys subject([&](int number) {
        if (number == 2) {
            asked.set_value();
            EXPECT_EQ(may_go.wait_for(60s), std::future_status::ready);
        }
        return std::optional(Numbered(number, clock->Now() + 10min));
    });
    clock = &subject.clock;
    EXPECT_EQ(subject.Key(), "key1");
    subject.clock.Advance(6min);
    auto refresh = std::async(std::launch::async, [&] { return subject.Key(); });
    ASSERT_EQ(asked.get_future().wait_for(60s), std::future_status::ready);
    EXPECT_EQ(subject.Key(), "key1");
    go.set_value();
    EXPECT_EQ(refresh.get(), "key2");
    EXPECT_EQ(subject.Key(), "key2");
}

}  // namespace
}  // namespace dmsnode::aws
