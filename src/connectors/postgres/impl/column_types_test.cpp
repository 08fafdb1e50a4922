#include "connectors/postgres/impl/column_types.hpp"

#include <gtest/gtest.h>

namespace dmsnode::connectors::postgres {
namespace {

using Kind = DefaultValue::Kind;

ColumnType BuiltIn(const std::string& name, int modifier = -1) {
    return ToColumnType({.schema = "pg_catalog",
                         .name = name,
                         .kind = 'b',
                         .declaration = name,
                         .modifier = modifier,
                         .money_scale = 2,
                         .labels = {}});
}

int NumericModifier(int precision, int scale) {
    return ((precision << 16) | (scale & 0x7FF)) + 4;
}

TEST(ColumnTypes, KindsOfBuiltInTypes) {
    EXPECT_EQ(BuiltIn("bool").kind, TypeKind::kBool);
    EXPECT_EQ(BuiltIn("int2").kind, TypeKind::kInt16);
    EXPECT_EQ(BuiltIn("int8").kind, TypeKind::kInt64);
    EXPECT_EQ(BuiltIn("oid").kind, TypeKind::kInt32);
    EXPECT_TRUE(BuiltIn("oid").is_unsigned);
    EXPECT_FALSE(BuiltIn("int4").is_unsigned);
    EXPECT_EQ(BuiltIn("jsonb").kind, TypeKind::kJsonb);
    EXPECT_EQ(BuiltIn("bytea").kind, TypeKind::kBlob);
    EXPECT_EQ(BuiltIn("inet").kind, TypeKind::kOther);
    EXPECT_EQ(BuiltIn("_int4").kind, TypeKind::kOther);
}

TEST(ColumnTypes, SizesComeFromTheModifier) {
    EXPECT_EQ(BuiltIn("varchar", 44).length, 40);
    EXPECT_EQ(BuiltIn("varchar").length, 0);
    EXPECT_EQ(BuiltIn("bpchar", 9).length, 5);
    EXPECT_EQ(BuiltIn("bpchar").kind, TypeKind::kText);
    EXPECT_EQ(BuiltIn("bit", 11).length, 11);
    EXPECT_EQ(BuiltIn("timestamp").precision, 6);
    EXPECT_EQ(BuiltIn("timestamptz", 3).precision, 3);
    EXPECT_EQ(BuiltIn("time", 0).precision, 0);
    EXPECT_EQ(BuiltIn("interval", (0x7FFF << 16) | 3).precision, 3);
    EXPECT_EQ(BuiltIn("interval", (0x7FFF << 16) | 0xFFFF).precision, 6);
}

TEST(ColumnTypes, NumericSizesAreThoseThatAllEnginesKnow) {
    EXPECT_EQ(BuiltIn("numeric").precision, 0);
    const ColumnType plain = BuiltIn("numeric", NumericModifier(10, 2));
    EXPECT_EQ(plain.precision, 10);
    EXPECT_EQ(plain.scale, 2);
    const ColumnType hundreds = BuiltIn("numeric", NumericModifier(3, -2));  // up to 99900
    EXPECT_EQ(hundreds.precision, 5);
    EXPECT_EQ(hundreds.scale, 0);
    const ColumnType small = BuiltIn("numeric", NumericModifier(2, 5));  // up to 0.00099
    EXPECT_EQ(small.precision, 5);
    EXPECT_EQ(small.scale, 5);
    const ColumnType money = BuiltIn("money");
    EXPECT_EQ(money.precision, 19);
    EXPECT_EQ(money.scale, 2);
}

TEST(ColumnTypes, UsersTypes) {
    const ColumnType mood = ToColumnType({.schema = "app",
                                          .name = "mood",
                                          .kind = 'e',
                                          .declaration = "app.mood",
                                          .modifier = -1,
                                          .money_scale = 2,
                                          .labels = {"sad", "ok"}});
    EXPECT_EQ(mood.kind, TypeKind::kEnum);
    EXPECT_EQ(mood.labels, (std::vector<std::string>{"sad", "ok"}));
    const ColumnType own_int = ToColumnType({.schema = "app",
                                             .name = "int4",
                                             .kind = 'b',
                                             .declaration = "app.int4",
                                             .modifier = -1,
                                             .money_scale = 2,
                                             .labels = {}});
    EXPECT_EQ(own_int.kind, TypeKind::kOther);
}

TEST(ColumnTypes, WhatTravelsInBinary) {
    for (const char* type : {"integer", "numeric(10,2)", "pg_lsn", "text[]", "inet"}) {
        EXPECT_TRUE(TravelsInBinary(type)) << type;
    }
    for (const char* type : {"regclass", "regproc[]", "aclitem", "pg_node_tree", "pg_snapshot"}) {
        EXPECT_FALSE(TravelsInBinary(type)) << type;
    }
}

struct DefaultCase {
    const char* expression;
    TypeKind column;
    Kind kind;
    const char* text;
};

TEST(Defaults, ExpressionsOfTheCatalogueAreUnderstood) {
    const std::vector<DefaultCase> cases = {
        {"", TypeKind::kText, Kind::kNone, ""},
        {"NULL::character varying", TypeKind::kVarchar, Kind::kNull, ""},
        {"'abc'::text", TypeKind::kText, Kind::kText, "abc"},
        {"'it''s'::character varying", TypeKind::kVarchar, Kind::kText, "it's"},
        {"''::text", TypeKind::kText, Kind::kText, ""},
        {"'a::b'::text", TypeKind::kText, Kind::kText, "a::b"},
        {"'x'::bpchar", TypeKind::kChar, Kind::kText, "x"},
        {"('a'::text || 'b'::text)", TypeKind::kText, Kind::kExpression,
         "('a'::text || 'b'::text)"},
        {"'a'::text || 'b'::text", TypeKind::kText, Kind::kExpression, "'a'::text || 'b'::text"},
        {"5", TypeKind::kInt32, Kind::kNumber, "5"},
        {"'-5'::integer", TypeKind::kInt32, Kind::kNumber, "-5"},
        {"(-5)", TypeKind::kInt64, Kind::kNumber, "-5"},
        {"(5)::bigint", TypeKind::kInt64, Kind::kNumber, "5"},
        {"1.50", TypeKind::kNumeric, Kind::kNumber, "1.50"},
        {"'NaN'::numeric", TypeKind::kNumeric, Kind::kExpression, "'NaN'::numeric"},
        {"(2 + 3)", TypeKind::kInt32, Kind::kExpression, "(2 + 3)"},
        {"(1 - 2)", TypeKind::kInt32, Kind::kExpression, "(1 - 2)"},
        {"true", TypeKind::kBool, Kind::kBool, "true"},
        {"false", TypeKind::kBool, Kind::kBool, "false"},
        {"now()", TypeKind::kTimestampTz, Kind::kCurrentTimestamp, ""},
        {"CURRENT_TIMESTAMP", TypeKind::kTimestamp, Kind::kCurrentTimestamp, ""},
        {"CURRENT_TIMESTAMP(3)", TypeKind::kTimestamp, Kind::kCurrentTimestamp, ""},
        {"LOCALTIMESTAMP", TypeKind::kTimestamp, Kind::kCurrentTimestamp, ""},
        {"now()", TypeKind::kDate, Kind::kCurrentDate, ""},
        {"CURRENT_DATE", TypeKind::kDate, Kind::kCurrentDate, ""},
        {"LOCALTIME", TypeKind::kTime, Kind::kCurrentTime, ""},
        {"now()", TypeKind::kText, Kind::kExpression, "now()"},
        {"(now() + '1 day'::interval)", TypeKind::kTimestampTz, Kind::kExpression,
         "(now() + '1 day'::interval)"},
        {"timezone('utc'::text, now())", TypeKind::kTimestamp, Kind::kExpression,
         "timezone('utc'::text, now())"},
        {"gen_random_uuid()", TypeKind::kUuid, Kind::kExpression, "gen_random_uuid()"},
        {"'{}'::jsonb", TypeKind::kJsonb, Kind::kText, "{}"},
        {"'{}'::text[]", TypeKind::kOther, Kind::kText, "{}"},
        {"'open'::app.status", TypeKind::kEnum, Kind::kText, "open"},
        {"'2024-01-01'::date", TypeKind::kDate, Kind::kText, "2024-01-01"},
        {"'\\x00ff'::bytea", TypeKind::kBlob, Kind::kExpression, "'\\x00ff'::bytea"},
        {"'101'::\"bit\"", TypeKind::kBit, Kind::kExpression, "'101'::\"bit\""},
        {"'1 day'::interval", TypeKind::kInterval, Kind::kExpression, "'1 day'::interval"},
        {"'2024-01-01 00:00:00+00'::timestamp with time zone", TypeKind::kTimestampTz, Kind::kText,
         "2024-01-01 00:00:00+00"},
        {"lower('X'::text)", TypeKind::kText, Kind::kExpression, "lower('X'::text)"},
        {"'broken", TypeKind::kText, Kind::kExpression, "'broken"},
    };
    for (const DefaultCase& c : cases) {
        ColumnType type;
        type.kind = c.column;
        const DefaultValue value = ParseDefault(c.expression, type);
        EXPECT_EQ(value.kind, c.kind) << c.expression;
        EXPECT_EQ(value.text, c.text) << c.expression;
    }
}

TEST(Defaults, CountersAreTold) {
    EXPECT_TRUE(IsNextval("nextval('app.t_id_seq'::regclass)"));
    EXPECT_FALSE(IsNextval("(nextval('app.t_id_seq'::regclass) * 2)"));
    EXPECT_FALSE(IsNextval("now()"));
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
