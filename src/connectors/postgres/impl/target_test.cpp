#include <gmock/gmock.h>

#include <future>

#include "connectors/cells.hpp"
#include "connectors/postgres/impl/test_database.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TargetColumn MakeColumn(const std::string& name, const std::string& type_sql, CellFormat format,
                        const std::string& default_sql = "") {
    TargetColumn column;
    column.name = name;
    column.mapped.type_sql = type_sql;
    column.mapped.format = format;
    column.mapped.default_sql = default_sql;
    return column;
}

TargetTable Orders() {
    TargetTable table;
    table.id = {"shop", "orders"};
    table.source_engine = Engine::kMariadb;
    table.columns = {MakeColumn("id", "integer", CellFormat::kInt32),
                     MakeColumn("note", "varchar(5)", CellFormat::kText, "'none'"),
                     MakeColumn("host", "inet", CellFormat::kText)};
    table.columns[0].nullable = false;
    return table;
}

RowBatch OrderRows(std::int32_t first, std::int32_t last) {
    RowBatch batch;
    RowAppender row(batch);
    for (std::int32_t id = first; id <= last; ++id) {
        row.BeginRow(3);
        row.Int32(id);
        row.Bytes("n");
        row.Bytes("10.0.0.1/8");
    }
    return batch;
}

TEST(Target, MakesSchemaAndTableAndDescribesThem) {
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->EnsureSchema("shop"));
    ASSERT_TRUE(target->EnsureSchema("shop"));
    EXPECT_FALSE(target->DescribeTable({"shop", "orders"})->has_value());
    ASSERT_TRUE(target->CreateTable(Orders()));
    const auto table = target->DescribeTable({"shop", "orders"});
    ASSERT_TRUE(table && table->has_value());
    ASSERT_EQ((*table)->columns.size(), 3U);
    EXPECT_FALSE((*table)->columns[0].nullable);
    EXPECT_EQ((*table)->columns[1].default_value.text, "none");
    EXPECT_FALSE(target->HasRows({"shop", "orders"}).value());
    const Status again = target->CreateTable(Orders());
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kAlreadyExists);
    EXPECT_THAT(again.error().hint, HasSubstr("TargetTablePrepMode"));
    EXPECT_TRUE(target->DropTable({"shop", "orders"}));
    EXPECT_TRUE(target->DropTable({"shop", "orders"}));
    EXPECT_EQ(target->MaxIdentifierBytes(), 63U);
}

TEST(Target, SchemaThatExistsNeedsNoRight) {
    TestDatabase database;
    const std::string user = testing::UniqueName("writer");
    database.Run("CREATE SCHEMA shop; CREATE ROLE " + user + " LOGIN PASSWORD 'pw'");
    Endpoint endpoint = database.endpoint();
    endpoint.user = user;
    endpoint.password = Secret("pw");
    {
        const auto target = MustOpenTarget(endpoint);
        EXPECT_TRUE(target->EnsureSchema("shop"));
        const Status schema = target->EnsureSchema("new_one");
        ASSERT_FALSE(schema);
        EXPECT_EQ(schema.error().code, ErrorCode::kPermissionDenied);
        EXPECT_EQ(schema.error().hint,
                  "GRANT CREATE ON DATABASE \"" + database.name() + "\" TO \"" + user + "\"");
        const Status table = target->CreateTable(Orders());
        ASSERT_FALSE(table);
        EXPECT_EQ(table.error().hint, "GRANT CREATE ON SCHEMA \"shop\" TO \"" + user + "\"");
    }
    database.Run("DROP ROLE " + user);
}

TEST(Target, DropNamesTheDependantsAndLeavesThem) {
    TestDatabase database;
    database.Run("CREATE TABLE t (i int); CREATE VIEW seen AS SELECT i FROM t");
    const auto target = MustOpenTarget(database.endpoint());
    const Status dropped = target->DropTable({"public", "t"});
    ASSERT_FALSE(dropped);
    EXPECT_EQ(dropped.error().code, ErrorCode::kConflict);
    EXPECT_EQ(dropped.error().where, "public.t");
    EXPECT_THAT(dropped.error().message, HasSubstr("view public.seen depends on table public.t"));
    EXPECT_EQ(database.Query("SELECT count(*) FROM pg_views WHERE viewname = 'seen'"), "1");
}

TEST(Target, TruncateNamesTheReferencingTables) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE c (id int REFERENCES p); INSERT INTO p "
        "VALUES (1)");
    const auto target = MustOpenTarget(database.endpoint());
    const Status truncated = target->TruncateTable({"public", "p"});
    ASSERT_FALSE(truncated);
    EXPECT_EQ(truncated.error().code, ErrorCode::kConflict);
    EXPECT_THAT(truncated.error().message, HasSubstr("Table \"c\" references \"p\""));
    EXPECT_THAT(truncated.error().hint, HasSubstr("foreign keys"));
    EXPECT_TRUE(target->HasRows({"public", "p"}).value());
    ASSERT_TRUE(target->TruncateTable({"public", "c"}));
}

TEST(Writer, RowsAreThereAfterCommitOnly) {
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->EnsureSchema("shop"));
    ASSERT_TRUE(target->CreateTable(Orders()));
    const std::string count = "SELECT count(*) FROM shop.orders";
    {
        auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
        ASSERT_TRUE(writer) << writer.error().ToString();
        ASSERT_TRUE((*writer)->Commit());  // nothing written: nothing to do
        ASSERT_TRUE((*writer)->Write(OrderRows(1, 500)));
        EXPECT_EQ(database.Query(count), "0");
        ASSERT_TRUE((*writer)->Commit());
        EXPECT_EQ(database.Query(count), "500");
        ASSERT_TRUE((*writer)->Write(OrderRows(501, 600)));
        ASSERT_TRUE((*writer)->Write(OrderRows(601, 700)));
        ASSERT_TRUE((*writer)->Commit());
        EXPECT_EQ(database.Query(count), "700");
        ASSERT_TRUE((*writer)->Write(OrderRows(701, 800)));
    }
    auto after = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE(after);
    EXPECT_EQ(database.Query(count), "700");
    EXPECT_EQ(database.Query("SELECT DISTINCT host FROM shop.orders"), "10.0.0.1/8");
}

TEST(Writer, SyncMakesCommitsDurableWhateverTheUsersSetting) {
    TestDatabase database;
    database.Run("ALTER DATABASE " + database.name() +
                 " SET synchronous_commit = off; CREATE SCHEMA shop");
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->CreateTable(Orders()));
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE((*writer)->Write(OrderRows(1, 10000)));
    ASSERT_TRUE((*writer)->Commit());
    ASSERT_TRUE((*writer)->Sync());
    // Everything up to the commit has been flushed: nothing else writes into this server's log so
    // fast.
    EXPECT_EQ(database.Query("SELECT pg_current_wal_flush_lsn() >= (SELECT max(lsn) FROM (SELECT "
                             "pg_current_wal_insert_lsn() - 100000 AS lsn) i)"),
              "t");
}

/// One row that the target refuses, between good ones.
Error Refused(TestDatabase& database, const std::string& id_cell, const std::string& note,
              const std::string& extra_sql = "") {
    const auto target = MustOpenTarget(database.endpoint());
    database.Run("DROP SCHEMA IF EXISTS shop CASCADE; CREATE SCHEMA shop");
    EXPECT_TRUE(target->CreateTable(Orders()));
    if (!extra_sql.empty()) database.Run(extra_sql);
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    RowBatch batch = OrderRows(1, 2);
    RowAppender row(batch);
    row.BeginRow(3);
    id_cell == "NULL" ? row.Null() : row.Int32(std::stoi(id_cell));
    row.Bytes(note);
    row.Null();
    Status done = (*writer)->Write(batch);
    if (done) done = (*writer)->Commit();
    EXPECT_FALSE(done);
    EXPECT_EQ(database.Query("SELECT count(*) FROM shop.orders"), "0");
    // The session is as good as new.
    EXPECT_TRUE((*writer)->Write(OrderRows(1, 2)));
    EXPECT_TRUE((*writer)->Commit());
    return done ? Error{} : done.error();
}

TEST(Writer, RefusedValuesNameColumnAndRow) {
    TestDatabase database;
    const Error too_long = Refused(database, "3", "much too long");
    EXPECT_EQ(too_long.code, ErrorCode::kDataLoss);
    EXPECT_EQ(too_long.where, "shop.orders.note");
    EXPECT_THAT(too_long.message, HasSubstr("value too long for type character varying(5)"));
    EXPECT_THAT(too_long.message, HasSubstr("row 3 of the rows since the last commit"));
    const Error zero_byte = Refused(database, "3", std::string("a\0b", 3));
    EXPECT_EQ(zero_byte.code, ErrorCode::kDataLoss);
    EXPECT_EQ(zero_byte.where, "shop.orders.note");
    EXPECT_THAT(zero_byte.hint, HasSubstr("invalidText=replace"));
    const Error no_id = Refused(database, "NULL", "x");
    EXPECT_EQ(no_id.code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(no_id.where, "shop.orders.id");
    const Error twice = Refused(database, "2", "x", "CREATE UNIQUE INDEX ON shop.orders (id)");
    EXPECT_EQ(twice.code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(twice.fault, "23505");
    EXPECT_THAT(twice.message, HasSubstr("Key (id)=(2) already exists"));
    const Error checked =
        Refused(database, "3", "x", "ALTER TABLE shop.orders ADD CONSTRAINT small CHECK (id < 3)");
    EXPECT_EQ(checked.fault, "23514");
}

TEST(Writer, ExistingTableOfAnotherShapeIsRefusedBeforeTheLoad) {
    TestDatabase database;
    database.Run("CREATE SCHEMA shop; CREATE TABLE shop.orders (id bigint, note text, host inet)");
    const auto target = MustOpenTarget(database.endpoint());
    const auto wrong = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().ToString(),
              "shop.orders.id: the target column is bigint, the rows come as integer "
              "(change the column's type, or let the task create the table (DROP_AND_CREATE))");
    database.Run("ALTER TABLE shop.orders ALTER id TYPE int, DROP COLUMN host");
    const auto missing = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(missing.error().where, "shop.orders.host");
    database.Run("DROP TABLE shop.orders");
    EXPECT_EQ(target->OpenWriter({.table = Orders(), .policy = {}}).error().code,
              ErrorCode::kNotFound);
}

TEST(Writer, ExistingColumnThatWouldRoundIsRefused) {
    struct Case {
        const char* existing;
        const char* planned;
        bool fits;
    };
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    for (const Case& c : {
             Case{"numeric(10,2)", "numeric(12,4)", false},
             Case{"numeric(10,2)", "numeric", false},
             Case{"numeric(10)", "numeric(10,1)", false},
             Case{"numeric(10,4)", "numeric(12,2)", true},
             Case{"numeric", "numeric(12,4)", true},
             Case{"timestamp(0)", "timestamp(3)", false},
             Case{"timestamp(3)", "timestamp without time zone", false},
             Case{"timestamp", "timestamp(3) without time zone", true},
             Case{"time(2)", "time without time zone", false},
             Case{"interval year to month", "interval", false},
             Case{"interval", "interval", true},
             Case{"varchar(9)", "text", true},
             Case{"text", "character varying(9)", true},
             Case{"numeric(10,2)[]", "numeric(10,3)[]", false},
             Case{"int", "bigint", false},
         }) {
        database.Run(std::string("DROP TABLE IF EXISTS t; CREATE TABLE t (v ") + c.existing + ")");
        TargetTable table;
        table.id = {"public", "t"};
        table.columns = {MakeColumn("v", c.planned, CellFormat::kNative)};
        if (std::string(c.planned) == "timestamp(3)")
            table.columns[0].mapped.format = CellFormat::kTimestamp;
        const auto writer = target->OpenWriter({.table = table, .policy = {}});
        EXPECT_EQ(writer.has_value(), c.fits) << c.existing << " for " << c.planned;
        if (!writer) {
            EXPECT_EQ(writer.error().code, ErrorCode::kInvalidArgument);
        }
    }
}

TEST(Writer, ExistingTableMayUseDomainsAndOtherOrder) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA shop; CREATE DOMAIN shop.short AS varchar(9); CREATE DOMAIN shop.code AS "
        "shop.short;"
        "CREATE TABLE shop.orders (extra int DEFAULT 7, host inet, note shop.code, id int)");
    const auto target = MustOpenTarget(database.endpoint());
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE(writer) << writer.error().ToString();
    ASSERT_TRUE((*writer)->Write(OrderRows(1, 1)));
    ASSERT_TRUE((*writer)->Commit());
    EXPECT_EQ(database.Query("SELECT extra || ' ' || note || ' ' || id FROM shop.orders"), "7 n 1");
}

TEST(Writer, MissingPrivilegeNamesTheGrant) {
    TestDatabase database;
    const std::string user = testing::UniqueName("writer");
    database.Run("CREATE SCHEMA shop; CREATE ROLE " + user +
                 " LOGIN PASSWORD 'pw'; GRANT USAGE ON SCHEMA shop TO " + user +
                 "; CREATE TABLE shop.orders (id int, note text, host inet)");
    Endpoint endpoint = database.endpoint();
    endpoint.user = user;
    endpoint.password = Secret("pw");
    {
        const auto target = MustOpenTarget(endpoint);
        auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
        ASSERT_TRUE(writer) << writer.error().ToString();
        const Status written = (*writer)->Write(OrderRows(1, 1));
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::kPermissionDenied);
        EXPECT_EQ(written.error().hint,
                  "GRANT INSERT ON TABLE \"shop\".\"orders\" TO \"" + user + "\"");
    }
    database.Run("DROP OWNED BY " + user + "; DROP ROLE " + user);
}

TEST(Writer, CancelEndsALoadThatWaitsForALock) {
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->EnsureSchema("shop"));
    ASSERT_TRUE(target->CreateTable(Orders()));
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE(writer);
    database.Run("BEGIN; LOCK TABLE shop.orders");
    auto writing =
        std::async(std::launch::async, [&] { return (*writer)->Write(OrderRows(1, 1)); });
    (*writer)->Cancel();
    ASSERT_EQ(writing.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    const Status written = writing.get();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kCancelled);
    database.Run("ROLLBACK");
}

TEST(Writer, EndedSessionIsUnavailableAndTheRowsAreGone) {
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->EnsureSchema("shop"));
    ASSERT_TRUE(target->CreateTable(Orders()));
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE((*writer)->Write(OrderRows(1, 10)));
    database.Run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
        "current_database() "
        "AND query LIKE 'COPY%'");
    Status done = (*writer)->Write(OrderRows(11, 20));
    if (done) done = (*writer)->Commit();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, ErrorCode::kUnavailable);
    writer->reset();
    EXPECT_EQ(database.Query("SELECT count(*) FROM shop.orders"), "0");
    auto next = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE(next) << next.error().ToString();
}

TEST(Target, TriggersStayQuietDuringTheLoad) {
    TestDatabase database;
    const auto target = MustOpenTarget(database.endpoint());
    ASSERT_TRUE(target->EnsureSchema("shop"));
    ASSERT_TRUE(target->CreateTable(Orders()));
    database.Run(
        "CREATE FUNCTION shop.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION "
        "''no''; END';"
        "CREATE TRIGGER angry BEFORE INSERT ON shop.orders FOR EACH ROW EXECUTE FUNCTION shop.f()");
    auto writer = target->OpenWriter({.table = Orders(), .policy = {}});
    ASSERT_TRUE((*writer)->Write(OrderRows(1, 3)));
    EXPECT_TRUE((*writer)->Commit());
}

TEST(Target, WrongExtraAttributeIsNamed) {
    Endpoint endpoint = ServerEndpoint("postgres");
    endpoint.extra["mysqlTimeAs"] = "text";
    NullLog log;
    const auto target = OpenTarget(endpoint, log);
    ASSERT_FALSE(target);
    EXPECT_EQ(target.error().code, ErrorCode::kInvalidArgument);
    EXPECT_THAT(target.error().hint, HasSubstr("interval or time"));
}

TEST(Target, InfoTellsTheVersion) {
    TestDatabase database;
    const Result<ServerInfo> info = MustOpenTarget(database.endpoint())->Info();
    ASSERT_TRUE(info);
    EXPECT_THAT(info->version, HasSubstr("PostgreSQL"));
    EXPECT_THAT(info->warnings, IsEmpty());
}

TEST(Numeric, OurBinaryFormIsTheServersOwn) {
    TestDatabase database;
    database.Run("CREATE TABLE t (n numeric)");
    const std::string widest = std::string(131072, '9') + "." + std::string(16383, '7');
    std::vector<std::string> texts = {"0",   "-0.000",   "1e-16383",  "1e131071",
                                      "NaN", "Infinity", "-Infinity", widest};
    TargetTable table;
    table.id = {"public", "t"};
    table.columns = {MakeColumn("n", "numeric", CellFormat::kNumeric)};
    RowBatch batch;
    RowAppender row(batch);
    for (const std::string& text : texts) {
        row.BeginRow(1);
        ASSERT_TRUE(row.Numeric(text));
    }
    const auto target = MustOpenTarget(database.endpoint());
    auto writer = target->OpenWriter({.table = table, .policy = {}});
    ASSERT_TRUE((*writer)->Write(batch));
    const Status committed = (*writer)->Commit();
    ASSERT_TRUE(committed) << committed.error().ToString();
    const auto source = MustOpenSource(database.endpoint());
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(
        PlanFor(MustDescribe(*source, {"public", "t"}),
                MapTable(*target, MustDescribe(*source, {"public", "t"}), {"a", "b"})));
    RowBatch back;
    for (bool more = true; more;) more = (*reader)->Next(back, 1U << 20U, 100).value_or(false);
    EXPECT_TRUE(back.bytes == batch.bytes);
    EXPECT_EQ(database.Query("SELECT count(*) FROM t WHERE n = " + widest + "::numeric"), "1");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
