// Our signatures against botocore's own, for random requests.
#include <gtest/gtest.h>

#include <random>

#include "aws/impl/url.hpp"
#include "aws/sigv4.hpp"
#include "aws/system_host.hpp"
#include "base/files.hpp"
#include "base/json.hpp"
#include "base/times.hpp"
#include "support/source_tree.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::aws {
namespace {

constexpr int kCases = 800;
constexpr unsigned kSeed = 20261122;

class Generator {
public:
    explicit Generator(unsigned seed) : engine_(seed) {}

    int Number(int least, int most) {
        return std::uniform_int_distribution<int>(least, most)(engine_);
    }
    template <std::size_t N>
    std::string Pick(const char* const (&list)[N]) {
        return list[static_cast<std::size_t>(Number(0, static_cast<int>(N) - 1))];
    }
    template <std::size_t N>
    std::string Text(const char* const (&pieces)[N], int most) {
        std::string text;
        for (int i = Number(0, most); i > 0; --i) text += Pick(pieces);
        return text;
    }

    Json Request() {
        constexpr const char* kRegions[] = {"eu-central-1", "us-gov-west-1", "cn-north-1", "local",
                                            "Region_42.x",  "région",        "a:b"};
        constexpr const char* kHosts[] = {"http://127.0.0.1:12345", "https://dms.local",
                                          "https://dms.eu-central-1.amazonaws.com:443",
                                          "http://Some.Host:80", "http://[::1]:8080"};
        constexpr const char* kPath[] = {"/",  "/", "a", "B-9", "~", "%20", "%C3%A9", "/./", "/../",
                                         "//", "+", ",", "@",   ":", ".",   "..",     "="};
        constexpr const char* kKey[] = {"A", "B", "7", "x", "Q"};
        constexpr const char* kSecret[] = {"a", "/", "+", "Z", "=", "0", "é", " "};
        constexpr const char* kToken[] = {"FwoG", "/", "+", "=", "x9"};
        constexpr const char* kBody[] = {"{",  "\"a\":1", "é", "日本", "😀",
                                         "\n", "\\u0000", " ", "x",    "\t"};
        Json request;
        request["method"] = Number(0, 4) == 0 ? "GET" : "POST";
        request["url"] = Pick(kHosts) + "/" + Text(kPath, Number(0, 1) * 8) + Query();
        request["headers"] = Headers();
        request["body"] = Text(kBody, 40);
        request["access_key"] = "AKID" + Text(kKey, 12);
        request["secret_key"] = "s" + Text(kSecret, 30);
        request["token"] = Number(0, 1) == 0 ? "" : "t" + Text(kToken, 60);
        request["region"] = Pick(kRegions);
        request["service"] = Number(0, 9) == 0 ? "sts" : "dms";
        request["time"] = FormatCompact(TimePoint(std::chrono::seconds(Number(0, 2'000'000'000))));
        return request;
    }

private:
    std::string Query() {
        constexpr const char* kPieces[] = {"a", "B", "0", "%20", "%2F", "-", "~", "%C3%A9", "."};
        std::string query;
        for (int i = Number(-3, 4); i > 0; --i) {
            query += (query.empty() ? "?" : "&") + std::string("p") + Text(kPieces, 2);
            if (Number(0, 3) > 0) query += "=" + Text(kPieces, 4);
        }
        return query;
    }
    Json Headers() {
        constexpr const char* kNames[] = {"X-Amz-Meta-A",    "x-amz-meta", "X-Amz-Meta",
                                          "Accept",          "User-Agent", "expect",
                                          "X-Amzn-Trace-Id", "X-Odd",      "Content-Language"};
        constexpr const char* kValues[] = {"a", " ", "  ", "\t", "b c", "é", ",", "\"x  y\"", "="};
        Json headers = Json::array();
        headers.push_back({"Content-Type", "application/x-amz-json-1.1"});
        headers.push_back({"X-Amz-Target", "AmazonDMSv20160101.DescribeEndpoints"});
        for (int i = Number(0, 5); i > 0; --i) headers.push_back({Pick(kNames), Text(kValues, 6)});
        return headers;
    }

    std::mt19937 engine_;
};

struct Ours {
    std::string authorization;
    std::string canonical;
};

Ours SignOurselves(const Json& item) {
    const Result<impl::Url> url = impl::ParseUrl(item["url"].get<std::string>());
    EXPECT_TRUE(url) << item["url"];
    if (!url) return {};
    std::vector<HttpHeader> headers{{"Host", url->authority}};
    for (const Json& pair : item["headers"]) headers.push_back({pair[0], pair[1]});
    const std::string method = item["method"];
    const std::string body = item["body"];
    const SignableRequest request{
        .method = method, .path = url->path, .query = url->query, .headers = headers, .body = body};
    const Credentials credentials{.access_key_id = item["access_key"],
                                  .secret_access_key = Secret(item["secret_key"]),
                                  .session_token = Secret(item["token"])};
    const TimePoint time = *ParseCompactTime(item["time"].get<std::string>());
    const auto added = Sign(request, credentials, item["region"].get<std::string>(),
                            item["service"].get<std::string>(), time);
    EXPECT_TRUE(added) << added.error().ToString();
    if (!added) return {};
    // The server's side of the same request: it must accept what the client's side made.
    std::vector<HttpHeader> sent = headers;
    sent.insert(sent.end(), added->begin(), added->end());
    SignableRequest received = request;
    received.headers = sent;
    const Result<Authorization> authorization = ParseAuthorization(added->back().value);
    EXPECT_TRUE(authorization);
    if (!authorization) return {};
    const Status verified = Verify(received, *authorization, credentials.secret_access_key, time,
                                   std::chrono::minutes(5), item["service"].get<std::string>());
    EXPECT_TRUE(verified) << verified.error().ToString();
    return {added->back().value, CanonicalRequest(received, authorization->signed_headers)};
}

TEST(Sign, EqualsBotocoreForRandomRequests) {
    Generator generator(kSeed);
    Json items = Json::array();
    for (int i = 0; i < kCases; ++i) items.push_back(generator.Request());
    const testing::TempDir folder;
    const std::string in = folder.path() + "/requests.json";
    const std::string out = folder.path() + "/signatures.json";
    ASSERT_TRUE(WriteFileAtomically(in, DumpJson(items)));
    const Result<std::string> run = SystemProcessRunner().Run(
        {"/usr/bin/python3", "-B", testing::SourcePath("tests/contract/botocore_sign.py"), in, out},
        std::chrono::minutes(2));
    ASSERT_TRUE(run) << run.error().ToString() << "; python3-botocore must be installed";
    const Result<std::string> text = ReadFile(out);
    ASSERT_TRUE(text);
    const Result<Json> theirs = ParseJson(*text);
    ASSERT_TRUE(theirs);
    ASSERT_EQ(theirs->size(), items.size());
    for (std::size_t i = 0; i < items.size(); ++i) {
        SCOPED_TRACE("seed " + std::to_string(kSeed) + ", case " + std::to_string(i) + ": " +
                     DumpJson(items[i]));
        const Ours ours = SignOurselves(items[i]);
        ASSERT_EQ(ours.canonical, (*theirs)[i]["canonical"].get<std::string>());
        ASSERT_EQ(ours.authorization, (*theirs)[i]["authorization"].get<std::string>());
    }
}

}  // namespace
}  // namespace dmsnode::aws
