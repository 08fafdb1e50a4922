#pragma once

#include <string>
#include <vector>

#include "aws/http.hpp"
#include "service/http/impl/dispatcher.hpp"
#include "service/http/server.hpp"

namespace dmsnode::service::http {

/// One request as it was read.
struct FrontRequest {
    std::string method;
    std::string target;  ///< Path and query as on the wire.
    std::vector<aws::HttpHeader> headers;
    std::string body;
    bool keep_alive = true;
};

/// A whole reply, ready to be written.
struct FrontReply {
    std::string bytes;
    bool keep_alive = true;
};

/// Answers requests: health, signature, operation. No sockets.
/// Lifetime: dependencies outlive it. Threads: any.
class Front {
public:
    Front(const ServerDependencies& dependencies, bool insecure_no_auth);

    FrontReply Handle(const FrontRequest& request) const;
    /// The reply to something that is no request: always closes the connection.
    FrontReply Refuse(int status, std::string_view why) const;

private:
    Answer Route(const FrontRequest& request) const;
    Status Authenticate(const FrontRequest& request) const;
    FrontReply Write(const Answer& answer, bool with_body, bool keep_alive) const;

    const ServerDependencies on_;
    const bool insecure_no_auth_;
    const Dispatcher dispatcher_;
};

}  // namespace dmsnode::service::http
