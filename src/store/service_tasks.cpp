#include "store/service_lists.hpp"
#include "store/service_queries.hpp"

namespace dmsnode::store {
namespace {

TaskRow ReadTask(const Row& row) {
    return {.seq = row.Int(0),
            .arn = row.Text(1),
            .identifier = row.Text(2),
            .source_arn = row.Text(3),
            .target_arn = row.Text(4),
            .instance_arn = row.Text(5),
            .migration_type = row.Text(6),
            .table_mappings = row.Text(7),
            .settings = row.Text(8),
            .task_data = row.Text(9),
            .status = row.Text(10),
            .stop_reason = row.Text(11),
            .failure = row.Text(12),
            .created = row.Time(13),
            .runs = row.Int(14),
            .start_type = row.Text(15),
            .start_date = row.OptionalTime(16),
            .fresh_start_date = row.OptionalTime(17),
            .stop_date = row.OptionalTime(18),
            .load_start_date = row.OptionalTime(19),
            .load_finish_date = row.OptionalTime(20)};
}

}  // namespace

Status InsertTask(Connection& db, const TaskRow& row) {
    auto done = db.Run(
        "INSERT INTO dms_task(arn, identifier, source_arn, target_arn, instance_arn, "
        "migration_type, table_mappings, settings, task_data, status, stop_reason, failure, "
        "created, runs, start_type) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, '', '', ?11, 0, '')",
        {row.arn, row.identifier, row.source_arn, row.target_arn, row.instance_arn,
         row.migration_type, row.table_mappings, row.settings, row.task_data, row.status,
         row.created});
    if (!done) return done.error();
    return {};
}

Status UpdateTask(Connection& db, const TaskRow& row) {
    auto done = db.Run(
        "UPDATE dms_task SET identifier = ?2, instance_arn = ?3, migration_type = ?4, "
        "table_mappings = ?5, settings = ?6, task_data = ?7, status = ?8, stop_reason = ?9, "
        "failure = ?10, runs = ?11, start_type = ?12, start_date = ?13, fresh_start_date = ?14, "
        "stop_date = ?15, load_start_date = ?16, load_finish_date = ?17 WHERE arn = ?1",
        {row.arn, row.identifier, row.instance_arn, row.migration_type, row.table_mappings,
         row.settings, row.task_data, row.status, row.stop_reason, row.failure, row.runs,
         row.start_type, row.start_date, row.fresh_start_date, row.stop_date, row.load_start_date,
         row.load_finish_date});
    if (!done) return done.error();
    return {};
}

Status DeleteTask(Connection& db, const std::string& arn) {
    auto done = db.Run("DELETE FROM dms_task WHERE arn = ?1", {arn});
    if (!done) return done.error();
    return DeleteAllTags(db, arn);
}

Result<std::optional<TaskRow>> FindTask(Connection& db, const std::string& arn) {
    return db.One(
        "SELECT seq, arn, identifier, source_arn, target_arn, instance_arn, migration_type, "
        "table_mappings, settings, task_data, status, stop_reason, failure, created, runs, "
        "start_type, start_date, fresh_start_date, stop_date, load_start_date, load_finish_date "
        "FROM dms_task WHERE arn = ?1",
        {arn}, ReadTask);
}

Result<std::vector<TaskRow>> ListTasks(Connection& db, const TaskFilter& filter, const Page& page) {
    return db.All(
        "SELECT seq, arn, identifier, source_arn, target_arn, instance_arn, migration_type, "
        "table_mappings, settings, task_data, status, stop_reason, failure, created, runs, "
        "start_type, start_date, fresh_start_date, stop_date, load_start_date, load_finish_date "
        "FROM dms_task WHERE seq > ?1 "
        "AND (?3 IS NULL OR arn IN (SELECT value FROM json_each(?3))) "
        "AND (?4 IS NULL OR identifier IN (SELECT value FROM json_each(?4))) "
        "AND (?5 IS NULL OR migration_type IN (SELECT value FROM json_each(?5))) "
        "AND (?6 IS NULL OR source_arn IN (SELECT value FROM json_each(?6)) "
        "OR target_arn IN (SELECT value FROM json_each(?6))) "
        "AND (?7 IS NULL OR instance_arn IN (SELECT value FROM json_each(?7))) "
        "AND (?8 IS NULL OR status IN (SELECT value FROM json_each(?8))) "
        "ORDER BY seq LIMIT ?2",
        {page.after_seq, page.limit, JsonList(filter.arns), JsonList(filter.identifiers),
         JsonList(filter.migration_types), JsonList(filter.endpoint_arns),
         JsonList(filter.instance_arns), JsonList(filter.statuses)},
        ReadTask);
}

}  // namespace dmsnode::store
