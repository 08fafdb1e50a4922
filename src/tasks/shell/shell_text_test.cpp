#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/files.hpp"
#include "support/test_servers.hpp"
#include "tasks/shell/impl/control_group.hpp"
#include "tasks/shell/impl/output.hpp"
#include "tasks/shell/impl/script_text.hpp"

namespace dmsnode::tasks::shell {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

workflow::ParameterScope Scope() {
    workflow::ParameterScope scope{TimePoint(std::chrono::seconds(1'795'342'622))};
    const auto set = [&](const char* name, const char* value) {
        scope.Set(workflow::ParameterLevel::kGlobal, {.name = name, .value = value});
    };
    set("table", "orders");
    set("which", "table");
    set("load.rows", "7");
    set("load_rows", "exact");
    set("circle", "${circle}");
    set("raw", "a'b;c");
    return scope;
}

struct Substituted {
    std::string text;
    std::vector<Problem> problems;
};

Substituted Substitute(std::string_view script, const std::string& environment = "") {
    const workflow::ParameterScope scope = Scope();
    const std::string path = "$.rawScript";
    const std::vector<std::string> later = {"later"};
    Substituted result;
    result.text = SubstituteScript(
        script, {.scope = scope, .later_names = later, .environment = environment, .path = path},
        result.problems);
    return result;
}

TEST(ScriptText, ParametersAreReplacedAndTheRestIsTheShells) {
    struct Case {
        std::string script;
        std::string text;
        std::string warning;  ///< Empty: none.
    };
    for (const Case& c : std::vector<Case>{
             {"echo ${table} ${${which}} ${load.rows}", "echo orders orders 7", ""},
             {"echo ${raw}", "echo a'b;c", ""},
             {"$[yyyyMMdd-1] $[7] $$[x] $${table}", "20261121 $[7] $[x] ${table}", ""},
             {"a\r\nb\rc\r\n", "a\nb\rc\n", ""},
             {"${later} ${HOME} ${1} ${#x[@]} ${x:-${table}} ${x%%.*} ${!y}",
              "${later} ${HOME} ${1} ${#x[@]} ${x:-orders} ${x%%.*} ${!y}", ""},
             {"for f in *; do echo ${f}; done; n=1; echo ${n}; read m; echo ${m}",
              "for f in *; do echo ${f}; done; n=1; echo ${n}; read m; echo ${m}", ""},
             {"echo '${setValue(k=${table})}' \"#{setValue(k=${table})}\"",
              "echo '${setValue(k=orders)}' \"#{setValue(k=orders)}\"", ""},
             {"echo ${tabel}", "echo ${tabel}", "${tabel} is no parameter and nothing"},
             {"echo ${load.row}", "echo ${load.row}", "${load.row} is no parameter, and no name"},
             {"echo $[1+x]", "echo $[1+x]", "$[1+x] is left to the shell"},
             {"if x; then y=${z\n}", "if x; then y=${z\n}", ""},
         }) {
        SCOPED_TRACE(c.script);
        const Substituted result = Substitute(c.script);
        EXPECT_EQ(result.text, c.text);
        EXPECT_FALSE(HasErrors(result.problems));
        if (c.warning.empty()) {
            EXPECT_TRUE(result.problems.empty()) << result.problems[0].ToString();
        } else {
            ASSERT_EQ(result.problems.size(), 1U);
            EXPECT_THAT(result.problems[0].ToString(), HasSubstr(c.warning));
        }
    }
    EXPECT_TRUE(Substitute("echo ${given}", "export given=1").problems.empty());
    EXPECT_TRUE(HasErrors(Substitute("echo ${circle}").problems));
}

TEST(ScriptText, VariablesCarryTheValues) {
    workflow::ParameterScope scope = Scope();
    scope.Set(workflow::ParameterLevel::kLocal,
              {.name = "huge", .value = std::string(100'000, 'x')});
    std::vector<std::string> left_out;
    EXPECT_THAT(ParameterVariables(scope, left_out),
                ElementsAre("DMS_PARAM_load_rows=exact", "DMS_PARAM_raw=a'b;c",
                            "DMS_PARAM_table=orders", "DMS_PARAM_which=table"));
    EXPECT_THAT(left_out, ElementsAre("circle", "huge"));
}

TEST(ScriptOutput, LinesAreTheSameHoweverTheBlocksFall) {
    const std::string stream =
        "one\r\n\r\ntwo\n\n50%\r100%\r\nz\xC3\xBC\xF0\x9F\x98\x80\xFF\x1b[1;31mred\x1b[0m\x01\tx\n"
        "abcdefghij\xC3\xBCklm\nrest";
    const std::vector<std::string> expected = {
        "one",
        "",
        "two",
        "",
        "50%",
        "100%",
        "z\xC3\xBC\xF0\x9F\x98\x80\xEF\xBF\xBDred\xEF\xBF\xBD\tx",
        "abcdefghij\xC3\xBCklm",
        "rest"};
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        LineSplitter splitter(64);
        std::vector<std::string> lines = splitter.Feed(stream.substr(0, cut));
        for (const std::string& line : splitter.Feed(stream.substr(cut))) lines.push_back(line);
        for (const std::string& line : splitter.Finish()) lines.push_back(line);
        ASSERT_EQ(lines, expected) << "cut at " << cut;
    }
    LineSplitter narrow(6);
    EXPECT_THAT(narrow.Feed("abcde\xC3\xBC"
                            "defghijk\n"),
                ElementsAre("abcde",
                            "\xC3\xBC"
                            "defg",
                            "hijk"));
}

TEST(ScriptOutput, SetValueIsFoundHoweverTheBlocksFall) {
    const std::string stream =
        "x ${setValue(a=1)} y #{setValue(b=x=(2))}${setValue(a=3)}\n{setValue(no=1)} "
        "#{setValue(=x)} #{setValue(open=1 ${setValue(c=l1\nl2)} ${setValue(d=)} ${setValue(e";
    const std::map<std::string, std::string> expected = {
        {"a", "3"}, {"b", "x=(2)"}, {"c", "l1\nl2"}, {"d", ""}};
    for (std::size_t cut = 0; cut <= stream.size(); ++cut) {
        SetValueScanner scanner;
        std::map<std::string, std::string> found;
        const auto sink = [&](const std::string& name, const std::string& value) {
            found[name] = value;
        };
        scanner.Feed(stream.substr(0, cut), sink);
        scanner.Feed(stream.substr(cut), sink);
        ASSERT_EQ(found, expected) << "cut at " << cut;
    }
    // An open one does not swallow all that follows.
    SetValueScanner scanner;
    std::map<std::string, std::string> found;
    const auto sink = [&](const std::string& name, const std::string& value) {
        found[name] = value;
    };
    scanner.Feed("#{setValue(a=", sink);
    for (int i = 0; i < 100; ++i) scanner.Feed(std::string(1000, 'x'), sink);
    scanner.Feed(")} #{setValue(b=1)}", sink);
    EXPECT_EQ(found, (std::map<std::string, std::string>{{"b", "1"}}));
}

TEST(ControlGroup, LimitsAreWrittenWhereTheKernelHasTheFiles) {
    dmsnode::testing::TempDir parent;
    const Limits limits{.memory_bytes = 100U << 20U, .cpu_percent = 50};
    EXPECT_EQ(ControlGroup::Make("", "a", limits).error().code, ErrorCode::kUnsupported);
    EXPECT_EQ(ControlGroup::Make(parent.path(), "a", limits).error().code, ErrorCode::kUnsupported);
    EXPECT_FALSE(std::filesystem::exists(parent.path() + "/a")) << "it leaves nothing behind";
    const std::string folder = parent.path() + "/b/";
    std::filesystem::create_directory(folder);
    for (const char* file : {"memory.max", "cpu.max", "cgroup.procs", "memory.events"}) {
        std::ofstream(folder + file) << "oom_kill 1\n";
    }
    const auto group = ControlGroup::Make(parent.path(), "b", limits);
    ASSERT_TRUE(group) << group.error().ToString();
    EXPECT_TRUE((*group)->Add(4711));
    EXPECT_TRUE((*group)->RanOutOfMemory());
    EXPECT_THAT(ReadFile(folder + "memory.max").value_or(""), HasSubstr("104857600"));
    EXPECT_THAT(ReadFile(folder + "cpu.max").value_or(""), HasSubstr("50000 100000"));
    EXPECT_THAT(ReadFile(folder + "cgroup.procs").value_or(""), HasSubstr("4711"));
}

}  // namespace
}  // namespace dmsnode::tasks::shell
