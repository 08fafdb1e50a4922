#include "http/target.hpp"

#include <gtest/gtest.h>

#include <random>

#include "http/event_stream.hpp"

namespace dmsnode::http {
namespace {

TEST(DecodePercent, TakesUtf8AndNothingElse) {
    const std::vector<std::pair<std::string, std::string>> good{
        {"", ""},        {"a%20b", "a b"},   {"%C3%A4", "ä"},
        {"%c3%a4", "ä"}, {"%E2%82%AC", "€"}, {"%F0%9F%8E%89", "🎉"},
        {"%2F", "/"},    {"a+b", "a+b"},     {"%25", "%"}};
    for (const auto& [text, decoded] : good) {
        const auto got = DecodePercent(text);
        ASSERT_TRUE(got) << text;
        EXPECT_EQ(*got, decoded);
        EXPECT_EQ(*DecodePercent(EncodePercent(decoded)), decoded);
    }
    for (const char* text :
         {"%", "%4", "a%4", "%zz", "%-1", "%00", "%0a", "%7F", "%C3", "%C0%80", "%E0%80%80",
          "%ED%A0%80", "%F4%90%80%80", "%F5%80%80%80", "%80", "%FF", "%C3%28"}) {
        EXPECT_FALSE(DecodePercent(text)) << text;
    }
}

TEST(SplitPath, GivesDecodedSegments) {
    EXPECT_EQ(*SplitPath("/"), std::vector<std::string>{});
    EXPECT_EQ(*SplitPath("/a/b%2Fc"), (std::vector<std::string>{"a", "b/c"}));
    for (const char* path : {"", "a", "//", "/a//b", "/a/", "/.", "/a/..", "/%2E%2e/b", "/%zz"}) {
        EXPECT_FALSE(SplitPath(path)) << path;
    }
}

TEST(ParseQuery, GivesPairsInOrder) {
    const auto got = ParseQuery("a=1&b=x+y%26&&c&a=2&=v&d==");
    ASSERT_TRUE(got);
    std::string text;
    for (const QueryParameter& each : *got) text += each.name + "=" + each.value + ";";
    EXPECT_EQ(text, "a=1;b=x y&;c=;a=2;=v;d==;");
    EXPECT_TRUE(ParseQuery("")->empty());
    EXPECT_EQ(ParseQuery("a=%zz").error().where, "a");
    std::string many;
    for (int i = 0; i < 101; ++i) many += "a&";
    EXPECT_FALSE(ParseQuery(many));
}

TEST(MediaType, IsReadFromContentTypeAndAccept) {
    EXPECT_EQ(MediaTypeOf("Application/JSON ; charset=utf-8"), "application/json");
    for (const char* broken : {"", "json", "/json", "a/", "a/b/c", "a /b"}) {
        EXPECT_EQ(MediaTypeOf(broken), "") << broken;
    }
    EXPECT_TRUE(IsUtf8Charset("a/b"));
    EXPECT_TRUE(IsUtf8Charset("a/b; charset=\"UTF-8\""));
    EXPECT_FALSE(IsUtf8Charset("a/b; x=y; charset=latin1"));
    for (const char* accept : {"", "*/*", "application/*", "text/html, application/json;q=0.5",
                               "application/json", "*/*;q=0, application/json"}) {
        EXPECT_TRUE(Accepts(accept, "application/json")) << accept;
    }
    for (const char* accept : {"text/html", "application/json;q=0", "application/json;q=0.0, */*",
                               "application/jsonx"}) {
        EXPECT_FALSE(Accepts(accept, "application/json")) << accept;
    }
}

TEST(AcceptsCoding, NeedsItNamedAndNotRefused) {
    for (const char* accepted : {"gzip", "br;q=1.0, GZip ; q=0.2", "*", "gzip, *;q=0"}) {
        EXPECT_TRUE(AcceptsCoding(accepted, "gzip")) << accepted;
    }
    for (const char* refused : {"", "br", "identity", "gzip;q=0, *", "*;q=0.0", "x-gzip2"}) {
        EXPECT_FALSE(AcceptsCoding(refused, "gzip")) << refused;
    }
}

TEST(CookieOf, FindsTheNamedOne) {
    EXPECT_EQ(CookieOf("a=1; session=x=y; b=2", "session"), "x=y");
    EXPECT_EQ(CookieOf("a=1;session=", "session"), "");
    EXPECT_EQ(CookieOf("xsession=1", "session"), "");
}

TEST(FormatEvent, ALineBreakMakesNoField) {
    EXPECT_EQ(FormatEvent({.name = "a\nid: 9", .data = "x\r\ny\rz\n", .id = "1"}),
              "id: 1\nevent: a id: 9\ndata: x\ndata: y\ndata: z\ndata: \n\n");
    EXPECT_EQ(FormatEvent({.name = "", .data = ""}), "data: \n\n");
}

TEST(TargetReaders, TakeAnyBytes) {
    const unsigned seed = std::random_device{}();
    SCOPED_TRACE(seed);
    std::mt19937 random(seed);
    int decoded = 0;
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(random() % 20, 'a');
        for (char& c : bytes) c = "%0aAfFcC3/&=+;,q. \xc3\xa4\x80"[random() % 20];
        if (DecodePercent(bytes)) ++decoded;
        if (const auto path = SplitPath(bytes); path && !path->empty()) {
            EXPECT_TRUE(IsUtf8Text(path->front()));
        }
        static_cast<void>(ParseQuery(bytes));
        static_cast<void>(Accepts(bytes, "a/b"));
        static_cast<void>(MediaTypeOf(bytes));
    }
    EXPECT_GT(decoded, 0);
}

}  // namespace
}  // namespace dmsnode::http
