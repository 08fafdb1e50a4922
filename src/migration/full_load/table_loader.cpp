#include "migration/full_load/table_loader.hpp"

#include <fmt/format.h>

#include "migration/count_rows.hpp"
#include "migration/full_load/read_ahead.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Reader;
using connectors::Table;
using connectors::TargetTable;
using connectors::Writer;
using dms::TablePrepMode;

}  // namespace

std::optional<LoadFailure> TableLoader::Load(bool again, const std::stop_token& stop) {
    using Side = LoadFailure::Side;
    source_ = run_.source.Current();
    target_ = run_.target.Current();
    read_ = uncommitted_ = uncommitted_bytes_ = committed_ = 0;
    run_.board.Update(progress_, [&](TableProgress& table) {
        table.state = table.reloaded ? dms::table_state::kReloading : dms::table_state::kFullLoad;
        table.rows = table.bytes = table.changed_values = 0;
        if (!table.load_start) table.load_start = run_.clock.Now();
    });
    const Result<Readiness> ready = Prepare(again, stop);
    if (!ready) return LoadFailure{ready.error(), Side::kTarget};
    if (*ready == Readiness::kReady) {
        if (std::optional<LoadFailure> failure = Copy(stop)) return failure;
    }
    if (read_ != committed_) {
        return LoadFailure{
            Error{ErrorCode::kInternal,
                  fmt::format("{} rows were read and {} committed", read_, committed_)},
            Side::kNone};
    }
    if (Status keys = AddKeys(stop); !keys) return LoadFailure{keys.error(), Side::kTarget};
    run_.board.Update(progress_, [&](TableProgress& table) {
        table.state = dms::table_state::kCompleted;
        table.error.clear();
        table.load_end = run_.clock.Now();
    });
    return std::nullopt;
}

Status TableLoader::Create() {
    is_ours_ = true;
    return target_.target->CreateTable(plan_.write.table);
}

Result<TableLoader::Readiness> TableLoader::Prepare(bool again, const std::stop_token& stop) {
    const std::lock_guard one_at_a_time(run_.target.one_at_a_time());
    if (stop.stop_requested()) return Error{ErrorCode::kCancelled, "stopped on request"};
    const TargetTable& table = plan_.write.table;
    if (Status schema = target_.target->EnsureSchema(table.id.schema); !schema) {
        return schema.error();
    }
    const Result<std::optional<Table>> existing = target_.target->DescribeTable(table.id);
    if (!existing) return existing.error();
    Status done;
    if (!*existing) {
        done = Create();
    } else if (run_.spec.settings.prep_mode == TablePrepMode::kDropAndCreate) {
        done = target_.target->DropTable((*existing)->id);
        if (done) done = Create();
    } else {
        return PrepareExisting(**existing, again, stop);
    }
    if (!done) return done.error();
    return Readiness::kReady;
}

Result<TableLoader::Readiness> TableLoader::PrepareExisting(const Table& existing, bool again,
                                                            const std::stop_token& stop) {
    plan_.write.table.id = existing.id;
    if (Status fits = FitToExisting(existing, run_.spec.target.engine, *target_.target, plan_);
        !fits) {
        return fits.error();
    }
    is_ours_ = mark_ && mark_->kind == TargetMark::Kind::kAbsent;
    const bool keeps_rows = run_.spec.settings.prep_mode == TablePrepMode::kDoNothing && mark_ &&
                            mark_->kind == TargetMark::Kind::kHadRows;
    if (!keeps_rows) {
        // In DO_NOTHING only rows of an earlier try go: the mark says that there were no others.
        const bool empties =
            run_.spec.settings.prep_mode == TablePrepMode::kTruncateBeforeLoad || again;
        if (!empties) return Readiness::kReady;
        Status emptied = target_.target->TruncateTable(existing.id);
        if (!emptied) return emptied.error();
        return Readiness::kReady;
    }
    one_transaction_ = true;
    if (!again) return Readiness::kReady;
    const Result<bool> is_there = LastTransactionIsThere(stop);
    if (!is_there) return is_there.error();
    return *is_there ? Readiness::kAlreadyLoaded : Readiness::kReady;
}

/// The connection or the process was lost around the commit: counting tells on which side of it.
Result<bool> TableLoader::LastTransactionIsThere(const std::stop_token& stop) {
    const Result<std::int64_t> now = CountTargetRows(
        run_.factory, run_.spec.target, *target_.target, plan_.write.table.id, run_.log, stop);
    if (!now) return now.error();
    if (*now == mark_->rows) return false;
    const Result<std::int64_t> wanted = CountRows(*source_.snapshot, plan_.read, stop);
    if (!wanted) return wanted.error();
    if (*now == mark_->rows + *wanted) {
        run_.board.Update(progress_, [&](TableProgress& table) { table.rows = *wanted; });
        return true;
    }
    return Error{ErrorCode::kConflict,
                 fmt::format("the table had {} rows before the load, the source has {}, and now "
                             "there are {}: it cannot be told whether the last try was committed",
                             mark_->rows, *wanted, *now)}
        .At(plan_.write.table.id.ToString())
        .Hint("bring the table back to what it was before, then reload it");
}

std::optional<LoadFailure> TableLoader::Copy(const std::stop_token& stop) {
    using Side = LoadFailure::Side;
    Result<std::unique_ptr<Reader>> reader = source_.snapshot->OpenReader(plan_.read);
    if (!reader) return LoadFailure{reader.error(), Side::kSource};
    Result<std::unique_ptr<Writer>> writer = target_.target->OpenWriter(plan_.write);
    if (!writer) return LoadFailure{writer.error(), Side::kTarget};
    const std::stop_callback cancel(stop, [&] {
        (*reader)->Cancel();
        (*writer)->Cancel();
    });
    const std::int64_t commit_rate =
        one_transaction_ ? INT64_MAX : std::max<std::int64_t>(1, run_.spec.settings.commit_rate);
    ReadAhead rows(**reader, connectors::kBatchBytes, commit_rate);
    for (bool more = true; more;) {
        if (stop.stop_requested()) {
            return LoadFailure{Error{ErrorCode::kCancelled, "stopped on request"}, Side::kNone};
        }
        Result<ReadAhead::Piece> piece = rows.Next();
        if (!piece) return LoadFailure{piece.error(), Side::kSource};
        more = !piece->is_last;
        read_ += piece->batch.rows;
        if (Status written = (*writer)->Write(piece->batch); !written) {
            return LoadFailure{written.error(), Side::kTarget};
        }
        uncommitted_ += piece->batch.rows;
        uncommitted_bytes_ += static_cast<std::int64_t>(piece->batch.bytes.size());
        rows.Recycle(std::move(piece->batch));
        if (uncommitted_ == 0 || (more && !piece->ends_transaction)) continue;
        if (Status committed = Commit(**writer, piece->changed_values); !committed) {
            return LoadFailure{committed.error(), Side::kTarget};
        }
    }
    if (Status synced = (*writer)->Sync(); !synced) {
        return LoadFailure{synced.error(), Side::kTarget};
    }
    return std::nullopt;
}

Status TableLoader::Commit(Writer& writer, std::int64_t changed_values) {
    if (Status committed = writer.Commit(); !committed) return committed;
    committed_ += uncommitted_;
    run_.board.Update(progress_, [&](TableProgress& table) {
        table.rows = committed_;
        table.bytes += uncommitted_bytes_;
        table.changed_values = changed_values;
    });
    uncommitted_ = uncommitted_bytes_ = 0;
    return {};
}

Status TableLoader::AddKeys(const std::stop_token& stop) {
    TargetTable table = plan_.write.table;
    if (!is_ours_) {
        // The definition is the user's: only counters and statistics follow the rows.
        table.primary_key.clear();
        table.indexes.clear();
    }
    const Result<std::vector<std::string>> notes = target_.target->AddKeysAndIndexes(table, stop);
    if (!notes) return notes.error();
    if (notes->empty()) return {};
    run_.board.Update(progress_, [&](TableProgress& progress) {
        progress.notes.insert(progress.notes.end(), notes->begin(), notes->end());
    });
    return {};
}

}  // namespace dmsnode::migration
