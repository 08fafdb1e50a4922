#include "http/server.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "base/files.hpp"
#include "http/event_stream.hpp"
#include "http/mux.hpp"
#include "support/raw_client.hpp"
#include "support/recording_log.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::http {
namespace {

using std::chrono::milliseconds;
using testing::Eventually;
using testing::RawClient;

/// Answers `POST /NAME` with NAME and the body, and `/events` with a stream.
class TestHandler final : public Handler {
public:
    Reply Handle(const Request& request) override {
        const std::lock_guard lock(mutex_);
        last_peer_ = request.peer;
        if (request.path() == "/break") throw std::runtime_error("broken inside");
        if (request.path() == "/inject") {
            return {.status = 200, .headers = {{"X-Value", "a\r\nX-Other: b"}}};
        }
        if (request.path() == "/nothing") return {.status = 204, .body = "not sent"};
        if (request.path() == "/events") {
            streams_.push_back(std::make_shared<EventStream>(64U << 10U));
            return {.events = streams_.back()};
        }
        return {.status = 200,
                .content_type = "text/plain",
                .body = "<" + std::string(request.path().substr(1)) + ":" + request.body +
                        (request.secure ? ":secure>" : ">")};
    }
    std::vector<std::shared_ptr<EventStream>> streams() const {
        const std::lock_guard lock(mutex_);
        return streams_;
    }
    std::string last_peer() const {
        const std::lock_guard lock(mutex_);
        return last_peer_;
    }

private:
    mutable std::mutex mutex_;
    std::vector<std::shared_ptr<EventStream>> streams_;
    std::string last_peer_;
};

class ServerTest : public ::testing::Test {
protected:
    ServerTest() { options_.port = 0; }

    void Serve() {
        auto started = Server::Start(handler_, options_, clock_, log_);
        ASSERT_TRUE(started) << started.error().ToString();
        server_ = *std::move(started);
    }
    static std::string Post(const std::string& name, const std::string& body = "{}",
                            const std::string& more = "") {
        return "POST /" + name + " HTTP/1.1\r\nHost: localhost\r\n" + more +
               "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    static std::string Get(const std::string& path) {
        return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    }

    testing::TempDir dir_;
    SystemClock clock_;
    testing::RecordingLog log_;
    TestHandler handler_;
    ServerOptions options_;
    std::unique_ptr<Server> server_;
};

TEST_F(ServerTest, AnswersOnOneConnectionAgainAndAgain) {
    Serve();
    RawClient client(server_->port());
    for (int i = 0; i < 3; ++i) {
        client.Send(Post("Describe"));
        ASSERT_TRUE(client.ReadUntil("<Describe:{}>"));
        EXPECT_TRUE(client.TakeReceived().starts_with("HTTP/1.1 200 OK\r\n"));
    }
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
    Serve();
    RawClient client(server_->port());
    client.Send(Post("Describe") + Post("Nonsense") +
                "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    ASSERT_TRUE(client.ReadToEnd());
    const std::string& text = client.received();
    const std::size_t first = text.find("<Describe:{}>");
    const std::size_t second = text.find("<Nonsense:{}>");
    const std::size_t third = text.find("<:>");
    EXPECT_LT(first, second);
    EXPECT_LT(second, third);
    EXPECT_NE(third, std::string::npos);
}

TEST_F(ServerTest, BytesMayDribbleIn) {
    Serve();
    RawClient client(server_->port());
    for (const char c : Post("Describe")) client.Send(std::string(1, c));
    EXPECT_TRUE(client.ReadUntil("<Describe:{}>"));
}

TEST_F(ServerTest, SaysContinueToAClientThatWaits) {
    Serve();
    RawClient client(server_->port());
    const std::string whole = Post("Describe", "{}", "Expect: 100-continue\r\n");
    client.Send(whole.substr(0, whole.size() - 2));
    ASSERT_TRUE(client.ReadUntil("HTTP/1.1 100 Continue\r\n\r\n"));
    client.Send("{}");
    EXPECT_TRUE(client.ReadUntil("<Describe:{}>"));
}

TEST_F(ServerTest, TooLargeABodyIsRefusedAndTheReplyArrives) {
    options_.max_body_bytes = 1000;
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
    options_.read_timeout = std::chrono::milliseconds(100);
    Serve();
    RawClient client(server_->port());
    client.Send("POST / HTTP/1.1\r\nHost: local");
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 408 ")) << client.received();
}

TEST_F(ServerTest, AnIdleConnectionIsClosed) {
    options_.idle_timeout = std::chrono::milliseconds(100);
    Serve();
    RawClient client(server_->port());
    EXPECT_TRUE(client.ReadToEnd());
    EXPECT_EQ(client.received(), "");
}

TEST_F(ServerTest, BeyondTheBoundAnIdleConnectionMakesRoom) {
    options_.max_connections = 2;
    Serve();
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 6; ++i) {
        clients.push_back(std::make_unique<RawClient>(server_->port()));
        ASSERT_TRUE(clients.back()->connected());
    }
    RawClient& last = *clients.back();
    last.Send(Post("Describe"));
    EXPECT_TRUE(last.ReadUntil("<Describe:{}>"));
}

TEST_F(ServerTest, BeyondLoopbackItTakesTlsOrAnExplicitWord) {
    const auto start = [&] { return Server::Start(handler_, options_, clock_, log_); };
    options_.address = "0.0.0.0";
    ASSERT_FALSE(start());
    EXPECT_EQ(start().error().code, ErrorCode::kInvalidArgument);
    EXPECT_NE(start().error().message.find("TLS"), std::string::npos);
    options_.allow_plain_remote = true;
    EXPECT_TRUE(start());
    options_.loopback_only = true;
    EXPECT_NE(start().error().message.find("loopback only"), std::string::npos);
}

TEST_F(ServerTest, ATakenPortIsTold) {
    Serve();
    options_.port = server_->port();
    const auto second = Server::Start(handler_, options_, clock_, log_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kAlreadyExists);
    options_.address = "localhost";
    EXPECT_EQ(Server::Start(handler_, options_, clock_, log_).error().code,
              ErrorCode::kInvalidArgument);
}

TEST_F(ServerTest, StopEndsIdleConnectionsAndTheListener) {
    Serve();
    const std::uint16_t port = server_->port();
    RawClient idle(port);
    idle.Send(Post("Describe"));
    ASSERT_TRUE(idle.ReadUntil("<Describe:{}>"));
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
                client.Send(Post("Describe"));
                if (client.ReadUntil("<Describe:{}>")) ++answered;
                client.TakeReceived();
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(answered, 160);
}

TEST_F(ServerTest, HeadAndEmptyRepliesHaveNoBody) {
    Serve();
    RawClient client(server_->port());
    client.Send("HEAD /a HTTP/1.1\r\nHost: x\r\n\r\n" + Post("nothing") + Post("b"));
    ASSERT_TRUE(client.ReadUntil("<b:{}>"));
    const std::string text = client.received();
    EXPECT_NE(text.find("Content-Length: 4\r\n"), std::string::npos);
    EXPECT_EQ(text.find("<a:>"), std::string::npos);
    EXPECT_EQ(text.find("not sent"), std::string::npos);
    EXPECT_NE(text.find("HTTP/1.1 204 No Content\r\n"), std::string::npos);
}

TEST_F(ServerTest, ALineBreakInAHeaderIsNoHeader) {
    Serve();
    RawClient client(server_->port());
    client.Send(Post("inject"));
    ASSERT_TRUE(client.ReadUntil("\r\n\r\n"));
    EXPECT_NE(client.received().find("X-Value: a  X-Other: b\r\n"), std::string::npos);
}

TEST_F(ServerTest, AnExceptionIsAnswered500AndLogged) {
    Serve();
    RawClient client(server_->port());
    client.Send(Post("break") + Post("after"));
    ASSERT_TRUE(client.ReadUntil("<after:{}>"));
    EXPECT_TRUE(client.received().starts_with("HTTP/1.1 500 "));
    EXPECT_NE(log_.text().find("broken inside"), std::string::npos);
    EXPECT_EQ(client.received().find("broken inside"), std::string::npos);
    EXPECT_EQ(handler_.last_peer(), "127.0.0.1");
}

TEST_F(ServerTest, AStreamWritesWhatIsPushedAndEndsWhenItIsClosed) {
    Serve();
    RawClient client(server_->port());
    client.Send(Get("/events"));
    ASSERT_TRUE(client.ReadUntil("Content-Type: text/event-stream\r\n"));
    const auto stream = handler_.streams().at(0);
    EXPECT_TRUE(stream->Push({.name = "state", .data = "one\ntwo", .id = "7"}));
    ASSERT_TRUE(client.ReadUntil("id: 7\nevent: state\ndata: one\ndata: two\n\n"));
    EXPECT_TRUE(stream->Push({.name = "", .data = "last"}));
    stream->Close();
    ASSERT_TRUE(client.ReadToEnd());
    EXPECT_TRUE(client.received().ends_with("data: last\n\n"));
    EXPECT_FALSE(stream->Push({.name = "", .data = "late"}));
}

TEST_F(ServerTest, AStreamWithNothingToSayBeats) {
    options_.heartbeat = milliseconds(20);
    Serve();
    RawClient client(server_->port());
    client.Send(Get("/events"));
    EXPECT_TRUE(client.ReadUntil(": still here\n\n: still here\n\n"));
}

TEST_F(ServerTest, AClientThatLeavesClosesItsStream) {
    Serve();
    {
        RawClient client(server_->port());
        client.Send(Get("/events"));
        ASSERT_TRUE(client.ReadUntil("\r\n\r\n"));
        EXPECT_FALSE(handler_.streams().at(0)->is_closed());
    }
    EXPECT_TRUE(Eventually([&] { return handler_.streams().at(0)->is_closed(); }));
}

TEST_F(ServerTest, AClientThatDoesNotReadIsCutOff) {
    Serve();
    RawClient client(server_->port());
    client.Send(Get("/events"));
    ASSERT_TRUE(client.ReadUntil("\r\n\r\n"));
    const auto stream = handler_.streams().at(0);
    const std::string large(30'000, 'x');
    // The kernel takes some megabytes; then the queue fills.
    EXPECT_TRUE(Eventually([&] { return !stream->Push({.name = "", .data = large}); }));
    EXPECT_TRUE(stream->is_closed());
}

TEST_F(ServerTest, StopEndsStreamsAtOnce) {
    Serve();
    RawClient client(server_->port());
    client.Send(Get("/events"));
    ASSERT_TRUE(client.ReadUntil("\r\n\r\n"));
    server_->Stop();
    EXPECT_TRUE(client.ReadToEnd());
    EXPECT_FALSE(handler_.streams().at(0)->Push({.name = "", .data = "late"}));
}

TEST_F(ServerTest, TooManyStreamsAreRefusedAndAPlaceComesBack) {
    options_.max_streams = 1;
    Serve();
    auto first = std::make_unique<RawClient>(server_->port());
    first->Send(Get("/events"));
    ASSERT_TRUE(first->ReadUntil("\r\n\r\n"));
    RawClient second(server_->port());
    second.Send(Get("/events"));
    ASSERT_TRUE(second.ReadUntil("too many open streams"));
    EXPECT_TRUE(second.TakeReceived().starts_with("HTTP/1.1 503 "));
    first.reset();
    ASSERT_TRUE(Eventually([&] { return handler_.streams().at(0)->is_closed(); }));
    second.Send(Get("/events"));
    EXPECT_TRUE(second.ReadUntil("text/event-stream"));
}

TEST_F(ServerTest, AThousandStreamsLeaveTheWorkersFree) {
    rlimit limit{};
    ASSERT_EQ(getrlimit(RLIMIT_NOFILE, &limit), 0);
    limit.rlim_cur = std::min<rlim_t>(limit.rlim_max, 8192);
    ASSERT_EQ(setrlimit(RLIMIT_NOFILE, &limit), 0);
    ASSERT_GT(limit.rlim_cur, 2500U) << "this test needs 2500 open files: ulimit -n";
    options_.threads = 2;
    Serve();
    constexpr std::size_t kStreams = 1000;
    std::vector<std::unique_ptr<RawClient>> clients;
    for (std::size_t i = 0; i < kStreams; ++i) {
        clients.push_back(std::make_unique<RawClient>(server_->port()));
        clients.back()->Send(Get("/events"));
    }
    for (const auto& client : clients) ASSERT_TRUE(client->ReadUntil("\r\n\r\n"));
    ASSERT_EQ(handler_.streams().size(), kStreams);
    RawClient other(server_->port());
    other.Send(Post("still"));
    EXPECT_TRUE(other.ReadUntil("<still:{}>"));
    for (const auto& stream : handler_.streams()) {
        EXPECT_TRUE(stream->Push({.name = "", .data = "to all"}));
    }
    for (const auto& client : clients) ASSERT_TRUE(client->ReadUntil("data: to all\n\n"));
    server_->Stop();
    for (const auto& stream : handler_.streams()) EXPECT_TRUE(stream->is_closed());
}

/// What `curl` says; its exit code is in `code`.
std::string Curl(const std::string& arguments, int& code) {
    FILE* pipe = popen(("curl -sS --max-time 20 " + arguments + " 2>&1").c_str(), "r");
    std::string text;
    char block[4096];
    while (const std::size_t got = fread(block, 1, sizeof block, pipe)) text.append(block, got);
    code = WEXITSTATUS(pclose(pipe));
    return text;
}

TEST_F(ServerTest, SpeaksTls) {
    const std::string certificate = dir_.path() + "/cert.pem";
    const std::string key = dir_.path() + "/key.pem";
    ASSERT_EQ(std::system(("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 "
                           "-nodes -days 2 -subj /CN=localhost -addext "
                           "subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout " +
                           key + " -out " + certificate + " 2>/dev/null")
                              .c_str()),
              0);
    options_.address = "0.0.0.0";
    options_.tls = {.certificate = certificate, .key = key};
    Serve();
    const std::string url = "https://localhost:" + std::to_string(server_->port());
    int code = 0;
    const std::string large(3'000'000, 'y');
    ASSERT_TRUE(WriteFileAtomically(dir_.path() + "/large", large));
    EXPECT_EQ(Curl("--cacert " + certificate + " -d hello " + url + "/a " + url + "/b", code),
              "<a:hello:secure><b:hello:secure>");
    EXPECT_EQ(code, 0);
    EXPECT_EQ(
        Curl("--cacert " + certificate + " --data-binary @" + dir_.path() + "/large " + url + "/c",
             code)
            .size(),
        large.size() + std::string("<c::secure>").size());
    // A stream's end is told in TLS's own words: curl would complain otherwise.
    std::thread closer([&] {
        if (!Eventually([&] { return !handler_.streams().empty(); })) return;
        handler_.streams().at(0)->Push({.name = "", .data = "over TLS"});
        handler_.streams().at(0)->Close();
    });
    EXPECT_EQ(Curl("-N --cacert " + certificate + " " + url + "/events", code),
              "data: over TLS\n\n");
    EXPECT_EQ(code, 0);
    closer.join();
    // Plain bytes on the TLS port end with the connection, and old versions are refused.
    RawClient plain(server_->port());
    plain.Send(Post("a"));
    EXPECT_TRUE(plain.ReadToEnd());
    EXPECT_EQ(plain.received().find("<a"), std::string::npos);
    Curl("--cacert " + certificate + " --tls-max 1.1 " + url + "/a", code);
    EXPECT_NE(code, 0);
}

TEST_F(ServerTest, BadTlsFilesAreNamed) {
    options_.tls = {.certificate = dir_.path() + "/none.pem", .key = dir_.path() + "/none.key"};
    const auto started = Server::Start(handler_, options_, clock_, log_);
    ASSERT_FALSE(started);
    EXPECT_EQ(started.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(started.error().where, dir_.path() + "/none.pem");
}

TEST_F(ServerTest, AMuxTakesTheFirstThatMatches) {
    struct Named final : Handler {
        explicit Named(std::string given) : name(std::move(given)) {}
        Reply Handle(const Request&) override { return {.body = name}; }
        Reply Refuse(const Request&, int, std::string_view) override {
            return {.body = "refused by " + name};
        }
        std::string name;
    };
    Named dms("dms");
    Named api("api");
    Named web("web");
    Mux mux;
    mux.Add({.prefix = "/", .methods = {"POST"}, .header = "X-Amz-Target"}, dms);
    mux.Add({.prefix = "/api/v1"}, api);
    mux.Add({.prefix = "/", .methods = {"GET", "HEAD"}}, web);
    const auto ask = [&](const std::string& method, const std::string& target, bool amazon) {
        Request request{.method = method, .target = target};
        if (amazon) request.headers.push_back({"x-amz-target", "AmazonDMSv20160101.X"});
        const Reply reply = mux.Handle(request);
        return reply.status == 200 ? reply.body : std::to_string(reply.status);
    };
    EXPECT_EQ(ask("POST", "/", true), "dms");
    EXPECT_EQ(ask("POST", "/", false), "404");
    EXPECT_EQ(ask("POST", "/api/v1/users?a=b", false), "api");
    EXPECT_EQ(ask("GET", "/api/v1", false), "api");
    EXPECT_EQ(ask("GET", "/api/v10", false), "web");
    EXPECT_EQ(ask("GET", "/", false), "web");
    EXPECT_EQ(mux.Refuse({.method = "PUT", .target = "/api/v1/x"}, 413, "").body, "refused by api");
    EXPECT_EQ(mux.Refuse({}, 400, "why").status, 400);
}

TEST(NamesLoopback, OnlyNamesOfThisMachine) {
    for (const char* host : {"localhost", "localhost:1", "127.0.0.1", "127.1.2.3:80", "[::1]:1"}) {
        EXPECT_TRUE(NamesLoopback(host)) << host;
    }
    for (const char* host : {"", "localhost.evil", "127.0.0.1.evil:1", "[::1].evil", "128.0.0.1"}) {
        EXPECT_FALSE(NamesLoopback(host)) << host;
    }
}

}  // namespace
}  // namespace dmsnode::http
