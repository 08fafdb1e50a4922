#pragma once

#include <mutex>
#include <vector>

#include "base/clock.hpp"

namespace dmsnode::testing {

/// A clock that stands still until it is moved; sleeping moves it. Threads: any.
class FakeClock final : public Clock {
public:
    explicit FakeClock(TimePoint now = TimePoint(std::chrono::seconds(1'795'342'622)))
        : now_(now) {}

    TimePoint Now() const override {
        const std::lock_guard lock(mutex_);
        return now_;
    }
    std::chrono::steady_clock::time_point Steady() const override {
        const std::lock_guard lock(mutex_);
        return steady_;
    }
    bool SleepFor(Duration duration, std::stop_token stop) override {
        if (stop.stop_requested()) return false;
        Advance(duration);
        const std::lock_guard lock(mutex_);
        sleeps_.push_back(duration);
        return true;
    }
    void Advance(Duration duration) {
        const std::lock_guard lock(mutex_);
        now_ += duration;
        steady_ += duration;
    }
    /// Sets the wall clock, as a person or NTP would: steady time does not move.
    void SetWall(TimePoint now) {
        const std::lock_guard lock(mutex_);
        now_ = now;
    }
    std::vector<Duration> sleeps() const {
        const std::lock_guard lock(mutex_);
        return sleeps_;
    }

private:
    mutable std::mutex mutex_;
    TimePoint now_;
    std::chrono::steady_clock::time_point steady_{std::chrono::hours(1)};
    std::vector<Duration> sleeps_;
};

}  // namespace dmsnode::testing
