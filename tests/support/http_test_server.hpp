#pragma once

#include <functional>
#include <memory>
#include <string>

namespace dmsnode::testing {

/// A small blocking HTTP server on loopback, a thread a connection, for tests of clients. It says
/// what a test tells it to, broken replies included.
class HttpTestServer {
public:
    struct Request {
        std::string head;  ///< Request line and headers as they came.
        std::string body;
        int connection = 0;  ///< 1 for the first connection, …
        int number = 0;      ///< 1 for the first request, …
    };
    struct Reply {
        std::string bytes{};  ///< Sent as they are: status line, headers, body.
        bool close = false;   ///< Ends the connection after it.
        bool hold = false;    ///< Sends nothing and keeps the connection until the server stops.
    };
    using Handler = std::function<Reply(const Request&)>;

    explicit HttpTestServer(Handler handler);
    ~HttpTestServer();
    HttpTestServer(const HttpTestServer&) = delete;
    HttpTestServer& operator=(const HttpTestServer&) = delete;

    /// `http://127.0.0.1:<port>`.
    std::string url() const;
    int connections() const;
    int requests() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

/// A reply with its Content-Length and what else `headers` (each line ended by CRLF) holds.
HttpTestServer::Reply HttpReply(int status, const std::string& body,
                                const std::string& headers = "");

}  // namespace dmsnode::testing
