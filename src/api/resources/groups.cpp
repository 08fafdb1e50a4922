#include "api/resources/rows.hpp"
#include "store/catalog_environments.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

Json WriteWorkerGroup(const catalog::WorkerGroup& row) {
    return {{"name", row.name},
            {"description", row.description},
            {"revision", row.revision},
            {"created", FormatIso8601(row.created)},
            {"updated", FormatIso8601(row.updated)}};
}

Answer Show(const catalog::WorkerGroup& row) {
    return WithRevision(Ok(WriteWorkerGroup(row), "worker group " + row.name), row.revision);
}

Result<catalog::WorkerGroup> FindWorkerGroup(Connection& db, const Call& call) {
    const std::string& name = call.Text("workerGroupName");
    return Need(catalog::FindWorkerGroup(db, name), "worker group", name);
}

Result<Answer> ListWorkerGroups(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read(
        [&](Connection& db) { return catalog::ListWorkerGroups(db, RowsOf(page, call)); });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteWorkerGroup,
                       [](const catalog::WorkerGroup& row) { return row.name; }));
}

Result<Answer> MakeWorkerGroup(const ApiParts& on, const Call& call) {
    const auto made = on.database.Write([&](Connection& db) {
        return catalog::CreateWorkerGroup(db, call.body["name"].get<std::string>(),
                                          call.body.value("description", ""), call.now);
    });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> UpdateWorkerGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        auto row = FindWorkerGroup(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        row->description = call.body["description"].get<std::string>();
        const auto changed = catalog::UpdateWorkerGroup(db, *row, *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> DeleteWorkerGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindWorkerGroup(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        Status done = catalog::DeleteWorkerGroup(db, row->name, *based_on);
        if (!done) return done.error();
        return NoContent("worker group " + row->name);
    });
}

Json WriteTaskGroup(const catalog::TaskGroup& row) {
    return WriteRow(row, {{"projectCode", CodeText(row.project)},
                          {"name", row.name},
                          {"description", row.description},
                          {"size", row.size},
                          {"open", row.open}});
}

Answer Show(const catalog::TaskGroup& row) {
    return WithRevision(Ok(WriteTaskGroup(row), ObjectText("task group", row.code, row.name)),
                        row.revision);
}

Result<catalog::TaskGroup> FindTaskGroup(Connection& db, const Call& call) {
    const std::int64_t code = call.Code("taskGroupCode");
    return NeedInProject(catalog::FindTaskGroup(db, code), "task group", call.Code("projectCode"),
                         CodeText(code));
}

void ReadBody(const Call& call, catalog::TaskGroup& row) {
    row.name = call.body["name"].get<std::string>();
    row.description = call.body.value("description", "");
    row.size = call.body["size"].get<std::int64_t>();
    row.open = call.body.value("open", true);
}

Result<Answer> ListTaskGroups(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read([&](Connection& db) {
        return catalog::ListTaskGroups(db, call.Code("projectCode"), RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteTaskGroup,
                       [](const catalog::TaskGroup& row) { return row.name; }));
}

Result<Answer> MakeTaskGroup(const ApiParts& on, const Call& call) {
    catalog::TaskGroup row{.project = call.Code("projectCode")};
    ReadBody(call, row);
    const auto made = on.database.Write(
        [&](Connection& db) { return catalog::CreateTaskGroup(db, row, call.now); });
    if (!made) return made.error();
    return Show(*made);
}

Result<Answer> GetTaskGroup(const ApiParts& on, const Call& call) {
    const auto row = on.database.Read([&](Connection& db) { return FindTaskGroup(db, call); });
    if (!row) return row.error();
    return Show(*row);
}

Result<Answer> UpdateTaskGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        auto row = FindTaskGroup(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kNeeded);
        if (!based_on) return based_on.error();
        ReadBody(call, *row);
        const auto changed = catalog::UpdateTaskGroup(db, *row, *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> DeleteTaskGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindTaskGroup(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        Status done = catalog::DeleteTaskGroup(db, row->code, *based_on);
        if (!done) return done.error();
        return NoContent(ObjectText("task group", row->code, row->name));
    });
}

void AddWorkerGroupRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace(
        "WorkerGroup",
        Schema::Object({Required("name", NameSchema()),
                        Required("description", DescriptionSchema()),
                        Required("revision", Schema::Integer()),
                        Required("created", Schema::Time()), Required("updated", Schema::Time())}));
    table.Add({.method = "GET",
               .path = "/worker-groups",
               .operation = "listWorkerGroups",
               .tag = "groups",
               .summary = "The worker groups that were made, by name; `default` need not be",
               .right = Right::kSharedRead,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("WorkerGroup")),
               .handle = On(parts, ListWorkerGroups)});
    table.Add({.method = "POST",
               .path = "/worker-groups",
               .operation = "makeWorkerGroup",
               .tag = "groups",
               .summary = "Make a worker group: a name by which tasks and workers find each other",
               .right = Right::kSharedEdit,
               .body = Schema::Object(
                   {Required("name", NameSchema()), Optional("description", DescriptionSchema())}),
               .reply = Schema::Ref("WorkerGroup"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeWorkerGroup)});
    table.Add({.method = "PUT",
               .path = "/worker-groups/{workerGroupName}",
               .operation = "updateWorkerGroup",
               .tag = "groups",
               .summary = "Change the description: workflows name the group, so its name stays",
               .right = Right::kSharedEdit,
               .body = ChangeSchema({Required("description", DescriptionSchema())}),
               .reply = Schema::Ref("WorkerGroup"),
               .if_match = true,
               .handle = On(parts, UpdateWorkerGroup)});
    table.Add({.method = "DELETE",
               .path = "/worker-groups/{workerGroupName}",
               .operation = "deleteWorkerGroup",
               .tag = "groups",
               .summary = "Delete a worker group",
               .right = Right::kSharedEdit,
               .if_match = true,
               .handle = On(parts, DeleteWorkerGroup)});
}

}  // namespace

void AddGroupRoutes(RouteTable& table, const ApiParts& parts) {
    AddWorkerGroupRoutes(table, parts);
    const std::vector<Member> members{
        Required("name", NameSchema()), Optional("description", DescriptionSchema()),
        Required("size",
                 Schema::Integer().Range(1, 100'000).Describe("how many of its nodes run at once")),
        Optional("open",
                 Schema::Boolean().Default(true).Describe("false: the group limits nothing"))};
    std::vector<Member> shown = members;
    shown.push_back(Required("projectCode", Schema::Code()));
    table.components.emplace("TaskGroup", RowSchema(shown));
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/task-groups",
               .operation = "listTaskGroups",
               .tag = "groups",
               .summary = "The project's task groups, by name",
               .right = Right::kProjectRead,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("TaskGroup")),
               .handle = On(parts, ListTaskGroups)});
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/task-groups",
               .operation = "makeTaskGroup",
               .tag = "groups",
               .summary = "Make a task group: a bound on how many nodes run at once",
               .right = Right::kProjectEdit,
               .body = Schema::Object(members),
               .reply = Schema::Ref("TaskGroup"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeTaskGroup)});
    const std::string one = "/projects/{projectCode}/task-groups/{taskGroupCode}";
    table.Add({.method = "GET",
               .path = one,
               .operation = "getTaskGroup",
               .tag = "groups",
               .summary = "One task group",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("TaskGroup"),
               .handle = On(parts, GetTaskGroup)});
    table.Add({.method = "PUT",
               .path = one,
               .operation = "updateTaskGroup",
               .tag = "groups",
               .summary = "Change a task group",
               .right = Right::kProjectEdit,
               .body = ChangeSchema(members),
               .reply = Schema::Ref("TaskGroup"),
               .if_match = true,
               .handle = On(parts, UpdateTaskGroup)});
    table.Add({.method = "DELETE",
               .path = one,
               .operation = "deleteTaskGroup",
               .tag = "groups",
               .summary = "Delete a task group",
               .right = Right::kProjectEdit,
               .if_match = true,
               .handle = On(parts, DeleteTaskGroup)});
}

}  // namespace dmsnode::api
