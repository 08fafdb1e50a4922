#include "api/resources/parameter_lists.hpp"
#include "api/resources/rows.hpp"
#include "store/catalog_projects.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

Json WriteProject(const catalog::Project& row) {
    return WriteRow(row, {{"name", row.name}, {"description", row.description}});
}

Answer Show(const catalog::Project& row) {
    return WithRevision(Ok(WriteProject(row), ObjectText("project", row.code, row.name)),
                        row.revision);
}

Result<catalog::Project> FindProject(Connection& db, const Call& call) {
    const std::int64_t code = call.Code("projectCode");
    return Need(catalog::FindProject(db, code), "project", CodeText(code));
}

Result<Answer> ListProjects(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read([&](Connection& db) {
        return call.principal.administrator
                   ? catalog::ListProjects(db, RowsOf(page, call))
                   : catalog::ListProjectsOfUser(db, call.principal.user, RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(
        MakePage(*rows, page, WriteProject, [](const catalog::Project& row) { return row.name; }));
}

Result<Answer> MakeProject(const ApiParts& on, const Call& call) {
    const auto made = on.database.Write([&](Connection& db) {
        return catalog::CreateProject(db, call.body["name"].get<std::string>(),
                                      call.body.value("description", ""), call.now);
    });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> GetProject(const ApiParts& on, const Call& call) {
    const auto row = on.database.Read([&](Connection& db) { return FindProject(db, call); });
    if (!row) return row.error();
    return Show(*row);
}

Result<Answer> UpdateProject(const ApiParts& on, const Call& call) {
    const auto changed = on.database.Write([&](Connection& db) -> Result<catalog::Project> {
        auto row = FindProject(db, call);
        if (!row) return row;
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        row->name = call.body["name"].get<std::string>();
        row->description = call.body.value("description", "");
        return catalog::UpdateProject(db, *row, *based_on, call.now);
    });
    if (!changed) return changed.error();
    return Show(*changed);
}

Result<Answer> DeleteProject(const ApiParts& on, const Call& call) {
    const auto gone = on.database.Write([&](Connection& db) -> Result<catalog::Project> {
        auto row = FindProject(db, call);
        if (!row) return row;
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        if (Status done = catalog::DeleteProject(db, row->code, *based_on); !done) {
            return done.error();
        }
        return row;
    });
    if (!gone) return gone.error();
    // Roles that a crash leaves here are of a code that is never given again.
    if (Status done = on.auth.DeleteRolesOfProject(gone->code); !done) return done.error();
    return NoContent(ObjectText("project", gone->code, gone->name));
}

Json WriteParameter(const catalog::ProjectParameter& row) {
    return WriteRow(row, {{"name", row.name}, {"type", row.type}, {"value", row.value}});
}

Answer Show(const catalog::ProjectParameter& row) {
    return WithRevision(Ok(WriteParameter(row), ObjectText("parameter", row.code, row.name)),
                        row.revision);
}

Result<catalog::ProjectParameter> FindParameter(Connection& db, const Call& call) {
    const std::int64_t code = call.Code("parameterCode");
    return NeedInProject(catalog::FindProjectParameter(db, code), "parameter",
                         call.Code("projectCode"), CodeText(code));
}

/// What the body says of a parameter. Errors: kInvalidArgument if it can be no parameter.
Status ReadParameter(const Call& call, catalog::ProjectParameter& row) {
    row.name = call.body["name"].get<std::string>();
    row.type = call.body.value("type", "VARCHAR");
    row.value = call.body["value"].get<std::string>();
    if (row.name.find_first_of("${}") != std::string::npos) {
        return Error{ErrorCode::kInvalidArgument, "the name has a \"$\", \"{\" or \"}\""}.At(
            "$.name");
    }
    const auto type = workflow::ParseParameterType(row.type);
    const auto complaint = type ? workflow::CheckParameterValue(*type, row.value) : std::nullopt;
    if (!complaint) return {};
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("this is no value of the type {}: it {}", row.type, *complaint)}
        .At("$.value");
}

Result<Answer> ListParameters(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows =
        on.database.Read([&](Connection& db) -> Result<std::vector<catalog::ProjectParameter>> {
            if (auto project = FindProject(db, call); !project) return project.error();
            return catalog::ListProjectParameters(db, call.Code("projectCode"), RowsOf(page, call));
        });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteParameter,
                       [](const catalog::ProjectParameter& row) { return row.name; }));
}

Result<Answer> MakeParameter(const ApiParts& on, const Call& call) {
    catalog::ProjectParameter row{.project = call.Code("projectCode")};
    if (Status good = ReadParameter(call, row); !good) return good.error();
    const auto made = on.database.Write(
        [&](Connection& db) { return catalog::CreateProjectParameter(db, row, call.now); });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> UpdateParameter(const ApiParts& on, const Call& call) {
    const auto changed =
        on.database.Write([&](Connection& db) -> Result<catalog::ProjectParameter> {
            auto row = FindParameter(db, call);
            if (!row) return row;
            const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
            if (!based_on) return based_on.error();
            if (Status good = ReadParameter(call, *row); !good) return good.error();
            return catalog::UpdateProjectParameter(db, *row, *based_on, call.now);
        });
    if (!changed) return changed.error();
    return Show(*changed);
}

Result<Answer> DeleteParameter(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindParameter(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        Status done = catalog::DeleteProjectParameter(db, row->code, *based_on);
        if (!done) return done.error();
        return NoContent(ObjectText("parameter", row->code, row->name));
    });
}

void AddParameterRoutes(RouteTable& table, const ApiParts& parts) {
    const std::vector<Member> members{
        Required("name", NameSchema()), Optional("type", ParameterTypeSchema()),
        Required("value", Schema::String().Describe("${name} in a workflow stands for it"))};
    table.components.emplace("ProjectParameter", RowSchema(members));
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/parameters",
               .operation = "listProjectParameters",
               .tag = "projects",
               .summary = "The project's parameters, by name",
               .right = Right::kProjectRead,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("ProjectParameter")),
               .handle = On(parts, ListParameters)});
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/parameters",
               .operation = "makeProjectParameter",
               .tag = "projects",
               .summary = "Add a parameter that all workflows of the project may use",
               .right = Right::kProjectEdit,
               .body = Schema::Object(members),
               .reply = Schema::Ref("ProjectParameter"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeParameter)});
    table.Add({.method = "PUT",
               .path = "/projects/{projectCode}/parameters/{parameterCode}",
               .operation = "updateProjectParameter",
               .tag = "projects",
               .summary = "Change a parameter",
               .right = Right::kProjectEdit,
               .body = ChangeSchema(members),
               .reply = Schema::Ref("ProjectParameter"),
               .if_match = true,
               .handle = On(parts, UpdateParameter)});
    table.Add({.method = "DELETE",
               .path = "/projects/{projectCode}/parameters/{parameterCode}",
               .operation = "deleteProjectParameter",
               .tag = "projects",
               .summary = "Remove a parameter",
               .right = Right::kProjectEdit,
               .if_match = true,
               .handle = On(parts, DeleteParameter)});
}

}  // namespace

void AddProjectRoutes(RouteTable& table, const ApiParts& parts) {
    const std::vector<Member> members{Required("name", NameSchema()),
                                      Optional("description", DescriptionSchema())};
    table.components.emplace("Project", RowSchema(members));
    table.Add({.method = "GET",
               .path = "/projects",
               .operation = "listProjects",
               .tag = "projects",
               .summary = "The projects in which one has a role, by name; an administrator: all",
               .right = Right::kProjectList,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("Project")),
               .handle = On(parts, ListProjects)});
    table.Add({.method = "POST",
               .path = "/projects",
               .operation = "makeProject",
               .tag = "projects",
               .summary = "Make a project",
               .right = Right::kProjectCreate,
               .body = Schema::Object(members),
               .reply = Schema::Ref("Project"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeProject)});
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}",
               .operation = "getProject",
               .tag = "projects",
               .summary = "One project",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("Project"),
               .handle = On(parts, GetProject)});
    table.Add({.method = "PUT",
               .path = "/projects/{projectCode}",
               .operation = "updateProject",
               .tag = "projects",
               .summary = "Change name and description",
               .right = Right::kProjectEdit,
               .body = ChangeSchema(members),
               .reply = Schema::Ref("Project"),
               .if_match = true,
               .handle = On(parts, UpdateProject)});
    table.Add({.method = "DELETE",
               .path = "/projects/{projectCode}",
               .operation = "deleteProject",
               .tag = "projects",
               .summary = "Delete a project without workflows, with all else that is in it",
               .right = Right::kProjectCreate,
               .if_match = true,
               .handle = On(parts, DeleteProject)});
    AddParameterRoutes(table, parts);
}

}  // namespace dmsnode::api
