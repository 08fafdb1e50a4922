#include "support/http_test_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cstdlib>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>
#include <vector>

namespace dmsnode::testing {
namespace {

std::size_t ContentLength(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::strtoul(head.c_str() + at + 16, nullptr, 10);
}

bool SendAll(int fd, const std::string& bytes) {
    for (std::size_t done = 0; done < bytes.size();) {
        const ssize_t put = ::send(fd, bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
        if (put <= 0) return false;
        done += static_cast<std::size_t>(put);
    }
    return true;
}

}  // namespace

class HttpTestServer::State {
public:
    explicit State(Handler handler) : handler_(std::move(handler)) {
        listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* raw = reinterpret_cast<sockaddr*>(&address);
        if (::bind(listener_, raw, size) != 0 || ::listen(listener_, 64) != 0 ||
            ::getsockname(listener_, raw, &size) != 0) {
            throw std::runtime_error("the test server cannot listen on loopback");
        }
        port_ = ntohs(address.sin_port);
        acceptor_ = std::thread([this] { Accept(); });
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;
    ~State() {
        {
            const std::lock_guard lock(mutex_);
            stopped_ = true;
            for (const int fd : open_) ::shutdown(fd, SHUT_RDWR);
        }
        ::shutdown(listener_, SHUT_RDWR);
        acceptor_.join();
        ::close(listener_);
        for (std::thread& thread : threads_) thread.join();
    }

    int port() const { return port_; }
    int connections() const { return connections_; }
    int requests() const { return requests_; }

private:
    void Accept() {
        while (true) {
            const int fd = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
            if (fd < 0) return;
            const std::lock_guard lock(mutex_);
            if (stopped_) {
                ::close(fd);
                return;
            }
            open_.insert(fd);
            threads_.emplace_back([this, fd, number = ++connections_] { Serve(fd, number); });
        }
    }

    void Serve(int fd, int connection) {
        std::string buffer;
        Request request;
        request.connection = connection;
        while (ReadRequest(fd, buffer, request)) {
            request.number = ++requests_;
            const Reply reply = handler_(request);
            if (reply.hold) {
                std::array<char, 64> ignored{};
                while (::recv(fd, ignored.data(), ignored.size(), 0) > 0) {
                }
                break;
            }
            if (!SendAll(fd, reply.bytes) || reply.close) break;
        }
        const std::lock_guard lock(mutex_);
        open_.erase(fd);
        ::close(fd);
    }

    static bool ReadRequest(int fd, std::string& buffer, Request& request) {
        std::array<char, 8192> block{};
        while (true) {
            const std::size_t end = buffer.find("\r\n\r\n");
            if (end != std::string::npos) {
                request.head = buffer.substr(0, end + 2);
                const std::size_t length = ContentLength(request.head);
                if (buffer.size() >= end + 4 + length) {
                    request.body = buffer.substr(end + 4, length);
                    buffer.erase(0, end + 4 + length);
                    return true;
                }
            }
            const ssize_t got = ::recv(fd, block.data(), block.size(), 0);
            if (got <= 0) return false;
            buffer.append(block.data(), static_cast<std::size_t>(got));
        }
    }

    Handler handler_;
    int listener_ = -1;
    int port_ = 0;
    std::atomic<int> connections_ = 0;
    std::atomic<int> requests_ = 0;
    std::mutex mutex_;  ///< Guards the three below.
    bool stopped_ = false;
    std::set<int> open_;
    std::vector<std::thread> threads_;
    std::thread acceptor_;
};

HttpTestServer::HttpTestServer(Handler handler)
    : state_(std::make_unique<State>(std::move(handler))) {}
HttpTestServer::~HttpTestServer() = default;

std::string HttpTestServer::url() const {
    return "http://127.0.0.1:" + std::to_string(state_->port());
}
int HttpTestServer::connections() const {
    return state_->connections();
}
int HttpTestServer::requests() const {
    return state_->requests();
}

HttpTestServer::Reply HttpReply(int status, const std::string& body, const std::string& headers) {
    return {.bytes = "HTTP/1.1 " + std::to_string(status) + " Text\r\n" + headers +
                     "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body};
}

}  // namespace dmsnode::testing
