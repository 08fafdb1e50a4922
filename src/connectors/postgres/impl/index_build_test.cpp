#include <gmock/gmock.h>

#include <future>

#include "connectors/postgres/impl/test_database.hpp"

/// Tables of the same engine with all that belongs to them, and keys after the rows.
namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kIndexesOf =
    "SELECT replace(pg_get_indexdef(indexrelid), ' ON dst.', ' ON src.') FROM pg_index WHERE "
    "indrelid = '%'::regclass "
    "ORDER BY 1";

std::string IndexesOf(TestDatabase& database, const std::string& table) {
    std::string sql = kIndexesOf;
    sql.replace(sql.find('%'), 1, table);
    return database.Query(sql);
}

/// Loads src.t into dst.t as the engine does; the keys are added by the tests.
TargetTable LoadWithoutKeys(TestDatabase& database, Target& target) {
    const auto source = MustOpenSource(database.endpoint());
    const Table table = MustDescribe(*source, {"src", "t"});
    const TargetTable mapped = MapTable(target, table, {"dst", "t"});
    EXPECT_TRUE(target.EnsureSchema("dst"));
    const Status created = target.CreateTable(mapped);
    EXPECT_TRUE(created) << created.error().ToString();
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(PlanFor(table, mapped));
    auto writer = target.OpenWriter({.table = mapped, .policy = {}});
    EXPECT_TRUE(writer) << writer.error().ToString();
    const Result<std::int64_t> rows = Pump(**reader, **writer);
    EXPECT_TRUE(rows) << rows.error().ToString();
    return mapped;
}

TEST(Indexes, OfTheSourceAreOnTheTargetAndTwiceIsFine) {
    TestDatabase database;
    database.Run(R"(CREATE SCHEMA src; CREATE TABLE src.t (
            id bigint GENERATED ALWAYS AS IDENTITY, a int, b text, c text, j jsonb,
            PRIMARY KEY (id, a), CONSTRAINT t_b_key UNIQUE (b));
        CREATE INDEX t_desc ON src.t (a DESC, c);
        CREATE INDEX t_expression ON src.t (lower(b), a);
        CREATE UNIQUE INDEX t_partial ON src.t (c) WHERE a > 5;
        CREATE INDEX t_pattern ON src.t (c text_pattern_ops);
        CREATE INDEX t_collated ON src.t (c COLLATE "C" DESC);
        CREATE INDEX t_json ON src.t USING gin (j jsonb_path_ops);
        INSERT INTO src.t (a, b, c, j) SELECT i, 'b' || i, 'c' || i, '{}' FROM generate_series(1, 500) i)");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto notes = target->AddKeysAndIndexes(table, {});
        ASSERT_TRUE(notes) << notes.error().ToString();
        EXPECT_THAT(*notes, IsEmpty());
        EXPECT_EQ(IndexesOf(database, "dst.t"), IndexesOf(database, "src.t"));
        EXPECT_EQ(
            database.Query("SELECT conname || contype::text FROM pg_constraint WHERE conrelid = "
                           "'dst.t'::regclass ORDER BY 1"),
            "t_b_keyu\nt_pkeyp");
    }
    EXPECT_EQ(database.Query("INSERT INTO dst.t (a, b) VALUES (1, 'x') RETURNING id"), "501");
    EXPECT_EQ(database.Query("SELECT reltuples FROM pg_class WHERE oid = 'dst.t'::regclass"),
              "500");
}

TEST(Indexes, BuildGoesOnAfterACrashAtAnyStep) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA src; CREATE TABLE src.t (id int PRIMARY KEY, b text UNIQUE); CREATE INDEX "
        "t_b2 ON src.t (b, id);"
        "INSERT INTO src.t SELECT i, i::text FROM generate_series(1, 9) i");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    const std::vector<std::string> steps = {
        "CREATE UNIQUE INDEX t_pkey ON dst.t (id)", "CREATE INDEX t_b2 ON dst.t (b, id)",
        "CREATE UNIQUE INDEX t_b_key ON dst.t (b)",
        "ALTER TABLE dst.t ADD CONSTRAINT t_pkey PRIMARY KEY USING INDEX t_pkey"};
    for (std::size_t done = 0; done <= steps.size(); ++done) {
        database.Run(
            "DROP INDEX IF EXISTS dst.t_b2; ALTER TABLE dst.t DROP CONSTRAINT IF EXISTS t_pkey, "
            "DROP CONSTRAINT IF EXISTS t_b_key");
        for (std::size_t i = 0; i < done; ++i) database.Run(steps[i]);
        const auto notes = target->AddKeysAndIndexes(table, {});
        ASSERT_TRUE(notes) << done << ": " << notes.error().ToString();
        EXPECT_EQ(IndexesOf(database, "dst.t"), IndexesOf(database, "src.t")) << done;
    }
}

TEST(Indexes, NameThatIsTakenElsewhereGetsAnother) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA src; CREATE TABLE src.t (id int PRIMARY KEY); CREATE SCHEMA dst;"
        "CREATE TABLE dst.other (id int CONSTRAINT t_pkey PRIMARY KEY)");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    for (int attempt = 0; attempt < 2; ++attempt) {
        const auto notes = target->AddKeysAndIndexes(table, {});
        ASSERT_TRUE(notes) << notes.error().ToString();
    }
    EXPECT_EQ(database.Query("SELECT count(*) FROM pg_constraint WHERE conrelid = "
                             "'dst.t'::regclass AND contype = 'p'"),
              "1");
}

TEST(Indexes, DuplicateKeysFailWithTheTable) {
    TestDatabase database;
    database.Run("CREATE SCHEMA src; CREATE TABLE src.t (id int PRIMARY KEY)");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    database.Run("INSERT INTO dst.t VALUES (1), (1)");
    const auto notes = target->AddKeysAndIndexes(table, {});
    ASSERT_FALSE(notes);
    EXPECT_EQ(notes.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(notes.error().where, "dst.t");
    EXPECT_THAT(notes.error().message, HasSubstr("Key (id)=(1) is duplicated"));
}

TEST(Indexes, WhatTheTargetLacksIsANote) {
    TestDatabase database;
    TestDatabase bare;
    database.Run(
        "CREATE EXTENSION pg_trgm; CREATE SCHEMA src; CREATE TABLE src.t (id int PRIMARY KEY, b "
        "text);"
        "CREATE INDEX t_words ON src.t USING gin (b gin_trgm_ops)");
    const auto source = MustOpenSource(database.endpoint());
    const auto target = MustOpenTarget(bare.endpoint());
    const TargetTable table = MapTable(*target, MustDescribe(*source, {"src", "t"}), {"src", "t"});
    ASSERT_TRUE(target->EnsureSchema("src"));
    ASSERT_TRUE(target->CreateTable(table));
    const auto notes = target->AddKeysAndIndexes(table, {});
    ASSERT_TRUE(notes) << notes.error().ToString();
    EXPECT_THAT(*notes, ElementsAre(HasSubstr("index t_words is not carried")));
    EXPECT_EQ(bare.Query("SELECT count(*) FROM pg_index WHERE indrelid = 'src.t'::regclass"), "1");
}

TEST(Indexes, StopRequestEndsTheBuild) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA src; CREATE TABLE src.t (id int PRIMARY KEY, b text); CREATE INDEX t_b ON "
        "src.t (b)");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    database.Run("BEGIN; LOCK TABLE dst.t IN SHARE UPDATE EXCLUSIVE MODE");
    std::stop_source stop;
    auto building = std::async(std::launch::async,
                               [&] { return target->AddKeysAndIndexes(table, stop.get_token()); });
    stop.request_stop();
    ASSERT_EQ(building.wait_for(std::chrono::seconds(20)), std::future_status::ready);
    const auto notes = building.get();
    ASSERT_FALSE(notes);
    EXPECT_EQ(notes.error().code, ErrorCode::kCancelled);
    database.Run("ROLLBACK");
    EXPECT_TRUE(target->AddKeysAndIndexes(table, {}));
}

TEST(Indexes, CounterNeverGoesBack) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA src; CREATE TABLE src.t (id smallint GENERATED BY DEFAULT AS IDENTITY);"
        "INSERT INTO src.t VALUES (32767), (5)");
    const auto target = MustOpenTarget(database.endpoint());
    const TargetTable table = LoadWithoutKeys(database, *target);
    ASSERT_TRUE(target->AddKeysAndIndexes(table, {}));
    EXPECT_EQ(database.Query("SELECT last_value FROM dst.t_id_seq"), "32767");
    database.Run("DELETE FROM dst.t WHERE id > 5");
    ASSERT_TRUE(target->AddKeysAndIndexes(table, {}));
    EXPECT_EQ(database.Query("SELECT last_value FROM dst.t_id_seq"), "32767");
}

TEST(SameEngine, UsersTypesGeneratedColumnsAndCollationsArriveAsTheyAre) {
    TestDatabase database;
    TestDatabase other;
    database.Run(
        R"(CREATE EXTENSION citext; CREATE EXTENSION hstore; CREATE SCHEMA src; CREATE TYPE src.mood AS ENUM ('sad', 'so "la,la');
        CREATE TABLE src.t (id int PRIMARY KEY, feeling src.mood DEFAULT 'sad', feelings src.mood[], mail citext,
            store hstore, stores hstore[], doubled int GENERATED ALWAYS AS (id * 2) STORED, tag text COLLATE "C",
            key uuid DEFAULT gen_random_uuid());
        INSERT INTO src.t (id, feeling, feelings, mail, store, stores, tag)
            VALUES (1, 'so "la,la', '{sad,NULL,"so \"la,la"}', 'A@b', 'a=>1,b=>NULL', array['x=>y'::hstore], 't'), (2, NULL, '{}', NULL, NULL, NULL, NULL))");
    other.Run(
        "CREATE TYPE displaces_numbers AS ENUM ('x'); CREATE EXTENSION hstore; CREATE EXTENSION "
        "citext");
    const auto source = MustOpenSource(database.endpoint());
    const auto target = MustOpenTarget(other.endpoint());
    const Table table = MustDescribe(*source, {"src", "t"});
    const TargetTable mapped = MapTable(*target, table, {"src", "t"});
    for (const TargetColumn& column : mapped.columns)
        EXPECT_THAT(column.mapped.notes, IsEmpty()) << column.name;
    ASSERT_TRUE(target->EnsureSchema("src"));
    const Status created = target->CreateTable(mapped);
    ASSERT_TRUE(created) << created.error().ToString();
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(PlanFor(table, mapped));
    ASSERT_TRUE(reader) << reader.error().ToString();
    auto writer = target->OpenWriter({.table = mapped, .policy = {}});
    ASSERT_TRUE(writer) << writer.error().ToString();
    const Result<std::int64_t> rows = Pump(**reader, **writer);
    ASSERT_TRUE(rows) << rows.error().ToString();
    ASSERT_TRUE(target->AddKeysAndIndexes(mapped, {}));
    const std::string all = "SELECT t::text FROM src.t ORDER BY id";
    EXPECT_EQ(other.Query(all), database.Query(all));
    const std::string types =
        "SELECT attname || ' ' || format_type(atttypid, atttypmod) || attgenerated || "
        "attcollation::regcollation "
        "FROM pg_attribute WHERE attrelid = 'src.t'::regclass AND attnum > 0 ORDER BY attnum";
    EXPECT_EQ(other.Query(types), database.Query(types));
}

TEST(SameEngine, TypesThatTheTargetLacksAreKeptAsText) {
    TestDatabase database;
    TestDatabase other;
    database.Run(
        R"(CREATE EXTENSION hstore; CREATE SCHEMA src; CREATE TYPE src.pair AS (a int, b text);
        CREATE DOMAIN src.positive AS int CHECK (VALUE > 0); CREATE FUNCTION src.f() RETURNS int LANGUAGE sql AS 'SELECT 5';
        CREATE TABLE src.t (id int, p src.pair, s hstore, n src.positive, d int DEFAULT src.f(), r regclass);
        INSERT INTO src.t VALUES (1, '(1,"x y")', 'a=>1', 7, 8, 'src.t'))");
    const auto source = MustOpenSource(database.endpoint());
    const auto target = MustOpenTarget(other.endpoint());
    const Table table = MustDescribe(*source, {"src", "t"});
    const TargetTable mapped = MapTable(*target, table, {"dst", "t"});
    EXPECT_THAT(mapped.columns[1].mapped.notes,
                ElementsAre(HasSubstr("src.pair is not on the target: kept as text")));
    EXPECT_THAT(mapped.columns[2].mapped.notes, ElementsAre(HasSubstr("hstore")));
    ASSERT_TRUE(target->EnsureSchema("dst"));
    const Status created =
        target->CreateTable(mapped);  // src.f() is not there: the default is left out
    ASSERT_TRUE(created) << created.error().ToString();
    auto snapshot = source->OpenSnapshot(1);
    auto reader = (*snapshot)->OpenReader(PlanFor(table, mapped));
    auto writer = target->OpenWriter({.table = mapped, .policy = {}});
    ASSERT_TRUE(writer) << writer.error().ToString();
    ASSERT_TRUE(Pump(**reader, **writer));
    const std::string expected = R"row((1,"(1,""x y"")","""a""=>""1""",7,8,src.t))row";
    EXPECT_EQ(other.Query("SELECT t::text FROM dst.t"), expected);
}

TEST(SameEngine, EnumThatLacksALabelIsNamedWithTheRemedy) {
    TestDatabase database;
    TestDatabase other;
    database.Run(
        "CREATE SCHEMA src; CREATE TYPE src.mood AS ENUM ('sad', 'ok'); CREATE TABLE src.t (m "
        "src.mood)");
    other.Run("CREATE SCHEMA src; CREATE TYPE src.mood AS ENUM ('sad')");
    const auto source = MustOpenSource(database.endpoint());
    const auto target = MustOpenTarget(other.endpoint());
    const Status created =
        target->CreateTable(MapTable(*target, MustDescribe(*source, {"src", "t"}), {"src", "t"}));
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().code, ErrorCode::kConflict);
    EXPECT_EQ(created.error().hint, "ALTER TYPE \"src\".\"mood\" ADD VALUE 'ok'");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
