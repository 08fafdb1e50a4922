#include <fmt/format.h>

#include "api/resources/resources.hpp"
#include "base/times.hpp"

namespace dmsnode::api {
namespace {

Json WriteToken(const store::ApiTokenRow& row) {
    Json token{{"code", CodeText(row.id)},
               {"name", row.name},
               {"scope", row.scope},
               {"created", FormatIso8601(row.created)}};
    if (row.expires) token["expires"] = FormatIso8601(*row.expires);
    if (row.last_used) token["lastUsed"] = FormatIso8601(*row.last_used);
    return token;
}

std::string TokenObject(std::int64_t id, std::string_view name) {
    return fmt::format("API token {} ({})", id, name);
}

Result<Answer> MakeToken(Authenticator& authenticator, const Call& call) {
    std::optional<TimePoint> expires;
    if (call.Has("expires")) expires = ParseIso8601(call.body["expires"].get<std::string>());
    auto made = authenticator.MakeToken(
        call.principal.user, call.body["name"].get<std::string>(),
        ReadScope(call.body["scope"].get<std::string>()).value_or(Scope::kRead), expires);
    if (!made) return made.error();
    Json reply = WriteToken(made->row);
    reply["token"] = made->token.Reveal();
    return Ok(std::move(reply), TokenObject(made->row.id, made->row.name));
}

}  // namespace

void AddTokenRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema name = Schema::String().Length(1, 100).Describe("what the token is for");
    const Schema scope = Schema::Enum({"read", "operate", "admin"});
    const std::vector<Member> members{Required("code", Schema::Code()),
                                      Required("name", name),
                                      Required("scope", scope),
                                      Required("created", Schema::Time()),
                                      Optional("expires", Schema::Time()),
                                      Optional("lastUsed", Schema::Time())};
    std::vector<Member> with_secret = members;
    with_secret.push_back(Required(
        "token", Schema::String().Describe("shown this once: Authorization: Bearer <token>")));
    table.components.emplace("ApiToken", Schema::Object(members));
    table.components.emplace("NewApiToken", Schema::Object(with_secret));
    table.Add({.method = "GET",
               .path = "/me/tokens",
               .operation = "listTokens",
               .tag = "tokens",
               .summary = "One's own API tokens; a user has 100 at most",
               .right = Right::kSelfRead,
               .reply = PageOf(Schema::Ref("ApiToken")),
               .handle = [&auth = parts.auth](const Call& call) -> Result<Answer> {
                   auto rows = auth.ListTokens(call.principal.user);
                   if (!rows) return rows.error();
                   Json items = Json::array();
                   for (const auto& row : *rows) items.push_back(WriteToken(row));
                   return Ok({{"items", std::move(items)}});
               }});
    table.Add({.method = "POST",
               .path = "/me/tokens",
               .operation = "makeToken",
               .tag = "tokens",
               .summary = "Make an API token; its text is shown once",
               .right = Right::kSelfWrite,
               .body = Schema::Object({Required("name", name), Required("scope", scope),
                                       Optional("expires", Schema::Time())}),
               .reply = Schema::Ref("NewApiToken"),
               .status = 201,
               .once = true,
               .secret_reply = true,
               .handle = [&auth = parts.authenticator](const Call& call) {
                   return MakeToken(auth, call);
               }});
    table.Add({.method = "DELETE",
               .path = "/me/tokens/{tokenCode}",
               .operation = "deleteToken",
               .tag = "tokens",
               .summary = "Revoke an API token",
               .right = Right::kSelfWrite,
               .handle = [&auth = parts.auth](const Call& call) -> Result<Answer> {
                   const std::int64_t id = call.Code("tokenCode");
                   if (Status done = auth.DeleteToken(call.principal.user, id); !done) {
                       return done.error();
                   }
                   return NoContent(fmt::format("API token {}", id));
               }});
}

}  // namespace dmsnode::api
