#include "workflow/impl/cron_calendar.hpp"

#include <algorithm>
#include <bit>

namespace dmsnode::workflow {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::year_month;
using std::chrono::year_month_day;

constexpr local_days kFirstDay = local_days(std::chrono::year(kFirstCronYear) / 1 / 1);
constexpr local_days kLastDay = local_days(std::chrono::year(kLastCronYear) / 12 / 31);
constexpr unsigned kSunday = 0;
constexpr unsigned kSaturday = 6;

/// The lowest value of `set` that is at least `from`.
std::optional<unsigned> NextOf(std::uint64_t set, unsigned from) {
    if (from >= 64) return std::nullopt;
    const std::uint64_t rest = set & (~std::uint64_t{0} << from);
    if (rest == 0) return std::nullopt;
    return static_cast<unsigned>(std::countr_zero(rest));
}

/// How long a month is and which weekday its first day has.
class Month {
public:
    explicit Month(year_month month)
        : length_(unsigned((month / std::chrono::last).day())),
          first_weekday_(std::chrono::weekday(local_days(month / 1)).c_encoding()) {}

    unsigned length() const { return length_; }
    unsigned WeekdayOf(unsigned day) const { return (first_weekday_ + day - 1) % 7; }

    /// The weekday (Monday to Friday) nearest to `day`, never in another month.
    unsigned NearestWorkday(unsigned day) const {
        if (WeekdayOf(day) == kSaturday) return day == 1 ? 3 : day - 1;
        if (WeekdayOf(day) == kSunday) return day >= length_ && day > 2 ? day - 2 : day + 1;
        return day;
    }

private:
    unsigned length_;
    unsigned first_weekday_;
};

bool Has(std::uint32_t set, unsigned value) {
    return (set >> value & 1U) != 0;
}

bool FiresOn(const CronFields& fields, const Month& month, unsigned day) {
    const unsigned weekday = month.WeekdayOf(day);
    return Has(fields.days, day) || Has(fields.days_before_last, month.length() - day) ||
           Has(fields.weekdays, weekday) || Has(fields.nth_weekdays[(day - 1) / 7], weekday) ||
           (day + 7 > month.length() && Has(fields.last_weekdays, weekday));
}

seconds TimeOfDay(unsigned hour, unsigned minute, unsigned second) {
    return hours(hour) + minutes(minute) + seconds(second);
}

/// The time of day, at least `from`, at which the expression fires.
std::optional<seconds> NextTimeOfDay(const CronFields& fields, seconds from) {
    const std::chrono::hh_mm_ss clock(from);
    const auto hour = static_cast<unsigned>(clock.hours().count());
    const auto minute = static_cast<unsigned>(clock.minutes().count());
    const unsigned first_second = *NextOf(fields.seconds, 0);
    if (Has(fields.hours, hour)) {
        const auto second = NextOf(fields.seconds, static_cast<unsigned>(clock.seconds().count()));
        if ((fields.minutes >> minute & 1U) != 0 && second) {
            return TimeOfDay(hour, minute, *second);
        }
        if (const auto next = NextOf(fields.minutes, minute + 1)) {
            return TimeOfDay(hour, *next, first_second);
        }
    }
    const auto next = NextOf(fields.hours, hour + 1);
    if (!next) return std::nullopt;
    return TimeOfDay(*next, *NextOf(fields.minutes, 0), first_second);
}

/// The first day at or after `from`.
std::optional<local_days> NextDay(const CronFields& fields, local_days from) {
    const year_month_day date(from);
    unsigned first_month = unsigned(date.month());
    unsigned first_day = unsigned(date.day());
    for (int year = int(date.year()); year <= kLastCronYear; ++year, first_month = 1) {
        if (!fields.years[static_cast<std::size_t>(year - kFirstCronYear)]) {
            first_day = 1;
            continue;
        }
        for (unsigned month = first_month; month <= 12; ++month, first_day = 1) {
            if (!Has(fields.months, month)) continue;
            const year_month in_month{std::chrono::year(year), std::chrono::month(month)};
            if (const auto day = NextOf(DaysOf(fields, in_month), first_day)) {
                return local_days(in_month / std::chrono::day(*day));
            }
        }
    }
    return std::nullopt;
}

}  // namespace

std::uint32_t DaysOf(const CronFields& fields, year_month year_month) {
    const Month month(year_month);
    std::uint32_t days = 0;
    for (unsigned day = 1; day <= month.length(); ++day) {
        if (FiresOn(fields, month, day)) days |= 1U << day;
        if (Has(fields.near_days, day) || Has(fields.near_days_before_last, month.length() - day)) {
            days |= 1U << month.NearestWorkday(day);
        }
    }
    return days;
}

std::optional<local_seconds> NextMatch(const CronFields& fields, local_seconds from) {
    from = std::max(from, local_seconds(kFirstDay));
    const local_days today = std::chrono::floor<days>(from);
    if (today > kLastDay) return std::nullopt;
    std::optional<local_days> day = NextDay(fields, today);
    if (day == today) {
        if (const auto time = NextTimeOfDay(fields, from - today)) return today + *time;
        if (today == kLastDay) return std::nullopt;
        day = NextDay(fields, today + days(1));
    }
    if (!day) return std::nullopt;
    return *day + *NextTimeOfDay(fields, seconds(0));
}

}  // namespace dmsnode::workflow
