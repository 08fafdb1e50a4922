#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "service/http/impl/request_reader.hpp"

namespace dmsnode::service::http {

class Connection;

/// What a connection asks of its server. All calls come from the server's I/O thread.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    virtual const ServerOptions& options() const = 0;
    virtual const Front& front() const = 0;
    /// Answers the request on a worker and hands the reply back on the I/O thread. False if the
    /// server ends.
    virtual bool Answer(FrontRequest request, std::function<void(FrontReply)> done) = 0;
    virtual void OnClosed(Connection& connection) = 0;
};

/// One client: reads a request, has it answered, writes the reply, and so on. A second request that
/// came early waits in the buffer until the first is answered.
/// Lifetime: kept alive by its pending callbacks; the host outlives it. Threads: the I/O thread.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(boost::asio::ip::tcp::socket socket, ConnectionHost& host);

    void Start();
    /// Between requests: closes. In the middle of one: closes after its reply.
    void Finish();
    void Close();
    bool is_idle() const { return state_ == State::kIdle; }

private:
    enum class State { kIdle, kReading, kAnswering, kWriting, kLingering, kClosed };
    using ErrorCode = boost::system::error_code;

    void Read();
    void OnRead(ErrorCode failure, std::size_t size);
    void Parse();
    void SendContinue();
    void Dispatch();
    void Write(FrontReply reply);
    void OnWritten(ErrorCode failure);
    /// Ends our side and reads what still comes for a moment: a client that is cut off while it
    /// sends would lose the reply.
    void Linger();
    void SetDeadline(std::chrono::milliseconds timeout);

    boost::asio::ip::tcp::socket socket_;
    ConnectionHost& host_;
    boost::asio::steady_timer deadline_;
    RequestReader reader_;
    std::array<char, 16384> block_{};
    std::string input_;
    std::string output_;
    State state_ = State::kIdle;
    bool keep_alive_ = true;
    bool continued_ = false;
    bool finishing_ = false;
    std::size_t lingered_ = 0;
};

}  // namespace dmsnode::service::http
