#include "workflow/impl/civil_time.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr sys_days kFirst = sys_days(std::chrono::year(1) / 1 / 1);
constexpr sys_days kLast = sys_days(std::chrono::year(9999) / 12 / 31);
constexpr std::int64_t kMinutesPerDay = 24 * 60;
// Far more than all years that we know; keeps the sums below away from overflow.
constexpr std::int64_t kMostDays = 4'000'000;

Error OutOfRange() {
    return Error{ErrorCode::kInvalidArgument, "the time lies outside the years 1 to 9999"};
}

Result<TimePoint> Checked(TimePoint time) {
    const sys_days day = floor<days>(time);
    if (day < kFirst || day > kLast) return OutOfRange();
    return time;
}

TimePoint WithDate(TimePoint time, sys_days date) {
    return TimePoint(date) + (time - floor<days>(time));
}

/// Days since the last `first_weekday` (1 Monday … 7 Sunday).
days SinceWeekday(sys_days date, unsigned first_weekday) {
    const unsigned today = std::chrono::weekday(date).iso_encoding();
    return days((today + 7 - first_weekday) % 7);
}

}  // namespace

year_month_day DateOf(TimePoint time) {
    return year_month_day(floor<days>(time));
}

Result<TimePoint> AddMinutes(TimePoint time, std::int64_t minutes) {
    if (minutes > kMostDays * kMinutesPerDay || minutes < -kMostDays * kMinutesPerDay) {
        return OutOfRange();
    }
    return Checked(time + std::chrono::minutes(minutes));
}

Result<TimePoint> AddDays(TimePoint time, std::int64_t count) {
    if (count > kMostDays || count < -kMostDays) return OutOfRange();
    return AddMinutes(time, count * kMinutesPerDay);
}

Result<TimePoint> AddMonths(TimePoint time, std::int64_t months) {
    if (months > 12 * 10'000 || months < -12 * 10'000) return OutOfRange();
    const year_month_day date = DateOf(time);
    const std::int64_t index =
        int(date.year()) * std::int64_t{12} + unsigned(date.month()) - 1 + months;
    if (index < 12 || index >= 12 * 10'000) return OutOfRange();
    const auto year_month = std::chrono::year(static_cast<int>(index / 12)) /
                            std::chrono::month(static_cast<unsigned>(index % 12) + 1);
    year_month_day moved = year_month / date.day();
    if (!moved.ok()) moved = year_month / std::chrono::last;
    return Checked(WithDate(time, sys_days(moved)));
}

TimePoint FirstDayOfMonth(TimePoint time) {
    const year_month_day date = DateOf(time);
    return WithDate(time, sys_days(date.year() / date.month() / 1));
}

TimePoint LastDayOfMonth(TimePoint time) {
    const year_month_day date = DateOf(time);
    return WithDate(time, sys_days(date.year() / date.month() / std::chrono::last));
}

TimePoint FirstDayOfWeek(TimePoint time) {
    return time - SinceWeekday(floor<days>(time), 1);
}

WeekOfYear WeekOf(TimePoint time, unsigned first_weekday) {
    const sys_days date = floor<days>(time);
    // The week belongs to the year of its fourth day.
    const sys_days start = date - SinceWeekday(date, first_weekday);
    const std::chrono::year year = year_month_day(start + days(3)).year();
    const sys_days fourth = sys_days(year / 1 / 4);
    const sys_days first_week = fourth - SinceWeekday(fourth, first_weekday);
    return WeekOfYear{int(year), static_cast<int>((start - first_week).count() / 7) + 1};
}

}  // namespace dmsnode::workflow
