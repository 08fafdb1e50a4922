#pragma once

#include <atomic>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "scheduler/attempt_setup.hpp"
#include "scheduler/bell.hpp"
#include "scheduler/running_attempt.hpp"
#include "store/scheduler_workers.hpp"

namespace dmsnode::scheduler {

struct WorkerOptions {
    /// The same after a restart on the same data folder, and nobody else's: what an earlier process
    /// of this name ran is taken over at once.
    std::string name = "worker";
    std::string host;
    std::vector<std::string> groups = {"default"};
    int slots = 16;  ///< Attempts that hold a thread or a process; the others are not counted.
    Duration lease = std::chrono::seconds(30);
    Duration heartbeat = std::chrono::seconds(8);
    Duration look = std::chrono::milliseconds(500);
    Duration save_progress = std::chrono::seconds(1);
    /// How long the end of an attempt is tried to be saved.
    Duration save_budget = std::chrono::hours(1);
    /// How long a type is not claimed after its kind had no room.
    Duration pause_when_full = std::chrono::seconds(2);
    int most_claims = 64;  ///< In one look.
    std::filesystem::path data_folder;
    std::size_t most_log_bytes = 64U << 20U;
};

struct WorkerPorts {
    store::Database& database;
    Clock& clock;
    LogSink& log;
    Bell& bell;
    std::vector<tasks::TaskKind*> kinds;
    SetupPorts setup = {};
    ReadDefinition read = ReadWorkflowDocument;
};

/// Runs queued attempts of its worker groups by their kinds. A loss of the store stops nothing that
/// runs: ends are saved when it is back. If another worker has taken an attempt over meanwhile,
/// what is local here (it holds a slot) is ended, and what runs elsewhere is let go of. Lifetime:
/// the ports outlive it. Threads: RunDue and Stop one; Beat any.
class Worker {
public:
    Worker(WorkerPorts ports, WorkerOptions options);
    /// As Stop.
    ~Worker();
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// Saves what ended, kills what is to be killed, claims and starts what there is room for.
    /// Returns how many attempts were started or ended.
    /// Errors: the store could not be used; nothing is lost, call again later.
    Result<std::size_t> RunDue();
    /// Renews everything this worker holds, when the time has come.
    Status Beat();

    /// Until a stop: RunDue on each ring or look, Beat beside it on a thread of its own. Then Stop.
    void Run(const std::stop_token& stop);
    /// Stops the kinds (what runs elsewhere goes on), gives everything back, and leaves. Twice is
    /// fine.
    void Stop();
    /// As if the process ended here: nothing is given back. For tests.
    void Abandon();

    std::size_t running() const { return running_.size(); }

private:
    struct PendingEnd {
        std::shared_ptr<RunningAttempt> attempt;  ///< Also in running_, until it is saved.
        store::scheduler::AttemptEnd end;
        TimePoint ended;
        std::optional<std::string> progress;  ///< The last one, if it was not saved.
    };

    Status Register();
    void TakeEnds();
    void TakeEnd(const std::shared_ptr<RunningAttempt>& attempt, const tasks::Outcome& outcome);
    void EndWithout(const std::shared_ptr<RunningAttempt>& attempt, std::string message,
                    std::string hint, bool hopeless);
    Status SaveEnds();
    Status SaveProgress();
    Status CheckHeld();
    Status SendKills();
    void Lose(const std::shared_ptr<RunningAttempt>& attempt);
    void Forget(const RunningAttempt& attempt);
    Result<std::vector<store::scheduler::Attempt>> Claim();
    std::vector<store::scheduler::ClaimRequest> Room() const;
    void Start(const store::scheduler::Attempt& row);
    void StartKind(const std::shared_ptr<RunningAttempt>& attempt, AttemptSetup setup);
    void DryRun(const std::shared_ptr<RunningAttempt>& attempt, const AttemptSetup& setup);
    bool Reuse(const std::shared_ptr<RunningAttempt>& attempt);
    void GiveBack(const std::shared_ptr<RunningAttempt>& attempt);
    void RemoveOldFolders();
    tasks::TaskKind* KindOf(const std::string& type) const;
    std::int64_t UsedSlots() const;
    std::filesystem::path FolderOf(std::int64_t attempt) const;
    std::filesystem::path LogOf(const store::scheduler::Attempt& row) const;
    store::scheduler::WorkerRow Row() const;

    WorkerPorts ports_;
    WorkerOptions options_;
    DefinitionCache definitions_;
    TimePoint started_;
    bool registered_ = false;
    bool stopped_ = false;
    std::atomic<std::int64_t> used_ = 0;
    std::atomic<std::int64_t> count_ = 0;
    std::mutex beat_mutex_;  // guards next_beat_; one beat at a time
    TimePoint next_beat_ = TimePoint::min();
    /// What the store says of us is to be compared with what runs: after each renewal, which renews
    /// all that is held.
    std::atomic<bool> look_at_held_ = false;
    TimePoint next_progress_ = TimePoint::min();
    std::map<std::string, TimePoint> full_until_;  ///< By task type.
    // Shared with the callbacks of the kinds, which may outlive this object by a moment.
    std::shared_ptr<EndBox> ends_;
    // Shared with pending_: an end that is being saved.
    std::map<std::int64_t, std::shared_ptr<RunningAttempt>> running_;
    /// Taken over by others, while a kind here may still use them.
    std::vector<std::shared_ptr<RunningAttempt>> lost_;
    std::vector<PendingEnd> pending_;
};

}  // namespace dmsnode::scheduler
