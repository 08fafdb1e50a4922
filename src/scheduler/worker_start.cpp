#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

#include "scheduler/worker.hpp"
#include "store/scheduler_backfills.hpp"
#include "store/scheduler_tasks.hpp"
#include "workflow/states.hpp"

/// How a worker claims attempts and starts them.
namespace dmsnode::scheduler {
namespace {

namespace rows = store::scheduler;

/// Failures of the setup that a later look may be spared: the attempt waits in the queue.
bool MayPass(const Error& error) {
    return error.IsTransient();
}

}  // namespace

tasks::TaskKind* Worker::KindOf(const std::string& type) const {
    for (tasks::TaskKind* kind : ports_.kinds) {
        if (kind->Type() == type) return kind;
    }
    return nullptr;
}

std::filesystem::path Worker::FolderOf(std::int64_t attempt) const {
    return options_.data_folder / "attempts" / std::to_string(attempt);
}

std::filesystem::path Worker::LogOf(const rows::Attempt& row) const {
    return options_.data_folder / "logs" / fmt::format("instance-{}", row.instance) /
           AttemptLogName(row.task, row.task_name, row.number);
}

/// What there is room for: types that take a slot, as many as are free; types that take none.
std::vector<rows::ClaimRequest> Worker::Room() const {
    const TimePoint now = ports_.clock.Now();
    rows::ClaimRequest slots{
        .owner = options_.name,
        .worker_groups = options_.groups,
        .task_types = {},
        .not_task_types = {},
        .now = now,
        .lease = now + options_.lease,
        .most = std::min<std::int64_t>(options_.most_claims, options_.slots - UsedSlots())};
    rows::ClaimRequest others = slots;
    others.most = options_.most_claims;
    const auto is_full = [&](const std::string& type) {
        const auto until = full_until_.find(type);
        return until != full_until_.end() && now < until->second;
    };
    for (const auto& [type, until] : full_until_) {
        if (now < until) slots.not_task_types.push_back(type);
    }
    for (const tasks::TaskKind* kind : ports_.kinds) {
        const std::string type(kind->Type());
        if (kind->TakesSlot() || is_full(type)) continue;
        slots.not_task_types.push_back(type);
        others.task_types.push_back(type);
    }
    std::vector<rows::ClaimRequest> room;
    if (slots.most > 0) room.push_back(std::move(slots));
    if (!others.task_types.empty()) room.push_back(std::move(others));
    return room;
}

Result<std::vector<rows::Attempt>> Worker::Claim() {
    std::vector<rows::Attempt> claimed;
    Status done = ports_.database.Write([&](store::Connection& db) -> Status {
        claimed.clear();
        for (const rows::ClaimRequest& request : Room()) {
            auto attempts = rows::ClaimAttempts(db, request);
            if (!attempts) return attempts.error();
            for (rows::Attempt& row : *attempts) {
                row.log_path = LogOf(row).string();
                const rows::Hold hold{row.id, row.instance, options_.name, row.fence};
                Status saved = rows::SaveLogPath(db, hold, row.log_path);
                if (!saved) return saved;
                Status moved =
                    rows::MoveTask(db, row.instance, row.task, Word(workflow::TaskState::kQueued),
                                   Word(workflow::TaskState::kRunning), request.now);
                if (!moved) return moved;
                claimed.push_back(std::move(row));
            }
        }
        return {};
    });
    if (!done) return done.error();
    return claimed;
}

void Worker::Start(const rows::Attempt& row) {
    const auto attempt = std::make_shared<RunningAttempt>(
        ports_.database, rows::Hold{row.id, row.instance, options_.name, row.fence}, row.task_type,
        std::make_unique<AttemptLog>(row.log_path, ports_.clock, options_.most_log_bytes));
    running_[row.id] = attempt;
    attempt->working_directory = FolderOf(row.id);
    attempt->task_path = fmt::format("$.tasks[{}]", row.task);
    if (!row.kill_requested.empty() && !row.kept) {
        tasks::Outcome outcome;
        outcome.result = row.kill_requested == rows::kill_reason::kTimeout
                             ? tasks::NodeResult::kFailure
                             : tasks::NodeResult::kKilled;
        outcome.message = "killed before it started";
        TakeEnd(attempt, outcome);
        return;
    }
    tasks::TaskKind* kind = KindOf(row.task_type);
    if (kind == nullptr) {
        EndWithout(attempt,
                   fmt::format("worker {} knows no task type \"{}\"", options_.name, row.task_type),
                   "use a type that the workers of the group know", true);
        return;
    }
    const auto facts = ports_.database.Read(
        [&](store::Connection& db) { return ReadFacts(db, row, definitions_); });
    Result<AttemptSetup> setup =
        facts ? SetUpAttempt(row, *facts, ports_.setup, attempt->working_directory)
              : Result<AttemptSetup>(facts.error());
    if (!setup && MayPass(setup.error())) {
        attempt->Log(LogLevel::kWarning, setup.error().ToString() + "; it is tried again");
        full_until_[row.task_type] = ports_.clock.Now() + options_.pause_when_full;
        GiveBack(attempt);
        return;
    }
    if (!setup) {
        EndWithout(attempt, setup.error().ToString(), setup.error().hint, true);
        return;
    }
    attempt->task = setup->attempt.task;
    attempt->scope = setup->attempt.scope;
    attempt->kind = kind;
    attempt->takes_slot = kind->TakesSlot();
    attempt->cache_key = setup->cache_key;
    if (setup->dry_run) {
        DryRun(attempt, *setup);
    } else if (row.kept || !Reuse(attempt)) {
        StartKind(attempt, *std::move(setup));
    }
}

void Worker::DryRun(const std::shared_ptr<RunningAttempt>& attempt, const AttemptSetup& setup) {
    attempt->cache_key.reset();
    std::vector<Problem> problems;
    const tasks::TaskContext context{.task = setup.attempt.task,
                                     .path = setup.attempt.path,
                                     .scope = setup.attempt.scope,
                                     .file_folders = setup.attempt.file_folders};
    const Json steps = attempt->kind->DryRun(context, problems);
    attempt->kind = nullptr;  // nothing was started
    for (const Problem& problem : problems) {
        attempt->Log(problem.warning ? LogLevel::kWarning : LogLevel::kError, problem.ToString());
    }
    attempt->Log(LogLevel::kInfo, "dry run: " + DumpJson(steps, 2));
    const Status saved = ports_.database.Write([&](store::Connection& db) -> Status {
        auto shown = rows::SaveProgress(db, attempt->hold, DumpJson({{"dryRun", steps}}));
        if (!shown) return shown.error();
        return {};
    });
    if (!saved) attempt->Log(LogLevel::kWarning, saved.error().ToString());
    if (HasErrors(problems)) {
        std::string text;
        for (const Problem& problem : problems) {
            if (!problem.warning) text += (text.empty() ? "" : "; ") + problem.ToString();
        }
        EndWithout(attempt, text, {}, true);
        return;
    }
    attempt->scope.reset();  // its OUT parameters have no values
    tasks::Outcome outcome;
    outcome.result = tasks::NodeResult::kSuccess;
    outcome.message = "dry run: nothing was executed";
    TakeEnd(attempt, outcome);
}

/// True if an earlier success with the same inputs counts instead of a run.
bool Worker::Reuse(const std::shared_ptr<RunningAttempt>& attempt) {
    if (!attempt->cache_key) return false;
    const auto cached = ports_.database.Read(
        [&](store::Connection& db) { return rows::FindCached(db, *attempt->cache_key); });
    if (!cached || !*cached) return false;
    attempt->kind = nullptr;  // nothing was started
    PendingEnd pending{attempt, {}, ports_.clock.Now(), {}};
    pending.end.result = Word(tasks::NodeResult::kSuccess);
    pending.end.message =
        fmt::format("the result of attempt {} with the same inputs is reused", (*cached)->attempt);
    if ((*cached)->outputs != "{}") pending.end.outputs = (*cached)->outputs;
    pending.end.reused = (*cached)->attempt;
    attempt->Log(LogLevel::kInfo, pending.end.message);
    pending_.push_back(std::move(pending));
    return true;
}

void Worker::StartKind(const std::shared_ptr<RunningAttempt>& attempt, AttemptSetup setup) {
    tasks::TaskAttempt start = std::move(setup.attempt);
    start.log = attempt.get();
    start.states = attempt.get();
    start.progress = attempt.get();
    start.on_done = [ends = ends_, id = attempt->hold.attempt, fence = attempt->hold.fence](
                        const tasks::Outcome& outcome) { ends->Put({id, fence, outcome}); };
    const auto id = attempt->kind->Start(std::move(start));
    if (id) {
        attempt->id = *id;
        return;
    }
    if (id.error().code == ErrorCode::kResourceExhausted) {
        full_until_[attempt->task_type] = ports_.clock.Now() + options_.pause_when_full;
        attempt->kind = nullptr;
        GiveBack(attempt);
        return;
    }
    attempt->kind = nullptr;
    EndWithout(attempt, id.error().ToString(), id.error().hint, false);
}

void Worker::GiveBack(const std::shared_ptr<RunningAttempt>& attempt) {
    const auto back = ports_.database.Write(
        [&](store::Connection& db) { return rows::GiveBack(db, attempt->hold); });
    Forget(*attempt);
    // Without the store it stays ours, and nothing runs: it is given back when the store is there.
    if (!back) look_at_held_ = true;
}

/// Folders of attempts that have ended, or that other workers run.
void Worker::RemoveOldFolders() {
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(options_.data_folder / "attempts", failure), end;
         !failure && entry != end; entry.increment(failure)) {
        const std::string name = entry->path().filename().string();
        std::int64_t id = 0;
        const auto [rest, error] = std::from_chars(name.data(), name.data() + name.size(), id);
        if (error != std::errc() || rest != name.data() + name.size()) continue;
        const auto row =
            ports_.database.Read([&](store::Connection& db) { return rows::FindAttempt(db, id); });
        if (!row) return;
        if (*row && (*row)->state == rows::attempt_state::kLost) continue;
        std::error_code ignored;
        std::filesystem::remove_all(entry->path(), ignored);
    }
}

}  // namespace dmsnode::scheduler
