#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/result.hpp"
#include "http/message.hpp"

namespace dmsnode::http {

/// Answers requests. Threads: called on the server's workers, several at once.
class Handler {
public:
    virtual ~Handler() = default;
    virtual Reply Handle(const Request& request) = 0;
    /// The reply to bytes that are no request this server takes (too large, too slow, broken).
    /// `head` is what was understood: all but the body, or nothing. The connection ends after it.
    /// Called on the I/O thread: it must not block.
    virtual Reply Refuse(const Request& head, int status, std::string_view why);
};

struct TlsFiles {
    std::filesystem::path certificate;  ///< PEM: the server's, then those that signed it.
    std::filesystem::path key;          ///< PEM, not encrypted.
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 12345;  ///< 0: any free one.
    TlsFiles tls{};              ///< Without files it is plain HTTP.
    /// Plain HTTP on an address that is not loopback: everybody on the way reads the passwords.
    bool allow_plain_remote = false;
    /// Refuses to listen on anything but loopback: for what answers without authentication.
    bool loopback_only = false;
    std::size_t max_connections = 2048;
    std::size_t max_streams = 1024;  ///< Of the connections; the next one is answered 503.
    std::size_t max_header_bytes = 64U << 10U;
    std::size_t max_body_bytes = 8U << 20U;
    int threads = 4;                                  ///< Requests handled at once.
    std::chrono::milliseconds idle_timeout{75'000};   ///< Between two requests of a connection.
    std::chrono::milliseconds read_timeout{30'000};   ///< From a request's first byte to its last.
    std::chrono::milliseconds write_timeout{30'000};  ///< For one reply, or one piece of a stream.
    std::chrono::milliseconds heartbeat{15'000};      ///< Of a stream with nothing to say.
};

/// A listening server with its own threads: one for all I/O, `threads` for the handler.
/// Threads: any.
class Server {
public:
    /// Binds and begins to answer. Lifetime: handler, clock and log outlive the server.
    /// Errors: kInvalidArgument (no such address; an address or TLS files that the options do not
    ///     allow), kAlreadyExists (the port is taken), kPermissionDenied.
    static Result<std::unique_ptr<Server>> Start(Handler& handler, ServerOptions options,
                                                 Clock& clock, LogSink& log);
    /// Calls Stop.
    ~Server();
    /// Takes no more connections, ends the streams, lets the requests in work finish (at most
    /// 10 s), then closes. May be called twice.
    void Stop();
    /// The port that it listens on.
    std::uint16_t port() const;

private:
    struct State;  // server.cpp
    explicit Server(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// `127.0.0.1:12345`, `localhost`, `[::1]:80`: a Host that can only be this machine. A server
/// without authentication answers no other, so that a web page cannot reach it through a name of
/// its own.
bool NamesLoopback(std::string_view host);

}  // namespace dmsnode::http
