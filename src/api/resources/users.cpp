#include <fmt/format.h>

#include "api/resources/resources.hpp"

namespace dmsnode::api {
namespace {

Json WriteUser(const store::UserRow& row) {
    return Json{{"code", CodeText(row.id)},
                {"name", row.name},
                {"administrator", row.administrator},
                {"disabled", row.disabled},
                {"created", FormatIso8601(row.created)},
                {"passwordChanged", FormatIso8601(row.password_changed)}};
}

Result<store::UserRow> FindUser(const store::AuthStore& auth, std::int64_t id) {
    auto row = auth.FindUser(id);
    if (!row) return row.error();
    if (*row) return **std::move(row);
    return Error{ErrorCode::kNotFound, fmt::format("there is no user {}", id)}.Hint(
        "list the users to see those that exist");
}

Result<Answer> ListUsers(const store::AuthStore& auth, const Call& call) {
    const Page page = call.page();
    auto rows = auth.ListUsers(page.after, page.limit + 1);
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteUser, [](const store::UserRow& row) { return row.name; }));
}

Result<Answer> MakeUser(Authenticator& authenticator, const Call& call) {
    auto made = authenticator.MakeUser(call.body["name"].get<std::string>(),
                                       Secret(call.body["password"].get<std::string>()),
                                       call.body.value("administrator", false));
    if (!made) return made.error();
    return Ok(WriteUser(*made), UserObject(made->id, made->name));
}

Result<Answer> UpdateUser(store::AuthStore& auth, const Call& call) {
    Result<store::UserRow> row = FindUser(auth, call.Code("userCode"));
    if (!row) return row.error();
    row->administrator = call.body.value("administrator", row->administrator);
    row->disabled = call.body.value("disabled", row->disabled);
    if (Status done = auth.UpdateUser(*row); !done) return done.error();
    if (row->disabled) {
        if (Status ended = auth.DeleteSessionsOf(row->id); !ended) return ended.error();
    }
    return Ok(WriteUser(*row),
              fmt::format("{}: administrator {}, disabled {}", UserObject(row->id, row->name),
                          row->administrator, row->disabled));
}

Result<Answer> SetPassword(store::AuthStore& auth, Authenticator& authenticator, const Call& call) {
    Result<store::UserRow> row = FindUser(auth, call.Code("userCode"));
    if (!row) return row.error();
    Status done = authenticator.SetPassword(
        row->id, Secret(call.body["password"].get<std::string>()), TokensOf(call));
    if (!done) return done.error();
    return NoContent(UserObject(row->id, row->name) + TokensText(call));
}

}  // namespace

void AddUserRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace(
        "User",
        Schema::Object(
            {Required("code", Schema::Code()), Required("name", UserNameSchema()),
             Required("administrator", Schema::Boolean()), Required("disabled", Schema::Boolean()),
             Required("created", Schema::Time()), Required("passwordChanged", Schema::Time())}));
    table.Add({.method = "GET",
               .path = "/users",
               .operation = "listUsers",
               .tag = "users",
               .summary = "All users, by name",
               .right = Right::kUsersManage,
               .query = PageQuery(),
               .reply = PageOf(Schema::Ref("User")),
               .handle = [&auth = parts.auth](const Call& call) { return ListUsers(auth, call); }});
    table.Add({.method = "POST",
               .path = "/users",
               .operation = "makeUser",
               .tag = "users",
               .summary = "Make a user",
               .right = Right::kUsersManage,
               .body = Schema::Object({Required("name", UserNameSchema()),
                                       Required("password", PasswordSchema()),
                                       Optional("administrator", Schema::Boolean())}),
               .reply = Schema::Ref("User"),
               .status = 201,
               .once = true,
               .handle = [&auth = parts.authenticator](const Call& call) {
                   return MakeUser(auth, call);
               }});
    table.Add({.method = "GET",
               .path = "/users/{userCode}",
               .operation = "getUser",
               .tag = "users",
               .summary = "One user",
               .right = Right::kUsersManage,
               .reply = Schema::Ref("User"),
               .handle = [&auth = parts.auth](const Call& call) -> Result<Answer> {
                   Result<store::UserRow> row = FindUser(auth, call.Code("userCode"));
                   if (!row) return row.error();
                   return Ok(WriteUser(*row));
               }});
    table.Add(
        {.method = "PATCH",
         .path = "/users/{userCode}",
         .operation = "updateUser",
         .tag = "users",
         .summary = "Make a user administrator or not, disable or enable them",
         .right = Right::kUsersManage,
         .body = Schema::Object({Optional("administrator", Schema::Boolean()),
                                 Optional("disabled", Schema::Boolean())}),
         .reply = Schema::Ref("User"),
         .handle = [&auth = parts.auth](const Call& call) { return UpdateUser(auth, call); }});
    table.Add(
        {.method = "PUT",
         .path = "/users/{userCode}/password",
         .operation = "setPassword",
         .tag = "users",
         .summary = "Set a user's password; all sessions of the user end",
         .right = Right::kUsersManage,
         .body = Schema::Object({Required("password", PasswordSchema()), RevokeTokensMember()}),
         .max_body = 8192,
         .handle = [&auth = parts.auth, &authenticator = parts.authenticator](const Call& call) {
             return SetPassword(auth, authenticator, call);
         }});
}

}  // namespace dmsnode::api
