#include "connectors/postgres/impl/select.hpp"

#include <gtest/gtest.h>

namespace dmsnode::connectors::postgres {
namespace {

Column MakeColumn(TypeKind kind, const std::string& native) {
    Column column;
    column.name = "c";
    column.type.kind = kind;
    column.type.native = native;
    return column;
}

std::string Select(TypeKind kind, const std::string& native, CellFormat format) {
    const Result<std::string> text = SelectExpression(MakeColumn(kind, native), format);
    return text ? *text : text.error().code == ErrorCode::kUnsupported ? "-" : "?";
}

TEST(Select, EqualBinaryFormsPassUntouched) {
    const std::vector<std::tuple<TypeKind, const char*, CellFormat>> cases = {
        {TypeKind::kBool, "boolean", CellFormat::kBool},
        {TypeKind::kInt16, "smallint", CellFormat::kInt16},
        {TypeKind::kInt32, "integer", CellFormat::kInt32},
        {TypeKind::kInt64, "bigint", CellFormat::kInt64},
        {TypeKind::kFloat32, "real", CellFormat::kFloat32},
        {TypeKind::kFloat64, "double precision", CellFormat::kFloat64},
        {TypeKind::kNumeric, "numeric(10,2)", CellFormat::kNumeric},
        {TypeKind::kText, "text", CellFormat::kText},
        {TypeKind::kVarchar, "character varying(5)", CellFormat::kText},
        {TypeKind::kEnum, "app.mood", CellFormat::kText},
        {TypeKind::kJson, "json", CellFormat::kText},
        {TypeKind::kBlob, "bytea", CellFormat::kBytes},
        {TypeKind::kDate, "date", CellFormat::kDate},
        {TypeKind::kTime, "time without time zone", CellFormat::kTime},
        {TypeKind::kTimestamp, "timestamp without time zone", CellFormat::kTimestamp},
        {TypeKind::kTimestampTz, "timestamp with time zone", CellFormat::kTimestampTz},
        {TypeKind::kInterval, "interval", CellFormat::kInterval},
        {TypeKind::kUuid, "uuid", CellFormat::kUuid},
        {TypeKind::kJsonb, "jsonb", CellFormat::kJsonb},
        {TypeKind::kBit, "bit(3)", CellFormat::kBit},
        {TypeKind::kVarbit, "bit varying", CellFormat::kBit},
        {TypeKind::kOther, "integer[]", CellFormat::kNative},
        {TypeKind::kInt32, "oid", CellFormat::kNative},
    };
    for (const auto& [kind, native, format] : cases) {
        EXPECT_EQ(Select(kind, native, format), "\"c\"") << native;
    }
}

TEST(Select, OtherFormsAreConvertedAtTheServer) {
    using F = CellFormat;
    EXPECT_EQ(Select(TypeKind::kInt16, "smallint", F::kInt64), "\"c\"::int8");
    EXPECT_EQ(Select(TypeKind::kInt16, "smallint", F::kNumeric), "\"c\"::numeric");
    EXPECT_EQ(Select(TypeKind::kInt16, "smallint", F::kBool), "\"c\"::text::bool");
    EXPECT_EQ(Select(TypeKind::kInt32, "oid", F::kInt64), "\"c\"::int8::int8");
    EXPECT_EQ(Select(TypeKind::kInt32, "oid", F::kInt32), "\"c\"::int8::int4");
    EXPECT_EQ(Select(TypeKind::kNumeric, "numeric", F::kInt64), "trim_scale(\"c\")::text::int8");
    EXPECT_EQ(Select(TypeKind::kNumeric, "money", F::kNumeric), "\"c\"::numeric");
    EXPECT_EQ(Select(TypeKind::kNumeric, "money", F::kText), "\"c\"::numeric::text");
    EXPECT_EQ(Select(TypeKind::kFloat64, "double precision", F::kNumeric), "\"c\"::text::numeric");
    EXPECT_EQ(Select(TypeKind::kText, "text", F::kNumeric), "\"c\"::text::numeric");
    EXPECT_EQ(Select(TypeKind::kText, "text", F::kTimestamp),
              "\"c\"::text::timestamptz::timestamp");
    EXPECT_EQ(Select(TypeKind::kText, "text", F::kTimestampTz), "\"c\"::text::timestamptz");
    EXPECT_EQ(Select(TypeKind::kText, "text", F::kUuid), "\"c\"::text::uuid");
    EXPECT_EQ(Select(TypeKind::kChar, "character(5)", F::kText), "\"c\"::text");
    EXPECT_EQ(Select(TypeKind::kText, "bpchar", F::kText), "\"c\"::text");
    EXPECT_EQ(Select(TypeKind::kChar, "\"char\"", F::kText), "\"c\"::text");
    EXPECT_EQ(Select(TypeKind::kJsonb, "jsonb", F::kText), "\"c\"::text");
    EXPECT_EQ(Select(TypeKind::kOther, "xml", F::kText), "textin(xml_out(\"c\"))");
    EXPECT_EQ(Select(TypeKind::kOther, "inet", F::kText), "textin(inet_out(\"c\"))");
    EXPECT_EQ(Select(TypeKind::kOther, "cidr", F::kText), "textin(cidr_out(\"c\"))");
    EXPECT_EQ(Select(TypeKind::kOther, "integer[]", F::kText), "\"c\"::text");
    EXPECT_EQ(Select(TypeKind::kUuid, "uuid", F::kBytes), "uuid_send(\"c\")");
    EXPECT_EQ(Select(TypeKind::kBlob, "bytea", F::kUuid), "encode(\"c\", 'hex')::uuid");
    EXPECT_EQ(Select(TypeKind::kInterval, "interval", F::kTime), "\"c\"::text::time");
    EXPECT_EQ(Select(TypeKind::kTime, "time without time zone", F::kInterval), "\"c\"::interval");
    EXPECT_EQ(Select(TypeKind::kTimestampTz, "timestamp with time zone", F::kTimestamp),
              "\"c\"::timestamp");
    EXPECT_EQ(Select(TypeKind::kBool, "boolean", F::kInt16), "\"c\"::int4::int2");
    EXPECT_EQ(Select(TypeKind::kBool, "boolean", F::kBit), "\"c\"::int4::bit(1)");
    EXPECT_EQ(Select(TypeKind::kBit, "bit(64)", F::kUInt64), "\"c\"::int8");
}

TEST(Select, WhatMakesNoSenseIsUnsupported) {
    EXPECT_EQ(Select(TypeKind::kBlob, "bytea", CellFormat::kText), "-");
    EXPECT_EQ(Select(TypeKind::kText, "text", CellFormat::kBytes), "-");
    EXPECT_EQ(Select(TypeKind::kDate, "date", CellFormat::kInt32), "-");
    EXPECT_EQ(Select(TypeKind::kUuid, "uuid", CellFormat::kNumeric), "-");
    EXPECT_EQ(Select(TypeKind::kVarbit, "bit varying", CellFormat::kInt64), "-");
    EXPECT_EQ(Select(TypeKind::kOther, "regclass", CellFormat::kNative), "-");
    EXPECT_EQ(Select(TypeKind::kTimestamp, "timestamp without time zone", CellFormat::kDate), "-");
}

TEST(Select, StatementHasFiltersOrderAndQuotedNames) {
    ReadPlan plan;
    plan.table = {"My \"App", "t"};
    plan.columns.push_back({MakeColumn(TypeKind::kInt32, "integer"), CellFormat::kInt32});
    plan.filters = {
        {.column = "c",
         .any_of = {{.op = FilterOperator::kEqual, .value = "it's", .end_value = ""},
                    {.op = FilterOperator::kBetween, .value = "1", .end_value = "2"}}},
        {.column = "d", .any_of = {{.op = FilterOperator::kNull, .value = "", .end_value = ""}}}};
    plan.order_by = {"c", "d"};
    EXPECT_EQ(SelectStatement(plan, false).value(),
              "SELECT \"c\" FROM \"My \"\"App\".\"t\" WHERE (\"c\" = 'it''s' OR \"c\" BETWEEN '1' "
              "AND '2') "
              "AND (\"d\" IS NULL) ORDER BY \"c\", \"d\"");
    plan.filters.clear();
    plan.order_by.clear();
    EXPECT_EQ(SelectStatement(plan, true).value(), "SELECT \"c\" FROM ONLY \"My \"\"App\".\"t\"");
}

TEST(Select, EveryFilterOperatorHasItsCondition) {
    const auto condition = [](FilterOperator op) {
        return FilterCondition(
            {.column = "c", .any_of = {{.op = op, .value = "1", .end_value = "2"}}});
    };
    EXPECT_EQ(condition(FilterOperator::kEqual), "(\"c\" = '1')");
    EXPECT_EQ(condition(FilterOperator::kNotEqual), "(\"c\" <> '1')");
    EXPECT_EQ(condition(FilterOperator::kLessOrEqual), "(\"c\" <= '1')");
    EXPECT_EQ(condition(FilterOperator::kGreaterOrEqual), "(\"c\" >= '1')");
    EXPECT_EQ(condition(FilterOperator::kBetween), "(\"c\" BETWEEN '1' AND '2')");
    EXPECT_EQ(condition(FilterOperator::kNotBetween), "(\"c\" NOT BETWEEN '1' AND '2')");
    EXPECT_EQ(condition(FilterOperator::kNull), "(\"c\" IS NULL)");
    EXPECT_EQ(condition(FilterOperator::kNotNull), "(\"c\" IS NOT NULL)");
    EXPECT_EQ(FilterCondition({.column = "c", .any_of = {}}), "(false)");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
