#pragma once

#include <condition_variable>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "base/worker_pool.hpp"
#include "service/impl/progress.hpp"
#include "service/service.hpp"

namespace dmsnode::service {

/// Runs replication tasks, each on its own thread, and stores how they go. The task's row says what
/// is to be done; a run begins with status `starting` (or `running`, if the process ended in the
/// middle of it) and leaves `stopped` or `failed`.
/// Lifetime: dependencies and options outlive it. Threads: any.
class Supervisor {
public:
    Supervisor(const Dependencies& on, const Options& options);
    ~Supervisor() { Close(); }
    Supervisor(const Supervisor&) = delete;
    Supervisor& operator=(const Supervisor&) = delete;

    enum class Begin {
        kAsked,     ///< The user started it: the row's start type says how.
        kRecovered  ///< It ran when the process ended: completed tables stay.
    };
    /// Queues the run of a task whose row says `starting` or `running`.
    void Launch(const std::string& task_arn, Begin begin);
    /// Waits until the run of a launched task has left `starting`, or for `timeout`.
    void AwaitRunning(const std::string& task_arn, std::chrono::milliseconds timeout);
    /// Asks a run to stop whose row says `stopping`. False if nothing runs for this task.
    bool RequestStop(const std::string& task_arn);
    /// Ends all runs and leaves their rows as they are, to be resumed. May be called twice.
    void Close();

private:
    struct Run;

    void Execute(const std::shared_ptr<Run>& run, Begin begin);
    Result<migration::TaskSpec> Prepare(Run& run, Begin begin);
    migration::TaskOutcome RunEngine(const migration::TaskSpec& spec, Run& run);
    void Finish(Run& run, const migration::TaskOutcome& outcome);
    Status StoreEnd(Run& run, const migration::TaskOutcome& outcome);
    void FlushLoop(const std::stop_token& stop);
    Status Flush(Run& run);

    const Dependencies on_;
    const Options& options_;
    std::stop_source closing_;
    std::mutex mutex_;  // guards runs_
    std::condition_variable changed_;
    // Shared by the map (to stop it), its thread and the flusher.
    std::map<std::string, std::shared_ptr<Run>> runs_;
    WorkerPool threads_;
    std::jthread flusher_;
};

}  // namespace dmsnode::service
