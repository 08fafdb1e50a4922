#include "api/resources/resources.hpp"
#include "api/resources/runs.hpp"
#include "api/run_streams.hpp"

namespace dmsnode::api {

void AddEventRoutes(RouteTable& table, const ApiParts& parts) {
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/instances/{instanceCode}/events",
               .operation = "followInstance",
               .tag = "runs",
               .summary = "States as events `instance` and `task`: what is, then each change, "
                          "until `end`",
               .right = Right::kProjectRead,
               .reply_type = "text/event-stream",
               .handle = [parts](const Call& call) -> Result<Answer> {
                   const auto instance = InstanceOf(parts, call);
                   if (!instance) return instance.error();
                   return Stream(
                       parts.streams.FollowInstance(instance->id, MayStillRead(parts, call)));
               }});
}

}  // namespace dmsnode::api
