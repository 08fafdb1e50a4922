#include "workflow/parameters.hpp"

#include <gmock/gmock.h>

namespace dmsnode::workflow {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr TimePoint kMorning =
    TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 3 / 1)) + std::chrono::hours(7);

ParameterScope ScopeWith(const std::map<std::string, std::string>& values) {
    ParameterScope scope(kMorning);
    for (const auto& [name, value] : values) {
        scope.Set(ParameterLevel::kLocal, Parameter{.name = name, .value = value});
    }
    return scope;
}

struct Substituted {
    std::string text;
    std::vector<Problem> problems;
};

Substituted Replace(std::string_view text, const ParameterScope& scope,
                    Escaping escaping = Escaping::kNone) {
    Substituted result;
    result.text = Substitute(text, scope, escaping, "$.x", result.problems);
    return result;
}

TEST(ParameterScope, HigherLevelHidesLower) {
    ParameterScope scope(kMorning);
    const std::vector<ParameterLevel> levels = {ParameterLevel::kBuiltIn, ParameterLevel::kProject,
                                                ParameterLevel::kGlobal,  ParameterLevel::kUpstream,
                                                ParameterLevel::kLocal,   ParameterLevel::kStartup};
    for (std::size_t i = 0; i < levels.size(); ++i) {
        scope.Set(levels[i], Parameter{.name = "a", .value = std::to_string(i)});
        EXPECT_EQ(scope.Find("a")->value, std::to_string(i));
    }
    scope.Set(ParameterLevel::kGlobal, Parameter{.name = "a", .value = "late"});
    EXPECT_EQ(scope.Find("a")->value, "5");
    EXPECT_EQ(scope.Find("b"), nullptr);
}

TEST(BuiltIns, FollowTheScheduleTime) {
    ParameterScope scope(kMorning);
    SetBuiltIns({.schedule_time = kMorning,
                 .workflow_name = "nightly",
                 .workflow_instance_id = "7",
                 .task_name = "load",
                 .task_instance_id = ""},
                scope);
    EXPECT_EQ(scope.Find("system.biz.date")->value, "20260228");
    EXPECT_EQ(scope.Find("system.biz.curdate")->value, "20260301");
    EXPECT_EQ(scope.Find("system.datetime")->value, "20260301070000");
    EXPECT_EQ(scope.Find("system.workflow.instance.id")->value, "7");
    EXPECT_EQ(scope.Find("system.task.definition.name")->value, "load");
    EXPECT_EQ(scope.Find("system.task.instance.id"), nullptr);
}

TEST(BuiltIns, AreInTheZoneOfTheScope) {
    const Result<TimeZone> shanghai = TimeZone::Find("Asia/Shanghai");
    ASSERT_TRUE(shanghai) << shanghai.error().ToString();
    const TimePoint evening = kMorning + std::chrono::hours(12);  // 2 March, 03:00
    ParameterScope scope(evening, *shanghai);
    SetBuiltIns({.schedule_time = evening,
                 .workflow_name = "",
                 .workflow_instance_id = "",
                 .task_name = "",
                 .task_instance_id = ""},
                scope);
    EXPECT_EQ(
        Replace("${system.biz.date} ${system.biz.curdate} ${system.datetime} $[HH]", scope).text,
        "20260301 20260302 20260302030000 03");
}

TEST(Substitute, NamesNestAndValuesAreResolved) {
    const ParameterScope scope = ScopeWith(
        {{"stage", "prod"}, {"host_prod", "db1"}, {"url", "${host_${stage}}:$[yyyy]"}, {"e", ""}});
    EXPECT_EQ(Replace("${url}/x", scope).text, "db1:2026/x");
    EXPECT_EQ(Replace("${host_${stage}}", scope).text, "db1");
    EXPECT_EQ(Replace("a${e}b", scope).text, "ab");
    EXPECT_EQ(Replace("$[yyyyMMdd-${days}]", ScopeWith({{"days", "1"}})).text, "20260228");
    EXPECT_EQ(Replace("no placeholder: $ { } $x [1]", scope).text, "no placeholder: $ { } $x [1]");
}

TEST(Substitute, DoubleDollarIsLiteral) {
    const Substituted result = Replace("$${a} $$[yyyy] $[7]", ScopeWith({}));
    EXPECT_EQ(result.text, "${a} $[yyyy] $[7]");
    EXPECT_THAT(result.problems, IsEmpty());
}

TEST(Substitute, UnknownNameIsReportedWithAGuessAndStays) {
    const Substituted result = Replace("x-${schemaa}", ScopeWith({{"schema", "shop"}}));
    EXPECT_EQ(result.text, "x-${schemaa}");
    ASSERT_THAT(result.problems, SizeIs(1));
    EXPECT_EQ(result.problems[0].ToString(),
              "$.x: there is no parameter \"schemaa\" (did you mean \"schema\"?)");
}

TEST(Substitute, PlaceInALongTextIsNamed) {
    const Substituted result = Replace("line one\n  \"a\": \"${nope}\"", ScopeWith({}));
    ASSERT_THAT(result.problems, SizeIs(1));
    EXPECT_EQ(result.problems[0].message, "there is no parameter \"nope\" at line 2, column 9");
}

TEST(Substitute, CircleIsReportedWithItsPath) {
    const Substituted result =
        Replace("${a}", ScopeWith({{"a", "${b}"}, {"b", "${c}"}, {"c", "${a}"}}));
    ASSERT_THAT(result.problems, SizeIs(1));
    EXPECT_EQ(result.problems[0].message, "the parameter \"a\" refers to itself: a → b → c → a");
    EXPECT_THAT(Replace("${x}", ScopeWith({{"x", "${x}"}})).problems, SizeIs(1));
}

TEST(Substitute, BrokenPlaceholdersAreReported) {
    EXPECT_THAT(Replace("${a", ScopeWith({})).problems[0].message,
                HasSubstr("\"${\" without \"}\""));
    EXPECT_THAT(Replace("$[yyyy", ScopeWith({})).problems[0].message,
                HasSubstr("\"$[\" without \"]\""));
    EXPECT_EQ(Replace("$[nope]", ScopeWith({})).problems[0].message,
              "bad time expression $[nope]: the letter 'n' means nothing in a time format");
    EXPECT_EQ(Replace("$[nope]", ScopeWith({})).text, "$[nope]");
}

TEST(Substitute, ValuesAreEscapedInsideJsonStringsOnly) {
    const ParameterScope scope = ScopeWith({{"q", "a\"b\\c\nd"}, {"n", "42"}});
    const Substituted result =
        Replace(R"({"x": "${q}", "y": ${n}, "z\"": "\\${n}"})", scope, Escaping::kJsonString);
    EXPECT_THAT(result.problems, IsEmpty());
    const Result<Json> json = ParseJson(result.text);
    ASSERT_TRUE(json) << result.text;
    EXPECT_EQ((*json)["x"], "a\"b\\c\nd");
    EXPECT_EQ((*json)["y"], 42);
    EXPECT_EQ((*json)["z\""], "\\42");
}

TEST(Substitute, GrowthIsBounded) {
    std::map<std::string, std::string> bomb = {{"a0", std::string(1000, 'x')}};
    for (int i = 1; i < 20; ++i) {
        std::string value;
        for (int k = 0; k < 10; ++k) value += "${a" + std::to_string(i - 1) + "}";
        bomb["a" + std::to_string(i)] = value;
    }
    const Substituted result = Replace("${a19}", ScopeWith(bomb));
    ASSERT_FALSE(result.problems.empty());
    EXPECT_THAT(result.problems[0].message, HasSubstr("the values fill more than 16 MiB"));
}

TEST(Substitute, DeepNestingIsBounded) {
    std::map<std::string, std::string> chain;
    for (int i = 0; i < 100; ++i) {
        chain["a" + std::to_string(i)] = "${a" + std::to_string(i + 1) + "}";
    }
    EXPECT_THAT(Replace("${a0}", ScopeWith(chain)).problems[0].message,
                HasSubstr("nested deeper than 32 levels"));
    std::string names;
    for (int i = 0; i < 50'000; ++i) names += "${";
    EXPECT_FALSE(Replace(names + std::string(50'000, '}'), ScopeWith({})).problems.empty());
}

TEST(SubstituteInJson, KeepsTypesAndNamesThePath) {
    std::vector<Problem> problems;
    const Json value = {{"a", {1, "${x}", nullptr}}, {"${x}", true}};
    const Json result = SubstituteInJson(value, ScopeWith({}), "$", problems);
    EXPECT_EQ(result, value);
    ASSERT_THAT(problems, SizeIs(1));
    EXPECT_EQ(problems[0].path, "$.a[1]");
}

TEST(CheckParameterValue, EachTypeHasItsForm) {
    EXPECT_EQ(CheckParameterValue(ParameterType::kInteger, "12"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kInteger, "3000000000"),
              "must be a whole number of 32 bits");
    EXPECT_EQ(CheckParameterValue(ParameterType::kLong, "3000000000"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kDouble, "1.5e3"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kDouble, "x"), "must be a number");
    EXPECT_EQ(CheckParameterValue(ParameterType::kDate, "2026-01-31"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kDate, "31.1.2026"), "must be yyyy-MM-dd");
    EXPECT_EQ(CheckParameterValue(ParameterType::kTime, "10:00:00"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kTimestamp, "2026-01-31 10:00:00"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kBoolean, "yes"), "must be true or false");
    EXPECT_EQ(CheckParameterValue(ParameterType::kList, "[1,2]"), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kList, "{}"), "must be a JSON list");
    EXPECT_EQ(CheckParameterValue(ParameterType::kInteger, ""), std::nullopt);
    EXPECT_EQ(CheckParameterValue(ParameterType::kInteger, "${n}"), std::nullopt);
}

TEST(ParameterWords, EveryTypeIsReadBack) {
    for (const ParameterType type :
         {ParameterType::kVarchar, ParameterType::kInteger, ParameterType::kLong,
          ParameterType::kFloat, ParameterType::kDouble, ParameterType::kDate, ParameterType::kTime,
          ParameterType::kTimestamp, ParameterType::kBoolean, ParameterType::kList,
          ParameterType::kFile}) {
        EXPECT_EQ(ParseParameterType(Word(type)), type);
    }
    EXPECT_EQ(ParseParameterType("varchar"), std::nullopt);
    EXPECT_EQ(ParseParameterDirection("OUT"), ParameterDirection::kOut);
    EXPECT_EQ(ParseParameterDirection("INOUT"), std::nullopt);
}

}  // namespace
}  // namespace dmsnode::workflow
