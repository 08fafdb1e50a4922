#include "connectors/postgres/impl/map_column.hpp"

#include <gmock/gmock.h>

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Kind = DefaultValue::Kind;

struct MapCase {
    Column column;
    const char* type_sql;
    CellFormat format;
};

Column Make(TypeKind kind, int precision = 0, int scale = 0, std::int64_t length = 0) {
    Column column;
    column.name = "c";
    column.type.kind = kind;
    column.type.precision = precision;
    column.type.scale = scale;
    column.type.length = length;
    return column;
}

Column Unsigned(TypeKind kind) {
    Column column = Make(kind);
    column.type.is_unsigned = true;
    return column;
}

Column Native(TypeKind kind, const std::string& native) {
    Column column = Make(kind);
    column.type.native = native;
    return column;
}

MappedColumn Map(Engine source, const Column& column, const MappingOptions& options = {}) {
    const Result<MappedColumn> mapped = MapColumn(source, column, options);
    if (mapped) return *mapped;
    return {.type_sql = mapped.error().ToString(),
            .format = CellFormat::kText,
            .default_sql = "",
            .notes = {}};
}

TEST(MapColumn, MysqlTypesHaveTheirPlaces) {
    const std::vector<MapCase> cases = {
        {Make(TypeKind::kBool), "boolean", CellFormat::kBool},
        {Make(TypeKind::kInt8), "smallint", CellFormat::kInt16},
        {Unsigned(TypeKind::kInt8), "smallint", CellFormat::kInt16},
        {Make(TypeKind::kInt16), "smallint", CellFormat::kInt16},
        {Unsigned(TypeKind::kInt16), "integer", CellFormat::kInt32},
        {Unsigned(TypeKind::kInt24), "integer", CellFormat::kInt32},
        {Make(TypeKind::kInt32), "integer", CellFormat::kInt32},
        {Unsigned(TypeKind::kInt32), "bigint", CellFormat::kInt64},
        {Make(TypeKind::kInt64), "bigint", CellFormat::kInt64},
        {Unsigned(TypeKind::kInt64), "numeric(20)", CellFormat::kNumeric},
        {Make(TypeKind::kNumeric, 65, 30), "numeric(65,30)", CellFormat::kNumeric},
        {Make(TypeKind::kNumeric), "numeric", CellFormat::kNumeric},
        {Make(TypeKind::kFloat32), "real", CellFormat::kFloat32},
        {Make(TypeKind::kFloat64), "double precision", CellFormat::kFloat64},
        {Make(TypeKind::kChar, 0, 0, 3), "char(3)", CellFormat::kText},
        {Make(TypeKind::kChar, 0, 0, 0), "text", CellFormat::kText},
        {Make(TypeKind::kVarchar, 0, 0, 255), "varchar(255)", CellFormat::kText},
        {Make(TypeKind::kVarchar, 0, 0, 10485761), "text", CellFormat::kText},
        {Make(TypeKind::kText, 0, 0, 65535), "text", CellFormat::kText},
        {Make(TypeKind::kBinary, 0, 0, 16), "bytea", CellFormat::kBytes},
        {Make(TypeKind::kVarbinary, 0, 0, 16), "bytea", CellFormat::kBytes},
        {Native(TypeKind::kBlob, "geometry"), "bytea", CellFormat::kBytes},
        {Make(TypeKind::kDate), "date", CellFormat::kDate},
        {Make(TypeKind::kTimestamp, 6), "timestamp", CellFormat::kTimestamp},
        {Make(TypeKind::kTimestamp, 0), "timestamp(0)", CellFormat::kTimestamp},
        {Make(TypeKind::kTimestampTz, 3), "timestamp(3) with time zone", CellFormat::kTimestampTz},
        {Make(TypeKind::kYear), "smallint", CellFormat::kInt16},
        {Make(TypeKind::kUuid), "uuid", CellFormat::kUuid},
        {Make(TypeKind::kJson), "json", CellFormat::kText},
        {Make(TypeKind::kBit, 0, 0, 1), "boolean", CellFormat::kBool},
        {Make(TypeKind::kBit, 0, 0, 64), "bit(64)", CellFormat::kBit},
        {Native(TypeKind::kOther, "inet6"), "inet", CellFormat::kText},
        {Native(TypeKind::kOther, "inet4"), "inet", CellFormat::kText},
    };
    for (const MapCase& c : cases) {
        const MappedColumn mapped = Map(Engine::kMariadb, c.column);
        EXPECT_EQ(mapped.type_sql, c.type_sql);
        EXPECT_EQ(mapped.format, c.format) << c.type_sql;
        EXPECT_THAT(mapped.notes, IsEmpty()) << c.type_sql;
    }
}

TEST(MapColumn, WhatIsNotExactIsNoted) {
    EXPECT_THAT(Map(Engine::kMysql, Make(TypeKind::kEnum)).notes,
                ElementsAre(HasSubstr("labels are not enforced")));
    EXPECT_THAT(Map(Engine::kMysql, Make(TypeKind::kSet)).notes,
                ElementsAre(HasSubstr("set kept as text")));
    EXPECT_THAT(Map(Engine::kMysql, Native(TypeKind::kOther, "odd")).notes,
                ElementsAre("type odd has no equal here: kept as text"));
    const MappedColumn time = Map(Engine::kMysql, Make(TypeKind::kTime, 6));
    EXPECT_EQ(time.type_sql, "interval");
    EXPECT_EQ(time.format, CellFormat::kInterval);
    EXPECT_THAT(time.notes, ElementsAre(HasSubstr("mysqlTimeAs=time")));
}

TEST(MapColumn, MysqlTimeMayBeATimeOfDay) {
    const MappedColumn time = Map(Engine::kMysql, Make(TypeKind::kTime, 3),
                                  {.known_types = {}, .time_as_interval = false});
    EXPECT_EQ(time.type_sql, "time(3)");
    EXPECT_EQ(time.format, CellFormat::kTime);
    EXPECT_EQ(Map(Engine::kSqlite, Make(TypeKind::kTime, 6)).type_sql, "time");
}

TEST(MapColumn, SqliteEnforcesNoSizesSoWeDoNotRound) {
    EXPECT_EQ(Map(Engine::kSqlite, Make(TypeKind::kNumeric, 10, 2)).type_sql, "numeric");
    EXPECT_EQ(Map(Engine::kSqlite, Make(TypeKind::kVarchar, 0, 0, 10)).type_sql, "text");
}

TEST(MapColumn, CountersStayIntegers) {
    Column id = Unsigned(TypeKind::kInt64);
    id.is_identity = true;
    const MappedColumn mapped = Map(Engine::kMysql, id);
    EXPECT_EQ(mapped.type_sql, "bigint");
    EXPECT_EQ(mapped.format, CellFormat::kInt64);
    EXPECT_THAT(mapped.notes, ElementsAre(HasSubstr("over 9223372036854775807")));
    Column real = Make(TypeKind::kFloat64);
    real.is_identity = true;
    EXPECT_THAT(Map(Engine::kMysql, real).notes,
                ElementsAre(HasSubstr("counter of this column is not carried")));
}

TEST(MapColumn, OwnTypesStayAsDeclared) {
    for (const char* native : {"numeric(10,2)", "timestamp(3) with time zone", "integer[]", "inet",
                               "xml", "interval year to month", "\"char\"", "bit varying(7)"}) {
        const MappedColumn mapped = Map(Engine::kPostgres, Native(TypeKind::kOther, native));
        EXPECT_EQ(mapped.type_sql, native);
        EXPECT_EQ(mapped.format, CellFormat::kNative);
    }
    const MappedColumn object = Map(Engine::kPostgres, Native(TypeKind::kOther, "regclass"));
    EXPECT_EQ(object.type_sql, "text");
    EXPECT_THAT(object.notes, ElementsAre(HasSubstr("regclass")));
}

TEST(MapColumn, UsersTypesStayWhereTheTargetCanHaveThem) {
    Column mood = Native(TypeKind::kEnum, "app.mood");
    mood.type.labels = {"sad", "ok"};
    EXPECT_EQ(Map(Engine::kPostgres, mood).type_sql, "app.mood");
    EXPECT_EQ(Map(Engine::kPostgres, mood).format, CellFormat::kText);
    Column moods = Native(TypeKind::kOther, "app.mood[]");
    moods.type.labels = {"sad", "ok"};
    EXPECT_EQ(Map(Engine::kPostgres, moods).type_sql, "app.mood[]");
    EXPECT_EQ(Map(Engine::kPostgres, moods).format, CellFormat::kNative);

    const Column store = Native(TypeKind::kOther, "public.hstore");
    EXPECT_EQ(Map(Engine::kPostgres, store).type_sql, "text");
    EXPECT_THAT(Map(Engine::kPostgres, store).notes, ElementsAre(HasSubstr("install")));
    MappingOptions options;
    options.known_types = {"public.hstore", "public.geometry"};
    EXPECT_EQ(Map(Engine::kPostgres, store, options).type_sql, "public.hstore");
    EXPECT_EQ(
        Map(Engine::kPostgres, Native(TypeKind::kOther, "public.geometry(Point,4326)"), options)
            .format,
        CellFormat::kNative);
    EXPECT_EQ(Map(Engine::kPostgres, Native(TypeKind::kOther, "public.hstore[]"), options).format,
              CellFormat::kNative);
}

TEST(MapColumn, TypeNamesAreSplit) {
    EXPECT_EQ(SplitTypeName("app.mood"), (TableId{"app", "mood"}));
    EXPECT_EQ(SplitTypeName("\"My App\".\"Mo\"\"od\"[]"), (TableId{"My App", "Mo\"od"}));
    EXPECT_EQ(SplitTypeName("public.geometry(Point,4326)"), (TableId{"public", "geometry"}));
    EXPECT_EQ(SplitTypeName("\"a.b\".c"), (TableId{"a.b", "c"}));
    EXPECT_FALSE(SplitTypeName("integer"));
}

struct DefaultSqlCase {
    Column column;
    Kind kind;
    const char* text;
    const char* sql;  ///< `note`: none, but a note.
};

TEST(MapColumn, DefaultsAreTranslatedOrNoted) {
    const std::vector<DefaultSqlCase> cases = {
        {Make(TypeKind::kVarchar, 0, 0, 9), Kind::kNone, "", ""},
        {Make(TypeKind::kVarchar, 0, 0, 9), Kind::kNull, "", "NULL"},
        {Make(TypeKind::kVarchar, 0, 0, 9), Kind::kText, "it's", "'it''s'"},
        {Make(TypeKind::kVarchar, 0, 0, 9), Kind::kNumber, "5", "'5'"},
        {Make(TypeKind::kInt32), Kind::kNumber, "-5", "-5"},
        {Make(TypeKind::kInt32), Kind::kText, "x", "note"},
        {Make(TypeKind::kInt32), Kind::kBool, "true", "1"},
        {Make(TypeKind::kBool), Kind::kNumber, "1", "true"},
        {Make(TypeKind::kBool), Kind::kNumber, "2", "note"},
        {Make(TypeKind::kBool), Kind::kBool, "false", "false"},
        {Make(TypeKind::kBit, 0, 0, 1), Kind::kExpression, "b'1'", "true"},
        {Make(TypeKind::kBit, 0, 0, 4), Kind::kExpression, "b'101'", "B'0101'"},
        {Make(TypeKind::kBit, 0, 0, 2), Kind::kExpression, "b'101'", "note"},
        {Make(TypeKind::kBlob), Kind::kText, "ab", "'\\x6162'"},
        {Make(TypeKind::kDate), Kind::kText, "2024-02-29", "'2024-02-29'"},
        {Make(TypeKind::kDate), Kind::kText, "0000-00-00", "note"},
        {Make(TypeKind::kTimestamp, 0), Kind::kText, "0000-00-00 00:00:00", "note"},
        {Make(TypeKind::kTimestamp, 0), Kind::kText, "2024-01-01 00:00:00",
         "'2024-01-01 00:00:00'"},
        {Make(TypeKind::kTimestamp, 0), Kind::kCurrentTimestamp, "", "CURRENT_TIMESTAMP"},
        {Make(TypeKind::kDate), Kind::kCurrentTimestamp, "", "CURRENT_DATE"},
        {Make(TypeKind::kTime, 0), Kind::kText, "-12:30:00", "'-12:30:00'"},
        {Make(TypeKind::kVarchar, 0, 0, 9), Kind::kCurrentTimestamp, "", "note"},
        {Make(TypeKind::kUuid), Kind::kText, "x", "note"},
        {Make(TypeKind::kInt32), Kind::kExpression, "uuid()", "note"},
        {Make(TypeKind::kEnum), Kind::kText, "open", "'open'"},
    };
    for (const DefaultSqlCase& c : cases) {
        Column column = c.column;
        column.default_value = {.kind = c.kind, .text = c.text};
        const std::size_t own_notes = Map(Engine::kMysql, c.column).notes.size();
        const MappedColumn mapped = Map(Engine::kMysql, column);
        const bool noted = mapped.notes.size() > own_notes;
        EXPECT_EQ(noted ? "note" : mapped.default_sql, c.sql) << c.text;
        if (noted) {
            EXPECT_EQ(mapped.default_sql, "");
        }
    }
}

TEST(MapColumn, OwnExpressionsAreCarried) {
    Column column = Native(TypeKind::kUuid, "uuid");
    column.default_value = {.kind = Kind::kExpression, .text = "gen_random_uuid()"};
    EXPECT_EQ(Map(Engine::kPostgres, column).default_sql, "gen_random_uuid()");
    column.is_generated = true;
    EXPECT_EQ(Map(Engine::kPostgres, column).default_sql, "");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
