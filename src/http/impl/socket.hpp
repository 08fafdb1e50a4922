#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <optional>
#include <utility>

namespace dmsnode::http {

/// A client's socket, with TLS on it or without. Threads: the I/O thread.
class Socket {
public:
    using Tcp = boost::asio::ip::tcp::socket;

    /// Lifetime: the context outlives it; null for plain.
    Socket(Tcp socket, boost::asio::ssl::context* context) : tcp_(std::move(socket)) {
        if (context != nullptr) tls_.emplace(tcp_, *context);
    }
    Socket(const Socket&) = delete;  // the TLS part refers to the other
    Socket& operator=(const Socket&) = delete;

    Tcp& tcp() { return tcp_; }
    bool is_tls() const { return tls_.has_value(); }

    template <class Done>
    void Handshake(Done&& done) {
        tls_->async_handshake(boost::asio::ssl::stream_base::server, std::forward<Done>(done));
    }
    template <class Buffer, class Done>
    void ReadSome(const Buffer& buffer, Done&& done) {
        if (tls_) {
            tls_->async_read_some(buffer, std::forward<Done>(done));
        } else {
            tcp_.async_read_some(buffer, std::forward<Done>(done));
        }
    }
    template <class Buffers, class Done>
    void Write(const Buffers& buffers, Done&& done) {
        if (tls_) {
            boost::asio::async_write(*tls_, buffers, std::forward<Done>(done));
        } else {
            boost::asio::async_write(tcp_, buffers, std::forward<Done>(done));
        }
    }
    /// Says over TLS that nothing more comes.
    template <class Done>
    void EndTls(Done&& done) {
        tls_->async_shutdown(std::forward<Done>(done));
    }

private:
    Tcp tcp_;
    std::optional<boost::asio::ssl::stream<Tcp&>> tls_;
};

}  // namespace dmsnode::http
