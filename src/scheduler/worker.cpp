#include "scheduler/worker.hpp"

#include <fmt/format.h>
#include <stdlib.h>  // NOLINT: getloadavg is no part of <cstdlib>

#include <algorithm>
#include <set>
#include <system_error>
#include <thread>

#include "store/scheduler_backfills.hpp"
#include "store/scheduler_workers.hpp"
#include "workflow/task_scope.hpp"

namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;

/// The machine's load of the last minute for each core; 0 if it is not told.
double LoadForEachCore() {
    double load = 0;
    if (getloadavg(&load, 1) < 1) return 0;
    return load / std::max(1U, std::thread::hardware_concurrency());
}

rows::AttemptEnd EndOf(const tasks::Outcome& outcome) {
    rows::AttemptEnd end;
    end.result = Word(outcome.result);
    end.hopeless = outcome.hopeless;
    end.attention = outcome.attention;
    end.message = CleanText(outcome.message);
    end.hint = CleanText(outcome.hint);
    end.fault = CleanText(outcome.fault);
    return end;
}

}  // namespace

Worker::Worker(WorkerPorts ports, WorkerOptions options)
    : ports_(std::move(ports)),
      options_(std::move(options)),
      definitions_(ports_.read),
      started_(ports_.clock.Now()),
      ends_(std::make_shared<EndBox>(ports_.bell)) {}

Worker::~Worker() {
    Stop();
}

rows::WorkerRow Worker::Row() const {
    const TimePoint now = ports_.clock.Now();
    return rows::WorkerRow{.name = options_.name,
                           .host = options_.host,
                           .groups = options_.groups,
                           .slots = options_.slots,
                           .used = used_,
                           .attempts = count_,
                           .load = LoadForEachCore(),
                           .started = started_,
                           .heartbeat = now,
                           .lease = now + options_.lease};
}

std::int64_t Worker::UsedSlots() const {
    return std::count_if(running_.begin(), running_.end(),
                         [](const auto& entry) { return entry.second->takes_slot; });
}

Status Worker::Register() {
    if (registered_) return {};
    const auto left = ports_.database.Write([&](store::Connection& db) -> Result<std::int64_t> {
        if (Status put = rows::RegisterWorker(db, Row()); !put) return put.error();
        return rows::ReleaseAllOf(db, options_.name);
    });
    if (!left) return left.error();
    if (*left > 0) {
        ports_.log.Log(LogLevel::kInfo,
                       fmt::format("worker {}: {} attempts of an earlier process are taken over",
                                   options_.name, *left));
    }
    registered_ = true;
    RemoveOldFolders();
    return {};
}

Status Worker::Beat() {
    const std::lock_guard lock(beat_mutex_);
    const TimePoint now = ports_.clock.Now();
    if (now < next_beat_) return {};
    const auto beat = ports_.database.Write([&](store::Connection& db) -> Result<bool> {
        Status renewed = rows::RenewLeases(db, options_.name, now + options_.lease);
        if (!renewed) return renewed.error();
        const rows::WorkerRow row = Row();
        const auto known = rows::Heartbeat(db, row);
        if (!known) return known.error();
        if (*known) return true;
        // Forgotten in a long absence.
        if (Status put = rows::RegisterWorker(db, row); !put) return put.error();
        return true;
    });
    if (!beat) return beat.error();
    next_beat_ = now + options_.heartbeat;
    look_at_held_ = true;
    return {};
}

Result<std::size_t> Worker::RunDue() {
    if (stopped_) return 0;
    if (Status registered = Register(); !registered) return registered.error();
    TakeEnds();
    const std::size_t ended = pending_.size();
    for (const auto step : {&Worker::Beat, &Worker::SaveEnds, &Worker::CheckHeld,
                            &Worker::SendKills, &Worker::SaveProgress}) {
        if (Status done = (this->*step)(); !done) return done.error();
    }
    const auto claimed = Claim();
    if (!claimed) return claimed.error();
    for (const rows::Attempt& row : *claimed) Start(row);
    used_ = UsedSlots();
    count_ = static_cast<std::int64_t>(running_.size());
    return ended + claimed->size();
}

void Worker::TakeEnds() {
    for (EndBox::End& end : ends_->Take()) {
        std::erase_if(lost_, [&](const auto& attempt) {
            return attempt->hold.attempt == end.attempt && attempt->hold.fence == end.fence;
        });
        const auto found = running_.find(end.attempt);
        if (found == running_.end() || found->second->hold.fence != end.fence) continue;
        TakeEnd(found->second, end.outcome);
    }
}

void Worker::TakeEnd(const std::shared_ptr<RunningAttempt>& attempt,
                     const tasks::Outcome& outcome) {
    PendingEnd pending{attempt, EndOf(outcome), ports_.clock.Now(), attempt->TakeProgress()};
    if (outcome.result == tasks::NodeResult::kSuccess && attempt->scope) {
        std::vector<Problem> problems;
        const auto outputs = workflow::OutputsOf(attempt->task, attempt->task_path, *attempt->scope,
                                                 outcome.out, problems);
        for (const Problem& problem : problems) {
            attempt->Log(LogLevel::kWarning, problem.ToString());
        }
        if (!outputs.empty()) pending.end.outputs = OutputsToJson(outputs);
    }
    pending_.push_back(std::move(pending));
}

void Worker::EndWithout(const std::shared_ptr<RunningAttempt>& attempt, std::string message,
                        std::string hint, bool hopeless) {
    attempt->Log(LogLevel::kError, message);
    tasks::Outcome outcome;
    outcome.message = std::move(message);
    outcome.hint = std::move(hint);
    outcome.hopeless = hopeless;
    TakeEnd(attempt, outcome);
}

Status Worker::SaveEnds() {
    if (pending_.empty()) return {};
    std::set<std::int64_t> refused;
    const TimePoint now = ports_.clock.Now();
    Status saved = ports_.database.Write([&](store::Connection& db) -> Status {
        refused.clear();
        // Instances in one order: two workers that save ends do not wait for each other in a ring.
        std::sort(pending_.begin(), pending_.end(), [](const auto& a, const auto& b) {
            return a.attempt->hold.instance < b.attempt->hold.instance;
        });
        for (const PendingEnd& pending : pending_) {
            const auto mine = rows::EndAttempt(db, pending.attempt->hold, pending.end, now);
            if (!mine) return mine.error();
            if (*mine && pending.progress) {
                Status shown =
                    rows::SaveLastProgress(db, pending.attempt->hold.attempt, *pending.progress);
                if (!shown) return shown;
            }
            if (!*mine) refused.insert(pending.attempt->hold.attempt);
            const bool cache = *mine && pending.attempt->cache_key && !pending.end.reused &&
                               pending.end.result == Word(tasks::NodeResult::kSuccess);
            if (!cache) continue;
            Status kept = rows::SaveCached(
                db, *pending.attempt->cache_key,
                {pending.attempt->hold.attempt, pending.end.outputs.value_or("{}")}, now);
            if (!kept) return kept;
        }
        return {};
    });
    if (!saved) {
        std::erase_if(pending_, [&](const PendingEnd& pending) {
            if (now < pending.ended + options_.save_budget) return false;
            ports_.log.Log(LogLevel::kError,
                           fmt::format("the end of attempt {} could not be saved in time: {}",
                                       pending.attempt->hold.attempt, saved.error().ToString()));
            Forget(*pending.attempt);
            return true;
        });
        return saved;
    }
    for (const PendingEnd& pending : pending_) {
        if (refused.contains(pending.attempt->hold.attempt)) {
            ports_.log.Log(LogLevel::kWarning,
                           fmt::format("attempt {} ended here after another worker had taken it "
                                       "over: the other's end counts",
                                       pending.attempt->hold.attempt));
        }
        Forget(*pending.attempt);
    }
    pending_.clear();
    ports_.bell.Ring();
    return {};
}

void Worker::Forget(const RunningAttempt& attempt) {
    std::error_code ignored;
    std::filesystem::remove_all(attempt.working_directory, ignored);
    const auto found = running_.find(attempt.hold.attempt);
    if (found != running_.end() && found->second->hold.fence == attempt.hold.fence) {
        running_.erase(found);
    }
}

Status Worker::SaveProgress() {
    const TimePoint now = ports_.clock.Now();
    if (now < next_progress_) return {};
    next_progress_ = now + options_.save_progress;
    std::vector<std::pair<const rows::Hold*, std::string>> changed;
    for (const auto& [id, attempt] : running_) {
        if (auto progress = attempt->TakeProgress()) {
            changed.emplace_back(&attempt->hold, *std::move(progress));
        }
    }
    if (changed.empty()) return {};
    // What is not saved now is not tried again: the next progress replaces it.
    return ports_.database.Write([&](store::Connection& db) -> Status {
        for (const auto& [hold, progress] : changed) {
            if (auto saved = rows::SaveProgress(db, *hold, progress); !saved) return saved.error();
        }
        return {};
    });
}

/// Finds out what others have taken over, and what is held without being run: a claim whose commit
/// the store could not confirm, or what could not be given back.
Status Worker::CheckHeld() {
    if (!look_at_held_) return {};
    const auto held = ports_.database.Read(
        [&](store::Connection& db) { return rows::HeldBy(db, options_.name); });
    if (!held) return held.error();
    look_at_held_ = false;
    std::map<std::int64_t, std::int64_t> fences;
    for (const rows::Held& row : *held) fences[row.attempt] = row.fence;
    std::vector<std::shared_ptr<RunningAttempt>> gone;
    for (const auto& [id, attempt] : running_) {
        const auto fence = fences.find(id);
        if (fence == fences.end() || fence->second != attempt->hold.fence) gone.push_back(attempt);
    }
    for (const auto& attempt : gone) Lose(attempt);
    for (const auto& [id, fence] : fences) {
        if (running_.contains(id)) continue;
        const rows::Hold unknown{id, 0, options_.name, fence};
        auto back = ports_.database.Write(
            [&](store::Connection& db) { return rows::GiveBack(db, unknown); });
        if (!back) return back.error();
    }
    return {};
}

void Worker::Lose(const std::shared_ptr<RunningAttempt>& attempt) {
    attempt->Lose();
    ports_.log.Log(LogLevel::kWarning,
                   fmt::format("attempt {} is no longer this worker's: its lease had expired",
                               attempt->hold.attempt));
    // A process here would run beside the other worker's; a remote task is the very one that the
    // other worker follows now, and must not be stopped.
    if (attempt->kind != nullptr) {
        if (attempt->takes_slot) attempt->kind->Kill(attempt->id, tasks::KillReason::kUser);
        lost_.push_back(attempt);
    }
    std::erase_if(pending_, [&](const PendingEnd& pending) { return pending.attempt == attempt; });
    running_.erase(attempt->hold.attempt);
}

Status Worker::SendKills() {
    if (running_.empty()) return {};
    const auto kills = ports_.database.Read(
        [&](store::Connection& db) { return rows::KillsFor(db, options_.name); });
    if (!kills) return kills.error();
    for (const rows::Held& row : *kills) {
        const auto found = running_.find(row.attempt);
        if (found == running_.end() || found->second->hold.fence != row.fence) continue;
        RunningAttempt& attempt = *found->second;
        if (attempt.kill_sent || attempt.kind == nullptr) continue;
        attempt.kill_sent = true;
        const bool timeout = row.kill_requested == rows::kill_reason::kTimeout;
        attempt.Log(LogLevel::kWarning, timeout ? "the node's timeout has passed: it is stopped"
                                                : "a kill was requested");
        attempt.kind->Kill(attempt.id,
                           timeout ? tasks::KillReason::kTimeout : tasks::KillReason::kUser);
    }
    return {};
}

void Worker::Abandon() {
    stopped_ = true;
    for (tasks::TaskKind* kind : ports_.kinds) kind->Stop();
    running_.clear();
    lost_.clear();
    pending_.clear();
}

void Worker::Stop() {
    if (stopped_) return;
    stopped_ = true;
    for (tasks::TaskKind* kind : ports_.kinds) kind->Stop();
    TakeEnds();
    static_cast<void>(SaveEnds());
    Status left = ports_.database.Write([&](store::Connection& db) -> Status {
        for (const auto& [id, attempt] : running_) {
            if (auto back = rows::GiveBack(db, attempt->hold); !back) return back.error();
        }
        return rows::RemoveWorker(db, options_.name);
    });
    if (!left) {
        ports_.log.Log(
            LogLevel::kWarning,
            fmt::format("worker {} could not sign off: {}; others take its attempts over "
                        "when their leases expire",
                        options_.name, left.error().ToString()));
    }
    running_.clear();
    lost_.clear();
    pending_.clear();
    ports_.bell.Ring();
}

void Worker::Run(const std::stop_token& stop) {
    // Beside: setting up an attempt may take longer than a lease.
    std::jthread heart([&](const std::stop_token& heart_stop) {
        while (ports_.clock.SleepFor(options_.heartbeat / 4, heart_stop)) {
            static_cast<void>(Beat());  // RunDue reports what is wrong with the store
        }
    });
    bool told = false;
    while (!stop.stop_requested()) {
        const std::uint64_t rings = ports_.bell.Count();
        const Result<std::size_t> done = RunDue();
        if (!done && !told) {
            ports_.log.Log(LogLevel::kError,
                           fmt::format("worker {} cannot use the store: {}; what runs goes on",
                                       options_.name, done.error().ToString()));
        }
        told = !done;
        if (!done) {
            ports_.clock.SleepFor(options_.look, stop);
        } else if (*done == 0) {
            ports_.bell.Wait(rings, options_.look, stop);
        }
    }
    heart.request_stop();
    heart.join();
    Stop();
}

}  // namespace dmsnode::scheduler
