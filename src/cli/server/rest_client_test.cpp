#include "cli/server/rest_client.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <mutex>

#include "aws/curl_transport.hpp"
#include "base/files.hpp"
#include "cli/server/names.hpp"
#include "cli/server/saved_tokens.hpp"
#include "fakes/fake_clock.hpp"
#include "support/http_test_server.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::cli {
namespace {

using testing::HttpReply;
using testing::HttpTestServer;
namespace fs = std::filesystem;

class HalfRandom final : public aws::Random {
public:
    double Unit() override { return 0.5; }
};

HttpTestServer::Reply JsonReply(int status, const std::string& body) {
    return HttpReply(status, body, "Content-Type: application/json; charset=utf-8\r\n");
}

HttpTestServer::Reply ProblemReply(int status, const std::string& body) {
    return HttpReply(status, body, "Content-Type: application/problem+json\r\n");
}

/// A connection that is lost before the answer.
HttpTestServer::Reply Lost() {
    return {.bytes = "", .close = true};
}

/// A client of a server that answers as the test says; what came is kept.
class Peer {
public:
    using Answers = std::function<HttpTestServer::Reply(const HttpTestServer::Request&)>;

    explicit Peer(Answers answers, std::string token = "")
        : server_([this, answers = std::move(answers)](const HttpTestServer::Request& request) {
              {
                  const std::lock_guard lock(mutex_);
                  requests_.push_back(request);
              }
              return answers(request);
          }),
          client(transport_, clock, random_,
                 {.url = server_.url(), .token = Secret(std::move(token))}) {}

    std::vector<HttpTestServer::Request> requests() const {
        const std::lock_guard lock(mutex_);
        return requests_;
    }
    /// `GET /api/v1/me`
    std::string line(std::size_t i) const {
        const std::string head = requests().at(i).head;
        return head.substr(0, head.find(" HTTP/"));
    }
    std::string header(std::size_t i, const std::string& name) const {
        const std::string head = requests().at(i).head;
        const std::size_t at = head.find("\r\n" + name + ": ");
        if (at == std::string::npos) return "";
        const std::size_t begin = at + name.size() + 4;
        return head.substr(begin, head.find("\r\n", begin) - begin);
    }

    testing::FakeClock clock;

private:
    mutable std::mutex mutex_;  // guards requests_
    std::vector<HttpTestServer::Request> requests_;
    aws::CurlTransport transport_;
    HalfRandom random_;
    HttpTestServer server_;

public:
    RestClient client;
};

TEST(RestClient, SendsTokenBodyAndEncodedQuery) {
    Peer peer([](const auto&) { return JsonReply(200, R"({"ok":true})"); }, "t0ken");
    const auto answer = peer.client.Send({.method = "PUT",
                                          .path = "/users/" + PercentEncode("a/b ü"),
                                          .query = {{"name", "x&y=1"}},
                                          .body = {{"role", "viewer"}},
                                          .if_match = "7"});
    ASSERT_TRUE(answer) << answer.error().ToString();
    EXPECT_EQ(answer->json, Json({{"ok", true}}));
    EXPECT_EQ(peer.line(0), "PUT /api/v1/users/a%2Fb%20%C3%BC?name=x%26y%3D1");
    EXPECT_EQ(peer.header(0, "Authorization"), "Bearer t0ken");
    EXPECT_EQ(peer.header(0, "If-Match"), "\"7\"");
    EXPECT_EQ(peer.header(0, "Idempotency-Key"), "");
    EXPECT_EQ(peer.requests()[0].body, R"({"role":"viewer"})");
    EXPECT_EQ(PercentEncode(".."), "%2E%2E");
}

TEST(RestClient, AProblemDocumentIsAnErrorWithItsProblems) {
    Peer peer([](const auto&) {
        return ProblemReply(400,
                            R"({"type":"urn:dmsnode:problem:invalid_argument","title":"Bad Request",
 "status":400,"detail":"the body is not valid","hint":"read docs/api.md","problems":[
 {"path":"$.nane","message":"there is no such member","hint":"did you mean \"name\"?"},
 {"path":"$.size","message":"is too small","expected":"at least 1","line":3},
 {"path":"$.x","message":"odd","warning":true}, 7, {"path":1}]})");
    });
    const auto answer = peer.client.Send({.method = "POST", .path = "/projects", .body = {}});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(answer.error().ToString(), "Bad Request: the body is not valid (read docs/api.md)");
    ASSERT_EQ(peer.client.problems().size(), 4U);
    EXPECT_EQ(peer.client.problems()[0].ToString(),
              "$.nane: there is no such member (did you mean \"name\"?)");
    EXPECT_EQ(peer.client.problems()[1].ToString(),
              "line 3: $.size: is too small; expected at least 1");
    EXPECT_TRUE(peer.client.problems()[2].warning);
}

TEST(RestClient, EachStatusHasItsKindOfError) {
    struct Case {
        int status;
        ErrorCode code;
        std::string hint;
    };
    for (const Case& each :
         {Case{401, ErrorCode::kUnauthenticated, "dmsnode login --server "},
          Case{403, ErrorCode::kPermissionDenied, ""}, Case{404, ErrorCode::kNotFound, ""},
          Case{409, ErrorCode::kConflict, ""}, Case{422, ErrorCode::kInvalidArgument, ""},
          Case{500, ErrorCode::kInternal, ""}}) {
        Peer peer([&](const auto&) {
            return ProblemReply(each.status, R"({"title":"T","detail":"d","instance":"urn:r"})");
        });
        const auto answer = peer.client.Send({.path = "/me"});
        ASSERT_FALSE(answer) << each.status;
        EXPECT_EQ(answer.error().code, each.code) << each.status;
        EXPECT_EQ(answer.error().fault, "T");
        EXPECT_TRUE(answer.error().hint.starts_with(each.hint)) << answer.error().hint;
        EXPECT_EQ(answer.error().message, each.status == 500 ? "d; urn:r" : "d");
    }
}

TEST(RestClient, WhatIsNoAnswerOfTheApiIsSaidSo) {
    Peer page([](const auto&) { return HttpReply(404, "<html>", "Content-Type: text/html\r\n"); });
    const auto refused = page.client.Send({.path = "/me"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, "HTTP status 404");
    EXPECT_EQ(refused.error().message, "this is no answer of dmsnode's REST API");

    Peer broken([](const auto&) { return JsonReply(200, R"({"a":)"); });
    EXPECT_EQ(broken.client.Send({.path = "/me"}).error().code, ErrorCode::kProtocol);
    EXPECT_EQ(broken.client.List("/users", {}, 10).error().code, ErrorCode::kProtocol);

    Peer other([](const auto&) { return JsonReply(200, R"({"items":7})"); });
    EXPECT_EQ(other.client.List("/users", {}, 10).error().message, "the answer is no list");
    EXPECT_FALSE(
        Peer([](const auto&) { return JsonReply(200, "[1]"); }).client.List("/users", {}, 10));
}

struct RetryCase {
    std::string name;
    RestRequest request;
    std::function<HttpTestServer::Reply(int)> answer;  // to the n-th request
    int requests;
    bool succeeds;
};

TEST(RestClient, SendsAgainWhatMayBeSentAgain) {
    const auto lost_twice = [](int n) { return n < 3 ? Lost() : JsonReply(200, "{}"); };
    const auto no_time = [](int n) {
        return n < 3 ? ProblemReply(503, R"({"title":"T","detail":"d"})") : JsonReply(200, "{}");
    };
    const auto throttled = [](int n) {
        return n == 1 ? HttpReply(429, "{}",
                                  "Retry-After: 2\r\nContent-Type: application/problem+json\r\n")
                      : JsonReply(200, "{}");
    };
    const auto always = [](int) { return ProblemReply(503, R"({"title":"T","detail":"d"})"); };
    const auto conflict = [](int) { return ProblemReply(409, R"({"title":"T","detail":"d"})"); };
    const RestRequest get{.path = "/me"};
    const RestRequest post{.method = "POST", .path = "/x", .body = {{"a", 1}}};
    const RestRequest once{.method = "POST", .path = "/x", .body = {{"a", 1}}, .once = true};
    const RestRequest put{.method = "PUT", .path = "/x", .body = {{"a", 1}}};
    for (const RetryCase& each : {RetryCase{"get, lost", get, lost_twice, 3, true},
                                  RetryCase{"get, no time", get, no_time, 3, true},
                                  RetryCase{"get, never", get, always, 4, false},
                                  RetryCase{"get, conflict", get, conflict, 1, false},
                                  RetryCase{"post, lost", post, lost_twice, 1, false},
                                  RetryCase{"post, no time", post, no_time, 1, false},
                                  RetryCase{"post, throttled", post, throttled, 2, true},
                                  RetryCase{"once, lost", once, lost_twice, 3, true},
                                  RetryCase{"put, lost", put, lost_twice, 1, false}}) {
        Peer peer([&](const HttpTestServer::Request& r) { return each.answer(r.number); });
        const auto answer = peer.client.Send(each.request);
        EXPECT_EQ(answer.has_value(), each.succeeds)
            << each.name << ": " << (answer ? "" : answer.error().ToString());
        EXPECT_EQ(peer.requests().size(), static_cast<std::size_t>(each.requests)) << each.name;
        EXPECT_EQ(peer.clock.sleeps().size(), peer.requests().size() - 1) << each.name;
        if (!answer && each.name.ends_with("lost")) {
            EXPECT_EQ(answer.error().fault, "") << each.name;
            EXPECT_NE(answer.error().hint.find("--server"), std::string::npos);
        }
        if (each.name == "once, lost") {
            EXPECT_EQ(peer.header(0, "Idempotency-Key").size(), 36U);
            EXPECT_EQ(peer.header(0, "Idempotency-Key"), peer.header(2, "Idempotency-Key"));
        }
        if (each.name == "post, throttled") {
            EXPECT_GE(peer.clock.sleeps().at(0), std::chrono::seconds(2));
        }
    }
}

TEST(RestClient, ListsPageByPageUpToABound) {
    const auto answers = [](const HttpTestServer::Request& request) {
        const bool second = request.head.find("cursor=p%2F2") != std::string::npos;
        return JsonReply(200, second
                                  ? R"({"items":[{"name":"c"}],"nextCursor":"p3"})"
                                  : R"({"items":[{"name":"a"},{"name":"b"}],"nextCursor":"p/2"})");
    };
    Peer peer(answers);
    const auto three = peer.client.List("/users", {{"name", "x"}}, 3);
    ASSERT_TRUE(three) << three.error().ToString();
    EXPECT_EQ(three->items.size(), 3U);
    EXPECT_TRUE(three->more);
    EXPECT_EQ(peer.line(0), "GET /api/v1/users?name=x");
    EXPECT_EQ(peer.line(1), "GET /api/v1/users?name=x&limit=1&cursor=p%2F2");
}

TEST(RestClient, ServerUrlsAreChecked) {
    for (const auto* good : {"http://127.0.0.1:12345", "http://localhost", "http://[::1]:8",
                             "https://a.example/dms"}) {
        EXPECT_EQ(CheckServerUrl(std::string(good) + "/", false).value_or(""), good);
    }
    for (const auto* bad : {"", "127.0.0.1:12345", "ftp://a", "http://", "https://", "https://a?b",
                            "https://user:pw@a", "https://a b", "http://scheduler.example",
                            "http://localhost.example", "http://[::2]:8"}) {
        const auto checked = CheckServerUrl(bad, false);
        ASSERT_FALSE(checked) << bad;
        EXPECT_EQ(checked.error().code, ErrorCode::kInvalidArgument);
        EXPECT_EQ(checked.error().ToString().find("pw"), std::string::npos);
    }
    EXPECT_TRUE(CheckServerUrl("http://scheduler.example", true));
}

TEST(Names, BecomeCodes) {
    ::unsetenv("DMSNODE_PROJECT");
    const auto answers = [](const HttpTestServer::Request& request) {
        if (request.head.find("/workflows") != std::string::npos) {
            return JsonReply(200, R"({"items":[{"name":"nightly","code":"100000000000001"},
 {"name":"twice","code":"2"},{"name":"twice","code":"3"},{"name":"2026","code":"4"}]})");
        }
        return JsonReply(200, R"({"items":[{"name":"sales","code":"100000000000009"}]})");
    };
    struct Case {
        std::string project, workflow, filled;
    };
    const std::string path = "/projects/{project}/workflows/{workflow}/versions/{=version}";
    for (const Case& each :
         {Case{"sales", "nightly", "/projects/100000000000009/workflows/100000000000001"},
          Case{"", "nightly", "/projects/100000000000009/workflows/100000000000001"},
          Case{"100000000000007", "100000000000008",
               "/projects/100000000000007/workflows/100000000000008"},
          Case{"sales", "2026", "/projects/100000000000009/workflows/4"},
          Case{"sales", "77", "/projects/100000000000009/workflows/77"}}) {
        Peer peer(answers);
        const auto filled =
            FillPath(peer.client, path,
                     {{"project", each.project}, {"workflow", each.workflow}, {"version", "a/1"}});
        ASSERT_TRUE(filled) << filled.error().ToString();
        EXPECT_EQ(*filled, each.filled + "/versions/a%2F1");
    }
    Peer peer(answers);
    const auto wrong = [&](const std::string& workflow) {
        return FillPath(peer.client, path, {{"project", "sales"}, {"workflow", workflow}})
            .error()
            .ToString();
    };
    EXPECT_EQ(wrong("nightyl"),
              "Not Found: there is no workflow \"nightyl\" (did you mean \"nightly\"?)");
    EXPECT_EQ(wrong("zzzzzzz"),
              "Not Found: there is no workflow \"zzzzzzz\" (there are: nightly, twice, twice, "
              "2026)");
    EXPECT_EQ(wrong("twice"),
              "Ambiguous: 2 of workflows are called \"twice\" (give the code: 2, 3)");
    EXPECT_EQ(wrong("nightly"), "the version has no name");
}

TEST(Names, AProjectIsAskedForIfThereAreSeveral) {
    ::unsetenv("DMSNODE_PROJECT");
    Peer none([](const auto&) { return JsonReply(200, R"({"items":[]})"); });
    EXPECT_EQ(FillPath(none.client, "/projects/{project}", {}).error().ToString(),
              "there is no project yet (dmsnode project create NAME)");
    Peer two([](const auto&) {
        return JsonReply(200, R"({"items":[{"name":"a","code":"1"},{"name":"b","code":"2"}]})");
    });
    EXPECT_EQ(FillPath(two.client, "/projects/{project}", {}).error().ToString(),
              "which project is meant? (--project NAME, or DMSNODE_PROJECT: a, b)");
    ::setenv("DMSNODE_PROJECT", "b", 1);
    EXPECT_EQ(FillPath(two.client, "/projects/{project}", {}).value_or(""), "/projects/2");
    ::unsetenv("DMSNODE_PROJECT");
}

TEST(SavedTokens, AreKeptByServerForTheirOwnerOnly) {
    const testing::TempDir dir;
    const fs::path file = fs::path(dir.path()) / "config" / "dmsnode" / "tokens.json";
    SavedTokens tokens(file);
    ASSERT_TRUE(tokens.Find("http://a"));
    EXPECT_FALSE(*tokens.Find("http://a"));
    ASSERT_TRUE(tokens.Save(
        "http://a",
        {.token = Secret("one"), .code = "1", .user = "u", .expires = "2027-01-01T00:00:00Z"}));
    ASSERT_TRUE(
        tokens.Save("http://b", {.token = Secret("two"), .code = "2", .user = "v", .expires = ""}));
    EXPECT_EQ(fs::status(file).permissions(), fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(fs::status(file.parent_path()).permissions(), fs::perms::owner_all);
    EXPECT_EQ((*tokens.Find("http://a"))->token.Reveal(), "one");
    EXPECT_EQ((*tokens.Find("http://b"))->user, "v");
    ASSERT_TRUE(tokens.Forget("http://a"));
    ASSERT_TRUE(tokens.Forget("http://a"));
    EXPECT_FALSE(*tokens.Find("http://a"));
    EXPECT_EQ((*tokens.Find("http://b"))->code, "2");

    fs::permissions(file, fs::perms::group_read, fs::perm_options::add);
    EXPECT_EQ(tokens.Find("http://b").error().code, ErrorCode::kPermissionDenied);
    fs::permissions(file, fs::perms::group_read, fs::perm_options::remove);
    ASSERT_TRUE(WriteFileAtomically(file, R"({"http://b": {"token": "two"})"));
    const auto broken = tokens.Find("http://b");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().ToString().find("two"), std::string::npos);
    ASSERT_TRUE(WriteFileAtomically(file, R"({"http://b": {"token": 7}, "http://c": []})"));
    EXPECT_FALSE(*tokens.Find("http://b"));
    EXPECT_FALSE(*tokens.Find("http://c"));
}

}  // namespace
}  // namespace dmsnode::cli
