#pragma once

#include <cstdint>
#include <optional>

#include "alarms/channel.hpp"
#include "base/clock.hpp"
#include "store/alarm_rows.hpp"

namespace dmsnode::alarms {

/// How long a delivery is tried again.
struct RetryPolicy {
    Duration first_delay = std::chrono::minutes(1);
    Duration longest_delay = std::chrono::hours(1);
    Duration longest_retry_after = std::chrono::hours(1);  ///< More is not waited for.
    Duration budget = std::chrono::hours(24);              ///< From the first attempt.
    std::int64_t max_attempts = 20;
    std::int64_t max_permanent_attempts = 1;  ///< Attempts after which a permanent error is final.
};

/// The wait after attempt `attempts` (from 1): doubles from the first to the longest delay, and is
/// up to a quarter longer by `chance` (0 ≤ chance < 1), so that what failed together does not come
/// back together. Within [first_delay, longest_delay].
Duration DelayAfter(const RetryPolicy& policy, std::int64_t attempts, double chance);

/// What becomes of a claimed delivery after an attempt: state, wake, ended and last error are set.
/// One that was stopped (kCancelled) waits for an attempt at once, and that attempt is not counted.
void Settle(store::AlarmDeliveryRow& delivery, const SendOutcome& outcome,
            const RetryPolicy& policy, TimePoint now, double chance);

}  // namespace dmsnode::alarms
