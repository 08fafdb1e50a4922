#include "migration/full_load/retry.hpp"

#include <algorithm>

namespace dmsnode::migration {
namespace {

constexpr int kDefaultAttempts = 9;
constexpr std::int64_t kDefaultLongestSeconds = 1800;

}  // namespace

RetryBudget::RetryBudget(const dms::TaskSettings& settings, unsigned seed)
    : most_(settings.recoverable_error_count < 0
                ? kDefaultAttempts
                : static_cast<int>(std::min<std::int64_t>(settings.recoverable_error_count, 1000))),
      interval_(std::chrono::seconds(settings.recoverable_error_interval_s)),
      longest_(std::chrono::seconds(kDefaultLongestSeconds)),
      doubles_(true),
      random_(seed) {
    const auto errors = settings.document.find("ErrorBehavior");
    if (errors == settings.document.end() || !errors->is_object()) return;
    doubles_ = errors->value("RecoverableErrorThrottling", true);
    longest_ = std::chrono::seconds(
        errors->value("RecoverableErrorThrottlingMax", kDefaultLongestSeconds));
}

bool RetryBudget::Next(Duration& wait) {
    if (attempts_ >= most_) return false;
    Duration base = interval_;
    for (int i = 0; doubles_ && i < attempts_ && base < longest_; ++i) base *= 2;
    base = std::min(base, std::max(longest_, interval_));
    std::uniform_real_distribution<double> vary(0.8, 1.2);
    wait = Duration(static_cast<Duration::rep>(static_cast<double>(base.count()) * vary(random_)));
    ++attempts_;
    return true;
}

}  // namespace dmsnode::migration
