#include "service/http/impl/connection.hpp"

#include <boost/asio/write.hpp>

namespace dmsnode::service::http {
namespace {

constexpr std::chrono::milliseconds kLingerTime{2000};
constexpr std::size_t kMostLingered = 16U << 20U;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Connection::Connection(boost::asio::ip::tcp::socket socket, ConnectionHost& host)
    : socket_(std::move(socket)),
      host_(host),
      deadline_(socket_.get_executor()),
      reader_(host.options().max_header_bytes, host.options().max_body_bytes) {
    ErrorCode ignored;
    socket_.set_option(boost::asio::ip::tcp::no_delay(true), ignored);
}

void Connection::Start() {
    SetDeadline(host_.options().idle_timeout);
    Read();
}

void Connection::Finish() {
    finishing_ = true;
    if (state_ == State::kIdle) Close();
}

void Connection::Close() {
    if (state_ == State::kClosed) return;
    state_ = State::kClosed;
    deadline_.cancel();
    ErrorCode ignored;
    socket_.close(ignored);
    host_.OnClosed(*this);
}

void Connection::SetDeadline(std::chrono::milliseconds timeout) {
    deadline_.expires_after(timeout);
    deadline_.async_wait([weak = weak_from_this()](ErrorCode failure) {
        const std::shared_ptr<Connection> self = weak.lock();
        if (failure || !self || self->state_ == State::kClosed) return;
        // A timer that was moved on while this call was under way: the new one will call again.
        if (self->deadline_.expiry() > std::chrono::steady_clock::now()) return;
        if (self->state_ == State::kReading) {
            self->Write(self->host_.front().Refuse(408, "the request did not come in time"));
        } else {
            self->Close();
        }
    });
}

void Connection::Read() {
    socket_.async_read_some(boost::asio::buffer(block_),
                            [self = shared_from_this()](ErrorCode failure, std::size_t size) {
                                self->OnRead(failure, size);
                            });
}

void Connection::OnRead(ErrorCode failure, std::size_t size) {
    if (state_ == State::kClosed) return;
    if (failure) return Close();
    if (state_ == State::kLingering) {
        lingered_ += size;
        return lingered_ > kMostLingered ? Close() : Read();
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
    if (const auto& flaw = reader_.flaw()) {
        return Write(host_.front().Refuse(flaw->status, flaw->why));
    }
    if (reader_.is_done()) return Dispatch();
    if (input_.size() > host_.options().max_header_bytes) {
        return Write(host_.front().Refuse(431, "the header is larger than this server takes"));
    }
    if (reader_.wants_continue() && !continued_) return SendContinue();
    Read();
}

void Connection::SendContinue() {
    continued_ = true;
    boost::asio::async_write(socket_, boost::asio::buffer(kContinue),
                             [self = shared_from_this()](ErrorCode failure, std::size_t) {
                                 if (self->state_ != State::kReading) return;
                                 if (failure) return self->Close();
                                 self->Read();
                             });
}

void Connection::Dispatch() {
    state_ = State::kAnswering;
    deadline_.cancel();  // the operations keep their own deadlines
    FrontRequest request = reader_.Take();
    const bool taken =
        host_.Answer(std::move(request), [self = shared_from_this()](FrontReply reply) {
            if (self->state_ == State::kAnswering) self->Write(std::move(reply));
        });
    if (!taken) Write(host_.front().Refuse(503, "the service is shutting down"));
}

void Connection::Write(FrontReply reply) {
    state_ = State::kWriting;
    keep_alive_ = reply.keep_alive && !finishing_;
    output_ = std::move(reply.bytes);
    SetDeadline(host_.options().write_timeout);
    boost::asio::async_write(
        socket_, boost::asio::buffer(output_),
        [self = shared_from_this()](ErrorCode failure, std::size_t) { self->OnWritten(failure); });
}

void Connection::OnWritten(ErrorCode failure) {
    if (state_ == State::kClosed) return;
    if (failure) return Close();
    if (!keep_alive_) return Linger();
    output_.clear();
    continued_ = false;
    reader_ = RequestReader(host_.options().max_header_bytes, host_.options().max_body_bytes);
    state_ = State::kIdle;
    if (finishing_) return Close();
    SetDeadline(host_.options().idle_timeout);
    Parse();
}

void Connection::Linger() {
    state_ = State::kLingering;
    ErrorCode failure;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, failure);
    if (failure) return Close();
    SetDeadline(kLingerTime);
    Read();
}

}  // namespace dmsnode::service::http
