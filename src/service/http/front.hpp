#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "dms/api.hpp"
#include "http/server.hpp"
#include "service/http/impl/dispatcher.hpp"
#include "store/service_access_keys.hpp"

namespace dmsnode::service {

/// What the front stands on. Lifetime: all of it outlives the front.
struct FrontDependencies {
    dms::Api& api;
    const store::AccessKeyStore& keys;
    Clock& clock;
    LogSink& log;
};

/// The DMS API over HTTP: `POST /` with `X-Amz-Target`, JSON 1.1, SigV4.
/// Threads: any.
class DmsFront final : public http::Handler {
public:
    enum class Authentication {
        kSignature,
        /// Answers without a signature, and only for a Host that names loopback, so that a web page
        /// cannot reach it through a name of its own. The server must listen on loopback only.
        kNone
    };
    DmsFront(const FrontDependencies& dependencies, Authentication authentication);

    http::Reply Handle(const http::Request& request) override;
    http::Reply Refuse(const http::Request& head, int status, std::string_view why) override;

private:
    DmsAnswer Route(const http::Request& request) const;
    Status Authenticate(const http::Request& request) const;

    const FrontDependencies on_;
    const bool insecure_no_auth_;
    const Dispatcher dispatcher_;
};

}  // namespace dmsnode::service
