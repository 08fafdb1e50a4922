#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "tasks/sql/impl/lexer.hpp"
#include "tasks/sql/impl/results.hpp"
#include "tasks/sql/impl/statements.hpp"

namespace dmsnode::tasks::sql {
namespace {

using connectors::Engine;
using connectors::QueryResult;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr Engine kPg = Engine::kPostgres;
constexpr Engine kMy = Engine::kMariadb;
constexpr Engine kLite = Engine::kSqlite;

std::vector<std::string> Cut(std::string_view text, Engine engine) {
    const auto statements = CutStatements(text, engine, Placeholders::kSkip);
    if (!statements) return {statements.error().message};
    std::vector<std::string> texts;
    for (const Statement& statement : *statements) {
        std::string& whole = texts.emplace_back();
        for (const Part& part : statement.parts) whole += part.text;
        whole.erase(0, whole.find_first_not_of(" \n"));
    }
    return texts;
}

TEST(SqlLexer, StatementsEndAtSemicolonsThatAreNone) {
    struct Case {
        Engine engine;
        std::string text;
        std::vector<std::string> statements;
    };
    for (const Case& c : std::vector<Case>{
             {kPg, "a; b ;; -- c\n ; /* d; /* e */ ; */", {"a", "b "}},
             {kPg, "a ';' 'it''s;' \"x\"\";\" ; b", {"a ';' 'it''s;' \"x\"\";\" ", "b"}},
             {kPg,
              "'\\'; E'\\';'; e'a\\\\'; U&'\\'; x",
              {"'\\'", "E'\\';'", "e'a\\\\'", "U&'\\'", "x"}},
             {kPg,
              "DO $$ a; $x$ $$; $t$ $$; $t$; a$b$; $1; c",
              {"DO $$ a; $x$ $$", "$t$ $$; $t$", "a$b$", "$1", "c"}},
             {kPg,
              "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT "
              "2; END; x",
              {"CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN a THEN 1 END; SELECT "
               "2; END",
               "x"}},
             {kPg, "BEGIN; x; END; y", {"BEGIN", "x", "END", "y"}},
             {kPg, "a '${x';y}' ; b", {"a '${x';y}' ", "b"}},
             {kPg, "it's; b", {"line 1: ' is not closed"}},
             {kPg, "a\n/* b", {"line 2: /* is not closed"}},
             {kPg, "a $x$ b", {"line 1: a dollar quote is not closed"}},
             {kMy,
              "a 'x\\';' \"y\\\";\" `z``;`; # c;\n b--1; d -- e;\n; f",
              {"a 'x\\';' \"y\\\";\" `z``;`", "# c;\n b--1", "d -- e;\n", "f"}},
             {kMy, "/* a /* b */ c; $$ d; e", {"/* a /* b */ c", "$$ d", "e"}},
             {kMy,
              "CREATE DEFINER=a@b PROCEDURE p() BEGIN IF x THEN y; END IF; CASE z WHEN 1 THEN w; "
              "END CASE; "
              "BEGIN v; END; IF u THEN t; END IF; END; s",
              {"CREATE DEFINER=a@b PROCEDURE p() BEGIN IF x THEN y; END IF; CASE z WHEN 1 THEN w; "
               "END CASE; "
               "BEGIN v; END; IF u THEN t; END IF; END",
               "s"}},
             {kLite,
              "a [b;c] `d;` \"e;\" ; CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT 1; SELECT 2; "
              "END; f /* g",
              {"a [b;c] `d;` \"e;\" ",
               "CREATE TRIGGER t AFTER INSERT ON u BEGIN SELECT 1; SELECT 2; END", "f /* g"}},
             {kLite, "'a\\'; b", {"'a\\'", "b"}},
             {kLite, " ; \n -- nothing\n", {}},
         }) {
        SCOPED_TRACE(c.text);
        EXPECT_EQ(Cut(c.text, c.engine), c.statements);
        // No prefix makes it fail otherwise than by an open quote.
        for (std::size_t size = 0; size < c.text.size(); ++size) {
            const auto part = CutStatements(c.text.substr(0, size), c.engine, Placeholders::kNone);
            if (!part) {
                EXPECT_THAT(part.error().message, HasSubstr("is not closed"));
            }
        }
    }
}

struct Prepared {
    std::vector<std::string> texts;
    std::string problems;
};

Prepared Prepare(std::string_view text, Engine engine,
                 const std::map<std::string, std::string>& values,
                 const std::vector<std::string>& later = {}) {
    workflow::ParameterScope scope{TimePoint(std::chrono::seconds(1'795'342'622))};
    for (const auto& [name, value] : values) {
        // A value may hold what looks like a placeholder: that is told by $${ in a parameter.
        scope.Set(workflow::ParameterLevel::kGlobal, {.name = name, .value = value});
    }
    const std::string path = "$.sql";
    std::vector<Problem> problems;
    Prepared prepared;
    for (const ReadyStatement& statement : PrepareStatements(
             text, {.scope = scope, .later_names = later, .engine = engine, .path = path},
             problems)) {
        prepared.texts.push_back(statement.text);
    }
    for (const Problem& problem : problems) prepared.problems += problem.ToString() + "\n";
    return prepared;
}

TEST(SqlStatements, ValuesStayWhatTheyAre) {
    const std::map<std::string, std::string> values = {{"name", "it's"},      {"table", "or\"ders"},
                                                       {"back", "a\\'b"},     {"n", "5"},
                                                       {"list", "1, 'a'"},    {"evil", "1; DROP"},
                                                       {"comment", "1 -- x"}, {"open", "'"},
                                                       {"minus", "-1"},       {"star", "* x */"},
                                                       {"dollar", "a$$b"},    {"empty", ""},
                                                       {"bracket", "a]b"},    {"e", "E"},
                                                       {"tick", "a`b"}};
    struct Case {
        Engine engine;
        std::string text;
        std::string result;  ///< Or a part of the problem.
        bool good = true;
    };
    for (const Case& c : std::vector<Case>{
             {kPg, "SELECT '${name}', \"${table}\", ${n}, (${list})",
              "SELECT 'it''s', \"or\"\"ders\", 5, (1, 'a')"},
             {kPg, "'${back}' E'${back}' U&'${back}'", "'a\\''b' E'a\\\\''b' U&'a\\\\''b'"},
             {kMy, "'${back}' \"${table}\" `${tick}`", "'a\\\\''b' \"or\"\"ders\" `a``b`"},
             {kLite, "'${back}' [${n}]", "'a\\''b' [5]"},
             {kPg, "/* ${name} */ x -- ${nothing}", "/* ${name} */ x -- ${nothing}"},
             {kPg, "'$[yyyy-MM-dd]' $${n} $$[x]${empty}", "'2026-11-22' ${n} $[x]"},
             {kPg, "$a$ ${n} $a$ '${evil}'", "$a$ 5 $a$ '1; DROP'"},
             {kPg, "x = ${evil}", "holds a \";\"", false},
             {kPg, "x = ${comment}", "holds a \";\"", false},
             {kMy, "x = ${open}", "holds a \";\"", false},
             {kPg, "x -${minus}", "changes what stands beside", false},
             {kPg, "x /${star} y", "changes what stands beside", false},
             {kPg, "${e}'a\\'", "changes what stands beside", false},
             {kPg, "$a$ ${dollar} $a$", "could end the quote", false},
             {kLite, "[${bracket}]", "could end the quote", false},
             {kPg, "${nam}", "did you mean \"name\"?", false},
             {kPg, "x ${y", "without \"}\"", false},
             {kPg, "'x", "' is not closed", false},
         }) {
        SCOPED_TRACE(c.text);
        const Prepared prepared = Prepare(c.text, c.engine, values);
        if (c.good) {
            EXPECT_EQ(prepared.problems, "");
            EXPECT_THAT(prepared.texts, ElementsAre(c.result));
        } else {
            EXPECT_THAT(prepared.problems, HasSubstr(c.result));
        }
    }
    const Prepared later = Prepare("SELECT ${later}, ${nam}", kPg, values, {"later"});
    EXPECT_THAT(later.problems, Not(HasSubstr("later")));
    EXPECT_THAT(later.problems, HasSubstr("nam"));
}

TEST(SqlStatements, NoValueGetsOutOfItsPlace) {
    // Random values of the characters that matter, in templates with all kinds of places: what is
    // accepted has the shape of the template.
    const unsigned seed = std::random_device()();
    SCOPED_TRACE(fmt::format("seed {}", seed));
    std::mt19937 random(seed);
    const std::vector<std::string> pieces = {"'",  "\"", "\\", "`", ";",  "--", " ",
                                             "/*", "*/", "#",  "$", "$$", "a",  "E",
                                             "]",  "[",  "\n", "-", "1",  "("};
    const std::vector<std::string> templates = {
        "SELECT '${v}' , \"${v}\" FROM x", "SELECT -${v} , '${v}'",      "SELECT E'${v}' /${v}",
        "SELECT `${v}` '${v}'--c\n${v}",   "SELECT $q$ ${v} $q$ + ${v}", "x '${v}''${v}' [${v}]"};
    int accepted = 0;
    for (int round = 0; round < 20000; ++round) {
        std::string value;
        for (unsigned i = 0; i < 1 + random() % 6; ++i) value += pieces[random() % pieces.size()];
        const std::string& text = templates[random() % templates.size()];
        for (const Engine engine : {kPg, kMy, kLite}) {
            const Prepared prepared = Prepare(text, engine, {{"v", value}});
            if (!prepared.problems.empty() || prepared.texts.size() != 1) continue;
            ++accepted;
            const auto cut = CutStatements(prepared.texts[0], engine, Placeholders::kNone);
            ASSERT_TRUE(cut) << prepared.texts[0];
            ASSERT_EQ(cut->size(), 1U) << prepared.texts[0];
        }
    }
    EXPECT_GT(accepted, 1000);
}

TEST(SqlStatements, PasswordsAreHiddenInWhatIsShown) {
    EXPECT_EQ(HideSecrets("CREATE USER u IDENTIFIED BY 'pw1'", kMy),
              "CREATE USER u IDENTIFIED BY '***'");
    EXPECT_EQ(HideSecrets("ALTER ROLE u PASSWORD 'pw1' -- pw1", kPg),
              "ALTER ROLE u PASSWORD '***' '***'");
    EXPECT_EQ(HideSecrets("SELECT 'a'", kPg), "SELECT 'a'");
}

QueryResult Result3() {
    QueryResult result;
    result.columns = {"id", "name", "id"};
    result.AddRow({"1", std::nullopt, "x"});
    result.AddRow({"2", "b", "y"});
    ++result.row_count;
    return result;
}

TEST(SqlResults, BecomeJsonChecksAndOutputs) {
    const QueryResult result = Result3();
    EXPECT_EQ(DumpJson(RowsToJson(result)),
              R"([{"id":"1","id_2":"x","name":null},{"id":"2","id_2":"y","name":"b"}])");
    EXPECT_EQ(RowsOf(result), 3);
    Expectation expect;
    EXPECT_FALSE(Unexpected(expect, result));
    expect.rows = 2;
    EXPECT_EQ(Unexpected(expect, result), "expected 2 rows, got 3");
    expect = {.rows = 3, .has_value = true, .value = "2"};
    EXPECT_EQ(Unexpected(expect, result), "expected the value \"2\", got \"1\"");
    expect.value = "1";
    EXPECT_FALSE(Unexpected(expect, result));
    expect = {.rows = {}, .has_value = true, .value = std::nullopt};
    EXPECT_EQ(Unexpected(expect, result), "expected the value NULL, got \"1\"");
    EXPECT_EQ(Unexpected(expect, QueryResult()), "expected the value NULL, got no row");

    workflow::TaskDefinition task;
    const auto out = [&](const char* name, workflow::ParameterType type) {
        task.local_params.push_back({.name = name,
                                     .direction = workflow::ParameterDirection::kOut,
                                     .type = type,
                                     .value = ""});
    };
    out("name", workflow::ParameterType::kVarchar);
    out("id", workflow::ParameterType::kList);
    out("rows", workflow::ParameterType::kVarchar);
    out("nothing", workflow::ParameterType::kVarchar);
    std::vector<std::string> notes;
    auto outputs = OutputsOf(task, result, notes);
    EXPECT_EQ(outputs.at("name"), "");
    EXPECT_EQ(outputs.at("id"), R"(["1","2"])");
    EXPECT_EQ(outputs.at("rows"), "3");
    EXPECT_FALSE(outputs.contains("nothing"));
    EXPECT_THAT(notes, ElementsAre("the result has no column \"nothing\""));

    // Bounded: kept rows by 1 MiB, what is handed on by 64 KiB.
    QueryResult large;
    large.columns = {"name"};
    for (int i = 0; i < 30; ++i) large.AddRow({std::string(50'000, 'x')});
    EXPECT_EQ(large.rows.size(), 20U);
    EXPECT_EQ(large.row_count, 30);
    notes.clear();
    outputs = OutputsOf(task, large, notes);
    EXPECT_LT(outputs.at("result").size(), 65'000U);
    EXPECT_THAT(notes, ::testing::Contains(HasSubstr("1 of 20 rows")));
}

}  // namespace
}  // namespace dmsnode::tasks::sql
