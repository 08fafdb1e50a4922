#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "migration/task.hpp"

namespace dmsnode::testing {

/// Stands in for migration::RunFullLoad: reports tables that the test scripts, waits where the test
/// wants it to, ends as the test says.
/// Threads: any.
class FakeEngine {
public:
    /// What the next runs report through the observer, and how they end.
    void Script(std::vector<migration::TableProgress> tables, migration::TaskOutcome outcome) {
        const std::lock_guard lock(mutex_);
        tables_ = std::move(tables);
        outcome_ = std::move(outcome);
    }
    /// From now on a run waits, after its tables are reported, until Release or a stop request.
    void Hold() {
        const std::lock_guard lock(mutex_);
        held_ = true;
    }
    void Release() {
        {
            const std::lock_guard lock(mutex_);
            held_ = false;
        }
        changed_.notify_all();
    }
    /// Waits until `count` runs have begun in all. False after 10 s.
    bool AwaitRuns(std::size_t count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(10),
                                 [&] { return specs_.size() >= count; });
    }
    std::vector<migration::TaskSpec> specs() const {
        const std::lock_guard lock(mutex_);
        return specs_;
    }

    auto AsRunTask() {
        return [this](const migration::TaskSpec& spec, connectors::Factory&,
                      migration::TaskObserver& observer, LogSink& log, Clock&,
                      const std::stop_token& stop) { return Run(spec, observer, log, stop); };
    }

private:
    migration::TaskOutcome Run(const migration::TaskSpec& spec, migration::TaskObserver& observer,
                               LogSink& log, const std::stop_token& stop) {
        std::vector<migration::TableProgress> tables;
        {
            const std::lock_guard lock(mutex_);
            tables = tables_;
        }
        log.Log(LogLevel::kInfo, "the fake engine runs");
        observer.OnTables(tables);
        for (const migration::TableProgress& table : tables) observer.OnTable(table);
        std::unique_lock lock(mutex_);
        specs_.push_back(spec);
        changed_.notify_all();
        changed_.wait(lock, stop, [&] { return !held_; });
        if (stop.stop_requested()) {
            return {.reason = dms::StopReason::kNormal, .failure = std::nullopt};
        }
        return outcome_;
    }

    mutable std::mutex mutex_;
    std::condition_variable_any changed_;
    std::vector<migration::TableProgress> tables_;
    migration::TaskOutcome outcome_{.reason = dms::StopReason::kFullLoadOnlyFinished,
                                    .failure = std::nullopt};
    bool held_ = false;
    std::vector<migration::TaskSpec> specs_;
};

}  // namespace dmsnode::testing
