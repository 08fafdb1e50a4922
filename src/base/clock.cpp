#include "base/clock.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ctime>

namespace dmsnode {
namespace {

std::tm UtcParts(TimePoint time) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return parts;
}

}  // namespace

TimePoint SystemClock::Now() const {
    return std::chrono::time_point_cast<std::chrono::microseconds>(
        std::chrono::system_clock::now());
}

std::chrono::steady_clock::time_point SystemClock::Steady() const {
    return std::chrono::steady_clock::now();
}

bool SystemClock::SleepFor(Duration duration, std::stop_token stop) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, stop, duration, [] { return false; });
    return !stop.stop_requested();
}

std::string FormatIso8601(TimePoint time) {
    const std::tm parts = UtcParts(time);
    const auto millis = std::chrono::floor<std::chrono::milliseconds>(
        time - std::chrono::floor<std::chrono::seconds>(time));
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", parts.tm_year + 1900,
                       parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec,
                       millis.count());
}

std::string FormatCompact(TimePoint time) {
    const std::tm parts = UtcParts(time);
    return fmt::format("{:04}{:02}{:02}T{:02}{:02}{:02}Z", parts.tm_year + 1900, parts.tm_mon + 1,
                       parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

double ToEpochSeconds(TimePoint time) {
    return static_cast<double>(
               std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count()) /
           1000.0;
}

TimePoint FromEpochSeconds(double seconds) {
    return TimePoint(std::chrono::microseconds(std::llround(seconds * 1e6)));
}

}  // namespace dmsnode
