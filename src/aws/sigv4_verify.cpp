#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include "aws/impl/digest.hpp"
#include "aws/impl/signature.hpp"
#include "aws/impl/text.hpp"
#include "aws/sigv4.hpp"
#include "base/times.hpp"
#include "dms/faults.hpp"

namespace dmsnode::aws {
namespace {

using impl::Split;
using impl::Trim;

/// Real ones have a few hundred bytes; the session token is a header of its own.
constexpr std::size_t kMaxAuthorizationBytes = 8192;

Error Incomplete(std::string message) {
    return dms::fault::Make(dms::fault::kIncompleteSignature, std::move(message));
}

Error Invalid(std::string message) {
    return dms::fault::Make(dms::fault::kInvalidSignature, std::move(message));
}

using Fields = std::map<std::string_view, std::string_view>;

Result<Fields> ParseFields(std::string_view text) {
    Fields fields;
    for (const std::string_view raw : Split(text, ',')) {
        const std::string_view part = Trim(raw);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos) {
            return Incomplete("a part of the Authorization header is not of the form name=value");
        }
        const std::string_view name = part.substr(0, equals);
        if (name != "Credential" && name != "SignedHeaders" && name != "Signature") {
            return Incomplete(
                "the Authorization header has a part that is not Credential, "
                "SignedHeaders or Signature");
        }
        if (!fields.emplace(name, part.substr(equals + 1)).second) {
            return Incomplete(fmt::format("the Authorization header has {} twice", name));
        }
    }
    for (const std::string_view name : {"Credential", "SignedHeaders", "Signature"}) {
        if (!fields.contains(name)) {
            return Incomplete(fmt::format("the Authorization header lacks {}", name));
        }
    }
    return fields;
}

bool IsDate(std::string_view text) {
    return text.size() == 8 && ParseCompactTime(std::string(text) + "T000000Z").has_value();
}

Status ParseCredential(std::string_view text, Authorization& authorization) {
    const std::vector<std::string_view> parts = Split(text, '/');
    const bool complete =
        parts.size() == 5 && std::none_of(parts.begin(), parts.end(),
                                          [](std::string_view part) { return part.empty(); });
    if (!complete || parts[4] != "aws4_request" || !IsDate(parts[1])) {
        return Incomplete(
            "Credential must be <access key id>/<YYYYMMDD>/<region>/<service>/aws4_request");
    }
    authorization.access_key_id = parts[0];
    authorization.date = parts[1];
    authorization.region = parts[2];
    authorization.service = parts[3];
    return {};
}

Status ParseSignedHeaders(std::string_view text, Authorization& authorization) {
    for (const std::string_view name : Split(text, ';')) {
        const bool sorted =
            authorization.signed_headers.empty() || authorization.signed_headers.back() < name;
        if (name.empty() || !sorted || LowerAscii(name) != name) {
            return Incomplete("SignedHeaders must be lower-case names in order, no name twice");
        }
        authorization.signed_headers.emplace_back(name);
    }
    return {};
}

Status ParseSignature(std::string_view text, Authorization& authorization) {
    if (text.size() != 64 || text.find_first_not_of("0123456789abcdef") != std::string_view::npos) {
        return Incomplete("Signature must be 64 lower-case hex digits");
    }
    authorization.signature = text;
    return {};
}

/// The value of a header that must be there once and be signed.
Result<std::string> SignedOnce(const SignableRequest& request, const Authorization& authorization,
                               std::string_view name) {
    const auto& signed_names = authorization.signed_headers;
    const auto count =
        std::count_if(request.headers.begin(), request.headers.end(),
                      [&](const HttpHeader& header) { return LowerAscii(header.name) == name; });
    if (count != 1) {
        return Incomplete(fmt::format("the request must carry the header {} once", name));
    }
    if (!std::binary_search(signed_names.begin(), signed_names.end(), name, std::less<>())) {
        return Incomplete(fmt::format("the header {} must be among the SignedHeaders", name));
    }
    return *FindHeader(request.headers, name);
}

Status CheckTime(TimePoint signed_at, TimePoint now, Duration max_skew) {
    if (signed_at < now - max_skew) {
        return Invalid(fmt::format("Signature expired: {} is now earlier than {} ({} - {} s)",
                                   FormatCompact(signed_at), FormatCompact(now - max_skew),
                                   FormatCompact(now),
                                   std::chrono::floor<std::chrono::seconds>(max_skew).count()))
            .Hint("set the clock of the client");
    }
    if (signed_at > now + max_skew) {
        return Invalid(
                   fmt::format("Signature not yet current: {} is still later than {} ({} + {} s)",
                               FormatCompact(signed_at), FormatCompact(now + max_skew),
                               FormatCompact(now),
                               std::chrono::floor<std::chrono::seconds>(max_skew).count()))
            .Hint("set the clock of the client");
    }
    return {};
}

/// A header in SignedHeaders that is not in the request was lost or invented on the way.
Status CheckAllSent(const SignableRequest& request, const Authorization& authorization) {
    for (const std::string& name : authorization.signed_headers) {
        if (FindHeader(request.headers, name) == nullptr) {
            return Invalid("a header named in SignedHeaders is not in the request");
        }
    }
    return {};
}

}  // namespace

Result<Authorization> ParseAuthorization(std::string_view header_value) {
    std::string_view rest = Trim(header_value);
    if (rest.empty()) {
        return dms::fault::Make(dms::fault::kMissingAuthenticationToken,
                                "the request carries no Authorization header")
            .Hint("sign the request with an access key (AWS Signature Version 4)");
    }
    const std::string_view scheme = rest.substr(0, rest.find_first_of(" \t"));
    if (scheme != kSigningAlgorithm || rest.size() > kMaxAuthorizationBytes) {
        return Incomplete(
            fmt::format("the Authorization header must be of the scheme {}", kSigningAlgorithm));
    }
    rest.remove_prefix(scheme.size());
    const Result<Fields> fields = ParseFields(rest);
    if (!fields) return fields.error();
    Authorization authorization;
    for (const Status& part : {ParseCredential(fields->at("Credential"), authorization),
                               ParseSignedHeaders(fields->at("SignedHeaders"), authorization),
                               ParseSignature(fields->at("Signature"), authorization)}) {
        if (!part) return part.error();
    }
    return authorization;
}

Status Verify(const SignableRequest& request, const Authorization& authorization,
              const Secret& secret, TimePoint now, Duration max_skew, std::string_view service) {
    if (Result<std::string> host = SignedOnce(request, authorization, "host"); !host) {
        return host.error();
    }
    const Result<std::string> date_header = SignedOnce(request, authorization, "x-amz-date");
    if (!date_header) return date_header.error();
    const std::string time_text(Trim(*date_header));
    const std::optional<TimePoint> signed_at = ParseCompactTime(time_text);
    if (!signed_at) {
        return Incomplete("X-Amz-Date must be of the form YYYYMMDD'T'HHMMSS'Z'");
    }
    if (authorization.service != service) {
        return Invalid(fmt::format("the signature must be made for the service {}", service));
    }
    if (time_text.substr(0, 8) != authorization.date) {
        return Invalid("the date in Credential is not that of X-Amz-Date");
    }
    if (Status in_time = CheckTime(*signed_at, now, max_skew); !in_time) return in_time;
    if (Status sent = CheckAllSent(request, authorization); !sent) return sent;
    const impl::Scope scope{authorization.date, authorization.region, authorization.service};
    const std::string expected =
        impl::Signature(request, authorization.signed_headers, scope, time_text, secret);
    if (!impl::EqualInConstantTime(expected, authorization.signature)) {
        return Invalid("the signature does not match the request and the secret key")
            .Hint("check the secret access key, and that no proxy changes the request");
    }
    return {};
}

}  // namespace dmsnode::aws
