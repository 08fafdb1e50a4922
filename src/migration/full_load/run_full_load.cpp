#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "migration/count_rows.hpp"
#include "migration/full_load/retry.hpp"
#include "migration/full_load/runner.hpp"
#include "migration/mapping/selection.hpp"
#include "migration/plan.hpp"
#include "migration/task.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Table;
using connectors::TableId;
using dms::StopReason;

// The service's users match on this text. Source: AWS DMS task logs.
constexpr const char* kNoTables =
    "No tables were found at task initialization. Either the selected table(s) or schemas(s) no "
    "longer exist or no match was found for the table selection pattern(s). If you would like to "
    "start a Task that does not initially capture any tables, set Task Setting "
    "FailOnNoTablesCaptured to false and restart task.";

TaskOutcome Failed(Error error) {
    const StopReason reason =
        error.IsTransient() ? StopReason::kRecoverableError : StopReason::kFatalError;
    return {.reason = reason, .failure = std::move(error)};
}

TaskOutcome Stopped() {
    return {.reason = StopReason::kNormal, .failure = std::nullopt};
}

/// One run from its connections to its outcome.
class FullLoad {
public:
    FullLoad(const TaskSpec& spec, connectors::Factory& factory, TaskObserver& observer,
             LogSink& log, Clock& clock, std::stop_token stop)
        : spec_(spec),
          factory_(factory),
          observer_(observer),
          log_(log),
          clock_(clock),
          stop_(std::move(stop)),
          source_(factory, spec.source, log),
          target_(factory, spec.target, log) {}

    TaskOutcome Run() {
        if (Status opened = OpenBoth(); !opened) return Ended(opened.error());
        Result<Selection> selection = Select();
        if (!selection) return Ended(selection.error());
        if (selection->tables.empty() && spec_.settings.fail_on_no_tables_captured) {
            return Failed(Error{ErrorCode::kNotFound, kNoTables});
        }
        Result<std::vector<TablePlan>> plans = Plan(*selection);
        if (!plans) return Ended(plans.error());
        if (Status marked = SetMarks(*plans); !marked) return Ended(marked.error());
        Board board(MakeProgress(*plans, *selection), observer_, clock_);
        board.Announce();
        return Load(*std::move(plans), board);
    }

private:
    TaskOutcome Ended(const Error& error) const {
        return stop_.stop_requested() ? Stopped() : Failed(error);
    }

    Status OpenOnce() {
        if (Status opened = source_.Open(); !opened) return opened;
        return target_.Open();
    }

    /// A fresh start fails at once, so that a wrong endpoint is told at once. A resumed one has
    /// worked before: it waits for a server that is just restarting.
    Status OpenBoth() {
        RetryBudget budget(spec_.settings, std::random_device{}());
        while (true) {
            Status opened = OpenOnce();
            Duration wait{};
            if (opened || spec_.start != StartKind::kResume || !opened.error().IsTransient() ||
                !budget.Next(wait)) {
                return opened;
            }
            log_.Log(LogLevel::kWarning,
                     fmt::format("{}; trying again in {:.1f} s", opened.error().ToString(),
                                 std::chrono::duration<double>(wait).count()));
            if (!clock_.SleepFor(wait, stop_)) return opened;
        }
    }

    void LogServer(const char* side, const Result<connectors::ServerInfo>& info) {
        if (!info) return;
        log_.Log(LogLevel::kInfo, fmt::format("{}: {}", side, info->version));
        for (const std::string& warning : info->warnings) {
            log_.Log(LogLevel::kWarning, fmt::format("{}: {}", side, warning));
        }
    }

    Result<Selection> Select() {
        const Result<connectors::ServerInfo> source_info = source_.source().Info();
        if (!source_info) return source_info.error();
        LogServer("source", source_info);
        const Result<connectors::ServerInfo> target_info = target_.Current().target->Info();
        if (!target_info) return target_info.error();
        LogServer("target", target_info);
        const Result<std::vector<Table>> listed = source_.source().ListTables();
        if (!listed) return listed.error();
        Selection selection = SelectTables(spec_.mappings, *listed);
        for (const std::string& warning : selection.warnings) {
            log_.Log(LogLevel::kWarning, warning);
        }
        return selection;
    }

    Result<std::vector<TablePlan>> Plan(const Selection& selection) {
        const std::string& schema = spec_.settings.target_schema;
        if (spec_.target.engine == connectors::Engine::kSqlite && !schema.empty() &&
            schema != "main") {
            log_.Log(LogLevel::kWarning, "TargetSchema has no effect: SQLite has one schema, main");
        }
        std::vector<TableId> ids;
        for (const SelectedTable& table : selection.tables) ids.push_back(table.id);
        Result<std::vector<Table>> described = source_.source().DescribeTables(ids);
        if (!described) return described.error();
        return MakePlan(spec_, selection.tables, *std::move(described), *target_.Current().target);
    }

    const TableProgress* Previous(const TablePlan& plan) const {
        if (spec_.start != StartKind::kResume) return nullptr;
        const auto found =
            std::find_if(spec_.previous.begin(), spec_.previous.end(), [&](const auto& table) {
                return table.source == plan.source.id && table.target == plan.write.table.id;
            });
        return found == spec_.previous.end() ? nullptr : &*found;
    }

    bool IsCompleted(const TablePlan& plan) const {
        const TableProgress* previous = Previous(plan);
        return previous != nullptr && previous->state == dms::table_state::kCompleted;
    }

    /// Looks at the target tables before the first is touched, unless an earlier run did.
    Status SetMarks(const std::vector<TablePlan>& plans) {
        marks_.resize(plans.size());
        if (spec_.settings.prep_mode == dms::TablePrepMode::kDropAndCreate) return {};
        for (std::size_t i = 0; i < plans.size(); ++i) {
            if (plans[i].error || IsCompleted(plans[i])) continue;
            if (const TableProgress* previous = Previous(plans[i])) {
                marks_[i] = FindMark(previous->notes);
            }
            if (marks_[i]) continue;
            Result<TargetMark> mark = LookAt(plans[i].write.table.id);
            if (!mark) return mark.error();
            marks_[i] = *mark;
        }
        return {};
    }

    Result<TargetMark> LookAt(const TableId& id) {
        const TargetSide::View view = target_.Current();
        const Result<std::optional<Table>> table = view.target->DescribeTable(id);
        if (!table) return table.error();
        if (!*table) return TargetMark{TargetMark::Kind::kAbsent, 0};
        // Emptied anyway, so that it need not be counted.
        if (spec_.settings.prep_mode == dms::TablePrepMode::kTruncateBeforeLoad) {
            return TargetMark{TargetMark::Kind::kEmpty, 0};
        }
        const Result<bool> has_rows = view.target->HasRows(id);
        if (!has_rows) return has_rows.error();
        if (!*has_rows) return TargetMark{TargetMark::Kind::kEmpty, 0};
        const Result<std::int64_t> rows =
            CountTargetRows(factory_, spec_.target, *view.target, (*table)->id, log_, stop_);
        if (!rows) return rows.error();
        return TargetMark{TargetMark::Kind::kHadRows, *rows};
    }

    TableProgress ProgressOf(const TablePlan& plan, const std::optional<TargetMark>& mark) const {
        if (IsCompleted(plan)) return *Previous(plan);
        TableProgress progress;
        progress.source = plan.source.id;
        progress.target = plan.write.table.id;
        progress.state = dms::table_state::kBeforeLoad;
        progress.estimated_rows = plan.source.estimated_rows;
        progress.notes = plan.notes;
        if (mark && spec_.settings.prep_mode == dms::TablePrepMode::kDoNothing) {
            progress.notes.push_back(MarkText(*mark));
        } else if (mark && mark->kind == TargetMark::Kind::kAbsent) {
            progress.notes.push_back(MarkText(*mark));
        }
        progress.reloaded = spec_.start == StartKind::kReload;
        progress.last_update = clock_.Now();
        if (plan.error) {
            progress.state = dms::table_state::kError;
            progress.error = plan.error->ToString();
        }
        return progress;
    }

    std::vector<TableProgress> MakeProgress(const std::vector<TablePlan>& plans,
                                            const Selection& selection) const {
        std::vector<TableProgress> tables;
        for (std::size_t i = 0; i < plans.size(); ++i) {
            tables.push_back(ProgressOf(plans[i], marks_[i]));
        }
        for (const TableId& id : selection.missing) {
            TableProgress& missing = tables.emplace_back();
            missing.source = missing.target = id;
            missing.state = dms::table_state::kDoesNotExist;
            missing.error = id.ToString() + ": the table does not exist at the source";
            missing.last_update = clock_.Now();
        }
        return tables;
    }

    const Error* FirstPlanError(const std::vector<TablePlan>& plans) const {
        for (const TablePlan& plan : plans) {
            if (plan.error) return &*plan.error;
        }
        return nullptr;
    }

    TaskOutcome Load(std::vector<TablePlan> plans, Board& board) {
        if (const Error* error = FirstPlanError(plans);
            error != nullptr && spec_.settings.table_error_policy == "STOP_TASK") {
            return Failed(*error);
        }
        std::vector<Runner::Work> work;
        for (const std::size_t i : LoadOrder(plans)) {
            if (plans[i].error || IsCompleted(plans[i])) continue;
            const bool resumed = Previous(plans[i]) != nullptr;
            work.push_back({std::move(plans[i]), i, marks_[i], resumed});
        }
        const TaskOutcome finished{.reason = StopReason::kFullLoadOnlyFinished,
                                   .failure = std::nullopt};
        if (work.empty()) return finished;
        const int threads =
            static_cast<int>(std::min<std::size_t>(static_cast<std::size_t>(std::max<std::int64_t>(
                                                       1, spec_.settings.max_full_load_subtasks)),
                                                   work.size()));
        if (Status snapshot = source_.TakeSnapshot(threads); !snapshot) {
            return Ended(snapshot.error());
        }
        const RunParts parts{spec_, factory_, source_, target_, board, log_, clock_};
        Runner runner(parts, std::move(work));
        const std::optional<LoadFailure> failure = runner.Run(threads, stop_);
        if (failure) return FailedTask(failure->error);
        if (stop_.stop_requested() && AnyCancelled(board)) return Stopped();
        return finished;
    }

    static TaskOutcome FailedTask(const Error& error) {
        TaskOutcome outcome = Failed(error);
        if (error.code == ErrorCode::kResourceExhausted) {
            outcome.reason = StopReason::kStoppedDueToLowDisk;
        }
        return outcome;
    }

    bool AnyCancelled(const Board& board) const {
        for (std::size_t i = 0; i < marks_.size(); ++i) {
            const std::string state = board.Get(i).state;
            if (state != dms::table_state::kCompleted && state != dms::table_state::kError) {
                return true;
            }
        }
        return false;
    }

    const TaskSpec& spec_;
    connectors::Factory& factory_;
    TaskObserver& observer_;
    LogSink& log_;
    Clock& clock_;
    std::stop_token stop_;
    SourceSide source_;
    TargetSide target_;
    std::vector<std::optional<TargetMark>> marks_;  ///< By plan.
};

}  // namespace

TaskOutcome RunFullLoad(const TaskSpec& spec, connectors::Factory& factory, TaskObserver& observer,
                        LogSink& log, Clock& clock, std::stop_token stop) {
    return FullLoad(spec, factory, observer, log, clock, std::move(stop)).Run();
}

}  // namespace dmsnode::migration
