#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/time_zone.hpp"

/// When a workflow runs by itself, and for which dates it is run afterwards. Pure: the time comes
/// in with each call.
///
/// Source: Apache DolphinScheduler 3.2, "Workflow scheduling" and "Complement".
namespace dmsnode::workflow {

/// Times of a workflow, as they are stored and exchanged (`crontab`, `timezoneId`, `startTime`,
/// `endTime`).
struct Schedule {
    std::string crontab;  ///< Quartz form, see docs/formats/cron.md.
    std::string time_zone = "UTC";
    std::optional<TimePoint> start{};  ///< No fire before it; one at this very moment counts.
    std::optional<TimePoint> end{};    ///< No fire after it; one at this very moment counts.

    bool operator==(const Schedule&) const = default;
};

/// All problems of a schedule, with their paths (`<path>.crontab`); none if the functions below
/// take it. A crontab that never fires is a warning.
std::vector<Problem> CheckSchedule(const Schedule& schedule, const std::string& path);

constexpr std::size_t kMostFires = 1000;

/// The first `count` fires strictly after `after`, fewer if the schedule ends; never more than
/// kMostFires.
/// Errors: kInvalidArgument if the schedule has a problem.
Result<std::vector<TimePoint>> NextFires(const Schedule& schedule, TimePoint after,
                                         std::size_t count);

/// What a scheduler that was down does with the fires that it missed.
enum class MissedFireRule {
    kFireOnce,  ///< The latest of them, if nothing else is due.
    kFireAll,   ///< All of them.
    kSkip,      ///< None.
};

struct MissedFirePolicy {
    MissedFireRule rule = MissedFireRule::kFireOnce;
    std::size_t most = 100;  ///< The latest so many fires are given, at most kMostFires.
    /// A fire that is not older is no missed one: a scheduler is always a little late.
    Duration grace = std::chrono::seconds(60);
};

struct DueFires {
    std::vector<TimePoint> fires;   ///< The earliest first.
    bool earlier_left_out = false;  ///< The policy let fires go by; worth a line in the log.
};

/// What is to be started at `now`, if all fires up to `last` have been dealt with. Costs no more
/// for a long downtime than for a short one. Afterwards the scheduler goes on with `last = now`.
/// Errors: kInvalidArgument if the schedule has a problem.
Result<DueFires> MissedFires(const Schedule& schedule, TimePoint last, TimePoint now,
                             const MissedFirePolicy& policy);

/// Both ends are included.
struct BackfillRange {
    TimePoint first;
    TimePoint last;
};

enum class BackfillOrder { kAscending, kDescending };

/// Which dates a workflow is run for afterwards.
struct Backfill {
    std::variant<BackfillRange, std::vector<TimePoint>> dates{};
    BackfillOrder order = BackfillOrder::kDescending;  ///< DolphinScheduler's default.
    /// Whose midnights are taken where there is no schedule.
    TimeZone zone{};
};

constexpr std::size_t kMostBackfillDates = 10'000;

/// The schedule times of a backfill, each once, in its order. Of a range: the fires of `schedule`
/// in it (its start and end do not count: dates before them are what backfills are for), or each
/// midnight without one; if both ends are the same moment, that moment. Of a list: its dates.
/// Errors: kInvalidArgument if there is no date, if there are more than kMostBackfillDates, if the
///     range runs backwards, or if the schedule has a problem.
Result<std::vector<TimePoint>> BackfillDates(const Backfill& backfill,
                                             const std::optional<Schedule>& schedule);

/// Deals dates to chains that run side by side, each one date after the other: round-robin, as
/// DolphinScheduler 3.2 does. At most `parallelism` chains (0 counts as 1), none of them empty.
std::vector<std::vector<TimePoint>> DealBackfill(const std::vector<TimePoint>& dates,
                                                 std::size_t parallelism);

}  // namespace dmsnode::workflow
