#include "base/error.hpp"

#include <algorithm>

namespace dmsnode {

std::string_view ErrorCodeName(ErrorCode code) {
    switch (code) {
        case ErrorCode::kInvalidArgument: return "invalid_argument";
        case ErrorCode::kNotFound: return "not_found";
        case ErrorCode::kAlreadyExists: return "already_exists";
        case ErrorCode::kConflict: return "conflict";
        case ErrorCode::kPermissionDenied: return "permission_denied";
        case ErrorCode::kUnauthenticated: return "unauthenticated";
        case ErrorCode::kUnsupported: return "unsupported";
        case ErrorCode::kUnavailable: return "unavailable";
        case ErrorCode::kThrottled: return "throttled";
        case ErrorCode::kTimeout: return "timeout";
        case ErrorCode::kCancelled: return "cancelled";
        case ErrorCode::kResourceExhausted: return "resource_exhausted";
        case ErrorCode::kDataLoss: return "data_loss";
        case ErrorCode::kProtocol: return "protocol";
        case ErrorCode::kTruncated: return "truncated";
        case ErrorCode::kInternal: return "internal";
    }
    return "internal";
}

Error Error::At(std::string_view outer) && {
    where = where.empty() ? std::string(outer) : std::string(outer) + ": " + where;
    return std::move(*this);
}

Error Error::Hint(std::string text) && {
    hint = std::move(text);
    return std::move(*this);
}

Error Error::Fault(std::string remote_code) && {
    fault = std::move(remote_code);
    return std::move(*this);
}

Error Error::Because(std::string_view context) && {
    message = std::string(context) + ": " + message;
    return std::move(*this);
}

bool Error::IsTransient() const {
    return code == ErrorCode::kUnavailable || code == ErrorCode::kThrottled ||
           code == ErrorCode::kTimeout;
}

std::string Error::ToString() const {
    std::string text;
    if (!where.empty()) text += where + ": ";
    if (!fault.empty()) text += fault + ": ";
    text += message;
    if (!hint.empty()) text += " (" + hint + ")";
    return text;
}

std::string Problem::ToString() const {
    std::string text = path + ": " + (warning ? "warning: " : "") + message;
    if (!expected.empty()) text += "; expected " + expected;
    if (!hint.empty()) text += " (" + hint + ")";
    return text;
}

bool HasErrors(const std::vector<Problem>& problems) {
    return std::any_of(problems.begin(), problems.end(),
                       [](const Problem& p) { return !p.warning; });
}

}  // namespace dmsnode
