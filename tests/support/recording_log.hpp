#pragma once

#include <chrono>
#include <mutex>
#include <string>
#include <thread>

#include "base/log.hpp"

namespace dmsnode::testing {

/// Remembers what was logged.
class RecordingLog final : public LogSink {
public:
    void Log(LogLevel level, std::string_view text) override {
        const std::lock_guard lock(mutex_);
        text_ += std::string(LogLevelName(level)) + " " + std::string(text) + "\n";
    }
    std::string text() const {
        const std::lock_guard lock(mutex_);
        return text_;
    }

private:
    mutable std::mutex mutex_;
    std::string text_;
};

/// Polls until `done()` is true; false after 10 s. For what other threads store.
template <class Done>
bool Eventually(Done&& done) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    while (!done()) {
        if (std::chrono::steady_clock::now() > deadline) return false;
        std::this_thread::yield();
    }
    return true;
}

}  // namespace dmsnode::testing
