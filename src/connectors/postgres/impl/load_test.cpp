#include <gmock/gmock.h>
#include <sys/resource.h>

#include "connectors/postgres/impl/test_database.hpp"

/// PostgreSQL to PostgreSQL through Reader and Writer: every type, every odd value, to the bit.
namespace dmsnode::connectors::postgres {
namespace {

struct TypeCase {
    const char* declaration;
    std::vector<const char*> literals;  ///< SQL, besides NULL.
};

std::vector<TypeCase> TypeCases() {
    return {
        {"boolean", {"true", "false"}},
        {"smallint", {"-32768", "0", "32767"}},
        {"integer", {"-2147483648", "0", "2147483647"}},
        {"bigint", {"-9223372036854775808", "0", "9223372036854775807"}},
        {"oid", {"0", "4294967295"}},
        {"real",
         {"'-3.4028235e38'", "'1e-45'", "'-0'", "'NaN'", "'Infinity'", "'-Infinity'", "0.1"}},
        {"double precision",
         {"'1.7976931348623157e308'", "'5e-324'", "'-0'", "'NaN'", "'Infinity'", "'-Infinity'",
          "0.1"}},
        {"numeric",
         {"0", "0.000", "'NaN'", "'Infinity'", "'-Infinity'", "12345678901234567890.123456789",
          "('1e131071')::numeric", "('1e-16383')::numeric", "-1"}},
        {"numeric(10,2)", {"99999999.99", "-99999999.99", "0.01"}},
        {"numeric(3,-2)", {"99900", "-100"}},
        {"numeric(2,5)", {"0.00099"}},
        {"money", {"'-92233720368547758.08'", "'92233720368547758.07'", "0"}},
        {"text", {"''", "'a'", "E'tab\\t nl\\n \\\\ \\'\\\"'", "repeat('x', 300000)", "'äö€😀'"}},
        {"varchar(5)", {"''", "'abcde'", "'ab  '", "'😀😀😀😀😀'"}},
        {"varchar", {"'abc'"}},
        {"char(5)", {"''", "'ab'", "'abcde'"}},
        {"bpchar", {"'ab  '"}},
        {"name", {"'n'", "repeat('n', 63)"}},
        {"\"char\"", {"'a'", "''"}},
        {"bytea", {"''", "'\\x00ff00'", "decode(repeat('ab', 200000), 'hex')"}},
        {"date",
         {"'infinity'", "'-infinity'", "'4713-01-01 BC'", "'5874897-12-31'", "'2024-02-29'"}},
        {"time", {"'00:00:00'", "'24:00:00'", "'23:59:59.999999'"}},
        {"time(3)", {"'23:59:59.999'"}},
        {"timetz", {"'00:00:00+15:59'", "'24:00:00-15:59'", "'12:34:56.123456+00'"}},
        {"timestamp",
         {"'infinity'", "'-infinity'", "'4713-01-01 00:00:00 BC'",
          "'294276-12-31 23:59:59.999999'"}},
        {"timestamp(0)", {"'2024-02-29 12:34:56'"}},
        {"timestamptz", {"'infinity'", "'-infinity'", "'2024-03-31 02:30:00+01'"}},
        {"interval", {"'-178000000 years'", "'1 year -2 mons 3 days -04:05:06.789'", "'0'"}},
        {"interval(3)", {"'00:00:01.123'"}},
        {"interval year to month", {"'3 years 4 mons'"}},
        {"uuid",
         {"'00000000-0000-0000-0000-000000000000'", "'ffffffff-ffff-ffff-ffff-ffffffffffff'"}},
        {"json", {"'{\"b\": 1,  \"a\":[1.0, null], \"b\":2}'", "'\"\\\\u0000\"'"}},
        {"jsonb", {"'{\"b\": 1, \"a\": [1.0, null]}'", "'\"ä\"'"}},
        {"xml", {"'<a b=\"1\">ä</a>'"}},
        {"bit(1)", {"B'0'", "B'1'"}},
        {"bit(11)", {"B'10100101011'"}},
        {"varbit", {"B''", "B'1'", "B'101001010110101010101'"}},
        {"varbit(7)", {"B'101'"}},
        {"inet", {"'0.0.0.0/0'", "'192.168.1.1'", "'192.168.1.1/24'", "'::1'", "'2001:db8::/32'"}},
        {"cidr", {"'10.0.0.0/8'", "'::/0'"}},
        {"macaddr", {"'08:00:2b:01:02:03'"}},
        {"macaddr8", {"'08:00:2b:01:02:03:04:05'"}},
        {"point", {"'(1.5,-2.25)'", "'(NaN,Infinity)'"}},
        {"line", {"'{1,-1,0}'"}},
        {"lseg", {"'[(0,0),(1,1)]'"}},
        {"box", {"'(1,1),(0,0)'"}},
        {"path", {"'((0,0),(1,1))'", "'[(0,0),(1,1)]'"}},
        {"polygon", {"'((0,0),(1,1),(1,0))'"}},
        {"circle", {"'<(1,2),3>'"}},
        {"tsvector", {"'a:1A fat:2B,4C cat:5'"}},
        {"tsquery", {"'fat & (rat | cat:*)'"}},
        {"int4range", {"'empty'", "'[1,10)'", "'(,)'"}},
        {"numrange", {"'[1.5,2.5]'"}},
        {"tstzrange", {"'[2024-01-01 00:00:00+00,infinity)'"}},
        {"int4multirange", {"'{[1,3),[5,7)}'", "'{}'"}},
        {"pg_lsn", {"'16/B374D848'"}},
        {"jsonpath", {"'$.a[*] ? (@ > 1)'"}},
        {"integer[]", {"'{}'", "'{1,NULL,3}'", "'{{1,2},{3,4}}'", "'[0:1]={7,8}'"}},
        {"text[]", {"'{a,\"b,c\",NULL,\"\"}'"}},
        {"numeric(10,2)[]", {"'{1.50,NaN}'"}},
        {"timestamptz[]", {"'{2024-01-01 00:00:00+00,infinity}'"}},
        {"jsonb[]", {"array['{\"a\": 1}'::jsonb]"}},
        {"bytea[]", {"array['\\x00'::bytea]"}},
    };
}

std::string CreateSql(const std::vector<TypeCase>& cases) {
    std::string sql = "CREATE TABLE src.matrix (row_id int";
    for (std::size_t i = 0; i < cases.size(); ++i) {
        sql += ", c" + std::to_string(i) + " " + cases[i].declaration;
    }
    return sql + ")";
}

std::string InsertSql(const std::vector<TypeCase>& cases) {
    std::string sql;
    int row = 0;
    for (std::size_t i = 0; i < cases.size(); ++i) {
        for (const char* literal : cases[i].literals) {
            const std::string value = literal[0] == '\'' || literal[0] == 'E'
                                          ? std::string(literal) + "::" + cases[i].declaration
                                          : std::string(literal);
            sql += "INSERT INTO src.matrix (row_id, c" + std::to_string(i) + ") VALUES (" +
                   std::to_string(row++) + ", " + value + ");";
        }
    }
    return sql + "INSERT INTO src.matrix (row_id) VALUES (-1)";
}

Result<std::int64_t> Load(const Endpoint& from, const TableId& source_id, const Endpoint& to,
                          const TableId& target_id, std::int64_t batch_rows = 1000) {
    const auto source = MustOpenSource(from);
    const auto target = MustOpenTarget(to);
    const Table table = MustDescribe(*source, source_id);
    const TargetTable mapped = MapTable(*target, table, target_id);
    if (Status made = target->EnsureSchema(target_id.schema); !made) return made.error();
    if (Status made = target->CreateTable(mapped); !made) return made.error();
    auto snapshot = source->OpenSnapshot(1);
    if (!snapshot) return snapshot.error();
    auto reader = (*snapshot)->OpenReader(PlanFor(table, mapped));
    if (!reader) return reader.error();
    auto writer = target->OpenWriter({.table = mapped, .policy = {}});
    if (!writer) return writer.error();
    Result<std::int64_t> rows = Pump(**reader, **writer, batch_rows);
    if (!rows) return rows;
    auto keys = target->AddKeysAndIndexes(mapped, {});
    if (!keys) return keys.error();
    return rows;
}

TEST(Load, EveryBuiltInTypeArrivesExactly) {
    TestDatabase database;
    const std::vector<TypeCase> cases = TypeCases();
    database.Run("CREATE SCHEMA src");
    database.Run(CreateSql(cases));
    database.Run(InsertSql(cases));
    const Result<std::int64_t> rows =
        Load(database.endpoint(), {"src", "matrix"}, database.endpoint(), {"dst", "matrix"}, 7);
    ASSERT_TRUE(rows) << rows.error().ToString();
    EXPECT_EQ(std::to_string(*rows), database.Query("SELECT count(*) FROM src.matrix"));
    for (std::size_t i = 0; i < cases.size(); ++i) {
        const std::string column = "c" + std::to_string(i);
        const std::string differing =
            "SELECT s." + column + "::text || ' became ' || coalesce(d." + column +
            "::text, 'NULL') FROM src.matrix s JOIN dst.matrix d USING (row_id) WHERE s." + column +
            "::text IS DISTINCT FROM d." + column + "::text";
        EXPECT_EQ(database.Query(differing), "") << cases[i].declaration;
        const std::string type_sql =
            "SELECT format_type(atttypid, atttypmod) FROM pg_attribute WHERE "
            "attname = '" +
            column + "' AND attrelid = ";
        EXPECT_EQ(database.Query(type_sql + "'dst.matrix'::regclass"),
                  database.Query(type_sql + "'src.matrix'::regclass"));
    }
}

long PeakKilobytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TEST(Load, MemoryStaysFlatOverManyRows) {
    TestDatabase database;
    database.Run(
        "CREATE SCHEMA src; CREATE TABLE src.few (id bigint, note text);"
        "INSERT INTO src.few SELECT i, repeat('x', 200) FROM generate_series(1, 20000) i;"
        "CREATE TABLE src.many (id bigint, note text);"
        "INSERT INTO src.many SELECT i, repeat('x', 200) FROM generate_series(1, 200000) i");
    ASSERT_TRUE(
        Load(database.endpoint(), {"src", "few"}, database.endpoint(), {"dst", "few"}, 10000));
    const long before = PeakKilobytes();
    const Result<std::int64_t> rows =
        Load(database.endpoint(), {"src", "many"}, database.endpoint(), {"dst", "many"}, 10000);
    ASSERT_TRUE(rows) << rows.error().ToString();
    EXPECT_EQ(*rows, 200000);
    EXPECT_LT(PeakKilobytes() - before, 4096);
    EXPECT_EQ(database.Query(
                  "SELECT count(*) || ' ' || sum(id) || ' ' || sum(length(note)) FROM dst.many"),
              "200000 20000100000 40000000");
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
