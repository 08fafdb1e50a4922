// The client over real sockets: a loopback server that answers as a test says.
#include "aws/dms_client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <future>
#include <mutex>

#include "aws/connection.hpp"
#include "aws/curl_transport.hpp"
#include "aws/sigv4.hpp"
#include "base/handle.hpp"
#include "dms/operations.hpp"
#include "fakes/fake_aws.hpp"
#include "fakes/fake_clock.hpp"
#include "support/http_test_server.hpp"
#include "support/source_tree.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::aws {
namespace {

using ::testing::HasSubstr;
using testing::HttpReply;
using testing::HttpTestServer;
using namespace std::chrono_literals;

const Credentials kKeys{.access_key_id = "AKID",
                        .secret_access_key = Secret("secret"),
                        .session_token = Secret("token")};

/// A client of one server. Waits between attempts are on a fake clock; sockets are real.
struct Client {
    CurlTransport transport;
    testing::FakeClock clock;
    testing::FakeRandom random;
    NullLog log;
    FixedCredentials credentials{kKeys};
    ServiceCaller caller;
    DmsClient dms;

    explicit Client(const std::string& url, CallLimits limits = {})
        : caller(transport, clock, random, log, std::move(limits)),
          dms({.endpoint = url, .region = "local"}, caller, credentials) {}

    std::string Told() {
        const Result<dms::DescribeEndpointsReply> reply = dms.DescribeEndpoints({});
        if (reply) return std::to_string(reply->endpoints.size()) + " endpoints";
        return std::string(ErrorCodeName(reply.error().code)) + " " + reply.error().ToString();
    }
};

std::vector<HttpHeader> HeadersOf(const std::string& head) {
    std::vector<HttpHeader> headers;
    for (std::size_t at = head.find("\r\n") + 2; at < head.size();) {
        const std::size_t end = head.find("\r\n", at);
        const std::size_t colon = head.find(':', at);
        headers.push_back({head.substr(at, colon - at), head.substr(colon + 1, end - colon - 1)});
        at = end + 2;
    }
    return headers;
}

TEST(DmsClient, RequestIsWhatTheServiceVerifies) {
    std::string seen;
    testing::FakeClock clock;
    HttpTestServer server([&](const HttpTestServer::Request& request) {
        seen = request.head.substr(0, request.head.find("\r\n")) + " " + request.body;
        const std::vector<HttpHeader> headers = HeadersOf(request.head);
        for (const std::string name : {"content-type", "x-amz-target", "x-amz-security-token"}) {
            const std::string* value = FindHeader(headers, name);
            seen += value == nullptr ? " -" : *value;
        }
        const std::string* line = FindHeader(headers, "authorization");
        const auto authorization = ParseAuthorization(line == nullptr ? "" : *line);
        EXPECT_TRUE(authorization);
        if (authorization) {
            const Status verified = Verify({.headers = headers, .body = request.body},
                                           *authorization, Secret("secret"), clock.Now());
            EXPECT_TRUE(verified) << verified.error().ToString();
        }
        EXPECT_EQ(FindHeader(headers, "expect"), nullptr);
        return HttpReply(200, R"({"Endpoints":[{"EndpointArn":"a"},{}],"New":1})");
    });
    Client client(server.url());
    dms::DescribeEndpointsRequest request;
    request.max_records = 20;
    const auto reply = client.dms.DescribeEndpoints(request);
    ASSERT_TRUE(reply) << reply.error().ToString();
    ASSERT_EQ(reply->endpoints.size(), 2U);
    EXPECT_EQ(reply->endpoints[0].endpoint_arn, "a");
    EXPECT_EQ(seen,
              "POST / HTTP/1.1 {\"MaxRecords\":20} application/x-amz-json-1.1 "
              "AmazonDMSv20160101.DescribeEndpoints token");
}

TEST(DmsClient, EveryOperationNamesItself) {
    std::string target;
    HttpTestServer server([&](const HttpTestServer::Request& request) {
        target = *FindHeader(HeadersOf(request.head), "x-amz-target");
        return HttpReply(200, "{}");
    });
    Client client(server.url());
    dms::operations::ForEachOperation([&]<class Operation>() {
        const auto reply = Operation::Call(client.dms, {});
        EXPECT_TRUE(reply) << Operation::kName;
        EXPECT_EQ(target, " AmazonDMSv20160101." + std::string(Operation::kName));
    });
}

TEST(DmsClient, FaultCarriesCodeAndText) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        return HttpReply(400, R"({"__type":"InvalidResourceStateFault","message":"not ready"})");
    });
    Client client(server.url());
    EXPECT_EQ(client.Told(), "conflict DescribeEndpoints: InvalidResourceStateFault: not ready");
    EXPECT_EQ(server.requests(), 1);
}

TEST(DmsClient, ThrottlingPasses) {
    HttpTestServer server([](const HttpTestServer::Request& request) {
        return request.number < 3 ? HttpReply(400, R"({"__type":"ThrottlingException"})")
                                  : HttpReply(200, "{}");
    });
    Client client(server.url());
    EXPECT_EQ(client.Told(), "0 endpoints");
    EXPECT_EQ(server.requests(), 3);
    EXPECT_EQ(server.connections(), 1);
}

TEST(DmsClient, ServerInTroubleIsToldAfterThreeAttempts) {
    HttpTestServer server([](const HttpTestServer::Request&) { return HttpReply(503, "busy"); });
    Client client(server.url());
    EXPECT_EQ(client.Told(),
              "unavailable DescribeEndpoints: the service answered HTTP 503: busy (after 3 "
              "attempts)");
    EXPECT_EQ(server.requests(), 3);
}

TEST(DmsClient, RepliesThatAreNoReplies) {
    std::string body;
    HttpTestServer server([&](const HttpTestServer::Request&) { return HttpReply(200, body); });
    Client client(server.url());
    body = R"({"Endpoints":[)";
    EXPECT_THAT(client.Told(),
                HasSubstr("protocol DescribeEndpoints: the reply cannot be read: line 1, column"));
    body = R"({"Endpoints":{}})";
    EXPECT_EQ(client.Told(),
              "protocol DescribeEndpoints reply, $.Endpoints: the reply is not of the operation's "
              "form: expected a list, got object");
    body = "";
    EXPECT_THAT(client.Told(), HasSubstr("the reply cannot be read"));
}

TEST(DmsClient, BodyThatBreaksOffIsTriedAgain) {
    HttpTestServer server([](const HttpTestServer::Request& request) {
        if (request.number > 1) return HttpReply(200, "{}");
        return HttpTestServer::Reply{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                                     .close = true};
    });
    Client client(server.url());
    EXPECT_EQ(client.Told(), "0 endpoints");
    EXPECT_EQ(server.connections(), 2);
}

TEST(DmsClient, BodyThatAlwaysBreaksOffIsUnavailable) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        return HttpTestServer::Reply{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{",
                                     .close = true};
    });
    Client client(server.url());
    EXPECT_THAT(client.Told(), HasSubstr("unavailable DescribeEndpoints: the exchange broke off"));
    EXPECT_EQ(server.requests(), 3);
}

TEST(DmsClient, ServerThatDoesNotSpeakHttp) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        return HttpTestServer::Reply{.bytes = "SSH-2.0-x\r\n\r\n", .close = true};
    });
    Client client(server.url(), {.max_attempts = 1});
    EXPECT_THAT(client.Told(), HasSubstr("protocol DescribeEndpoints: the reply is not HTTP"));
}

TEST(DmsClient, SilentServerHitsTheTimeout) {
    HttpTestServer server(
        [](const HttpTestServer::Request&) { return HttpTestServer::Reply{.hold = true}; });
    Client client(server.url(), {.total_timeout = 150ms, .max_attempts = 1});
    EXPECT_THAT(client.Told(), HasSubstr("timeout DescribeEndpoints: no reply in time"));
}

TEST(DmsClient, StopEndsAnExchangeThatIsUnderWay) {
    std::promise<void> arrived;
    HttpTestServer server([&](const HttpTestServer::Request&) {
        arrived.set_value();
        return HttpTestServer::Reply{.hold = true};
    });
    std::stop_source stop;
    Client client(server.url(), {.total_timeout = 60s, .stop = stop.get_token()});
    auto told = std::async(std::launch::async, [&] { return client.Told(); });
    ASSERT_EQ(arrived.get_future().wait_for(30s), std::future_status::ready);
    stop.request_stop();
    ASSERT_EQ(told.wait_for(30s), std::future_status::ready);
    EXPECT_THAT(told.get(), HasSubstr("cancelled DescribeEndpoints"));
}

TEST(DmsClient, ReplyBeyondTheLimitIsRefused) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        return HttpReply(200, "{\"x\":\"" + std::string(5000, 'x') + "\"}");
    });
    Client client(server.url(), {.max_response_bytes = 1000});
    EXPECT_EQ(client.Told(), "protocol DescribeEndpoints: the reply is larger than 1000 bytes");
    EXPECT_EQ(server.requests(), 1);
}

TEST(DmsClient, EndlessHeadersAreRefused) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        std::string lines;
        for (int i = 0; i < 3000; ++i)
            lines += "X-Header-" + std::to_string(i) + ": " + std::string(40, 'x') + "\r\n";
        return HttpReply(200, "{}", lines);
    });
    Client client(server.url(), {.max_attempts = 1});
    EXPECT_THAT(client.Told(), ::testing::StartsWith("protocol"));
}

TEST(DmsClient, RedirectIsNotFollowed) {
    HttpTestServer other([](const HttpTestServer::Request&) { return HttpReply(200, "{}"); });
    HttpTestServer server([&](const HttpTestServer::Request&) {
        return HttpReply(307, "", "Location: " + other.url() + "/\r\n");
    });
    Client client(server.url());
    EXPECT_THAT(client.Told(), HasSubstr("the service answered HTTP 307"));
    EXPECT_EQ(other.requests(), 0);
}

TEST(DmsClient, ConnectionIsKeptForTheNextCall) {
    HttpTestServer server([](const HttpTestServer::Request&) { return HttpReply(200, "{}"); });
    Client client(server.url());
    for (int i = 0; i < 20; ++i) EXPECT_EQ(client.Told(), "0 endpoints");
    EXPECT_EQ(server.connections(), 1);
    EXPECT_EQ(server.requests(), 20);
}

TEST(DmsClient, ServerThatEndsIdleConnectionsIsNoTrouble) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        HttpTestServer::Reply reply = HttpReply(200, "{}");
        reply.close = true;
        return reply;
    });
    Client client(server.url(), {.max_attempts = 1});
    for (int i = 0; i < 10; ++i) EXPECT_EQ(client.Told(), "0 endpoints");
    EXPECT_EQ(server.requests(), 10);
}

TEST(DmsClient, ThreadsCallSideBySide) {
    HttpTestServer server([](const HttpTestServer::Request&) { return HttpReply(200, "{}"); });
    Client client(server.url());
    std::vector<std::future<int>> threads;
    for (int t = 0; t < 6; ++t) {
        threads.push_back(std::async(std::launch::async, [&] {
            int good = 0;
            for (int i = 0; i < 20; ++i) good += client.Told() == "0 endpoints" ? 1 : 0;
            return good;
        }));
    }
    for (auto& thread : threads) EXPECT_EQ(thread.get(), 20);
    EXPECT_LE(server.connections(), 6);
}

TEST(DmsClient, NobodyListens) {
    std::string url;
    {
        HttpTestServer server([](const HttpTestServer::Request&) { return HttpReply(200, "{}"); });
        url = server.url();
    }
    Client client(url);
    EXPECT_THAT(client.Told(), HasSubstr("unavailable DescribeEndpoints: no connection:"));
    EXPECT_THAT(client.Told(), HasSubstr("(check that the endpoint is reachable from here)"));
}

/// An HTTPS server in a process of its own, with a certificate for `name`.
class TlsServer {
public:
    explicit TlsServer(const std::string& name)
        : process_(::popen(
              ("/usr/bin/python3 -B " + testing::SourcePath("tests/contract/tls_server.py") + " " +
               folder_.path() + " " + name + " 1")
                  .c_str(),
              "r")) {
        std::array<char, 16> line{};
        if (process_ != nullptr &&
            std::fgets(line.data(), line.size(), process_.get()) != nullptr) {
            port_ = std::atoi(line.data());
        }
        EXPECT_GT(port_, 0) << "the TLS server did not start; openssl must be installed";
    }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
    std::string certificate() const { return folder_.path() + "/certificate.pem"; }

private:
    testing::TempDir folder_;
    Handle<FILE, pclose> process_;
    int port_ = 0;
};

std::string CallOverTls(const TlsServer& server, const std::string& ca_file) {
    SystemClock clock;
    NullLog log;
    const auto connection = Connection::Open({.access_key_id = "a",
                                              .secret_access_key = Secret("b"),
                                              .region = "r",
                                              .endpoint = server.url(),
                                              .ca_file = ca_file},
                                             clock, log);
    if (!connection) return connection.error().ToString();
    const auto reply = (*connection)->api().DescribeEndpoints({});
    return reply ? "good"
                 : std::string(ErrorCodeName(reply.error().code)) + " " + reply.error().ToString();
}

TEST(DmsClient, TrustedCertificateIsAccepted) {
    const TlsServer server("IP:127.0.0.1");
    EXPECT_EQ(CallOverTls(server, server.certificate()), "good");
}

TEST(DmsClient, UnknownCertificateIsRefusedAndNotRetried) {
    const TlsServer server("IP:127.0.0.1");
    EXPECT_THAT(CallOverTls(server, ""),
                HasSubstr("unauthenticated DescribeEndpoints: the server's certificate is not "
                          "trusted:"));
}

TEST(DmsClient, CertificateOfAnotherHostIsRefused) {
    const TlsServer server("DNS:elsewhere.example");
    EXPECT_THAT(CallOverTls(server, server.certificate()),
                HasSubstr("unauthenticated DescribeEndpoints: the server's certificate is not "
                          "trusted:"));
}

TEST(Connection, OpensFromSettingsAndCalls) {
    HttpTestServer server([](const HttpTestServer::Request&) {
        return HttpReply(200, R"({"UniqueAccountIdentifier":"local"})");
    });
    SystemClock clock;
    NullLog log;
    const auto connection = Connection::Open({.access_key_id = "a",
                                              .secret_access_key = Secret("b"),
                                              .region = "Région 42",
                                              .endpoint = server.url() + "/"},
                                             clock, log);
    ASSERT_TRUE(connection) << connection.error().ToString();
    EXPECT_EQ((*connection)->target().endpoint.value, server.url());
    // A blank cannot stand in a signature: that is told at the call, by name.
    const auto refused = (*connection)->api().DescribeAccountAttributes({});
    ASSERT_FALSE(refused);
    EXPECT_THAT(refused.error().message, HasSubstr("the region holds a blank"));

    const auto good = Connection::Open({.access_key_id = "a",
                                        .secret_access_key = Secret("b"),
                                        .region = "moon-base_1",
                                        .endpoint = server.url()},
                                       clock, log);
    ASSERT_TRUE(good);
    const auto reply = (*good)->api().DescribeAccountAttributes({});
    ASSERT_TRUE(reply) << reply.error().ToString();
    EXPECT_EQ(reply->unique_account_identifier, "local");
}

// D33 of dolphinscheduler.md 1.9: one set of keys for all nodes of a cluster. Here each connection
// has its own, side by side in one process.
TEST(Connection, D33EachConnectionHasItsOwnKeysAndRegion) {
    std::mutex mutex;
    std::vector<std::string> scopes;
    HttpTestServer server([&](const HttpTestServer::Request& request) {
        const auto parsed =
            ParseAuthorization(*FindHeader(HeadersOf(request.head), "authorization"));
        const std::lock_guard lock(mutex);
        if (parsed) scopes.push_back(parsed->access_key_id + "@" + parsed->region);
        return HttpReply(200, "{}");
    });
    SystemClock clock;
    NullLog log;
    std::vector<std::unique_ptr<Connection>> connections;
    for (const std::string name : {"one", "two"}) {
        auto opened = Connection::Open({.access_key_id = "key-" + name,
                                        .secret_access_key = Secret(name),
                                        .region = "region-" + name,
                                        .endpoint = server.url()},
                                       clock, log);
        ASSERT_TRUE(opened) << opened.error().ToString();
        connections.push_back(*std::move(opened));
    }
    for (const auto& connection : connections) EXPECT_TRUE(connection->api().DescribeEndpoints({}));
    EXPECT_THAT(scopes, ::testing::ElementsAre("key-one@region-one", "key-two@region-two"));
}

TEST(Connection, EndpointMustBeAUrl) {
    SystemClock clock;
    NullLog log;
    const auto connection =
        Connection::Open({.access_key_id = "a", .region = "r", .endpoint = "ftp://x"}, clock, log);
    ASSERT_FALSE(connection);
    EXPECT_EQ(connection.error().ToString(),
              "endpoint from the connection: \"ftp://x\" is no http(s) URL");
}

}  // namespace
}  // namespace dmsnode::aws
