#include "alarms/retry.hpp"

#include <algorithm>
#include <cmath>

namespace dmsnode::alarms {

Duration DelayAfter(const RetryPolicy& policy, std::int64_t attempts, double chance) {
    // The jitter is part of the longest delay: cut off by it, late attempts would come together.
    constexpr double kJitter = 0.25;
    const double most = static_cast<double>(policy.longest_delay.count()) / (1 + kJitter);
    const double doubled =
        static_cast<double>(policy.first_delay.count()) *
        std::exp2(static_cast<double>(std::clamp<std::int64_t>(attempts - 1, 0, 40)));
    return Duration(std::llround(std::min(doubled, most) * (1 + kJitter * chance)));
}

void Settle(store::AlarmDeliveryRow& delivery, const SendOutcome& outcome,
            const RetryPolicy& policy, TimePoint now, double chance) {
    using End = SendOutcome::End;
    if (outcome.end == End::kSent) {
        delivery.state = store::kDeliverySent;
        delivery.wake = std::nullopt;
        delivery.ended = now;
        delivery.last_error.clear();
        return;
    }
    delivery.last_error = outcome.error.ToString();
    if (outcome.error.code == ErrorCode::kCancelled) {
        delivery.state = store::kDeliveryWaiting;
        delivery.wake = now;
        delivery.attempts -= 1;
        return;
    }
    const Duration asked =
        std::min(outcome.retry_after.value_or(Duration(0)), policy.longest_retry_after);
    const TimePoint next = now + std::max(DelayAfter(policy, delivery.attempts, chance), asked);
    const bool permanent =
        outcome.end == End::kPermanent && delivery.attempts >= policy.max_permanent_attempts;
    const bool spent = delivery.attempts >= policy.max_attempts ||
                       next > delivery.first_attempt.value_or(now) + policy.budget;
    const bool failed = permanent || spent;
    delivery.state = failed ? store::kDeliveryFailed : store::kDeliveryWaiting;
    delivery.wake = failed ? std::nullopt : std::optional(next);
    delivery.ended = failed ? std::optional(now) : std::nullopt;
}

}  // namespace dmsnode::alarms
