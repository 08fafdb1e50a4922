#include "api/resources/rows.hpp"
#include "store/catalog_projects.hpp"

namespace dmsnode::api {
namespace {

Json WriteMember(const store::ProjectRoleRow& row) {
    return Json{{"userCode", CodeText(row.user)}, {"name", row.user_name}, {"role", row.role}};
}

Result<Answer> ListMembers(const store::AuthStore& auth, const Call& call) {
    const Page page = call.page();
    auto rows = auth.MembersOf(call.Code("projectCode"), page.after, page.limit + 1);
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteMember,
                       [](const store::ProjectRoleRow& row) { return row.user_name; }));
}

Result<Answer> PutMember(const ApiParts& on, const Call& call) {
    const store::ProjectRoleRow row{.project = call.Code("projectCode"),
                                    .user = call.Code("userCode"),
                                    .user_name = {},
                                    .role = call.body["role"].get<std::string>()};
    const auto project = on.database.Read(
        [&](store::Connection& db) { return store::catalog::FindProject(db, row.project); });
    if (auto there = Need(project, "project", CodeText(row.project)); !there) return there.error();
    if (Status done = on.auth.PutRole(row); !done) return done.error();
    return NoContent(fmt::format("project {}: user {} is {}", row.project, row.user, row.role));
}

Result<Answer> DeleteMember(store::AuthStore& auth, const Call& call) {
    const std::int64_t project = call.Code("projectCode");
    const std::int64_t user = call.Code("userCode");
    if (Status done = auth.DeleteRole(project, user); !done) return done.error();
    return NoContent(fmt::format("project {}: user {} has no role", project, user));
}

}  // namespace

void AddMemberRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema role = Schema::Enum({"viewer", "operator", "admin"});
    table.components.emplace(
        "Member", Schema::Object({Required("userCode", Schema::Code()),
                                  Required("name", UserNameSchema()), Required("role", role)}));
    table.Add(
        {.method = "GET",
         .path = "/projects/{projectCode}/members",
         .operation = "listMembers",
         .tag = "members",
         .summary = "Who has a role in the project, by name",
         .right = Right::kProjectRead,
         .query = PageQuery(),
         .reply = PageOf(Schema::Ref("Member")),
         .handle = [&auth = parts.auth](const Call& call) { return ListMembers(auth, call); }});
    table.Add({.method = "PUT",
               .path = "/projects/{projectCode}/members/{userCode}",
               .operation = "putMember",
               .tag = "members",
               .summary = "Give a user a role in the project",
               .right = Right::kProjectMembers,
               .body = Schema::Object({Required("role", role)}),
               .handle = On(parts, PutMember)});
    table.Add(
        {.method = "DELETE",
         .path = "/projects/{projectCode}/members/{userCode}",
         .operation = "deleteMember",
         .tag = "members",
         .summary = "Take a user's role in the project",
         .right = Right::kProjectMembers,
         .handle = [&auth = parts.auth](const Call& call) { return DeleteMember(auth, call); }});
}

}  // namespace dmsnode::api
