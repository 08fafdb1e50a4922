#include "service/impl/supervisor.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>

#include "service/impl/arns.hpp"
#include "service/impl/endpoint_rules.hpp"
#include "service/impl/outcome_rules.hpp"
#include "service/impl/task_log.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::service {
namespace {

using namespace std::chrono_literals;

constexpr auto kFlushEvery = 300ms;
constexpr auto kFirstRetry = 200ms;
constexpr auto kLongestRetry = 10s;
constexpr std::size_t kMaxQueuedRuns = 10'000;
constexpr std::int64_t kAllRows = INT64_MAX;

bool IsAtWork(const store::TaskRow& task) {
    return task.status == "starting" || task.status == "running" || task.status == "stopping";
}

migration::StartKind KindOf(const store::TaskRow& task) {
    const std::optional<dms::StartType> type = dms::ParseStartType(task.start_type);
    if (type == dms::StartType::kReloadTarget) return migration::StartKind::kReload;
    if (type == dms::StartType::kResumeProcessing) return migration::StartKind::kResume;
    return migration::StartKind::kFresh;
}

Result<store::EndpointRow> StoredEndpoint(store::Connection& db, const std::string& arn) {
    auto row = store::FindEndpoint(db, arn);
    if (!row) return row.error();
    if (!*row) return Error{ErrorCode::kNotFound, "the endpoint " + arn + " is gone"};
    return **row;
}

}  // namespace

struct Supervisor::Run {
    Run(std::string task_arn, const Dependencies& on, const Options& options)
        : arn(std::move(task_arn)), log(options.log_folder, std::string(IdOfArn(arn)), on.clock) {}

    const std::string arn;
    TaskLog log;
    std::stop_source stop;
    std::unique_ptr<ProgressBuffer>
        progress;             // set before the engine runs, under Supervisor::mutex_
    bool is_running = false;  // under Supervisor::mutex_
    bool is_over = false;     // under Supervisor::mutex_
    std::mutex flushing;  // a flush takes and stores as one step, so that no older row comes last
};

Supervisor::Supervisor(const Dependencies& on, const Options& options)
    : on_(on),
      options_(options),
      threads_(static_cast<std::size_t>(std::max(1, options.max_running_tasks)), kMaxQueuedRuns),
      flusher_([this](const std::stop_token& stop) { FlushLoop(stop); }) {}

void Supervisor::Launch(const std::string& task_arn, Begin begin) {
    const auto run = std::make_shared<Run>(task_arn, on_, options_);
    {
        const std::lock_guard lock(mutex_);
        runs_[task_arn] = run;
    }
    const bool queued =
        threads_.Submit([this, run, begin](const std::stop_token&) { Execute(run, begin); });
    if (!queued) {
        // Only at the end of the process, or with thousands of waiting tasks: the row keeps
        // `starting`, and the next open takes it up.
        on_.log.Log(LogLevel::kWarning, task_arn + ": waits for the next start of the service");
    }
}

void Supervisor::AwaitRunning(const std::string& task_arn, std::chrono::milliseconds timeout) {
    std::unique_lock lock(mutex_);
    const auto left_starting = [&] {
        const auto run = runs_.find(task_arn);
        return run == runs_.end() || run->second->is_running || run->second->is_over;
    };
    changed_.wait_for(lock, timeout, left_starting);
}

bool Supervisor::RequestStop(const std::string& task_arn) {
    const std::lock_guard lock(mutex_);
    const auto run = runs_.find(task_arn);
    if (run == runs_.end()) return false;
    run->second->stop.request_stop();
    return true;
}

void Supervisor::Close() {
    closing_.request_stop();
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [arn, run] : runs_) run->stop.request_stop();
    }
    threads_.Close();
    flusher_.request_stop();
    if (flusher_.joinable()) flusher_.join();
}

void Supervisor::Execute(const std::shared_ptr<Run>& run, Begin begin) {
    const auto started = on_.clock.Steady();
    Result<migration::TaskSpec> spec = Prepare(*run, begin);
    {
        const std::lock_guard lock(mutex_);
        run->is_running = true;
    }
    changed_.notify_all();
    const migration::TaskOutcome outcome =
        spec ? RunEngine(*spec, *run)
             : migration::TaskOutcome{.reason = dms::StopReason::kFatalError,
                                      .failure = spec.error()};
    const auto shown = on_.clock.Steady() - started;
    if (shown < options_.least_running_time) {
        on_.clock.SleepFor(
            std::chrono::duration_cast<Duration>(options_.least_running_time - shown),
            run->stop.get_token());
    }
    Finish(*run, outcome);
    {
        const std::lock_guard lock(mutex_);
        run->is_over = true;
        // A later run of the same task may stand there already.
        if (const auto found = runs_.find(run->arn); found != runs_.end() && found->second == run) {
            runs_.erase(found);
        }
    }
    changed_.notify_all();
}

Result<migration::TaskSpec> Supervisor::Prepare(Run& run, Begin begin) {
    store::TaskRow task;
    store::EndpointRow source;
    store::EndpointRow target;
    migration::TaskSpec spec;
    spec.task_id = std::string(IdOfArn(run.arn));
    Status read = on_.database.Write([&](store::Connection& db) -> Status {
        auto found = store::FindTask(db, run.arn);
        if (!found) return found.error();
        if (!*found || !IsAtWork(**found)) {
            return Error{ErrorCode::kCancelled, "the task was changed before its run began"};
        }
        task = **found;
        if (task.status == "starting") task.status = dms::Word(dms::TaskStatus::kRunning);
        if (!task.load_start_date) task.load_start_date = on_.clock.Now();
        if (Status saved = store::UpdateTask(db, task); !saved) return saved;
        auto source_row = StoredEndpoint(db, task.source_arn);
        if (!source_row) return source_row.error();
        auto target_row = StoredEndpoint(db, task.target_arn);
        if (!target_row) return target_row.error();
        source = *source_row;
        target = *target_row;
        auto rows = store::ListProgress(db, run.arn, {}, {.after_seq = 0, .limit = kAllRows});
        if (!rows) return rows.error();
        for (const store::TableProgressRow& row : *rows) spec.previous.push_back(ToProgress(row));
        return {};
    });
    if (!read) return read.error();
    spec.start = begin == Begin::kRecovered ? migration::StartKind::kResume : KindOf(task);
    run.log.Log(LogLevel::kInfo,
                fmt::format("Task {} ({}): {}{}, from {} ({}) to {} ({})", task.identifier, run.arn,
                            task.start_type,
                            begin == Begin::kRecovered ? ", resumed after the service ended" : "",
                            source.identifier, source.engine, target.identifier, target.engine));
    {
        const std::lock_guard lock(mutex_);
        run.progress = std::make_unique<ProgressBuffer>(
            run.log, KindOf(task) == migration::StartKind::kReload);
    }
    Result<connectors::Endpoint> from = ToConnectorEndpoint(source, on_.secrets);
    if (!from) return Error(from.error()).Because("source endpoint " + source.identifier);
    Result<connectors::Endpoint> to = ToConnectorEndpoint(target, on_.secrets);
    if (!to) return Error(to.error()).Because("target endpoint " + target.identifier);
    spec.source = *std::move(from);
    spec.target = *std::move(to);
    spec.mappings = dms::ParseTableMappings(task.table_mappings).mappings;
    spec.settings = dms::ParseTaskSettings(task.settings).settings;
    return spec;
}

migration::TaskOutcome Supervisor::RunEngine(const migration::TaskSpec& spec, Run& run) {
    try {
        return options_.run_task(spec, on_.factory, *run.progress, run.log, on_.clock,
                                 run.stop.get_token());
    } catch (const std::exception& failure) {
        return {
            .reason = dms::StopReason::kFatalError,
            .failure = Error{ErrorCode::kInternal,
                             fmt::format("the migration engine broke off: {}", failure.what())}};
    }
}

Status Supervisor::Flush(Run& run) {
    ProgressBuffer* progress = nullptr;
    {
        const std::lock_guard lock(mutex_);
        progress = run.progress.get();
    }
    if (progress == nullptr) return {};
    const std::lock_guard flushing(run.flushing);
    std::vector<store::TableProgressRow> rows = progress->TakeChanged();
    if (rows.empty()) return {};
    Status stored = on_.database.Write(
        [&](store::Connection& db) { return store::PutProgress(db, run.arn, rows); });
    if (!stored) progress->PutBack(std::move(rows));
    return stored;
}

void Supervisor::FlushLoop(const std::stop_token& stop) {
    // Its own condition, not the clock: a test that moves the clock by hand must not stand in the
    // way of what is stored.
    std::mutex mutex;
    std::condition_variable_any tick;
    std::unique_lock lock(mutex);
    bool failing = false;
    while (!stop.stop_requested()) {
        tick.wait_for(lock, stop, kFlushEvery, [] { return false; });
        std::vector<std::shared_ptr<Run>> runs;
        {
            const std::lock_guard runs_lock(mutex_);
            for (const auto& [arn, run] : runs_) runs.push_back(run);
        }
        Status stored;
        for (const std::shared_ptr<Run>& run : runs) {
            if (Status one = Flush(*run); !one) stored = one;
        }
        // Said once: the loop tries again, and the end of a run does not pass without it.
        if (!stored && !failing) {
            on_.log.Log(LogLevel::kError,
                        "cannot store table statistics: " + stored.error().ToString());
        }
        failing = !stored;
    }
}

Status Supervisor::StoreEnd(Run& run, const migration::TaskOutcome& outcome) {
    if (Status flushed = Flush(run); !flushed) return flushed;
    return on_.database.Write([&](store::Connection& db) -> Status {
        auto found = store::FindTask(db, run.arn);
        if (!found) return found.error();
        if (!*found || !IsAtWork(**found)) return {};
        store::TaskRow task = **found;
        const bool cut_short = outcome.reason == dms::StopReason::kNormal ||
                               (outcome.failure && outcome.failure->code == ErrorCode::kCancelled);
        // The process ends, not the task: its row stays for the next start.
        if (cut_short && closing_.stop_requested() && task.status != "stopping") return {};
        auto counts = store::CountProgress(db, run.arn);
        if (!counts) return counts.error();
        const std::vector<std::string> bad = {std::string(dms::table_state::kError),
                                              std::string(dms::table_state::kDoesNotExist)};
        auto errored =
            store::ListProgress(db, run.arn, {.schemas = {}, .tables = {}, .states = bad},
                                {.after_seq = 0, .limit = 10});
        if (!errored) return errored.error();
        ApplyOutcome(outcome, ErroredTablesText(*errored, counts->errored, counts->total),
                     on_.clock.Now(), task);
        if (Status saved = store::UpdateTask(db, task); !saved) return saved;
        const std::string line = fmt::format("Task {}: {}, {}; {} of {} tables loaded, {} in error",
                                             task.identifier, task.status, task.stop_reason,
                                             counts->loaded, counts->total, counts->errored);
        const LogLevel level = task.failure.empty() ? LogLevel::kInfo : LogLevel::kError;
        run.log.Log(level, task.failure == task.stop_reason ? line : line + ". " + task.failure);
        on_.log.Log(level, line);
        return {};
    });
}

void Supervisor::Finish(Run& run, const migration::TaskOutcome& outcome) {
    Duration wait = kFirstRetry;
    while (true) {
        const Status stored = StoreEnd(run, outcome);
        if (stored) return;
        on_.log.Log(LogLevel::kError, fmt::format("{}: cannot store how the task ended: {}",
                                                  run.arn, stored.error().ToString()));
        // A task that nobody runs must not stand there as running. Only the end of the process ends
        // the tries; the next one resumes the task then.
        if (!on_.clock.SleepFor(wait, closing_.get_token())) return;
        wait = std::min<Duration>(wait * 2, kLongestRetry);
    }
}

}  // namespace dmsnode::service
