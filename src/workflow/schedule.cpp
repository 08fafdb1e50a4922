#include "workflow/schedule.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workflow/cron.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::seconds;

// Before and after all fires; they keep sums and differences of times away from overflow.
constexpr TimePoint kEarliest = std::chrono::sys_days(std::chrono::year(1969) / 12 / 1);
constexpr TimePoint kLatest = std::chrono::sys_days(std::chrono::year(kLastCronYear + 1) / 2 / 1);
constexpr Duration kLongestGrace = std::chrono::days(366);

/// A schedule whose texts were read.
struct Timetable {
    CronExpression cron;
    TimeZone zone;
    std::optional<TimePoint> start;
    std::optional<TimePoint> end;

    /// Strictly after `after`.
    std::optional<TimePoint> Next(TimePoint after) const {
        if (start) after = std::max(after, std::max(*start, kEarliest) - Duration(1));
        const std::optional<TimePoint> fire = cron.Next(after, zone);
        if (fire && end && *fire > *end) return std::nullopt;
        return fire;
    }

    /// The last fire in (after, upto]. Looks back from `upto` in steps that double, then halves
    /// the one that has it: a few dozen searches, however many fires lie between.
    std::optional<TimePoint> LastIn(TimePoint after, TimePoint upto) const {
        const auto has_fire_after = [&](TimePoint time) {
            const std::optional<TimePoint> fire = Next(time);
            return fire && *fire <= upto;
        };
        if (after >= upto || !has_fire_after(after)) return std::nullopt;
        TimePoint with = after;  // Fires in (with, upto], none in (without, upto].
        TimePoint without = upto;
        for (Duration step = seconds(1); upto - after > step; step *= 2) {
            if (has_fire_after(upto - step)) {
                with = upto - step;
                break;
            }
            without = upto - step;
        }
        while (without - with > seconds(1)) {
            const TimePoint middle = with + (without - with) / 2;
            (has_fire_after(middle) ? with : without) = middle;
        }
        // Fires are whole seconds: one is left.
        return Next(with);
    }
};

std::optional<Problem> CheckEnds(const Schedule& schedule, const std::string& path) {
    if (!schedule.start || !schedule.end || *schedule.start < *schedule.end) return std::nullopt;
    return Problem{
        .path = path,
        .message = fmt::format("the schedule ends at {}, but starts at {}",
                               FormatIso8601(*schedule.end), FormatIso8601(*schedule.start)),
        .expected = "an end after the start",
        .hint = ""};
}

Result<Timetable> Read(const Schedule& schedule) {
    Result<CronExpression> cron = ParseCron(schedule.crontab);
    if (!cron) return Error(cron.error()).At("crontab");
    Result<TimeZone> zone = TimeZone::Find(schedule.time_zone);
    if (!zone) return Error(zone.error()).At("timezoneId");
    if (const std::optional<Problem> problem = CheckEnds(schedule, "endTime")) {
        return Error{ErrorCode::kInvalidArgument, problem->message}.At(problem->path);
    }
    return Timetable{std::move(*cron), std::move(*zone), schedule.start, schedule.end};
}

/// The latest `most` fires in (after, upto], the earliest first.
DueFires LatestIn(const Timetable& timetable, TimePoint after, TimePoint upto, std::size_t most) {
    DueFires due;
    while (const std::optional<TimePoint> fire = timetable.LastIn(after, upto)) {
        if (due.fires.size() == most) {
            due.earlier_left_out = true;
            break;
        }
        due.fires.push_back(*fire);
        upto = *fire - Duration(1);
    }
    std::reverse(due.fires.begin(), due.fires.end());
    return due;
}

Error InvalidBackfill(std::string message) {
    return Error{ErrorCode::kInvalidArgument, std::move(message)};
}

Error TooManyDates(std::string_view detail) {
    return InvalidBackfill(
               fmt::format("the backfill has more than {} dates{}", kMostBackfillDates, detail))
        .Hint("split it");
}

Result<std::vector<TimePoint>> DatesIn(const BackfillRange& range, const Timetable& timetable) {
    std::vector<TimePoint> dates;
    TimePoint after = std::max(range.first, kEarliest) - Duration(1);
    for (auto fire = timetable.Next(after); fire && *fire <= range.last;
         fire = timetable.Next(*fire)) {
        if (dates.size() == kMostBackfillDates) {
            return TooManyDates(fmt::format("; the first {} end at {}", kMostBackfillDates,
                                            FormatIso8601(dates.back())));
        }
        dates.push_back(*fire);
    }
    if (!dates.empty()) return dates;
    return InvalidBackfill(fmt::format("no fire of \"{}\" ({}) lies between {} and {}",
                                       timetable.cron.text(), timetable.zone.name(),
                                       FormatIso8601(range.first), FormatIso8601(range.last)))
        .Hint("make the range longer, or name the dates one by one");
}

Result<std::vector<TimePoint>> DatesOfRange(const Backfill& backfill, const BackfillRange& range,
                                            const std::optional<Schedule>& schedule) {
    if (range.last < range.first) {
        return InvalidBackfill(fmt::format("the backfill ends at {}, before it begins at {}",
                                           FormatIso8601(range.last), FormatIso8601(range.first)))
            .Hint("the order of the runs is set by itself, not by the ends of the range");
    }
    if (range.first == range.last) return std::vector<TimePoint>{range.first};
    Result<Timetable> timetable = Read(schedule.value_or(Schedule{.crontab = "0 0 0 * * ?"}));
    if (!timetable) return timetable.error();
    timetable->start = timetable->end = std::nullopt;
    if (!schedule) timetable->zone = backfill.zone;
    return DatesIn(range, *timetable);
}

Result<std::vector<TimePoint>> DatesOfList(std::vector<TimePoint> dates) {
    if (dates.empty())
        return InvalidBackfill("the backfill has no date").Hint("give a range or dates");
    if (dates.size() > kMostBackfillDates) return TooManyDates("");
    std::sort(dates.begin(), dates.end());
    dates.erase(std::unique(dates.begin(), dates.end()), dates.end());
    return dates;
}

}  // namespace

std::vector<Problem> CheckSchedule(const Schedule& schedule, const std::string& path) {
    std::vector<Problem> problems = CheckCron(schedule.crontab, path + ".crontab");
    if (const Result<TimeZone> zone = TimeZone::Find(schedule.time_zone); !zone) {
        problems.push_back(Problem{.path = path + ".timezoneId",
                                   .message = zone.error().message,
                                   .expected = "",
                                   .hint = zone.error().hint});
    }
    if (std::optional<Problem> problem = CheckEnds(schedule, path + ".endTime")) {
        problems.push_back(std::move(*problem));
    }
    return problems;
}

Result<std::vector<TimePoint>> NextFires(const Schedule& schedule, TimePoint after,
                                         std::size_t count) {
    const Result<Timetable> timetable = Read(schedule);
    if (!timetable) return timetable.error();
    std::vector<TimePoint> fires;
    while (fires.size() < std::min(count, kMostFires)) {
        const std::optional<TimePoint> fire = timetable->Next(after);
        if (!fire) break;
        fires.push_back(*fire);
        after = *fire;
    }
    return fires;
}

Result<DueFires> MissedFires(const Schedule& schedule, TimePoint last, TimePoint now,
                             const MissedFirePolicy& policy) {
    const Result<Timetable> timetable = Read(schedule);
    if (!timetable) return timetable.error();
    const std::size_t most = std::min(policy.most, kMostFires);
    last = std::max(last, kEarliest);
    now = std::clamp(now, kEarliest, kLatest);
    if (policy.rule == MissedFireRule::kFireAll) return LatestIn(*timetable, last, now, most);
    // A fire exactly as old as the grace is still in time.
    const TimePoint missed_upto =
        now - std::clamp(policy.grace, Duration(0), kLongestGrace) - Duration(1);
    DueFires due = LatestIn(*timetable, std::max(last, missed_upto), now, most);
    if (policy.rule == MissedFireRule::kFireOnce && due.fires.empty()) {
        due = LatestIn(*timetable, last, missed_upto, 1);
    } else if (timetable->LastIn(last, missed_upto)) {
        due.earlier_left_out = true;
    }
    return due;
}

Result<std::vector<TimePoint>> BackfillDates(const Backfill& backfill,
                                             const std::optional<Schedule>& schedule) {
    const auto* range = std::get_if<BackfillRange>(&backfill.dates);
    Result<std::vector<TimePoint>> dates =
        range != nullptr ? DatesOfRange(backfill, *range, schedule)
                         : DatesOfList(std::get<std::vector<TimePoint>>(backfill.dates));
    if (dates && backfill.order == BackfillOrder::kDescending) {
        std::reverse(dates->begin(), dates->end());
    }
    return dates;
}

std::vector<std::vector<TimePoint>> DealBackfill(const std::vector<TimePoint>& dates,
                                                 std::size_t parallelism) {
    std::vector<std::vector<TimePoint>> chains(
        std::min(std::max<std::size_t>(parallelism, 1), dates.size()));
    for (std::size_t i = 0; i < dates.size(); ++i) chains[i % chains.size()].push_back(dates[i]);
    return chains;
}

}  // namespace dmsnode::workflow
