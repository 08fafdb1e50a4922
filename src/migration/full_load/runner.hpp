#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "migration/full_load/retry.hpp"
#include "migration/full_load/table_loader.hpp"

namespace dmsnode::migration {

/// Loads the tables of a plan with several threads, each taking the next one in load order.
class Runner {
public:
    /// A table to load: its plan, its number on the board, its mark.
    struct Work {
        TablePlan plan;
        std::size_t progress = 0;
        std::optional<TargetMark> mark;
        bool resumed = false;  ///< An earlier run may have left rows.
    };

    Runner(const RunParts& run, std::vector<Work> work) : run_(run), work_(std::move(work)) {}

    /// Waits for all threads. Gives the failure that ended the whole task, if one did.
    std::optional<LoadFailure> Run(int threads, const std::stop_token& stop);

private:
    void Loop();
    std::optional<std::size_t> Take();
    /// Loads one table with retries and settles its state.
    void LoadOne(const Work& work);
    /// Waits and connects again. False: the budget is spent, or a stop came.
    bool Recover(const LoadFailure& failure, RetryBudget& budget, int source_generation,
                 int target_generation, std::string& why);
    void SettleFailure(const Work& work, LoadFailure failure);
    void EndTask(LoadFailure failure);

    const RunParts& run_;
    std::vector<Work> work_;
    std::stop_source halt_;  ///< Ends all loaders: the caller's stop, or a failure of the task.
    std::mutex mutex_;
    std::size_t next_ = 0;                     ///< Guarded by mutex_.
    std::optional<LoadFailure> task_failure_;  ///< Guarded by mutex_.
};

}  // namespace dmsnode::migration
