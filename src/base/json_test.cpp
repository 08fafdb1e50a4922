#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace dmsnode {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

Error ErrorOf(std::string_view text, JsonLimits limits = {}) {
    const Result<Json> json = ParseJson(text, limits);
    EXPECT_FALSE(json) << text;
    return json ? Error() : json.error();
}

TEST(ParseJson, GivesTheDocument) {
    const Result<Json> json = ParseJson(R"( {"a":[1,-2,1.5,true,null,"é"]} )");
    ASSERT_TRUE(json);
    EXPECT_EQ(DumpJson(*json), R"({"a":[1,-2,1.5,true,null,"é"]})");
}

TEST(ParseJson, BrokenTextIsPlacedByLineAndColumn) {
    EXPECT_EQ(ErrorOf("{\n  \"a\": 1,\n  b\n}").where, "line 3, column 3");
    EXPECT_EQ(ErrorOf("").where, "line 1, column 1");
    EXPECT_EQ(ErrorOf("{} x").where, "line 1, column 4");
    EXPECT_EQ(ErrorOf("[1,\r\n2,]").where, "line 2, column 3");
    EXPECT_EQ(ErrorOf("{").code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(ErrorOf("{").message, HasSubstr("broken JSON: syntax error"));
}

TEST(ParseJson, EveryProperPrefixOfADocumentIsRefused) {
    const std::string whole = R"({"a":[1,{"b":"c\u00e9"}],"d":false})";
    for (std::size_t length = 0; length < whole.size(); ++length) {
        SCOPED_TRACE(length);
        EXPECT_FALSE(ParseJson(whole.substr(0, length)));
    }
}

TEST(ParseJson, ErrorDoesNotRepeatTheDocument) {
    const Error error = ErrorOf("{\"password\":\"hunter2\nrest\"}");
    EXPECT_THAT(error.ToString(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(error.message, HasSubstr("control character"));
    EXPECT_THAT(ErrorOf("{hunter2}").ToString(), Not(HasSubstr("hunter2")));
    EXPECT_THAT(ErrorOf("{b}").message, HasSubstr("expected string literal"));
}

TEST(ParseJson, MemberNamedTwiceInOneObjectIsRefused) {
    EXPECT_EQ(ErrorOf(R"({"a":1,"b":{"c":1},"a":2})").message,
              "the member \"a\" stands twice in one object");
    EXPECT_EQ(ErrorOf(R"([{"x":{"c":1,"c":1}}])").message,
              "the member \"c\" stands twice in one object");
    EXPECT_TRUE(ParseJson(R"({"a":{"a":1},"b":[{"a":1},{"a":2}]})"));
}

TEST(ParseJson, InvalidUtf8IsRefused) {
    for (const std::string_view bad :
         {"\"\xFF\"", "\"\xC3\"", "\"\xED\xA0\x80\"", "\"\xC0\xAF\""}) {
        const Error error = ErrorOf(bad);
        EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
        EXPECT_TRUE(ParseJson(Json(error.ToString()).dump())) << "the error text is not UTF-8";
    }
    EXPECT_FALSE(ParseJson(R"("\ud800")"));
}

TEST(ParseJson, NumberBeyondTheRangeIsAnErrorNotACrash) {
    const Error error = ErrorOf(R"({"a":1e400})");
    EXPECT_EQ(error.code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(error.message, HasSubstr("number"));
}

TEST(ParseJson, DepthBeyondTheLimitIsRefused) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_TRUE(ParseJson(nested(100)));
    EXPECT_EQ(ErrorOf(nested(102)).message, "the JSON document is nested deeper than 100 levels");
    EXPECT_EQ(ErrorOf(nested(200'000)).message,
              "the JSON document is nested deeper than 100 levels");
    EXPECT_FALSE(ParseJson(std::string(200'000, '[')));
}

TEST(ParseJson, SizeBeyondTheLimitIsRefused) {
    EXPECT_TRUE(ParseJson("[1,2]", {.max_bytes = 5}));
    EXPECT_EQ(ErrorOf("[1,2] ", {.max_bytes = 5}).message,
              "the JSON document has 6 bytes, more than the limit of 5");
}

TEST(DumpJson, InvalidUtf8IsReplacedNotThrown) {
    EXPECT_EQ(DumpJson(Json("a\xFF")), "\"a\xEF\xBF\xBD\"");
}

TEST(DumpJson, IndentsIfAsked) {
    EXPECT_EQ(DumpJson(Json{{"a", 1}}, 2), "{\n  \"a\": 1\n}");
}

}  // namespace
}  // namespace dmsnode
