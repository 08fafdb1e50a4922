#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>

namespace dmsnode {

/// Wall time in UTC, microseconds.
using TimePoint = std::chrono::time_point<std::chrono::system_clock, std::chrono::microseconds>;
using Duration = std::chrono::microseconds;

/// Time comes in through this interface, so that a test moves it by hand.
class Clock {
public:
    virtual ~Clock() = default;
    virtual TimePoint Now() const = 0;
    /// Monotonic time for deadlines and durations.
    virtual std::chrono::steady_clock::time_point Steady() const = 0;
    /// Waits for `duration`, or less if `stop` is requested. Returns false if stopped.
    virtual bool SleepFor(Duration duration, std::stop_token stop) = 0;
};

class SystemClock final : public Clock {
public:
    TimePoint Now() const override;
    std::chrono::steady_clock::time_point Steady() const override;
    bool SleepFor(Duration duration, std::stop_token stop) override;
};

/// `2026-11-22T10:17:02.123Z`.
std::string FormatIso8601(TimePoint time);
/// `20261122T101702Z`, the form of X-Amz-Date.
std::string FormatCompact(TimePoint time);

/// Epoch seconds with fraction, as the DMS API carries times.
double ToEpochSeconds(TimePoint time);
TimePoint FromEpochSeconds(double seconds);

}  // namespace dmsnode
