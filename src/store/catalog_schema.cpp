#include "store/catalog_schema.hpp"

namespace dmsnode::store::catalog {
namespace {

// Times are microseconds since 1970, documents and lists JSON text.
// - What belongs to a project goes with it, except workflow definitions: a project that has some is
// not
//   deleted.
// - A name is unique in its project; an environment's also among those for all projects, which a
//   UNIQUE over NULL would not see to.
// - A resource's content has a table of its own, so that lists do not read it.
constexpr std::string_view kCatalogSchema = R"sql(
CREATE TABLE catalog_project(
    code INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;

CREATE TABLE catalog_project_parameter(
    code INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES catalog_project(code) ON DELETE CASCADE,
    name TEXT NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE(project, name)) STRICT;

CREATE TABLE catalog_workflow(
    code INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES catalog_project(code),
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    release_state TEXT NOT NULL,
    version INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE(project, name)) STRICT;

CREATE TABLE catalog_workflow_version(
    workflow INTEGER NOT NULL REFERENCES catalog_workflow(code) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    author TEXT NOT NULL,
    restored_from INTEGER,
    size INTEGER NOT NULL,
    created INTEGER NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY(workflow, version)) STRICT;

CREATE TABLE catalog_schedule(
    code INTEGER PRIMARY KEY,
    workflow INTEGER NOT NULL UNIQUE REFERENCES catalog_workflow(code) ON DELETE CASCADE,
    cron TEXT NOT NULL,
    time_zone TEXT NOT NULL,
    start_time INTEGER NOT NULL,
    end_time INTEGER,
    missed_fires TEXT NOT NULL,
    failure_strategy TEXT NOT NULL,
    warning_type TEXT NOT NULL,
    alarm_group TEXT NOT NULL,
    priority TEXT NOT NULL,
    worker_group TEXT NOT NULL,
    environment TEXT NOT NULL,
    start_parameters TEXT NOT NULL,
    online INTEGER NOT NULL,
    next_fire INTEGER,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;
CREATE INDEX catalog_schedule_online ON catalog_schedule(code) WHERE online = 1;

CREATE TABLE catalog_environment(
    code INTEGER PRIMARY KEY,
    project INTEGER REFERENCES catalog_project(code) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    shell_text TEXT NOT NULL,
    worker_groups TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;
CREATE UNIQUE INDEX catalog_environment_in_project ON catalog_environment(project, name)
    WHERE project IS NOT NULL;
CREATE UNIQUE INDEX catalog_environment_for_all ON catalog_environment(name) WHERE project IS NULL;

CREATE TABLE catalog_worker_group(
    name TEXT PRIMARY KEY,
    description TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;

CREATE TABLE catalog_task_group(
    code INTEGER PRIMARY KEY,
    project INTEGER NOT NULL REFERENCES catalog_project(code) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT NOT NULL,
    size INTEGER NOT NULL,
    open INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL,
    UNIQUE(project, name)) STRICT;

CREATE TABLE catalog_resource(
    code INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;

CREATE TABLE catalog_resource_content(
    resource INTEGER PRIMARY KEY REFERENCES catalog_resource(code) ON DELETE CASCADE,
    content BLOB NOT NULL) STRICT;
)sql";

// A connection's secret is sealed for the row's code (SecretBox); empty: there is none.
constexpr std::string_view kCatalogSchema2 = R"sql(
CREATE TABLE catalog_connection(
    code INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    region TEXT NOT NULL,
    endpoint TEXT NOT NULL,
    profile TEXT NOT NULL,
    access_key_id TEXT NOT NULL,
    secret BLOB NOT NULL,
    revision INTEGER NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL) STRICT;
)sql";

// What an imported file held and a definition has no place for.
constexpr std::string_view kCatalogSchema3 =
    "ALTER TABLE catalog_workflow_version ADD COLUMN extra TEXT NOT NULL DEFAULT '';";

}  // namespace

std::vector<SchemaStep> SchemaSteps() {
    return {{"catalog", 1, kCatalogSchema},
            {"catalog", 2, kCatalogSchema2},
            {"catalog", 3, kCatalogSchema3}};
}

Status MigrateCatalog(Database& database) {
    return Migrate(database, SchemaSteps());
}

}  // namespace dmsnode::store::catalog
