#include "migration/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>

#include "migration/compare/canonical.hpp"
#include "migration/compare/row_hash.hpp"
#include "migration/mapping/selection.hpp"
#include "migration/plan.hpp"

namespace dmsnode::migration {
namespace {

using connectors::CellFormat;
using connectors::Column;
using connectors::ReadPlan;
using connectors::Table;
using connectors::TableId;

struct SideSum {
    std::int64_t rows = 0;
    RowSum sum;
};

/// Reads one side to its end.
Result<SideSum> SumRows(connectors::Reader& reader, const ReadPlan& plan,
                        const std::vector<ComparedAs>& forms, const std::stop_token& stop) {
    const std::stop_callback cancel(stop, [&] { reader.Cancel(); });
    SideSum side;
    connectors::RowBatch batch;
    std::vector<connectors::Cell> cells(plan.columns.size());
    std::string row;
    std::string scratch;
    bool more = true;
    while (more) {
        if (stop.stop_requested()) return Error{ErrorCode::kCancelled, "stopped on request"};
        batch.Clear();
        const Result<bool> read = reader.Next(batch, connectors::kBatchBytes, INT64_MAX);
        if (!read) return read.error();
        more = *read;
        connectors::RowCursor cursor(batch);
        while (true) {
            const Result<bool> next = cursor.Next(cells);
            if (!next) return next.error();
            if (!*next) break;
            row.clear();
            for (std::size_t i = 0; i < cells.size(); ++i) {
                Status appended =
                    AppendCanonical(cells[i], plan.columns[i].format, forms[i], scratch, row);
                if (!appended) return appended.error();
            }
            side.sum.Add(row);
            ++side.rows;
        }
    }
    return side;
}

/// Both sides of one run of Compare.
class Comparer {
public:
    Comparer(const TaskSpec& spec, connectors::Factory& factory, LogSink& log, std::stop_token stop)
        : spec_(spec), factory_(factory), log_(log), stop_(std::move(stop)) {}

    Status Open() {
        Result<std::unique_ptr<connectors::Source>> source =
            factory_.OpenSource(spec_.source, log_);
        if (!source) return Error(source.error()).Because("source");
        source_ = *std::move(source);
        // First as a source: it must be there, while opening a target may make it.
        Result<std::unique_ptr<connectors::Source>> target =
            factory_.OpenSource(spec_.target, log_);
        if (!target) return Error(target.error()).Because("target");
        target_ = *std::move(target);
        Result<std::unique_ptr<connectors::Target>> mapper =
            factory_.OpenTarget(spec_.target, log_);
        if (!mapper) return Error(mapper.error()).Because("target");
        mapper_ = *std::move(mapper);
        return {};
    }

    Result<std::vector<TableComparison>> Run() {
        Result<std::vector<TablePlan>> plans = Plan();
        if (!plans) return plans.error();
        Result<std::unique_ptr<connectors::Snapshot>> source = source_->OpenSnapshot(1);
        if (!source) return Error(source.error()).Because("source");
        Result<std::unique_ptr<connectors::Snapshot>> target = target_->OpenSnapshot(1);
        if (!target) return Error(target.error()).Because("target");
        source_snapshot_ = *std::move(source);
        target_snapshot_ = *std::move(target);
        std::vector<TableComparison> comparisons;
        for (TablePlan& plan : *plans) {
            if (stop_.stop_requested()) return Error{ErrorCode::kCancelled, "stopped on request"};
            TableComparison& comparison = comparisons.emplace_back();
            comparison.source = plan.source.id;
            comparison.target = plan.write.table.id;
            if (Status compared = CompareTable(plan, comparison); !compared) {
                if (compared.error().code == ErrorCode::kCancelled) return compared.error();
                comparison.error = compared.error().ToString();
            }
        }
        return comparisons;
    }

private:
    Result<std::vector<TablePlan>> Plan() {
        const Result<std::vector<Table>> listed = source_->ListTables();
        if (!listed) return listed.error();
        const Selection selection = SelectTables(spec_.mappings, *listed);
        std::vector<TableId> ids;
        for (const SelectedTable& table : selection.tables) ids.push_back(table.id);
        Result<std::vector<Table>> described = source_->DescribeTables(ids);
        if (!described) return described.error();
        return MakePlan(spec_, selection.tables, *std::move(described), *mapper_);
    }

    /// The target's columns in the order of the source's.
    Result<std::vector<Column>> TargetColumns(TablePlan& plan) {
        const Result<std::vector<Table>> described = target_->DescribeTables({plan.write.table.id});
        if (!described) return described.error();
        const Table& table = described->front();
        std::vector<Column> columns;
        for (const connectors::TargetColumn& wanted : plan.write.table.columns) {
            const auto found =
                std::find_if(table.columns.begin(), table.columns.end(),
                             [&](const Column& column) { return column.name == wanted.name; });
            if (found == table.columns.end()) {
                return Error{ErrorCode::kNotFound, "the target table has no such column"}.At(
                    plan.write.table.id.ToString() + "." + wanted.name);
            }
            columns.push_back(*found);
        }
        return columns;
    }

    /// Types of users hold catalogue numbers in their binary form: their text is the same anywhere.
    CellFormat SourceFormat(const Column& source, const Column& target, CellFormat loaded) const {
        if (loaded != CellFormat::kNative) return loaded;
        const bool alike = source.type.native == target.type.native;
        if (spec_.source.engine == connectors::Engine::kSqlite && alike) return loaded;
        return alike && source.type.kind != connectors::TypeKind::kOther ? loaded
                                                                         : CellFormat::kText;
    }

    /// Opens the target's reader in the formats that were loaded; where it cannot give one, in the
    /// form that its own engine would load.
    Result<std::unique_ptr<connectors::Reader>> OpenTargetReader(ReadPlan& plan) {
        Result<std::unique_ptr<connectors::Reader>> reader = target_snapshot_->OpenReader(plan);
        if (reader || reader.error().code != ErrorCode::kUnsupported) return reader;
        for (connectors::ReadColumn& column : plan.columns) {
            const Result<connectors::MappedColumn> own =
                mapper_->MapColumn(spec_.target.engine, column.column);
            if (!own) continue;
            column.format = own->format == CellFormat::kNative ? CellFormat::kText : own->format;
        }
        return target_snapshot_->OpenReader(plan);
    }

    Status CompareTable(TablePlan& plan, TableComparison& comparison) {
        if (plan.error) return *plan.error;
        Result<std::vector<Column>> columns = TargetColumns(plan);
        if (!columns) return columns.error();
        ReadPlan source_plan = plan.read;
        ReadPlan target_plan;
        target_plan.table = plan.write.table.id;
        for (std::size_t i = 0; i < columns->size(); ++i) {
            connectors::ReadColumn& column = source_plan.columns[i];
            column.format = SourceFormat(column.column, (*columns)[i], column.format);
            target_plan.columns.push_back({.column = (*columns)[i], .format = column.format});
        }
        Result<std::unique_ptr<connectors::Reader>> source =
            source_snapshot_->OpenReader(source_plan);
        if (!source) return source.error();
        Result<std::unique_ptr<connectors::Reader>> target = OpenTargetReader(target_plan);
        if (!target) return target.error();
        Result<std::vector<ComparedAs>> forms = Forms(source_plan, target_plan);
        if (!forms) return forms.error();
        return SumBoth(**source, source_plan, **target, target_plan, *forms, comparison);
    }

    static Result<std::vector<ComparedAs>> Forms(const ReadPlan& source, const ReadPlan& target) {
        std::vector<ComparedAs> forms;
        for (std::size_t i = 0; i < source.columns.size(); ++i) {
            const Result<ComparedAs> form =
                HowToCompare(source.columns[i].column.type, source.columns[i].format,
                             target.columns[i].column.type, target.columns[i].format);
            if (!form) {
                return Error(form.error())
                    .At(source.table.ToString() + "." + source.columns[i].column.name);
            }
            forms.push_back(*form);
        }
        return forms;
    }

    Status SumBoth(connectors::Reader& source, const ReadPlan& source_plan,
                   connectors::Reader& target, const ReadPlan& target_plan,
                   const std::vector<ComparedAs>& forms, TableComparison& comparison) {
        // When one side fails, the other need not read on.
        std::stop_source halt;
        const std::stop_callback follow(stop_, [&] { halt.request_stop(); });
        const auto sum = [&](connectors::Reader& reader, const ReadPlan& plan) {
            Result<SideSum> side = SumRows(reader, plan, forms, halt.get_token());
            if (!side) halt.request_stop();
            return side;
        };
        std::future<Result<SideSum>> other =
            std::async(std::launch::async, [&] { return sum(target, target_plan); });
        const Result<SideSum> left = sum(source, source_plan);
        const Result<SideSum> right = other.get();
        // The first failure is the cause, the cancelled side its effect.
        if (!left && (right || left.error().code != ErrorCode::kCancelled)) return left.error();
        if (!right) return right.error();
        comparison.source_rows = left->rows;
        comparison.target_rows = right->rows;
        comparison.source_checksum = left->sum.Text();
        comparison.target_checksum = right->sum.Text();
        return {};
    }

    const TaskSpec& spec_;
    connectors::Factory& factory_;
    LogSink& log_;
    std::stop_token stop_;
    std::unique_ptr<connectors::Source> source_;
    std::unique_ptr<connectors::Source> target_;
    std::unique_ptr<connectors::Target> mapper_;  ///< For MapColumn only.
    std::unique_ptr<connectors::Snapshot> source_snapshot_;
    std::unique_ptr<connectors::Snapshot> target_snapshot_;
};

}  // namespace

Result<std::vector<TableComparison>> Compare(const TaskSpec& spec, connectors::Factory& factory,
                                             LogSink& log, std::stop_token stop) {
    Comparer comparer(spec, factory, log, std::move(stop));
    if (Status opened = comparer.Open(); !opened) return opened.error();
    return comparer.Run();
}

}  // namespace dmsnode::migration
