#pragma once

#include <chrono>
#include <optional>
#include <stop_token>
#include <type_traits>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace dmsnode::app {

/// Does a step of the start again while the store cannot be reached: a process that comes up
/// together with its database, or in the middle of the database's restart, goes on when it is
/// there. Steps leave nothing behind when they fail. Threads: one.
class StoreWait {
public:
    /// `patience`: how long one step is tried, from its first failure. Zero: once.
    StoreWait(Clock& clock, LogSink& log, std::stop_token stop, Duration patience)
        : clock_(clock), log_(log), stop_(std::move(stop)), patience_(patience) {}

    /// The step's value, or the error that will not pass, or did not in time.
    template <class Step>
    auto operator()(Step&& step) -> std::invoke_result_t<Step> {
        failed_first_.reset();
        pause_ = kFirstPause;
        while (true) {
            auto result = step();
            if (result || !WaitAfter(result.error())) return result;
        }
    }

private:
    static constexpr Duration kFirstPause = std::chrono::milliseconds(100);
    static constexpr Duration kLongestPause = std::chrono::seconds(3);

    /// False if the step is not to be done again.
    bool WaitAfter(const Error& error);

    Clock& clock_;
    LogSink& log_;
    const std::stop_token stop_;
    const Duration patience_;
    std::optional<std::chrono::steady_clock::time_point> failed_first_;
    Duration pause_ = kFirstPause;
};

}  // namespace dmsnode::app
