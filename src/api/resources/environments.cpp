#include "api/resources/rows.hpp"
#include "store/catalog_environments.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

/// Environments of a project if the path names one, else those for all projects.
std::optional<std::int64_t> ProjectOf(const Call& call) {
    if (!call.path.contains("projectCode")) return std::nullopt;
    return call.Code("projectCode");
}

Json WriteEnvironment(const catalog::Environment& row) {
    Json written = WriteRow(row, {{"name", row.name},
                                  {"description", row.description},
                                  {"shellText", row.shell_text},
                                  {"workerGroups", row.worker_groups}});
    if (row.project) written["projectCode"] = CodeText(*row.project);
    return written;
}

Answer Show(const catalog::Environment& row) {
    return WithRevision(Ok(WriteEnvironment(row), ObjectText("environment", row.code, row.name)),
                        row.revision);
}

Result<catalog::Environment> FindEnvironment(Connection& db, const Call& call) {
    const std::int64_t code = call.Code("environmentCode");
    auto row = Need(catalog::FindEnvironment(db, code), "environment", CodeText(code));
    if (!row || row->project == ProjectOf(call)) return row;
    return Error{ErrorCode::kNotFound, fmt::format("there is no environment {} here", code)};
}

void ReadBody(const Call& call, catalog::Environment& row) {
    row.name = call.body["name"].get<std::string>();
    row.description = call.body.value("description", "");
    row.shell_text = call.body["shellText"].get<std::string>();
    row.worker_groups = call.body.value("workerGroups", std::vector<std::string>());
}

Result<Answer> ListEnvironments(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read([&](Connection& db) {
        return catalog::ListEnvironments(db, ProjectOf(call), RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteEnvironment,
                       [](const catalog::Environment& row) { return row.name; }));
}

Result<Answer> MakeEnvironment(const ApiParts& on, const Call& call) {
    catalog::Environment row{.project = ProjectOf(call)};
    ReadBody(call, row);
    const auto made = on.database.Write(
        [&](Connection& db) { return catalog::CreateEnvironment(db, row, call.now); });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> GetEnvironment(const ApiParts& on, const Call& call) {
    const auto row = on.database.Read([&](Connection& db) { return FindEnvironment(db, call); });
    if (!row) return row.error();
    return Show(*row);
}

Result<Answer> UpdateEnvironment(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        auto row = FindEnvironment(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        ReadBody(call, *row);
        const auto changed = catalog::UpdateEnvironment(db, *row, *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> DeleteEnvironment(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindEnvironment(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        Status done = catalog::DeleteEnvironment(db, row->code, *based_on);
        if (!done) return done.error();
        return NoContent(ObjectText("environment", row->code, row->name));
    });
}

/// The same routes for all projects and for one: where they stand, and what is asked for.
struct Place {
    std::string path;
    std::string infix;  ///< In operation ids: `listProjectEnvironments`.
    std::string of;     ///< In summaries.
    Right read;
    Right edit;
};

void AddRoutesAt(RouteTable& table, const ApiParts& parts, const Place& place) {
    const std::vector<Member> members{
        Required("name", NameSchema()), Optional("description", DescriptionSchema()),
        Required("shellText", Schema::String()
                                  .Length(0, 262'144)
                                  .Describe("shell text that is run before a script: exports")),
        Optional("workerGroups", Schema::Array(NameSchema())
                                     .Items(0, 100)
                                     .Describe("names of those it is meant for; empty: all"))};
    std::vector<Member> shown = members;
    shown.push_back(Optional("projectCode", Schema::Code().Describe("absent: for all projects")));
    table.components.emplace("Environment", RowSchema(shown));
    const std::string one = place.path + "/{environmentCode}";
    table.Add({.method = "GET",
               .path = place.path,
               .operation = "list" + place.infix + "Environments",
               .tag = "environments",
               .summary = "The environments of " + place.of + ", by name",
               .right = place.read,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("Environment")),
               .handle = On(parts, ListEnvironments)});
    table.Add({.method = "POST",
               .path = place.path,
               .operation = "make" + place.infix + "Environment",
               .tag = "environments",
               .summary = "Make an environment of " + place.of,
               .right = place.edit,
               .body = Schema::Object(members),
               .reply = Schema::Ref("Environment"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeEnvironment)});
    table.Add({.method = "GET",
               .path = one,
               .operation = "get" + place.infix + "Environment",
               .tag = "environments",
               .summary = "One environment of " + place.of,
               .right = place.read,
               .reply = Schema::Ref("Environment"),
               .handle = On(parts, GetEnvironment)});
    table.Add({.method = "PUT",
               .path = one,
               .operation = "update" + place.infix + "Environment",
               .tag = "environments",
               .summary = "Change an environment of " + place.of,
               .right = place.edit,
               .body = ChangeSchema(members),
               .reply = Schema::Ref("Environment"),
               .if_match = true,
               .handle = On(parts, UpdateEnvironment)});
    table.Add({.method = "DELETE",
               .path = one,
               .operation = "delete" + place.infix + "Environment",
               .tag = "environments",
               .summary = "Delete an environment of " + place.of,
               .right = place.edit,
               .if_match = true,
               .handle = On(parts, DeleteEnvironment)});
}

}  // namespace

void AddEnvironmentRoutes(RouteTable& table, const ApiParts& parts) {
    AddRoutesAt(table, parts,
                {.path = "/environments",
                 .infix = "",
                 .of = "all projects",
                 .read = Right::kSharedRead,
                 .edit = Right::kSharedEdit});
    AddRoutesAt(table, parts,
                {.path = "/projects/{projectCode}/environments",
                 .infix = "Project",
                 .of = "the project",
                 .read = Right::kProjectRead,
                 .edit = Right::kProjectEdit});
}

}  // namespace dmsnode::api
