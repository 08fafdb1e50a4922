#include "workflow/cron.hpp"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <set>

#include "base/files.hpp"
#include "base/handle.hpp"
#include "base/times.hpp"
#include "support/source_tree.hpp"
#include "support/texts.hpp"
#include "workflow/impl/cron_calendar.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TimeZone Zone(std::string_view name) {
    const Result<TimeZone> zone = TimeZone::Find(name);
    EXPECT_TRUE(zone) << zone.error().ToString();
    return zone.value_or(TimeZone());
}

CronExpression Cron(std::string_view text) {
    Result<CronExpression> cron = ParseCron(text);
    EXPECT_TRUE(cron) << text << ": " << cron.error().ToString();
    return cron ? *cron : ParseCron("0 0 0 * * ?").value();
}

/// `2026-03-29T03:00:00+02:00`: the local time in `zone`, and its offset.
std::string Show(TimePoint time, const TimeZone& zone) {
    const auto offset = std::chrono::duration_cast<minutes>(zone.PeriodAt(time).offset).count();
    const std::string local =
        FormatIso8601(TimePoint(zone.ToLocal(time).time_since_epoch())).substr(0, 19);
    if (zone.name() == "UTC") return local + "Z";
    return fmt::format("{}{}{:02}:{:02}", local, offset < 0 ? '-' : '+', std::abs(offset) / 60,
                       std::abs(offset) % 60);
}

/// The fires in (after, upto]; stops a test that would never end.
std::vector<TimePoint> FiresIn(const CronExpression& cron, const TimeZone& zone, TimePoint after,
                               TimePoint upto) {
    std::vector<TimePoint> fires;
    for (auto fire = cron.Next(after, zone); fire && *fire <= upto && fires.size() < 200'000;
         fire = cron.Next(*fire, zone)) {
        if (!fires.empty() && *fire <= fires.back()) {
            ADD_FAILURE() << cron.text() << " goes back to " << Show(*fire, zone);
            break;
        }
        fires.push_back(*fire);
    }
    return fires;
}

std::vector<std::string> SplitBy(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(separator, begin), text.size());
        parts.emplace_back(text.substr(begin, end - begin));
        begin = end + separator.size();
    }
    return parts;
}

TEST(CronDocs, EveryExampleOfThePageIsTrue) {
    const Result<std::string> page = ReadFile(dmsnode::testing::SourcePath("docs/formats/cron.md"));
    ASSERT_TRUE(page) << page.error().ToString();
    int examples = 0;
    for (const std::string& line : SplitBy(page->substr(page->find("## Examples")), "\n")) {
        if (!line.starts_with("| `")) continue;
        SCOPED_TRACE(line);
        const std::vector<std::string> cells = SplitBy(line.substr(2, line.size() - 4), " | ");
        ASSERT_THAT(cells, SizeIs(4));
        const CronExpression cron = Cron(cells[0].substr(1, cells[0].size() - 2));
        const TimeZone zone = Zone(cells[1]);
        TimePoint after = At(cells[2]);
        for (const std::string& expected : SplitBy(cells[3], ", ")) {
            const std::optional<TimePoint> fire = cron.Next(after, zone);
            EXPECT_EQ(fire ? Show(*fire, zone) : "none", expected);
            if (fire) after = *fire;
        }
        ++examples;
    }
    EXPECT_GE(examples, 20);
}

// What the fires of a time of day, a list and a carry look like; the page has the rest.
TEST(Cron, NextIsTheFirstFireStrictlyAfter) {
    struct Case {
        std::string_view expression;
        std::string_view after;
        std::string_view next;
    };
    const std::vector<Case> cases = {
        {"* * * * * ?", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z"},
        {"* * * * * ?", "2026-01-01T00:00:00.000001Z", "2026-01-01T00:00:01Z"},
        {"* * * * * ?", "2026-01-01T00:00:00.999999Z", "2026-01-01T00:00:01Z"},
        {"* * * * * ?", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"},
        {"30 * * * * ?", "2026-01-01T00:00:30Z", "2026-01-01T00:01:30Z"},
        {"30 59 23 * * ?", "2026-01-01T23:59:29Z", "2026-01-01T23:59:30Z"},
        {"30 59 23 * * ?", "2026-01-01T23:59:30Z", "2026-01-02T23:59:30Z"},
        {"5 10,20 3,4 * * ?", "2026-01-01T03:10:06Z", "2026-01-01T03:20:05Z"},
        {"5 10,20 3,4 * * ?", "2026-01-01T03:20:05Z", "2026-01-01T04:10:05Z"},
        {"5 10,20 3,4 * * ?", "2026-01-01T03:15:00Z", "2026-01-01T03:20:05Z"},
        {"5 10,20 3,4 * * ?", "2026-01-01T04:20:05Z", "2026-01-02T03:10:05Z"},
        {"0 0 0 1 JAN ?", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"},
        {"0 0 0 31 * ?", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"},
        {"0 0 0 25-3 * ?", "2026-01-03T00:00:00Z", "2026-01-25T00:00:00Z"},
        {"0 0 0 ? NOV-FEB SUN", "2026-02-22T00:00:00Z", "2026-11-01T00:00:00Z"},
        {"0 0 0 ? * FRI-MON", "2026-01-05T00:00:00Z", "2026-01-09T00:00:00Z"},
        {"0 0 0 ? * 1", "2026-01-01T00:00:00Z", "2026-01-04T00:00:00Z"},
        {"0 0 0 ? * L", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"},
        {"0 0 0 ? * */2", "2026-01-01T00:00:00Z", "2026-01-03T00:00:00Z"},
        {"0 0 0 ? * MON/2", "2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z"},
        {"0 0 0 ? * fril,TUE#1", "2026-01-01T00:00:00Z", "2026-01-06T00:00:00Z"},
        {"0 0 0 ? * fril,TUE#1", "2026-01-06T00:00:00Z", "2026-01-30T00:00:00Z"},
        {"0 0 0 ? * SUN#5", "2026-01-01T00:00:00Z", "2026-03-29T00:00:00Z"},
        {"0 0 0 ? 2 SUN#5", "2026-01-01T00:00:00Z", "2032-02-29T00:00:00Z"},
        {"0 0 0 l,15w * ?", "2026-01-15T00:00:00Z", "2026-01-31T00:00:00Z"},
        {"0 0 0 31W * ?", "2026-01-31T00:00:00Z", "2026-03-31T00:00:00Z"},
        {"0 0 0 31W * ?", "2026-01-01T00:00:00Z", "2026-01-30T00:00:00Z"},
        {"0 0 0 L-1W 1 ?", "2027-01-01T00:00:00Z", "2027-01-29T00:00:00Z"},
        {"0 0 0 L-30 * ?", "2026-01-01T00:00:00Z", "2026-03-01T00:00:00Z"},
        {"\t 0 0\t0 * * ?  2030 ", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"},
        {"0 0 0 1 1 ? 2026,2030-2040/5", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z"},
        {"0 0 0 1 1 ? 2026,2030-2040/5", "2030-01-01T00:00:00Z", "2035-01-01T00:00:00Z"},
        {"0 0 0 1 1 ?", "1812-01-01T00:00:00Z", "1970-01-01T00:00:00Z"},
        {"59 59 23 * * ?", "2199-12-31T23:59:58Z", "2199-12-31T23:59:59Z"},
    };
    for (const Case& c : cases) {
        const std::optional<TimePoint> next = Cron(c.expression).Next(At(c.after), TimeZone());
        EXPECT_EQ(next ? Show(*next, TimeZone()) : "none", c.next)
            << c.expression << " after " << c.after;
    }
}

TEST(Cron, SearchEndsWhereThereIsNothingToFind) {
    const TimeZone berlin = Zone("Europe/Berlin");
    for (const std::string_view text : {"0 0 0 30 2 ?", "0 0 0 31 4,6,9,11 ?", "0 0 0 1 1 ? 1999",
                                        "* * * L-30 2 ?", "0 0 * 31W 6 ?"}) {
        EXPECT_EQ(Cron(text).Next(At("2026-01-01T00:00:00Z"), berlin), std::nullopt) << text;
    }
    const CronExpression each = Cron("* * * * * ?");
    EXPECT_EQ(each.Next(At("2199-12-31T23:59:59Z"), TimeZone()), std::nullopt);
    EXPECT_EQ(each.Next(At("2199-12-31T22:59:59Z"), berlin), std::nullopt);
    EXPECT_EQ(each.Next(TimePoint::max(), berlin), std::nullopt);
    EXPECT_EQ(each.Next(TimePoint::min(), berlin), At("1970-01-01T00:00:00+01:00"));
    // The last hour is shown again; the year is over, but not the interval.
    const CronExpression twice = Cron("0 30 2/12 25 10 ? 2026");
    EXPECT_THAT(FiresIn(twice, berlin, At("2026-01-01T00:00:00Z"), At("2199-01-01T00:00:00Z")),
                SizeIs(3));
}

TEST(Cron, ManyFiresAreFoundQuickly) {
    const TimeZone berlin = Zone("Europe/Berlin");
    const auto begin = std::chrono::steady_clock::now();
    TimePoint time = At("2026-01-01T00:00:00Z");
    for (int i = 0; i < 20'000; ++i) {
        time = Cron("0 30 2 ? * MON#1").Next(time, berlin).value_or(At("2026-01-01T00:00:00Z"));
    }
    const CronExpression never = Cron("59 59 23 30 2 ?");
    for (int i = 0; i < 1000; ++i) EXPECT_EQ(never.Next(time, berlin), std::nullopt);
    // Some 0.1 s; a search second by second would take hours.
    EXPECT_LT(std::chrono::steady_clock::now() - begin, seconds(20));
}

// --- the months' special days, against a walk over the calendar ---

TEST(CronDays, SpecialDaysAreThoseOfTheCalendar) {
    using std::chrono::days;
    using std::chrono::weekday;
    const auto is_workday = [](local_days day) {
        const unsigned wd = weekday(day).c_encoding();
        return wd != 0 && wd != 6;
    };
    // The workday of the month that is nearest to `day`; no two are equally near.
    const auto nearest = [&](local_days day, local_days first, local_days last) {
        for (int distance = 0;; ++distance) {
            for (const local_days at : {day - days(distance), day + days(distance)}) {
                if (at >= first && at <= last && is_workday(at)) return at;
            }
        }
    };
    for (int index = 2020 * 12; index < 2048 * 12; ++index) {
        const std::chrono::year_month month{
            std::chrono::year(index / 12),
            std::chrono::month(static_cast<unsigned>(index % 12) + 1)};
        const local_days first(month / 1);
        const local_days last(month / std::chrono::last);
        const int length = static_cast<int>((last - first).count()) + 1;
        const auto days_of = [&](const std::string& day, const std::string& wd) {
            std::set<int> set;
            const std::uint32_t bits =
                DaysOf(Cron(fmt::format("0 0 0 {} * {}", day, wd)).fields(), month);
            for (int d = 1; d <= length; ++d) {
                if ((bits >> static_cast<unsigned>(d) & 1U) != 0) set.insert(d);
            }
            return set;
        };
        const auto one = [&](local_days day) {
            return std::set<int>{static_cast<int>((day - first).count()) + 1};
        };
        EXPECT_EQ(days_of("L", "?"), one(last));
        EXPECT_EQ(days_of("L-9", "?"), one(last - days(9)));
        EXPECT_EQ(days_of("LW", "?"), one(nearest(last, first, last)));
        for (const int n : {1, 2, 15, 28, 29, 30, 31}) {
            const std::set<int> expected =
                n <= length ? one(nearest(first + days(n - 1), first, last)) : std::set<int>();
            EXPECT_EQ(days_of(fmt::format("{}W", n), "?"), expected) << index << " " << n;
        }
        for (unsigned wd = 0; wd < 7; ++wd) {
            std::vector<int> all;
            for (int d = 1; d <= length; ++d) {
                if (weekday(first + days(d - 1)).c_encoding() == wd) all.push_back(d);
            }
            EXPECT_EQ(days_of("?", fmt::format("{}", wd + 1)),
                      std::set<int>(all.begin(), all.end()));
            EXPECT_EQ(days_of("?", fmt::format("{}L", wd + 1)), std::set<int>{all.back()});
            for (std::size_t n = 1; n <= 5; ++n) {
                EXPECT_EQ(days_of("?", fmt::format("{}#{}", wd + 1, n)),
                          n <= all.size() ? std::set<int>{all[n - 1]} : std::set<int>());
            }
        }
    }
}

// --- against python3-croniter ---

/// One field in both notations; they differ in the numbers of weekdays.
struct TwoForms {
    std::string quartz;
    std::string croniter;
};

class RandomField {
public:
    explicit RandomField(std::mt19937& random) : random_(random) {}

    int Number(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(random_);
    }

    /// `shift`: what is to be added to a number for croniter.
    TwoForms Make(int first, int last, int shift) {
        if (Number(0, 3) == 0) return {"*", "*"};
        if (Number(0, 5) == 0) {
            const int step = Number(1, (last - first + 1) / 2);
            return {fmt::format("*/{}", step), fmt::format("*/{}", step)};
        }
        TwoForms field;
        const int entries = Number(1, 3);
        for (int i = 0; i < entries; ++i) {
            if (i > 0) {
                field.quartz += ',';
                field.croniter += ',';
            }
            const int low = Number(first, last);
            const int high = Number(low, last);
            std::string rest;
            if (low < high && Number(0, 3) == 0) rest = fmt::format("/{}", Number(1, high - low));
            const bool range = !rest.empty() || (low < high && Number(0, 2) == 0);
            const auto write = [&](int by) {
                return range ? fmt::format("{}-{}{}", low + by, high + by, rest)
                             : fmt::format("{}", low + by);
            };
            field.quartz += write(0);
            field.croniter += write(shift);
        }
        return field;
    }

private:
    std::mt19937& random_;
};

/// A list with one of the first two days and one of the last is nothing to compare by: on its way
/// from February croniter 1.3.5 steps over the former (`2,31`, 7 February: not 2, but 31 March).
TwoForms RandomDay(RandomField& field) {
    for (;;) {
        TwoForms day = field.Make(1, 31, 0);
        const std::uint32_t days = Cron(fmt::format("0 0 0 {} * ?", day.quartz)).fields().days;
        if (day.quartz == "*" || (days & 0b110U) == 0 || (days >> 29U) == 0) return day;
    }
}

TwoForms RandomExpression(RandomField& field) {
    const TwoForms second = field.Make(0, 59, 0);
    const TwoForms minute = field.Make(0, 59, 0);
    const TwoForms hour = field.Make(0, 23, 0);
    const TwoForms month = field.Make(1, 12, 0);
    TwoForms day = RandomDay(field);
    TwoForms weekday = {"?", "*"};
    if (field.Number(0, 5) == 0) {
        day = {"L", "l"};
    } else if (field.Number(0, 1) == 0) {
        day = {"?", "*"};
        const int wd = field.Number(0, 6);
        const int nth = field.Number(1, 5);
        switch (field.Number(0, 5)) {
            case 0:
                weekday = {fmt::format("{}#{}", wd + 1, nth), fmt::format("{}#{}", wd, nth)};
                break;
            case 1: weekday = {fmt::format("{}L", wd + 1), fmt::format("L{}", wd)}; break;
            default: weekday = field.Make(1, 7, -1); break;
        }
    }
    return {fmt::format("{} {} {} {} {} {}", second.quartz, minute.quartz, hour.quartz, day.quartz,
                        month.quartz, weekday.quartz),
            fmt::format("{} {} {} {} {} {}", minute.croniter, hour.croniter, day.croniter,
                        month.croniter, weekday.croniter, second.croniter)};
}

std::string OutputOf(const std::string& command) {
    const Handle<FILE, pclose> process(::popen(command.c_str(), "r"));
    std::string output;
    std::array<char, 4096> buffer{};
    while (process != nullptr) {
        const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), process.get());
        if (count == 0) break;
        output.append(buffer.data(), count);
    }
    return output;
}

TEST(Cron, AgreesWithCroniterOnRandomExpressions) {
    constexpr std::size_t kCases = 3000;
    constexpr int kFires = 4;
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    RandomField field(random);
    std::vector<std::string> expressions;
    std::vector<std::int64_t> afters;
    std::string input;
    for (std::size_t i = 0; i < kCases; ++i) {
        const TwoForms forms = RandomExpression(field);
        expressions.push_back(forms.quartz);
        afters.push_back(1'700'000'000 + std::int64_t{field.Number(0, 200'000'000)});
        input += fmt::format("{};{};{}\n", forms.croniter, afters.back(), kFires);
    }
    const std::string file = ::testing::TempDir() + fmt::format("cron-cases-{}", seed);
    ASSERT_TRUE(WriteFileAtomically(file, input, 0600));
    const std::string output = OutputOf(
        fmt::format("timeout 300 /usr/bin/python3 -B {} < {}",
                    dmsnode::testing::SourcePath("tests/contract/croniter_next.py"), file));
    std::remove(file.c_str());
    const std::vector<std::string> lines = SplitBy(output, "\n");
    ASSERT_EQ(lines.size(), kCases + 1) << "the package python3-croniter must be installed";
    for (std::size_t i = 0; i < kCases; ++i) {
        const CronExpression cron = Cron(expressions[i]);
        TimePoint time = TimePoint(seconds(afters[i]));
        std::string fires;
        for (int n = 0; n < kFires; ++n) {
            const std::optional<TimePoint> fire = cron.Next(time, TimeZone());
            if (n > 0) fires += ' ';
            if (!fire) fires += "none";
            if (!fire) break;
            fires += std::to_string(fire->time_since_epoch() / seconds(1));
            time = *fire;
        }
        EXPECT_EQ(fires, lines[i]) << expressions[i] << " after " << afters[i];
    }
}

// --- changes of the clock ---

TEST(CronAtClockChange, WholeDaysOfTwoZonesHaveTheirHours) {
    struct Day {
        std::string_view zone;
        std::string_view begin;  // midnight
        std::string_view end;
        int every_hour, every_ten_minutes, even_hours, each_fixed_hour;
        std::string_view fixed;  // the fires of 02:30 (Berlin) and 01:30 (New York)
        std::string_view expression;
    };
    // Of 24 fixed hours one is lost in the gap and made up for, or is there twice and fires once.
    const std::vector<Day> days = {
        {"Europe/Berlin", "2026-03-29T00:00:00+01:00", "2026-03-30T00:00:00+02:00", 23, 138, 12, 23,
         "2026-03-29T03:00:00+02:00", "0 30 2 * * ?"},
        {"Europe/Berlin", "2026-10-25T00:00:00+02:00", "2026-10-26T00:00:00+01:00", 25, 150, 13, 23,
         "2026-10-25T02:30:00+02:00", "0 30 2 * * ?"},
        {"Europe/Berlin", "2026-06-01T00:00:00+02:00", "2026-06-02T00:00:00+02:00", 24, 144, 12, 23,
         "2026-06-01T02:30:00+02:00", "0 30 2 * * ?"},
        {"America/New_York", "2026-03-08T00:00:00-05:00", "2026-03-09T00:00:00-04:00", 23, 138, 12,
         23, "2026-03-08T03:00:00-04:00", "0 30 2 * * ?"},
        {"America/New_York", "2026-11-01T00:00:00-04:00", "2026-11-02T00:00:00-05:00", 25, 150, 12,
         23, "2026-11-01T01:30:00-04:00", "0 30 1 * * ?"},
    };
    for (const Day& day : days) {
        SCOPED_TRACE(fmt::format("{} {}", day.zone, day.begin));
        const TimeZone zone = Zone(day.zone);
        const TimePoint after = At(day.begin) - Duration(1);
        const TimePoint upto = At(day.end) - Duration(1);
        const auto fires = [&](std::string_view text) {
            return FiresIn(Cron(text), zone, after, upto);
        };
        const std::vector<TimePoint> hourly = fires("0 0 * * * ?");
        EXPECT_THAT(hourly, SizeIs(day.every_hour));
        for (std::size_t i = 1; i < hourly.size(); ++i) {
            EXPECT_EQ(hourly[i] - hourly[i - 1], hours(1)) << Show(hourly[i], zone);
        }
        const std::vector<TimePoint> ten = fires("0 5/10 * * * ?");
        EXPECT_THAT(ten, SizeIs(day.every_ten_minutes));
        for (std::size_t i = 1; i < ten.size(); ++i) EXPECT_EQ(ten[i] - ten[i - 1], minutes(10));
        EXPECT_THAT(fires("0 0 0/2 * * ?"), SizeIs(day.even_hours));
        EXPECT_THAT(fires("* * * * * ?"), SizeIs(3600 * day.every_hour));
        EXPECT_THAT(fires("0 0 0-22 * * ?"), SizeIs(day.each_fixed_hour - (day.every_hour == 23)));
        EXPECT_THAT(fires("0 30 0-22 * * ?"), SizeIs(day.each_fixed_hour));
        const std::vector<TimePoint> fixed = fires(day.expression);
        ASSERT_THAT(fixed, SizeIs(1));
        EXPECT_EQ(Show(fixed[0], zone), day.fixed);
    }
}

TEST(CronAtClockChange, HalfAnHourIsEnough) {
    const TimeZone zone = Zone("Australia/Lord_Howe");
    const auto shown = [&](std::string_view text, std::string_view after, int count) {
        std::vector<std::string> fires;
        TimePoint time = At(after);
        for (int i = 0; i < count; ++i) {
            time = Cron(text).Next(time, zone).value_or(TimePoint());
            fires.push_back(Show(time, zone).substr(5));
        }
        return fires;
    };
    // 4 October 2026: 02:00 becomes 02:30. 5 April 2026: 02:00 becomes 01:30.
    EXPECT_THAT(
        shown("0 0/15 2 * * ?", "2026-10-04T00:00:00+10:30", 3),
        ElementsAre("10-04T02:30:00+11:00", "10-04T02:45:00+11:00", "10-05T02:00:00+11:00"));
    EXPECT_THAT(shown("0 15 * * * ?", "2026-10-04T01:00:00+10:30", 2),
                ElementsAre("10-04T01:15:00+10:30", "10-04T03:15:00+11:00"));
    EXPECT_THAT(shown("0 15 2/2 * * ?", "2026-10-04T01:00:00+10:30", 2),
                ElementsAre("10-04T02:30:00+11:00", "10-04T04:15:00+11:00"));
    EXPECT_THAT(
        shown("0 0/15 1 * * ?", "2026-04-05T01:15:00+11:00", 3),
        ElementsAre("04-05T01:30:00+11:00", "04-05T01:45:00+11:00", "04-06T01:00:00+10:30"));
    EXPECT_THAT(shown("0 0/15 * * * ?", "2026-04-05T01:30:00+11:00", 4),
                ElementsAre("04-05T01:45:00+11:00", "04-05T01:30:00+10:30", "04-05T01:45:00+10:30",
                            "04-05T02:00:00+10:30"));
    // From inside of the repeated half hour.
    EXPECT_THAT(shown("0 45 1 * * ?", "2026-04-05T01:35:00+10:30", 1),
                ElementsAre("04-06T01:45:00+10:30"));
}

/// The rules once more, told minute by minute: which moments fire between `begin` and `end`.
std::vector<TimePoint> FiresByMinute(const CronExpression& cron, const TimeZone& zone,
                                     TimePoint begin, TimePoint end) {
    const CronFields& fields = cron.fields();
    const auto matches = [&](local_seconds local) {
        const auto day = std::chrono::floor<std::chrono::days>(local);
        const std::chrono::hh_mm_ss clock(local - day);
        return (fields.hours >> clock.hours().count() & 1U) != 0 &&
               (fields.minutes >> clock.minutes().count() & 1U) != 0;
    };
    std::vector<TimePoint> fires;
    std::set<local_seconds> seen;
    local_seconds before{};
    for (TimePoint time = begin; time < end; time += minutes(1)) {
        const local_seconds local = std::chrono::floor<seconds>(zone.ToLocal(time));
        bool fire = matches(local) && (fields.interval || !seen.contains(local));
        if (time != begin && fields.hours != 0xFFFFFF) {
            for (auto lost = before + minutes(1); lost < local; lost += minutes(1)) {
                fire = fire || matches(lost);
            }
        }
        if (fire) fires.push_back(time);
        seen.insert(local);
        before = local;
    }
    return fires;
}

TEST(CronAtClockChange, RandomHoursFollowTheRules) {
    struct Change {
        std::string_view zone;
        std::string_view begin;
    };
    const std::vector<Change> changes = {
        {"Europe/Berlin", "2026-03-28T00:00:00Z"},
        {"Europe/Berlin", "2026-10-24T00:00:00Z"},
        {"America/New_York", "2026-03-07T00:00:00Z"},
        {"America/New_York", "2026-10-31T00:00:00Z"},
        {"Australia/Lord_Howe", "2026-10-02T00:00:00Z"},
        {"Australia/Lord_Howe", "2026-04-03T00:00:00Z"},
        {"America/Santiago", "2026-09-05T00:00:00Z"},
        {"Pacific/Apia", "2011-12-29T00:00:00Z"},
        {"Asia/Shanghai", "2026-03-28T00:00:00Z"},
        {"Africa/Casablanca", "2026-02-14T00:00:00Z"},
    };
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    RandomField field(random);
    for (int round = 0; round < 200; ++round) {
        const Change& change = changes[static_cast<std::size_t>(round) % changes.size()];
        const TimeZone zone = Zone(change.zone);
        const TimePoint begin = At(change.begin);
        const TimePoint end = begin + hours(72);
        const CronExpression cron = Cron(
            fmt::format("0 {} {} * * ?", field.Make(0, 59, 0).quartz, field.Make(0, 23, 0).quartz));
        EXPECT_EQ(FiresIn(cron, zone, begin - Duration(1), end - Duration(1)),
                  FiresByMinute(cron, zone, begin, end))
            << cron.text() << " in " << change.zone << " from " << change.begin;
    }
}

TEST(CronAtClockChange, RulesHoldInFarYearsToo) {
    const TimeZone berlin = Zone("Europe/Berlin");
    const CronExpression cron = Cron("0 30 2 * 3 ? 2198");
    std::vector<TimePoint> fires =
        FiresIn(cron, berlin, At("2198-03-01T00:00:00Z"), At("2198-04-02T00:00:00Z"));
    ASSERT_THAT(fires, SizeIs(31));
    EXPECT_EQ(std::count_if(
                  fires.begin(), fires.end(),
                  [&](TimePoint fire) { return Show(fire, berlin).ends_with("T03:00:00+02:00"); }),
              1);
}

// --- what is no expression ---

TEST(ParseCron, EveryProblemHasItsPlaceFormAndHint) {
    constexpr std::string_view kForm =
        "expected 6 or 7: seconds minutes hours day-of-month month day-of-week [year]";
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", fmt::format("the cron expression is empty, {} (every day at 02:00 is: 0 0 2 * * ?)",
                         kForm)},
        {"@daily",
         fmt::format("the cron expression has 1 field, {} (every day at 02:00 is: 0 0 2 * * ?)",
                     kForm)},
        {"0 0 0 * * ? * *",
         fmt::format("the cron expression has 8 fields, {} (every day at 02:00 is: 0 0 2 * * ?)",
                     kForm)},
        {"30 2 * * *", fmt::format("the cron expression has 5 fields, {} (this looks like Unix "
                                   "cron; with seconds and ? it is: 0 30 2 * * ?)",
                                   kForm)},
        {"*/5 2 * 1-3 0-5/2,7",
         fmt::format("the cron expression has 5 fields, {} (this looks like Unix cron; with "
                     "seconds and ? it is: 0 */5 2 ? 1-3 SUN-FRI/2,SUN)",
                     kForm)},
        {"30 2 1 * *", fmt::format("the cron expression has 5 fields, {} (this looks like Unix "
                                   "cron; with seconds and ? it is: 0 30 2 1 * ?)",
                                   kForm)},
        {"30 2 1 * 5", fmt::format("the cron expression has 5 fields, {} (this looks like Unix "
                                   "cron; put seconds first (0), and ? for the day that does not "
                                   "count)",
                                   kForm)},
        {"99 2 * * *", fmt::format("the cron expression has 5 fields, {} (this looks like Unix "
                                   "cron; put seconds first (0), and ? for the day that does not "
                                   "count)",
                                   kForm)},
        {"60 0 0 * * ?", "seconds at column 1: \"60\" is out of range, expected 0 to 59"},
        {"0 0-60 0 * * ?", "minutes at column 5: \"60\" is out of range, expected 0 to 59"},
        {"0 0 24 * * ?",
         "hours at column 5: \"24\" is out of range, expected 0 to 23 (midnight is 0)"},
        {"0 0 1,2,x * * ?", "hours at column 9: \"X\" is not understood, expected 0 to 23"},
        {"0 0 0 0 * ?",
         "day-of-month at column 7: \"0\" is out of range, expected 1 to 31, L, LW or 15W"},
        {"0 0 0 32W * ?",
         "day-of-month at column 7: \"32\" is out of range, expected 1 to 31, L, LW or 15W"},
        {"0 0 0 W * ?",
         "day-of-month at column 7: \"W\" is not a number, expected 1 to 31, L, LW or 15W"},
        {"0 0 0 1-5W * ?",
         "day-of-month at column 8: \"-5W\" is not expected here, expected 1 to 31, L, LW or 15W, "
         "with - and / between numbers"},
        {"0 0 0 L-31 * ?",
         "day-of-month at column 9: the offset \"31\" is out of range, expected 0 to 30 days "
         "before the last"},
        {"0 0 0 L- * ?",
         "day-of-month at column 9: a number is missing after \"L-\", expected 0 to 30 days before "
         "the last"},
        {"0 0 0 L3 * ?",
         "day-of-month at column 8: \"3\" is not expected here, expected 1 to 31, L, LW or 15W, "
         "with - and / between numbers"},
        {"0 0 0 1 13 ?",
         "month at column 9: \"13\" is out of range, expected 1 to 12 or JAN to DEC"},
        {"0 0 0 1 jann ?",
         "month at column 9: \"JANN\" is not understood, expected 1 to 12 or JAN to DEC (did you "
         "mean \"JAN\"?)"},
        {"0 0 0 ? * 0",
         "day-of-week at column 11: \"0\" is out of range, expected 1 (Sunday) to 7 (Saturday) or "
         "SUN to SAT (Sunday is 1, or SUN)"},
        {"0 0 0 ? * MONDAY",
         "day-of-week at column 11: \"MONDAY\" is not understood, expected 1 (Sunday) to 7 "
         "(Saturday) or SUN to SAT"},
        {"0 0 0 ? * 6#6",
         "day-of-week at column 13: the week \"6\" is out of range, expected 1 to 5"},
        {"0 0 0 ? * 6#",
         "day-of-week at column 13: a number is missing after \"6#\", expected 1 to 5"},
        {"0 0 0 ? * 6L3",
         "day-of-week at column 13: \"3\" is not expected here, expected 1 (Sunday) to 7 "
         "(Saturday) or SUN to SAT, with - and / between numbers"},
        {"0 0 0 * * ? 1969", "year at column 13: \"1969\" is out of range, expected 1970 to 2199"},
        {"0 0 0 * * ? 99999999999",
         "year at column 13: \"99999999999\" is out of range, expected 1970 to 2199"},
        {"0 0 0 * * ? 2030-2020",
         "year at column 13: \"2030-2020\" runs backwards, expected the earlier year before the "
         "later one"},
        {"*/0 0 0 * * ?", "seconds at column 3: the step \"0\" is out of range, expected 1 to 59"},
        {"*/60 0 0 * * ?",
         "seconds at column 3: the step \"60\" is out of range, expected 1 to 59"},
        {"0 0 */ * * ?", "hours at column 7: a number is missing after \"*/\", expected 1 to 23"},
        {"0 0 1- * * ?", "hours at column 7: a number is missing after \"1-\", expected 0 to 23"},
        {"0 0 1--2 * * ?", "hours at column 7: \"-2\" is not a number, expected 0 to 23"},
        {"0 0 *5 * * ?",
         "hours at column 6: \"5\" is not expected here, expected 0 to 23, with - and / between "
         "numbers"},
        {"0 0 1,,2 * * ?",
         "hours at column 7: an entry is missing, expected 0 to 23 (entries have one comma between "
         "them)"},
        {"? 0 0 * * ?",
         "seconds at column 1: \"?\" cannot stand here, expected 0 to 59 (\"?\" is for "
         "day-of-month and day-of-week; write *)"},
        {"0 0 0 ?,1 * ?",
         "day-of-month at column 7: \"?\" cannot stand in a list, expected 1 to 31, L, LW or 15W "
         "(\"?\" stands alone, in day-of-month or day-of-week)"},
        {"0 0 0 * * *",
         "day-of-week at column 11: day-of-month and day-of-week are both given, expected \"?\" in "
         "exactly one of them (write: 0 0 0 * * ?)"},
        {"0 0 0 * * MON 2030",
         "day-of-week at column 11: day-of-month and day-of-week are both given, expected \"?\" in "
         "exactly one of them (write: 0 0 0 ? * MON 2030)"},
        {"0 0 0 1 * MON",
         "day-of-week at column 11: day-of-month and day-of-week are both given, expected \"?\" in "
         "exactly one of them (if it shall fire on either of them, make two schedules)"},
        {"0 0 0 ? * ?",
         "day-of-week at column 11: day-of-month and day-of-week are both \"?\", expected \"?\" in "
         "exactly one of them (write: 0 0 0 * * ?)"},
        {"61 0 25 * * *",
         "seconds at column 1: \"61\" is out of range, expected 0 to 59; hours at column 6: \"25\" "
         "is out of range, expected 0 to 23; day-of-week at column 13: day-of-month and "
         "day-of-week are both given, expected \"?\" in exactly one of them (write: 61 0 25 * * "
         "?)"},
        {"0 0 \xff\x01 * * ?", "hours at column 5: \"??\" is not a number, expected 0 to 23"},
        {std::string(257, '1'),
         "the cron expression has 257 characters, expected at most 256 (write ranges and steps "
         "instead of lists)"},
    };
    for (const auto& [text, message] : cases) {
        const Result<CronExpression> cron = ParseCron(text);
        ASSERT_FALSE(cron) << text;
        EXPECT_EQ(cron.error().code, ErrorCode::kInvalidArgument);
        EXPECT_EQ(cron.error().ToString(), message) << text;
        EXPECT_FALSE(CheckCron(text, "$.c").empty()) << text;
    }
}

TEST(CheckCron, ProblemsComeOneByOneWithThePath) {
    const std::vector<Problem> problems = CheckCron("61 0 0/0 * * ?", "$.crontab");
    ASSERT_THAT(problems, SizeIs(2));
    EXPECT_EQ(problems[0].ToString(),
              "$.crontab: seconds at column 1: \"61\" is out of range; expected 0 to 59");
    EXPECT_EQ(problems[1].ToString(),
              "$.crontab: hours at column 8: the step \"0\" is out of range; expected 1 to 23");
    EXPECT_THAT(CheckCron("0 0 0 29 2 ?", "$"), IsEmpty());
    const std::vector<Problem> never = CheckCron("0 0 0 30 2 ?", "$");
    ASSERT_THAT(never, SizeIs(1));
    EXPECT_EQ(never[0].ToString(),
              "$: warning: the cron expression never fires: no month has such a day (look at "
              "day-of-month and month)");
}

TEST(ParseCron, AnyBytesAreAnExpressionOrHaveProblems) {
    const std::string alphabet = "0123456789*?,-/LW#SUNMOJAE   ";
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    const TimeZone berlin = Zone("Europe/Berlin");
    int good = 0;
    for (int round = 0; round < 20'000; ++round) {
        // One or two characters of a good expression are changed.
        std::string text = "0 0/5 1-9,22-2 ? JAN-MAR 6#3,2L";
        if (round % 2 == 0) text = "*/7 5,6 * L-3W,15W,1 */2 ? 2020-2030";
        for (int i = 0; i < 1 + round % 3; ++i) {
            text[random() % text.size()] = alphabet[random() % alphabet.size()];
        }
        const Result<CronExpression> cron = ParseCron(text);
        const std::vector<Problem> problems = CheckCron(text, "$");
        EXPECT_EQ(HasErrors(problems), !cron) << text;
        if (!cron) continue;
        ++good;
        const TimePoint after = At("2026-10-24T22:00:00Z");
        if (const auto fire = cron->Next(after, berlin)) {
            EXPECT_GT(*fire, after) << text;
        }
    }
    EXPECT_GT(good, 1000);
}

}  // namespace
}  // namespace dmsnode::workflow
