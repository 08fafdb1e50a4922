#include <gmock/gmock.h>

#include "connectors/postgres/impl/indexes.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TargetTable Users(Engine source) {
    TargetTable table;
    table.id = {"app", "users"};
    table.source_engine = source;
    table.primary_key = {"id"};
    for (const char* name : {"id", "email", "bio"}) {
        TargetColumn column;
        column.name = name;
        column.mapped.type_sql = "text";
        table.columns.push_back(column);
    }
    return table;
}

IndexColumn On(const std::string& name, const std::string& expression = "") {
    IndexColumn column;
    column.name = name;
    column.expression = expression;
    return column;
}

Index Make(const std::string& name, std::vector<IndexColumn> columns,
           const std::string& method = "", const std::string& predicate = "") {
    Index index;
    index.name = name;
    index.columns = std::move(columns);
    index.method = method;
    index.predicate = predicate;
    return index;
}

Index Unique(const std::string& name, const std::string& column, bool is_constraint = false) {
    Index index = Make(name, {On(column)});
    index.unique = true;
    index.is_constraint = is_constraint;
    return index;
}

std::vector<IndexBuild> Plan(const TargetTable& table, const Table& existing = {}) {
    std::vector<std::string> notes;
    return PlanIndexes(table, existing, notes);
}

std::vector<std::string> Notes(const TargetTable& table) {
    std::vector<std::string> notes;
    PlanIndexes(table, {}, notes);
    return notes;
}

TEST(IndexPlan, PrimaryKeyIsBuiltAsUniqueIndexAndAttached) {
    const std::vector<IndexBuild> plan = Plan(Users(Engine::kPostgres));
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_EQ(plan[0].create_sql, R"(CREATE UNIQUE INDEX "users_pkey" ON "app"."users" ("id"))");
    EXPECT_EQ(
        plan[0].attach_sql,
        R"(ALTER TABLE "app"."users" ADD CONSTRAINT "users_pkey" PRIMARY KEY USING INDEX "users_pkey")");
}

TEST(IndexPlan, WhatIsThereIsLeft) {
    TargetTable table = Users(Engine::kPostgres);
    table.indexes.push_back(Unique("users_email", "email"));
    Table existing;
    existing.primary_key = {"id"};
    existing.indexes.push_back(Unique("another_name", "email"));
    EXPECT_THAT(Plan(table, existing), IsEmpty());
    existing.indexes[0].unique = false;  // does not serve as a unique one
    EXPECT_EQ(Plan(table, existing).size(), 1U);
}

TEST(IndexPlan, AfterACrashOnlyTheAttachmentIsLeft) {
    TargetTable table = Users(Engine::kPostgres);
    table.indexes.push_back(Unique("users_email_key", "email", true));
    Table existing;
    existing.indexes = {Unique("users_pkey", "id"), Unique("users_email_key", "email")};
    const std::vector<IndexBuild> plan = Plan(table, existing);
    ASSERT_EQ(plan.size(), 2U);
    EXPECT_EQ(plan[0].create_sql, "");
    EXPECT_THAT(plan[0].attach_sql, HasSubstr("PRIMARY KEY USING INDEX"));
    EXPECT_EQ(plan[1].create_sql, "");
    EXPECT_THAT(plan[1].attach_sql, HasSubstr("UNIQUE USING INDEX"));
}

TEST(IndexPlan, OwnIndexesKeepMethodOrderExpressionAndPredicate) {
    TargetTable table = Users(Engine::kPostgres);
    table.primary_key.clear();
    table.columns[2].name = "about";  // renamed by the mapping
    IndexColumn descending = On("email");
    descending.descending = true;
    table.indexes.push_back(
        Make("i", {descending, On("", "lower(email)"), On("about", "bio public.gin_trgm_ops")},
             "gin", "(id > 5)"));
    const std::vector<IndexBuild> plan = Plan(table);
    ASSERT_EQ(plan.size(), 1U);
    EXPECT_EQ(plan[0].create_sql,
              R"(CREATE INDEX "i" ON "app"."users" USING "gin" ("email" DESC, lower(email), )"
              R"("about" public.gin_trgm_ops) WHERE (id > 5))");
    EXPECT_TRUE(plan[0].may_be_missing);
}

TEST(IndexPlan, QuotedNamesInDecorationsAreReplacedWhole) {
    TargetTable table = Users(Engine::kPostgres);
    table.primary_key.clear();
    table.indexes.push_back(Make("i", {On("email", R"("E ""mail" COLLATE pg_catalog."C")")}));
    EXPECT_THAT(Plan(table)[0].create_sql, HasSubstr(R"(("email" COLLATE pg_catalog."C"))"));
}

TEST(IndexPlan, NamesOfOtherEnginesGetTheTableInFront) {
    TargetTable table = Users(Engine::kMariadb);
    table.primary_key.clear();
    IndexColumn first_letters = On("bio");
    first_letters.prefix_length = 20;
    table.indexes = {Make("email", {On("email")}, "btree"), Make("users_bio", {first_letters})};
    const std::vector<IndexBuild> plan = Plan(table);
    ASSERT_EQ(plan.size(), 2U);
    EXPECT_EQ(plan[0].create_sql, R"(CREATE INDEX "users_email" ON "app"."users" ("email"))");
    EXPECT_EQ(plan[1].create_sql, R"(CREATE INDEX "users_bio" ON "app"."users" (left("bio", 20)))");
}

TEST(IndexPlan, WhatHasNoEqualIsNotedAndNotBuilt) {
    TargetTable table = Users(Engine::kMariadb);
    table.primary_key.clear();
    table.indexes = {Make("words", {On("bio")}, "fulltext"), Make("place", {On("bio")}, "spatial"),
                     Make("partial", {On("bio")}, "", "bio > 1"),
                     Make("computed", {On("", "lower(bio)")})};
    EXPECT_THAT(Plan(table), IsEmpty());
    EXPECT_THAT(Notes(table), ElementsAre(HasSubstr("index words is not carried: a full text"),
                                          HasSubstr("index place is not carried: the column"),
                                          HasSubstr("index partial is not carried: its condition"),
                                          HasSubstr("index computed is not carried: it is over")));
}

TEST(IndexPlan, LongNamesAreCutWithoutMeeting) {
    const std::string a = std::string(63, 'x') + "_a";
    const std::string b = std::string(63, 'x') + "_b";
    EXPECT_EQ(FitIdentifier("short"), "short");
    EXPECT_EQ(FitIdentifier(a).size(), 63U);
    EXPECT_NE(FitIdentifier(a), FitIdentifier(b));
    std::string umlauts;
    for (int i = 0; i < 40; ++i) umlauts += "ä";
    EXPECT_LE(FitIdentifier("x" + umlauts).size(), 63U);
    EXPECT_EQ(static_cast<unsigned char>(FitIdentifier(umlauts)[53]) & 0xC0U,
              0x80U);  // no half letter
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
