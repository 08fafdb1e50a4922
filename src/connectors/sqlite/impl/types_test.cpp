#include "connectors/sqlite/impl/types.hpp"

#include <gtest/gtest.h>

namespace dmsnode::connectors::sqlite {
namespace {

TEST(AffinityOf, FollowsTheFiveRulesInOrder) {
    EXPECT_EQ(AffinityOf("BIGINT UNSIGNED"), Affinity::kInteger);
    EXPECT_EQ(AffinityOf("CHARINT"), Affinity::kInteger);
    EXPECT_EQ(AffinityOf("varchar(10)"), Affinity::kText);
    EXPECT_EQ(AffinityOf("DECIMAL_TEXT(10,2)"), Affinity::kText);
    EXPECT_EQ(AffinityOf("BLOB"), Affinity::kBlob);
    EXPECT_EQ(AffinityOf(""), Affinity::kBlob);
    EXPECT_EQ(AffinityOf("DOUBLE PRECISION"), Affinity::kReal);
    EXPECT_EQ(AffinityOf("DECIMAL(10,2)"), Affinity::kNumeric);
    EXPECT_EQ(AffinityOf("BOOLEAN"), Affinity::kNumeric);
}

TEST(ParseDeclaredType, KnowsTheNamesOfTheSqlWorld) {
    struct Row {
        const char* declared;
        TypeKind kind;
        std::int64_t length;
        int precision;
        int scale;
        bool is_unsigned;
    };
    for (const Row& row : {
             Row{"INTEGER", TypeKind::kInt64, 0, 0, 0, false},
             Row{"int(11)", TypeKind::kInt64, 0, 0, 0, false},
             Row{"TINYINT UNSIGNED", TypeKind::kInt8, 0, 0, 0, true},
             Row{"unsigned big int", TypeKind::kInt64, 0, 0, 0, true},
             Row{"UNSIGNED64_TEXT", TypeKind::kInt64, 0, 0, 0, true},
             Row{"DECIMAL(10, 2)", TypeKind::kNumeric, 0, 10, 2, false},
             Row{"NUMERIC", TypeKind::kNumeric, 0, 0, 0, false},
             Row{"DECIMAL_TEXT(5,-2)", TypeKind::kNumeric, 0, 5, -2, false},
             Row{"varchar(20)", TypeKind::kVarchar, 20, 0, 0, false},
             Row{"VARYING  CHARACTER (255)", TypeKind::kVarchar, 255, 0, 0, false},
             Row{"TEXT", TypeKind::kText, 0, 0, 0, false},
             Row{"DATETIME", TypeKind::kTimestamp, 0, 6, 0, false},
             Row{"TIMESTAMP_TEXT(3)", TypeKind::kTimestamp, 0, 3, 0, false},
             Row{"timestamp(3) with time zone", TypeKind::kTimestampTz, 0, 3, 0, false},
             Row{"BIT_TEXT(5)", TypeKind::kBit, 5, 0, 0, false},
             Row{"FLOAT", TypeKind::kFloat64, 0, 0, 0, false},
             Row{"FLOAT4", TypeKind::kFloat32, 0, 0, 0, false},
             Row{"MY_POINT", TypeKind::kInt64, 0, 0, 0, false},
             Row{"MYTYPE", TypeKind::kText, 0, 0, 0, false},
             Row{"LONGBLOB", TypeKind::kBlob, 0, 0, 0, false},
             Row{"", TypeKind::kText, 0, 0, 0, false},
             Row{"decimal(", TypeKind::kNumeric, 0, 0, 0, false},
             Row{"decimal(99999999999999999999,2)", TypeKind::kNumeric, 0, 0, 0, false},
         }) {
        const ColumnType type = ParseDeclaredType(row.declared);
        SCOPED_TRACE(row.declared);
        EXPECT_EQ(type.kind, row.kind);
        EXPECT_EQ(type.length, row.length);
        EXPECT_EQ(type.precision, row.precision);
        EXPECT_EQ(type.scale, row.scale);
        EXPECT_EQ(type.is_unsigned, row.is_unsigned);
        EXPECT_EQ(type.native, row.declared);
    }
}

TEST(ParseDefault, TellsLiteralsFromExpressions) {
    using Kind = DefaultValue::Kind;
    const ColumnType text = ParseDeclaredType("TEXT");
    const ColumnType boolean = ParseDeclaredType("BOOLEAN");
    EXPECT_EQ(ParseDefault("'it''s'", text), (DefaultValue{Kind::kText, "it's"}));
    EXPECT_EQ(ParseDefault("\"old\"", text), (DefaultValue{Kind::kText, "old"}));
    EXPECT_EQ(ParseDefault("-1.5e3", text), (DefaultValue{Kind::kNumber, "-1.5e3"}));
    EXPECT_EQ(ParseDefault("+7", text), (DefaultValue{Kind::kNumber, "7"}));
    EXPECT_EQ(ParseDefault("null", text), (DefaultValue{Kind::kNull, ""}));
    EXPECT_EQ(ParseDefault("current_timestamp", text), (DefaultValue{Kind::kCurrentTimestamp, ""}));
    EXPECT_EQ(ParseDefault("1", boolean), (DefaultValue{Kind::kBool, "true"}));
    EXPECT_EQ(ParseDefault("FALSE", boolean), (DefaultValue{Kind::kBool, "false"}));
    EXPECT_EQ(ParseDefault("'a' || 'b'", text), (DefaultValue{Kind::kExpression, "'a' || 'b'"}));
    EXPECT_EQ(ParseDefault("x'00'", text), (DefaultValue{Kind::kExpression, "x'00'"}));
    EXPECT_EQ(ParseDefault("abs(-1)", text), (DefaultValue{Kind::kExpression, "abs(-1)"}));
}

/// What we write must have the affinity that keeps it, and be read back as the same neutral type.
TEST(MapColumn, DeclaredTypesKeepValuesAndKinds) {
    struct Row {
        ColumnType type;
        Affinity affinity;
    };
    const auto type = [](TypeKind kind, int precision = 0, int scale = 0, std::int64_t length = 0,
                         bool is_unsigned = false) {
        ColumnType made;
        made.kind = kind;
        made.precision = precision;
        made.scale = scale;
        made.length = length;
        made.is_unsigned = is_unsigned;
        return made;
    };
    for (const Row& row : {
             Row{type(TypeKind::kBool), Affinity::kNumeric},
             Row{type(TypeKind::kInt8, 0, 0, 0, true), Affinity::kInteger},
             Row{type(TypeKind::kInt16), Affinity::kInteger},
             Row{type(TypeKind::kInt24), Affinity::kInteger},
             Row{type(TypeKind::kInt32, 0, 0, 0, true), Affinity::kInteger},
             Row{type(TypeKind::kInt64), Affinity::kInteger},
             Row{type(TypeKind::kInt64, 0, 0, 0, true), Affinity::kText},
             Row{type(TypeKind::kNumeric), Affinity::kText},
             Row{type(TypeKind::kNumeric, 38, 10), Affinity::kText},
             Row{type(TypeKind::kFloat32), Affinity::kReal},
             Row{type(TypeKind::kFloat64), Affinity::kReal},
             Row{type(TypeKind::kChar, 0, 0, 10), Affinity::kText},
             Row{type(TypeKind::kVarchar, 0, 0, 10), Affinity::kText},
             Row{type(TypeKind::kText), Affinity::kText},
             Row{type(TypeKind::kBlob), Affinity::kBlob},
             Row{type(TypeKind::kDate), Affinity::kText},
             Row{type(TypeKind::kTime, 6), Affinity::kText},
             Row{type(TypeKind::kTimeTz, 6), Affinity::kText},
             Row{type(TypeKind::kTimestamp, 3), Affinity::kText},
             Row{type(TypeKind::kTimestampTz, 6), Affinity::kText},
             Row{type(TypeKind::kInterval), Affinity::kText},
             Row{type(TypeKind::kUuid), Affinity::kText},
             Row{type(TypeKind::kJson), Affinity::kText},
             Row{type(TypeKind::kJsonb), Affinity::kText},
             Row{type(TypeKind::kBit, 0, 0, 5), Affinity::kText},
             Row{type(TypeKind::kVarbit), Affinity::kText},
         }) {
        Column column;
        column.name = "c";
        column.type = row.type;
        const Result<MappedColumn> mapped = MapColumn(Engine::kPostgres, column);
        ASSERT_TRUE(mapped);
        SCOPED_TRACE(mapped->type_sql);
        EXPECT_EQ(AffinityOf(mapped->type_sql), row.affinity);
        ColumnType back = ParseDeclaredType(mapped->type_sql);
        back.native.clear();
        EXPECT_EQ(back, row.type);
    }
}

TEST(MapColumn, DefaultsOfOtherEnginesAreTranslatedOrNoted) {
    Column column;
    column.name = "c";
    column.type = ParseDeclaredType("TEXT");
    column.default_value = {DefaultValue::Kind::kText, "it's"};
    EXPECT_EQ(MapColumn(Engine::kPostgres, column)->default_sql, "'it''s'");
    column.default_value = {DefaultValue::Kind::kBool, "true"};
    EXPECT_EQ(MapColumn(Engine::kPostgres, column)->default_sql, "1");
    column.default_value = {DefaultValue::Kind::kExpression, "gen_random_uuid()"};
    const Result<MappedColumn> mapped = MapColumn(Engine::kPostgres, column);
    EXPECT_EQ(mapped->default_sql, "");
    ASSERT_EQ(mapped->notes.size(), 1U);
    EXPECT_EQ(mapped->notes[0], "column c: the default gen_random_uuid() has no equal in SQLite");
    EXPECT_EQ(MapColumn(Engine::kSqlite, column)->default_sql, "(gen_random_uuid())");
}

}  // namespace
}  // namespace dmsnode::connectors::sqlite
