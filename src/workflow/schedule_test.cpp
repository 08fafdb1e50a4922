#include "workflow/schedule.hpp"

#include <gmock/gmock.h>

#include <random>

#include "base/times.hpp"
#include "support/texts.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::At;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

/// `01-02 03:04:05` each, in UTC; or the error.
std::vector<std::string> Show(const Result<std::vector<TimePoint>>& times) {
    if (!times) return {"error: " + times.error().ToString()};
    std::vector<std::string> shown;
    for (const TimePoint time : *times) {
        std::string text = FormatIso8601(time).substr(5, 14);
        text[5] = ' ';
        shown.push_back(text);
    }
    return shown;
}

// --- zones ---

TEST(TimeZone, PeriodsAndLocalTimesAreThoseOfTheDatabase) {
    const Result<TimeZone> berlin = TimeZone::Find("Europe/Berlin");
    ASSERT_TRUE(berlin) << berlin.error().ToString();
    EXPECT_EQ(berlin->name(), "Europe/Berlin");
    const TimeZone::Period summer = berlin->PeriodAt(At("2026-03-29T01:00:00Z"));
    EXPECT_EQ(summer.begin, At("2026-03-29T01:00:00Z"));
    EXPECT_EQ(summer.end, At("2026-10-25T01:00:00Z"));
    EXPECT_EQ(summer.offset, hours(2));
    EXPECT_EQ(summer.offset_before, hours(1));
    EXPECT_EQ(berlin->PeriodAt(summer.begin - Duration(1)).end, summer.begin);
    EXPECT_EQ(berlin->PeriodAt(summer.end).begin, summer.end);
    EXPECT_EQ(berlin->PeriodAt(summer.end - Duration(1)).begin, summer.begin);
    EXPECT_EQ(berlin->PeriodAt(TimePoint::min()).begin, TimePoint::min());

    const auto local = [](std::string_view text) { return LocalTime(At(text).time_since_epoch()); };
    EXPECT_EQ(berlin->ToLocal(At("2026-07-01T10:00:00.25Z")), local("2026-07-01T12:00:00.25Z"));
    EXPECT_EQ(berlin->ToUtc(local("2026-07-01T12:00:00.25Z")), At("2026-07-01T10:00:00.25Z"));
    EXPECT_EQ(berlin->ToUtc(local("2026-03-29T02:30:00Z")), At("2026-03-29T01:00:00Z"));
    EXPECT_EQ(berlin->ToUtc(local("2026-10-25T02:30:00Z")), At("2026-10-25T00:30:00Z"));

    const TimeZone utc;
    EXPECT_EQ(utc.name(), "UTC");
    EXPECT_EQ(utc, TimeZone::Find("UTC").value_or(*berlin));
    EXPECT_EQ(utc.PeriodAt(TimePoint()).end, TimePoint::max());
    EXPECT_EQ(TimeZone::Find("Etc/UTC").value_or(*berlin).PeriodAt(TimePoint()).end,
              TimePoint::max());
}

TEST(TimeZone, EveryNameOfTheListIsAZone) {
    const std::vector<std::string> names = TimeZoneNames();
    EXPECT_GT(names.size(), 300U);
    EXPECT_THAT(names, Contains("America/Argentina/Buenos_Aires"));
    for (const std::string& name : names) {
        const Result<TimeZone> zone = TimeZone::Find(name);
        ASSERT_TRUE(zone) << name;
        // Periods follow each other without a hole.
        TimePoint time = At("1970-01-01T00:00:00Z");
        for (int i = 0; i < 30; ++i) {
            const TimeZone::Period period = zone->PeriodAt(time);
            ASSERT_LE(period.begin, time) << name;
            ASSERT_GT(period.end, time) << name;
            if (period.end == TimePoint::max()) break;
            time = period.end;
            ASSERT_EQ(zone->PeriodAt(time).begin, time) << name;
            ASSERT_EQ(zone->PeriodAt(time).offset_before, period.offset) << name;
        }
    }
}

TEST(TimeZone, UnknownNameProposesAnother) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"Europe/Berln",
         "there is no time zone \"Europe/Berln\" (did you mean \"Europe/Berlin\"?)"},
        {"europe/berlin",
         "there is no time zone \"europe/berlin\" (did you mean \"Europe/Berlin\"?)"},
        {"shanghai", "there is no time zone \"shanghai\" (did you mean \"Asia/Shanghai\"?)"},
        {"UTC+8",
         "there is no time zone \"UTC+8\" (a fixed offset is Etc/GMT-8, with the sign turned "
         "round)"},
        {"GMT-03",
         "there is no time zone \"GMT-03\" (a fixed offset is Etc/GMT+3, with the sign turned "
         "round)"},
        {"Central European Time",
         "there is no time zone \"Central European Time\" (give an IANA name such as "
         "Europe/Berlin, or UTC)"},
        {"", "there is no time zone \"\" (give an IANA name such as Europe/Berlin, or UTC)"},
        {"localtime",
         "there is no time zone \"localtime\" (give an IANA name such as Europe/Berlin, or UTC)"},
        {"right/Europe/Berlin",
         "there is no time zone \"right/Europe/Berlin\" (give an IANA name such as Europe/Berlin, "
         "or UTC)"},
        {"/etc/passwd",
         "there is no time zone \"/etc/passwd\" (give an IANA name such as Europe/Berlin, or UTC)"},
        {"Europe/../../../../etc/passwd",
         "there is no time zone \"Europe/../../../../etc/passwd\" (give an IANA name such as "
         "Europe/Berlin, or UTC)"},
        {"libc:UTC",
         "there is no time zone \"libc:UTC\" (give an IANA name such as Europe/Berlin, or UTC)"},
        {"Europe",
         "there is no time zone \"Europe\" (give an IANA name such as Europe/Berlin, or "
         "UTC)"},
        {"A\n\xff",
         "there is no time zone \"A??\" (give an IANA name such as Europe/Berlin, or "
         "UTC)"},
    };
    for (const auto& [name, message] : cases) {
        const Result<TimeZone> zone = TimeZone::Find(name);
        ASSERT_FALSE(zone) << name;
        EXPECT_EQ(zone.error().code, ErrorCode::kInvalidArgument);
        EXPECT_EQ(zone.error().ToString(), message);
    }
    EXPECT_FALSE(TimeZone::Find(std::string(100'000, 'A')));
}

// --- next fires ---

TEST(Schedule, NextFiresKeepToStartAndEnd) {
    Schedule schedule{.crontab = "0 0 6 * * ?", .time_zone = "Europe/Berlin"};
    const TimePoint after = At("2026-01-01T05:00:00Z");
    EXPECT_THAT(Show(NextFires(schedule, after, 2)),
                ElementsAre("01-02 05:00:00", "01-03 05:00:00"));
    schedule.start = At("2026-01-04T05:00:00Z");
    schedule.end = At("2026-01-06T05:00:00Z");
    EXPECT_THAT(Show(NextFires(schedule, after, 5)),
                ElementsAre("01-04 05:00:00", "01-05 05:00:00", "01-06 05:00:00"));
    EXPECT_THAT(Show(NextFires(schedule, *schedule.end, 5)), IsEmpty());
    schedule.start = At("2026-01-04T05:00:00.000001Z");
    schedule.end = At("2026-01-06T04:59:59Z");
    EXPECT_THAT(Show(NextFires(schedule, after, 5)), ElementsAre("01-05 05:00:00"));
    schedule = {.crontab = "* * * * * ?"};
    EXPECT_THAT(Show(NextFires(schedule, after, 1'000'000)), SizeIs(kMostFires));
}

TEST(Schedule, ProblemsAreToldTogether) {
    const Schedule bad{.crontab = "0 6 * * *",
                       .time_zone = "Europe/Berlim",
                       .start = At("2026-01-02T00:00:00Z"),
                       .end = At("2026-01-02T00:00:00Z")};
    std::vector<std::string> told;
    for (const Problem& problem : CheckSchedule(bad, "$.schedule")) {
        told.push_back(problem.ToString());
    }
    EXPECT_THAT(
        told, ElementsAre(
                  "$.schedule.crontab: the cron expression has 5 fields; expected 6 or 7: seconds "
                  "minutes hours day-of-month month day-of-week [year] (this looks like Unix "
                  "cron; with seconds and ? it is: 0 0 6 * * ?)",
                  "$.schedule.timezoneId: there is no time zone \"Europe/Berlim\" (did you mean "
                  "\"Europe/Berlin\"?)",
                  "$.schedule.endTime: the schedule ends at 2026-01-02T00:00:00.000Z, but starts "
                  "at 2026-01-02T00:00:00.000Z; expected an end after the start"));
    EXPECT_THAT(CheckSchedule({.crontab = "0 0 6 * * ?"}, "$"), IsEmpty());
    // The functions refuse each of them.
    for (const Schedule& schedule :
         {Schedule{.crontab = bad.crontab}, Schedule{.crontab = "0 0 6 * * ?", .time_zone = "X"},
          Schedule{.crontab = "0 0 6 * * ?", .start = bad.start, .end = bad.end}}) {
        const auto fires = NextFires(schedule, TimePoint(), 1);
        ASSERT_FALSE(fires);
        EXPECT_FALSE(fires.error().where.empty()) << fires.error().ToString();
        EXPECT_FALSE(MissedFires(schedule, TimePoint(), TimePoint(), {}));
        EXPECT_FALSE(BackfillDates(
            {.dates = BackfillRange{At("2026-01-01T00:00:00Z"), At("2026-01-02T00:00:00Z")}},
            schedule));
    }
}

// --- missed fires ---

TEST(MissedFires, EachRuleGivesItsFires) {
    const Schedule hourly{.crontab = "0 0 * * * ?"};
    const TimePoint last = At("2026-01-01T10:00:00Z");
    struct Case {
        std::string_view now;
        MissedFirePolicy policy;
        std::vector<std::string> fires;
        bool left_out;
    };
    using Rule = MissedFireRule;
    const std::vector<Case> cases = {
        // Nothing is due yet; a fire in time; one at the last moment of the grace.
        {"2026-01-01T10:59:59Z", {}, {}, false},
        {"2026-01-01T11:00:00Z", {}, {"01-01 11:00:00"}, false},
        {"2026-01-01T11:01:00Z", {.rule = Rule::kSkip}, {"01-01 11:00:00"}, false},
        {"2026-01-01T11:01:00.000001Z", {.rule = Rule::kSkip}, {}, true},
        {"2026-01-01T11:01:00.000001Z", {}, {"01-01 11:00:00"}, false},
        // A long downtime.
        {"2026-01-01T14:30:00Z", {}, {"01-01 14:00:00"}, true},
        {"2026-01-01T14:30:00Z", {.rule = Rule::kSkip}, {}, true},
        {"2026-01-01T14:30:00Z",
         {.rule = Rule::kFireAll},
         {"01-01 11:00:00", "01-01 12:00:00", "01-01 13:00:00", "01-01 14:00:00"},
         false},
        {"2026-01-01T14:30:00Z",
         {.rule = Rule::kFireAll, .most = 2},
         {"01-01 13:00:00", "01-01 14:00:00"},
         true},
        {"2026-01-01T14:30:00Z", {.rule = Rule::kFireAll, .most = 0}, {}, true},
        // A missed one and one in time.
        {"2026-01-01T12:00:01Z", {}, {"01-01 12:00:00"}, true},
        {"2026-01-01T12:00:01Z", {.rule = Rule::kSkip}, {"01-01 12:00:00"}, true},
        // A clock that was put back.
        {"2026-01-01T09:00:00Z", {.rule = Rule::kFireAll}, {}, false},
    };
    for (const Case& c : cases) {
        const Result<DueFires> due = MissedFires(hourly, last, At(c.now), c.policy);
        ASSERT_TRUE(due) << due.error().ToString();
        EXPECT_EQ(Show(due->fires), c.fires) << c.now;
        EXPECT_EQ(due->earlier_left_out, c.left_out) << c.now;
    }
    const Schedule ended{.crontab = "0 0 * * * ?", .end = At("2026-01-01T12:30:00Z")};
    const auto due = MissedFires(ended, last, At("2027-01-01T00:00:00Z"), {});
    ASSERT_TRUE(due);
    EXPECT_THAT(Show(due->fires), ElementsAre("01-01 12:00:00"));
}

TEST(MissedFires, TenYearsOfSecondsCostNoMoreThanADay) {
    const Schedule schedule{.crontab = "* * * * * ?", .time_zone = "Europe/Berlin"};
    const TimePoint now = At("2026-01-01T00:00:00.5Z");
    const auto due = MissedFires(schedule, now - days(3650), now,
                                 {.rule = MissedFireRule::kFireAll, .most = 1'000'000});
    ASSERT_TRUE(due);
    ASSERT_THAT(due->fires, SizeIs(kMostFires));
    EXPECT_EQ(due->fires.back(), At("2026-01-01T00:00:00Z"));
    EXPECT_EQ(due->fires.front(), due->fires.back() - seconds(kMostFires - 1));
    EXPECT_TRUE(due->earlier_left_out);
    const auto wide = MissedFires(schedule, TimePoint::min(), now, {.grace = Duration::max()});
    ASSERT_TRUE(wide);
    EXPECT_THAT(wide->fires, SizeIs(100));
    const auto late = MissedFires(schedule, now, TimePoint::max(), {});
    ASSERT_TRUE(late);
    EXPECT_THAT(late->fires, ElementsAre(At("2199-12-31T22:59:59Z")));
}

TEST(MissedFires, AllAreWhatNextFiresGives) {
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    for (const std::string crontab :
         {"0 0/7 * * * ?", "0 30 2 * * ?", "13 5 1-4 ? * MON,WED", "0 0 12 L * ?"}) {
        for (const char* zone : {"UTC", "Europe/Berlin"}) {
            const Schedule schedule{.crontab = crontab, .time_zone = zone};
            for (int round = 0; round < 10; ++round) {
                const TimePoint last = At("2026-10-20T00:00:00Z") + seconds(random() % 600'000);
                const TimePoint now = last + seconds(random() % 400'000);
                Result<std::vector<TimePoint>> expected = NextFires(schedule, last, kMostFires);
                ASSERT_TRUE(expected);
                std::erase_if(*expected, [&](TimePoint fire) { return fire > now; });
                const auto due = MissedFires(
                    schedule, last, now, {.rule = MissedFireRule::kFireAll, .most = kMostFires});
                ASSERT_TRUE(due);
                EXPECT_EQ(due->fires, *expected) << crontab;
                EXPECT_FALSE(due->earlier_left_out);
            }
        }
    }
}

// --- backfill ---

TEST(Backfill, RangeGivesItsFiresOrMidnightsWithBothEnds) {
    const Result<TimeZone> berlin = TimeZone::Find("Europe/Berlin");
    ASSERT_TRUE(berlin);
    const BackfillRange range{At("2026-03-27T23:00:00Z"), At("2026-03-29T22:00:00Z")};
    Backfill backfill{.dates = range, .order = BackfillOrder::kAscending, .zone = *berlin};
    // Midnights in Berlin; the third one is after a day of 23 hours.
    EXPECT_THAT(Show(BackfillDates(backfill, std::nullopt)),
                ElementsAre("03-27 23:00:00", "03-28 23:00:00", "03-29 22:00:00"));
    backfill.order = BackfillOrder::kDescending;
    EXPECT_THAT(Show(BackfillDates(backfill, std::nullopt)),
                ElementsAre("03-29 22:00:00", "03-28 23:00:00", "03-27 23:00:00"));
    // The schedule's start and end do not count.
    const Schedule schedule{.crontab = "0 30 2 * * ?",
                            .time_zone = "Europe/Berlin",
                            .start = At("2027-01-01T00:00:00Z")};
    EXPECT_THAT(Show(BackfillDates(backfill, schedule)),
                ElementsAre("03-29 01:00:00", "03-28 01:30:00"));
    const TimePoint moment = At("2026-03-27T12:34:56Z");
    backfill.dates = BackfillRange{moment, moment};
    EXPECT_THAT(Show(BackfillDates(backfill, schedule)), ElementsAre("03-27 12:34:56"));
    EXPECT_THAT(Show(BackfillDates(backfill, std::nullopt)), ElementsAre("03-27 12:34:56"));
}

TEST(Backfill, ListIsOrderedAndHasEachDateOnce) {
    const TimePoint a = At("2026-01-01T00:00:00Z");
    Backfill backfill{.dates = std::vector<TimePoint>{a + hours(5), a, a + hours(9), a},
                      .order = BackfillOrder::kAscending};
    EXPECT_THAT(Show(BackfillDates(backfill, std::nullopt)),
                ElementsAre("01-01 00:00:00", "01-01 05:00:00", "01-01 09:00:00"));
    backfill.order = BackfillOrder::kDescending;
    EXPECT_THAT(Show(BackfillDates(backfill, std::nullopt)),
                ElementsAre("01-01 09:00:00", "01-01 05:00:00", "01-01 00:00:00"));
}

TEST(Backfill, WhatCannotBeRunSaysWhy) {
    const TimePoint a = At("2026-01-01T00:00:00Z");
    const auto told = [&](std::variant<BackfillRange, std::vector<TimePoint>> dates,
                          const std::optional<Schedule>& schedule) {
        return Show(BackfillDates({.dates = std::move(dates)}, schedule));
    };
    EXPECT_THAT(
        told(BackfillRange{a, a - seconds(1)}, {}),
        ElementsAre("error: the backfill ends at 2025-12-31T23:59:59.000Z, before it begins "
                    "at 2026-01-01T00:00:00.000Z (the order of the runs is set by itself, "
                    "not by the ends of the range)"));
    EXPECT_THAT(told(std::vector<TimePoint>(), {}),
                ElementsAre("error: the backfill has no date (give a range or dates)"));
    EXPECT_THAT(told(BackfillRange{a, a + hours(1)}, Schedule{.crontab = "0 0 2 * * ?"}),
                ElementsAre("error: no fire of \"0 0 2 * * ?\" (UTC) lies between "
                            "2026-01-01T00:00:00.000Z and 2026-01-01T01:00:00.000Z (make the range "
                            "longer, or name the dates one by one)"));
    const Schedule each_minute{.crontab = "0 * * * * ?"};
    EXPECT_THAT(told(BackfillRange{a, a + minutes(kMostBackfillDates - 1)}, each_minute),
                SizeIs(kMostBackfillDates));
    EXPECT_THAT(told(BackfillRange{a, a + minutes(kMostBackfillDates)}, each_minute),
                ElementsAre("error: the backfill has more than 10000 dates; the first 10000 end at "
                            "2026-01-07T22:39:00.000Z (split it)"));
    EXPECT_THAT(told(std::vector<TimePoint>(kMostBackfillDates + 1, a), {}),
                ElementsAre("error: the backfill has more than 10000 dates (split it)"));
}

TEST(Backfill, DatesAreDealtRoundRobin) {
    std::vector<TimePoint> dates;
    for (int i = 0; i < 5; ++i) dates.push_back(TimePoint(seconds(i)));
    const auto dealt = [&](std::size_t parallelism) {
        std::vector<std::vector<std::int64_t>> chains;
        for (const auto& chain : DealBackfill(dates, parallelism)) {
            chains.emplace_back();
            for (const TimePoint date : chain) {
                chains.back().push_back(date.time_since_epoch() / seconds(1));
            }
        }
        return chains;
    };
    EXPECT_THAT(dealt(2), ElementsAre(ElementsAre(0, 2, 4), ElementsAre(1, 3)));
    EXPECT_THAT(dealt(1), ElementsAre(ElementsAre(0, 1, 2, 3, 4)));
    EXPECT_THAT(dealt(0), SizeIs(1));
    EXPECT_THAT(dealt(5), SizeIs(5));
    EXPECT_THAT(dealt(100), SizeIs(5));
    EXPECT_THAT(DealBackfill({}, 3), IsEmpty());
}

}  // namespace
}  // namespace dmsnode::workflow
