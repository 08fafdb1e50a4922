#include <fstream>

#include "service/http/front.hpp"
#include "store/service_access_keys.hpp"
#include "support/service_fixture.hpp"

namespace dmsnode::service {
namespace {

constexpr const char* kCanary = "c4n4ry-pa55w0rd-9f3b";

/// Invariant: a password appears in no reply, no log and no file.
class CanaryTest : public testing::ServiceTest {
protected:
    CanaryTest() : keys_(*store::AccessKeyStore::Open(*database_, *secrets_)) {}

    std::string Call(const std::string& operation, const std::string& body) {
        DmsFront front({*service_, keys_, clock_, log_}, DmsFront::Authentication::kNone);
        http::Request request{.method = "POST", .target = "/", .headers = {}, .body = body};
        request.headers = {{"Host", "127.0.0.1"},
                           {"X-Amz-Target", "AmazonDMSv20160101." + operation}};
        const std::string reply = front.Handle(request).body;
        replies_ += reply;
        return reply;
    }
    std::string BytesOfAllFiles() const {
        std::string bytes;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(dir_.path())) {
            if (!entry.is_regular_file()) continue;
            std::ifstream in(entry.path(), std::ios::binary);
            bytes.append(std::istreambuf_iterator<char>(in), {});
        }
        return bytes;
    }

    store::AccessKeyStore keys_;
    std::string replies_;
};

TEST_F(CanaryTest, AppearsNowhere) {
    const std::string password = std::string(R"("Password":")") + kCanary + "\"";
    const auto endpoint = [&](const std::string& id, const std::string& type,
                              const std::string& more) {
        return Call("CreateEndpoint", R"({"EndpointIdentifier":")" + id + R"(","EndpointType":")" +
                                          type + R"(","EngineName":"postgres","ServerName":")" +
                                          id + R"(","Username":"u","DatabaseName":"d",)" + more +
                                          "}");
    };
    endpoint("good", "source", password);
    endpoint("block", "target", R"("PostgreSQLSettings":{)" + password + "}");
    endpoint("bad id!", "source", password);
    endpoint("bad-mode", "source", password + R"(,"SslMode":"x")");
    endpoint("attributes", "source",
             std::string(R"("ExtraConnectionAttributes":"sslPassword=)") + kCanary + "\"");
    Call("CreateEndpoint", "{" + password + ", broken");
    factory_.FailHost("good", Error{ErrorCode::kUnauthenticated, "login refused"});
    const auto listed = service_->DescribeEndpoints({});
    ASSERT_EQ(listed->endpoints.size(), 2U);
    for (const dms::Endpoint& made : listed->endpoints) {
        TestEndpoint(*made.endpoint_arn);
        Call("ModifyEndpoint", R"({"EndpointArn":")" + *made.endpoint_arn + "\"," + password + "}");
    }
    ASSERT_TRUE(testing::Eventually([&] {
        return factory_.opened().size() >= 4 &&
               factory_.opened().back().password.Reveal() == kCanary;
    }));
    Call("DescribeEndpoints", "{}");
    Call("DescribeConnections", "{}");
    const auto key = keys_.Create("canary", clock_.Now());
    service_->Close();

    EXPECT_NE(replies_.find("ResourceNotFound"), 0U);
    EXPECT_EQ(replies_.find(kCanary), std::string::npos);
    EXPECT_EQ(log_.text().find(kCanary), std::string::npos);
    const std::string files = BytesOfAllFiles();
    ASSERT_GT(files.size(), 10'000U);
    EXPECT_EQ(files.find(kCanary), std::string::npos);
    EXPECT_EQ(files.find(key->secret.Reveal()), std::string::npos);
}

}  // namespace
}  // namespace dmsnode::service
