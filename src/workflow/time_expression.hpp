#pragma once

#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "workflow/time_zone.hpp"

namespace dmsnode::workflow {

/// The value of the inside of `$[…]` at `base`, by the clocks of `zone`: `yyyyMMdd-1`,
/// `add_months(yyyyMM,-1)`, `month_begin(yyyy-MM-dd,0)`, `timestamp(yyyyMMddHHmmss)` … The grammar
/// is in docs/formats/time-expressions.md.
/// Days and months are those of the zone's calendar (a day may have 23 hours); parts of a day are
/// real time.
/// Errors: kInvalidArgument says which part cannot be read, and lists the functions if the name of
///     one is unknown.
Result<std::string> EvaluateTimeExpression(std::string_view expression, TimePoint base,
                                           const TimeZone& zone = TimeZone());

/// Writes `time` (UTC) by a pattern of yyyy, MM, dd, HH, mm, ss, SSS and the other letters of
/// java.time.format.DateTimeFormatter that do not depend on a language.
/// Errors: kInvalidArgument for a letter that means nothing here, or an open quote.
Result<std::string> FormatTime(std::string_view pattern, TimePoint time);

}  // namespace dmsnode::workflow
