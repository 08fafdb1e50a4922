// Written by scripts/generate_dms_shapes.py from the public DMS service model 2016-01-01. Do not
// edit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace dmsnode::dms {

/// Whether the service model marks a member as required. Required members are plain, optional ones
/// std::optional; a list is a vector either way, empty when absent.
enum class Need { kRequired, kOptional };

struct Tag {
    static constexpr std::string_view kShape = "Tag";
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::optional<std::string> resource_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Key", self.key, Need::kOptional);
        visitor("Value", self.value, Need::kOptional);
        visitor("ResourceArn", self.resource_arn, Need::kOptional);
    }
};

struct CreateReplicationTaskRequest {
    static constexpr std::string_view kShape = "CreateReplicationTaskMessage";
    std::string replication_task_identifier;
    std::string source_endpoint_arn;
    std::string target_endpoint_arn;
    std::string replication_instance_arn;
    std::string migration_type;
    std::string table_mappings;
    std::optional<std::string> replication_task_settings;
    std::optional<TimePoint> cdc_start_time;
    std::optional<std::string> cdc_start_position;
    std::optional<std::string> cdc_stop_position;
    std::vector<Tag> tags;
    std::optional<std::string> task_data;
    std::optional<std::string> resource_identifier;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskIdentifier", self.replication_task_identifier, Need::kRequired);
        visitor("SourceEndpointArn", self.source_endpoint_arn, Need::kRequired);
        visitor("TargetEndpointArn", self.target_endpoint_arn, Need::kRequired);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
        visitor("MigrationType", self.migration_type, Need::kRequired);
        visitor("TableMappings", self.table_mappings, Need::kRequired);
        visitor("ReplicationTaskSettings", self.replication_task_settings, Need::kOptional);
        visitor("CdcStartTime", self.cdc_start_time, Need::kOptional);
        visitor("CdcStartPosition", self.cdc_start_position, Need::kOptional);
        visitor("CdcStopPosition", self.cdc_stop_position, Need::kOptional);
        visitor("Tags", self.tags, Need::kOptional);
        visitor("TaskData", self.task_data, Need::kOptional);
        visitor("ResourceIdentifier", self.resource_identifier, Need::kOptional);
    }
};

struct ReplicationTaskStats {
    static constexpr std::string_view kShape = "ReplicationTaskStats";
    std::optional<std::int64_t> full_load_progress_percent;
    std::optional<std::int64_t> elapsed_time_millis;
    std::optional<std::int64_t> tables_loaded;
    std::optional<std::int64_t> tables_loading;
    std::optional<std::int64_t> tables_queued;
    std::optional<std::int64_t> tables_errored;
    std::optional<TimePoint> fresh_start_date;
    std::optional<TimePoint> start_date;
    std::optional<TimePoint> stop_date;
    std::optional<TimePoint> full_load_start_date;
    std::optional<TimePoint> full_load_finish_date;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("FullLoadProgressPercent", self.full_load_progress_percent, Need::kOptional);
        visitor("ElapsedTimeMillis", self.elapsed_time_millis, Need::kOptional);
        visitor("TablesLoaded", self.tables_loaded, Need::kOptional);
        visitor("TablesLoading", self.tables_loading, Need::kOptional);
        visitor("TablesQueued", self.tables_queued, Need::kOptional);
        visitor("TablesErrored", self.tables_errored, Need::kOptional);
        visitor("FreshStartDate", self.fresh_start_date, Need::kOptional);
        visitor("StartDate", self.start_date, Need::kOptional);
        visitor("StopDate", self.stop_date, Need::kOptional);
        visitor("FullLoadStartDate", self.full_load_start_date, Need::kOptional);
        visitor("FullLoadFinishDate", self.full_load_finish_date, Need::kOptional);
    }
};

struct ReplicationTask {
    static constexpr std::string_view kShape = "ReplicationTask";
    std::optional<std::string> replication_task_identifier;
    std::optional<std::string> source_endpoint_arn;
    std::optional<std::string> target_endpoint_arn;
    std::optional<std::string> replication_instance_arn;
    std::optional<std::string> migration_type;
    std::optional<std::string> table_mappings;
    std::optional<std::string> replication_task_settings;
    std::optional<std::string> status;
    std::optional<std::string> last_failure_message;
    std::optional<std::string> stop_reason;
    std::optional<TimePoint> replication_task_creation_date;
    std::optional<TimePoint> replication_task_start_date;
    std::optional<std::string> cdc_start_position;
    std::optional<std::string> cdc_stop_position;
    std::optional<std::string> recovery_checkpoint;
    std::optional<std::string> replication_task_arn;
    std::optional<ReplicationTaskStats> replication_task_stats;
    std::optional<std::string> task_data;
    std::optional<std::string> target_replication_instance_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskIdentifier", self.replication_task_identifier, Need::kOptional);
        visitor("SourceEndpointArn", self.source_endpoint_arn, Need::kOptional);
        visitor("TargetEndpointArn", self.target_endpoint_arn, Need::kOptional);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kOptional);
        visitor("MigrationType", self.migration_type, Need::kOptional);
        visitor("TableMappings", self.table_mappings, Need::kOptional);
        visitor("ReplicationTaskSettings", self.replication_task_settings, Need::kOptional);
        visitor("Status", self.status, Need::kOptional);
        visitor("LastFailureMessage", self.last_failure_message, Need::kOptional);
        visitor("StopReason", self.stop_reason, Need::kOptional);
        visitor("ReplicationTaskCreationDate", self.replication_task_creation_date,
                Need::kOptional);
        visitor("ReplicationTaskStartDate", self.replication_task_start_date, Need::kOptional);
        visitor("CdcStartPosition", self.cdc_start_position, Need::kOptional);
        visitor("CdcStopPosition", self.cdc_stop_position, Need::kOptional);
        visitor("RecoveryCheckpoint", self.recovery_checkpoint, Need::kOptional);
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kOptional);
        visitor("ReplicationTaskStats", self.replication_task_stats, Need::kOptional);
        visitor("TaskData", self.task_data, Need::kOptional);
        visitor("TargetReplicationInstanceArn", self.target_replication_instance_arn,
                Need::kOptional);
    }
};

struct CreateReplicationTaskReply {
    static constexpr std::string_view kShape = "CreateReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct ModifyReplicationTaskRequest {
    static constexpr std::string_view kShape = "ModifyReplicationTaskMessage";
    std::string replication_task_arn;
    std::optional<std::string> replication_task_identifier;
    std::optional<std::string> migration_type;
    std::optional<std::string> table_mappings;
    std::optional<std::string> replication_task_settings;
    std::optional<TimePoint> cdc_start_time;
    std::optional<std::string> cdc_start_position;
    std::optional<std::string> cdc_stop_position;
    std::optional<std::string> task_data;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
        visitor("ReplicationTaskIdentifier", self.replication_task_identifier, Need::kOptional);
        visitor("MigrationType", self.migration_type, Need::kOptional);
        visitor("TableMappings", self.table_mappings, Need::kOptional);
        visitor("ReplicationTaskSettings", self.replication_task_settings, Need::kOptional);
        visitor("CdcStartTime", self.cdc_start_time, Need::kOptional);
        visitor("CdcStartPosition", self.cdc_start_position, Need::kOptional);
        visitor("CdcStopPosition", self.cdc_stop_position, Need::kOptional);
        visitor("TaskData", self.task_data, Need::kOptional);
    }
};

struct ModifyReplicationTaskReply {
    static constexpr std::string_view kShape = "ModifyReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct DeleteReplicationTaskRequest {
    static constexpr std::string_view kShape = "DeleteReplicationTaskMessage";
    std::string replication_task_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
    }
};

struct DeleteReplicationTaskReply {
    static constexpr std::string_view kShape = "DeleteReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct StartReplicationTaskRequest {
    static constexpr std::string_view kShape = "StartReplicationTaskMessage";
    std::string replication_task_arn;
    std::string start_replication_task_type;
    std::optional<TimePoint> cdc_start_time;
    std::optional<std::string> cdc_start_position;
    std::optional<std::string> cdc_stop_position;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
        visitor("StartReplicationTaskType", self.start_replication_task_type, Need::kRequired);
        visitor("CdcStartTime", self.cdc_start_time, Need::kOptional);
        visitor("CdcStartPosition", self.cdc_start_position, Need::kOptional);
        visitor("CdcStopPosition", self.cdc_stop_position, Need::kOptional);
    }
};

struct StartReplicationTaskReply {
    static constexpr std::string_view kShape = "StartReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct StopReplicationTaskRequest {
    static constexpr std::string_view kShape = "StopReplicationTaskMessage";
    std::string replication_task_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
    }
};

struct StopReplicationTaskReply {
    static constexpr std::string_view kShape = "StopReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct MoveReplicationTaskRequest {
    static constexpr std::string_view kShape = "MoveReplicationTaskMessage";
    std::string replication_task_arn;
    std::string target_replication_instance_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
        visitor("TargetReplicationInstanceArn", self.target_replication_instance_arn,
                Need::kRequired);
    }
};

struct MoveReplicationTaskReply {
    static constexpr std::string_view kShape = "MoveReplicationTaskResponse";
    std::optional<ReplicationTask> replication_task;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTask", self.replication_task, Need::kOptional);
    }
};

struct Filter {
    static constexpr std::string_view kShape = "Filter";
    std::string name;
    std::vector<std::string> values;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Name", self.name, Need::kRequired);
        visitor("Values", self.values, Need::kRequired);
    }
};

struct DescribeReplicationTasksRequest {
    static constexpr std::string_view kShape = "DescribeReplicationTasksMessage";
    std::vector<Filter> filters;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;
    std::optional<bool> without_settings;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Filters", self.filters, Need::kOptional);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
        visitor("WithoutSettings", self.without_settings, Need::kOptional);
    }
};

struct DescribeReplicationTasksReply {
    static constexpr std::string_view kShape = "DescribeReplicationTasksResponse";
    std::optional<std::string> marker;
    std::vector<ReplicationTask> replication_tasks;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("ReplicationTasks", self.replication_tasks, Need::kOptional);
    }
};

struct TableToReload {
    static constexpr std::string_view kShape = "TableToReload";
    std::string schema_name;
    std::string table_name;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("SchemaName", self.schema_name, Need::kRequired);
        visitor("TableName", self.table_name, Need::kRequired);
    }
};

struct ReloadTablesRequest {
    static constexpr std::string_view kShape = "ReloadTablesMessage";
    std::string replication_task_arn;
    std::vector<TableToReload> tables_to_reload;
    std::optional<std::string> reload_option;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
        visitor("TablesToReload", self.tables_to_reload, Need::kRequired);
        visitor("ReloadOption", self.reload_option, Need::kOptional);
    }
};

struct ReloadTablesReply {
    static constexpr std::string_view kShape = "ReloadTablesResponse";
    std::optional<std::string> replication_task_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kOptional);
    }
};

struct DescribeTableStatisticsRequest {
    static constexpr std::string_view kShape = "DescribeTableStatisticsMessage";
    std::string replication_task_arn;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;
    std::vector<Filter> filters;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kRequired);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
        visitor("Filters", self.filters, Need::kOptional);
    }
};

struct TableStatistics {
    static constexpr std::string_view kShape = "TableStatistics";
    std::optional<std::string> schema_name;
    std::optional<std::string> table_name;
    std::optional<std::int64_t> inserts;
    std::optional<std::int64_t> deletes;
    std::optional<std::int64_t> updates;
    std::optional<std::int64_t> ddls;
    std::optional<std::int64_t> applied_inserts;
    std::optional<std::int64_t> applied_deletes;
    std::optional<std::int64_t> applied_updates;
    std::optional<std::int64_t> applied_ddls;
    std::optional<std::int64_t> full_load_rows;
    std::optional<std::int64_t> full_load_condtnl_chk_failed_rows;
    std::optional<std::int64_t> full_load_error_rows;
    std::optional<TimePoint> full_load_start_time;
    std::optional<TimePoint> full_load_end_time;
    std::optional<bool> full_load_reloaded;
    std::optional<TimePoint> last_update_time;
    std::optional<std::string> table_state;
    std::optional<std::int64_t> validation_pending_records;
    std::optional<std::int64_t> validation_failed_records;
    std::optional<std::int64_t> validation_suspended_records;
    std::optional<std::string> validation_state;
    std::optional<std::string> validation_state_details;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("SchemaName", self.schema_name, Need::kOptional);
        visitor("TableName", self.table_name, Need::kOptional);
        visitor("Inserts", self.inserts, Need::kOptional);
        visitor("Deletes", self.deletes, Need::kOptional);
        visitor("Updates", self.updates, Need::kOptional);
        visitor("Ddls", self.ddls, Need::kOptional);
        visitor("AppliedInserts", self.applied_inserts, Need::kOptional);
        visitor("AppliedDeletes", self.applied_deletes, Need::kOptional);
        visitor("AppliedUpdates", self.applied_updates, Need::kOptional);
        visitor("AppliedDdls", self.applied_ddls, Need::kOptional);
        visitor("FullLoadRows", self.full_load_rows, Need::kOptional);
        visitor("FullLoadCondtnlChkFailedRows", self.full_load_condtnl_chk_failed_rows,
                Need::kOptional);
        visitor("FullLoadErrorRows", self.full_load_error_rows, Need::kOptional);
        visitor("FullLoadStartTime", self.full_load_start_time, Need::kOptional);
        visitor("FullLoadEndTime", self.full_load_end_time, Need::kOptional);
        visitor("FullLoadReloaded", self.full_load_reloaded, Need::kOptional);
        visitor("LastUpdateTime", self.last_update_time, Need::kOptional);
        visitor("TableState", self.table_state, Need::kOptional);
        visitor("ValidationPendingRecords", self.validation_pending_records, Need::kOptional);
        visitor("ValidationFailedRecords", self.validation_failed_records, Need::kOptional);
        visitor("ValidationSuspendedRecords", self.validation_suspended_records, Need::kOptional);
        visitor("ValidationState", self.validation_state, Need::kOptional);
        visitor("ValidationStateDetails", self.validation_state_details, Need::kOptional);
    }
};

struct DescribeTableStatisticsReply {
    static constexpr std::string_view kShape = "DescribeTableStatisticsResponse";
    std::optional<std::string> replication_task_arn;
    std::vector<TableStatistics> table_statistics;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationTaskArn", self.replication_task_arn, Need::kOptional);
        visitor("TableStatistics", self.table_statistics, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct DynamoDbSettings {
    static constexpr std::string_view kShape = "DynamoDbSettings";
    std::string service_access_role_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kRequired);
    }
};

struct S3Settings {
    static constexpr std::string_view kShape = "S3Settings";
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> external_table_definition;
    std::optional<std::string> csv_row_delimiter;
    std::optional<std::string> csv_delimiter;
    std::optional<std::string> bucket_folder;
    std::optional<std::string> bucket_name;
    std::optional<std::string> compression_type;
    std::optional<std::string> encryption_mode;
    std::optional<std::string> server_side_encryption_kms_key_id;
    std::optional<std::string> data_format;
    std::optional<std::string> encoding_type;
    std::optional<std::int64_t> dict_page_size_limit;
    std::optional<std::int64_t> row_group_length;
    std::optional<std::int64_t> data_page_size;
    std::optional<std::string> parquet_version;
    std::optional<bool> enable_statistics;
    std::optional<bool> include_op_for_full_load;
    std::optional<bool> cdc_inserts_only;
    std::optional<std::string> timestamp_column_name;
    std::optional<bool> parquet_timestamp_in_millisecond;
    std::optional<bool> cdc_inserts_and_updates;
    std::optional<bool> date_partition_enabled;
    std::optional<std::string> date_partition_sequence;
    std::optional<std::string> date_partition_delimiter;
    std::optional<bool> use_csv_no_sup_value;
    std::optional<std::string> csv_no_sup_value;
    std::optional<bool> preserve_transactions;
    std::optional<std::string> cdc_path;
    std::optional<bool> use_task_start_time_for_full_load_timestamp;
    std::optional<std::string> canned_acl_for_objects;
    std::optional<bool> add_column_name;
    std::optional<std::int64_t> cdc_max_batch_interval;
    std::optional<std::int64_t> cdc_min_file_size;
    std::optional<std::string> csv_null_value;
    std::optional<std::int64_t> ignore_header_rows;
    std::optional<std::int64_t> max_file_size;
    std::optional<bool> rfc4180;
    std::optional<std::string> date_partition_timezone;
    std::optional<bool> add_trailing_padding_character;
    std::optional<std::string> expected_bucket_owner;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("ExternalTableDefinition", self.external_table_definition, Need::kOptional);
        visitor("CsvRowDelimiter", self.csv_row_delimiter, Need::kOptional);
        visitor("CsvDelimiter", self.csv_delimiter, Need::kOptional);
        visitor("BucketFolder", self.bucket_folder, Need::kOptional);
        visitor("BucketName", self.bucket_name, Need::kOptional);
        visitor("CompressionType", self.compression_type, Need::kOptional);
        visitor("EncryptionMode", self.encryption_mode, Need::kOptional);
        visitor("ServerSideEncryptionKmsKeyId", self.server_side_encryption_kms_key_id,
                Need::kOptional);
        visitor("DataFormat", self.data_format, Need::kOptional);
        visitor("EncodingType", self.encoding_type, Need::kOptional);
        visitor("DictPageSizeLimit", self.dict_page_size_limit, Need::kOptional);
        visitor("RowGroupLength", self.row_group_length, Need::kOptional);
        visitor("DataPageSize", self.data_page_size, Need::kOptional);
        visitor("ParquetVersion", self.parquet_version, Need::kOptional);
        visitor("EnableStatistics", self.enable_statistics, Need::kOptional);
        visitor("IncludeOpForFullLoad", self.include_op_for_full_load, Need::kOptional);
        visitor("CdcInsertsOnly", self.cdc_inserts_only, Need::kOptional);
        visitor("TimestampColumnName", self.timestamp_column_name, Need::kOptional);
        visitor("ParquetTimestampInMillisecond", self.parquet_timestamp_in_millisecond,
                Need::kOptional);
        visitor("CdcInsertsAndUpdates", self.cdc_inserts_and_updates, Need::kOptional);
        visitor("DatePartitionEnabled", self.date_partition_enabled, Need::kOptional);
        visitor("DatePartitionSequence", self.date_partition_sequence, Need::kOptional);
        visitor("DatePartitionDelimiter", self.date_partition_delimiter, Need::kOptional);
        visitor("UseCsvNoSupValue", self.use_csv_no_sup_value, Need::kOptional);
        visitor("CsvNoSupValue", self.csv_no_sup_value, Need::kOptional);
        visitor("PreserveTransactions", self.preserve_transactions, Need::kOptional);
        visitor("CdcPath", self.cdc_path, Need::kOptional);
        visitor("UseTaskStartTimeForFullLoadTimestamp",
                self.use_task_start_time_for_full_load_timestamp, Need::kOptional);
        visitor("CannedAclForObjects", self.canned_acl_for_objects, Need::kOptional);
        visitor("AddColumnName", self.add_column_name, Need::kOptional);
        visitor("CdcMaxBatchInterval", self.cdc_max_batch_interval, Need::kOptional);
        visitor("CdcMinFileSize", self.cdc_min_file_size, Need::kOptional);
        visitor("CsvNullValue", self.csv_null_value, Need::kOptional);
        visitor("IgnoreHeaderRows", self.ignore_header_rows, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("Rfc4180", self.rfc4180, Need::kOptional);
        visitor("DatePartitionTimezone", self.date_partition_timezone, Need::kOptional);
        visitor("AddTrailingPaddingCharacter", self.add_trailing_padding_character,
                Need::kOptional);
        visitor("ExpectedBucketOwner", self.expected_bucket_owner, Need::kOptional);
    }
};

struct DmsTransferSettings {
    static constexpr std::string_view kShape = "DmsTransferSettings";
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> bucket_name;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("BucketName", self.bucket_name, Need::kOptional);
    }
};

struct MongoDbSettings {
    static constexpr std::string_view kShape = "MongoDbSettings";
    std::optional<std::string> username;
    std::optional<Secret> password;
    std::optional<std::string> server_name;
    std::optional<std::int64_t> port;
    std::optional<std::string> database_name;
    std::optional<std::string> auth_type;
    std::optional<std::string> auth_mechanism;
    std::optional<std::string> nesting_level;
    std::optional<std::string> extract_doc_id;
    std::optional<std::string> docs_to_investigate;
    std::optional<std::string> auth_source;
    std::optional<std::string> kms_key_id;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Username", self.username, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("AuthType", self.auth_type, Need::kOptional);
        visitor("AuthMechanism", self.auth_mechanism, Need::kOptional);
        visitor("NestingLevel", self.nesting_level, Need::kOptional);
        visitor("ExtractDocId", self.extract_doc_id, Need::kOptional);
        visitor("DocsToInvestigate", self.docs_to_investigate, Need::kOptional);
        visitor("AuthSource", self.auth_source, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct KinesisSettings {
    static constexpr std::string_view kShape = "KinesisSettings";
    std::optional<std::string> stream_arn;
    std::optional<std::string> message_format;
    std::optional<std::string> service_access_role_arn;
    std::optional<bool> include_transaction_details;
    std::optional<bool> include_partition_value;
    std::optional<bool> partition_include_schema_table;
    std::optional<bool> include_table_alter_operations;
    std::optional<bool> include_control_details;
    std::optional<bool> include_null_and_empty;
    std::optional<bool> no_hex_prefix;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("StreamArn", self.stream_arn, Need::kOptional);
        visitor("MessageFormat", self.message_format, Need::kOptional);
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("IncludeTransactionDetails", self.include_transaction_details, Need::kOptional);
        visitor("IncludePartitionValue", self.include_partition_value, Need::kOptional);
        visitor("PartitionIncludeSchemaTable", self.partition_include_schema_table,
                Need::kOptional);
        visitor("IncludeTableAlterOperations", self.include_table_alter_operations,
                Need::kOptional);
        visitor("IncludeControlDetails", self.include_control_details, Need::kOptional);
        visitor("IncludeNullAndEmpty", self.include_null_and_empty, Need::kOptional);
        visitor("NoHexPrefix", self.no_hex_prefix, Need::kOptional);
    }
};

struct KafkaSettings {
    static constexpr std::string_view kShape = "KafkaSettings";
    std::optional<std::string> broker;
    std::optional<std::string> topic;
    std::optional<std::string> message_format;
    std::optional<bool> include_transaction_details;
    std::optional<bool> include_partition_value;
    std::optional<bool> partition_include_schema_table;
    std::optional<bool> include_table_alter_operations;
    std::optional<bool> include_control_details;
    std::optional<std::int64_t> message_max_bytes;
    std::optional<bool> include_null_and_empty;
    std::optional<std::string> security_protocol;
    std::optional<std::string> ssl_client_certificate_arn;
    std::optional<std::string> ssl_client_key_arn;
    std::optional<Secret> ssl_client_key_password;
    std::optional<std::string> ssl_ca_certificate_arn;
    std::optional<std::string> sasl_username;
    std::optional<Secret> sasl_password;
    std::optional<bool> no_hex_prefix;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Broker", self.broker, Need::kOptional);
        visitor("Topic", self.topic, Need::kOptional);
        visitor("MessageFormat", self.message_format, Need::kOptional);
        visitor("IncludeTransactionDetails", self.include_transaction_details, Need::kOptional);
        visitor("IncludePartitionValue", self.include_partition_value, Need::kOptional);
        visitor("PartitionIncludeSchemaTable", self.partition_include_schema_table,
                Need::kOptional);
        visitor("IncludeTableAlterOperations", self.include_table_alter_operations,
                Need::kOptional);
        visitor("IncludeControlDetails", self.include_control_details, Need::kOptional);
        visitor("MessageMaxBytes", self.message_max_bytes, Need::kOptional);
        visitor("IncludeNullAndEmpty", self.include_null_and_empty, Need::kOptional);
        visitor("SecurityProtocol", self.security_protocol, Need::kOptional);
        visitor("SslClientCertificateArn", self.ssl_client_certificate_arn, Need::kOptional);
        visitor("SslClientKeyArn", self.ssl_client_key_arn, Need::kOptional);
        visitor("SslClientKeyPassword", self.ssl_client_key_password, Need::kOptional);
        visitor("SslCaCertificateArn", self.ssl_ca_certificate_arn, Need::kOptional);
        visitor("SaslUsername", self.sasl_username, Need::kOptional);
        visitor("SaslPassword", self.sasl_password, Need::kOptional);
        visitor("NoHexPrefix", self.no_hex_prefix, Need::kOptional);
    }
};

struct ElasticsearchSettings {
    static constexpr std::string_view kShape = "ElasticsearchSettings";
    std::string service_access_role_arn;
    std::string endpoint_uri;
    std::optional<std::int64_t> full_load_error_percentage;
    std::optional<std::int64_t> error_retry_duration;
    std::optional<bool> use_new_mapping_type;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kRequired);
        visitor("EndpointUri", self.endpoint_uri, Need::kRequired);
        visitor("FullLoadErrorPercentage", self.full_load_error_percentage, Need::kOptional);
        visitor("ErrorRetryDuration", self.error_retry_duration, Need::kOptional);
        visitor("UseNewMappingType", self.use_new_mapping_type, Need::kOptional);
    }
};

struct NeptuneSettings {
    static constexpr std::string_view kShape = "NeptuneSettings";
    std::optional<std::string> service_access_role_arn;
    std::string s3_bucket_name;
    std::string s3_bucket_folder;
    std::optional<std::int64_t> error_retry_duration;
    std::optional<std::int64_t> max_file_size;
    std::optional<std::int64_t> max_retry_count;
    std::optional<bool> iam_auth_enabled;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("S3BucketName", self.s3_bucket_name, Need::kRequired);
        visitor("S3BucketFolder", self.s3_bucket_folder, Need::kRequired);
        visitor("ErrorRetryDuration", self.error_retry_duration, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("MaxRetryCount", self.max_retry_count, Need::kOptional);
        visitor("IamAuthEnabled", self.iam_auth_enabled, Need::kOptional);
    }
};

struct RedshiftSettings {
    static constexpr std::string_view kShape = "RedshiftSettings";
    std::optional<bool> accept_any_date;
    std::optional<std::string> after_connect_script;
    std::optional<std::string> bucket_folder;
    std::optional<std::string> bucket_name;
    std::optional<bool> case_sensitive_names;
    std::optional<bool> comp_update;
    std::optional<std::int64_t> connection_timeout;
    std::optional<std::string> database_name;
    std::optional<std::string> date_format;
    std::optional<bool> empty_as_null;
    std::optional<std::string> encryption_mode;
    std::optional<bool> explicit_ids;
    std::optional<std::int64_t> file_transfer_upload_streams;
    std::optional<std::int64_t> load_timeout;
    std::optional<std::int64_t> max_file_size;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<bool> remove_quotes;
    std::optional<std::string> replace_invalid_chars;
    std::optional<std::string> replace_chars;
    std::optional<std::string> server_name;
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> server_side_encryption_kms_key_id;
    std::optional<std::string> time_format;
    std::optional<bool> trim_blanks;
    std::optional<bool> truncate_columns;
    std::optional<std::string> username;
    std::optional<std::int64_t> write_buffer_size;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AcceptAnyDate", self.accept_any_date, Need::kOptional);
        visitor("AfterConnectScript", self.after_connect_script, Need::kOptional);
        visitor("BucketFolder", self.bucket_folder, Need::kOptional);
        visitor("BucketName", self.bucket_name, Need::kOptional);
        visitor("CaseSensitiveNames", self.case_sensitive_names, Need::kOptional);
        visitor("CompUpdate", self.comp_update, Need::kOptional);
        visitor("ConnectionTimeout", self.connection_timeout, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("DateFormat", self.date_format, Need::kOptional);
        visitor("EmptyAsNull", self.empty_as_null, Need::kOptional);
        visitor("EncryptionMode", self.encryption_mode, Need::kOptional);
        visitor("ExplicitIds", self.explicit_ids, Need::kOptional);
        visitor("FileTransferUploadStreams", self.file_transfer_upload_streams, Need::kOptional);
        visitor("LoadTimeout", self.load_timeout, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("RemoveQuotes", self.remove_quotes, Need::kOptional);
        visitor("ReplaceInvalidChars", self.replace_invalid_chars, Need::kOptional);
        visitor("ReplaceChars", self.replace_chars, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("ServerSideEncryptionKmsKeyId", self.server_side_encryption_kms_key_id,
                Need::kOptional);
        visitor("TimeFormat", self.time_format, Need::kOptional);
        visitor("TrimBlanks", self.trim_blanks, Need::kOptional);
        visitor("TruncateColumns", self.truncate_columns, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("WriteBufferSize", self.write_buffer_size, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct PostgreSQLSettings {
    static constexpr std::string_view kShape = "PostgreSQLSettings";
    std::optional<std::string> after_connect_script;
    std::optional<bool> capture_ddls;
    std::optional<std::int64_t> max_file_size;
    std::optional<std::string> database_name;
    std::optional<std::string> ddl_artifacts_schema;
    std::optional<std::int64_t> execute_timeout;
    std::optional<bool> fail_tasks_on_lob_truncation;
    std::optional<bool> heartbeat_enable;
    std::optional<std::string> heartbeat_schema;
    std::optional<std::int64_t> heartbeat_frequency;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<std::string> server_name;
    std::optional<std::string> username;
    std::optional<std::string> slot_name;
    std::optional<std::string> plugin_name;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;
    std::optional<bool> trim_space_in_char;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AfterConnectScript", self.after_connect_script, Need::kOptional);
        visitor("CaptureDdls", self.capture_ddls, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("DdlArtifactsSchema", self.ddl_artifacts_schema, Need::kOptional);
        visitor("ExecuteTimeout", self.execute_timeout, Need::kOptional);
        visitor("FailTasksOnLobTruncation", self.fail_tasks_on_lob_truncation, Need::kOptional);
        visitor("HeartbeatEnable", self.heartbeat_enable, Need::kOptional);
        visitor("HeartbeatSchema", self.heartbeat_schema, Need::kOptional);
        visitor("HeartbeatFrequency", self.heartbeat_frequency, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("SlotName", self.slot_name, Need::kOptional);
        visitor("PluginName", self.plugin_name, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
        visitor("TrimSpaceInChar", self.trim_space_in_char, Need::kOptional);
    }
};

struct MySQLSettings {
    static constexpr std::string_view kShape = "MySQLSettings";
    std::optional<std::string> after_connect_script;
    std::optional<bool> clean_source_metadata_on_mismatch;
    std::optional<std::string> database_name;
    std::optional<std::int64_t> events_poll_interval;
    std::optional<std::string> target_db_type;
    std::optional<std::int64_t> max_file_size;
    std::optional<std::int64_t> parallel_load_threads;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<std::string> server_name;
    std::optional<std::string> server_timezone;
    std::optional<std::string> username;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AfterConnectScript", self.after_connect_script, Need::kOptional);
        visitor("CleanSourceMetadataOnMismatch", self.clean_source_metadata_on_mismatch,
                Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("EventsPollInterval", self.events_poll_interval, Need::kOptional);
        visitor("TargetDbType", self.target_db_type, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("ParallelLoadThreads", self.parallel_load_threads, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("ServerTimezone", self.server_timezone, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct OracleSettings {
    static constexpr std::string_view kShape = "OracleSettings";
    std::optional<bool> add_supplemental_logging;
    std::optional<std::int64_t> archived_log_dest_id;
    std::optional<std::int64_t> additional_archived_log_dest_id;
    std::vector<std::int64_t> extra_archived_log_dest_ids;
    std::optional<bool> allow_select_nested_tables;
    std::optional<std::int64_t> parallel_asm_read_threads;
    std::optional<std::int64_t> read_ahead_blocks;
    std::optional<bool> access_alternate_directly;
    std::optional<bool> use_alternate_folder_for_online;
    std::optional<std::string> oracle_path_prefix;
    std::optional<std::string> use_path_prefix;
    std::optional<bool> replace_path_prefix;
    std::optional<bool> enable_homogenous_tablespace;
    std::optional<bool> direct_path_no_log;
    std::optional<bool> archived_logs_only;
    std::optional<Secret> asm_password;
    std::optional<std::string> asm_server;
    std::optional<std::string> asm_user;
    std::optional<std::string> char_length_semantics;
    std::optional<std::string> database_name;
    std::optional<bool> direct_path_parallel_load;
    std::optional<bool> fail_tasks_on_lob_truncation;
    std::optional<std::int64_t> number_datatype_scale;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<bool> read_table_space_name;
    std::optional<std::int64_t> retry_interval;
    std::optional<Secret> security_db_encryption;
    std::optional<std::string> security_db_encryption_name;
    std::optional<std::string> server_name;
    std::optional<std::string> spatial_data_option_to_geo_json_function_name;
    std::optional<std::int64_t> standby_delay_time;
    std::optional<std::string> username;
    std::optional<bool> use_b_file;
    std::optional<bool> use_direct_path_full_load;
    std::optional<bool> use_logminer_reader;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;
    std::optional<std::string> secrets_manager_oracle_asm_access_role_arn;
    std::optional<std::string> secrets_manager_oracle_asm_secret_id;
    std::optional<bool> trim_space_in_char;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AddSupplementalLogging", self.add_supplemental_logging, Need::kOptional);
        visitor("ArchivedLogDestId", self.archived_log_dest_id, Need::kOptional);
        visitor("AdditionalArchivedLogDestId", self.additional_archived_log_dest_id,
                Need::kOptional);
        visitor("ExtraArchivedLogDestIds", self.extra_archived_log_dest_ids, Need::kOptional);
        visitor("AllowSelectNestedTables", self.allow_select_nested_tables, Need::kOptional);
        visitor("ParallelAsmReadThreads", self.parallel_asm_read_threads, Need::kOptional);
        visitor("ReadAheadBlocks", self.read_ahead_blocks, Need::kOptional);
        visitor("AccessAlternateDirectly", self.access_alternate_directly, Need::kOptional);
        visitor("UseAlternateFolderForOnline", self.use_alternate_folder_for_online,
                Need::kOptional);
        visitor("OraclePathPrefix", self.oracle_path_prefix, Need::kOptional);
        visitor("UsePathPrefix", self.use_path_prefix, Need::kOptional);
        visitor("ReplacePathPrefix", self.replace_path_prefix, Need::kOptional);
        visitor("EnableHomogenousTablespace", self.enable_homogenous_tablespace, Need::kOptional);
        visitor("DirectPathNoLog", self.direct_path_no_log, Need::kOptional);
        visitor("ArchivedLogsOnly", self.archived_logs_only, Need::kOptional);
        visitor("AsmPassword", self.asm_password, Need::kOptional);
        visitor("AsmServer", self.asm_server, Need::kOptional);
        visitor("AsmUser", self.asm_user, Need::kOptional);
        visitor("CharLengthSemantics", self.char_length_semantics, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("DirectPathParallelLoad", self.direct_path_parallel_load, Need::kOptional);
        visitor("FailTasksOnLobTruncation", self.fail_tasks_on_lob_truncation, Need::kOptional);
        visitor("NumberDatatypeScale", self.number_datatype_scale, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ReadTableSpaceName", self.read_table_space_name, Need::kOptional);
        visitor("RetryInterval", self.retry_interval, Need::kOptional);
        visitor("SecurityDbEncryption", self.security_db_encryption, Need::kOptional);
        visitor("SecurityDbEncryptionName", self.security_db_encryption_name, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("SpatialDataOptionToGeoJsonFunctionName",
                self.spatial_data_option_to_geo_json_function_name, Need::kOptional);
        visitor("StandbyDelayTime", self.standby_delay_time, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("UseBFile", self.use_b_file, Need::kOptional);
        visitor("UseDirectPathFullLoad", self.use_direct_path_full_load, Need::kOptional);
        visitor("UseLogminerReader", self.use_logminer_reader, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
        visitor("SecretsManagerOracleAsmAccessRoleArn",
                self.secrets_manager_oracle_asm_access_role_arn, Need::kOptional);
        visitor("SecretsManagerOracleAsmSecretId", self.secrets_manager_oracle_asm_secret_id,
                Need::kOptional);
        visitor("TrimSpaceInChar", self.trim_space_in_char, Need::kOptional);
    }
};

struct SybaseSettings {
    static constexpr std::string_view kShape = "SybaseSettings";
    std::optional<std::string> database_name;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<std::string> server_name;
    std::optional<std::string> username;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct MicrosoftSQLServerSettings {
    static constexpr std::string_view kShape = "MicrosoftSQLServerSettings";
    std::optional<std::int64_t> port;
    std::optional<std::int64_t> bcp_packet_size;
    std::optional<std::string> database_name;
    std::optional<std::string> control_tables_file_group;
    std::optional<Secret> password;
    std::optional<bool> query_single_always_on_node;
    std::optional<bool> read_backup_only;
    std::optional<std::string> safeguard_policy;
    std::optional<std::string> server_name;
    std::optional<std::string> username;
    std::optional<bool> use_bcp_full_load;
    std::optional<bool> use_third_party_backup_device;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;
    std::optional<bool> trim_space_in_char;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Port", self.port, Need::kOptional);
        visitor("BcpPacketSize", self.bcp_packet_size, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("ControlTablesFileGroup", self.control_tables_file_group, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("QuerySingleAlwaysOnNode", self.query_single_always_on_node, Need::kOptional);
        visitor("ReadBackupOnly", self.read_backup_only, Need::kOptional);
        visitor("SafeguardPolicy", self.safeguard_policy, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("UseBcpFullLoad", self.use_bcp_full_load, Need::kOptional);
        visitor("UseThirdPartyBackupDevice", self.use_third_party_backup_device, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
        visitor("TrimSpaceInChar", self.trim_space_in_char, Need::kOptional);
    }
};

struct IBMDb2Settings {
    static constexpr std::string_view kShape = "IBMDb2Settings";
    std::optional<std::string> database_name;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<std::string> server_name;
    std::optional<bool> set_data_capture_changes;
    std::optional<std::string> current_lsn;
    std::optional<std::int64_t> max_k_bytes_per_read;
    std::optional<std::string> username;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("SetDataCaptureChanges", self.set_data_capture_changes, Need::kOptional);
        visitor("CurrentLsn", self.current_lsn, Need::kOptional);
        visitor("MaxKBytesPerRead", self.max_k_bytes_per_read, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct DocDbSettings {
    static constexpr std::string_view kShape = "DocDbSettings";
    std::optional<std::string> username;
    std::optional<Secret> password;
    std::optional<std::string> server_name;
    std::optional<std::int64_t> port;
    std::optional<std::string> database_name;
    std::optional<std::string> nesting_level;
    std::optional<bool> extract_doc_id;
    std::optional<std::int64_t> docs_to_investigate;
    std::optional<std::string> kms_key_id;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Username", self.username, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("NestingLevel", self.nesting_level, Need::kOptional);
        visitor("ExtractDocId", self.extract_doc_id, Need::kOptional);
        visitor("DocsToInvestigate", self.docs_to_investigate, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct RedisSettings {
    static constexpr std::string_view kShape = "RedisSettings";
    std::string server_name;
    std::int64_t port{};
    std::optional<std::string> ssl_security_protocol;
    std::optional<std::string> auth_type;
    std::optional<std::string> auth_user_name;
    std::optional<Secret> auth_password;
    std::optional<std::string> ssl_ca_certificate_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ServerName", self.server_name, Need::kRequired);
        visitor("Port", self.port, Need::kRequired);
        visitor("SslSecurityProtocol", self.ssl_security_protocol, Need::kOptional);
        visitor("AuthType", self.auth_type, Need::kOptional);
        visitor("AuthUserName", self.auth_user_name, Need::kOptional);
        visitor("AuthPassword", self.auth_password, Need::kOptional);
        visitor("SslCaCertificateArn", self.ssl_ca_certificate_arn, Need::kOptional);
    }
};

struct GcpMySQLSettings {
    static constexpr std::string_view kShape = "GcpMySQLSettings";
    std::optional<std::string> after_connect_script;
    std::optional<bool> clean_source_metadata_on_mismatch;
    std::optional<std::string> database_name;
    std::optional<std::int64_t> events_poll_interval;
    std::optional<std::string> target_db_type;
    std::optional<std::int64_t> max_file_size;
    std::optional<std::int64_t> parallel_load_threads;
    std::optional<Secret> password;
    std::optional<std::int64_t> port;
    std::optional<std::string> server_name;
    std::optional<std::string> server_timezone;
    std::optional<std::string> username;
    std::optional<std::string> secrets_manager_access_role_arn;
    std::optional<std::string> secrets_manager_secret_id;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AfterConnectScript", self.after_connect_script, Need::kOptional);
        visitor("CleanSourceMetadataOnMismatch", self.clean_source_metadata_on_mismatch,
                Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("EventsPollInterval", self.events_poll_interval, Need::kOptional);
        visitor("TargetDbType", self.target_db_type, Need::kOptional);
        visitor("MaxFileSize", self.max_file_size, Need::kOptional);
        visitor("ParallelLoadThreads", self.parallel_load_threads, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("ServerTimezone", self.server_timezone, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("SecretsManagerAccessRoleArn", self.secrets_manager_access_role_arn,
                Need::kOptional);
        visitor("SecretsManagerSecretId", self.secrets_manager_secret_id, Need::kOptional);
    }
};

struct CreateEndpointRequest {
    static constexpr std::string_view kShape = "CreateEndpointMessage";
    std::string endpoint_identifier;
    std::string endpoint_type;
    std::string engine_name;
    std::optional<std::string> username;
    std::optional<Secret> password;
    std::optional<std::string> server_name;
    std::optional<std::int64_t> port;
    std::optional<std::string> database_name;
    std::optional<std::string> extra_connection_attributes;
    std::optional<std::string> kms_key_id;
    std::vector<Tag> tags;
    std::optional<std::string> certificate_arn;
    std::optional<std::string> ssl_mode;
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> external_table_definition;
    std::optional<DynamoDbSettings> dynamo_db_settings;
    std::optional<S3Settings> s3_settings;
    std::optional<DmsTransferSettings> dms_transfer_settings;
    std::optional<MongoDbSettings> mongo_db_settings;
    std::optional<KinesisSettings> kinesis_settings;
    std::optional<KafkaSettings> kafka_settings;
    std::optional<ElasticsearchSettings> elasticsearch_settings;
    std::optional<NeptuneSettings> neptune_settings;
    std::optional<RedshiftSettings> redshift_settings;
    std::optional<PostgreSQLSettings> postgre_sql_settings;
    std::optional<MySQLSettings> my_sql_settings;
    std::optional<OracleSettings> oracle_settings;
    std::optional<SybaseSettings> sybase_settings;
    std::optional<MicrosoftSQLServerSettings> microsoft_sql_server_settings;
    std::optional<IBMDb2Settings> ibm_db2_settings;
    std::optional<std::string> resource_identifier;
    std::optional<DocDbSettings> doc_db_settings;
    std::optional<RedisSettings> redis_settings;
    std::optional<GcpMySQLSettings> gcp_my_sql_settings;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointIdentifier", self.endpoint_identifier, Need::kRequired);
        visitor("EndpointType", self.endpoint_type, Need::kRequired);
        visitor("EngineName", self.engine_name, Need::kRequired);
        visitor("Username", self.username, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("ExtraConnectionAttributes", self.extra_connection_attributes, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("Tags", self.tags, Need::kOptional);
        visitor("CertificateArn", self.certificate_arn, Need::kOptional);
        visitor("SslMode", self.ssl_mode, Need::kOptional);
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("ExternalTableDefinition", self.external_table_definition, Need::kOptional);
        visitor("DynamoDbSettings", self.dynamo_db_settings, Need::kOptional);
        visitor("S3Settings", self.s3_settings, Need::kOptional);
        visitor("DmsTransferSettings", self.dms_transfer_settings, Need::kOptional);
        visitor("MongoDbSettings", self.mongo_db_settings, Need::kOptional);
        visitor("KinesisSettings", self.kinesis_settings, Need::kOptional);
        visitor("KafkaSettings", self.kafka_settings, Need::kOptional);
        visitor("ElasticsearchSettings", self.elasticsearch_settings, Need::kOptional);
        visitor("NeptuneSettings", self.neptune_settings, Need::kOptional);
        visitor("RedshiftSettings", self.redshift_settings, Need::kOptional);
        visitor("PostgreSQLSettings", self.postgre_sql_settings, Need::kOptional);
        visitor("MySQLSettings", self.my_sql_settings, Need::kOptional);
        visitor("OracleSettings", self.oracle_settings, Need::kOptional);
        visitor("SybaseSettings", self.sybase_settings, Need::kOptional);
        visitor("MicrosoftSQLServerSettings", self.microsoft_sql_server_settings, Need::kOptional);
        visitor("IBMDb2Settings", self.ibm_db2_settings, Need::kOptional);
        visitor("ResourceIdentifier", self.resource_identifier, Need::kOptional);
        visitor("DocDbSettings", self.doc_db_settings, Need::kOptional);
        visitor("RedisSettings", self.redis_settings, Need::kOptional);
        visitor("GcpMySQLSettings", self.gcp_my_sql_settings, Need::kOptional);
    }
};

struct Endpoint {
    static constexpr std::string_view kShape = "Endpoint";
    std::optional<std::string> endpoint_identifier;
    std::optional<std::string> endpoint_type;
    std::optional<std::string> engine_name;
    std::optional<std::string> engine_display_name;
    std::optional<std::string> username;
    std::optional<std::string> server_name;
    std::optional<std::int64_t> port;
    std::optional<std::string> database_name;
    std::optional<std::string> extra_connection_attributes;
    std::optional<std::string> status;
    std::optional<std::string> kms_key_id;
    std::optional<std::string> endpoint_arn;
    std::optional<std::string> certificate_arn;
    std::optional<std::string> ssl_mode;
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> external_table_definition;
    std::optional<std::string> external_id;
    std::optional<DynamoDbSettings> dynamo_db_settings;
    std::optional<S3Settings> s3_settings;
    std::optional<DmsTransferSettings> dms_transfer_settings;
    std::optional<MongoDbSettings> mongo_db_settings;
    std::optional<KinesisSettings> kinesis_settings;
    std::optional<KafkaSettings> kafka_settings;
    std::optional<ElasticsearchSettings> elasticsearch_settings;
    std::optional<NeptuneSettings> neptune_settings;
    std::optional<RedshiftSettings> redshift_settings;
    std::optional<PostgreSQLSettings> postgre_sql_settings;
    std::optional<MySQLSettings> my_sql_settings;
    std::optional<OracleSettings> oracle_settings;
    std::optional<SybaseSettings> sybase_settings;
    std::optional<MicrosoftSQLServerSettings> microsoft_sql_server_settings;
    std::optional<IBMDb2Settings> ibm_db2_settings;
    std::optional<DocDbSettings> doc_db_settings;
    std::optional<RedisSettings> redis_settings;
    std::optional<GcpMySQLSettings> gcp_my_sql_settings;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointIdentifier", self.endpoint_identifier, Need::kOptional);
        visitor("EndpointType", self.endpoint_type, Need::kOptional);
        visitor("EngineName", self.engine_name, Need::kOptional);
        visitor("EngineDisplayName", self.engine_display_name, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("ExtraConnectionAttributes", self.extra_connection_attributes, Need::kOptional);
        visitor("Status", self.status, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("EndpointArn", self.endpoint_arn, Need::kOptional);
        visitor("CertificateArn", self.certificate_arn, Need::kOptional);
        visitor("SslMode", self.ssl_mode, Need::kOptional);
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("ExternalTableDefinition", self.external_table_definition, Need::kOptional);
        visitor("ExternalId", self.external_id, Need::kOptional);
        visitor("DynamoDbSettings", self.dynamo_db_settings, Need::kOptional);
        visitor("S3Settings", self.s3_settings, Need::kOptional);
        visitor("DmsTransferSettings", self.dms_transfer_settings, Need::kOptional);
        visitor("MongoDbSettings", self.mongo_db_settings, Need::kOptional);
        visitor("KinesisSettings", self.kinesis_settings, Need::kOptional);
        visitor("KafkaSettings", self.kafka_settings, Need::kOptional);
        visitor("ElasticsearchSettings", self.elasticsearch_settings, Need::kOptional);
        visitor("NeptuneSettings", self.neptune_settings, Need::kOptional);
        visitor("RedshiftSettings", self.redshift_settings, Need::kOptional);
        visitor("PostgreSQLSettings", self.postgre_sql_settings, Need::kOptional);
        visitor("MySQLSettings", self.my_sql_settings, Need::kOptional);
        visitor("OracleSettings", self.oracle_settings, Need::kOptional);
        visitor("SybaseSettings", self.sybase_settings, Need::kOptional);
        visitor("MicrosoftSQLServerSettings", self.microsoft_sql_server_settings, Need::kOptional);
        visitor("IBMDb2Settings", self.ibm_db2_settings, Need::kOptional);
        visitor("DocDbSettings", self.doc_db_settings, Need::kOptional);
        visitor("RedisSettings", self.redis_settings, Need::kOptional);
        visitor("GcpMySQLSettings", self.gcp_my_sql_settings, Need::kOptional);
    }
};

struct CreateEndpointReply {
    static constexpr std::string_view kShape = "CreateEndpointResponse";
    std::optional<Endpoint> endpoint;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Endpoint", self.endpoint, Need::kOptional);
    }
};

struct ModifyEndpointRequest {
    static constexpr std::string_view kShape = "ModifyEndpointMessage";
    std::string endpoint_arn;
    std::optional<std::string> endpoint_identifier;
    std::optional<std::string> endpoint_type;
    std::optional<std::string> engine_name;
    std::optional<std::string> username;
    std::optional<Secret> password;
    std::optional<std::string> server_name;
    std::optional<std::int64_t> port;
    std::optional<std::string> database_name;
    std::optional<std::string> extra_connection_attributes;
    std::optional<std::string> certificate_arn;
    std::optional<std::string> ssl_mode;
    std::optional<std::string> service_access_role_arn;
    std::optional<std::string> external_table_definition;
    std::optional<DynamoDbSettings> dynamo_db_settings;
    std::optional<S3Settings> s3_settings;
    std::optional<DmsTransferSettings> dms_transfer_settings;
    std::optional<MongoDbSettings> mongo_db_settings;
    std::optional<KinesisSettings> kinesis_settings;
    std::optional<KafkaSettings> kafka_settings;
    std::optional<ElasticsearchSettings> elasticsearch_settings;
    std::optional<NeptuneSettings> neptune_settings;
    std::optional<RedshiftSettings> redshift_settings;
    std::optional<PostgreSQLSettings> postgre_sql_settings;
    std::optional<MySQLSettings> my_sql_settings;
    std::optional<OracleSettings> oracle_settings;
    std::optional<SybaseSettings> sybase_settings;
    std::optional<MicrosoftSQLServerSettings> microsoft_sql_server_settings;
    std::optional<IBMDb2Settings> ibm_db2_settings;
    std::optional<DocDbSettings> doc_db_settings;
    std::optional<RedisSettings> redis_settings;
    std::optional<bool> exact_settings;
    std::optional<GcpMySQLSettings> gcp_my_sql_settings;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
        visitor("EndpointIdentifier", self.endpoint_identifier, Need::kOptional);
        visitor("EndpointType", self.endpoint_type, Need::kOptional);
        visitor("EngineName", self.engine_name, Need::kOptional);
        visitor("Username", self.username, Need::kOptional);
        visitor("Password", self.password, Need::kOptional);
        visitor("ServerName", self.server_name, Need::kOptional);
        visitor("Port", self.port, Need::kOptional);
        visitor("DatabaseName", self.database_name, Need::kOptional);
        visitor("ExtraConnectionAttributes", self.extra_connection_attributes, Need::kOptional);
        visitor("CertificateArn", self.certificate_arn, Need::kOptional);
        visitor("SslMode", self.ssl_mode, Need::kOptional);
        visitor("ServiceAccessRoleArn", self.service_access_role_arn, Need::kOptional);
        visitor("ExternalTableDefinition", self.external_table_definition, Need::kOptional);
        visitor("DynamoDbSettings", self.dynamo_db_settings, Need::kOptional);
        visitor("S3Settings", self.s3_settings, Need::kOptional);
        visitor("DmsTransferSettings", self.dms_transfer_settings, Need::kOptional);
        visitor("MongoDbSettings", self.mongo_db_settings, Need::kOptional);
        visitor("KinesisSettings", self.kinesis_settings, Need::kOptional);
        visitor("KafkaSettings", self.kafka_settings, Need::kOptional);
        visitor("ElasticsearchSettings", self.elasticsearch_settings, Need::kOptional);
        visitor("NeptuneSettings", self.neptune_settings, Need::kOptional);
        visitor("RedshiftSettings", self.redshift_settings, Need::kOptional);
        visitor("PostgreSQLSettings", self.postgre_sql_settings, Need::kOptional);
        visitor("MySQLSettings", self.my_sql_settings, Need::kOptional);
        visitor("OracleSettings", self.oracle_settings, Need::kOptional);
        visitor("SybaseSettings", self.sybase_settings, Need::kOptional);
        visitor("MicrosoftSQLServerSettings", self.microsoft_sql_server_settings, Need::kOptional);
        visitor("IBMDb2Settings", self.ibm_db2_settings, Need::kOptional);
        visitor("DocDbSettings", self.doc_db_settings, Need::kOptional);
        visitor("RedisSettings", self.redis_settings, Need::kOptional);
        visitor("ExactSettings", self.exact_settings, Need::kOptional);
        visitor("GcpMySQLSettings", self.gcp_my_sql_settings, Need::kOptional);
    }
};

struct ModifyEndpointReply {
    static constexpr std::string_view kShape = "ModifyEndpointResponse";
    std::optional<Endpoint> endpoint;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Endpoint", self.endpoint, Need::kOptional);
    }
};

struct DeleteEndpointRequest {
    static constexpr std::string_view kShape = "DeleteEndpointMessage";
    std::string endpoint_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
    }
};

struct DeleteEndpointReply {
    static constexpr std::string_view kShape = "DeleteEndpointResponse";
    std::optional<Endpoint> endpoint;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Endpoint", self.endpoint, Need::kOptional);
    }
};

struct DescribeEndpointsRequest {
    static constexpr std::string_view kShape = "DescribeEndpointsMessage";
    std::vector<Filter> filters;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Filters", self.filters, Need::kOptional);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct DescribeEndpointsReply {
    static constexpr std::string_view kShape = "DescribeEndpointsResponse";
    std::optional<std::string> marker;
    std::vector<Endpoint> endpoints;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("Endpoints", self.endpoints, Need::kOptional);
    }
};

struct DescribeEndpointTypesRequest {
    static constexpr std::string_view kShape = "DescribeEndpointTypesMessage";
    std::vector<Filter> filters;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Filters", self.filters, Need::kOptional);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct SupportedEndpointType {
    static constexpr std::string_view kShape = "SupportedEndpointType";
    std::optional<std::string> engine_name;
    std::optional<bool> supports_cdc;
    std::optional<std::string> endpoint_type;
    std::optional<std::string> replication_instance_engine_minimum_version;
    std::optional<std::string> engine_display_name;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EngineName", self.engine_name, Need::kOptional);
        visitor("SupportsCDC", self.supports_cdc, Need::kOptional);
        visitor("EndpointType", self.endpoint_type, Need::kOptional);
        visitor("ReplicationInstanceEngineMinimumVersion",
                self.replication_instance_engine_minimum_version, Need::kOptional);
        visitor("EngineDisplayName", self.engine_display_name, Need::kOptional);
    }
};

struct DescribeEndpointTypesReply {
    static constexpr std::string_view kShape = "DescribeEndpointTypesResponse";
    std::optional<std::string> marker;
    std::vector<SupportedEndpointType> supported_endpoint_types;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("SupportedEndpointTypes", self.supported_endpoint_types, Need::kOptional);
    }
};

struct TestConnectionRequest {
    static constexpr std::string_view kShape = "TestConnectionMessage";
    std::string replication_instance_arn;
    std::string endpoint_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
    }
};

struct Connection {
    static constexpr std::string_view kShape = "Connection";
    std::optional<std::string> replication_instance_arn;
    std::optional<std::string> endpoint_arn;
    std::optional<std::string> status;
    std::optional<std::string> last_failure_message;
    std::optional<std::string> endpoint_identifier;
    std::optional<std::string> replication_instance_identifier;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kOptional);
        visitor("EndpointArn", self.endpoint_arn, Need::kOptional);
        visitor("Status", self.status, Need::kOptional);
        visitor("LastFailureMessage", self.last_failure_message, Need::kOptional);
        visitor("EndpointIdentifier", self.endpoint_identifier, Need::kOptional);
        visitor("ReplicationInstanceIdentifier", self.replication_instance_identifier,
                Need::kOptional);
    }
};

struct TestConnectionReply {
    static constexpr std::string_view kShape = "TestConnectionResponse";
    std::optional<Connection> connection;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Connection", self.connection, Need::kOptional);
    }
};

struct DescribeConnectionsRequest {
    static constexpr std::string_view kShape = "DescribeConnectionsMessage";
    std::vector<Filter> filters;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Filters", self.filters, Need::kOptional);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct DescribeConnectionsReply {
    static constexpr std::string_view kShape = "DescribeConnectionsResponse";
    std::optional<std::string> marker;
    std::vector<Connection> connections;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("Connections", self.connections, Need::kOptional);
    }
};

struct DeleteConnectionRequest {
    static constexpr std::string_view kShape = "DeleteConnectionMessage";
    std::string endpoint_arn;
    std::string replication_instance_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
    }
};

struct DeleteConnectionReply {
    static constexpr std::string_view kShape = "DeleteConnectionResponse";
    std::optional<Connection> connection;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Connection", self.connection, Need::kOptional);
    }
};

struct RefreshSchemasRequest {
    static constexpr std::string_view kShape = "RefreshSchemasMessage";
    std::string endpoint_arn;
    std::string replication_instance_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
    }
};

struct RefreshSchemasStatus {
    static constexpr std::string_view kShape = "RefreshSchemasStatus";
    std::optional<std::string> endpoint_arn;
    std::optional<std::string> replication_instance_arn;
    std::optional<std::string> status;
    std::optional<TimePoint> last_refresh_date;
    std::optional<std::string> last_failure_message;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kOptional);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kOptional);
        visitor("Status", self.status, Need::kOptional);
        visitor("LastRefreshDate", self.last_refresh_date, Need::kOptional);
        visitor("LastFailureMessage", self.last_failure_message, Need::kOptional);
    }
};

struct RefreshSchemasReply {
    static constexpr std::string_view kShape = "RefreshSchemasResponse";
    std::optional<RefreshSchemasStatus> refresh_schemas_status;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("RefreshSchemasStatus", self.refresh_schemas_status, Need::kOptional);
    }
};

struct DescribeRefreshSchemasStatusRequest {
    static constexpr std::string_view kShape = "DescribeRefreshSchemasStatusMessage";
    std::string endpoint_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
    }
};

struct DescribeRefreshSchemasStatusReply {
    static constexpr std::string_view kShape = "DescribeRefreshSchemasStatusResponse";
    std::optional<RefreshSchemasStatus> refresh_schemas_status;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("RefreshSchemasStatus", self.refresh_schemas_status, Need::kOptional);
    }
};

struct DescribeSchemasRequest {
    static constexpr std::string_view kShape = "DescribeSchemasMessage";
    std::string endpoint_arn;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EndpointArn", self.endpoint_arn, Need::kRequired);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct DescribeSchemasReply {
    static constexpr std::string_view kShape = "DescribeSchemasResponse";
    std::optional<std::string> marker;
    std::vector<std::string> schemas;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("Schemas", self.schemas, Need::kOptional);
    }
};

struct CreateReplicationInstanceRequest {
    static constexpr std::string_view kShape = "CreateReplicationInstanceMessage";
    std::string replication_instance_identifier;
    std::optional<std::int64_t> allocated_storage;
    std::string replication_instance_class;
    std::vector<std::string> vpc_security_group_ids;
    std::optional<std::string> availability_zone;
    std::optional<std::string> replication_subnet_group_identifier;
    std::optional<std::string> preferred_maintenance_window;
    std::optional<bool> multi_az;
    std::optional<std::string> engine_version;
    std::optional<bool> auto_minor_version_upgrade;
    std::vector<Tag> tags;
    std::optional<std::string> kms_key_id;
    std::optional<bool> publicly_accessible;
    std::optional<std::string> dns_name_servers;
    std::optional<std::string> resource_identifier;
    std::optional<std::string> network_type;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceIdentifier", self.replication_instance_identifier,
                Need::kRequired);
        visitor("AllocatedStorage", self.allocated_storage, Need::kOptional);
        visitor("ReplicationInstanceClass", self.replication_instance_class, Need::kRequired);
        visitor("VpcSecurityGroupIds", self.vpc_security_group_ids, Need::kOptional);
        visitor("AvailabilityZone", self.availability_zone, Need::kOptional);
        visitor("ReplicationSubnetGroupIdentifier", self.replication_subnet_group_identifier,
                Need::kOptional);
        visitor("PreferredMaintenanceWindow", self.preferred_maintenance_window, Need::kOptional);
        visitor("MultiAZ", self.multi_az, Need::kOptional);
        visitor("EngineVersion", self.engine_version, Need::kOptional);
        visitor("AutoMinorVersionUpgrade", self.auto_minor_version_upgrade, Need::kOptional);
        visitor("Tags", self.tags, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("PubliclyAccessible", self.publicly_accessible, Need::kOptional);
        visitor("DnsNameServers", self.dns_name_servers, Need::kOptional);
        visitor("ResourceIdentifier", self.resource_identifier, Need::kOptional);
        visitor("NetworkType", self.network_type, Need::kOptional);
    }
};

struct VpcSecurityGroupMembership {
    static constexpr std::string_view kShape = "VpcSecurityGroupMembership";
    std::optional<std::string> vpc_security_group_id;
    std::optional<std::string> status;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("VpcSecurityGroupId", self.vpc_security_group_id, Need::kOptional);
        visitor("Status", self.status, Need::kOptional);
    }
};

struct AvailabilityZone {
    static constexpr std::string_view kShape = "AvailabilityZone";
    std::optional<std::string> name;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Name", self.name, Need::kOptional);
    }
};

struct Subnet {
    static constexpr std::string_view kShape = "Subnet";
    std::optional<std::string> subnet_identifier;
    std::optional<AvailabilityZone> subnet_availability_zone;
    std::optional<std::string> subnet_status;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("SubnetIdentifier", self.subnet_identifier, Need::kOptional);
        visitor("SubnetAvailabilityZone", self.subnet_availability_zone, Need::kOptional);
        visitor("SubnetStatus", self.subnet_status, Need::kOptional);
    }
};

struct ReplicationSubnetGroup {
    static constexpr std::string_view kShape = "ReplicationSubnetGroup";
    std::optional<std::string> replication_subnet_group_identifier;
    std::optional<std::string> replication_subnet_group_description;
    std::optional<std::string> vpc_id;
    std::optional<std::string> subnet_group_status;
    std::vector<Subnet> subnets;
    std::vector<std::string> supported_network_types;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationSubnetGroupIdentifier", self.replication_subnet_group_identifier,
                Need::kOptional);
        visitor("ReplicationSubnetGroupDescription", self.replication_subnet_group_description,
                Need::kOptional);
        visitor("VpcId", self.vpc_id, Need::kOptional);
        visitor("SubnetGroupStatus", self.subnet_group_status, Need::kOptional);
        visitor("Subnets", self.subnets, Need::kOptional);
        visitor("SupportedNetworkTypes", self.supported_network_types, Need::kOptional);
    }
};

struct ReplicationPendingModifiedValues {
    static constexpr std::string_view kShape = "ReplicationPendingModifiedValues";
    std::optional<std::string> replication_instance_class;
    std::optional<std::int64_t> allocated_storage;
    std::optional<bool> multi_az;
    std::optional<std::string> engine_version;
    std::optional<std::string> network_type;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceClass", self.replication_instance_class, Need::kOptional);
        visitor("AllocatedStorage", self.allocated_storage, Need::kOptional);
        visitor("MultiAZ", self.multi_az, Need::kOptional);
        visitor("EngineVersion", self.engine_version, Need::kOptional);
        visitor("NetworkType", self.network_type, Need::kOptional);
    }
};

struct ReplicationInstance {
    static constexpr std::string_view kShape = "ReplicationInstance";
    std::optional<std::string> replication_instance_identifier;
    std::optional<std::string> replication_instance_class;
    std::optional<std::string> replication_instance_status;
    std::optional<std::int64_t> allocated_storage;
    std::optional<TimePoint> instance_create_time;
    std::vector<VpcSecurityGroupMembership> vpc_security_groups;
    std::optional<std::string> availability_zone;
    std::optional<ReplicationSubnetGroup> replication_subnet_group;
    std::optional<std::string> preferred_maintenance_window;
    std::optional<ReplicationPendingModifiedValues> pending_modified_values;
    std::optional<bool> multi_az;
    std::optional<std::string> engine_version;
    std::optional<bool> auto_minor_version_upgrade;
    std::optional<std::string> kms_key_id;
    std::optional<std::string> replication_instance_arn;
    std::optional<std::string> replication_instance_public_ip_address;
    std::optional<std::string> replication_instance_private_ip_address;
    std::vector<std::string> replication_instance_public_ip_addresses;
    std::vector<std::string> replication_instance_private_ip_addresses;
    std::vector<std::string> replication_instance_ipv6_addresses;
    std::optional<bool> publicly_accessible;
    std::optional<std::string> secondary_availability_zone;
    std::optional<TimePoint> free_until;
    std::optional<std::string> dns_name_servers;
    std::optional<std::string> network_type;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceIdentifier", self.replication_instance_identifier,
                Need::kOptional);
        visitor("ReplicationInstanceClass", self.replication_instance_class, Need::kOptional);
        visitor("ReplicationInstanceStatus", self.replication_instance_status, Need::kOptional);
        visitor("AllocatedStorage", self.allocated_storage, Need::kOptional);
        visitor("InstanceCreateTime", self.instance_create_time, Need::kOptional);
        visitor("VpcSecurityGroups", self.vpc_security_groups, Need::kOptional);
        visitor("AvailabilityZone", self.availability_zone, Need::kOptional);
        visitor("ReplicationSubnetGroup", self.replication_subnet_group, Need::kOptional);
        visitor("PreferredMaintenanceWindow", self.preferred_maintenance_window, Need::kOptional);
        visitor("PendingModifiedValues", self.pending_modified_values, Need::kOptional);
        visitor("MultiAZ", self.multi_az, Need::kOptional);
        visitor("EngineVersion", self.engine_version, Need::kOptional);
        visitor("AutoMinorVersionUpgrade", self.auto_minor_version_upgrade, Need::kOptional);
        visitor("KmsKeyId", self.kms_key_id, Need::kOptional);
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kOptional);
        visitor("ReplicationInstancePublicIpAddress", self.replication_instance_public_ip_address,
                Need::kOptional);
        visitor("ReplicationInstancePrivateIpAddress", self.replication_instance_private_ip_address,
                Need::kOptional);
        visitor("ReplicationInstancePublicIpAddresses",
                self.replication_instance_public_ip_addresses, Need::kOptional);
        visitor("ReplicationInstancePrivateIpAddresses",
                self.replication_instance_private_ip_addresses, Need::kOptional);
        visitor("ReplicationInstanceIpv6Addresses", self.replication_instance_ipv6_addresses,
                Need::kOptional);
        visitor("PubliclyAccessible", self.publicly_accessible, Need::kOptional);
        visitor("SecondaryAvailabilityZone", self.secondary_availability_zone, Need::kOptional);
        visitor("FreeUntil", self.free_until, Need::kOptional);
        visitor("DnsNameServers", self.dns_name_servers, Need::kOptional);
        visitor("NetworkType", self.network_type, Need::kOptional);
    }
};

struct CreateReplicationInstanceReply {
    static constexpr std::string_view kShape = "CreateReplicationInstanceResponse";
    std::optional<ReplicationInstance> replication_instance;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstance", self.replication_instance, Need::kOptional);
    }
};

struct ModifyReplicationInstanceRequest {
    static constexpr std::string_view kShape = "ModifyReplicationInstanceMessage";
    std::string replication_instance_arn;
    std::optional<std::int64_t> allocated_storage;
    std::optional<bool> apply_immediately;
    std::optional<std::string> replication_instance_class;
    std::vector<std::string> vpc_security_group_ids;
    std::optional<std::string> preferred_maintenance_window;
    std::optional<bool> multi_az;
    std::optional<std::string> engine_version;
    std::optional<bool> allow_major_version_upgrade;
    std::optional<bool> auto_minor_version_upgrade;
    std::optional<std::string> replication_instance_identifier;
    std::optional<std::string> network_type;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
        visitor("AllocatedStorage", self.allocated_storage, Need::kOptional);
        visitor("ApplyImmediately", self.apply_immediately, Need::kOptional);
        visitor("ReplicationInstanceClass", self.replication_instance_class, Need::kOptional);
        visitor("VpcSecurityGroupIds", self.vpc_security_group_ids, Need::kOptional);
        visitor("PreferredMaintenanceWindow", self.preferred_maintenance_window, Need::kOptional);
        visitor("MultiAZ", self.multi_az, Need::kOptional);
        visitor("EngineVersion", self.engine_version, Need::kOptional);
        visitor("AllowMajorVersionUpgrade", self.allow_major_version_upgrade, Need::kOptional);
        visitor("AutoMinorVersionUpgrade", self.auto_minor_version_upgrade, Need::kOptional);
        visitor("ReplicationInstanceIdentifier", self.replication_instance_identifier,
                Need::kOptional);
        visitor("NetworkType", self.network_type, Need::kOptional);
    }
};

struct ModifyReplicationInstanceReply {
    static constexpr std::string_view kShape = "ModifyReplicationInstanceResponse";
    std::optional<ReplicationInstance> replication_instance;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstance", self.replication_instance, Need::kOptional);
    }
};

struct DeleteReplicationInstanceRequest {
    static constexpr std::string_view kShape = "DeleteReplicationInstanceMessage";
    std::string replication_instance_arn;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
    }
};

struct DeleteReplicationInstanceReply {
    static constexpr std::string_view kShape = "DeleteReplicationInstanceResponse";
    std::optional<ReplicationInstance> replication_instance;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstance", self.replication_instance, Need::kOptional);
    }
};

struct RebootReplicationInstanceRequest {
    static constexpr std::string_view kShape = "RebootReplicationInstanceMessage";
    std::string replication_instance_arn;
    std::optional<bool> force_failover;
    std::optional<bool> force_planned_failover;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstanceArn", self.replication_instance_arn, Need::kRequired);
        visitor("ForceFailover", self.force_failover, Need::kOptional);
        visitor("ForcePlannedFailover", self.force_planned_failover, Need::kOptional);
    }
};

struct RebootReplicationInstanceReply {
    static constexpr std::string_view kShape = "RebootReplicationInstanceResponse";
    std::optional<ReplicationInstance> replication_instance;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ReplicationInstance", self.replication_instance, Need::kOptional);
    }
};

struct DescribeReplicationInstancesRequest {
    static constexpr std::string_view kShape = "DescribeReplicationInstancesMessage";
    std::vector<Filter> filters;
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Filters", self.filters, Need::kOptional);
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct DescribeReplicationInstancesReply {
    static constexpr std::string_view kShape = "DescribeReplicationInstancesResponse";
    std::optional<std::string> marker;
    std::vector<ReplicationInstance> replication_instances;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("Marker", self.marker, Need::kOptional);
        visitor("ReplicationInstances", self.replication_instances, Need::kOptional);
    }
};

struct DescribeOrderableReplicationInstancesRequest {
    static constexpr std::string_view kShape = "DescribeOrderableReplicationInstancesMessage";
    std::optional<std::int64_t> max_records;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("MaxRecords", self.max_records, Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct OrderableReplicationInstance {
    static constexpr std::string_view kShape = "OrderableReplicationInstance";
    std::optional<std::string> engine_version;
    std::optional<std::string> replication_instance_class;
    std::optional<std::string> storage_type;
    std::optional<std::int64_t> min_allocated_storage;
    std::optional<std::int64_t> max_allocated_storage;
    std::optional<std::int64_t> default_allocated_storage;
    std::optional<std::int64_t> included_allocated_storage;
    std::vector<std::string> availability_zones;
    std::optional<std::string> release_status;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("EngineVersion", self.engine_version, Need::kOptional);
        visitor("ReplicationInstanceClass", self.replication_instance_class, Need::kOptional);
        visitor("StorageType", self.storage_type, Need::kOptional);
        visitor("MinAllocatedStorage", self.min_allocated_storage, Need::kOptional);
        visitor("MaxAllocatedStorage", self.max_allocated_storage, Need::kOptional);
        visitor("DefaultAllocatedStorage", self.default_allocated_storage, Need::kOptional);
        visitor("IncludedAllocatedStorage", self.included_allocated_storage, Need::kOptional);
        visitor("AvailabilityZones", self.availability_zones, Need::kOptional);
        visitor("ReleaseStatus", self.release_status, Need::kOptional);
    }
};

struct DescribeOrderableReplicationInstancesReply {
    static constexpr std::string_view kShape = "DescribeOrderableReplicationInstancesResponse";
    std::vector<OrderableReplicationInstance> orderable_replication_instances;
    std::optional<std::string> marker;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("OrderableReplicationInstances", self.orderable_replication_instances,
                Need::kOptional);
        visitor("Marker", self.marker, Need::kOptional);
    }
};

struct AddTagsToResourceRequest {
    static constexpr std::string_view kShape = "AddTagsToResourceMessage";
    std::string resource_arn;
    std::vector<Tag> tags;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ResourceArn", self.resource_arn, Need::kRequired);
        visitor("Tags", self.tags, Need::kRequired);
    }
};

struct AddTagsToResourceReply {
    static constexpr std::string_view kShape = "AddTagsToResourceResponse";

    template <class Self, class Visitor>
    static void Members(Self&, Visitor&&) {}
};

struct RemoveTagsFromResourceRequest {
    static constexpr std::string_view kShape = "RemoveTagsFromResourceMessage";
    std::string resource_arn;
    std::vector<std::string> tag_keys;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ResourceArn", self.resource_arn, Need::kRequired);
        visitor("TagKeys", self.tag_keys, Need::kRequired);
    }
};

struct RemoveTagsFromResourceReply {
    static constexpr std::string_view kShape = "RemoveTagsFromResourceResponse";

    template <class Self, class Visitor>
    static void Members(Self&, Visitor&&) {}
};

struct ListTagsForResourceRequest {
    static constexpr std::string_view kShape = "ListTagsForResourceMessage";
    std::optional<std::string> resource_arn;
    std::vector<std::string> resource_arn_list;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("ResourceArn", self.resource_arn, Need::kOptional);
        visitor("ResourceArnList", self.resource_arn_list, Need::kOptional);
    }
};

struct ListTagsForResourceReply {
    static constexpr std::string_view kShape = "ListTagsForResourceResponse";
    std::vector<Tag> tag_list;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("TagList", self.tag_list, Need::kOptional);
    }
};

struct DescribeAccountAttributesRequest {
    static constexpr std::string_view kShape = "DescribeAccountAttributesMessage";

    template <class Self, class Visitor>
    static void Members(Self&, Visitor&&) {}
};

struct AccountQuota {
    static constexpr std::string_view kShape = "AccountQuota";
    std::optional<std::string> account_quota_name;
    std::optional<std::int64_t> used;
    std::optional<std::int64_t> max;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AccountQuotaName", self.account_quota_name, Need::kOptional);
        visitor("Used", self.used, Need::kOptional);
        visitor("Max", self.max, Need::kOptional);
    }
};

struct DescribeAccountAttributesReply {
    static constexpr std::string_view kShape = "DescribeAccountAttributesResponse";
    std::vector<AccountQuota> account_quotas;
    std::optional<std::string> unique_account_identifier;

    template <class Self, class Visitor>
    static void Members(Self& self, Visitor&& visitor) {
        visitor("AccountQuotas", self.account_quotas, Need::kOptional);
        visitor("UniqueAccountIdentifier", self.unique_account_identifier, Need::kOptional);
    }
};

}  // namespace dmsnode::dms
