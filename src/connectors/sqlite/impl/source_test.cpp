#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "connectors/cells.hpp"
#include "connectors/sqlite/impl/test_file.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string OpenFailure(const std::string& path) {
    NullLog log;
    Endpoint endpoint;
    endpoint.engine = Engine::kSqlite;
    endpoint.database = path;
    const auto source = OpenSource(endpoint, log);
    return source ? "opened" : source.error().ToString();
}

TEST(SqliteSource, SaysWhyAFileCannotBeOpened) {
    const testing::TempDir folder;
    const std::string path = folder.path() + "/x.db";
    EXPECT_EQ(OpenFailure(path),
              path +
                  ": the file does not exist (check the endpoint's database name: it is the path "
                  "of the file on the machine that runs the task)");
    EXPECT_THAT(OpenFailure(""), HasSubstr("no file is named"));
    EXPECT_THAT(OpenFailure(":memory:"), HasSubstr("\":memory:\" is no file's path"));
    EXPECT_THAT(OpenFailure(folder.path()), HasSubstr("this is no regular file"));
    std::ofstream(path)
        << "this is a text of more than one hundred bytes, so that SQLite reads it as "
           "a header and finds that it is none";
    EXPECT_EQ(
        OpenFailure(path),
        path +
            ": SQLITE_26: the file is no SQLite database, or it is encrypted (check the path; "
            "an encrypted database must be decrypted first)");
}

TEST(SqliteSource, EmptyFileIsAnEmptyDatabase) {
    const testing::TempDir folder;
    const std::string path = folder.path() + "/x.db";
    std::ofstream(path).flush();
    Endpoint endpoint;
    endpoint.database = path;
    EXPECT_TRUE(MustOpenSource(endpoint)->ListTables()->empty());
}

TEST(SqliteSource, DamagedFileIsTold) {
    TestFile file(
        "CREATE TABLE t (a); INSERT INTO t WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL "
        "SELECT i + 1 FROM s WHERE i < 5000) SELECT i FROM s");
    file.Run("PRAGMA wal_checkpoint(TRUNCATE)");
    {
        std::fstream raw(file.path(), std::ios::in | std::ios::out | std::ios::binary);
        raw.seekp(4096);
        for (int i = 0; i < 4096 * 3; ++i) raw.put('\xFF');
    }
    const auto source = MustOpenSource(file.endpoint());
    const auto tables = source->DescribeTables({{"main", "t"}});
    ASSERT_FALSE(tables);
    EXPECT_EQ(tables.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(tables.error().ToString(), HasSubstr("the database is damaged"));
}

TEST(SqliteSource, DescribesTables) {
    TestFile file(R"(
CREATE TABLE parent (id INTEGER PRIMARY KEY);
CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(20) NOT NULL DEFAULT 'x' COLLATE NOCASE,
  p INT REFERENCES parent (id), twice INT AS (id * 2) STORED, CHECK (p > 0), UNIQUE (name, p));
CREATE INDEX part ON t (p DESC) WHERE p > 1;
CREATE INDEX expr ON t (lower(name), p);
CREATE INDEX exact ON t (name COLLATE BINARY);
CREATE TRIGGER watch AFTER INSERT ON t BEGIN SELECT 1; END;
CREATE TABLE pairs (a TEXT, b TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE VIEW v AS SELECT id, name FROM t;
INSERT INTO t (id, name) VALUES (10, 'a'), (19, 'b'))");
    const auto source = MustOpenSource(file.endpoint());
    const auto listed = source->ListTables();
    ASSERT_TRUE(listed);
    std::vector<std::string> names;
    for (const Table& table : *listed) names.push_back(table.id.ToString());
    EXPECT_THAT(names, ElementsAre("main.pairs", "main.parent", "main.t", "main.v"));
    EXPECT_EQ(listed->back().kind, TableKind::kView);

    const Table table = MustDescribe(*source, "t");
    ASSERT_EQ(table.columns.size(), 4U);
    EXPECT_TRUE(table.columns[0].is_identity);
    EXPECT_FALSE(table.columns[0].nullable);
    EXPECT_FALSE(table.columns[1].nullable);
    EXPECT_EQ(table.columns[1].collation, "NOCASE");
    EXPECT_EQ(table.columns[1].default_value.text, "x");
    EXPECT_TRUE(table.columns[3].is_generated);
    EXPECT_TRUE(table.columns[3].generation_is_stored);
    EXPECT_EQ(table.columns[3].generation_expression, "id * 2");
    EXPECT_THAT(table.primary_key, ElementsAre("id"));
    EXPECT_EQ(table.estimated_rows, 10);
    EXPECT_THAT(table.not_carried,
                ElementsAre("check p > 0", "foreign key (p) to parent", "trigger watch"));
    ASSERT_EQ(table.indexes.size(), 4U);
    EXPECT_EQ(table.indexes[0].columns[0].expression, "\"name\" COLLATE \"BINARY\"");
    EXPECT_EQ(table.indexes[1].columns[0].expression, "lower(name)");
    EXPECT_EQ(table.indexes[1].columns[1].name, "p");
    EXPECT_EQ(table.indexes[2].predicate, "p > 1");
    EXPECT_TRUE(table.indexes[2].columns[0].descending);
    EXPECT_TRUE(table.indexes[3].is_constraint);
    EXPECT_EQ(table.indexes[3].name, "t_name_p_key");
    EXPECT_THAT(MustDescribe(*source, "pairs").primary_key, ElementsAre("b", "a"));
    EXPECT_THAT(MustDescribe(*source, "pairs").not_carried, ElementsAre("WITHOUT ROWID"));
    EXPECT_EQ(source->DescribeTables({{"main", "none"}}).error().ToString(),
              "main.none: the table does not exist");
}

/// The first misfit of a column read in a format.
std::string Misfit(const std::string& declared, const std::string& value, CellFormat format,
                   const std::map<std::string, std::string>& extra = {}) {
    TestFile file("CREATE TABLE t (id INTEGER PRIMARY KEY, c " + declared +
                  "); INSERT INTO t VALUES (7, " + value + ")");
    Endpoint endpoint = file.endpoint();
    endpoint.extra = extra;
    const auto source = MustOpenSource(endpoint);
    const Table table = MustDescribe(*source, "t");
    ReadPlan plan;
    plan.table = table.id;
    plan.columns.push_back({table.columns[1], format});
    auto reader = (*source->OpenSnapshot(1))->OpenReader(plan);
    EXPECT_TRUE(reader) << reader.error().ToString();
    RowBatch batch;
    const Result<bool> read = (*reader)->Next(batch, 1000, 1000);
    return read ? "" : read.error().ToString();
}

TEST(SqliteReader, ValuesThatDoNotFitNameTheRow) {
    EXPECT_EQ(Misfit("INTEGER", "'abc'", CellFormat::kInt64),
              "main.t.c: rowid 7 holds the text \"abc\", which is not exactly a value of a column "
              "declared \"INTEGER\" (correct the row, or remove the column by a mapping rule)");
    EXPECT_THAT(Misfit("INT", "2.5", CellFormat::kInt64), HasSubstr("holds the real 2.5"));
    EXPECT_THAT(Misfit("TINYINT", "300", CellFormat::kInt16), "");
    EXPECT_THAT(Misfit("SMALLINT", "70000", CellFormat::kInt16), HasSubstr("the integer 70000"));
    EXPECT_THAT(Misfit("REAL", "'x'", CellFormat::kFloat64), HasSubstr("the text \"x\""));
    EXPECT_THAT(Misfit("", "9007199254740993", CellFormat::kFloat64),
                HasSubstr("the integer 9007199254740993"));
    EXPECT_THAT(Misfit("FLOAT4", "0.1", CellFormat::kFloat32), HasSubstr("the real 0.1"));
    EXPECT_THAT(Misfit("DECIMAL(5,2)", "1.234", CellFormat::kNumeric), HasSubstr("the real 1.234"));
    EXPECT_THAT(Misfit("DECIMAL(5,2)", "1000", CellFormat::kNumeric),
                HasSubstr("the integer 1000"));
    EXPECT_THAT(Misfit("NUMERIC", "'1e'", CellFormat::kNumeric), HasSubstr("the text \"1e\""));
    EXPECT_THAT(Misfit("TEXT", "x'00ff'", CellFormat::kText), HasSubstr("a blob of 2 bytes"));
    EXPECT_THAT(Misfit("TEXT", "CAST(x'ff41' AS TEXT)", CellFormat::kText),
                HasSubstr("invalidText=replace"));
    EXPECT_THAT(Misfit("BLOB", "5", CellFormat::kBytes), HasSubstr("the integer 5"));
    EXPECT_THAT(Misfit("BOOLEAN", "2", CellFormat::kBool), HasSubstr("the integer 2"));
    EXPECT_THAT(Misfit("BOOLEAN", "'maybe'", CellFormat::kBool), HasSubstr("the text \"maybe\""));
    EXPECT_THAT(Misfit("DATE", "'2024-02-30'", CellFormat::kDate), HasSubstr("2024-02-30"));
    EXPECT_THAT(Misfit("DATETIME", "1700000000", CellFormat::kTimestamp),
                HasSubstr("set numberDates=unix, unixms or julian"));
    EXPECT_EQ(Misfit("DATETIME", "1700000000", CellFormat::kTimestamp, {{"numberDates", "unix"}}),
              "");
    EXPECT_THAT(Misfit("DATETIME", "'2024-01-01 10:00:00+02:00'", CellFormat::kTimestamp),
                HasSubstr("+02:00"));
    EXPECT_THAT(Misfit("UUID", "'xyz'", CellFormat::kUuid), HasSubstr("xyz"));
    EXPECT_THAT(Misfit("TIME", "12", CellFormat::kTime), HasSubstr("the integer 12"));
}

TEST(SqliteSource, UnknownMeaningOfNumberDatesIsRefused) {
    TestFile file;
    Endpoint endpoint = file.endpoint();
    endpoint.extra["numberDates"] = "seconds";
    NullLog log;
    EXPECT_EQ(OpenSource(endpoint, log).error().ToString(),
              "extra connection attributes: numberDates=seconds is unknown (fail, unix, unixms or "
              "julian)");
}

std::int64_t CountRows(Reader& reader) {
    RowBatch batch;
    while (true) {
        const Result<bool> more = reader.Next(batch, 1U << 20U, 100000);
        EXPECT_TRUE(more) << more.error().ToString();
        if (!more || !*more) return batch.rows;
    }
}

TEST(SqliteSnapshot, ReadersSeeOneStateOfTheFile) {
    TestFile file("CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2)");
    const auto source = MustOpenSource(file.endpoint());
    const Table table = MustDescribe(*source, "t");
    ReadPlan plan;
    plan.table = table.id;
    plan.columns.push_back({table.columns[0], CellFormat::kInt64});
    auto snapshot = source->OpenSnapshot(2);
    ASSERT_TRUE(snapshot);
    EXPECT_EQ((*snapshot)->Describe(), "2 read transactions at one state of the file");
    file.Run("INSERT INTO t VALUES (3)");
    auto first = (*snapshot)->OpenReader(plan);
    auto second = (*snapshot)->OpenReader(plan);
    ASSERT_TRUE(first && second);
    EXPECT_EQ((*snapshot)->OpenReader(plan).error().code, ErrorCode::kResourceExhausted);
    EXPECT_EQ(CountRows(**first), 2);
    EXPECT_EQ(CountRows(**second), 2);
    first->reset();
    EXPECT_EQ(CountRows(**(*snapshot)->OpenReader(plan)), 2);
    EXPECT_EQ(CountRows(**(*source->OpenSnapshot(1))->OpenReader(plan)), 3);
}

TEST(SqliteReader, CancelEndsTheRead) {
    TestFile file("CREATE TABLE t (a INT); INSERT INTO t VALUES (1), (2)");
    const auto source = MustOpenSource(file.endpoint());
    const Table table = MustDescribe(*source, "t");
    ReadPlan plan;
    plan.table = table.id;
    plan.columns.push_back({table.columns[0], CellFormat::kInt64});
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(plan);
    (*reader)->Cancel();
    RowBatch batch;
    EXPECT_EQ((*reader)->Next(batch, 1000, 10).error().code, ErrorCode::kCancelled);
}

TEST(SqliteReader, FiltersCompareByTheColumnsType) {
    TestFile file(R"(CREATE TABLE t (i INTEGER, d DECIMAL_TEXT(10,2), x VARCHAR(5), b BOOLEAN);
INSERT INTO t VALUES (2, '9.5', 'b', 1), (10, '10.25', 'a', 0), (NULL, '-3', NULL, NULL))");
    const auto source = MustOpenSource(file.endpoint());
    const Table table = MustDescribe(*source, "t");
    const auto count = [&](const std::string& column, FilterOperator op, const std::string& value,
                           const std::string& end = "") -> std::string {
        ReadPlan plan;
        plan.table = table.id;
        plan.columns.push_back({table.columns[0], CellFormat::kInt64});
        plan.filters.push_back({column, {{op, value, end}}});
        auto snapshot = source->OpenSnapshot(1);
        auto reader = (*snapshot)->OpenReader(plan);
        return reader ? std::to_string(CountRows(**reader)) : reader.error().ToString();
    };
    EXPECT_EQ(count("i", FilterOperator::kGreaterOrEqual, "9"), "1");
    EXPECT_EQ(count("i", FilterOperator::kNotEqual, "2"), "1");
    EXPECT_EQ(count("d", FilterOperator::kGreaterOrEqual, "9.50"), "2");
    EXPECT_EQ(count("d", FilterOperator::kBetween, "-5", "9.6"), "2");
    EXPECT_EQ(count("d", FilterOperator::kNotBetween, "-5", "9.6"), "1");
    EXPECT_EQ(count("x", FilterOperator::kLessOrEqual, "a"), "1");
    EXPECT_EQ(count("x", FilterOperator::kNull, ""), "1");
    EXPECT_EQ(count("b", FilterOperator::kEqual, "true"), "1");
    EXPECT_EQ(count("i", FilterOperator::kEqual, "two"),
              "main.t: i: the filter value \"two\" is not a number");
    EXPECT_EQ(count("none", FilterOperator::kEqual, "1"),
              "main.t: the filter's column none does not exist");
}

}  // namespace
}  // namespace dmsnode::connectors::sqlite
