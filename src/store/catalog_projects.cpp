#include "store/catalog_projects.hpp"

#include "base/ids.hpp"
#include "store/impl/catalog_changes.hpp"

namespace dmsnode::store::catalog {
namespace {

constexpr Entity kParameter{"project parameter", "catalog_project_parameter"};

Project ReadProject(const Row& row) {
    return {.code = row.Int(0),
            .name = row.Text(1),
            .description = row.Text(2),
            .revision = row.Int(3),
            .created = row.Time(4),
            .updated = row.Time(5)};
}

ProjectParameter ReadParameter(const Row& row) {
    return {.code = row.Int(0),
            .project = row.Int(1),
            .name = row.Text(2),
            .type = row.Text(3),
            .value = row.Text(4),
            .revision = row.Int(5),
            .created = row.Time(6),
            .updated = row.Time(7)};
}

Status CheckParameter(const ProjectParameter& parameter) {
    if (Status good = CheckName(kParameter.what, parameter.name); !good) return good;
    if (Status good = CheckName("parameter type", parameter.type); !good) return good;
    return CheckText("value", parameter.value, kMostTextBytes);
}

}  // namespace

Result<Project> CreateProject(Connection& db, const std::string& name,
                              const std::string& description, TimePoint now) {
    if (Status good = CheckLabel(kProject, name, description); !good) return good.error();
    return InsertOne(db,
                     "INSERT INTO catalog_project(code, name, description, revision, created, "
                     "updated) VALUES(?1, ?2, ?3, 1, ?4, ?4) ON CONFLICT DO NOTHING "
                     "RETURNING code, name, description, revision, created, updated",
                     {NewCode(), name, description, now}, ReadProject, kProject, name, {});
}

Result<Project> UpdateProject(Connection& db, const Project& project, std::int64_t based_on,
                              TimePoint now) {
    if (Status good = CheckLabel(kProject, project.name, project.description); !good) {
        return good.error();
    }
    return UpdateOne(db,
                     "UPDATE catalog_project SET name = ?3, description = ?4, updated = ?5, "
                     "revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
                     "RETURNING code, name, description, revision, created, updated",
                     {project.code, based_on, project.name, project.description, now}, ReadProject,
                     kProject, project.code, based_on, project.name);
}

Status DeleteProject(Connection& db, std::int64_t code, std::int64_t based_on) {
    // The row is held until then, so that no workflow comes between the look and the DELETE.
    auto held = db.One(fmt::format("SELECT EXISTS(SELECT 1 FROM catalog_workflow WHERE project = "
                                   "catalog_project.code) FROM catalog_project WHERE code = ?{}",
                                   db.ForUpdate()),
                       {code}, [](const Row& row) { return row.Bool(0); });
    if (!held) return held.error();
    if (held->value_or(false)) {
        return Error{ErrorCode::kConflict,
                     fmt::format("the project {} has workflow definitions", code)}
            .Hint("delete them first");
    }
    return DeleteOne(db, kProject, code, based_on);
}

Result<std::optional<Project>> FindProject(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, name, description, revision, created, updated FROM catalog_project "
        "WHERE code = ?",
        {code}, ReadProject);
}

Result<std::optional<Project>> FindProjectByName(Connection& db, const std::string& name) {
    return db.One(
        "SELECT code, name, description, revision, created, updated FROM catalog_project "
        "WHERE name = ?",
        {name}, ReadProject);
}

Result<std::vector<Project>> ListProjects(Connection& db, const Page& page) {
    return db.All(
        "SELECT code, name, description, revision, created, updated FROM catalog_project "
        "WHERE name > ?1 AND (?2 IS NULL OR lower(name) LIKE ?2 ESCAPE '!') "
        "ORDER BY name LIMIT ?3",
        {page.after, Containing(page.contains), LimitOf(page.limit)}, ReadProject);
}

Result<std::vector<Project>> ListProjectsOfUser(Connection& db, std::int64_t user,
                                                const Page& page) {
    return db.All(
        "SELECT code, name, description, revision, created, updated FROM catalog_project "
        "WHERE code IN (SELECT project FROM auth_role WHERE user_id = ?1) AND name > ?2 "
        "AND (?3 IS NULL OR lower(name) LIKE ?3 ESCAPE '!') ORDER BY name LIMIT ?4",
        {user, page.after, Containing(page.contains), LimitOf(page.limit)}, ReadProject);
}

Result<ProjectParameter> CreateProjectParameter(Connection& db, const ProjectParameter& parameter,
                                                TimePoint now) {
    if (Status good = CheckParameter(parameter); !good) return good.error();
    return InsertOne(
        db,
        "INSERT INTO catalog_project_parameter(code, project, name, type, value, revision, "
        "created, updated) VALUES(?1, ?2, ?3, ?4, ?5, 1, ?6, ?6) ON CONFLICT DO NOTHING "
        "RETURNING code, project, name, type, value, revision, created, updated",
        {NewCode(), parameter.project, parameter.name, parameter.type, parameter.value, now},
        ReadParameter, kParameter, parameter.name,
        NotFound(kProject, std::to_string(parameter.project)));
}

Result<ProjectParameter> UpdateProjectParameter(Connection& db, const ProjectParameter& parameter,
                                                std::int64_t based_on, TimePoint now) {
    if (Status good = CheckParameter(parameter); !good) return good.error();
    return UpdateOne(
        db,
        "UPDATE catalog_project_parameter SET name = ?3, type = ?4, value = ?5, updated = ?6, "
        "revision = revision + 1 WHERE code = ?1 AND revision = ?2 "
        "RETURNING code, project, name, type, value, revision, created, updated",
        {parameter.code, based_on, parameter.name, parameter.type, parameter.value, now},
        ReadParameter, kParameter, parameter.code, based_on, parameter.name);
}

Status DeleteProjectParameter(Connection& db, std::int64_t code, std::int64_t based_on) {
    return DeleteOne(db, kParameter, code, based_on);
}

Result<std::optional<ProjectParameter>> FindProjectParameter(Connection& db, std::int64_t code) {
    return db.One(
        "SELECT code, project, name, type, value, revision, created, updated "
        "FROM catalog_project_parameter WHERE code = ?",
        {code}, ReadParameter);
}

Result<std::vector<ProjectParameter>> ListProjectParameters(Connection& db, std::int64_t project,
                                                            const Page& page) {
    return db.All(
        "SELECT code, project, name, type, value, revision, created, updated "
        "FROM catalog_project_parameter WHERE project = ?1 AND name > ?2 "
        "AND (?3 IS NULL OR lower(name) LIKE ?3 ESCAPE '!') ORDER BY name LIMIT ?4",
        {project, page.after, Containing(page.contains), LimitOf(page.limit)}, ReadParameter);
}

}  // namespace dmsnode::store::catalog
