#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "dms/api.hpp"
#include "store/service_access_keys.hpp"

/// The DMS API over HTTP: `POST /` with `X-Amz-Target`, JSON 1.1, SigV4.
namespace dmsnode::service::http {

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 12345;  ///< 0: any free one.
    /// Answers without a signature. Only on loopback, and only for a Host that names loopback, so
    /// that a web page cannot reach it through a name of its own.
    bool insecure_no_auth = false;
    std::size_t max_connections = 256;
    std::size_t max_header_bytes = 64U << 10U;
    std::size_t max_body_bytes = 8U << 20U;
    int threads = 4;                                  ///< Requests handled at once.
    std::chrono::milliseconds idle_timeout{75'000};   ///< Between two requests of a connection.
    std::chrono::milliseconds read_timeout{30'000};   ///< From a request's first byte to its last.
    std::chrono::milliseconds write_timeout{30'000};  ///< For one reply.
};

/// What the front stands on. Lifetime: all of it outlives the server.
struct ServerDependencies {
    dms::Api& api;
    const store::AccessKeyStore& keys;
    Clock& clock;
    LogSink& log;
};

/// A listening server with its own threads.
/// Threads: any.
class Server {
public:
    /// Binds and begins to answer.
    /// Errors: kInvalidArgument (no such address; insecure on an address that is not loopback),
    ///     kAlreadyExists (the port is taken), kPermissionDenied.
    static Result<std::unique_ptr<Server>> Start(ServerDependencies dependencies,
                                                 ServerOptions options);
    /// Calls Stop.
    ~Server();
    /// Takes no more connections, lets the requests in work finish (at most 10 s), then closes. May
    /// be called twice.
    void Stop();
    /// The port that it listens on.
    std::uint16_t port() const;

private:
    struct State;  // server.cpp
    explicit Server(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace dmsnode::service::http
