#include "app/store_wait.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::app {

bool StoreWait::WaitAfter(const Error& error) {
    if (!error.IsTransient() || patience_ <= Duration::zero()) return false;
    const auto now = clock_.Steady();
    if (!failed_first_) {
        failed_first_ = now;
        log_.Log(
            LogLevel::kWarning,
            fmt::format("the store is not there yet: {}; it is tried for {} s", error.ToString(),
                        std::chrono::duration_cast<std::chrono::seconds>(patience_).count()));
    }
    if (now - *failed_first_ + pause_ > patience_) return false;
    if (!clock_.SleepFor(pause_, stop_)) return false;
    pause_ = std::min(pause_ * 2, kLongestPause);
    return true;
}

}  // namespace dmsnode::app
