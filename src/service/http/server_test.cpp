#include "service/http/server.hpp"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

#include "support/service_fixture.hpp"

namespace dmsnode::service::http {
namespace {

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

class ServerTest : public testing::ServiceTest {
protected:
    ServerTest() : keys_(*store::AccessKeyStore::Open(*database_, *secrets_)) {
        options_of_server_.port = 0;
        options_of_server_.insecure_no_auth = true;
    }
    void Serve() {
        auto started = Server::Start({*service_, keys_, clock_, log_}, options_of_server_);
        ASSERT_TRUE(started) << started.error().ToString();
        server_ = *std::move(started);
    }
    static std::string Post(const std::string& operation, const std::string& body = "{}",
                            const std::string& more = "") {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AmazonDMSv20160101." +
               operation + "\r\n" + more + "Content-Length: " + std::to_string(body.size()) +
               "\r\n\r\n" + body;
    }

    store::AccessKeyStore keys_;
    ServerOptions options_of_server_;
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgain) {
    Serve();
    RawClient client(server_->port());
    for (int i = 0; i < 3; ++i) {
        client.Send(Post("DescribeReplicationInstances"));
        ASSERT_TRUE(client.ReadUntil("\"local\""));
        EXPECT_TRUE(client.TakeReceived().starts_with("HTTP/1.1 200 OK\r\n"));
    }
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    Serve();
    RawClient client(server_->port());
    client.Send(Post("DescribeReplicationInstances") + Post("Nonsense") +
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    ASSERT_TRUE(client.ReadToEnd());
    const std::string& text = client.received();
    const std::size_t first = text.find("\"local\"");
    const std::size_t second = text.find("UnknownOperationException");
    const std::size_t third = text.find("\"status\":\"ok\"");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos);
}

TEST_F(ServerTest, BytesMayDribbleIn) {
    Serve();
    RawClient client(server_->port());
    for (const char c : Post("DescribeReplicationInstances")) client.Send(std::string(1, c));
    EXPECT_TRUE(client.ReadUntil("\"local\""));
}

TEST_F(ServerTest, SaysContinueToAClientThatWaits) {
    Serve();
    RawClient client(server_->port());
    const std::string whole =
        Post("DescribeReplicationInstances", "{}", "Expect: 100-continue\r\n");
    client.Send(whole.substr(0, whole.size() - 2));
    ASSERT_TRUE(client.ReadUntil("HTTP/1.1 100 Continue\r\n\r\n"));
    client.Send("{}");
    EXPECT_TRUE(client.ReadUntil("\"local\""));
}

TEST_F(ServerTest, TooLargeABodyIsRefusedAndTheReplyArrives) {
    options_of_server_.max_body_bytes = 1000;
    Serve();
    RawClient client(server_->port());
    client.Send(Post("DescribeEndpoints", std::string(300'000, 'x')));
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 413 ")) << client.received();
}

TEST_F(ServerTest, TooLargeAHeaderIsRefused) {
    Serve();
    RawClient client(server_->port());
    client.Send("POST / HTTP/1.1\r\nX-Long: " + std::string(70'000, 'a'));
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 431 ")) << client.received();
}

TEST_F(ServerTest, SomethingElseThanHttpIsRefused) {
    Serve();
    RawClient client(server_->port());
    client.Send("EHLO example.org\r\n\r\n");
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 400 ")) << client.received();
}

TEST_F(ServerTest, ASlowClientIsAnswered408) {
    options_of_server_.read_timeout = std::chrono::milliseconds(100);
    Serve();
    RawClient client(server_->port());
    client.Send("POST / HTTP/1.1\r\nHost: local");
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 408 ")) << client.received();
}

TEST_F(ServerTest, AnIdleConnectionIsClosed) {
    options_of_server_.idle_timeout = std::chrono::milliseconds(100);
    Serve();
    RawClient client(server_->port());
    EXPECT_TRUE(client.ReadToEnd());
    EXPECT_EQ(client.received(), "");
}

TEST_F(ServerTest, BeyondTheBoundAnIdleConnectionMakesRoom) {
    options_of_server_.max_connections = 2;
    Serve();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(server_->port()));
        ASSERT_TRUE(clients.back()->connected());
    }
    RawClient& last = *clients.back();
    last.Send(Post("DescribeReplicationInstances"));
    EXPECT_TRUE(last.ReadUntil("\"local\""));
}

TEST_F(ServerTest, WithKeysUnsignedRequestsAreRefused) {
    options_of_server_.insecure_no_auth = false;
    Serve();
    RawClient client(server_->port());
    client.Send(Post("DescribeReplicationInstances"));
    EXPECT_TRUE(client.ReadUntil("MissingAuthenticationTokenException"));
}

TEST_F(ServerTest, WithoutAuthenticationItListensOnLoopbackOnly) {
    options_of_server_.address = "0.0.0.0";
    const auto started = Server::Start({*service_, keys_, clock_, log_}, options_of_server_);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(ServerTest, ATakenPortIsTold) {
    Serve();
    options_of_server_.port = server_->port();
    const auto second = Server::Start({*service_, keys_, clock_, log_}, options_of_server_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kAlreadyExists);
    options_of_server_.address = "localhost";
    EXPECT_EQ(Server::Start({*service_, keys_, clock_, log_}, options_of_server_).error().code,
              ErrorCode::kInvalidArgument);
}

TEST_F(ServerTest, StopEndsIdleConnectionsAndTheListener) {
    Serve();
    const std::uint16_t port = server_->port();
    RawClient idle(port);
    idle.Send(Post("DescribeReplicationInstances"));
    ASSERT_TRUE(idle.ReadUntil("\"local\""));
    server_->Stop();
    server_->Stop();
    EXPECT_TRUE(idle.ReadToEnd());
    EXPECT_FALSE(RawClient(port).connected());
}

TEST_F(ServerTest, ManyClientsAtOnceAreAllAnswered) {
    Serve();
    std::atomic<int> answered{0};
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
        threads.emplace_back([&] {
            RawClient client(server_->port());
            for (int i = 0; i < 20; ++i) {
                client.Send(Post("DescribeReplicationInstances"));
                if (client.ReadUntil("\"local\"")) ++answered;
                client.TakeReceived();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answered, 160);
}

}  // namespace
}  // namespace dmsnode::service::http
