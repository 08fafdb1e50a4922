#include "connectors/mysql/catalog.hpp"

#include <gmock/gmock.h>

#include "connectors/mysql/test_database.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using ::testing::Not;

class CatalogTest : public ::testing::Test {
protected:
    Table Describe(const std::string& name) {
        const auto tables = DescribeTables(database_.session(), {database_.Id(name)});
        EXPECT_TRUE(tables) << tables.error().ToString();
        return tables ? tables->front() : Table{};
    }
    Column DescribeColumn(const std::string& declaration) {
        database_.Run("CREATE OR REPLACE TABLE one (v " + declaration + ")");
        return Describe("one").columns.at(0);
    }
    DefaultValue Default(const std::string& declaration) {
        return DescribeColumn(declaration).default_value;
    }

    TestDatabase database_;
};

TEST_F(CatalogTest, ListsUsersSchemasTablesAndViews) {
    database_.Run("CREATE TABLE t (id int)");
    database_.Run("CREATE VIEW v AS SELECT 1 AS one");
    database_.Run("CREATE SEQUENCE s");
    const auto schemas = ListSchemas(database_.session());
    ASSERT_TRUE(schemas);
    EXPECT_THAT(*schemas, Contains(database_.name()));
    EXPECT_THAT(*schemas, Not(Contains("mysql")));
    EXPECT_THAT(*schemas, Not(Contains("information_schema")));
    const auto tables = ListTables(database_.session());
    ASSERT_TRUE(tables);
    std::vector<std::string> mine;
    for (const Table& table : *tables) {
        if (table.id.schema != database_.name()) continue;
        mine.push_back(table.id.name + (table.kind == TableKind::kView ? " view" : ""));
    }
    EXPECT_THAT(mine, ElementsAre("t", "v view"));
}

TEST_F(CatalogTest, TypesAreRecognised) {
    const std::vector<std::pair<std::string, TypeKind>> cases = {
        {"tinyint(1)", TypeKind::kInt8},
        {"boolean", TypeKind::kInt8},
        {"smallint", TypeKind::kInt16},
        {"mediumint", TypeKind::kInt24},
        {"int", TypeKind::kInt32},
        {"bigint", TypeKind::kInt64},
        {"decimal(10,2)", TypeKind::kNumeric},
        {"float", TypeKind::kFloat32},
        {"double", TypeKind::kFloat64},
        {"char(3)", TypeKind::kChar},
        {"varchar(3)", TypeKind::kVarchar},
        {"text", TypeKind::kText},
        {"binary(3)", TypeKind::kBinary},
        {"varbinary(3)", TypeKind::kVarbinary},
        {"blob", TypeKind::kBlob},
        {"date", TypeKind::kDate},
        {"time", TypeKind::kTime},
        {"datetime", TypeKind::kTimestamp},
        {"timestamp", TypeKind::kTimestampTz},
        {"year", TypeKind::kYear},
        {"uuid", TypeKind::kUuid},
        {"json", TypeKind::kJson},
        {"bit(7)", TypeKind::kBit},
        {"enum('a')", TypeKind::kEnum},
        {"set('a')", TypeKind::kSet},
        {"inet6", TypeKind::kOther},
        {"point", TypeKind::kBlob}};
    for (const auto& [declaration, kind] : cases) {
        SCOPED_TRACE(declaration);
        EXPECT_EQ(DescribeColumn(declaration).type.kind, kind);
    }
    EXPECT_TRUE(DescribeColumn("int(5) unsigned zerofill").type.is_unsigned);
    const ColumnType decimal = DescribeColumn("decimal(10,3)").type;
    EXPECT_EQ(decimal.precision, 10);
    EXPECT_EQ(decimal.scale, 3);
    EXPECT_EQ(DescribeColumn("varchar(77)").type.length, 77);
    EXPECT_EQ(DescribeColumn("varbinary(77)").type.length, 77);
    EXPECT_EQ(DescribeColumn("longtext").type.length, 0);
    EXPECT_EQ(DescribeColumn("bit(7)").type.length, 7);
    EXPECT_EQ(DescribeColumn("datetime(3)").type.precision, 3);
    EXPECT_EQ(DescribeColumn("time").type.precision, 0);
    EXPECT_EQ(DescribeColumn("varchar(3) CHARACTER SET latin1").collation, "latin1_swedish_ci");
    EXPECT_EQ(DescribeColumn("longtext CHECK (length(v) > 3)").type.kind, TypeKind::kText);
}

TEST_F(CatalogTest, LabelsWithQuotesCommasAndBackslashes) {
    EXPECT_THAT(DescribeColumn("enum('a','it''s','b,c','d\\\\e','ż',''')')").type.labels,
                ElementsAre("a", "it's", "b,c", "d\\e", "ż", "')"));
    EXPECT_THAT(DescribeColumn("set('x y','')").type.labels, ElementsAre("x y", ""));
}

TEST_F(CatalogTest, DefaultsAreUnderstood) {
    using Kind = DefaultValue::Kind;
    EXPECT_EQ(Default("int"), (DefaultValue{Kind::kNull, ""}));
    EXPECT_EQ(Default("int NOT NULL"), (DefaultValue{Kind::kNone, ""}));
    EXPECT_EQ(Default("int DEFAULT -7"), (DefaultValue{Kind::kNumber, "-7"}));
    EXPECT_EQ(Default("int DEFAULT '7'"), (DefaultValue{Kind::kNumber, "7"}));
    EXPECT_EQ(Default("varchar(20) DEFAULT '7'"), (DefaultValue{Kind::kText, "7"}));
    EXPECT_EQ(Default("varchar(20) DEFAULT 'NULL'"), (DefaultValue{Kind::kText, "NULL"}));
    EXPECT_EQ(Default("varchar(20) DEFAULT 'it''s\\n\\\\'"),
              (DefaultValue{Kind::kText, "it's\n\\"}));
    EXPECT_EQ(Default("decimal(5,2) DEFAULT 1.50"), (DefaultValue{Kind::kNumber, "1.50"}));
    EXPECT_EQ(Default("datetime(3) DEFAULT now(3)"), (DefaultValue{Kind::kCurrentTimestamp, ""}));
    EXPECT_EQ(Default("date DEFAULT curdate()"), (DefaultValue{Kind::kCurrentDate, ""}));
    EXPECT_EQ(Default("date DEFAULT '2020-01-01'"), (DefaultValue{Kind::kText, "2020-01-01"}));
    EXPECT_EQ(Default("int DEFAULT (1+2)"), (DefaultValue{Kind::kExpression, "(1 + 2)"}));
    EXPECT_EQ(Default("bit(3) DEFAULT b'101'"), (DefaultValue{Kind::kExpression, "b'101'"}));
    EXPECT_EQ(Default("uuid DEFAULT uuid()"), (DefaultValue{Kind::kExpression, "uuid()"}));
}

TEST_F(CatalogTest, KeysIndexesGeneratedColumnsAndWhatIsLeft) {
    database_.Run("CREATE TABLE parent (id int PRIMARY KEY)");
    database_.Run(
        "CREATE TABLE t (b int, a int AUTO_INCREMENT, s varchar(50), j json, x text,"
        " u datetime DEFAULT now() ON UPDATE now(), g int AS (b + 1) STORED, p point NOT NULL,"
        " hidden int INVISIBLE, PRIMARY KEY (b, a), KEY k (a), UNIQUE KEY us (s(5), b DESC),"
        " FULLTEXT KEY ft (x), SPATIAL KEY sp (p), CONSTRAINT fk FOREIGN KEY (b) REFERENCES parent"
        " (id), CONSTRAINT positive CHECK (b > 0))");
    database_.Run("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW SET NEW.s = 'x'");
    const Table table = Describe("t");
    EXPECT_THAT(table.primary_key, ElementsAre("b", "a"));
    EXPECT_TRUE(table.columns[1].is_identity);
    EXPECT_FALSE(table.columns[0].nullable);
    EXPECT_EQ(table.columns[3].type.kind, TypeKind::kJson);
    EXPECT_TRUE(table.columns[6].is_generated);
    EXPECT_TRUE(table.columns[6].generation_is_stored);
    EXPECT_EQ(table.columns[6].generation_expression, "`b` + 1");
    ASSERT_EQ(table.indexes.size(), 4U);
    EXPECT_EQ(table.indexes[0].method, "fulltext");
    EXPECT_EQ(table.indexes[1].name, "k");
    EXPECT_EQ(table.indexes[2].method, "spatial");
    EXPECT_EQ(table.indexes[2].columns[0].prefix_length, 0);
    EXPECT_TRUE(table.indexes[3].unique);
    EXPECT_EQ(table.indexes[3].columns[0].prefix_length, 5);
    EXPECT_TRUE(table.indexes[3].columns[1].descending);
    EXPECT_THAT(table.not_carried, IsSupersetOf({"foreign key fk", "trigger tr", "check positive",
                                                 "ON UPDATE CURRENT_TIMESTAMP of column u",
                                                 "invisibility of column hidden"}));
    EXPECT_THAT(table.not_carried, Not(Contains("check j")));
}

TEST_F(CatalogTest, ManyTablesComeInTheOrderAskedForAndMissingOnesAreNamed) {
    std::vector<TableId> ids;
    for (int i = 9; i >= 0; --i) {
        const std::string name = "t" + std::to_string(i);
        database_.Run("CREATE TABLE " + name + " (id int PRIMARY KEY, v" + std::to_string(i) +
                      " int)");
        ids.push_back(database_.Id(name));
    }
    auto tables = DescribeTables(database_.session(), ids);
    ASSERT_TRUE(tables);
    for (std::size_t i = 0; i < ids.size(); ++i) {
        EXPECT_EQ((*tables)[i].id, ids[i]);
        EXPECT_EQ((*tables)[i].columns.at(1).name, "v" + std::to_string(9 - i));
    }
    ids.push_back(database_.Id("nowhere"));
    tables = DescribeTables(database_.session(), ids);
    ASSERT_FALSE(tables);
    EXPECT_EQ(tables.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(tables.error().where, database_.name() + ".nowhere");
    EXPECT_EQ(DescribeTables(database_.session(), {database_.Id("nowhere")}).error().code,
              ErrorCode::kNotFound);
}

TEST_F(CatalogTest, TablesWithoutTransactionsAreWarnedOf) {
    database_.Run("CREATE TABLE old (id int) ENGINE=MyISAM");
    NullLog log;
    const auto source = OpenSource(TestEndpoint(), log);
    ASSERT_TRUE(source);
    const auto info = (*source)->Info();
    ASSERT_TRUE(info);
    EXPECT_THAT(info->warnings, Contains(HasSubstr(database_.name() + ".old (MyISAM)")));
    const auto snapshot = (*source)->OpenSnapshot(1);
    ASSERT_TRUE(snapshot);
    EXPECT_THAT((*snapshot)->Describe(), HasSubstr(database_.name() + ".old (MyISAM)"));
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
