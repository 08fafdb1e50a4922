#pragma once

#include <atomic>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/guarded.hpp"
#include "scheduler/attempt_log.hpp"
#include "scheduler/bell.hpp"
#include "store/scheduler_claims.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::scheduler {

/// What kinds' threads tell their worker's thread. Bounded by the attempts that run: one end each.
/// Threads: any.
class EndBox {
public:
    struct End {
        std::int64_t attempt = 0;
        std::int64_t fence = 0;
        tasks::Outcome outcome;
    };
    explicit EndBox(Bell& bell) : bell_(bell) {}
    void Put(End end);
    std::vector<End> Take();

private:
    Bell& bell_;
    Guarded<std::vector<End>> ends_;
};

/// An attempt that a kind runs for this worker: its log, its kept state, its progress.
/// Threads: those of the kind for the interfaces; the worker's for the rest.
class RunningAttempt final : public LogSink,
                             public tasks::StateKeeper,
                             public tasks::ProgressReceiver {
public:
    RunningAttempt(store::Database& database, store::scheduler::Hold row_hold, std::string type,
                   std::unique_ptr<AttemptLog> log)
        : hold(std::move(row_hold)),
          task_type(std::move(type)),
          database_(database),
          log_(std::move(log)) {}

    void Log(LogLevel level, std::string_view text) override;
    /// Errors: kConflict if the attempt is no longer this worker's; those of the store.
    Status Keep(const std::string& state) override;
    void Show(const Json& progress) override;
    /// Saved at once: it is told once or twice. What cannot be saved is told again with the next
    /// kept state.
    void Refer(const Json& reference) override;

    /// The progress that was not saved yet.
    std::optional<std::string> TakeProgress();
    /// True once the store has said that somebody else goes on with it.
    bool IsLost() const { return lost_; }
    void Lose() { lost_ = true; }

    const store::scheduler::Hold hold;
    const std::string task_type;
    // Of the worker's thread.
    tasks::TaskKind* kind = nullptr;
    tasks::AttemptId id = 0;
    bool takes_slot = false;
    bool kill_sent = false;
    std::filesystem::path working_directory;
    workflow::TaskDefinition task;
    std::string task_path;  ///< `$.tasks[2]`
    std::optional<workflow::ParameterScope> scope;
    std::optional<std::string> cache_key;

private:
    store::Database& database_;
    std::unique_ptr<AttemptLog> log_;  ///< Null if the file could not be opened.
    std::atomic<bool> lost_ = false;
    Guarded<std::optional<std::string>> progress_;
    std::string reference_;  ///< That is saved. Of the kind's threads: one call at a time.
};

}  // namespace dmsnode::scheduler
