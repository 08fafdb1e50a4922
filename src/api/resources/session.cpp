#include <fmt/format.h>

#include "api/resources/resources.hpp"

namespace dmsnode::api {
namespace {

Schema MeSchema() {
    return Schema::Object(
        {Required("code", Schema::Code()), Required("name", UserNameSchema()),
         Required("administrator", Schema::Boolean()),
         Required("scope", Schema::Enum({"read", "operate", "admin"})),
         Required("roles", Schema::Array(Schema::Object(
                               {Required("projectCode", Schema::Code()),
                                Required("role", Schema::Enum({"viewer", "operator", "admin"}))}))),
         Optional("csrfToken",
                  Schema::String().Describe("for the header X-CSRF-Token; of a session only"))});
}

Json WriteMe(const Principal& principal) {
    Json roles = Json::array();
    for (const auto& [project, role] : principal.roles) {
        roles.push_back({{"projectCode", CodeText(project)}, {"role", RoleName(role)}});
    }
    Json me{{"code", CodeText(principal.user)},
            {"name", principal.name},
            {"administrator", principal.administrator},
            {"scope", ScopeName(principal.scope)},
            {"roles", std::move(roles)}};
    if (!principal.csrf.empty()) me["csrfToken"] = principal.csrf;
    return me;
}

/// The cookie is out of reach of scripts and is not sent with requests from other sites.
http::Header Cookie(std::string_view value, std::chrono::seconds age, bool secure) {
    return {"Set-Cookie",
            fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict{}", kSessionCookie,
                        value, age.count(), secure ? "; Secure" : "")};
}

Result<Answer> LogIn(Authenticator& authenticator, const Call& call) {
    auto logged_in = authenticator.LogIn(call.body["name"].get<std::string>(),
                                         Secret(call.body["password"].get<std::string>()),
                                         {.peer = call.peer, .user_agent = call.user_agent});
    if (!logged_in) return logged_in.error();
    const auto age =
        std::chrono::duration_cast<std::chrono::seconds>(logged_in->expires - call.now);
    Answer answer =
        Ok({{"me", WriteMe(logged_in->principal)}, {"expires", FormatIso8601(logged_in->expires)}},
           UserObject(logged_in->principal.user, logged_in->principal.name));
    answer.headers.push_back(Cookie(logged_in->token.Reveal(), age, call.secure));
    return answer;
}

Result<Answer> LogOut(Authenticator& authenticator, const Call& call) {
    if (Status done = authenticator.LogOut(call.principal); !done) return done.error();
    Answer answer = NoContent(UserObject(call.principal.user, call.principal.name));
    answer.headers.push_back(Cookie("", std::chrono::seconds(0), call.secure));
    return answer;
}

Result<Answer> ChangePassword(Authenticator& authenticator, const Call& call) {
    Status done = authenticator.ChangePassword(
        call.principal, Secret(call.body["oldPassword"].get<std::string>()),
        Secret(call.body["newPassword"].get<std::string>()),
        {.peer = call.peer, .user_agent = call.user_agent}, TokensOf(call));
    if (!done) return done.error();
    return NoContent(UserObject(call.principal.user, call.principal.name) + TokensText(call));
}

}  // namespace

Authenticator::Tokens TokensOf(const Call& call) {
    return call.body.value("revokeTokens", false) ? Authenticator::Tokens::kRevoked
                                                  : Authenticator::Tokens::kStay;
}

std::string TokensText(const Call& call) {
    return call.body.value("revokeTokens", false) ? ": API tokens revoked" : "";
}

Member RevokeTokensMember() {
    return Optional("revokeTokens",
                    Schema::Boolean().Describe("the user's API tokens too; default: they stay"));
}

void AddSessionRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace("Me", MeSchema());
    table.Add(
        {.method = "POST",
         .path = "/login",
         .operation = "logIn",
         .tag = "session",
         .summary = "Begin a session: the answer sets its cookie",
         .right = Right::kAnyone,
         .body = Schema::Object({Required("name", UserNameSchema()),
                                 Required("password", Schema::String().Length(1, 1024))}),
         .reply = Schema::Object(
             {Required("me", Schema::Ref("Me")), Required("expires", Schema::Time())}),
         .max_body = 8192,
         .handle = [&auth = parts.authenticator](const Call& call) { return LogIn(auth, call); }});
    table.Add(
        {.method = "POST",
         .path = "/logout",
         .operation = "logOut",
         .tag = "session",
         .summary = "End the session",
         .right = Right::kSelfWrite,
         .handle = [&auth = parts.authenticator](const Call& call) { return LogOut(auth, call); }});
    table.Add(
        {.method = "GET",
         .path = "/me",
         .operation = "getMe",
         .tag = "session",
         .summary = "Who calls, and what they may do",
         .right = Right::kSelfRead,
         .reply = Schema::Ref("Me"),
         .handle = [](const Call& call) -> Result<Answer> { return Ok(WriteMe(call.principal)); }});
    table.Add(
        {.method = "PUT",
         .path = "/me/password",
         .operation = "changePassword",
         .tag = "session",
         .summary = "Change one's own password; other sessions of the user end",
         .right = Right::kSelfWrite,
         .body = Schema::Object({Required("oldPassword", Schema::String().Length(1, 1024)),
                                 Required("newPassword", PasswordSchema()), RevokeTokensMember()}),
         .max_body = 8192,
         .handle = [&auth = parts.authenticator](const Call& call) {
             return ChangePassword(auth, call);
         }});
}

}  // namespace dmsnode::api
