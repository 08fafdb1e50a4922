#include "service/http/front.hpp"

#include <fmt/format.h>

#include "aws/sigv4.hpp"
#include "base/ids.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service {
namespace {

namespace fault = dms::fault;

constexpr std::string_view kTargetPrefix = "AmazonDMSv20160101.";

/// The signature check names faults without the suffix that this protocol gives them.
Error AsException(Error error) {
    if (error.fault.empty()) error.fault = std::string(fault::kInvalidSignature);
    if (!error.fault.ends_with("Exception")) error.fault += "Exception";
    return error;
}

DmsAnswer Plain(int status, std::string_view code, std::string_view why) {
    DmsAnswer answer = FaultAnswer(fault::Make(code, std::string(why)));
    answer.status = status;
    return answer;
}

http::Reply ToReply(const DmsAnswer& answer) {
    http::Reply reply{.status = answer.status,
                      .content_type = "application/x-amz-json-1.1",
                      .body = answer.body,
                      .headers = {{"x-amzn-RequestId", NewUuid()}}};
    if (!answer.fault.empty()) reply.headers.push_back({"x-amzn-ErrorType", answer.fault});
    return reply;
}

}  // namespace

DmsFront::DmsFront(const FrontDependencies& dependencies, Authentication authentication)
    : on_(dependencies),
      insecure_no_auth_(authentication == Authentication::kNone),
      dispatcher_(dependencies.api) {}

http::Reply DmsFront::Handle(const http::Request& request) {
    DmsAnswer answer;
    try {
        answer = Route(request);
    } catch (const std::exception& failure) {
        on_.log.Log(LogLevel::kError, fmt::format("a request broke off: {}", failure.what()));
        answer = FaultAnswer(fault::Make(fault::kInternalFailure, "the service failed internally"));
    }
    on_.log.Log(
        LogLevel::kDebug,
        fmt::format("{} {} {}: {} {}", request.method, request.target.substr(0, 100),
                    request.header("x-amz-target").substr(0, 100), answer.status, answer.fault));
    return ToReply(answer);
}

http::Reply DmsFront::Refuse(const http::Request&, int status, std::string_view why) {
    return ToReply(Plain(status, fault::kValidation, why));
}

DmsAnswer DmsFront::Route(const http::Request& request) const {
    if (request.path() != "/") {
        return Plain(404, fault::kUnknownOperation,
                     "nothing is served here; the DMS API is POST /");
    }
    if (insecure_no_auth_ && !http::NamesLoopback(request.header("host"))) {
        return Plain(403, fault::kAccessDeniedException,
                     "without authentication, only requests to localhost are answered");
    }
    if (request.method != "POST") {
        return Plain(405, fault::kUnknownOperation, "the DMS API takes POST only");
    }
    if (!insecure_no_auth_) {
        if (const Status known = Authenticate(request); !known) {
            on_.log.Log(LogLevel::kWarning, "a request was refused: " + known.error().ToString());
            return FaultAnswer(AsException(known.error()));
        }
    }
    const std::string_view target = request.header("x-amz-target");
    if (!target.starts_with(kTargetPrefix)) {
        return Plain(400, fault::kUnknownOperation,
                     fmt::format("the header X-Amz-Target must be {}<Operation>", kTargetPrefix));
    }
    return dispatcher_.Call(target.substr(kTargetPrefix.size()), request.body);
}

Status DmsFront::Authenticate(const http::Request& request) const {
    const auto authorization = aws::ParseAuthorization(request.header("authorization"));
    if (!authorization) return authorization.error();
    const Error unknown = fault::Make(fault::kUnrecognizedClient,
                                      "The security token included in the request is invalid.");
    if (!request.header("x-amz-security-token").empty()) return unknown;
    const auto secret = on_.keys.FindSecret(authorization->access_key_id);
    if (!secret) {
        on_.log.Log(LogLevel::kError, "cannot look up an access key: " + secret.error().ToString());
        return fault::Make(fault::kServiceUnavailable, "the access keys cannot be read now");
    }
    if (!*secret) return unknown;
    std::vector<aws::HttpHeader> headers;
    for (const http::Header& header : request.headers) {
        headers.push_back({.name = header.name, .value = header.value});
    }
    const aws::SignableRequest signable{.method = request.method,
                                        .path = request.path(),
                                        .query = request.query(),
                                        .headers = headers,
                                        .body = request.body};
    return aws::Verify(signable, *authorization, **secret, on_.clock.Now());
}

}  // namespace dmsnode::service
