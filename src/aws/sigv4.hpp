#pragma once

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "aws/credentials.hpp"
#include "aws/http.hpp"
#include "base/result.hpp"

/// AWS Signature Version 4, both sides: signing a request, and checking a signed one. No I/O.
///
/// Source: AWS General Reference, "Signature Version 4 signing process"; checked against botocore.
///     The rules are those of every service but S3, which signs the path as it is sent.
namespace dmsnode::aws {

inline constexpr std::string_view kSigningAlgorithm = "AWS4-HMAC-SHA256";
inline constexpr std::string_view kDmsService = "dms";
inline constexpr std::chrono::minutes kMaxClockSkew{5};

/// What a signature covers. Lifetime: views; valid while the request they point into lives.
struct SignableRequest {
    std::string_view method = "POST";
    std::string_view path = "/";  ///< As on the wire: still percent-encoded, without the query.
    std::string_view query{};     ///< As on the wire, without the `?`.
    std::span<const HttpHeader> headers{};
    std::string_view body{};
};

/// The text whose hash is signed. `signed_names`: lower case, sorted, no name twice; a header that
/// the request does not carry counts as empty.
std::string CanonicalRequest(const SignableRequest& request,
                             std::span<const std::string> signed_names);

/// The headers to send with a signed request, in place of those of the same name that it may
/// already have: X-Amz-Date, X-Amz-Security-Token (temporary keys only) and Authorization. All
/// headers of `request` are signed, but for those that proxies change and those that botocore
/// leaves out (user-agent, expect, x-amzn-trace-id): add such headers before or after, as you like.
/// Errors: kInvalidArgument if there is no Host header, if a header holds control characters, or if
///     region, service or key id could not stand in the Authorization header (empty, blanks,
///     commas, slashes, control characters); any other region text is accepted.
Result<std::vector<HttpHeader>> Sign(const SignableRequest& request, const Credentials& credentials,
                                     std::string_view region, std::string_view service,
                                     TimePoint time);

/// The Authorization header, taken apart; nothing of it is proven yet.
struct Authorization {
    std::string access_key_id;
    std::string date;  ///< `20261122`.
    std::string region;
    std::string service;
    std::vector<std::string> signed_headers;  ///< Lower case, sorted, no name twice.
    std::string signature;                    ///< 64 lower-case hex digits.
};

/// Takes an Authorization header apart. An absent header is the empty text.
/// Errors: kUnauthenticated with fault MissingAuthenticationToken (empty), or IncompleteSignature
///     (another scheme, a part that is missing, doubled or malformed). The texts repeat no value.
Result<Authorization> ParseAuthorization(std::string_view header_value);

/// Checks that whoever made `request` knows `secret`, and made it now and for this service. Only
/// the signed headers are checked; host and x-amz-date must be among them. The caller has looked
/// `secret` up by `authorization.access_key_id`, and answers UnrecognizedClient if there is none.
/// A session token is not judged here: a server that issues none refuses X-Amz-Security-Token.
/// Errors: kUnauthenticated with fault IncompleteSignature (host or x-amz-date missing, doubled,
///     not signed or malformed) or InvalidSignature (other service, clock skew, wrong signature).
/// Threads: any. The comparison takes the same time wherever the first difference is.
Status Verify(const SignableRequest& request, const Authorization& authorization,
              const Secret& secret, TimePoint now, Duration max_skew = kMaxClockSkew,
              std::string_view service = kDmsService);

}  // namespace dmsnode::aws
