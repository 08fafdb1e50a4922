#include "store/catalog_environments.hpp"

#include "base/ids.hpp"
#include "base/json.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kEnvironment{"environment", "catalog_environment"};

/// Written by us, so anything else in it is not looked at.
std::vector<std::string> ReadNames(const std::string& text) {
    std::vector<std::string> names;
    const Result<Json> list = ParseJson(text);
    if (!list || !list->is_array()) return names;
    for (const Json& name : *list) {
        if (name.is_string()) names.push_back(name.get<std::string>());
    }
    return names;
}

Environment ReadEnvironment(const Row& row) {
    return {.code = row.Int(0),
            .project = row.OptionalInt(1),
            .name = row.Text(2),
            .description = row.Text(3),
            .shell_text = row.Text(4),
            .worker_groups = ReadNames(row.Text(5)),
            .revision = row.Int(6),
            .created = row.Time(7),
            .updated = row.Time(8)};
}

Status Check(const Environment& environment) {
    Status good = CheckLabel(kEnvironment, environment.name, environment.description);
    if (!good) return good;
    for (const std::string& group : environment.worker_groups) {
        if (good = CheckName("worker group", group); !good) return good;
    }
    return CheckText("shell text", environment.shell_text, kMostTextBytes);
}

}  // namespace

Result<Environment> CreateEnvironment(Connection& db, const Environment& environment,
                                      TimePoint now) {
    if (Status good = Check(environment); !good) return good.error();
    const std::string groups = DumpJson(Json(environment.worker_groups));
    return InsertOne(
        db,
        "INSERT INTO catalog_environment(code, project, name, description, shell_text, "
        "worker_groups, revision, created, updated) VALUES(?1, ?2, ?3, ?4, ?5, ?6, 1, ?7, ?7) "
        "ON CONFLICT DO NOTHING RETURNING code, project, name, description, shell_text, "
        "worker_groups, revision, created, updated",
        {NewCode(), environment.project, environment.name, environment.description,
         environment.shell_text, groups, now},
        ReadEnvironment, kEnvironment, environment.name,
        NotFound(kProject, std::to_string(environment.project.value_or(0))));
}

Result<Environment> UpdateEnvironment(Connection& db, const Environment& environment,
                                      std::int64_t based_on, TimePoint now) {
    if (Status good = Check(environment); !good) return good.error();
    const std::string groups = DumpJson(Json(environment.worker_groups));
    return UpdateOne(
        db,
        "UPDATE catalog_environment SET name = ?3, description = ?4, shell_text = ?5, "
        "worker_groups = ?6, updated = ?7, revision = revision + 1 "
        "WHERE code = ?1 AND revision = ?2 RETURNING code, project, name, description, "
        "shell_text, worker_groups, revision, created, updated",
        {environment.code, based_on, environment.name, environment.description,
         environment.shell_text, groups, now},
        ReadEnvironment, kEnvironment, environment.code, based_on, environment.name);
}

Status DeleteEnvironment(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kEnvironment, code, based_on);
}

Result<std::optional<Environment>> FindEnvironment(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, project, name, description, shell_text, worker_groups, revision, created, "
        "updated FROM catalog_environment WHERE code = ?",
        {code}, ReadEnvironment);
}

Result<std::optional<Environment>> FindEnvironmentFor(Connection& db, std::int64_t project,
                                                      const std::string& name) {
    return db.One(
        "SELECT code, project, name, description, shell_text, worker_groups, revision, created, "
        "updated FROM catalog_environment WHERE name = ?1 AND (project = ?2 OR project IS NULL) "
        "ORDER BY CASE WHEN project IS NULL THEN 1 ELSE 0 END LIMIT 1",
        {name, project}, ReadEnvironment);
}

Result<std::vector<Environment>> ListEnvironments(Connection& db,
                                                  std::optional<std::int64_t> project,
                                                  const Page& page) {
    return db.All(
        "SELECT code, project, name, description, shell_text, worker_groups, revision, created, "
        "updated FROM catalog_environment "
        "WHERE (project = ?1 OR (?1 IS NULL AND project IS NULL)) AND name > ?2 "
        "AND (?3 IS NULL OR lower(name) LIKE ?3 ESCAPE '!') ORDER BY name LIMIT ?4",
        {project, page.after, Containing(page.contains), LimitOf(page.limit)}, ReadEnvironment);
}

}  // namespace dmsnode::store::catalog
