#pragma once

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace dmsnode::testing {

/// A client that writes what it is told, byte for byte.
class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        timeval timeout{.tv_sec = 10, .tv_usec = 0};
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(socket_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return connected_; }
    void Send(std::string_view bytes) {
        while (!bytes.empty()) {
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent <= 0) return;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
    }
    /// Reads until `text` has come, the other side closes, or 10 s have passed.
    bool ReadUntil(std::string_view text) {
        while (received_.find(text) == std::string::npos) {
            char block[4096];
            const ssize_t got = ::recv(socket_, block, sizeof block, 0);
            if (got <= 0) return false;
            received_.append(block, static_cast<std::size_t>(got));
        }
        return true;
    }
    /// True if the other side closes within 10 s.
    bool ReadToEnd() {
        while (true) {
            char block[4096];
            const ssize_t got = ::recv(socket_, block, sizeof block, 0);
            if (got == 0) return true;
            if (got < 0) return errno == ECONNRESET;
            received_.append(block, static_cast<std::size_t>(got));
        }
    }
    const std::string& received() const { return received_; }
    std::string TakeReceived() { return std::exchange(received_, {}); }

private:
    int socket_;
    bool connected_ = false;
    std::string received_;
};

}  // namespace dmsnode::testing
