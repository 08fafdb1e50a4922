#include "service/impl/endpoint_rules.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

store::EndpointRow Postgres() {
    store::EndpointRow row;
    row.arn = "arn:aws:dms:r:000000000000:endpoint:X";
    row.identifier = "shop";
    row.type = "source";
    row.engine = "postgres";
    row.username = "loader";
    row.server_name = "db.example";
    row.database_name = "shop";
    row.ssl_mode = "none";
    return row;
}

std::string FaultOf(const store::EndpointRow& row) {
    const Status checked = CheckEndpoint(row);
    return checked ? "" : checked.error().fault;
}

TEST(ParseExtraAttributes, ReadsPolicies) {
    const auto read = ParseExtraAttributes(
        "zeroDates=null; InvalidText=replace;infinity=NULL;caFile=/etc/ca.pem;");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->policy.zero_date, connectors::ValuePolicy::ZeroDate::kNull);
    EXPECT_EQ(read->policy.invalid_text, connectors::ValuePolicy::InvalidText::kReplace);
    EXPECT_EQ(read->policy.infinity, connectors::ValuePolicy::Infinity::kNull);
    EXPECT_EQ(read->ca_file, "/etc/ca.pem");
    EXPECT_TRUE(read->unknown.empty());
}

TEST(ParseExtraAttributes, HandsTheOthersOnAndNamesTheUnknown) {
    const auto read = ParseExtraAttributes("Initstmt=SET FOREIGN_KEY_CHECKS=0;tuning=high");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->others.at("Initstmt"), "SET FOREIGN_KEY_CHECKS=0");
    EXPECT_EQ(read->unknown, std::vector<std::string>{"tuning"});
}

TEST(ParseExtraAttributes, WritesTheConnectorsOwnAsTheyKnowThem) {
    const auto read = ParseExtraAttributes("LOADMETHOD=Insert;mysqltimeas=time");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->others.at("loadMethod"), "insert");
    EXPECT_EQ(read->others.at("mysqlTimeAs"), "time");
    EXPECT_TRUE(read->unknown.empty());
    EXPECT_FALSE(ParseExtraAttributes("mysqlTimeAs=text"));
}

TEST(ParseExtraAttributes, BadTextsAreInvalidValues) {
    for (const char* text : {"zeroDates", "=x", "zeroDates=maybe", "invalidText=null",
                             "infinity=", "caFile=ca.pem", "a=1;A=2", "sslKeyPassword=x"}) {
        const auto read = ParseExtraAttributes(text);
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().fault, "InvalidParameterValueException") << text;
    }
}

TEST(ParseExtraAttributes, EmptyPartsDoNotMatter) {
    EXPECT_TRUE(ParseExtraAttributes(""));
    EXPECT_TRUE(ParseExtraAttributes(" ; ;;\n"));
}

TEST(CheckEngine, NamesWhatIsServed) {
    for (const char* name :
         {"postgres", "mysql", "mariadb", "sqlite", "aurora", "aurora-postgresql"}) {
        EXPECT_TRUE(CheckEngine(name)) << name;
    }
    const auto refused = CheckEngine("oracle");
    ASSERT_FALSE(refused);
    EXPECT_EQ(
        refused.error().message,
        "Invalid value oracle for EngineName: this service migrates mysql, mariadb, postgres, "
        "sqlite, aurora, aurora-postgresql");
}

TEST(CheckEndpoint, WhatIsNeededDependsOnTheEngine) {
    EXPECT_EQ(FaultOf(Postgres()), "");
    store::EndpointRow row = Postgres();
    row.database_name.clear();
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
    row.engine = "mariadb";
    EXPECT_EQ(FaultOf(row), "");
    row.server_name.clear();
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
    row = Postgres();
    row.username.clear();
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
}

TEST(CheckEndpoint, SqliteNeedsAnAbsolutePathAndNoTls) {
    store::EndpointRow row = Postgres();
    row.engine = "sqlite";
    row.server_name.clear();
    row.username.clear();
    row.database_name = "shop.db";
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
    row.database_name = "/data/shop.db";
    EXPECT_EQ(FaultOf(row), "");
    row.ssl_mode = "require";
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
}

TEST(CheckEndpoint, ValuesOutOfRangeAreRefused) {
    store::EndpointRow row = Postgres();
    row.ssl_mode = "sometimes";
    EXPECT_EQ(FaultOf(row), "InvalidParameterValueException");
    row = Postgres();
    row.type = "both";
    EXPECT_EQ(FaultOf(row), "InvalidParameterValueException");
    row = Postgres();
    row.port = 65536;
    EXPECT_EQ(FaultOf(row), "InvalidParameterValueException");
    row = Postgres();
    row.extra_attributes = "caFile=/etc/ca.pem";
    EXPECT_EQ(FaultOf(row), "InvalidParameterCombinationException");
    row.ssl_mode = "verify-full";
    EXPECT_EQ(FaultOf(row), "");
}

TEST(ToShape, ShowsUpperCaseTypeAndNoPassword) {
    store::EndpointRow row = Postgres();
    row.sealed_password = "sealed";
    row.settings = R"({"SlotName":"s1","Port":5433})";
    const dms::Endpoint shape = ToShape(row);
    EXPECT_EQ(shape.endpoint_type, "SOURCE");
    EXPECT_EQ(shape.engine_display_name, "PostgreSQL");
    EXPECT_EQ(shape.status, "active");
    EXPECT_FALSE(shape.port);
    ASSERT_TRUE(shape.postgre_sql_settings);
    EXPECT_EQ(shape.postgre_sql_settings->slot_name, "s1");
    EXPECT_FALSE(shape.postgre_sql_settings->password);
}

}  // namespace
}  // namespace dmsnode::service
