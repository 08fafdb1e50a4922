#include "dms/call_by_name.hpp"

#include <fmt/format.h>

#include <map>

#include "dms/codec.hpp"
#include "dms/faults.hpp"
#include "dms/operations.hpp"

namespace dmsnode::dms {
namespace {

using Handler = Result<Json> (*)(Api&, const Json& request);

template <class Operation>
Result<Json> Handle(Api& api, const Json& json) {
    const auto request = Decode<typename Operation::Request>(json);
    if (!request) return request.error();
    const auto reply = Operation::Call(api, *request);
    if (!reply) return reply.error();
    return EncodeReply(*reply);
}

}  // namespace

Result<Json> CallByName(Api& api, std::string_view operation, const Json& request) {
    static const std::map<std::string_view, Handler> handlers = [] {
        std::map<std::string_view, Handler> all;
        operations::ForEachOperation(
            [&]<class Operation>() { all[Operation::kName] = &Handle<Operation>; });
        return all;
    }();
    const auto handler = handlers.find(operation);
    if (handler != handlers.end()) return handler->second(api, request);
    return fault::Make(fault::kUnknownOperation,
                       fmt::format("The operation {} is not served by this version of dmsnode",
                                   operation.substr(0, 100)));
}

}  // namespace dmsnode::dms
