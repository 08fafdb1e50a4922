#include "workflow/cron.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workflow/impl/cron_calendar.hpp"
#include "workflow/impl/cron_parser.hpp"

namespace dmsnode::workflow {
namespace {

using std::chrono::floor;
using std::chrono::local_days;
using std::chrono::local_seconds;
using std::chrono::seconds;
using std::chrono::sys_days;

constexpr std::uint32_t kAllHours = 0xFFFFFF;
// No zone is further than a day from UTC.
constexpr TimePoint kFirstMoment =
    sys_days(std::chrono::year(kFirstCronYear) / 1 / 1) - std::chrono::days(1);
constexpr TimePoint kLastMoment =
    sys_days(std::chrono::year(kLastCronYear + 1) / 1 / 1) + std::chrono::days(1);
// No change of a clock takes it back further (Alaska and the Philippines: a day).
constexpr std::chrono::hours kLongestRepetition(25);

local_seconds Shifted(TimePoint time, seconds offset) {
    return local_seconds(floor<seconds>(time.time_since_epoch()) + offset);
}

TimePoint Unshifted(local_seconds local, seconds offset) {
    return TimePoint(local.time_since_epoch() - offset);
}

/// True if a fire fell into the gap of local times that `period` begins with.
bool GapHasFire(const CronFields& fields, const TimeZone::Period& period) {
    if (period.offset <= period.offset_before || fields.hours == kAllHours) return false;
    const std::optional<local_seconds> fire =
        NextMatch(fields, Shifted(period.begin, period.offset_before));
    return fire && *fire < Shifted(period.begin, period.offset);
}

/// The local time to search from. An expression of fixed hours has fired already in the times that
/// are shown again after the clock was put back.
local_seconds SearchStart(const CronFields& fields, const TimeZone::Period& period,
                          TimePoint time) {
    const local_seconds start = Shifted(time, period.offset);
    if (fields.interval || period.offset >= period.offset_before) return start;
    return std::max(start, Shifted(period.begin, period.offset_before));
}

}  // namespace

std::optional<TimePoint> CronExpression::Next(TimePoint after, const TimeZone& zone) const {
    if (after >= kLastMoment) return std::nullopt;
    TimePoint time = floor<seconds>(std::max(after, kFirstMoment)) + seconds(1);
    // Within a period between two changes of the clock local times and moments are the same thing.
    while (time < kLastMoment) {
        const TimeZone::Period period = zone.PeriodAt(time);
        if (time == period.begin && GapHasFire(fields_, period)) return time;
        const std::optional<local_seconds> fire =
            NextMatch(fields_, SearchStart(fields_, period, time));
        if (fire && Unshifted(*fire, period.offset) < period.end) {
            return Unshifted(*fire, period.offset);
        }
        // What has no later fire may still fire in times that are shown again soon.
        if (!fire && period.end > time + kLongestRepetition) return std::nullopt;
        time = period.end;
    }
    return std::nullopt;
}

Result<CronExpression> ParseCron(std::string_view text) {
    const CronReading reading = ReadCron(text);
    if (reading.problems.empty()) return CronExpression(std::string(text), reading.fields);
    std::string message;
    std::string hint;
    for (const Problem& problem : reading.problems) {
        if (!message.empty()) message += "; ";
        message += problem.message;
        if (!problem.expected.empty()) message += ", expected " + problem.expected;
        if (problem.hint.empty() || hint.find(problem.hint) != std::string::npos) continue;
        hint += (hint.empty() ? "" : "; ") + problem.hint;
    }
    return Error{ErrorCode::kInvalidArgument, std::move(message)}.Hint(std::move(hint));
}

std::vector<Problem> CheckCron(std::string_view text, const std::string& path) {
    CronReading reading = ReadCron(text);
    if (reading.problems.empty() &&
        !NextMatch(reading.fields, local_days(std::chrono::year(kFirstCronYear) / 1 / 1))) {
        reading.problems.push_back(
            Problem{.path = path,
                    .message = "the cron expression never fires: no month has such a day",
                    .expected = "",
                    .hint = "look at day-of-month and month",
                    .warning = true});
    }
    for (Problem& problem : reading.problems) problem.path = path;
    return reading.problems;
}

}  // namespace dmsnode::workflow
