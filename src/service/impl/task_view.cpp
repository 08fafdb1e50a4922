#include "service/impl/task_view.hpp"

#include "service/impl/outcome_rules.hpp"
#include "service/impl/parts.hpp"

namespace dmsnode::service {
dms::ReplicationTask ToShape(const store::TaskRow& task) {
    dms::ReplicationTask shape;
    shape.replication_task_identifier = task.identifier;
    shape.source_endpoint_arn = task.source_arn;
    shape.target_endpoint_arn = task.target_arn;
    shape.replication_instance_arn = task.instance_arn;
    shape.migration_type = task.migration_type;
    shape.table_mappings = task.table_mappings;
    shape.replication_task_settings = task.settings;
    shape.status = task.status;
    shape.last_failure_message = IfNotEmpty(task.failure);
    shape.stop_reason = IfNotEmpty(task.stop_reason);
    shape.replication_task_creation_date = task.created;
    shape.replication_task_start_date = task.start_date;
    shape.replication_task_arn = task.arn;
    shape.task_data = IfNotEmpty(task.task_data);
    return shape;
}

dms::ReplicationTaskStats ToStats(const store::TaskRow& task, const store::TableCounts& counts,
                                  TimePoint now) {
    dms::ReplicationTaskStats stats;
    stats.full_load_progress_percent = ProgressPercent(counts, task.load_finish_date.has_value());
    stats.tables_loaded = counts.loaded;
    stats.tables_loading = counts.loading;
    stats.tables_queued = counts.queued;
    stats.tables_errored = counts.errored;
    if (task.start_date) {
        const auto elapsed = task.stop_date.value_or(now) - *task.start_date;
        stats.elapsed_time_millis =
            std::chrono::duration_cast<std::chrono::milliseconds>(elapsed).count();
    }
    stats.fresh_start_date = task.fresh_start_date;
    stats.start_date = task.start_date;
    stats.stop_date = task.stop_date;
    stats.full_load_start_date = task.load_start_date;
    stats.full_load_finish_date = task.load_finish_date;
    return stats;
}

dms::TableStatistics ToShape(const store::TableProgressRow& table) {
    dms::TableStatistics shape;
    shape.schema_name = table.schema_name;
    shape.table_name = table.table_name;
    shape.inserts = 0;
    shape.deletes = 0;
    shape.updates = 0;
    shape.ddls = 0;
    shape.applied_inserts = 0;
    shape.applied_deletes = 0;
    shape.applied_updates = 0;
    shape.applied_ddls = 0;
    shape.full_load_rows = table.rows;
    shape.full_load_condtnl_chk_failed_rows = 0;
    shape.full_load_error_rows = 0;
    shape.full_load_start_time = table.load_start;
    shape.full_load_end_time = table.load_end;
    shape.full_load_reloaded = table.reloaded;
    shape.last_update_time = table.last_update;
    shape.table_state = table.state;
    shape.validation_pending_records = 0;
    shape.validation_failed_records = 0;
    shape.validation_suspended_records = 0;
    shape.validation_state = "Not enabled";
    return shape;
}

}  // namespace dmsnode::service
