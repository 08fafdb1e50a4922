#include "connectors/mysql/mapping.hpp"

#include <gmock/gmock.h>

#include "connectors/mysql/types.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const TargetServer kMariadb{.is_mariadb = true, .version = 101119, .collations = {}};
const TargetServer kMysql8{.is_mariadb = false,
                           .version = 80036,
                           .collations = {"utf8mb4_0900_bin", "utf8mb4_0900_ai_ci"}};
const TargetServer kMysql57{.is_mariadb = false, .version = 50744, .collations = {}};

Column Of(TypeKind kind, int precision = 0, int scale = 0, std::int64_t length = 0) {
    Column column;
    column.name = "c";
    column.type.kind = kind;
    column.type.precision = precision;
    column.type.scale = scale;
    column.type.length = length;
    column.type.native = "native";
    return column;
}

MappedColumn Map(const Column& column, const TargetServer& server = kMariadb,
                 Engine source = Engine::kPostgres) {
    const Result<MappedColumn> mapped = MapColumnTo(server, source, column);
    EXPECT_TRUE(mapped) << mapped.error().ToString();
    return mapped ? *mapped : MappedColumn{};
}

std::string TypeOf(const Column& column, const TargetServer& server = kMariadb) {
    return Map(column, server).type_sql;
}

TEST(MysqlMapping, ForeignTypesWithoutLoss) {
    EXPECT_EQ(TypeOf(Of(TypeKind::kBool)), "tinyint(1)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kInt16)), "smallint");
    EXPECT_EQ(TypeOf(Of(TypeKind::kInt32)), "int");
    EXPECT_EQ(TypeOf(Of(TypeKind::kInt64)), "bigint");
    EXPECT_EQ(TypeOf(Of(TypeKind::kFloat32)), "float");
    EXPECT_EQ(TypeOf(Of(TypeKind::kFloat64)), "double");
    EXPECT_EQ(TypeOf(Of(TypeKind::kNumeric, 65, 30)), "decimal(65,30)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kNumeric, 3, -2)), "decimal(5,0)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kNumeric, 2, 5)), "decimal(5,5)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kVarchar, 0, 0, 4000)), "varchar(4000)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kVarchar, 0, 0, 4001)), "longtext");
    EXPECT_EQ(TypeOf(Of(TypeKind::kChar, 0, 0, 5)), "varchar(5)");  // CHAR cuts trailing spaces
    EXPECT_EQ(TypeOf(Of(TypeKind::kText)), "longtext");
    EXPECT_EQ(TypeOf(Of(TypeKind::kBlob)), "longblob");
    EXPECT_EQ(TypeOf(Of(TypeKind::kDate)), "date");
    EXPECT_EQ(TypeOf(Of(TypeKind::kTime, 6)), "time(6)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kTimestamp, 0)), "datetime");
    EXPECT_EQ(TypeOf(Of(TypeKind::kTimestampTz, 6)), "datetime(6)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kBit, 0, 0, 64)), "bit(64)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kUuid)), "uuid");
    EXPECT_EQ(TypeOf(Of(TypeKind::kUuid), kMysql8), "char(36)");
    EXPECT_EQ(TypeOf(Of(TypeKind::kJsonb)), "json");
}

TEST(MysqlMapping, TypesWithoutAnEqualAreTextsWithANote) {
    for (const Column& column :
         {Of(TypeKind::kNumeric), Of(TypeKind::kNumeric, 66), Of(TypeKind::kNumeric, 40, 31),
          Of(TypeKind::kInterval), Of(TypeKind::kTimeTz, 6), Of(TypeKind::kOther),
          Of(TypeKind::kVarbit), Of(TypeKind::kBit, 0, 0, 65), Of(TypeKind::kEnum)}) {
        SCOPED_TRACE(static_cast<int>(column.type.kind));
        const MappedColumn mapped = Map(column);
        EXPECT_EQ(mapped.type_sql, "longtext");
        EXPECT_EQ(mapped.format, CellFormat::kText);
        EXPECT_EQ(mapped.notes.size(), 1U);
    }
}

TEST(MysqlMapping, EnumsOnlyWithLabelsThatSurvive) {
    Column column = Of(TypeKind::kEnum);
    column.type.labels = {"a", "it's"};
    EXPECT_EQ(TypeOf(column), "enum('a','it\\'s')");
    column.type.labels = {"a", ""};
    EXPECT_EQ(TypeOf(column), "longtext");
    column.type.labels = {"a", "b "};
    EXPECT_EQ(TypeOf(column), "longtext");
}

TEST(MysqlMapping, JsonOnMysqlIsNoted) {
    EXPECT_THAT(Map(Of(TypeKind::kJson), kMysql8).notes,
                ElementsAre(HasSubstr("stores JSON parsed")));
    EXPECT_THAT(Map(Of(TypeKind::kJson)).notes, IsEmpty());
}

TEST(MysqlMapping, OwnTypesKeepTheirDeclaration) {
    Column column = Of(TypeKind::kInt32);
    column.type.native = "int(5) unsigned zerofill";
    column.type.is_unsigned = true;
    MappedColumn mapped = Map(column, kMariadb, Engine::kMariadb);
    EXPECT_EQ(mapped.type_sql, "int(5) unsigned zerofill");
    EXPECT_EQ(mapped.format, CellFormat::kInt64);

    column = Of(TypeKind::kVarchar, 0, 0, 20);
    column.type.native = "varchar(20) /*M!100301 COMPRESSED*/";
    column.collation = "latin1_swedish_ci";
    mapped = Map(column, kMariadb, Engine::kMysql);
    EXPECT_EQ(mapped.type_sql, "varchar(20) COLLATE latin1_swedish_ci");
    EXPECT_EQ(mapped.format, CellFormat::kBytes);

    column = Of(TypeKind::kTimestamp, 3);
    column.type.native = "datetime(3)";
    EXPECT_EQ(Map(column, kMariadb, Engine::kMariadb).format, CellFormat::kText);
}

TEST(MysqlMapping, CollationsThatTheServerLacksAreReplacedAndNoted) {
    Column column = Of(TypeKind::kText);
    column.type.native = "text";
    column.collation = "utf8mb4_uca1400_ai_ci";
    MappedColumn mapped = Map(column, kMysql8, Engine::kMariadb);
    EXPECT_EQ(mapped.type_sql, "text COLLATE utf8mb4_0900_ai_ci");
    EXPECT_THAT(mapped.notes, ElementsAre(HasSubstr("utf8mb4_uca1400_ai_ci is unknown here")));
    column.collation = "utf8mb4_nopad_bin";
    EXPECT_EQ(Map(column, kMysql8, Engine::kMariadb).type_sql, "text COLLATE utf8mb4_0900_bin");
}

TEST(MysqlMapping, MariadbsOwnTypesOnMysqlAreTexts) {
    Column column = Of(TypeKind::kOther);
    column.type.native = "inet6";
    EXPECT_EQ(Map(column, kMysql8, Engine::kMariadb).type_sql, "varchar(45)");
    EXPECT_EQ(Map(column, kMariadb, Engine::kMariadb).type_sql, "inet6");
}

TEST(MysqlMapping, DefaultsByWhatTheServerTakes) {
    Column column = Of(TypeKind::kText);
    column.default_value = {DefaultValue::Kind::kText, "it's"};
    EXPECT_EQ(Map(column).default_sql, "'it\\'s'");
    EXPECT_EQ(Map(column, kMysql8).default_sql, "('it\\'s')");
    EXPECT_EQ(Map(column, kMysql57).default_sql, "");
    EXPECT_THAT(Map(column, kMysql57).notes, ElementsAre(HasSubstr("not carried over")));
    column = Of(TypeKind::kTimestampTz, 6);
    column.default_value = {DefaultValue::Kind::kCurrentTimestamp, ""};
    EXPECT_EQ(Map(column).default_sql, "CURRENT_TIMESTAMP(6)");
    column = Of(TypeKind::kDate);
    column.default_value = {DefaultValue::Kind::kCurrentDate, ""};
    EXPECT_EQ(Map(column).default_sql, "(curdate())");
    EXPECT_EQ(Map(column, kMysql57).default_sql, "");
    column = Of(TypeKind::kBool);
    column.default_value = {DefaultValue::Kind::kBool, "false"};
    EXPECT_EQ(Map(column).default_sql, "0");
    column.is_identity = true;
    EXPECT_EQ(Map(column).default_sql, "");
}

// --- the other way: what MySQL itself says of its columns (no such server in the tests) ----------

ColumnRow MysqlRow(const std::string& data_type, const std::string& column_default,
                   const std::string& extra = "") {
    ColumnRow row;
    row.data_type = data_type;
    row.column_type = data_type;
    row.column_default = column_default;
    row.extra = extra;
    return row;
}

DefaultValue MysqlDefault(const ColumnRow& row) {
    return ParseDefault(row, ParseColumnType(row), false);
}

TEST(MysqlDefaults, BareStyleOfMysql) {
    using Kind = DefaultValue::Kind;
    EXPECT_EQ(MysqlDefault(MysqlRow("varchar", "it's")), (DefaultValue{Kind::kText, "it's"}));
    EXPECT_EQ(MysqlDefault(MysqlRow("varchar", "now()")), (DefaultValue{Kind::kText, "now()"}));
    EXPECT_EQ(MysqlDefault(MysqlRow("int", "7")), (DefaultValue{Kind::kNumber, "7"}));
    EXPECT_EQ(MysqlDefault(MysqlRow("datetime", "CURRENT_TIMESTAMP(3)", "DEFAULT_GENERATED")),
              (DefaultValue{Kind::kCurrentTimestamp, ""}));
    EXPECT_EQ(MysqlDefault(MysqlRow("datetime", "CURRENT_TIMESTAMP")),
              (DefaultValue{Kind::kCurrentTimestamp, ""}));
    EXPECT_EQ(MysqlDefault(MysqlRow("varchar", "uuid()", "DEFAULT_GENERATED")),
              (DefaultValue{Kind::kExpression, "uuid()"}));
    EXPECT_EQ(MysqlDefault(MysqlRow("date", "curdate()", "DEFAULT_GENERATED")),
              (DefaultValue{Kind::kCurrentDate, ""}));
}

TEST(MysqlLabels, BrokenListsAreNone) {
    for (const char* text : {"enum", "enum(", "enum('a'", "enum('a)", "enum('a',)", "enum(a)"}) {
        SCOPED_TRACE(text);
        EXPECT_FALSE(ParseLabels(text));
    }
    EXPECT_EQ(Unquote("'a''b\\\\c\\n'"), "a'b\\c\n");
    EXPECT_FALSE(Unquote("'a' + 'b'"));
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
