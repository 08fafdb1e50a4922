#include "http/impl/connection.hpp"

#include <boost/asio/post.hpp>

#include "http/impl/reply_head.hpp"

namespace dmsnode::http {
namespace {

constexpr std::chrono::milliseconds kLingerTime{2000};
constexpr std::size_t kMostLingered = 16U << 20U;
constexpr std::size_t kMostReadInStream = 64U << 10U;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
constexpr std::string_view kHeartbeat = ": still here\n\n";

}  // namespace

Connection::Connection(Socket::Tcp socket, boost::asio::ssl::context* tls, std::string peer,
                       ConnectionHost& host)
    : socket_(std::move(socket), tls),
      peer_(std::move(peer)),
      host_(host),
      deadline_(socket_.tcp().get_executor()),
      reader_(host.options().max_header_bytes, host.options().max_body_bytes) {
    ErrorCode ignored;
    socket_.tcp().set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

void Connection::Start() {
    if (!socket_.is_tls()) {
        SetDeadline(host_.options().idle_timeout);
        return Read();
    }
    state_ = State::kHandshaking;
    SetDeadline(host_.options().read_timeout);
    socket_.Handshake([self = shared_from_this()](ErrorCode failure) {
        if (self->state_ == State::kClosed) return;
        if (failure) return self->Close();
        self->state_ = State::kIdle;
        if (self->finishing_) return self->Close();
        self->SetDeadline(self->host_.options().idle_timeout);
        self->Read();
    });
}

void Connection::Finish() {
    finishing_ = true;
    if (state_ == State::kIdle || state_ == State::kStreaming) Close();
}

void Connection::Close() {
    if (state_ == State::kClosed) return;
    state_ = State::kClosed;
    deadline_.cancel();
    if (stream_) {
        stream_->Detach();
        stream_.reset();
        host_.GiveStreamBack();
    }
    ErrorCode ignored;
    socket_.tcp().close(ignored);
    host_.OnClosed(*this);
}

void Connection::SetDeadline(std::chrono::milliseconds timeout) {
    deadline_.expires_after(timeout);
    deadline_.async_wait([weak = weak_from_this()](ErrorCode failure) {
        const std::shared_ptr<Connection> self = weak.lock();
        if (failure || !self || self->state_ == State::kClosed) return;
        // A timer that was moved on while this call was under way: the new one will call again.
        if (self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
        self->OnDeadline();
    });
}

void Connection::OnDeadline() {
    if (state_ == State::kReading) return Refuse(408, "the request did not come in time");
    // A piece that is not taken in time ends the stream: the client is too slow, or gone.
    if (state_ == State::kStreaming && !piece_under_way_) {
        return WritePiece(std::string(kHeartbeat));
    }
    Close();
}

void Connection::Read() {
    if (std::exchange(reading_, true)) return;
    socket_.ReadSome(boost::asio::buffer(block_),
                     [self = shared_from_this()](ErrorCode failure, std::size_t size) {
                         self->reading_ = false;
                         self->OnRead(failure, size);
                     });
}

void Connection::OnRead(ErrorCode failure, std::size_t size) {
    if (state_ == State::kClosed) return;
    if (failure) return Close();
    if (state_ == State::kLingering || state_ == State::kStreaming) {
        lingered_ += size;
        const std::size_t most = state_ == State::kStreaming ? kMostReadInStream : kMostLingered;
        return lingered_ > most ? Close() : Read();
    }
    // A deadline may have begun to answer 408 while these bytes were on their way.
    if (state_ == State::kWriting) return;
    input_.append(block_.data(), size);
    Parse();
}

void Connection::Parse() {
    if (input_.empty()) return Read();
    if (state_ == State::kIdle) {
        state_ = State::kReading;
        SetDeadline(host_.options().read_timeout);
    }
    input_.erase(0, reader_.Feed(input_));
    if (const auto& flaw = reader_.flaw()) return Refuse(flaw->status, flaw->why);
    if (reader_.is_done()) return Dispatch();
    if (input_.size() > host_.options().max_header_bytes) {
        return Refuse(431, "the header is larger than this server takes");
    }
    if (reader_.wants_continue() && !continued_) return SendContinue();
    Read();
}

void Connection::SendContinue() {
    continued_ = true;
    socket_.Write(boost::asio::buffer(kContinue),
                  [self = shared_from_this()](ErrorCode failure, std::size_t) {
                      if (self->state_ != State::kReading) return;
                      if (failure) return self->Close();
                      self->Read();
                  });
}

void Connection::Dispatch() {
    state_ = State::kAnswering;
    deadline_.cancel();  // the handlers keep their own deadlines
    Request request = reader_.Take();
    request.peer = peer_;
    request.secure = socket_.is_tls();
    request_is_head_ = request.method == "HEAD";
    request_keeps_alive_ = request.keep_alive;
    const bool taken = host_.Answer(std::move(request), [self = shared_from_this()](Reply reply) {
        if (self->state_ == State::kAnswering) return self->Write(std::move(reply));
        if (reply.events) reply.events->Detach();  // the client left in the meantime
    });
    if (!taken) Refuse(503, "the service is shutting down");
}

void Connection::Refuse(int status, std::string_view why) {
    request_is_head_ = false;
    Request head = reader_.Head();
    head.peer = peer_;
    head.secure = socket_.is_tls();
    Reply reply = host_.Refuse(head, status, why);
    reply.close = true;
    Write(std::move(reply));
}

void Connection::Write(Reply reply) {
    if (reply.events) {
        if (!request_is_head_ && !finishing_ && host_.TakeStream()) return BeginStream(reply);
        reply.events->Detach();
        reply = ProblemReply(503, "there are too many open streams; try again later");
    }
    state_ = State::kWriting;
    keep_alive_ = request_keeps_alive_ && !reply.close && !finishing_;
    output_head_ = WriteHead(reply, keep_alive_, host_.Now());
    const bool with_body = !request_is_head_ && reply.status != 204 && reply.status != 304;
    output_body_ = with_body ? std::move(reply.body) : std::string();
    SetDeadline(host_.options().write_timeout);
    const std::array<boost::asio::const_buffer, 2> whole{boost::asio::buffer(output_head_),
                                                         boost::asio::buffer(output_body_)};
    socket_.Write(whole, [self = shared_from_this()](ErrorCode failure, std::size_t) {
        self->OnWritten(failure);
    });
}

void Connection::OnWritten(ErrorCode failure) {
    if (state_ == State::kClosed) return;
    if (failure) return Close();
    if (!keep_alive_) return Linger();
    output_head_.clear();
    output_body_.clear();
    continued_ = false;
    reader_ = RequestReader(host_.options().max_header_bytes, host_.options().max_body_bytes);
    state_ = State::kIdle;
    if (finishing_) return Close();
    SetDeadline(host_.options().idle_timeout);
    Parse();
}

void Connection::BeginStream(const Reply& reply) {
    state_ = State::kStreaming;
    stream_ = reply.events;
    input_.clear();
    stream_->Attach([weak = weak_from_this(), executor = socket_.tcp().get_executor()] {
        boost::asio::post(executor, [weak] {
            if (const std::shared_ptr<Connection> self = weak.lock()) self->Pump();
        });
    });
    WritePiece(WriteHead(reply, false, host_.Now()));
    Read();  // how the client's end is noticed
}

void Connection::Pump() {
    if (state_ != State::kStreaming || piece_under_way_) return;
    EventStream::Pending pending = stream_->Take();
    if (!pending.bytes.empty()) return WritePiece(std::move(pending.bytes));
    if (pending.ended) return EndStream();
    SetDeadline(host_.options().heartbeat);
}

void Connection::WritePiece(std::string bytes) {
    piece_under_way_ = true;
    output_body_ = std::move(bytes);
    SetDeadline(host_.options().write_timeout);
    socket_.Write(boost::asio::buffer(output_body_),
                  [self = shared_from_this()](ErrorCode failure, std::size_t) {
                      self->piece_under_way_ = false;
                      if (self->state_ == State::kClosed) return;
                      if (failure) return self->Close();
                      self->Pump();
                  });
}

void Connection::EndStream() {
    if (!socket_.is_tls()) return Linger();
    // Without its end in TLS's own words the client could not tell it from a cut.
    state_ = State::kLingering;
    SetDeadline(kLingerTime);
    socket_.EndTls([self = shared_from_this()](ErrorCode) { self->Close(); });
}

void Connection::Linger() {
    state_ = State::kLingering;
    ErrorCode failure;
    // Over TLS the length of the reply says where it ends, and the client closes.
    if (!socket_.is_tls()) {
        socket_.tcp().shutdown(boost::asio::ip::tcp::socket::shutdown_send, failure);
    }
    if (failure) return Close();
    SetDeadline(kLingerTime);
    Read();
}

}  // namespace dmsnode::http
