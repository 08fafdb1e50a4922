#include "aws/service_caller.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "aws/dms_client.hpp"
#include "aws/sigv4.hpp"
#include "base/times.hpp"
#include "fakes/fake_aws.hpp"
#include "fakes/fake_clock.hpp"

namespace dmsnode::aws {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

const Secret kSecret("secret");

class CountingSource final : public CredentialSource {
public:
    Result<Credentials> Get() override {
        if (error) return *error;
        return Credentials{.access_key_id = "key" + std::to_string(invalidated),
                           .secret_access_key = kSecret};
    }
    void Invalidate(const std::string& key) override {
        EXPECT_EQ(key, "key" + std::to_string(invalidated));
        ++invalidated;
    }
    int invalidated = 0;
    std::optional<Error> error;
};

HttpResponse Reply(int status, std::string body, std::vector<HttpHeader> headers = {}) {
    return {status, std::move(headers), std::move(body)};
}
HttpResponse Fault(const std::string& code, const std::string& message, int status = 400) {
    return Reply(status, R"({"__type":")" + code + R"(","message":")" + message + "\"}");
}

struct Subject {
    testing::FakeTransport transport;
    testing::FakeClock clock;
    testing::FakeRandom random{0.5};
    testing::RecordingLog log;
    CountingSource source;
    CallLimits limits;
    std::unique_ptr<ServiceCaller> caller;

    explicit Subject(CallLimits with = {}) : limits(std::move(with)) {
        caller = std::make_unique<ServiceCaller>(transport, clock, random, log, limits);
    }
    Result<std::string> Call() {
        return caller->Call({.name = "DescribeEndpoints",
                             .url = "http://127.0.0.1:12345",
                             .service = "dms",
                             .region = "local",
                             .headers = {{"X-Amz-Target", "AmazonDMSv20160101.DescribeEndpoints"}},
                             .body = "{}",
                             .read_fault = ReadJsonFault},
                            &source);
    }
    /// The error as text and its code's name; or the body.
    std::string Told() {
        const Result<std::string> body = Call();
        if (body) return *body;
        return std::string(ErrorCodeName(body.error().code)) + " " + body.error().ToString();
    }
};

TEST(ServiceCaller, SuccessIsTheBody) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(200, "body")});
    EXPECT_EQ(subject.Told(), "body");
    const auto requests = subject.transport.requests();
    ASSERT_EQ(requests.size(), 1U);
    EXPECT_EQ(requests[0].method, "POST");
    EXPECT_EQ(*FindHeader(requests[0].headers, "host"), "127.0.0.1:12345");
    EXPECT_EQ(*FindHeader(requests[0].headers, "amz-sdk-request"), "attempt=1; max=3");
    EXPECT_EQ(requests[0].total_timeout, 60s);
    EXPECT_EQ(requests[0].connect_timeout, 10s);
    EXPECT_THAT(*FindHeader(requests[0].headers, "authorization"),
                HasSubstr("SignedHeaders=host;x-amz-date;x-amz-target,"));
}

TEST(ServiceCaller, FaultIsTypedAndNotRetried) {
    Subject subject;
    subject.transport.AnswerInTurn({Fault("ResourceNotFoundFault", "no such task")});
    EXPECT_EQ(subject.Told(), "not_found DescribeEndpoints: ResourceNotFoundFault: no such task");
    EXPECT_EQ(subject.transport.requests().size(), 1U);
}

// D15 of dolphinscheduler.md 1.9.
TEST(ServiceCaller, D15ThrottlingIsRetriedWithBackoff) {
    Subject subject;
    subject.transport.AnswerInTurn({Fault("ThrottlingException", "Rate exceeded"),
                                    Fault("ThrottlingException", "Rate exceeded"),
                                    Reply(200, "x")});
    EXPECT_EQ(subject.Told(), "x");
    EXPECT_THAT(subject.clock.sleeps(), ElementsAre(500ms, 1s));
    EXPECT_THAT(subject.log.text(), HasSubstr("INFO dms DescribeEndpoints: attempt 1 of 3 failed, "
                                              "next in 0.50 s: Rate exceeded"));
}

TEST(ServiceCaller, EachAttemptIsSignedAnewUnderOneInvocationId) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(503, ""), Reply(500, ""), Reply(200, "x")});
    EXPECT_EQ(subject.Told(), "x");
    const auto requests = subject.transport.requests();
    ASSERT_EQ(requests.size(), 3U);
    const auto header = [&](std::size_t i, std::string_view name) {
        return *FindHeader(requests[i].headers, name);
    };
    EXPECT_EQ(header(0, "amz-sdk-invocation-id"), header(2, "amz-sdk-invocation-id"));
    EXPECT_EQ(header(2, "amz-sdk-request"), "attempt=3; max=3");
    EXPECT_EQ(header(0, "x-amz-date"), "20261122T101702Z");
    EXPECT_EQ(header(2, "x-amz-date"), "20261122T101703Z");
    EXPECT_NE(header(0, "authorization"), header(2, "authorization"));
    for (const HttpRequest& request : requests) {
        const Result<Authorization> authorization =
            ParseAuthorization(*FindHeader(request.headers, "authorization"));
        ASSERT_TRUE(authorization);
        EXPECT_TRUE(Verify({.headers = request.headers, .body = request.body}, *authorization,
                           kSecret, subject.clock.Now()));
    }
}

TEST(ServiceCaller, LastErrorTellsTheAttempts) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(503, "busy")});
    EXPECT_EQ(subject.Told(),
              "unavailable DescribeEndpoints: the service answered HTTP 503: busy (after 3 "
              "attempts)");
    subject.transport.AnswerInTurn({Fault("SlowDown", "slower")});
    EXPECT_EQ(subject.Told(), "throttled DescribeEndpoints: SlowDown: slower (after 3 attempts)");
}

// D14 of dolphinscheduler.md 1.9: one network fault ended a healthy migration.
TEST(ServiceCaller, D14LostConnectionsAreRetriedOthersAreNot) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(200, "x")});
    subject.transport.FailAt(1, {ErrorCode::kUnavailable, "no connection"});
    subject.transport.FailAt(2, {ErrorCode::kTimeout, "no reply in time"});
    EXPECT_EQ(subject.Told(), "x");
    subject.transport.FailAt(4, {ErrorCode::kProtocol, "the reply is larger than 1 bytes"});
    EXPECT_EQ(subject.Told(), "protocol DescribeEndpoints: the reply is larger than 1 bytes");
    EXPECT_EQ(subject.transport.requests().size(), 4U);
}

TEST(ServiceCaller, TotalTimeoutIsOfAllAttemptsTogether) {
    Subject subject({.total_timeout = 3s, .max_attempts = 10});
    subject.transport.Answer([&](const HttpRequest& request) -> Result<HttpResponse> {
        EXPECT_LE(request.total_timeout, 3s);
        subject.clock.Advance(1s);
        return Reply(503, "");
    });
    EXPECT_THAT(subject.Told(), HasSubstr("unavailable"));
    const auto requests = subject.transport.requests();
    ASSERT_EQ(requests.size(), 2U);  // 1 s + 0.5 s wait + 1 s; the next wait would end after 3 s
    EXPECT_EQ(requests[1].total_timeout, 1500ms);
    EXPECT_EQ(requests[1].connect_timeout, 1500ms);
}

TEST(ServiceCaller, RetriesStopWhenTheBudgetIsSpent) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(503, "")});
    for (int i = 0; i < 50; ++i) EXPECT_FALSE(subject.Call());  // two retries of 5 tokens each
    EXPECT_EQ(subject.caller->budget().left(), 0);
    const std::size_t before = subject.transport.requests().size();
    EXPECT_FALSE(subject.Call());
    EXPECT_EQ(subject.transport.requests().size(), before + 1);
    EXPECT_THAT(subject.log.text(),
                HasSubstr("no retry: too many calls of this client have failed"));
}

TEST(ServiceCaller, SuccessGivesTokensBack) {
    Subject subject;
    subject.transport.AnswerInTurn(
        {Reply(503, ""), Reply(503, ""), Reply(200, ""), Reply(200, "")});
    EXPECT_TRUE(subject.Call());
    EXPECT_EQ(subject.caller->budget().left(), 495);  // took 5 twice, gave 5 back
    EXPECT_TRUE(subject.Call());
    EXPECT_EQ(subject.caller->budget().left(), 496);
}

TEST(ServiceCaller, TimeoutsCostDouble) {
    Subject subject({.max_attempts = 2});
    subject.transport.AnswerInTurn({Error{ErrorCode::kTimeout, "late"}});
    EXPECT_FALSE(subject.Call());
    EXPECT_EQ(subject.caller->budget().left(), 490);
}

TEST(ServiceCaller, ClockIsCorrectedFromTheReplysDateOnce) {
    Subject subject({.max_attempts = 1});
    const std::vector<HttpHeader> date{{"Date", "Sun, 22 Nov 2026 12:17:02 GMT"}};
    subject.transport.AnswerInTurn(
        {Reply(400, R"({"__type":"InvalidSignatureException","message":"Signature expired"})",
               date),
         Reply(200, "x"), Reply(200, "y")});
    EXPECT_EQ(subject.Told(), "x");
    EXPECT_EQ(subject.caller->clock_offset(), 2h);
    EXPECT_EQ(subject.Told(), "y");
    const auto requests = subject.transport.requests();
    ASSERT_EQ(requests.size(), 3U);
    EXPECT_EQ(*FindHeader(requests[1].headers, "x-amz-date"), "20261122T121702Z");
    EXPECT_EQ(*FindHeader(requests[2].headers, "x-amz-date"), "20261122T121702Z");
    EXPECT_THAT(subject.log.text(), HasSubstr("the clocks differ by 7200 s"));
}

TEST(ServiceCaller, WrongSecretWithRightClockIsNotRetried) {
    Subject subject;
    const std::vector<HttpHeader> date{{"Date", "Sun, 22 Nov 2026 10:18:02 GMT"}};
    subject.transport.AnswerInTurn(
        {Reply(400, R"({"__type":"InvalidSignatureException","message":"wrong"})", date)});
    EXPECT_EQ(subject.Told(),
              "unauthenticated DescribeEndpoints: InvalidSignatureException: wrong");
    EXPECT_EQ(subject.transport.requests().size(), 1U);
}

TEST(ServiceCaller, ServerThatNeverAgreesOnTheTimeIsAskedTwiceOnly) {
    Subject subject;
    int hour = 11;
    subject.transport.Answer([&](const HttpRequest&) -> Result<HttpResponse> {
        return Reply(400, R"({"__type":"RequestTimeTooSkewed","message":"no"})",
                     {{"Date", "Sun, 22 Nov 2026 " + std::to_string(hour++) + ":17:02 GMT"}});
    });
    EXPECT_FALSE(subject.Call());
    EXPECT_EQ(subject.transport.requests().size(), 2U);
}

// D14 of dolphinscheduler.md 1.9: one expired key ended a healthy migration.
TEST(ServiceCaller, D14ExpiredKeysAreAskedForAgainOnce) {
    Subject subject;
    subject.transport.AnswerInTurn({Fault("ExpiredTokenException", "old"), Reply(200, "x")});
    EXPECT_EQ(subject.Told(), "x");
    EXPECT_EQ(subject.source.invalidated, 1);
    EXPECT_THAT(*FindHeader(subject.transport.requests()[1].headers, "authorization"),
                HasSubstr("Credential=key1/"));
    subject.transport.AnswerInTurn({Fault("ExpiredTokenException", "old")});
    EXPECT_EQ(subject.Told(), "unauthenticated DescribeEndpoints: ExpiredTokenException: old");
    EXPECT_EQ(subject.source.invalidated, 2);
}

TEST(ServiceCaller, MissingKeysEndTheCallBeforeItIsSent) {
    Subject subject;
    subject.source.error = Error{ErrorCode::kUnauthenticated, "no AWS keys were found"};
    EXPECT_EQ(subject.Told(),
              "unauthenticated DescribeEndpoints: cannot sign the request: no AWS keys were found");
    EXPECT_TRUE(subject.transport.requests().empty());
}

TEST(ServiceCaller, StopEndsTheWaitForARetry) {
    std::stop_source stop;
    Subject subject({.stop = stop.get_token()});
    subject.transport.Answer([&](const HttpRequest&) -> Result<HttpResponse> {
        stop.request_stop();
        return Reply(503, "");
    });
    EXPECT_EQ(subject.Told(), "cancelled DescribeEndpoints: stopped while waiting for a retry");
    EXPECT_EQ(subject.transport.requests().size(), 1U);
}

TEST(ServiceCaller, AnswersThatAreNoService) {
    Subject subject;
    subject.transport.AnswerInTurn({Reply(404, "<html>Not\nhere</html>")});
    EXPECT_EQ(subject.Told(),
              "protocol DescribeEndpoints: the service answered HTTP 404: <html>Not here</html> "
              "(check that the endpoint is that of the service)");
    subject.transport.AnswerInTurn({Reply(301, "", {{"Location", "http://x"}})});
    EXPECT_THAT(subject.Told(),
                HasSubstr("protocol DescribeEndpoints: the service answered HTTP 301"));
    subject.transport.AnswerInTurn({Reply(403, "")});
    EXPECT_THAT(subject.Told(), HasSubstr("permission_denied"));
    subject.transport.AnswerInTurn({Reply(404, std::string(100'000, 'x'))});
    EXPECT_LT(subject.Told().size(), 3000U);
}

TEST(ReadJsonFault, CodeStandsInTheBodyOrTheHeader) {
    const auto fault = [](const std::string& body, std::vector<HttpHeader> headers = {}) {
        const ServiceFault read = ReadJsonFault({400, std::move(headers), body});
        return read.code + "|" + read.message;
    };
    EXPECT_EQ(fault(R"({"__type":"a.b#Code","message":"m"})"), "Code|m");
    EXPECT_EQ(fault(R"({"__type":"Code:http://x/","Message":"M"})"), "Code|M");
    EXPECT_EQ(fault(R"({"message":"m"})", {{"x-amzn-ErrorType", "Code:http://x"}}), "Code|m");
    EXPECT_EQ(fault(R"({"__type":7,"message":["x"]})"), "|");
    EXPECT_EQ(fault("plain text"), "|plain text");
    EXPECT_EQ(fault(""), "|");
}

}  // namespace
}  // namespace dmsnode::aws
