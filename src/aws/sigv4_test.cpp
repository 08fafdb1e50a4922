#include "aws/sigv4.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/times.hpp"
#include "dms/faults.hpp"

namespace dmsnode::aws {
namespace {

using ::testing::HasSubstr;
using namespace std::chrono_literals;

const Secret kSigningSecret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");

TimePoint At(std::string_view compact) {
    return *ParseCompactTime(compact);
}

/// A signed request with its headers as they would be sent.
struct Signed {
    std::vector<HttpHeader> headers{{"Host", "dms.eu-central-1.amazonaws.com"},
                                    {"X-Amz-Target", "AmazonDMSv20160101.DescribeEndpoints"},
                                    {"Content-Type", "application/x-amz-json-1.1"}};
    std::string body = R"({"MaxRecords":20})";
    TimePoint time = At("20261122T101702Z");

    explicit Signed(std::string_view region = "eu-central-1", std::string_view service = "dms") {
        const Credentials credentials{.access_key_id = "AKIDEXAMPLE",
                                      .secret_access_key = kSigningSecret};
        auto added = Sign(Request(), credentials, region, service, time);
        EXPECT_TRUE(added) << added.error().ToString();
        if (added) headers.insert(headers.end(), added->begin(), added->end());
    }
    SignableRequest Request() const { return {.headers = headers, .body = body}; }
    std::string& Value(std::string_view name) {
        for (HttpHeader& header : headers) {
            if (header.name == name) return header.value;
        }
        ADD_FAILURE() << "no header " << name;
        return headers.front().value;
    }
    Status Check(TimePoint now) const {
        const std::string* value = FindHeader(headers, "authorization");
        const Result<Authorization> authorization =
            ParseAuthorization(value == nullptr ? "" : *value);
        if (!authorization) return authorization.error();
        return Verify(Request(), *authorization, kSigningSecret, now);
    }
    Status Check() const { return Check(time); }
};

std::string FaultOf(const Status& status) {
    return status ? "" : status.error().fault;
}

// Source: the public AWS SigV4 test suite, case get-vanilla-query-order-key-case and its kin, made
// with service "service" and region "us-east-1".
TEST(Sign, GivesTheSignatureOfThePublishedExample) {
    const std::vector<HttpHeader> headers{{"Host", "example.amazonaws.com"}};
    const Credentials credentials{
        .access_key_id = "AKIDEXAMPLE",
        .secret_access_key = Secret("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")};
    const auto added = Sign({.method = "GET", .headers = headers}, credentials, "us-east-1",
                            "service", At("20150830T123600Z"));
    ASSERT_TRUE(added);
    EXPECT_EQ(added->back().value,
              "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
              "SignedHeaders=host;x-amz-date, "
              "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31");
}

TEST(Verify, AcceptsWhatSignMade) {
    EXPECT_TRUE(Signed().Check());
    EXPECT_TRUE(Signed("some-region-42").Check());
}

TEST(Verify, HeadersThatAreNotSignedMayChange) {
    Signed request;
    request.headers.push_back({"User-Agent", "x"});
    request.headers.push_back({"amz-sdk-request", "attempt=2"});
    EXPECT_TRUE(request.Check());
}

TEST(Verify, BlanksInAHeaderValueDoNotCount) {
    Signed request;
    request.Value("Content-Type") = "  application/x-amz-json-1.1\t ";
    EXPECT_TRUE(request.Check());
}

TEST(Verify, EveryChangedPartBreaksTheSignature) {
    Signed body;
    body.body += " ";
    EXPECT_EQ(FaultOf(body.Check()), dms::fault::kInvalidSignature);
    for (const std::string_view name : {"Host", "X-Amz-Target", "Content-Type"}) {
        SCOPED_TRACE(name);
        Signed request;
        request.Value(name) += "x";
        EXPECT_EQ(FaultOf(request.Check()), dms::fault::kInvalidSignature);
    }
    Signed path;
    const Result<Authorization> authorization = ParseAuthorization(path.Value("Authorization"));
    SignableRequest other = path.Request();
    other.path = "/x";
    EXPECT_FALSE(Verify(other, *authorization, kSigningSecret, path.time));
    other = path.Request();
    other.query = "a=b";
    EXPECT_FALSE(Verify(other, *authorization, kSigningSecret, path.time));
    other = path.Request();
    other.method = "GET";
    EXPECT_FALSE(Verify(other, *authorization, kSigningSecret, path.time));
    EXPECT_FALSE(Verify(path.Request(), *authorization, Secret("other"), path.time));
}

TEST(Verify, EveryFlippedDigitOfTheSignatureIsRefused) {
    const Signed good;
    const Result<Authorization> parsed =
        ParseAuthorization(*FindHeader(good.headers, "authorization"));
    ASSERT_TRUE(parsed);
    for (std::size_t i = 0; i < parsed->signature.size(); ++i) {
        Authorization changed = *parsed;
        changed.signature[i] = changed.signature[i] == '0' ? '1' : '0';
        EXPECT_EQ(FaultOf(Verify(good.Request(), changed, kSigningSecret, good.time)),
                  dms::fault::kInvalidSignature);
    }
}

TEST(Verify, ClockSkewBeyondFiveMinutesIsRefusedEitherWay) {
    const Signed request;
    EXPECT_TRUE(request.Check(request.time + 5min));
    EXPECT_TRUE(request.Check(request.time - 5min));
    const Status late = request.Check(request.time + 5min + 1s);
    ASSERT_EQ(FaultOf(late), dms::fault::kInvalidSignature);
    EXPECT_EQ(late.error().message,
              "Signature expired: 20261122T101702Z is now earlier than 20261122T101703Z "
              "(20261122T102203Z - 300 s)");
    const Status early = request.Check(request.time - 5min - 1s);
    ASSERT_EQ(FaultOf(early), dms::fault::kInvalidSignature);
    EXPECT_THAT(early.error().message, HasSubstr("Signature not yet current"));
}

TEST(Verify, OtherServiceIsRefused) {
    EXPECT_EQ(FaultOf(Signed("eu-central-1", "s3").Check()), dms::fault::kInvalidSignature);
}

TEST(Verify, DateOfTheScopeMustBeThatOfTheRequest) {
    const Signed request;
    Result<Authorization> authorization =
        ParseAuthorization(*FindHeader(request.headers, "authorization"));
    authorization->date = "20261121";
    EXPECT_EQ(FaultOf(Verify(request.Request(), *authorization, kSigningSecret, request.time)),
              dms::fault::kInvalidSignature);
}

TEST(Verify, HostAndDateMustBeSignedAndSentOnce) {
    const Signed good;
    const Result<Authorization> authorization =
        ParseAuthorization(*FindHeader(good.headers, "authorization"));
    for (const std::string name : {"host", "x-amz-date"}) {
        SCOPED_TRACE(name);
        Authorization unsigned_name = *authorization;
        std::erase(unsigned_name.signed_headers, name);
        const Status status = Verify(good.Request(), unsigned_name, kSigningSecret, good.time);
        ASSERT_EQ(FaultOf(status), dms::fault::kIncompleteSignature);
        EXPECT_EQ(status.error().message,
                  "the header " + name + " must be among the SignedHeaders");

        Signed doubled;
        doubled.headers.push_back({name, *FindHeader(doubled.headers, name)});
        EXPECT_EQ(FaultOf(doubled.Check()), dms::fault::kIncompleteSignature);

        Signed missing;
        std::erase_if(missing.headers,
                      [&](const HttpHeader& header) { return LowerAscii(header.name) == name; });
        EXPECT_EQ(FaultOf(missing.Check()), dms::fault::kIncompleteSignature);
    }
    Signed odd;
    odd.Value("X-Amz-Date") = "2026-11-22T10:17:02Z";
    EXPECT_EQ(FaultOf(odd.Check()), dms::fault::kIncompleteSignature);
}

TEST(Verify, SignedHeaderThatIsNotSentIsRefused) {
    Signed request;
    std::erase_if(request.headers,
                  [](const HttpHeader& header) { return header.name == "X-Amz-Target"; });
    EXPECT_EQ(FaultOf(request.Check()), dms::fault::kInvalidSignature);
}

TEST(Sign, TemporaryKeysSignTheirToken) {
    const Credentials credentials{.access_key_id = "ASIAEXAMPLE",
                                  .secret_access_key = kSigningSecret,
                                  .session_token = Secret("token/with+signs==")};
    std::vector<HttpHeader> headers{{"Host", "h"}};
    const auto added = Sign({.headers = headers}, credentials, "r", "dms", At("20261122T101702Z"));
    ASSERT_TRUE(added);
    ASSERT_EQ(added->size(), 3U);
    EXPECT_EQ((*added)[1].name, "X-Amz-Security-Token");
    EXPECT_THAT(added->back().value,
                HasSubstr("SignedHeaders=host;x-amz-date;x-amz-security-token"));
}

TEST(Sign, OldSignatureHeadersAreReplacedNotSigned) {
    std::vector<HttpHeader> headers{
        {"Host", "h"}, {"authorization", "old"}, {"x-amz-date", "20200101T000000Z"}};
    const Credentials credentials{.access_key_id = "A", .secret_access_key = kSigningSecret};
    const auto again = Sign({.headers = headers}, credentials, "r", "dms", At("20261122T101702Z"));
    headers.resize(1);
    const auto fresh = Sign({.headers = headers}, credentials, "r", "dms", At("20261122T101702Z"));
    ASSERT_TRUE(again && fresh);
    EXPECT_EQ(again->back().value, fresh->back().value);
}

TEST(Sign, WhatCannotStandInAHeaderIsRefusedByName) {
    const std::vector<HttpHeader> headers{{"Host", "h"}};
    const Credentials good{.access_key_id = "A", .secret_access_key = kSigningSecret};
    const TimePoint now = At("20261122T101702Z");
    const auto refused = [&](const Credentials& credentials, std::string_view region,
                             std::span<const HttpHeader> with) {
        const auto added = Sign({.headers = with}, credentials, region, "dms", now);
        return added ? std::string() : added.error().message;
    };
    EXPECT_EQ(refused(good, "", headers), "the region is empty");
    EXPECT_THAT(refused(good, "a\r\nX-Evil: 1", headers), HasSubstr("the region holds"));
    EXPECT_THAT(refused(good, "a/b", headers), HasSubstr("the region holds"));
    EXPECT_EQ(refused({.secret_access_key = kSigningSecret}, "r", headers),
              "the access key id is empty");
    EXPECT_EQ(refused(good, "r", {}), "a request to be signed needs its Host header");
    const std::vector<HttpHeader> broken{{"Host", "h\nx"}};
    EXPECT_EQ(refused(good, "r", broken), "a header to be signed holds a control character");
}

TEST(CanonicalRequest, PathIsNormalisedAndEncodedOnceMore) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"", "/"},          {"/", "/"},      {"/a/./b/../c", "/a/c"}, {"//a///b/", "/a/b/"},
        {"/%20", "/%2520"}, {"/../..", "/"}, {"/a b~", "/a%20b~"}};
    for (const auto& [path, expected] : cases) {
        SCOPED_TRACE(path);
        const std::string canonical = CanonicalRequest({.path = path}, {});
        EXPECT_THAT(canonical, ::testing::StartsWith("POST\n" + expected + "\n\n"));
    }
}

TEST(CanonicalRequest, QueryIsDecodedEncodedAndSorted) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {"b=2&a=1", "a=1&b=2"},    {"a=2&a=1", "a=1&a=2"}, {"a", "a="},
        {"a=%7e%2f", "a=~%2F"},    {"a=b=c", "a=b%3Dc"},   {"a=%zz%4", "a=%25zz%254"},
        {"a-b=1&a=1", "a=1&a-b=1"}};
    for (const auto& [query, expected] : cases) {
        SCOPED_TRACE(query);
        EXPECT_THAT(CanonicalRequest({.query = query}, {}),
                    ::testing::StartsWith("POST\n/\n" + expected + "\n"));
    }
}

TEST(CanonicalRequest, RepeatedHeadersAreJoinedInTheirOrder) {
    const std::vector<HttpHeader> headers{{"X-A", " 2 "}, {"x-a", "1  1"}, {"X-Ab", ""}};
    const std::vector<std::string> names{"x-a", "x-ab"};
    EXPECT_THAT(CanonicalRequest({.headers = headers}, names),
                HasSubstr("x-a:2,1 1\nx-ab:\n\nx-a;x-ab\n"));
}

const std::string kGoodHeader =
    "AWS4-HMAC-SHA256 Credential=AKID/20261122/eu-central-1/dms/aws4_request, "
    "SignedHeaders=host;x-amz-date, "
    "Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31";

TEST(ParseAuthorization, TakesTheHeaderApart) {
    const Result<Authorization> parsed = ParseAuthorization(kGoodHeader);
    ASSERT_TRUE(parsed) << parsed.error().ToString();
    EXPECT_EQ(parsed->access_key_id, "AKID");
    EXPECT_EQ(parsed->date, "20261122");
    EXPECT_EQ(parsed->region, "eu-central-1");
    EXPECT_EQ(parsed->service, "dms");
    EXPECT_THAT(parsed->signed_headers, ::testing::ElementsAre("host", "x-amz-date"));
    EXPECT_THAT(parsed->signature, ::testing::StartsWith("5fa00fa3"));
}

TEST(ParseAuthorization, BlanksAfterCommasMayBeMissing) {
    std::string dense = kGoodHeader;
    for (std::size_t at = 0; (at = dense.find(", ", at)) != std::string::npos;)
        dense.erase(at + 1, 1);
    EXPECT_TRUE(ParseAuthorization(dense));
}

TEST(ParseAuthorization, EveryProperPrefixIsRefused) {
    for (std::size_t length = 0; length < kGoodHeader.size(); ++length) {
        SCOPED_TRACE(length);
        const Result<Authorization> parsed = ParseAuthorization(kGoodHeader.substr(0, length));
        ASSERT_FALSE(parsed);
        EXPECT_EQ(parsed.error().code, ErrorCode::kUnauthenticated);
        EXPECT_EQ(parsed.error().fault, length == 0 ? dms::fault::kMissingAuthenticationToken
                                                    : dms::fault::kIncompleteSignature);
    }
}

TEST(ParseAuthorization, EachMalformedPartIsNamed) {
    const auto with = [](std::string_view from, std::string_view to) {
        std::string text = kGoodHeader;
        text.replace(text.find(from), from.size(), to);
        const Result<Authorization> parsed = ParseAuthorization(text);
        EXPECT_FALSE(parsed) << text;
        return parsed ? std::string() : parsed.error().message;
    };
    EXPECT_THAT(with("AWS4-HMAC-SHA256", "Bearer"), HasSubstr("scheme AWS4-HMAC-SHA256"));
    EXPECT_THAT(with("Credential=", "Credential"), HasSubstr("name=value"));
    EXPECT_THAT(with("Credential=", "Kredential="), HasSubstr("not Credential"));
    EXPECT_THAT(with("SignedHeaders=host;x-amz-date, ", ""), HasSubstr("lacks SignedHeaders"));
    EXPECT_THAT(with("SignedHeaders=", "Signature=a, SignedHeaders="),
                HasSubstr("Signature twice"));
    for (const std::string_view bad :
         {"AKID/20261122/eu/dms", "AKID/20261122//dms/aws4_request",
          "/20261122/eu/dms/aws4_request", "AKID/20261322/eu/dms/aws4_request",
          "AKID/20261122/eu/dms/aws5_request", "A/B/20261122/eu/dms/aws4_request"}) {
        EXPECT_THAT(with("AKID/20261122/eu-central-1/dms/aws4_request", bad),
                    HasSubstr("Credential must be"));
    }
    for (const std::string_view bad :
         {"", "x-amz-date;host", "host;host", "Host", "host;;x-amz-date"}) {
        EXPECT_THAT(with("host;x-amz-date", bad), HasSubstr("SignedHeaders must be"));
    }
    EXPECT_THAT(with("Signature=5", "Signature=F"), HasSubstr("Signature must be"));
    EXPECT_THAT(with("Signature=5", "Signature="), HasSubstr("Signature must be"));
    EXPECT_FALSE(ParseAuthorization(kGoodHeader + std::string(9000, 'a')));
}

}  // namespace
}  // namespace dmsnode::aws
