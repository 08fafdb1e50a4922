#include "connectors/sqlite/impl/ddl.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "connectors/sqlite/impl/duration.hpp"
#include "connectors/sqlite/impl/filters.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

using ::testing::ElementsAre;

TEST(ParseCreateTable, FindsExpressionsAndChecks) {
    const TableClauses clauses = ParseCreateTable(R"(CREATE TABLE "a(b" (
  id INTEGER PRIMARY KEY, -- a comment with ( and AS (no)
  "odd ""name" TEXT DEFAULT 'x, AS (1)' CHECK (length("odd ""name") > 0),
  [both] AS (id + 1) STORED, `last` INT GENERATED ALWAYS AS ((id) * (2)) VIRTUAL,
  /* CHECK (nothing) */ CONSTRAINT c CHECK (id <> 3), CHECK(id > 0)
) WITHOUT ROWID, STRICT)");
    ASSERT_EQ(clauses.columns.size(), 4U);
    EXPECT_EQ(clauses.columns[0].generation_expression, "");
    EXPECT_EQ(clauses.columns[1].name, "odd \"name");
    EXPECT_EQ(clauses.columns[1].generation_expression, "");
    EXPECT_EQ(clauses.columns[2].name, "both");
    EXPECT_EQ(clauses.columns[2].generation_expression, "id + 1");
    EXPECT_EQ(clauses.columns[3].generation_expression, "(id) * (2)");
    EXPECT_THAT(clauses.checks, ElementsAre("length(\"odd \"\"name\") > 0", "id <> 3", "id > 0"));
    EXPECT_TRUE(clauses.without_rowid);
    EXPECT_TRUE(clauses.strict);
}

TEST(ParseCreateTable, EveryPrefixIsHarmless) {
    const std::string sql = "CREATE TABLE t (a INT CHECK (a > 'x''y'), b AS (a || \"q\") STORED)";
    for (std::size_t length = 0; length <= sql.size(); ++length) {
        (void)ParseCreateTable(std::string_view(sql).substr(0, length));
        (void)ParseCreateIndex(std::string_view(sql).substr(0, length));
    }
}

TEST(ParseCreateIndex, SplitsTermsAndPredicate) {
    const IndexClauses clauses = ParseCreateIndex(
        "CREATE UNIQUE INDEX i ON t (lower(a, 'x,y') COLLATE NOCASE DESC, b ASC) WHERE b IN (1, "
        "2)");
    EXPECT_THAT(clauses.terms, ElementsAre("lower(a, 'x,y') COLLATE NOCASE DESC", "b ASC"));
    EXPECT_EQ(clauses.predicate, "b IN (1, 2)");
    EXPECT_EQ(TermExpression(clauses.terms[0]), "lower(a, 'x,y')");
    EXPECT_EQ(TermExpression("a || b"), "a || b");
}

TEST(Duration, IsWrittenAndReadBack) {
    struct Row {
        Duration duration;
        const char* text;
    };
    for (const Row& row : {
             Row{{0, 0, 0}, "PT0S"},
             Row{{14706789000, 3, 14}, "P1Y2M3DT4H5M6.789S"},
             Row{{-500000, -1, 0}, "P-1DT-0.5S"},
             Row{{0, 0, -14}, "P-1Y-2M"},
             Row{{3600000000, 0, 0}, "PT1H"},
             Row{{INT64_MAX, INT32_MAX, INT32_MAX},
                 "P178956970Y7M2147483647DT2562047788H54.775807S"},
         }) {
        std::string text;
        AppendDurationText(row.duration, text);
        EXPECT_EQ(text, row.text);
        const std::optional<Duration> back = ParseDuration(row.text);
        ASSERT_TRUE(back) << row.text;
        EXPECT_EQ(*back, row.duration);
    }
    EXPECT_EQ(ParseDuration("P2W")->days, 14);
    for (const char* wrong : {"", "P", "PT", "1Y", "P1", "P1X", "P1.5M", "PT1", "P1H",
                              "PT1.1234567S", "P99999999999999999999D", "PT1.S", "P1YT", "PTT1S"}) {
        EXPECT_FALSE(ParseDuration(wrong)) << wrong;
    }
}

TEST(CompareDecimals, ComparesByValue) {
    const char* ascending[] = {"-100",
                               "-99.5",
                               "-1",
                               "-0.01",
                               "0",
                               "0.001",
                               "0.5",
                               "1",
                               "9.99",
                               "10",
                               "18446744073709551615"};
    for (std::size_t i = 0; i < std::size(ascending); ++i) {
        for (std::size_t j = 0; j < std::size(ascending); ++j) {
            const int wanted = i < j ? -1 : i > j ? 1 : 0;
            EXPECT_EQ(CompareDecimals(ascending[i], ascending[j]), wanted)
                << ascending[i] << " " << ascending[j];
        }
    }
    EXPECT_EQ(CompareDecimals("007.50", "+7.5"), 0);
    EXPECT_EQ(CompareDecimals("-0.00", "0"), 0);
}

}  // namespace
}  // namespace dmsnode::connectors::sqlite
