#pragma once

#include <optional>
#include <stop_token>

#include "migration/full_load/board.hpp"
#include "migration/full_load/marks.hpp"
#include "migration/full_load/sides.hpp"
#include "migration/plan.hpp"
#include "migration/task.hpp"

namespace dmsnode::migration {

/// What the loaders of one run share. Lifetime: of the run.
struct RunParts {
    const TaskSpec& spec;
    connectors::Factory& factory;
    SourceSide& source;
    TargetSide& target;
    Board& board;
    LogSink& log;
    Clock& clock;
};

/// Why a load failed, and whose connection was at fault.
struct LoadFailure {
    enum class Side { kNone, kSource, kTarget };
    Error error;
    Side side = Side::kNone;
};

/// Loads one table: prepares the target, copies the rows, adds keys and indexes. One try: the
/// caller decides about another. Reads in a thread beside the calling one.
class TableLoader {
public:
    /// `progress` is the table's number on the board. Lifetime: keeps references.
    TableLoader(const RunParts& run, const TablePlan& plan, std::size_t progress,
                std::optional<TargetMark> mark)
        : run_(run), plan_(plan), progress_(progress), mark_(mark) {}

    /// Nothing on success. `again`: an earlier try of this run may have left rows or the table.
    std::optional<LoadFailure> Load(bool again, const std::stop_token& stop);
    /// Rows that the last try committed.
    std::int64_t committed_rows() const { return committed_; }
    /// Which connections the last try used.
    int source_generation() const { return source_.generation; }
    int target_generation() const { return target_.generation; }

private:
    enum class Readiness { kReady, kAlreadyLoaded };

    Result<Readiness> Prepare(bool again, const std::stop_token& stop);
    Result<Readiness> PrepareExisting(const connectors::Table& existing, bool again,
                                      const std::stop_token& stop);
    Result<bool> LastTransactionIsThere(const std::stop_token& stop);
    Status Create();
    std::optional<LoadFailure> Copy(const std::stop_token& stop);
    Status Commit(connectors::Writer& writer, std::int64_t changed_values);
    Status AddKeys(const std::stop_token& stop);

    const RunParts& run_;
    TablePlan plan_;  ///< Fitted to a table that is there already.
    std::size_t progress_;
    std::optional<TargetMark> mark_;
    SourceSide::View source_;
    TargetSide::View target_;
    bool is_ours_ = false;  ///< The table was made by this task: keys and indexes go to it.
    bool one_transaction_ = false;
    std::int64_t read_ = 0;
    std::int64_t uncommitted_ = 0;
    std::int64_t uncommitted_bytes_ = 0;
    std::int64_t committed_ = 0;
};

}  // namespace dmsnode::migration
