#include "service/http/front.hpp"

#include "aws/sigv4.hpp"
#include "base/json.hpp"
#include "dms/operations.hpp"
#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

class FrontTest : public testing::ServiceTest {
protected:
    FrontTest()
        : keys_(*store::AccessKeyStore::Open(*database_, *secrets_)),
          key_(*keys_.Create("test", clock_.Now())),
          front_({*service_, keys_, clock_, log_}, DmsFront::Authentication::kSignature),
          open_front_({*service_, keys_, clock_, log_}, DmsFront::Authentication::kNone) {}

    static http::Request Request(const std::string& operation, const std::string& body = "{}") {
        return {.method = "POST",
                .target = "/",
                .headers = {{"Host", "127.0.0.1:12345"},
                            {"Content-Type", "application/x-amz-json-1.1"},
                            {"X-Amz-Target", "AmazonDMSv20160101." + operation}},
                .body = body};
    }
    struct SignOptions {
        std::optional<Secret> secret = std::nullopt;
        std::string token{};
        std::string service = "dms";
        std::chrono::minutes skew{0};
    };
    http::Request Signed(http::Request request, const SignOptions& options) {
        const aws::Credentials credentials{
            .access_key_id = key_.key.id,
            .secret_access_key = options.secret.value_or(key_.secret),
            .session_token = Secret(options.token)};
        std::vector<aws::HttpHeader> given;
        for (const http::Header& header : request.headers) {
            given.push_back({.name = header.name, .value = header.value});
        }
        const auto headers = aws::Sign({.headers = given, .body = request.body}, credentials,
                                       "us-east-1", options.service, clock_.Now() + options.skew);
        EXPECT_TRUE(headers);
        for (const aws::HttpHeader& header : *headers) {
            request.headers.push_back({.name = header.name, .value = header.value});
        }
        return request;
    }
    http::Request Signed(http::Request request) {
        return Signed(std::move(request), SignOptions{});
    }

    /// `status type`, the type empty on success.
    static std::string Brief(const http::Reply& reply) {
        const auto json = ParseJson(reply.body);
        EXPECT_TRUE(json) << reply.body;
        return std::to_string(reply.status) + " " + (json ? json->value("__type", "") : "no JSON");
    }
    static std::string HeaderOf(const http::Reply& reply, std::string_view name) {
        for (const http::Header& header : reply.headers) {
            if (header.name == name) return header.value;
        }
        return {};
    }
    std::string Ask(const http::Request& request) { return Brief(front_.Handle(request)); }
    std::string AskOpen(const http::Request& request) { return Brief(open_front_.Handle(request)); }

    store::AccessKeyStore keys_;
    store::AccessKeyStore::Created key_;
    DmsFront front_;
    DmsFront open_front_;
};

TEST_F(FrontTest, ASignedRequestIsAnswered) {
    const http::Reply reply = front_.Handle(Signed(Request("DescribeReplicationInstances")));
    EXPECT_EQ(Brief(reply), "200 ");
    EXPECT_EQ(reply.content_type, "application/x-amz-json-1.1");
    EXPECT_EQ(HeaderOf(reply, "x-amzn-RequestId").size(), 36U);
    EXPECT_EQ(HeaderOf(reply, "x-amzn-ErrorType"), "");
    EXPECT_NE(reply.body.find("\"ReplicationInstanceIdentifier\":\"local\""), std::string::npos);
}

TEST_F(FrontTest, FaultsStandInBodyAndHeader) {
    const http::Reply reply = front_.Handle(Signed(Request(
        "DeleteEndpoint", R"({"EndpointArn":"arn:aws:dms:us-east-1:000000000000:endpoint:X"})")));
    EXPECT_EQ(Brief(reply), "400 ResourceNotFoundFault");
    EXPECT_EQ(HeaderOf(reply, "x-amzn-ErrorType"), "ResourceNotFoundFault");
}

TEST_F(FrontTest, AlreadyExistsCarriesTheArn) {
    const std::string body =
        R"({"ReplicationInstanceIdentifier":"local","ReplicationInstanceClass":"dms.t3.micro"})";
    const http::Reply reply = front_.Handle(Signed(Request("CreateReplicationInstance", body)));
    EXPECT_EQ(Brief(reply), "400 ResourceAlreadyExistsFault");
    EXPECT_NE(reply.body.find("\"resourceArn\":\"" + LocalInstance() + "\""), std::string::npos);
}

TEST_F(FrontTest, BadSignaturesAreRefusedEachByItsName) {
    const http::Request plain = Request("DescribeEndpoints");
    EXPECT_EQ(Ask(plain), "400 MissingAuthenticationTokenException");
    http::Request request = plain;
    request.headers.push_back({"Authorization", "Basic dXNlcjpwYXNz"});
    EXPECT_EQ(Ask(request), "400 IncompleteSignatureException");
    EXPECT_EQ(Ask(Signed(plain, {.secret = Secret("another")})), "400 InvalidSignatureException");
    EXPECT_EQ(Ask(Signed(plain, {.service = "s3"})), "400 InvalidSignatureException");
    EXPECT_EQ(Ask(Signed(plain, {.skew = std::chrono::minutes(-6)})),
              "400 InvalidSignatureException");
    EXPECT_EQ(Ask(Signed(plain, {.skew = std::chrono::minutes(6)})),
              "400 InvalidSignatureException");
    EXPECT_EQ(Ask(Signed(plain, {.skew = std::chrono::minutes(-4)})), "200 ");
    EXPECT_EQ(Ask(Signed(plain, {.token = "session"})), "400 UnrecognizedClientException");
    request = Signed(plain);
    request.body = R"({"MaxRecords":20})";
    EXPECT_EQ(Ask(request), "400 InvalidSignatureException");
    request = Signed(plain);
    request.headers[2].value = "AmazonDMSv20160101.DescribeConnections";
    EXPECT_EQ(Ask(request), "400 InvalidSignatureException");
}

TEST_F(FrontTest, AnUnknownOrDeletedKeyIsAnUnrecognizedClient) {
    const http::Request request = Signed(Request("DescribeEndpoints"));
    ASSERT_TRUE(keys_.Delete(key_.key.id));
    EXPECT_EQ(Ask(request), "400 UnrecognizedClientException");
}

TEST_F(FrontTest, OperationsThatAreNotServedAreNamed) {
    const http::Reply reply = open_front_.Handle(Request("DescribeCertificates"));
    EXPECT_EQ(Brief(reply), "400 UnknownOperationException");
    EXPECT_NE(reply.body.find("The operation DescribeCertificates is not served"),
              std::string::npos);
    http::Request request = Request("X");
    request.headers.pop_back();
    EXPECT_EQ(AskOpen(request), "400 UnknownOperationException");
    request.headers.push_back({"X-Amz-Target", "AmazonS3.ListBuckets"});
    EXPECT_EQ(AskOpen(request), "400 UnknownOperationException");
}

TEST_F(FrontTest, EveryOperationIsServed) {
    int operations = 0;
    dms::operations::ForEachOperation([&]<class Operation>() {
        const std::string brief = AskOpen(Request(std::string(Operation::kName)));
        EXPECT_EQ(brief.find("UnknownOperation"), std::string::npos) << Operation::kName;
        EXPECT_EQ(brief.find("500"), std::string::npos) << Operation::kName;
        ++operations;
    });
    EXPECT_EQ(operations, 30);
}

TEST_F(FrontTest, BrokenBodiesAreSerializationFaults) {
    for (const char* body : {"{", "[]", "\"x\"", "{\"MaxRecords\":\"20\"}", "{\"Filters\":{}}",
                             "\xff", "{\"MaxRecords\":20,\"MaxRecords\":21}"}) {
        EXPECT_EQ(AskOpen(Request("DescribeEndpoints", body)), "400 SerializationException")
            << body;
    }
    EXPECT_EQ(AskOpen(Request("DeleteEndpoint", "{}")), "400 ValidationException");
    EXPECT_EQ(AskOpen(Request("DescribeEndpoints", "")), "200 ");
    EXPECT_EQ(AskOpen(Request("DescribeEndpoints", R"({"Marker":null,"NewMember":[1]})")), "200 ");
}

TEST_F(FrontTest, OtherPathsAndMethodsAreRefused) {
    http::Request request = Request("DescribeEndpoints");
    request.target = "/api";
    EXPECT_EQ(AskOpen(request), "404 UnknownOperationException");
    request.target = "/";
    for (const char* method : {"PUT", "GET"}) {
        request.method = method;
        EXPECT_EQ(AskOpen(request), "405 UnknownOperationException") << method;
    }
}

TEST_F(FrontTest, WithoutAuthenticationOnlyLoopbackNamesAreAnswered) {
    http::Request request = Request("DescribeEndpoints");
    for (const char* host : {"localhost", "localhost:12345", "127.0.0.1:1", "[::1]:12345"}) {
        request.headers[0].value = host;
        EXPECT_EQ(AskOpen(request), "200 ") << host;
    }
    for (const char* host :
         {"evil.example", "127.0.0.1.evil.example:12345", "", "localhost.evil"}) {
        request.headers[0].value = host;
        EXPECT_EQ(AskOpen(request), "403 AccessDeniedException") << host;
    }
}

TEST_F(FrontTest, RefusalsAreFaultsToo) {
    EXPECT_EQ(Brief(front_.Refuse({}, 413, "too large")), "413 ValidationException");
}

}  // namespace
}  // namespace dmsnode::service
