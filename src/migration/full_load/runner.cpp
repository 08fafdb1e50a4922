#include "migration/full_load/runner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <random>
#include <thread>

#include "migration/full_load/retry.hpp"

namespace dmsnode::migration {
namespace {

/// Failures that the next table would meet too.
bool EndsTask(const Error& error, const dms::TaskSettings& settings) {
    return error.code == ErrorCode::kResourceExhausted || error.IsTransient() ||
           settings.table_error_policy == "STOP_TASK";
}

}  // namespace

std::optional<LoadFailure> Runner::Run(int threads, const std::stop_token& stop) {
    const std::stop_callback follow(stop, [this] { halt_.request_stop(); });
    const auto count = static_cast<std::size_t>(std::max(1, threads));
    std::vector<std::jthread> loaders;
    for (std::size_t i = 0; i < std::min(count, work_.size()); ++i) {
        loaders.emplace_back([this] { Loop(); });
    }
    loaders.clear();  // joins
    const std::lock_guard lock(mutex_);
    return task_failure_;
}

std::optional<std::size_t> Runner::Take() {
    const std::lock_guard lock(mutex_);
    if (next_ == work_.size() || halt_.stop_requested()) return std::nullopt;
    return next_++;
}

void Runner::Loop() {
    while (const std::optional<std::size_t> table = Take()) {
        const Work& work = work_[*table];
        try {
            LoadOne(work);
        } catch (const std::exception& failure) {
            SettleFailure(
                work,
                {Error{ErrorCode::kInternal, failure.what()}.At(work.plan.source.id.ToString()),
                 LoadFailure::Side::kNone});
        }
    }
}

void Runner::LoadOne(const Work& work) {
    const std::stop_token stop = halt_.get_token();
    RetryBudget budget(run_.spec.settings, std::random_device{}());
    bool again = work.resumed;
    while (true) {
        TableLoader loader(run_, work.plan, work.progress, work.mark);
        std::optional<LoadFailure> failure = loader.Load(again, stop);
        if (!failure) return;
        if (stop.stop_requested() || !failure->error.IsTransient()) {
            SettleFailure(work, *std::move(failure));
            return;
        }
        if (loader.committed_rows() > 0) budget.Reset();
        std::string why;
        if (!Recover(*failure, budget, loader.source_generation(), loader.target_generation(),
                     why)) {
            if (!why.empty()) failure->error.message += why;
            SettleFailure(work, *std::move(failure));
            return;
        }
        again = true;
    }
}

bool Runner::Recover(const LoadFailure& failure, RetryBudget& budget, int source_generation,
                     int target_generation, std::string& why) {
    using Side = LoadFailure::Side;
    Error last = failure.error;
    while (true) {
        Duration wait{};
        if (!budget.Next(wait)) {
            why = fmt::format("; given up after {} recovery attempts", budget.attempts());
            return false;
        }
        run_.log.Log(LogLevel::kWarning,
                     fmt::format("{}; trying again in {:.1f} s (attempt {})", last.ToString(),
                                 std::chrono::duration<double>(wait).count(), budget.attempts()));
        if (!run_.clock.SleepFor(wait, halt_.get_token())) return false;
        Status renewed;
        if (failure.side == Side::kSource) renewed = run_.source.Renew(source_generation);
        if (failure.side == Side::kTarget) renewed = run_.target.Renew(target_generation);
        if (renewed) return true;
        last = renewed.error();
        // A password that was changed meanwhile, say: no use to knock on.
        if (!last.IsTransient()) {
            why = "; connecting again failed: " + last.ToString();
            return false;
        }
    }
}

void Runner::SettleFailure(const Work& work, LoadFailure failure) {
    // A real misfit that came with the stop is still told.
    const bool cancelled = halt_.stop_requested() && (failure.error.code == ErrorCode::kCancelled ||
                                                      failure.error.IsTransient());
    run_.board.Update(work.progress, [&](TableProgress& table) {
        table.state = cancelled ? dms::table_state::kCancelled : dms::table_state::kError;
        if (!cancelled) table.error = failure.error.ToString();
        table.load_end = run_.clock.Now();
    });
    if (!cancelled && EndsTask(failure.error, run_.spec.settings)) EndTask(std::move(failure));
}

void Runner::EndTask(LoadFailure failure) {
    {
        const std::lock_guard lock(mutex_);
        if (!task_failure_) task_failure_ = std::move(failure);
    }
    halt_.request_stop();
}

}  // namespace dmsnode::migration
