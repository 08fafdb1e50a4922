#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

/// The rows of the embedded DMS service, as its queries give and take them.
namespace dmsnode::store {

/// A filter over one column: nothing, or a row passes if its value is in the list.
using OneOf = std::optional<std::vector<std::string>>;

/// Which part of a list is wanted: at most `limit` rows that come after `after_seq`.
struct Page {
    std::int64_t after_seq = 0;
    std::int64_t limit = 100;
};

struct InstanceRow {
    std::int64_t seq = 0;
    std::string arn;
    std::string identifier;
    std::string instance_class;
    std::string status;
    std::string engine_version;
    TimePoint created;
    std::string details;  ///< JSON of what is only echoed.
};

struct EndpointRow {
    std::int64_t seq = 0;
    std::string arn;
    std::string identifier;
    std::string type;  ///< `source` or `target`
    std::string engine;
    std::string username;
    std::optional<std::string> sealed_password;
    std::string server_name;
    std::int64_t port = 0;  ///< 0: the engine's default
    std::string database_name;
    std::string extra_attributes;
    std::string ssl_mode;
    std::string settings;  ///< JSON of the engine's settings block without secrets; empty if none.
    std::string kms_key_id;
    TimePoint created;
};

struct ConnectionRow {
    std::int64_t seq = 0;
    std::string instance_arn;
    std::string endpoint_arn;
    std::string status;
    std::string failure;
    std::string
        test_id;  ///< Which test the status is of: a late result of an older one is dropped.
};

struct SchemaRefreshRow {
    std::string endpoint_arn;
    std::string instance_arn;
    std::string status;
    std::string failure;
    std::optional<TimePoint> refreshed;
    std::string refresh_id;
    std::string schemas;  ///< JSON list of names.
};

struct TaskRow {
    std::int64_t seq = 0;
    std::string arn;
    std::string identifier;
    std::string source_arn;
    std::string target_arn;
    std::string instance_arn;
    std::string migration_type;
    std::string table_mappings;
    std::string settings;
    std::string task_data;
    std::string status;
    std::string stop_reason;
    std::string failure;
    TimePoint created;
    std::int64_t runs = 0;   ///< How often it was started.
    std::string start_type;  ///< Of the last start.
    std::optional<TimePoint> start_date;
    std::optional<TimePoint> fresh_start_date;
    std::optional<TimePoint> stop_date;
    std::optional<TimePoint> load_start_date;
    std::optional<TimePoint> load_finish_date;
};

struct TableProgressRow {
    std::int64_t seq = 0;
    std::string schema_name;
    std::string table_name;
    std::string target_schema;
    std::string target_name;
    std::string state;
    std::int64_t rows = 0;
    std::int64_t bytes = 0;
    std::int64_t changed_values = 0;
    std::int64_t estimated_rows = 0;
    std::string error;
    std::string notes;  ///< JSON list of texts.
    std::optional<TimePoint> load_start;
    std::optional<TimePoint> load_end;
    bool reloaded = false;
    TimePoint last_update;
};

/// A task's tables, summed up.
struct TableCounts {
    std::int64_t total = 0;
    std::int64_t loaded = 0;
    std::int64_t loading = 0;
    std::int64_t queued = 0;
    std::int64_t errored = 0;
    std::int64_t rows_done = 0;   ///< A completed table counts as all its rows.
    std::int64_t rows_total = 0;  ///< What the source estimated, or what came if that is more.
};

struct TagRow {
    std::string arn;
    std::string key;
    std::string value;
};

}  // namespace dmsnode::store
