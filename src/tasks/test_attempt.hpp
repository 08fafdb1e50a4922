#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "tasks/task_kind.hpp"

/// For the tests of task kinds: the worker's side of one attempt, with waits that have a deadline.
namespace dmsnode::tasks::testing {

inline constexpr std::chrono::seconds kPatience{30};

/// Log, keeper and progress of one attempt, and its end. Threads: any.
class FakeWorker final : public LogSink, public StateKeeper, public ProgressReceiver {
public:
    void Log(LogLevel level, std::string_view text) override {
        Change([&] { log_ += std::string(LogLevelName(level)) + " " + std::string(text) + "\n"; });
    }
    Status Keep(const std::string& state) override {
        Status status;
        Change([&] {
            if (refuse_after_ && kept_.size() >= *refuse_after_) {
                ++refused_;
                status = Error{ErrorCode::kUnavailable, "the store is away"};
            } else {
                kept_.push_back(state);
            }
        });
        return status;
    }
    void Show(const Json& progress) override {
        Change([&] { shown_.push_back(progress); });
    }
    void Refer(const Json& reference) override {
        Change([&] { reference_ = reference; });
    }

    /// From here on only so many states are kept: the process has died for the store.
    void RefuseAfter(std::size_t count) {
        Change([&] { refuse_after_ = count; });
    }

    TaskAttempt AttemptOf(workflow::TaskDefinition task, workflow::ParameterScope scope) {
        TaskAttempt attempt{.task = std::move(task),
                            .path = "$.tasks[0].taskParams",
                            .scope = std::move(scope),
                            .file_folders = {},
                            .working_directory = {},
                            .environment = {},
                            .run_id = "run/1",
                            .log = this,
                            .states = this,
                            .progress = this,
                            .kept = {},
                            .kept_by_earlier = {},
                            .on_done = {}};
        attempt.on_done = [this](const Outcome& outcome) {
            Change([&] {
                ++ends_;
                outcome_ = outcome;
            });
        };
        return attempt;
    }

    /// Waits until `done` says so; fails the test if it does not in time. `done` may not call back.
    template <class Done>
    bool Wait(Done done) {
        std::unique_lock lock(mutex_);
        const bool in_time = changed_.wait_for(lock, kPatience, [&] { return done(*this); });
        EXPECT_TRUE(in_time) << log_;
        return in_time;
    }
    Outcome End() {
        Wait([](const FakeWorker& worker) { return worker.ends_ > 0; });
        const std::lock_guard lock(mutex_);
        EXPECT_EQ(ends_, 1);
        return outcome_;
    }
    void WaitForLog(const std::string& text) {
        Wait([&](const FakeWorker& worker) { return worker.log_.find(text) != std::string::npos; });
    }
    void WaitForRefusal() {
        Wait([](const FakeWorker& worker) { return worker.refused_ > 0; });
    }
    template <class Holds>
    void WaitForProgress(Holds holds) {
        Wait([&](const FakeWorker& worker) {
            return std::any_of(worker.shown_.begin(), worker.shown_.end(), holds);
        });
    }
    std::string log() const { return With(log_); }
    std::vector<std::string> kept() const { return With(kept_); }
    std::vector<Json> shown() const { return With(shown_); }
    Json reference() const { return With(reference_); }  ///< The last one.
    int ends() const { return With(ends_); }

private:
    template <class F>
    void Change(F&& change) {
        const std::lock_guard lock(mutex_);
        change();
        changed_.notify_all();
    }
    template <class T>
    T With(const T& member) const {
        const std::lock_guard lock(mutex_);
        return member;
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::string log_;
    std::vector<std::string> kept_;
    std::vector<Json> shown_;
    Json reference_;
    std::optional<std::size_t> refuse_after_;
    int refused_ = 0;
    int ends_ = 0;
    Outcome outcome_;
};

}  // namespace dmsnode::tasks::testing
