#pragma once

#include <memory>
#include <string>
#include <vector>

#include "aws/http.hpp"
#include "base/guarded.hpp"

namespace dmsnode::aws {

struct CurlOptions {
    std::string ca_file{};  ///< PEM; empty: the system's certificates.
    std::string user_agent = "dmsnode";
    std::size_t max_idle_handles = 8;  ///< More are closed after use.
};

/// HTTP/1.1 over libcurl. Handles are kept and used again, and with them their open connections.
/// TLS is always verified; redirects are not followed; proxies come from the environment.
/// Threads: any; an exchange has a handle of its own.
class CurlTransport final : public HttpTransport {
public:
    explicit CurlTransport(CurlOptions options = {});
    ~CurlTransport() override;
    CurlTransport(const CurlTransport&) = delete;
    CurlTransport& operator=(const CurlTransport&) = delete;

    Result<HttpResponse> Exchange(const HttpRequest& request) override;

private:
    class Pool;
    CurlOptions options_;
    std::unique_ptr<Pool> pool_;
};

}  // namespace dmsnode::aws
