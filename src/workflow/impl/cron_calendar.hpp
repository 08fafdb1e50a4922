#pragma once

#include <chrono>
#include <optional>

#include "workflow/cron.hpp"

namespace dmsnode::workflow {

/// The first local time at or after `from` that all fields have; nothing if there is none in the
/// years of cron expressions. Jumps from field to field: an impossible date costs a look at each
/// month, an ordinary one a few steps.
std::optional<std::chrono::local_seconds> NextMatch(const CronFields& fields,
                                                    std::chrono::local_seconds from);

/// The days of a month on which the expression fires, bit n for the day n; the month and year
/// fields are not looked at.
std::uint32_t DaysOf(const CronFields& fields, std::chrono::year_month month);

}  // namespace dmsnode::workflow
