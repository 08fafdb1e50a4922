#include "aws/sigv4.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

#include "aws/impl/signature.hpp"

namespace dmsnode::aws {
namespace {

/// Hop-by-hop headers, what our own headers replace, and what botocore never signs: a proxy may
/// change the first and the last.
constexpr std::array<std::string_view, 15> kUnsigned{"authorization",
                                                     "connection",
                                                     "expect",
                                                     "keep-alive",
                                                     "proxy-authorization",
                                                     "proxy-authenticate",
                                                     "te",
                                                     "trailer",
                                                     "transfer-encoding",
                                                     "upgrade",
                                                     "user-agent",
                                                     "x-amz-date",
                                                     "x-amz-security-token",
                                                     "x-amzn-trace-id",
                                                     "proxy-connection"};

bool IsSigned(const std::string& lower_name) {
    return std::find(kUnsigned.begin(), kUnsigned.end(), lower_name) == kUnsigned.end();
}

bool HasControlCharacter(std::string_view text) {
    return std::any_of(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7F;
    });
}

/// Whether `text` can be one part of `Credential=key/date/region/service/aws4_request`.
Status CheckScopePart(std::string_view what, std::string_view text) {
    if (text.empty()) {
        return Error{ErrorCode::kInvalidArgument, fmt::format("the {} is empty", what)};
    }
    if (HasControlCharacter(text) || text.find_first_of(" \t,/") != std::string_view::npos) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the {} holds a blank, a comma, a slash or a control character, "
                                 "which cannot stand in a signature",
                                 what)};
    }
    return {};
}

Status CheckHeaders(std::span<const HttpHeader> headers) {
    for (const HttpHeader& header : headers) {
        if (HasControlCharacter(header.name) || HasControlCharacter(header.value)) {
            return Error{ErrorCode::kInvalidArgument,
                         "a header to be signed holds a control character"};
        }
    }
    if (FindHeader(headers, "host") == nullptr) {
        return Error{ErrorCode::kInvalidArgument, "a request to be signed needs its Host header"};
    }
    return {};
}

std::vector<std::string> NamesOf(std::span<const HttpHeader> headers) {
    std::vector<std::string> names;
    for (const HttpHeader& header : headers) names.push_back(LowerAscii(header.name));
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace

Result<std::vector<HttpHeader>> Sign(const SignableRequest& request, const Credentials& credentials,
                                     std::string_view region, std::string_view service,
                                     TimePoint time) {
    for (const auto& [what, text] :
         {std::pair<std::string_view, std::string_view>{"access key id", credentials.access_key_id},
          {"region", region},
          {"service name", service}}) {
        if (Status usable = CheckScopePart(what, text); !usable) return usable.error();
    }
    std::vector<HttpHeader> added{{"X-Amz-Date", FormatCompact(time)}};
    if (!credentials.session_token.empty()) {
        added.push_back({"X-Amz-Security-Token", credentials.session_token.Reveal()});
    }
    std::vector<HttpHeader> covered = added;
    for (const HttpHeader& header : request.headers) {
        if (IsSigned(LowerAscii(header.name))) covered.push_back(header);
    }
    if (Status usable = CheckHeaders(covered); !usable) return usable.error();

    SignableRequest complete = request;
    complete.headers = covered;
    const std::vector<std::string> names = NamesOf(covered);
    const std::string& time_text = added.front().value;
    const impl::Scope scope{std::string_view(time_text).substr(0, 8), region, service};
    const std::string signature =
        impl::Signature(complete, names, scope, time_text, credentials.secret_access_key);
    added.push_back(
        {"Authorization", fmt::format("{} Credential={}/{}, SignedHeaders={}, Signature={}",
                                      kSigningAlgorithm, credentials.access_key_id,
                                      scope.ToString(), fmt::join(names, ";"), signature)});
    return added;
}

}  // namespace dmsnode::aws
