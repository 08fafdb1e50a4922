#include "service/http/impl/dispatcher.hpp"

#include <fmt/format.h>

#include "dms/codec.hpp"
#include "dms/faults.hpp"
#include "dms/operations.hpp"

namespace dmsnode::service {
namespace {

template <class Operation>
DmsAnswer Handle(dms::Api& api, std::string_view body) {
    // An operation without members may come with no body at all.
    const Result<Json> json = ParseJson(body.empty() ? std::string_view("{}") : body);
    if (!json) {
        return FaultAnswer(dms::fault::Make(dms::fault::kSerialization, json.error().ToString()));
    }
    const auto request = dms::Decode<typename Operation::Request>(*json);
    if (!request) return FaultAnswer(request.error());
    const auto reply = Operation::Call(api, *request);
    if (!reply) return FaultAnswer(reply.error());
    return {.status = 200, .fault = {}, .body = DumpJson(dms::EncodeReply(*reply))};
}

}  // namespace

DmsAnswer FaultAnswer(const Error& error) {
    const std::string fault(dms::fault::FromError(error));
    std::string message = error.message;
    Json body = Json::object();
    if (fault == dms::fault::kResourceAlreadyExists && error.where.starts_with("arn:")) {
        body["resourceArn"] = error.where;
    } else if (!error.where.empty()) {
        message = error.where + ": " + message;
    }
    if (!error.hint.empty()) message += " (" + error.hint + ")";
    body["__type"] = fault;
    body["message"] = message;
    return {.status = dms::fault::HttpStatus(fault), .fault = fault, .body = DumpJson(body)};
}

Dispatcher::Dispatcher(dms::Api& api) : api_(api) {
    dms::operations::ForEachOperation(
        [&]<class Operation>() { handlers_[Operation::kName] = &Handle<Operation>; });
}

DmsAnswer Dispatcher::Call(std::string_view operation, std::string_view body) const {
    const auto handler = handlers_.find(operation);
    if (handler == handlers_.end()) {
        return FaultAnswer(dms::fault::Make(
            dms::fault::kUnknownOperation,
            fmt::format("The operation {} is not served by this version of the embedded DMS "
                        "service",
                        operation.substr(0, 100))));
    }
    return handler->second(api_, body);
}

}  // namespace dmsnode::service
