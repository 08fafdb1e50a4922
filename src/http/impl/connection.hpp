#pragma once

#include <array>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <memory>
#include <string>

#include "http/event_stream.hpp"
#include "http/impl/request_reader.hpp"
#include "http/impl/socket.hpp"
#include "http/server.hpp"

namespace dmsnode::http {

class Connection;

/// What a connection asks of its server. All calls come from the server's I/O thread.
class ConnectionHost {
public:
    virtual ~ConnectionHost() = default;
    virtual const ServerOptions& options() const = 0;
    virtual TimePoint Now() const = 0;
    /// Answers the request on a worker and hands the reply back on the I/O thread. False if the
    /// server ends.
    virtual bool Answer(Request request, std::function<void(Reply)> done) = 0;
    virtual Reply Refuse(const Request& head, int status, std::string_view why) = 0;
    /// Counts a stream. False if there are too many. Each one that was taken is given back.
    virtual bool TakeStream() = 0;
    virtual void GiveStreamBack() = 0;
    virtual void OnClosed(Connection& connection) = 0;
};

/// One client: reads a request, has it answered, writes the reply, and so on. A second request that
/// came early waits in the buffer until the first is answered. A stream of events is a reply that
/// is written piece by piece; the connection ends with it.
/// Lifetime: kept alive by its pending callbacks; the host outlives it. Threads: the I/O thread.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    /// `tls` is null for plain HTTP.
    Connection(Socket::Tcp socket, boost::asio::ssl::context* tls, std::string peer,
               ConnectionHost& host);

    void Start();
    /// Between requests, or in a stream: closes. In the middle of a request: closes after its
    /// reply.
    void Finish();
    void Close();
    bool is_idle() const { return state_ == State::kIdle; }

private:
    enum class State {
        kHandshaking,
        kIdle,
        kReading,
        kAnswering,
        kWriting,
        kStreaming,
        kLingering,
        kClosed
    };
    using ErrorCode = boost::system::error_code;

    void Read();
    void OnRead(ErrorCode failure, std::size_t size);
    void Parse();
    void SendContinue();
    void Dispatch();
    void Refuse(int status, std::string_view why);
    void Write(Reply reply);
    void OnWritten(ErrorCode failure);
    void BeginStream(const Reply& reply);
    /// Writes what the stream has, or waits for more.
    void Pump();
    void WritePiece(std::string bytes);
    void EndStream();
    /// Ends our side and reads what still comes for a moment: a client that is cut off while it
    /// sends would lose the reply.
    void Linger();
    void SetDeadline(std::chrono::milliseconds timeout);
    void OnDeadline();

    Socket socket_;
    const std::string peer_;
    ConnectionHost& host_;
    boost::asio::steady_timer deadline_;
    RequestReader reader_;
    std::array<char, 16384> block_{};
    std::string input_;
    std::string output_head_;
    std::string output_body_;
    std::shared_ptr<EventStream> stream_;
    State state_ = State::kIdle;
    bool reading_ = false;  ///< A read is under way; there is never a second one.
    bool piece_under_way_ = false;
    bool request_is_head_ = false;
    bool request_keeps_alive_ = true;
    bool keep_alive_ = true;
    bool continued_ = false;
    bool finishing_ = false;
    std::size_t lingered_ = 0;
};

}  // namespace dmsnode::http
