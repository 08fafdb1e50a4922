#include <gmock/gmock.h>

#include "connectors/postgres/impl/test_database.hpp"

/// Source: what the catalogue says, on a real server.
namespace dmsnode::connectors::postgres {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using Kind = DefaultValue::Kind;

const Column& ColumnOf(const Table& table, const std::string& name) {
    static const Column missing;
    for (const Column& column : table.columns) {
        if (column.name == name) return column;
    }
    ADD_FAILURE() << "no column " << name;
    return missing;
}

TEST(Catalog, ListsUsersTablesAndViewsOnly) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA app; CREATE SCHEMA empty_one; CREATE TABLE app.b (i int); CREATE TABLE "
        "app.a (i int);"
        "CREATE VIEW app.v AS SELECT 1 AS one; CREATE MATERIALIZED VIEW app.m AS SELECT 1 AS one;"
        "CREATE TABLE app.parts (k int) PARTITION BY RANGE (k);"
        "CREATE TABLE app.parts_1 PARTITION OF app.parts FOR VALUES FROM (0) TO (10);"
        "CREATE SEQUENCE app.s; CREATE INDEX ON app.a (i); CREATE TEMP TABLE passing (i int);"
        "CREATE EXTENSION postgres_fdw; CREATE SERVER other FOREIGN DATA WRAPPER postgres_fdw;"
        "CREATE FOREIGN TABLE app.remote (i int) SERVER other");
    const auto source = MustOpenSource(database.endpoint());
    EXPECT_THAT(source->ListSchemas().value(), ElementsAre("app", "empty_one", "public"));
    std::vector<std::string> found;
    const Result<std::vector<Table>> tables = source->ListTables();
    ASSERT_TRUE(tables) << tables.error().ToString();
    for (const Table& table : *tables) {
        found.push_back(table.id.ToString() + (table.kind == TableKind::kView ? " view" : ""));
    }
    EXPECT_THAT(found, ElementsAre("app.a", "app.b", "app.m view", "app.parts", "app.remote",
                                   "app.v view"));
}

TEST(Catalog, DescribesColumnsWithTypesDefaultsAndCounters) {
    TestDatabase database;
    database.Run(R"(CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('sad', 'ok');
        CREATE DOMAIN app.email AS varchar(40) NOT NULL DEFAULT 'none' CHECK (VALUE LIKE '%@%');
        CREATE DOMAIN app.work_email AS app.email;
        CREATE TABLE app.t (
            id bigint GENERATED ALWAYS AS IDENTITY, old_id serial, price numeric(10,2) NOT NULL DEFAULT 1.50,
            feeling app.mood DEFAULT 'ok', feelings app.mood[], mail app.work_email,
            at timestamptz(3) DEFAULT now(), tag text COLLATE "C" DEFAULT 'x',
            total numeric GENERATED ALWAYS AS (price * 2) STORED, cash money, object oid))");
    const auto source = MustOpenSource(database.endpoint());
    const Table table = MustDescribe(*source, {"app", "t"});
    ASSERT_EQ(table.columns.size(), 11U);
    EXPECT_TRUE(ColumnOf(table, "id").is_identity);
    EXPECT_TRUE(ColumnOf(table, "old_id").is_identity);
    EXPECT_EQ(ColumnOf(table, "old_id").default_value.kind, Kind::kNone);
    const Column& price = ColumnOf(table, "price");
    EXPECT_EQ(price.type.native, "numeric(10,2)");
    EXPECT_FALSE(price.nullable);
    EXPECT_EQ(price.default_value, (DefaultValue{Kind::kNumber, "1.50"}));
    EXPECT_EQ(ColumnOf(table, "feeling").type.kind, TypeKind::kEnum);
    EXPECT_THAT(ColumnOf(table, "feeling").type.labels, ElementsAre("sad", "ok"));
    EXPECT_EQ(ColumnOf(table, "feeling").default_value, (DefaultValue{Kind::kText, "ok"}));
    EXPECT_EQ(ColumnOf(table, "feelings").type.native, "app.mood[]");
    EXPECT_THAT(ColumnOf(table, "feelings").type.labels, ElementsAre("sad", "ok"));
    const Column& mail = ColumnOf(table, "mail");
    EXPECT_EQ(mail.type.kind, TypeKind::kVarchar);
    EXPECT_EQ(mail.type.length, 40);
    EXPECT_FALSE(mail.nullable);
    EXPECT_EQ(mail.default_value, (DefaultValue{Kind::kText, "none"}));
    EXPECT_EQ(ColumnOf(table, "at").type.precision, 3);
    EXPECT_EQ(ColumnOf(table, "at").default_value.kind, Kind::kCurrentTimestamp);
    EXPECT_EQ(ColumnOf(table, "tag").collation, "\"C\"");
    const Column& total = ColumnOf(table, "total");
    EXPECT_TRUE(total.is_generated);
    EXPECT_TRUE(total.generation_is_stored);
    EXPECT_EQ(total.generation_expression, "(price * (2)::numeric)");
    EXPECT_EQ(ColumnOf(table, "cash").type.scale, 2);
    EXPECT_THAT(
        table.not_carried,
        ElementsAre("domain app.work_email of column mail (kept as character varying(40))"));
}

TEST(Catalog, DescribesKeysAndIndexes) {
    TestDatabase database;
    database.Run(R"(CREATE SCHEMA app; CREATE TABLE app.t (
            a int, b text, c text, d int, PRIMARY KEY (d, a), CONSTRAINT t_b_key UNIQUE (b) DEFERRABLE);
        CREATE INDEX i_desc ON app.t (a DESC, c);
        CREATE INDEX i_expression ON app.t (lower(b), a);
        CREATE UNIQUE INDEX i_partial ON app.t (c) INCLUDE (d) WHERE a > 5;
        CREATE INDEX i_pattern ON app.t (c text_pattern_ops);
        CREATE INDEX i_collated ON app.t (c COLLATE "C");
        CREATE INDEX i_nulls ON app.t (a NULLS FIRST);
        CREATE INDEX i_hash ON app.t USING hash (a))");
    const auto source = MustOpenSource(database.endpoint());
    const Table table = MustDescribe(*source, {"app", "t"});
    EXPECT_THAT(table.primary_key, ElementsAre("d", "a"));
    ASSERT_EQ(table.indexes.size(), 8U);
    const Index& collated = table.indexes[0];
    EXPECT_EQ(collated.name, "i_collated");
    EXPECT_EQ(collated.columns[0].name, "c");
    EXPECT_EQ(collated.columns[0].expression, "c COLLATE pg_catalog.\"C\"");
    const Index& descending = table.indexes[1];
    EXPECT_TRUE(descending.columns[0].descending);
    EXPECT_EQ(descending.columns[0].expression, "");
    EXPECT_FALSE(descending.columns[1].descending);
    const Index& expression = table.indexes[2];
    EXPECT_EQ(expression.columns[0].name, "");
    EXPECT_EQ(expression.columns[0].expression, "lower(b)");
    EXPECT_EQ(expression.columns[1].name, "a");
    EXPECT_EQ(table.indexes[3].method, "hash");
    const Index& partial = table.indexes[5];
    EXPECT_TRUE(partial.unique);
    EXPECT_EQ(partial.predicate, "(a > 5)");
    EXPECT_EQ(partial.columns.size(), 1U);
    EXPECT_EQ(table.indexes[6].columns[0].expression, "c pg_catalog.text_pattern_ops");
    EXPECT_TRUE(table.indexes[7].is_constraint);
    EXPECT_THAT(table.not_carried, ElementsAre("place of NULLs in index i_nulls",
                                               "included column d of index i_partial",
                                               "deferrable property of constraint t_b_key"));
}

TEST(Catalog, NamesWhatIsNotCarried) {
    TestDatabase database;
    database.Run(R"(CREATE SCHEMA app; CREATE TABLE app.p (id int PRIMARY KEY);
        CREATE TABLE app.t (id int REFERENCES app.p, r int4range, n int CHECK (n > 0),
            CONSTRAINT t_excl EXCLUDE USING gist (r WITH &&));
        CREATE FUNCTION app.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER audit BEFORE INSERT ON app.t FOR EACH ROW EXECUTE FUNCTION app.f();
        CREATE POLICY mine ON app.t; CREATE RULE quiet AS ON DELETE TO app.t DO INSTEAD NOTHING;
        CREATE TABLE app.child (extra int) INHERITS (app.p);
        CREATE TABLE app.parts (k int) PARTITION BY RANGE (k))");
    const auto source = MustOpenSource(database.endpoint());
    EXPECT_THAT(
        MustDescribe(*source, {"app", "t"}).not_carried,
        ElementsAre("check t_n_check", "exclusion constraint t_excl", "foreign key t_id_fkey",
                    "row security policy mine", "rule quiet", "trigger audit"));
    EXPECT_THAT(MustDescribe(*source, {"app", "t"}).indexes, IsEmpty());
    EXPECT_THAT(MustDescribe(*source, {"app", "child"}).not_carried,
                ElementsAre("inheritance from app.p"));
    EXPECT_THAT(MustDescribe(*source, {"app", "parts"}).not_carried,
                ElementsAre("partitioning by RANGE (k)"));
}

TEST(Catalog, EstimatesCountPartitionsTogether) {
    TestDatabase database;
    database.Run(
        "CREATE TABLE parts (k int) PARTITION BY RANGE (k);"
        "CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (1000);"
        "CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (1000) TO (9999);"
        "INSERT INTO parts SELECT generate_series(0, 2999); CREATE TABLE bare (i int);"
        // Else the server may count the rows once more after ANALYZE has.
        "SELECT pg_stat_force_next_flush()");
    database.Run("ANALYZE");
    const auto source = MustOpenSource(database.endpoint());
    const Table parts = MustDescribe(*source, {"public", "parts"});
    EXPECT_EQ(parts.estimated_rows, 3000);
    EXPECT_GT(parts.estimated_bytes, 3000 * 28);
    EXPECT_EQ(MustDescribe(*source, {"public", "bare"}).estimated_rows, 0);
}

TEST(Catalog, MissingTableIsNamed) {
    TestDatabase database;
    database.Run("CREATE TABLE here (i int)");
    const auto source = MustOpenSource(database.endpoint());
    const Result<std::vector<Table>> tables =
        source->DescribeTables({{"public", "here"}, {"public", "gone \"'\\x"}});
    ASSERT_FALSE(tables);
    EXPECT_EQ(tables.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(tables.error().where, "public.gone \"'\\x");
    EXPECT_TRUE(source->DescribeTables({})->empty());
}

TEST(Catalog, OddNamesAreFound) {
    TestDatabase database;
    database.Run(
        R"(CREATE SCHEMA "Sp ace"; CREATE TABLE "Sp ace"."q""uote's\back,{}" ("Co""l" int, "ä€😀" text))");
    const auto source = MustOpenSource(database.endpoint());
    const Table table = MustDescribe(*source, {"Sp ace", "q\"uote's\\back,{}"});
    ASSERT_EQ(table.columns.size(), 2U);
    EXPECT_EQ(table.columns[0].name, "Co\"l");
    EXPECT_EQ(table.columns[1].name, "ä€😀");
}

TEST(Catalog, InfoTellsTheVersion) {
    TestDatabase database;
    const Result<ServerInfo> info = MustOpenSource(database.endpoint())->Info();
    ASSERT_TRUE(info);
    EXPECT_EQ(info->version.substr(0, 11), "PostgreSQL ");
    EXPECT_THAT(info->warnings, IsEmpty());
}

TEST(Catalog, SourceComesBackAfterItsSessionWasEnded) {
    TestDatabase database;
    const auto source = MustOpenSource(database.endpoint());
    database.Run(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = "
        "current_database() "
        "AND pid <> pg_backend_pid()");
    // The loss is found by the next call at the latest; the one after it has a new session.
    static_cast<void>(source->ListSchemas());
    const Result<std::vector<std::string>> schemas = source->ListSchemas();
    ASSERT_TRUE(schemas) << schemas.error().ToString();
    EXPECT_THAT(*schemas, ElementsAre("public"));
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
