#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

/// HTTP/1.1 without any application: messages, the server, and what reads parts of a request.
namespace dmsnode::http {

class EventStream;

struct Header {
    std::string name;
    std::string value;
};

/// One request as it was read.
struct Request {
    std::string method{};
    std::string target{};  ///< Path and query as on the wire.
    std::vector<Header> headers{};
    std::string body{};
    bool keep_alive = true;
    std::string peer{};   ///< The client's IP address, without port.
    bool secure = false;  ///< It came over TLS.

    /// The part of the target before `?`, as on the wire.
    std::string_view path() const;
    /// The part behind `?`, as on the wire; empty if there is none.
    std::string_view query() const;
    /// The value of the first header with this name (case does not count); empty if there is none.
    std::string_view header(std::string_view name) const;
};

/// What is answered. The server adds Date, Server, Content-Length and Connection, and leaves the
/// body out of the answer to HEAD.
struct Reply {
    int status = 200;
    std::string content_type{};
    std::string body{};
    std::vector<Header> headers{};
    /// If set, the reply is a stream of server-sent events and `body` is not used. Owners: the
    /// handler's side, which pushes, and the connection, which writes.
    std::shared_ptr<EventStream> events{};
    bool close = false;  ///< Ends the connection after this reply.
};

/// The words for a status (`Not Found`).
std::string_view StatusPhrase(int status);

/// A reply with a problem document.
/// Source: RFC 9457.
Reply ProblemReply(int status, std::string_view detail);

}  // namespace dmsnode::http
