#include <fmt/format.h>

#include "api/resources/resources.hpp"

namespace dmsnode::api {

void AddSystemRoutes(RouteTable& table, const ApiParts& parts) {
    table.Add({.method = "GET",
               .path = "/healthz",
               .operation = "getHealth",
               .tag = "system",
               .summary = "The process lives and answers",
               .right = Right::kAnyone,
               .reply = Schema::Object({Required("status", Schema::Enum({"ok"}))}),
               .at_root = true,
               .handle = [](const Call&) -> Result<Answer> { return Ok({{"status", "ok"}}); }});
    table.Add({.method = "GET",
               .path = "/readyz",
               .operation = "getReadiness",
               .tag = "system",
               .summary = "The store can be read: requests can be served",
               .right = Right::kAnyone,
               .reply = Schema::Object({Required("status", Schema::Enum({"ready"}))}),
               .at_root = true,
               .handle = [&auth = parts.auth](const Call&) -> Result<Answer> {
                   if (auto read = auth.FindUser(0); !read) {
                       return Error{ErrorCode::kUnavailable, "the store cannot be read now"};
                   }
                   return Ok({{"status", "ready"}});
               }});
    table.Add({.method = "GET",
               .path = "/metrics",
               .operation = "getMetrics",
               .tag = "system",
               .summary = "Counters and gauges in Prometheus' text format",
               .right = Right::kSystemRead,
               .reply_type = "text/plain",
               .at_root = true,
               .handle = [&metrics = parts.metrics](const Call&) -> Result<Answer> {
                   return OkText(metrics.Text());
               }});
}

RouteTable MakeRoutes(const ApiParts& parts) {
    RouteTable table;
    AddSystemRoutes(table, parts);
    AddSessionRoutes(table, parts);
    AddTokenRoutes(table, parts);
    AddUserRoutes(table, parts);
    AddMemberRoutes(table, parts);
    AddAuditRoutes(table, parts);
    AddProjectRoutes(table, parts);
    AddWorkflowRoutes(table, parts);
    AddScheduleRoutes(table, parts);
    AddEnvironmentRoutes(table, parts);
    AddGroupRoutes(table, parts);
    AddResourceRoutes(table, parts);
    AddAlarmRoutes(table, parts);
    AddInstanceRoutes(table, parts);
    AddStartRoutes(table, parts);
    AddAttemptRoutes(table, parts);
    AddEventRoutes(table, parts);
    AddConnectionRoutes(table, parts);
    AddDmsRoutes(table, parts);
    AddAccessKeyRoutes(table, parts);
    return table;
}

Schema UserNameSchema() {
    return Schema::Word("a-z0-9._@-", 1, 64).Describe("lower case letters, digits and . _ @ -");
}

Schema PasswordSchema() {
    return Schema::String().Length(Passwords::kLeastLength, Passwords::kMostLength);
}

std::string UserObject(std::int64_t id, std::string_view name) {
    return fmt::format("user {} ({})", id, name);
}

}  // namespace dmsnode::api
