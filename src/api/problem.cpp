#include "api/problem.hpp"

#include "http/message.hpp"

namespace dmsnode::api {

int StatusOf(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument:
        case ErrorCode::kTruncated: return 400;
        case ErrorCode::kUnauthenticated: return 401;
        case ErrorCode::kPermissionDenied: return 403;
        case ErrorCode::kNotFound: return 404;
        case ErrorCode::kAlreadyExists:
        case ErrorCode::kConflict: return 409;
        case ErrorCode::kThrottled: return 429;
        case ErrorCode::kDataLoss:
        case ErrorCode::kInternal: return 500;
        case ErrorCode::kUnsupported: return 501;
        case ErrorCode::kProtocol: return 502;
        case ErrorCode::kUnavailable:
        case ErrorCode::kCancelled:
        case ErrorCode::kResourceExhausted: return 503;
        case ErrorCode::kTimeout: return 504;
    }
    return 500;
}

Json ProblemList(const std::vector<Problem>& problems) {
    Json list = Json::array();
    for (const Problem& problem : problems) {
        Json entry{{"path", problem.path}, {"message", problem.message}};
        if (!problem.expected.empty()) entry["expected"] = problem.expected;
        if (!problem.hint.empty()) entry["hint"] = problem.hint;
        if (problem.warning) entry["warning"] = true;
        list.push_back(std::move(entry));
    }
    return list;
}

Json ProblemDocument(int status, const Error& error, const std::vector<Problem>& problems) {
    Json document{{"type", "urn:dmsnode:problem:" + std::string(ErrorCodeName(error.code))},
                  {"title", http::StatusPhrase(status)},
                  {"status", status},
                  {"detail", error.message}};
    if (status == 500) {
        document["detail"] = "the service failed internally; its log says more";
        return document;
    }
    if (!error.hint.empty()) document["hint"] = error.hint;
    Json list = ProblemList(problems);
    if (problems.empty() && error.where.starts_with('$')) {
        list.push_back({{"path", error.where}, {"message", error.message}});
    }
    if (!list.empty()) document["problems"] = std::move(list);
    return document;
}

Schema ProblemEntrySchema() {
    return Schema::Object(
        {Required("path", Schema::String().Describe("JSON path of the value")),
         Required("message", Schema::String()), Optional("expected", Schema::String()),
         Optional("hint", Schema::String()), Optional("warning", Schema::Boolean()),
         Optional("line", Schema::Integer().Describe("of a YAML text, from 1"))});
}

Schema ProblemSchema() {
    return Schema::Object(
               {Required("type", Schema::String().Describe("urn:dmsnode:problem:<kind>")),
                Required("title", Schema::String()), Required("status", Schema::Integer()),
                Required("detail", Schema::String().Describe("what happened and why")),
                Optional("instance",
                         Schema::String().Describe("urn:dmsnode:request:<X-Request-Id>")),
                Optional("hint", Schema::String().Describe("what to do about it")),
                Optional("fault", Schema::String().Describe("of a DMS service: its own code")),
                Optional("problems", Schema::Array(ProblemEntrySchema()))})
        .Describe("RFC 9457 problem details");
}

}  // namespace dmsnode::api
