#include "service/http/impl/dispatcher.hpp"

#include "base/json.hpp"
#include "dms/call_by_name.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service {

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

DmsAnswer Dispatcher::Call(std::string_view operation, std::string_view body) const {
    // An operation without members may come with no body at all.
    const Result<Json> request = ParseJson(body.empty() ? std::string_view("{}") : body);
    if (!request) {
        return FaultAnswer(
            dms::fault::Make(dms::fault::kSerialization, request.error().ToString()));
    }
    const Result<Json> reply = dms::CallByName(api_, operation, *request);
    if (!reply) return FaultAnswer(reply.error());
    return {.status = 200, .fault = {}, .body = DumpJson(*reply)};
}

}  // namespace dmsnode::service
