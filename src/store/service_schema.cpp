#include "store/service_schema.hpp"

namespace dmsnode::store {
namespace {

constexpr std::string_view kServiceFamily = "dms_service";

// Times are microseconds since 1970; lists and settings blocks are JSON text; `seq` is the order of
// creation, by which lists are paged.
constexpr std::string_view kServiceSchema = R"sql(
CREATE TABLE dms_access_key(
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    secret BLOB NOT NULL,
    created INTEGER NOT NULL) STRICT;

CREATE TABLE dms_setting(
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL) STRICT;

CREATE TABLE dms_tag(
    arn TEXT NOT NULL,
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY(arn, key)) STRICT;

CREATE TABLE dms_instance(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    identifier TEXT NOT NULL COLLATE NOCASE UNIQUE,
    class TEXT NOT NULL,
    status TEXT NOT NULL,
    engine_version TEXT NOT NULL,
    created INTEGER NOT NULL,
    details TEXT NOT NULL) STRICT;

CREATE TABLE dms_endpoint(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    identifier TEXT NOT NULL COLLATE NOCASE UNIQUE,
    type TEXT NOT NULL,
    engine TEXT NOT NULL,
    username TEXT NOT NULL,
    password BLOB,
    server_name TEXT NOT NULL,
    port INTEGER NOT NULL,
    database_name TEXT NOT NULL,
    extra_attributes TEXT NOT NULL,
    ssl_mode TEXT NOT NULL,
    settings TEXT NOT NULL,
    kms_key_id TEXT NOT NULL,
    created INTEGER NOT NULL) STRICT;

CREATE TABLE dms_connection(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    instance_arn TEXT NOT NULL REFERENCES dms_instance(arn) ON DELETE CASCADE,
    endpoint_arn TEXT NOT NULL REFERENCES dms_endpoint(arn) ON DELETE CASCADE,
    status TEXT NOT NULL,
    failure TEXT NOT NULL,
    test_id TEXT NOT NULL,
    UNIQUE(instance_arn, endpoint_arn)) STRICT;
CREATE INDEX dms_connection_endpoint ON dms_connection(endpoint_arn);

CREATE TABLE dms_schema_refresh(
    endpoint_arn TEXT PRIMARY KEY REFERENCES dms_endpoint(arn) ON DELETE CASCADE,
    instance_arn TEXT NOT NULL,
    status TEXT NOT NULL,
    failure TEXT NOT NULL,
    refreshed INTEGER,
    refresh_id TEXT NOT NULL,
    schemas TEXT NOT NULL) STRICT;

CREATE TABLE dms_task(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    arn TEXT NOT NULL UNIQUE,
    identifier TEXT NOT NULL COLLATE NOCASE UNIQUE,
    source_arn TEXT NOT NULL REFERENCES dms_endpoint(arn),
    target_arn TEXT NOT NULL REFERENCES dms_endpoint(arn),
    instance_arn TEXT NOT NULL REFERENCES dms_instance(arn),
    migration_type TEXT NOT NULL,
    table_mappings TEXT NOT NULL,
    settings TEXT NOT NULL,
    task_data TEXT NOT NULL,
    status TEXT NOT NULL,
    stop_reason TEXT NOT NULL,
    failure TEXT NOT NULL,
    created INTEGER NOT NULL,
    runs INTEGER NOT NULL,
    start_type TEXT NOT NULL,
    start_date INTEGER,
    fresh_start_date INTEGER,
    stop_date INTEGER,
    load_start_date INTEGER,
    load_finish_date INTEGER) STRICT;
CREATE INDEX dms_task_source ON dms_task(source_arn);
CREATE INDEX dms_task_target ON dms_task(target_arn);
CREATE INDEX dms_task_instance ON dms_task(instance_arn);

CREATE TABLE dms_table_progress(
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    task_arn TEXT NOT NULL REFERENCES dms_task(arn) ON DELETE CASCADE,
    schema_name TEXT NOT NULL,
    table_name TEXT NOT NULL,
    target_schema TEXT NOT NULL,
    target_name TEXT NOT NULL,
    state TEXT NOT NULL,
    rows INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    changed_values INTEGER NOT NULL,
    estimated_rows INTEGER NOT NULL,
    error TEXT NOT NULL,
    notes TEXT NOT NULL,
    load_start INTEGER,
    load_end INTEGER,
    reloaded INTEGER NOT NULL,
    last_update INTEGER NOT NULL,
    UNIQUE(task_arn, schema_name, table_name)) STRICT;
)sql";

}  // namespace

Status MigrateService(Database& database) {
    return Migrate(database, {{kServiceFamily, 1, kServiceSchema}});
}

}  // namespace dmsnode::store
