#include "connectors/sqlite/impl/reader.hpp"

#include <fmt/format.h>

#include "connectors/sqlite/impl/catalog.hpp"
#include "connectors/sqlite/impl/filters.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

struct Query {
    std::string sql;
    FilterSql filters;
    bool has_rowid = false;
};

/// The rowid comes last: it costs nothing and tells which row a misfit is in.
Result<Query> BuildQuery(Database& database, const ReadPlan& plan) {
    const Result<std::optional<Table>> table = DescribeTable(database, plan.table.name);
    if (!table) return table.error();
    if (!*table) {
        return Error{ErrorCode::kNotFound, "the table does not exist any more"}.At(
            plan.table.ToString());
    }
    Result<FilterSql> filters = BuildFilters(plan.filters, (*table)->columns);
    if (!filters) return Error(filters.error()).At(plan.table.ToString());
    const Result<std::string> rowid = RowidName(database, **table);
    if (!rowid) return rowid.error();
    Query query;
    std::string list;
    for (const ReadColumn& column : plan.columns) {
        list += (list.empty() ? "" : ", ") + Quoted(column.column.name);
    }
    query.has_rowid = !rowid->empty();
    if (query.has_rowid) list += (list.empty() ? "" : ", ") + *rowid;
    std::string order;
    for (const std::string& name : plan.order_by) {
        order += (order.empty() ? " ORDER BY " : ", ") + Quoted(name);
    }
    query.sql = fmt::format("SELECT {} FROM main.{}{}{}", list.empty() ? "NULL" : list,
                            Quoted((*table)->id.name), filters->where, order);
    query.filters = std::move(*filters);
    return query;
}

/// In double quotes an unknown column would be read as a text: SQLite's old courtesy.
Status CheckColumns(Database& database, const ReadPlan& plan) {
    for (const ReadColumn& column : plan.columns) {
        const Result<Statement> probe = database.Prepare(fmt::format(
            "SELECT t.{} FROM main.{} AS t", Quoted(column.column.name), Quoted(plan.table.name)));
        if (!probe) {
            return Error{ErrorCode::kNotFound, "the column does not exist any more"}.At(
                plan.table.ToString() + "." + column.column.name);
        }
    }
    return {};
}

std::string Hint(CellFormat format) {
    switch (format) {
        case CellFormat::kDate:
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz:
            return "correct the row; for numbers set numberDates=unix, unixms or julian in the "
                   "source's extra connection attributes";
        case CellFormat::kText:
            return "correct the row; invalidText=replace in the target's extra connection "
                   "attributes "
                   "repairs texts that are not UTF-8";
        default: return "correct the row, or remove the column by a mapping rule";
    }
}

}  // namespace

Result<std::unique_ptr<Reader>> SqliteReader::Open(Lease lease, const ReadPlan& plan,
                                                   NumberDates number_dates) {
    std::unique_ptr<SqliteReader> reader(new SqliteReader(std::move(lease), plan));
    Database& database = reader->lease_.database();
    RegisterDecimalCollation(database.raw());
    const Result<Query> query = BuildQuery(database, plan);
    if (!query) return query.error();
    if (Status columns = CheckColumns(database, plan); !columns) return columns.error();
    Result<Statement> statement = database.Prepare(query->sql);
    if (!statement) return Error(statement.error()).At(plan.table.ToString());
    BindFilters(statement->get(), query->filters);
    reader->statement_ = std::move(*statement);
    reader->has_rowid_ = query->has_rowid;
    reader->context_.policy = plan.policy;
    reader->context_.number_dates = number_dates;
    return std::unique_ptr<Reader>(std::move(reader));
}

Error SqliteReader::Misfit(std::size_t column) {
    const ReadColumn& wanted = plan_.columns[column];
    const std::string row =
        has_rowid_
            ? fmt::format("rowid {}", sqlite3_column_int64(statement_.get(),
                                                           static_cast<int>(plan_.columns.size())))
            : fmt::format("row number {}", row_number_);
    return Error{
        ErrorCode::kDataLoss,
        fmt::format("{} holds {}, which is not exactly a value of a column declared \"{}\"", row,
                    DescribeValue(statement_.get(), static_cast<int>(column)),
                    wanted.column.type.native)}
        .At(plan_.table.ToString() + "." + wanted.column.name)
        .Hint(Hint(wanted.format));
}

Status SqliteReader::AppendRow(RowAppender& out) {
    out.BeginRow(static_cast<std::int16_t>(plan_.columns.size()));
    for (std::size_t i = 0; i < plan_.columns.size(); ++i) {
        if (AppendValue(statement_.get(), static_cast<int>(i), plan_.columns[i], context_, out)) {
            continue;
        }
        out.DropRow();
        return Misfit(i);
    }
    return {};
}

Result<bool> SqliteReader::Next(RowBatch& batch, std::size_t max_bytes, std::int64_t max_rows) {
    const auto held = lease_.Hold();
    RowAppender out(batch);
    while (batch.bytes.size() < max_bytes && batch.rows < max_rows) {
        if (cancelled_) return Error{ErrorCode::kCancelled, "stopped on request"};
        const Result<bool> row = lease_.database().Step(statement_.get());
        if (!row) return Error(row.error()).At(plan_.table.ToString());
        if (!*row) return false;
        ++row_number_;
        if (Status appended = AppendRow(out); !appended) return appended.error();
    }
    return true;
}

void SqliteReader::Cancel() {
    cancelled_ = true;
    lease_.InterruptIfAlone();
}

}  // namespace dmsnode::connectors::sqlite
