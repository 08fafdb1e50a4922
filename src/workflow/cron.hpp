#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/time_zone.hpp"

/// Quartz cron expressions: `seconds minutes hours day-of-month month day-of-week [year]`. Pure.
///
/// The grammar, what differs from Quartz and the rules at changes of the clock are in
/// docs/formats/cron.md.
/// Source: Quartz 2.3, class CronExpression (what Apache DolphinScheduler stores as `crontab`).
namespace dmsnode::workflow {

/// Years that an expression may name; a search for the next fire ends with the last of them.
constexpr int kFirstCronYear = 1970;
constexpr int kLastCronYear = 2199;

/// What an expression means: sets as bits, bit n for the value n. A day fires if any of the day
/// sets has it; those of the field that was given as `?` are empty.
struct CronFields {
    std::uint64_t seconds = 0;
    std::uint64_t minutes = 0;
    std::uint32_t hours = 0;
    std::uint32_t days = 0;                       ///< 1 to 31
    std::uint32_t days_before_last = 0;           ///< `L` is bit 0, `L-3` bit 3
    std::uint32_t near_days = 0;                  ///< `15W`: the weekday nearest to the 15th
    std::uint32_t near_days_before_last = 0;      ///< `LW` is bit 0, `L-3W` bit 3
    std::uint32_t months = 0;                     ///< 1 to 12
    std::uint32_t weekdays = 0;                   ///< 0 is Sunday
    std::uint32_t last_weekdays = 0;              ///< `6L`: the month's last Friday
    std::array<std::uint32_t, 5> nth_weekdays{};  ///< `6#3` is in [2]
    std::bitset<kLastCronYear - kFirstCronYear + 1> years;
    /// The hours have a `*` or a step, or are all 24: such an expression stands for an interval,
    /// and goes on firing while the clock shows an hour for the second time.
    bool interval = false;

    bool operator==(const CronFields&) const = default;
};

/// A cron expression that was read. A value; cheap to copy.
class CronExpression {
public:
    /// As it was given.
    const std::string& text() const { return text_; }
    const CronFields& fields() const { return fields_; }

    /// The first fire strictly after `after`, on the clocks of `zone`; nothing if there is none up
    /// to the end of the year 2199 (30 February, a year that is over). Fires are whole seconds.
    ///
    /// Where the clocks of the zone change:
    /// - A local time that they skip fires at the first moment after the gap, once for the whole
    ///   gap. An expression for all 24 hours needs no such fire: its next hour is near.
    /// - A local time that they show twice fires the first time only, unless the expression is an
    ///   interval (CronFields::interval): that one fires both times.
    std::optional<TimePoint> Next(TimePoint after, const TimeZone& zone) const;

private:
    friend Result<CronExpression> ParseCron(std::string_view text);
    CronExpression(std::string text, const CronFields& fields)
        : text_(std::move(text)), fields_(fields) {}

    std::string text_;
    CronFields fields_;
};

/// Reads an expression.
/// Errors: kInvalidArgument tells all problems in one message, each with its field, the column in
///     the text (from 1) and the expected form; the hint says how to write it instead.
Result<CronExpression> ParseCron(std::string_view text);

/// All problems of an expression, one by one, for a validation report; none if ParseCron reads it.
/// An expression that never fires (30 February) is a warning. Every problem gets `path`.
std::vector<Problem> CheckCron(std::string_view text, const std::string& path);

}  // namespace dmsnode::workflow
