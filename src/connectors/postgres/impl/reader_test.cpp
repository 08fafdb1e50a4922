#include <gmock/gmock.h>

#include <future>
#include <thread>

#include "connectors/cells.hpp"
#include "connectors/postgres/impl/test_database.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A cell as a test reads it.
std::string Show(const Cell& cell, CellFormat format) {
    if (cell.is_null()) return "~";
    std::string text;
    switch (format) {
        case CellFormat::kBool: return cell.data[0] != 0 ? "true" : "false";
        case CellFormat::kInt16: return std::to_string(BigEndian<std::int16_t>(cell.data));
        case CellFormat::kInt32: return std::to_string(BigEndian<std::int32_t>(cell.data));
        case CellFormat::kInt64: return std::to_string(BigEndian<std::int64_t>(cell.data));
        case CellFormat::kUInt64: return std::to_string(BigEndian<std::uint64_t>(cell.data));
        case CellFormat::kFloat32:
            return std::to_string(std::bit_cast<float>(BigEndian<std::int32_t>(cell.data)));
        case CellFormat::kFloat64:
            return std::to_string(std::bit_cast<double>(BigEndian<std::int64_t>(cell.data)));
        case CellFormat::kNumeric: {
            const Status done = AppendNumericText(cell.view(), text);
            return done ? text : done.error().ToString();
        }
        case CellFormat::kDate:
            AppendDateText(BigEndian<std::int32_t>(cell.data), text);
            return text;
        case CellFormat::kTime:
            AppendTimeText(BigEndian<std::int64_t>(cell.data), -1, text);
            return text;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz:
            AppendTimestampText(BigEndian<std::int64_t>(cell.data), -1, text);
            return text;
        case CellFormat::kUuid: AppendUuidText(cell.view(), text); return text;
        case CellFormat::kText:
        case CellFormat::kBytes:
        case CellFormat::kJsonb:
        case CellFormat::kInterval:
        case CellFormat::kBit:
        case CellFormat::kNative: return std::string(cell.view());
    }
    return "?";
}

struct OneColumn {
    std::vector<std::string> values;
    std::string error;
    std::int64_t changed = 0;
};

/// Reads column `v` of table `t` in this format.
OneColumn Read(TestDatabase& database, CellFormat format, const ValuePolicy& policy = {},
               std::vector<RowFilter> filters = {}) {
    const auto source = MustOpenSource(database.endpoint());
    const Table table = MustDescribe(*source, {"public", "t"});
    ReadPlan plan{.table = table.id,
                  .columns = {},
                  .filters = std::move(filters),
                  .order_by = {},
                  .policy = policy};
    for (const Column& column : table.columns) {
        if (column.name == "v") plan.columns.push_back({column, format});
    }
    OneColumn read;
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(plan);
    if (!reader) return {{}, reader.error().ToString(), 0};
    RowBatch batch;
    for (bool more = true; more;) {
        const Result<bool> next = (*reader)->Next(batch, 1U << 20U, 1'000'000);
        if (!next) return {{}, next.error().ToString(), 0};
        more = *next;
    }
    std::vector<Cell> cells(1);
    RowCursor cursor(batch);
    while (cursor.Next(cells).value_or(false)) read.values.push_back(Show(cells[0], format));
    read.changed = (*reader)->changed_values();
    return read;
}

struct FormatCase {
    const char* type;
    const char* values;  ///< SQL, a row each.
    CellFormat format;
    std::vector<std::string> expected;
};

TEST(Reader, GivesEachTypeInEverySensibleForm) {
    using F = CellFormat;
    const std::vector<FormatCase> cases = {
        {"boolean", "(true),(NULL),(false)", F::kBool, {"true", "~", "false"}},
        {"boolean", "(true),(false)", F::kInt16, {"1", "0"}},
        {"boolean", "(true)", F::kText, {"true"}},
        {"smallint", "(-32768),(32767)", F::kInt64, {"-32768", "32767"}},
        {"smallint", "(0),(1)", F::kBool, {"false", "true"}},
        {"smallint", "(-5)", F::kNumeric, {"-5"}},
        {"integer", "(7)", F::kInt16, {"7"}},
        {"integer", "(7)", F::kText, {"7"}},
        {"bigint", "(9223372036854775807)", F::kUInt64, {"9223372036854775807"}},
        {"oid", "(4294967295)", F::kInt64, {"4294967295"}},
        {"numeric(20)", "(18446744073709551615),(0)", F::kUInt64, {"18446744073709551615", "0"}},
        {"numeric", "(12.000)", F::kInt64, {"12"}},
        {"numeric", "(1.5)", F::kText, {"1.5"}},
        {"numeric", "(0.1)", F::kFloat64, {"0.100000"}},
        {"money", "(1234.5)", F::kNumeric, {"1234.50"}},
        {"double precision", "(0.1)", F::kNumeric, {"0.1"}},
        {"real", "(0.25)", F::kFloat64, {"0.250000"}},
        {"double precision", "(3)", F::kInt64, {"3"}},
        {"text", "('12.50')", F::kNumeric, {"12.50"}},
        {"text", "('42')", F::kInt32, {"42"}},
        {"text", "('2024-02-29 12:00:00+02')", F::kTimestamp, {"2024-02-29 10:00:00"}},
        {"text", "('2024-02-29')", F::kDate, {"2024-02-29"}},
        {"text", "('12:34:56.5')", F::kTime, {"12:34:56.5"}},
        {"varchar(40)",
         "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')",
         F::kUuid,
         {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
        {"char(5)", "('ab')", F::kText, {"ab"}},
        {"\"char\"", "('x')", F::kText, {"x"}},
        {"bytea",
         "('\\xa0eebc999c0b4ef8bb6d6bb9bd380a11')",
         F::kUuid,
         {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
        {"date", "('2024-02-29')", F::kTimestamp, {"2024-02-29 00:00:00"}},
        {"timestamptz", "('2024-02-29 12:00:00+02')", F::kTimestamp, {"2024-02-29 10:00:00"}},
        {"timestamp", "('2024-02-29 12:00:00')", F::kTimestampTz, {"2024-02-29 12:00:00"}},
        {"timestamp", "('2024-02-29 12:00:00')", F::kText, {"2024-02-29 12:00:00"}},
        {"interval", "('12:30:00')", F::kTime, {"12:30:00"}},
        {"interval", "('1 mon 25:00:00')", F::kText, {"1 mon 25:00:00"}},
        {"uuid",
         "('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11')",
         F::kText,
         {"a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"}},
        {"json", "('{\"a\":  1}')", F::kText, {"{\"a\":  1}"}},
        {"jsonb", "('{\"a\":  1}')", F::kText, {"{\"a\": 1}"}},
        {"json", "('{\"a\":  1}')", F::kJsonb, {"\1{\"a\": 1}"}},
        {"xml", "('<?xml version=\"1.0\" encoding=\"UTF-8\"?><a/>')", F::kText, {"<a/>"}},
        {"inet", "('10.0.0.1'),('10.0.0.0/8')", F::kText, {"10.0.0.1", "10.0.0.0/8"}},
        {"cidr", "('10.0.0.0/8')", F::kText, {"10.0.0.0/8"}},
        {"integer[]", "('{1,NULL,3}')", F::kText, {"{1,NULL,3}"}},
        {"bit(3)", "(B'101')", F::kInt64, {"5"}},
        {"bit(64)", "(~B'0'::bit(64))", F::kText, {"1" + std::string(63, '1')}},
        {"int4range", "('[1,10)')", F::kText, {"[1,10)"}},
        {"regclass", "('pg_class')", F::kText, {"pg_class"}},
    };
    TestDatabase database;
    for (const FormatCase& c : cases) {
        if (std::string(c.type) == "bit(64)") {
            database.Run("CREATE TABLE t (v bit(64)); INSERT INTO t VALUES (~(0::bit(64)))");
        } else {
            database.Run(std::string("CREATE TABLE t (v ") + c.type + "); INSERT INTO t VALUES " +
                         c.values);
        }
        const OneColumn read = Read(database, c.format);
        EXPECT_EQ(read.error, "") << c.type;
        EXPECT_EQ(read.values, c.expected) << c.type;
        database.Run("DROP TABLE t");
    }
}

TEST(Reader, NothingIsRoundedOrWrappedInSilence) {
    using F = CellFormat;
    struct Case {
        const char* type;
        const char* value;
        F format;
    };
    TestDatabase database;
    for (const Case& c :
         {Case{"numeric", "1.5", F::kInt64}, Case{"integer", "70000", F::kInt16},
          Case{"integer", "2", F::kBool}, Case{"numeric", "-1", F::kUInt64},
          Case{"numeric", "18446744073709551616", F::kUInt64}, Case{"numeric", "1.5", F::kUInt64},
          Case{"interval", "'25:00:00'", F::kTime}, Case{"interval", "'-01:00:00'", F::kTime},
          Case{"double precision", "1e300", F::kFloat32},
          Case{"double precision", "0.5", F::kInt32}, Case{"text", "'abc'", F::kNumeric}}) {
        database.Run(std::string("CREATE TABLE t (v ") + c.type + "); INSERT INTO t VALUES (" +
                     c.value + ")");
        const OneColumn read = Read(database, c.format);
        EXPECT_THAT(read.error, ::testing::StartsWith("public.t.v: 22"))
            << c.type << " " << c.value;
        database.Run("DROP TABLE t");
    }
}

TEST(Reader, UnsupportedFormNamesTheColumn) {
    TestDatabase database;
    database.Run("CREATE TABLE t (v bytea)");
    EXPECT_THAT(Read(database, CellFormat::kText).error,
                HasSubstr("public.t.v: a column of type bytea cannot be read in this form"));
}

TEST(Reader, FiltersAreAppliedAtTheServer) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE t (v int, tag text); INSERT INTO t SELECT i, CASE WHEN i % 2 = 0 THEN 'even' "
        "END "
        "FROM generate_series(1, 9) i");
    const auto read = [&](std::vector<RowFilter> filters) {
        return Read(database, CellFormat::kInt32, {}, std::move(filters)).values;
    };
    EXPECT_THAT(read({{.column = "v",
                       .any_of = {{FilterOperator::kLessOrEqual, "2", ""},
                                  {FilterOperator::kEqual, "9", ""}}}}),
                ElementsAre("1", "2", "9"));
    EXPECT_THAT(read({{.column = "v", .any_of = {{FilterOperator::kBetween, "3", "6"}}},
                      {.column = "tag", .any_of = {{FilterOperator::kNull, "", ""}}}}),
                ElementsAre("3", "5"));
    EXPECT_THAT(read({{.column = "tag", .any_of = {{FilterOperator::kEqual, "it's not", ""}}}}),
                ElementsAre());
}

TEST(Reader, FilterValueThatIsNoneOfTheTypeFailsWithTheTable) {
    TestDatabase database;
    database.Run("CREATE TABLE t (v int)");
    EXPECT_THAT(Read(database, CellFormat::kInt32, {},
                     {{.column = "v", .any_of = {{FilterOperator::kEqual, "x", ""}}}})
                    .error,
                HasSubstr("invalid input syntax for type integer: \"x\""));
}

TEST(Reader, InfinityPolicyMakesNullsAndCountsRows) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE t (v timestamp); INSERT INTO t VALUES ('infinity'), ('2024-01-01 00:00:00'), "
        "('-infinity')");
    ValuePolicy policy;
    policy.infinity = ValuePolicy::Infinity::kNull;
    const OneColumn read = Read(database, CellFormat::kTimestamp, policy);
    EXPECT_THAT(read.values, ElementsAre("~", "2024-01-01 00:00:00", "~"));
    EXPECT_EQ(read.changed, 2);
    EXPECT_EQ(Read(database, CellFormat::kNative, policy).changed, 0);
}

TEST(Reader, AsciiServersTextsAreCheckedOrRepaired) {
    TestDatabase database("ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0");
    database.Run("CREATE TABLE t (v text); INSERT INTO t VALUES (E'caf\\xe9'), ('ok')");
    EXPECT_EQ(Read(database, CellFormat::kText).error, "public.t.v: text is not valid UTF-8");
    ValuePolicy policy;
    policy.invalid_text = ValuePolicy::InvalidText::kReplace;
    const OneColumn read = Read(database, CellFormat::kText, policy);
    EXPECT_THAT(read.values, ElementsAre("caf\xEF\xBF\xBD", "ok"));
    EXPECT_EQ(read.changed, 1);
}

TEST(Reader, ParentsRowsComeOnceAndPartitionsWithTheirTable) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE t (v int); CREATE TABLE child (extra int) INHERITS (t);"
        "INSERT INTO t VALUES (1); INSERT INTO child VALUES (2, 3)");
    EXPECT_THAT(Read(database, CellFormat::kInt32).values, ElementsAre("1"));
    EXPECT_THAT(Read(database, CellFormat::kInt64).values, ElementsAre("1"));
    database.Run(
        "DROP TABLE t CASCADE; CREATE TABLE t (v int) PARTITION BY RANGE (v);"
        "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (10);"
        "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (10) TO (20); INSERT INTO t VALUES (1), "
        "(11)");
    EXPECT_THAT(Read(database, CellFormat::kInt32).values, ElementsAre("1", "11"));
    database.Run("DROP TABLE t; CREATE VIEW t AS SELECT 5 AS v");
    EXPECT_THAT(Read(database, CellFormat::kInt32).values, ElementsAre("5"));
    database.Run(
        "DROP VIEW t; CREATE TABLE t (a int, v int GENERATED ALWAYS AS (a * 2) STORED); INSERT "
        "INTO t VALUES (4)");
    EXPECT_THAT(Read(database, CellFormat::kInt32).values, ElementsAre("8"));
}

TEST(Reader, MissingPrivilegeNamesTheGrant) {
    TestDatabase database;
    const std::string user = testing::UniqueName("reader");
    database.Run("CREATE TABLE t (v int); CREATE ROLE " + user + " LOGIN PASSWORD 'pw'");
    Endpoint endpoint = database.endpoint();
    endpoint.user = user;
    endpoint.password = Secret("pw");
    {
        const auto source = MustOpenSource(endpoint);
        const Table table = MustDescribe(*source, {"public", "t"});
        auto snapshot = source->OpenSnapshot(1);
        auto reader = (*snapshot)->OpenReader({.table = table.id,
                                               .columns = {{table.columns[0], CellFormat::kInt32}},
                                               .filters = {},
                                               .order_by = {},
                                               .policy = {}});
        ASSERT_TRUE(reader);
        RowBatch batch;
        const Result<bool> next = (*reader)->Next(batch, 100, 100);
        ASSERT_FALSE(next);
        EXPECT_EQ(next.error().code, ErrorCode::kPermissionDenied);
        EXPECT_EQ(next.error().where, "public.t");
        EXPECT_EQ(next.error().hint, "GRANT SELECT ON TABLE \"public\".\"t\" TO \"" + user + "\"");
    }
    database.Run("DROP ROLE " + user);
}

TEST(Reader, HiddenRowsAreAnErrorAndNoGap) {
    TestDatabase database;
    const std::string user = testing::UniqueName("reader");
    database.Run(
        "CREATE TABLE t (v int); INSERT INTO t VALUES (1), (2); ALTER TABLE t ENABLE ROW LEVEL "
        "SECURITY;"
        "CREATE POLICY only_one ON t USING (v = 1); CREATE ROLE " +
        user + " LOGIN PASSWORD 'pw'; GRANT SELECT ON t TO " + user);
    Endpoint endpoint = database.endpoint();
    endpoint.user = user;
    endpoint.password = Secret("pw");
    {
        const auto source = MustOpenSource(endpoint);
        const Table table = MustDescribe(*source, {"public", "t"});
        auto snapshot = source->OpenSnapshot(1);
        auto reader = (*snapshot)->OpenReader({.table = table.id,
                                               .columns = {{table.columns[0], CellFormat::kInt32}},
                                               .filters = {},
                                               .order_by = {},
                                               .policy = {}});
        ASSERT_TRUE(reader);
        RowBatch batch;
        const Result<bool> next = (*reader)->Next(batch, 100, 100);
        ASSERT_FALSE(next);
        EXPECT_EQ(next.error().code, ErrorCode::kPermissionDenied);
        EXPECT_THAT(next.error().hint, HasSubstr("BYPASSRLS"));
    }
    database.Run("DROP OWNED BY " + user + "; DROP ROLE " + user);
}

ReadPlan PlanOf(Source& source, const std::string& name) {
    const Table table = MustDescribe(source, {"public", name});
    ReadPlan plan{.table = table.id, .columns = {}, .filters = {}, .order_by = {}, .policy = {}};
    for (const Column& column : table.columns)
        plan.columns.push_back({column, CellFormat::kNative});
    return plan;
}

std::int64_t CountRows(Reader& reader) {
    std::int64_t rows = 0;
    RowBatch batch;
    for (bool more = true; more; batch.Clear()) {
        const Result<bool> next = reader.Next(batch, 1U << 20U, 1000);
        if (!next) {
            ADD_FAILURE() << next.error().ToString();
            return -1;
        }
        more = *next;
        EXPECT_LE(batch.rows, 1000);
        rows += batch.rows;
    }
    return rows;
}

TEST(Snapshot, RowsCommittedLaterAreUnseenAlsoByLaterReaders) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE a (i int); CREATE TABLE b (i int); INSERT INTO a SELECT generate_series(1, "
        "2500);"
        "INSERT INTO b VALUES (1)");
    auto source = MustOpenSource(database.endpoint());
    const ReadPlan plan_a = PlanOf(*source, "a");
    const ReadPlan plan_b = PlanOf(*source, "b");
    auto snapshot = source->OpenSnapshot(2);
    ASSERT_TRUE(snapshot) << snapshot.error().ToString();
    EXPECT_THAT(
        (*snapshot)->Describe(),
        ::testing::MatchesRegex("snapshot [0-9A-F]+-[0-9A-F]+-[0-9]+ at [0-9A-F]+/[0-9A-F]+"));
    source.reset();  // the snapshot outlives it
    database.Run("INSERT INTO a VALUES (0); DELETE FROM b");
    auto first = (*snapshot)->OpenReader(plan_a);
    ASSERT_TRUE(first);
    auto second = (*snapshot)->OpenReader(plan_b);
    ASSERT_TRUE(second);
    EXPECT_EQ(CountRows(**first), 2500);
    EXPECT_EQ(CountRows(**second), 1);
    first->reset();
    second->reset();
    auto third = (*snapshot)->OpenReader(plan_a);
    ASSERT_TRUE(third);
    snapshot->reset();  // a reader outlives the snapshot
    EXPECT_EQ(CountRows(**third), 2500);
}

TEST(Snapshot, ReadersReuseSessionsAlsoAfterAFailure) {
    TestDatabase database;
    database.Run("CREATE TABLE a (v text); INSERT INTO a VALUES ('x')");
    auto source = MustOpenSource(database.endpoint());
    auto snapshot = source->OpenSnapshot(1);
    ReadPlan plan = PlanOf(*source, "a");
    const std::string sessions =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND application_name = 'dmsnode'";
    for (int i = 0; i < 5; ++i) CountRows(**(*snapshot)->OpenReader(plan));
    EXPECT_EQ(database.Query(sessions),
              "4");  // test's own, source's, the snapshot's anchor and reader
    ReadPlan broken = plan;
    broken.columns[0].format = CellFormat::kNumeric;
    {
        auto reader = (*snapshot)->OpenReader(broken);
        RowBatch batch;
        if (reader) {
            EXPECT_FALSE((*reader)->Next(batch, 100, 100));
        }
    }
    EXPECT_EQ(CountRows(**(*snapshot)->OpenReader(plan)), 1);
}

TEST(Reader, CancelFromAnotherThreadEndsABlockedRead) {
    TestDatabase database;
    database.Run("CREATE VIEW slow AS SELECT pg_sleep(300)::text AS v");
    auto source = MustOpenSource(database.endpoint());
    auto snapshot = source->OpenSnapshot(1);
    const Table table = MustDescribe(*source, {"public", "slow"});
    ReadPlan plan{.table = table.id,
                  .columns = {{table.columns[0], CellFormat::kText}},
                  .filters = {},
                  .order_by = {},
                  .policy = {}};
    auto reader = (*snapshot)->OpenReader(plan);
    ASSERT_TRUE(reader) << reader.error().ToString();
    auto reading = std::async(std::launch::async, [&] {
        RowBatch batch;
        return (*reader)->Next(batch, 100, 100);
    });
    (*reader)->Cancel();
    ASSERT_EQ(reading.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    const Result<bool> next = reading.get();
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, ErrorCode::kCancelled);
    reader->reset();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const std::string sleeping =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE "
        "'COPY%'";
    while (database.Query(sleeping) != "0" && std::chrono::steady_clock::now() < deadline) {
    }
    EXPECT_EQ(database.Query(sleeping), "0");
}

TEST(Reader, UnfinishedReaderFreesTheServer) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE t (v text); INSERT INTO t SELECT repeat('x', 1000) FROM generate_series(1, "
        "100000)");
    auto source = MustOpenSource(database.endpoint());
    auto snapshot = source->OpenSnapshot(1);
    {
        auto reader = (*snapshot)->OpenReader(PlanOf(*source, "t"));
        RowBatch batch;
        ASSERT_TRUE((*reader)->Next(batch, 1000, 10));
    }
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    const std::string copying =
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE "
        "'COPY%'";
    while (database.Query(copying) != "0" && std::chrono::steady_clock::now() < deadline) {
    }
    EXPECT_EQ(database.Query(copying), "0");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
