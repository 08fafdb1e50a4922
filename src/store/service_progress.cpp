#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

TableProgressRow ReadProgress(const Row& row) {
    return {.seq = row.Int(0),
            .schema_name = row.Text(1),
            .table_name = row.Text(2),
            .target_schema = row.Text(3),
            .target_name = row.Text(4),
            .state = row.Text(5),
            .rows = row.Int(6),
            .bytes = row.Int(7),
            .changed_values = row.Int(8),
            .estimated_rows = row.Int(9),
            .error = row.Text(10),
            .notes = row.Text(11),
            .load_start = row.OptionalTime(12),
            .load_end = row.OptionalTime(13),
            .reloaded = row.Bool(14),
            .last_update = row.Time(15)};
}

}  // namespace

Status PutProgress(Connection& db, const std::string& task_arn,
                   const std::vector<TableProgressRow>& rows) {
    for (const TableProgressRow& row : rows) {
        auto done = db.Run(
            "INSERT INTO dms_table_progress(task_arn, schema_name, table_name, target_schema, "
            "target_name, state, rows, bytes, changed_values, estimated_rows, error, notes, "
            "load_start, load_end, reloaded, last_update) "
            "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16) "
            "ON CONFLICT(task_arn, schema_name, table_name) DO UPDATE SET target_schema = ?4, "
            "target_name = ?5, state = ?6, rows = ?7, bytes = ?8, changed_values = ?9, "
            "estimated_rows = ?10, error = ?11, notes = ?12, load_start = ?13, load_end = ?14, "
            "reloaded = ?15, last_update = ?16",
            {task_arn, row.schema_name, row.table_name, row.target_schema, row.target_name,
             row.state, row.rows, row.bytes, row.changed_values, row.estimated_rows, row.error,
             row.notes, row.load_start, row.load_end, row.reloaded, row.last_update});
        if (!done) return done.error();
    }
    return {};
}

Status DeleteProgress(Connection& db, const std::string& task_arn) {
    auto done = db.Run("DELETE FROM dms_table_progress WHERE task_arn = ?1", {task_arn});
    if (!done) return done.error();
    return {};
}

Result<std::vector<TableProgressRow>> ListProgress(Connection& db, const std::string& task_arn,
                                                   const ProgressFilter& filter, const Page& page) {
    return db.All(
        "SELECT seq, schema_name, table_name, target_schema, target_name, state, rows, bytes, "
        "changed_values, estimated_rows, error, notes, load_start, load_end, reloaded, last_update "
        "FROM dms_table_progress WHERE task_arn = ?1 AND seq > ?2 "
        "AND (?4 IS NULL OR schema_name IN (SELECT value FROM json_each(?4))) "
        "AND (?5 IS NULL OR table_name IN (SELECT value FROM json_each(?5))) "
        "AND (?6 IS NULL OR state IN (SELECT value FROM json_each(?6))) "
        "ORDER BY seq LIMIT ?3",
        {task_arn, page.after_seq, page.limit, JsonList(filter.schemas), JsonList(filter.tables),
         JsonList(filter.states)},
        ReadProgress);
}

Result<TableCounts> CountProgress(Connection& db, const std::string& task_arn) {
    // Every table counts at least one row, so that empty tables move the progress too.
    auto counts = db.One(
        "SELECT count(*), "
        "coalesce(sum(state = 'Table completed'), 0), "
        "coalesce(sum(state IN ('Full load', 'Table is being reloaded')), 0), "
        "coalesce(sum(state IN ('Before load', 'Table cancelled')), 0), "
        "coalesce(sum(state IN ('Table error', 'Table does not exist')), 0), "
        "coalesce(sum(iif(state = 'Table completed', max(rows, estimated_rows, 1), "
        "min(rows, max(estimated_rows, 1)))), 0), "
        "coalesce(sum(max(rows, estimated_rows, 1)), 0) "
        "FROM dms_table_progress WHERE task_arn = ?1",
        {task_arn}, [](const Row& row) {
            return TableCounts{.total = row.Int(0),
                               .loaded = row.Int(1),
                               .loading = row.Int(2),
                               .queued = row.Int(3),
                               .errored = row.Int(4),
                               .rows_done = row.Int(5),
                               .rows_total = row.Int(6)};
        });
    if (!counts) return counts.error();
    return counts->value_or(TableCounts{});
}

}  // namespace dmsnode::store
