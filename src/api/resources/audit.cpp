#include "api/resources/resources.hpp"
#include "base/times.hpp"

namespace dmsnode::api {
namespace {

Json WriteAudit(const store::AuditRow& row) {
    Json line{{"code", CodeText(row.id)},  {"at", FormatIso8601(row.at)},
              {"userName", row.user_name}, {"operation", row.operation},
              {"object", row.object},      {"peer", row.peer},
              {"status", row.status},      {"requestId", row.request_id}};
    if (row.user != 0) line["userCode"] = CodeText(row.user);
    return line;
}

std::optional<std::string> TextOf(const Json& query, const char* name) {
    if (!query.contains(name)) return std::nullopt;
    return query[name].get<std::string>();
}

std::optional<TimePoint> TimeOf(const Json& query, const char* name) {
    const std::optional<std::string> text = TextOf(query, name);
    return text ? ParseIso8601(*text) : std::nullopt;
}

Result<Answer> ListAudit(const store::AuthStore& auth, const Call& call) {
    const Page page = call.page();
    auto rows = auth.ListAudit({.user_name = TextOf(call.query, "userName"),
                                .operation = TextOf(call.query, "operation"),
                                .since = TimeOf(call.query, "since"),
                                .until = TimeOf(call.query, "until"),
                                .before_id = ReadCode(page.after),
                                .limit = page.limit + 1});
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteAudit,
                       [](const store::AuditRow& row) { return CodeText(row.id); }));
}

}  // namespace

void AddAuditRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema text = Schema::String().Length(0, 500);
    table.components.emplace(
        "AuditLine",
        Schema::Object(
            {Required("code", Schema::Code()), Required("at", Schema::Time()),
             Optional("userCode", Schema::Code()),
             Required("userName", text.Describe("as it was then; of a failed log-in, as given")),
             Required("operation", text.Describe("operation id")), Required("object", text),
             Required("peer", text.Describe("the client's address")),
             Required("status", Schema::Integer().Describe("the HTTP status that was answered")),
             Required("requestId", text)}));
    table.Add(
        {.method = "GET",
         .path = "/audit",
         .operation = "listAudit",
         .tag = "audit",
         .summary = "Who did what, the newest first; lines are never changed or removed",
         .right = Right::kAuditRead,
         .query = PageQuery(
             {{.name = "userName", .schema = UserNameSchema(), .description = "only of this user"},
              {.name = "operation",
               .schema = Schema::Word("A-Za-z", 1, 64),
               .description = "only of this operation id"},
              {.name = "since", .schema = Schema::Time(), .description = "not older than this"},
              {.name = "until", .schema = Schema::Time(), .description = "older than this"}}),
         .reply = PageOf(Schema::Ref("AuditLine")),
         .handle = [&auth = parts.auth](const Call& call) { return ListAudit(auth, call); }});
}

}  // namespace dmsnode::api
