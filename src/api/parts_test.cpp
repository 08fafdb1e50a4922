#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "api/auth/login_guard.hpp"
#include "api/auth/passwords.hpp"
#include "api/call.hpp"
#include "api/metrics.hpp"
#include "api/rate_limit.hpp"
#include "api/route.hpp"

namespace dmsnode::api {
namespace {

using std::chrono::seconds;
using Time = std::chrono::steady_clock::time_point;

std::string Wrong(const Json& value, const Schema& schema, const Components& components = {}) {
    std::string text;
    for (const Problem& problem : Validate(value, schema, components)) {
        text += (text.empty() ? "" : "; ") + problem.path + " " + problem.message;
    }
    return text;
}

TEST(Schema, ChecksWhatItDescribes) {
    struct Case {
        Schema schema;
        Json good;
        std::vector<Json> bad;
    };
    const std::vector<Case> cases{
        {Schema::Boolean(), true, {0, "true", nullptr}},
        {Schema::Integer().Range(1, 3), 3, {0, 4, 1.5, "1", true}},
        {Schema::Number(), 1.5, {"1", nullptr}},
        {Schema::String().Length(1, 2), "äö", {"", "abc", 1}},
        {Schema::Word("a-z0-9_-", 2, 4), "a-_9", {"a", "abcde", "A1", "a b", "ä", 7}},
        {Schema::Code(), "9223372036854775807", {"", "-1", "1x", "9223372036854775808", 7}},
        {Schema::Time(), "2026-11-22T10:17:02.123Z", {"2026-11-22", "soon", 7}},
        {Schema::Enum({"a", "b"}), "b", {"c", "", 1}},
        {Schema::Enum({"a"}).OrNull(), nullptr, {"c", 1}},
        {Schema::Integer().OrNull(), nullptr, {"c", 1.5}},
        {Schema::Array(Schema::Integer()).Items(1, 2),
         Json::array({1, 2}),
         {Json::array(), Json::array({1, 2, 3}), Json::array({"1"}), Json::object()}},
        {Schema::Map(Schema::Integer()), Json{{"x", 1}}, {Json{{"x", "1"}}, Json::array()}},
        {Schema::AnyOf({Schema::Integer(), Schema::Boolean()}), true, {"x", nullptr}},
        {Schema::Any(), Json{{"x", Json::array({1})}}, {}},
    };
    for (const Case& each : cases) {
        EXPECT_EQ(Wrong(each.good, each.schema), "") << each.schema.json();
        for (const Json& bad : each.bad) {
            EXPECT_NE(Wrong(bad, each.schema), "") << each.schema.json() << " takes " << bad;
        }
    }
}

TEST(Schema, ProblemsNameTheirPathAndNoValue) {
    const Components components{
        {"Node", Schema::Object({Required("name", Schema::String().Length(1, 5)),
                                 Optional("next", Schema::Ref("Node"))})}};
    const Json value{{"name", "a"},
                     {"next", {{"nane", "s3cret"}, {"next", {{"name", "s3cret-too-long"}}}}}};
    EXPECT_EQ(Wrong(value, Schema::Ref("Node"), components),
              "$.next.nane there is no such member; $.next.next.name has 15 characters; "
              "$.next.name is missing");
    for (const Problem& problem : Validate(value, Schema::Ref("Node"), components)) {
        EXPECT_EQ(problem.ToString().find("s3cret"), std::string::npos);
        if (problem.path == "$.next.nane") {
            EXPECT_EQ(problem.hint, "did you mean \"name\"?");
        }
    }
    Json many = Json::array();
    for (int i = 0; i < 100; ++i) many.push_back("x");
    EXPECT_EQ(Validate(many, Schema::Array(Schema::Integer()), {}).size(), 20U);
    // As deep as a body may be, it is checked; beyond, refused.
    Json deep{{"name", "too long"}};
    for (int i = 0; i < 49; ++i) deep = Json{{"name", "a"}, {"next", deep}};
    EXPECT_TRUE(Wrong(deep, Schema::Ref("Node"), components).ends_with("has 8 characters"));
    for (int i = 0; i < 49; ++i) deep = Json{{"name", "a"}, {"next", deep}};
    EXPECT_TRUE(Wrong(deep, Schema::Ref("Node"), components).ends_with("is nested too deeply"));
    EXPECT_NE(Wrong(18'446'744'073'709'551'615U, Schema::Integer()), "");
}

TEST(Cursor, ComesBackAsItWentOut) {
    for (const std::string text : {"", "a", "user-7", "ä ö", "123"}) {
        EXPECT_EQ(*DecodeCursor(EncodeCursor(text)), text);
    }
    for (const char* bad : {"A", "A=", "a b", "_w", "!!!!", "AAAA\n"}) {
        EXPECT_FALSE(DecodeCursor(bad)) << bad;
    }
}

TEST(OpenApi, DescribesRouteAndErrors) {
    RouteTable table;
    table.components.emplace("Thing", Schema::Object({Required("code", Schema::Code())}));
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/things",
               .operation = "makeThing",
               .tag = "things",
               .summary = "Make it",
               .right = Right::kProjectEdit,
               .query = PageQuery(),
               .body = Schema::Ref("Thing"),
               .reply = Schema::Ref("Thing"),
               .status = 201,
               .once = true,
               .handle = [](const Call&) -> Result<Answer> { return NoContent(); }});
    const Json document = MakeOpenApi(table);
    const Json& operation = document["paths"]["/projects/{projectCode}/things"]["post"];
    EXPECT_EQ(operation["operationId"], "makeThing");
    EXPECT_EQ(operation["x-role"], "project admin");
    EXPECT_EQ(operation["parameters"].size(), 4U);
    EXPECT_EQ(operation["responses"]["201"]["content"]["application/json"]["schema"]["$ref"],
              "#/components/schemas/Thing");
    EXPECT_TRUE(operation["responses"].contains("default"));
    EXPECT_TRUE(document["components"]["schemas"].contains("Problem"));
}

TEST(RateLimiter, RefillsWithTimeAndStaysBounded) {
    RateLimiter limiter({.per_second = 2, .burst = 3});
    const Time start{std::chrono::hours(1)};
    for (int i = 0; i < 3; ++i) EXPECT_FALSE(limiter.Take("a", start));
    EXPECT_EQ(limiter.Take("a", start), seconds(1));
    EXPECT_FALSE(limiter.Take("b", start));
    EXPECT_FALSE(limiter.Take("a", start + std::chrono::milliseconds(500)));
    EXPECT_TRUE(limiter.Take("a", start + std::chrono::milliseconds(500)));
    for (std::size_t i = 0; i < RateLimiter::kMostBuckets + 50; ++i) {
        EXPECT_FALSE(limiter.Take("x" + std::to_string(i), start + seconds(1)));
    }
    EXPECT_LE(limiter.size(), RateLimiter::kMostBuckets);
    for (std::size_t i = 0; i < 50; ++i) {
        EXPECT_FALSE(limiter.Take("y" + std::to_string(i), start + seconds(100)));
    }
    EXPECT_LE(limiter.size(), RateLimiter::kMostBuckets);
}

TEST(LoginGuard, WaitsDoubleUpToTheirBound) {
    LoginGuard guard;
    Time now{std::chrono::hours(1)};
    for (int i = 0; i < LoginGuard::kFreeOfName; ++i) EXPECT_FALSE(guard.Begin("a", "1", now));
    std::vector<std::int64_t> waits;
    for (int i = 0; i < 9; ++i) {
        const auto wait = guard.Begin("a", std::to_string(i + 10), now);
        ASSERT_TRUE(wait);
        waits.push_back(wait->count());
        now += *wait;
        ASSERT_FALSE(guard.Begin("a", std::to_string(i + 10), now));
    }
    EXPECT_EQ(waits, (std::vector<std::int64_t>{1, 2, 4, 8, 16, 32, 60, 60, 60}));
    now += seconds(60);
    EXPECT_FALSE(guard.Begin("a", "2", now));
    guard.Succeeded("a", "2");
    EXPECT_FALSE(guard.Begin("a", "2", now));
    // Forgotten after an hour.
    for (int i = 0; i < LoginGuard::kFreeOfName; ++i) {
        static_cast<void>(guard.Begin("b", "3", now));
    }
    EXPECT_TRUE(guard.Begin("b", "3", now));
    now += std::chrono::hours(2);
    for (int i = 0; i < LoginGuard::kFreeOfName; ++i) EXPECT_FALSE(guard.Begin("b", "3", now));
}

TEST(Passwords, AreRightOrWrongAndBoundedInParallel) {
    Passwords passwords({.memory_bytes = 8192, .passes = 1, .at_once = 2});
    const auto hash = passwords.Hash(Secret("correct horse"));
    ASSERT_TRUE(hash);
    EXPECT_TRUE(hash->starts_with("$argon2id$"));
    EXPECT_TRUE(*passwords.Verify(*hash, Secret("correct horse")));
    EXPECT_FALSE(*passwords.Verify(*hash, Secret("correct hors")));
    EXPECT_FALSE(*passwords.Verify("", Secret("")));
    std::vector<std::thread> threads;
    std::atomic<int> right{0};
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&] { right += *passwords.Verify(*hash, Secret("correct horse")); });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(right, 8);
    Passwords none({.memory_bytes = 8192,
                    .passes = 1,
                    .at_once = 0,
                    .longest_wait = std::chrono::milliseconds(1)});
    EXPECT_EQ(none.Hash(Secret("x")).error().code, ErrorCode::kThrottled);
    EXPECT_FALSE(Passwords::Check(Secret("9 letters"), "x"));
    EXPECT_TRUE(Passwords::Check(Secret("10 letters"), "x"));
    EXPECT_TRUE(Passwords::Check(Secret("äöüäöüäöüä"), "x"));
    EXPECT_FALSE(Passwords::Check(Secret(std::string(1025, 'x')), "x"));
}

TEST(Tokens, AreRandomAndKeptAsHashes) {
    const Secret token = NewToken("dmsn_");
    EXPECT_EQ(token.Reveal().size(), 5U + 43U);
    EXPECT_NE(token, NewToken("dmsn_"));
    EXPECT_EQ(HashToken(token.Reveal()), HashToken(token.Reveal()));
    EXPECT_NE(HashToken(token.Reveal()), CsrfOf(token.Reveal()));
    EXPECT_NE(KeyedHash("a", "x"), KeyedHash("b", "x"));
    EXPECT_TRUE(SameText("ab", "ab"));
    EXPECT_FALSE(SameText("ab", "abc"));
}

TEST(Metrics, AreWrittenAsPrometheusReadsThem) {
    Metrics metrics;
    metrics.AddCollector([](MetricsWriter& writer) {
        writer.Describe("dmsnode_x", "gauge", "X.");
        writer.Value("dmsnode_x", {{"name", "a\"b\\c\nd"}}, 2.5);
    });
    metrics.CountRequest("getMe", 200, 0.02);
    metrics.CountRequest("getMe", 404, 2);
    const std::string text = metrics.Text();
    for (const char* line :
         {"dmsnode_api_requests_total{operation=\"getMe\",status=\"404\"} 1\n",
          "dmsnode_api_request_seconds_bucket{operation=\"getMe\",le=\"0.05\"} 1\n",
          "dmsnode_api_request_seconds_bucket{operation=\"getMe\",le=\"+Inf\"} 2\n",
          "dmsnode_api_request_seconds_sum{operation=\"getMe\"} 2.02\n",
          "# TYPE dmsnode_x gauge\ndmsnode_x{name=\"a\\\"b\\\\c\\nd\"} 2.5\n"}) {
        EXPECT_NE(text.find(line), std::string::npos) << line << text;
    }
}

}  // namespace
}  // namespace dmsnode::api
