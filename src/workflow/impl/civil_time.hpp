#pragma once

#include <chrono>
#include <cstdint>

#include "base/clock.hpp"
#include "base/result.hpp"

/// Calendar arithmetic in UTC on top of std::chrono's calendar types. The time of day stays as it
/// is; a day that a month does not have becomes the month's last one, as in java.time.
namespace dmsnode::workflow {

std::chrono::year_month_day DateOf(TimePoint time);
/// Errors: kInvalidArgument if the result leaves the years 1 to 9999.
Result<TimePoint> AddMinutes(TimePoint time, std::int64_t minutes);
Result<TimePoint> AddDays(TimePoint time, std::int64_t days);
Result<TimePoint> AddMonths(TimePoint time, std::int64_t months);
TimePoint FirstDayOfMonth(TimePoint time);
TimePoint LastDayOfMonth(TimePoint time);
/// Monday of the week.
TimePoint FirstDayOfWeek(TimePoint time);

struct WeekOfYear {
    int year = 0;  ///< The year that most of the week lies in.
    int week = 0;
};
/// `first_weekday`: 1 Monday … 7 Sunday. The first week of a year has at least four of its days.
WeekOfYear WeekOf(TimePoint time, unsigned first_weekday);

}  // namespace dmsnode::workflow
