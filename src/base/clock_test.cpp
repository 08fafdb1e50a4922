#include "base/clock.hpp"

#include <gtest/gtest.h>

#include <thread>

namespace dmsnode {
namespace {

using namespace std::chrono_literals;

TimePoint At(std::int64_t microseconds) {
    return TimePoint(std::chrono::microseconds(microseconds));
}

TEST(Clock, Iso8601HasMillisecondsCutNotRounded) {
    EXPECT_EQ(FormatIso8601(At(0)), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(FormatIso8601(At(1'795'342'622'123'999)), "2026-11-22T10:17:02.123Z");
    EXPECT_EQ(FormatIso8601(At(-1)), "1969-12-31T23:59:59.999Z");
    EXPECT_EQ(FormatIso8601(At(951'782'400'000'000)), "2000-02-29T00:00:00.000Z");
}

TEST(Clock, CompactFormIsThatOfAmzDate) {
    EXPECT_EQ(FormatCompact(At(1'795'342'622'999'999)), "20261122T101702Z");
    EXPECT_EQ(FormatCompact(At(0)), "19700101T000000Z");
}

TEST(Clock, EpochSecondsCarryMilliseconds) {
    EXPECT_EQ(ToEpochSeconds(At(1'590'524'772'505'999)), 1590524772.505);
    EXPECT_EQ(FromEpochSeconds(1590524772.505), At(1'590'524'772'505'000));
    EXPECT_EQ(FromEpochSeconds(-1.5), At(-1'500'000));
    for (std::int64_t millis = 1'795'342'622'000; millis < 1'795'342'623'000; ++millis) {
        const TimePoint time = At(millis * 1000);
        ASSERT_EQ(FromEpochSeconds(ToEpochSeconds(time)), time) << millis;
    }
}

TEST(SystemClock, SleepEndsEarlyWhenStopped) {
    SystemClock clock;
    std::stop_source source;
    const auto before = clock.Steady();
    std::jthread stopper([&] { source.request_stop(); });
    EXPECT_FALSE(clock.SleepFor(60s, source.get_token()));
    EXPECT_LT(clock.Steady() - before, 30s);
}

TEST(SystemClock, SleepLastsItsTime) {
    SystemClock clock;
    const auto before = clock.Steady();
    EXPECT_TRUE(clock.SleepFor(2ms, {}));
    EXPECT_GE(clock.Steady() - before, 2ms);
}

}  // namespace
}  // namespace dmsnode
