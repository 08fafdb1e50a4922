#include "service/http/impl/front.hpp"

#include <fmt/format.h>

#include <ctime>

#include "aws/sigv4.hpp"
#include "base/ids.hpp"
#include "dms/faults.hpp"

namespace dmsnode::service::http {
namespace {

namespace fault = dms::fault;

constexpr std::string_view kTargetPrefix = "AmazonDMSv20160101.";

std::string_view HeaderOf(const FrontRequest& request, std::string_view name) {
    const std::string* value = aws::FindHeader(request.headers, name);
    return value == nullptr ? std::string_view() : std::string_view(*value);
}

/// RFC 9110, 5.6.7.
std::string HttpDate(TimePoint now) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    constexpr std::string_view kDays = "SunMonTueWedThuFriSat";
    constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       kDays.substr(static_cast<std::size_t>(parts.tm_wday) * 3, 3), parts.tm_mday,
                       kMonths.substr(static_cast<std::size_t>(parts.tm_mon) * 3, 3),
                       parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
}

std::string_view Phrase(int status) {
    switch (status) {
        case 200: return "OK";
        case 400: return "Bad Request";
        case 403: return "Forbidden";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 413: return "Content Too Large";
        case 431: return "Request Header Fields Too Large";
        case 500: return "Internal Server Error";
        case 503: return "Service Unavailable";
        default: return "Error";
    }
}

/// `127.0.0.1:12345`, `localhost`, `[::1]:80`.
bool NamesLoopback(std::string_view host) {
    if (host.starts_with("[::1]")) return true;
    const std::string_view name = host.substr(0, host.rfind(':'));
    if (name == "localhost") return true;
    return name.starts_with("127.") &&
           name.find_first_not_of("0123456789.") == std::string_view::npos;
}

/// The signature check names faults without the suffix that this protocol gives them.
Error AsException(Error error) {
    if (error.fault.empty()) error.fault = std::string(fault::kInvalidSignature);
    if (!error.fault.ends_with("Exception")) error.fault += "Exception";
    return error;
}

Answer Plain(int status, std::string_view code, std::string_view why) {
    Answer answer = FaultAnswer(fault::Make(code, std::string(why)));
    answer.status = status;
    return answer;
}

}  // namespace

Front::Front(const ServerDependencies& dependencies, bool insecure_no_auth)
    : on_(dependencies), insecure_no_auth_(insecure_no_auth), dispatcher_(dependencies.api) {}

FrontReply Front::Handle(const FrontRequest& request) const {
    Answer answer;
    try {
        answer = Route(request);
    } catch (const std::exception& failure) {
        on_.log.Log(LogLevel::kError, fmt::format("a request broke off: {}", failure.what()));
        answer = FaultAnswer(fault::Make(fault::kInternalFailure, "the service failed internally"));
    }
    on_.log.Log(
        LogLevel::kDebug,
        fmt::format("{} {} {}: {} {}", request.method, request.target.substr(0, 100),
                    HeaderOf(request, "x-amz-target").substr(0, 100), answer.status, answer.fault));
    return Write(answer, request.method != "HEAD", request.keep_alive);
}

FrontReply Front::Refuse(int status, std::string_view why) const {
    return Write(Plain(status, fault::kValidation, why), true, false);
}

Answer Front::Route(const FrontRequest& request) const {
    const std::string_view path =
        std::string_view(request.target).substr(0, request.target.find('?'));
    if (path != "/") {
        return Plain(404, fault::kUnknownOperation,
                     "nothing is served here; the DMS API is POST /");
    }
    if (insecure_no_auth_ && !NamesLoopback(HeaderOf(request, "host"))) {
        return Plain(403, fault::kAccessDeniedException,
                     "without authentication, only requests to localhost are answered");
    }
    if (request.method == "GET" || request.method == "HEAD") {
        return {.status = 200,
                .fault = {},
                .body = R"({"service":"dmsnode","api":"AmazonDMSv20160101","status":"ok"})"};
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
    const std::string_view target = HeaderOf(request, "x-amz-target");
    if (!target.starts_with(kTargetPrefix)) {
        return Plain(400, fault::kUnknownOperation,
                     fmt::format("the header X-Amz-Target must be {}<Operation>", kTargetPrefix));
    }
    return dispatcher_.Call(target.substr(kTargetPrefix.size()), request.body);
}

Status Front::Authenticate(const FrontRequest& request) const {
    const auto authorization = aws::ParseAuthorization(HeaderOf(request, "authorization"));
    if (!authorization) return authorization.error();
    const Error unknown = fault::Make(fault::kUnrecognizedClient,
                                      "The security token included in the request is invalid.");
    if (!HeaderOf(request, "x-amz-security-token").empty()) return unknown;
    const auto secret = on_.keys.FindSecret(authorization->access_key_id);
    if (!secret) {
        on_.log.Log(LogLevel::kError, "cannot look up an access key: " + secret.error().ToString());
        return fault::Make(fault::kServiceUnavailable, "the access keys cannot be read now");
    }
    if (!*secret) return unknown;
    const std::string_view target = request.target;
    const std::size_t mark = std::min(target.find('?'), target.size());
    const aws::SignableRequest signable{
        .method = request.method,
        .path = target.substr(0, mark),
        .query = mark < target.size() ? target.substr(mark + 1) : std::string_view(),
        .headers = request.headers,
        .body = request.body};
    return aws::Verify(signable, *authorization, **secret, on_.clock.Now());
}

FrontReply Front::Write(const Answer& answer, bool with_body, bool keep_alive) const {
    std::string head = fmt::format(
        "HTTP/1.1 {} {}\r\nDate: {}\r\nServer: dmsnode\r\nx-amzn-RequestId: {}\r\n"
        "Content-Type: application/x-amz-json-1.1\r\nContent-Length: {}\r\n",
        answer.status, Phrase(answer.status), HttpDate(on_.clock.Now()), NewUuid(),
        answer.body.size());
    if (!answer.fault.empty()) head += fmt::format("x-amzn-ErrorType: {}\r\n", answer.fault);
    head += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    if (with_body) head += answer.body;
    return {.bytes = std::move(head), .keep_alive = keep_alive};
}

}  // namespace dmsnode::service::http
