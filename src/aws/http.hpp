#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace dmsnode::aws {

struct HttpHeader {
    std::string name;
    std::string value;
};

/// The value of the first header called `name` (case does not count), or null.
/// Lifetime: points into `headers`.
const std::string* FindHeader(std::span<const HttpHeader> headers, std::string_view name);

/// ASCII lower case: header names have no other letters.
std::string LowerAscii(std::string_view text);

struct HttpRequest {
    std::string method = "POST";
    std::string url;  ///< Absolute, `http://` or `https://`.
    std::vector<HttpHeader> headers{};
    std::string body{};
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{60'000};
    std::size_t max_response_bytes = 64U << 20U;
    /// False: proxies from the environment are not asked (instance metadata is link-local).
    bool use_proxy = true;
    std::stop_token stop{};  ///< Ends the exchange within about a second, with kCancelled.
};

struct HttpResponse {
    int status = 0;
    std::vector<HttpHeader> headers{};
    std::string body{};
};

/// One HTTP exchange. Redirects are not followed: a signed request means exactly one host.
/// Threads: implementations accept calls from any thread.
class HttpTransport {
public:
    virtual ~HttpTransport() = default;
    /// Errors: kUnavailable (name, connection, TLS, a reply that breaks off), kTimeout, kProtocol
    ///     (larger than max_response_bytes, not HTTP), kInvalidArgument (a URL that cannot be
    ///     used). Any HTTP status is a success here.
    virtual Result<HttpResponse> Exchange(const HttpRequest& request) = 0;
};

}  // namespace dmsnode::aws
