#include <gmock/gmock.h>
#include <sys/resource.h>

#include "connectors/cells.hpp"
#include "connectors/mysql/test_database.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ColumnType Type(TypeKind kind, std::int64_t length = 0) {
    ColumnType type;
    type.kind = kind;
    type.length = length;
    return type;
}

ColumnType Digits(TypeKind kind, int precision, int scale = 0) {
    ColumnType type = Type(kind);
    type.precision = precision;
    type.scale = scale;
    return type;
}

ColumnType Unsigned(TypeKind kind) {
    ColumnType type = Type(kind);
    type.is_unsigned = true;
    return type;
}

ColumnType Labels(std::vector<std::string> labels) {
    ColumnType type = Type(TypeKind::kEnum);
    type.labels = std::move(labels);
    return type;
}

Column Named(std::string name, ColumnType type) {
    Column column;
    column.name = std::move(name);
    column.type = std::move(type);
    return column;
}

Index IndexOver(std::string name, const std::vector<std::string>& columns) {
    Index index;
    index.name = std::move(name);
    for (const std::string& column : columns) index.columns.emplace_back().name = column;
    return index;
}

long PeakKib() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

TargetColumn Keep(const Target& target, Engine engine, const Column& column) {
    Result<MappedColumn> mapped = target.MapColumn(engine, column);
    EXPECT_TRUE(mapped) << mapped.error().ToString();
    TargetColumn kept;
    kept.name = column.name;
    kept.nullable = column.nullable;
    kept.is_identity = column.is_identity;
    kept.mapped = *mapped;
    kept.source = column;
    return kept;
}

ValuePolicy InfinityIsNull() {
    ValuePolicy policy;
    policy.infinity = ValuePolicy::Infinity::kNull;
    return policy;
}

/// A table of this type, mapped from the same engine, as the engine would do it.
TargetTable MapTable(const Target& target, const Table& source, const TableId& id) {
    TargetTable table;
    table.id = id;
    table.source_engine = Engine::kMariadb;
    table.primary_key = source.primary_key;
    table.indexes = source.indexes;
    for (const Column& column : source.columns) {
        table.columns.push_back(Keep(target, Engine::kMariadb, column));
    }
    return table;
}

Status CopyRows(Source& source, const TableId& id, const TargetTable& table, Target& target) {
    ReadPlan plan;
    plan.table = id;
    for (const TargetColumn& column : table.columns) {
        plan.columns.push_back({column.source, column.mapped.format});
    }
    Result<std::unique_ptr<Snapshot>> snapshot = source.OpenSnapshot(1);
    if (!snapshot) return snapshot.error();
    Result<std::unique_ptr<Reader>> reader = (*snapshot)->OpenReader(plan);
    if (!reader) return reader.error();
    Result<std::unique_ptr<Writer>> writer = target.OpenWriter({.table = table, .policy = {}});
    if (!writer) return writer.error();
    RowBatch batch;
    for (bool more = true; more;) {
        batch.Clear();
        const Result<bool> next = (*reader)->Next(batch, 1 << 20, 100000);
        if (!next) return next.error();
        more = *next;
        if (Status written = (*writer)->Write(batch); !written) return written.error();
    }
    return (*writer)->Commit();
}

/// Run once for LOAD DATA and once for INSERT.
class TargetTest : public ::testing::TestWithParam<std::string> {
protected:
    TargetTest() : source_(*OpenSource(TestEndpoint(), log_)), target_(Open(GetParam())) {}

    std::unique_ptr<Target> Open(const std::string& method) {
        Endpoint endpoint = TestEndpoint();
        endpoint.extra["loadMethod"] = method;
        return *OpenTarget(endpoint, log_);
    }
    Table Describe(const std::string& table) {
        const Result<std::vector<Table>> tables = source_->DescribeTables({database_.Id(table)});
        EXPECT_TRUE(tables) << tables.error().ToString();
        return tables ? tables->front() : Table{};
    }
    /// Copies `a` to `b` and gives how it went.
    Status Carry() {
        const TargetTable table = MapTable(*target_, Describe("a"), database_.Id("b"));
        if (Status created = target_->CreateTable(table); !created) return created.error();
        if (Status copied = CopyRows(*source_, database_.Id("a"), table, *target_); !copied) {
            return copied.error();
        }
        Result<std::vector<std::string>> notes = target_->AddKeysAndIndexes(table, {});
        if (!notes) return notes.error();
        notes_ = *notes;
        return {};
    }
    /// Fills `a (id, v <type>)` with these SQL values, carries it, and compares bytes.
    void ExpectExact(const std::string& type, const std::vector<std::string>& values) {
        SCOPED_TRACE(type);
        database_.Run("DROP TABLE IF EXISTS b");
        database_.Run("CREATE OR REPLACE TABLE a (id int PRIMARY KEY, v " + type + ")");
        for (std::size_t i = 0; i < values.size(); ++i) {
            database_.Run("INSERT IGNORE INTO a VALUES (" + std::to_string(i) + "," + values[i] +
                          ")");
        }
        const Status carried = Carry();
        ASSERT_TRUE(carried) << carried.error().ToString();
        EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM a JOIN b USING (id) WHERE a.v <=> b.v AND "
                                  "HEX(a.v) <=> HEX(b.v)"),
                  std::to_string(values.size()));
        EXPECT_EQ(Declaration("a"), Declaration("b"));
    }
    std::string Declaration(const std::string& table) {
        return database_.Value(
            "SELECT CONCAT_WS(' ', COLUMN_TYPE, COLLATION_NAME, IS_NULLABLE, COLUMN_DEFAULT) FROM "
            "information_schema.COLUMNS WHERE TABLE_SCHEMA = '" +
            database_.name() + "' AND TABLE_NAME = '" + table + "' AND COLUMN_NAME = 'v'");
    }
    /// A writer for a fresh table `b` with these columns, fed cell by cell.
    Result<std::unique_ptr<Writer>> WriterFor(const std::vector<Column>& columns, Engine engine,
                                              ValuePolicy policy = {}) {
        TargetTable table;
        table.id = database_.Id("b");
        table.source_engine = engine;
        table.primary_key = {columns.front().name};
        for (const Column& column : columns) {
            table.columns.push_back(Keep(*target_, engine, column));
        }
        database_.Run("DROP TABLE IF EXISTS b");
        if (Status created = target_->CreateTable(table); !created) return created.error();
        return target_->OpenWriter({.table = table, .policy = policy});
    }

    NullLog log_;
    TestDatabase database_;
    std::unique_ptr<Source> source_;
    std::unique_ptr<Target> target_;
    std::vector<std::string> notes_;
};

INSTANTIATE_TEST_SUITE_P(Each, TargetTest, ::testing::Values("load", "insert"),
                         [](const auto& each) { return each.param; });

TEST_P(TargetTest, EachTypeArrivesExactly) {
    ExpectExact("tinyint", {"-128", "127", "0", "NULL"});
    ExpectExact("tinyint(1) NOT NULL DEFAULT 1", {"0", "1", "-5"});
    ExpectExact("tinyint unsigned", {"255", "0"});
    ExpectExact("smallint unsigned DEFAULT 7", {"65535", "0"});
    ExpectExact("mediumint", {"-8388608", "8388607"});
    ExpectExact("int(5) unsigned zerofill", {"4294967295", "7", "0"});
    ExpectExact("bigint", {"-9223372036854775808", "9223372036854775807"});
    ExpectExact("bigint unsigned", {"18446744073709551615", "0"});
    ExpectExact("decimal(65,30)",
                {"-12345678901234567890123456789012345.123456789012345678901234567890", "0"});
    ExpectExact("decimal(10,2) unsigned zerofill", {"1.50", "NULL"});
    ExpectExact("float", {"3.4028234e38", "1.17549435e-38", "0.1", "-1e-45", "16777217"});
    ExpectExact("float(7,3)", {"1234.567", "-0.001"});
    ExpectExact("double", {"1.7976931348623157e308", "5e-324", "0.1", "1/3e0", "-0e0"});
    ExpectExact("date", {"'1000-01-01'", "'9999-12-31'", "'0000-00-00'", "'2024-00-31'",
                         "'2023-02-29'", "'0000-01-01'", "NULL"});
    ExpectExact("datetime(6)",
                {"'9999-12-31 23:59:59.999999'", "'0000-00-00'", "'2024-05-00 01:02:03.4'"});
    ExpectExact("datetime", {"'2024-02-29 12:00:00'"});
    ExpectExact("timestamp(3) NULL", {"'1970-01-01 00:00:01'", "'2038-01-19 03:14:07.999'", "0"});
    ExpectExact("timestamp NOT NULL DEFAULT current_timestamp()", {"'2024-01-01 00:00:00'"});
    ExpectExact("time(6)", {"'-838:59:59.999999'", "'838:59:59'", "'-00:00:00.000001'", "'0'"});
    ExpectExact("year", {"1901", "2155", "0", "2000"});
    ExpectExact("bit(1)", {"0", "1"});
    ExpectExact("bit(5) DEFAULT b'101'", {"b'11111'", "b'1001'", "b'1010'", "NULL"});
    ExpectExact("bit(64)", {"~0", "0", "x'090a5c4e00000000'"});
}

TEST_P(TargetTest, EachTextAndByteTypeArrivesExactly) {
    const std::vector<std::string> texts = {
        "'a'",   "''",          "'\\\\N'",       "'tab\\tnew\\nline\\rback\\\\slash'",
        "'ż🦊'", "'nul\\0in'",  "'it''s \"q\"'", "'NULL'",
        "NULL",  "' leading '", "','",           "')'"};
    ExpectExact("varchar(200)", texts);
    ExpectExact("varchar(200) NOT NULL DEFAULT 'it''s \\\\ \"\\n'", {"'x'"});
    ExpectExact("text COLLATE utf8mb4_unicode_520_ci", texts);
    ExpectExact("longtext", texts);
    ExpectExact("tinytext", {"REPEAT('x',255)"});
    ExpectExact("char(30)", {"'a'", "''", "'é'"});
    ExpectExact("varchar(30) CHARACTER SET latin1", {"'é€'", "'ÿ'", "'nul\\0'", "NULL"});
    ExpectExact("text CHARACTER SET utf16", {"'é🦊'", "'\\t'"});
    ExpectExact("varchar(30) CHARACTER SET utf8mb3", {"'é€'"});
    ExpectExact("varchar(30) CHARACTER SET gbk", {"'你好誠'", "'\\\\'"});
    ExpectExact("varbinary(300)",
                {"''", "x'00'", "x'5c'", "x'0a'", "x'09'", "x'5c4e'", "x'ff5c0d0a'", "x'e05c0a'",
                 "x'000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f'", "NULL"});
    ExpectExact("binary(4)", {"x'00'", "'abcd'", "x'5c5c5c5c'"});
    ExpectExact("blob", {"REPEAT(x'5c0a09', 20000)"});
    ExpectExact("mediumblob", {"REPEAT('x', 5000000)", "REPEAT(x'00', 70000)"});
    ExpectExact("enum('a','it''s, so','\\\\','ż') DEFAULT 'it''s, so'",
                {"'a'", "'it''s, so'", "'\\\\'", "'ż'", "NULL"});
    ExpectExact("enum('x','') CHARACTER SET latin1", {"'x'", "''"});
    ExpectExact("set('x','y z','é')", {"'x,é'", "''", "NULL", "'y z'"});
    ExpectExact("json", {R"('{"b" : 1, "b":2}')", "'[1.10, \"\\\\u0041\"]'", "NULL"});
    ExpectExact("uuid DEFAULT uuid()", {"'00112233-4455-6677-8899-aabbccddeeff'",
                                        "'00000000-0000-0000-0000-000000000000'", "NULL"});
    ExpectExact("inet6", {"'2001:db8::1'", "'::'", "NULL"});
    ExpectExact("inet4", {"'255.0.0.1'", "NULL"});
    ExpectExact("point", {"ST_GeomFromText('POINT(1 2)', 4326)", "NULL"});
    ExpectExact("geometry", {"ST_GeomFromText('POLYGON((0 0,0 9,9 9,0 0))')"});
}

TEST_P(TargetTest, EnumErrorValueArrivesByLoadAndIsRefusedByInsert) {
    database_.Run("CREATE TABLE a (id int PRIMARY KEY, v enum('x','y'))");
    database_.Run("INSERT IGNORE INTO a VALUES (1,'x'),(2,'none'),(3,'y')");
    const Status carried = Carry();
    if (GetParam() == "load") {
        ASSERT_TRUE(carried) << carried.error().ToString();
        EXPECT_EQ(database_.Value("SELECT v+0 FROM b WHERE id = 2"), "0");
    } else {
        ASSERT_FALSE(carried);
        EXPECT_EQ(carried.error().code, ErrorCode::kDataLoss);
        EXPECT_THAT(carried.error().message, HasSubstr("row id = 2"));
    }
}

TEST_P(TargetTest, KeysIndexesAndGeneratedColumnsAreMade) {
    database_.Run(
        "CREATE TABLE a (id int unsigned NOT NULL AUTO_INCREMENT, s varchar(50), t text,"
        " n int NOT NULL DEFAULT (1 + 2), d datetime(3) DEFAULT current_timestamp(3),"
        " g int AS (n * 2) VIRTUAL, h int AS (n * 3) STORED, p point NOT NULL,"
        " PRIMARY KEY (id), UNIQUE KEY u (s(5), n DESC), KEY tt (t(10)), FULLTEXT KEY f (t),"
        " FULLTEXT KEY f2 (s), SPATIAL KEY sp (p), KEY `odd ``name` (h))");
    database_.Run(
        "INSERT INTO a (s,t,n,p) VALUES ('one','text',5,POINT(1,2)),"
        "('two',NULL,6,POINT(3,4))");
    const Status carried = Carry();
    ASSERT_TRUE(carried) << carried.error().ToString();
    EXPECT_THAT(notes_, IsEmpty());
    const std::string columns =
        "SELECT GROUP_CONCAT(CONCAT_WS('|', COLUMN_NAME, COLUMN_TYPE, IS_NULLABLE, COLUMN_DEFAULT,"
        " EXTRA, GENERATION_EXPRESSION) ORDER BY ORDINAL_POSITION) FROM information_schema.COLUMNS"
        " WHERE TABLE_SCHEMA = '" +
        database_.name() + "' AND TABLE_NAME = ";
    EXPECT_EQ(database_.Value(columns + "'a'"), database_.Value(columns + "'b'"));
    const std::string indexes =
        "SELECT GROUP_CONCAT(CONCAT_WS('|', INDEX_NAME, NON_UNIQUE, SEQ_IN_INDEX, COLUMN_NAME,"
        " COLLATION, SUB_PART, INDEX_TYPE) ORDER BY INDEX_NAME, SEQ_IN_INDEX)"
        " FROM information_schema.STATISTICS WHERE TABLE_SCHEMA = '" +
        database_.name() + "' AND TABLE_NAME = ";
    EXPECT_EQ(database_.Value(indexes + "'a'"), database_.Value(indexes + "'b'"));
    EXPECT_EQ(database_.Value("SELECT SUM(g + h) FROM b"), "55");
    database_.Run("INSERT INTO b (n,p) VALUES (1,POINT(0,0))");
    EXPECT_EQ(database_.Value("SELECT MAX(id) FROM b"), "3");

    // Again, as after a crash: nothing is doubled.
    const TargetTable table = MapTable(*target_, Describe("a"), database_.Id("b"));
    ASSERT_TRUE(target_->AddKeysAndIndexes(table, {}));
    EXPECT_EQ(database_.Value(indexes + "'a'"), database_.Value(indexes + "'b'"));
    database_.Run("DROP INDEX tt ON b");
    ASSERT_TRUE(target_->AddKeysAndIndexes(table, {}));
    EXPECT_EQ(database_.Value(indexes + "'a'"), database_.Value(indexes + "'b'"));
}

TEST_P(TargetTest, DoubledKeyFailsTheLoadAndNamesIt) {
    const std::vector<Column> columns = {Named("id", Type(TypeKind::kInt32)),
                                         Named("v", Type(TypeKind::kText))};
    Result<std::unique_ptr<Writer>> writer = WriterFor(columns, Engine::kPostgres);
    ASSERT_TRUE(writer) << writer.error().ToString();
    RowBatch batch;
    RowAppender rows(batch);
    for (const int id : {1, 2, 3, 2}) {
        rows.BeginRow(2);
        rows.Int32(id);
        rows.Bytes("text");
    }
    Status written = (*writer)->Write(batch);
    if (written) written = (*writer)->Commit();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(written.error().message, "Duplicate entry '2' for key 'PRIMARY'");
    EXPECT_EQ(written.error().where, database_.name() + ".b");
    EXPECT_FALSE((*writer)->Commit());
    writer->reset();
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b"), "0");
}

TEST_P(TargetTest, ValueThatDoesNotFitNamesColumnAndRow) {
    const std::vector<Column> columns = {Named("id", Type(TypeKind::kInt32)),
                                         Named("v", Type(TypeKind::kVarchar, 3))};
    Result<std::unique_ptr<Writer>> writer = WriterFor(columns, Engine::kSqlite);
    ASSERT_TRUE(writer) << writer.error().ToString();
    RowBatch batch;
    RowAppender rows(batch);
    for (const int id : {10, 11, 12}) {
        rows.BeginRow(2);
        rows.Int32(id);
        rows.Bytes(id == 11 ? "much too long" : "ok");
    }
    Status written = (*writer)->Write(batch);
    if (written) written = (*writer)->Commit();
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kDataLoss);
    EXPECT_EQ(written.error().where, database_.name() + ".b.v");
    EXPECT_THAT(written.error().message, HasSubstr("row id = 11: Data "));
}

TEST_P(TargetTest, InfinitiesFollowThePolicy) {
    const std::vector<Column> columns = {
        Named("id", Type(TypeKind::kInt32)), Named("f", Type(TypeKind::kFloat64)),
        Named("n", Digits(TypeKind::kNumeric, 10, 2)), Named("d", Type(TypeKind::kDate)),
        Named("t", Digits(TypeKind::kTimestamp, 6))};
    RowBatch batch;
    RowAppender rows(batch);
    rows.BeginRow(5);
    rows.Int32(1);
    rows.Float64(std::numeric_limits<double>::quiet_NaN());
    ASSERT_TRUE(rows.Numeric("NaN"));
    rows.Int32(kDateInfinity);
    rows.Int64(kTimestampMinusInfinity);
    {
        Result<std::unique_ptr<Writer>> writer = WriterFor(columns, Engine::kPostgres);
        ASSERT_TRUE(writer) << writer.error().ToString();
        const Status written = (*writer)->Write(batch);
        ASSERT_FALSE(written);
        EXPECT_EQ(written.error().code, ErrorCode::kDataLoss);
        EXPECT_EQ(written.error().where, database_.name() + ".b.f");
        EXPECT_THAT(written.error().message, HasSubstr("row id = 1"));
        EXPECT_THAT(written.error().hint, HasSubstr("infinity=null"));
    }
    Result<std::unique_ptr<Writer>> writer =
        WriterFor(columns, Engine::kPostgres, InfinityIsNull());
    ASSERT_TRUE(writer) << writer.error().ToString();
    ASSERT_TRUE((*writer)->Write(batch));
    ASSERT_TRUE((*writer)->Commit());
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b WHERE f IS NULL AND n IS NULL AND d IS NULL "
                              "AND t IS NULL"),
              "1");
}

TEST_P(TargetTest, CellsOfEachFormatAreWritten) {
    const std::vector<Column> columns = {Named("id", Type(TypeKind::kText)),
                                         Named("b", Type(TypeKind::kBool)),
                                         Named("i", Unsigned(TypeKind::kInt64)),
                                         Named("f", Type(TypeKind::kFloat32)),
                                         Named("n", Digits(TypeKind::kNumeric, 40, 10)),
                                         Named("d", Type(TypeKind::kDate)),
                                         Named("m", Digits(TypeKind::kTime, 6)),
                                         Named("t", Digits(TypeKind::kTimestampTz, 6)),
                                         Named("u", Type(TypeKind::kUuid)),
                                         Named("x", Type(TypeKind::kBlob)),
                                         Named("bits", Type(TypeKind::kBit, 10)),
                                         Named("e", Labels({"A", "a", "it's"}))};
    Result<std::unique_ptr<Writer>> writer = WriterFor(columns, Engine::kPostgres);
    ASSERT_TRUE(writer) << writer.error().ToString();
    RowBatch batch;
    RowAppender rows(batch);
    for (const char* key : {"a", "A", "a ", "\xC3\xA1"}) {  // four keys in binary order
        rows.BeginRow(12);
        rows.Bytes(key);
        rows.Bool(true);
        rows.UInt64(18446744073709551615ULL);
        rows.Float32(0.1F);
        ASSERT_TRUE(rows.Numeric("-123456789012345678901234567890.0123456789"));
        rows.Int32(DaysFromCivil({1000, 1, 1}));
        rows.Int64(86400000000);
        rows.Int64(-1);
        ASSERT_TRUE(rows.Uuid("00112233-4455-6677-8899-aabbccddeeff"));
        rows.Bytes(std::string_view("\0\\\n\t'\xff", 6));
        rows.Bits(10, "\x80\x40");
        rows.Bytes("it's");
    }
    ASSERT_TRUE((*writer)->Write(batch));
    const Status committed = (*writer)->Commit();
    ASSERT_TRUE(committed) << committed.error().ToString();
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b"), "4");
    EXPECT_EQ(
        database_.Value("SELECT DISTINCT CONCAT_WS('|',b,i,f,n,d,m,t,u,HEX(x),bits+0,e) FROM b"),
        "1|18446744073709551615|0.1|-123456789012345678901234567890.0123456789|1000-01-01|"
        "24:00:00.000000|1999-12-31 23:59:59.999999|00112233-4455-6677-8899-aabbccddeeff|"
        "005C0A0927FF|513|it's");
}

TEST_P(TargetTest, RowsAreThereOnlyAfterCommitAndMayGoOnAfterIt) {
    const std::vector<Column> columns = {Named("id", Type(TypeKind::kInt32))};
    Result<std::unique_ptr<Writer>> writer = WriterFor(columns, Engine::kPostgres);
    ASSERT_TRUE(writer);
    int id = 0;
    const auto write = [&] {
        RowBatch batch;
        RowAppender rows(batch);
        rows.BeginRow(1);
        rows.Int32(++id);
        ASSERT_TRUE((*writer)->Write(batch));
    };
    write();
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b"), "0");
    ASSERT_TRUE((*writer)->Commit());
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b"), "1");
    write();
    writer->reset();
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM b"), "1");
}

TEST_P(TargetTest, OneColumnOfEmptyTextsAndNulls) {
    database_.Run("CREATE TABLE a (v varchar(5))");
    database_.Run("INSERT INTO a VALUES (''),(NULL),(''),('x')");
    const Status carried = Carry();
    ASSERT_TRUE(carried) << carried.error().ToString();
    EXPECT_EQ(database_.Value("SELECT CONCAT(COUNT(*),',',COUNT(v),',',SUM(v='')) FROM b"),
              "4,3,2");
}

TEST_P(TargetTest, MissingColumnInAnExistingTableIsNamed) {
    database_.Run("CREATE TABLE a (id int PRIMARY KEY, v int)");
    database_.Run("CREATE TABLE b (id int PRIMARY KEY)");
    const TargetTable table = MapTable(*target_, Describe("a"), database_.Id("b"));
    const auto writer = target_->OpenWriter({.table = table, .policy = {}});
    ASSERT_FALSE(writer);
    EXPECT_EQ(writer.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(writer.error().where, database_.name() + ".b.v");
}

TEST_P(TargetTest, ExistingColumnThatWouldCutValuesIsRefused) {
    database_.Run("CREATE TABLE a (id int PRIMARY KEY, t datetime(3), f double)");
    const TargetTable table = MapTable(*target_, Describe("a"), database_.Id("b"));
    database_.Run("CREATE TABLE b (id int PRIMARY KEY, t datetime, f double)");
    const auto cut = target_->OpenWriter({.table = table, .policy = {}});
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().code, ErrorCode::kUnsupported);
    EXPECT_THAT(cut.error().ToString(), HasSubstr("b.t: the existing column would cut values: it "
                                                  "keeps 0 of 3 digits of a second"));
    database_.Run("CREATE OR REPLACE TABLE b (id int PRIMARY KEY, t datetime(6), f float)");
    const auto rounded = target_->OpenWriter({.table = table, .policy = {}});
    ASSERT_FALSE(rounded);
    EXPECT_EQ(rounded.error().where, database_.name() + ".b.f");
}

TEST_P(TargetTest, ZeroInAnAutoIncrementColumnStaysZero) {
    database_.Run("CREATE TABLE a (id int AUTO_INCREMENT PRIMARY KEY, v int)");
    database_.Run("INSERT INTO a VALUES (0,1),(-5,2),(9,3)");
    const Status carried = Carry();
    ASSERT_TRUE(carried) << carried.error().ToString();
    EXPECT_EQ(database_.Value("SELECT GROUP_CONCAT(id ORDER BY id) FROM b"), "-5,0,9");
    database_.Run("INSERT INTO b (v) VALUES (4)");
    EXPECT_EQ(database_.Value("SELECT MAX(id) FROM b"), "10");
}

TEST_P(TargetTest, ManyRowsInFlatMemory) {
    database_.Run("CREATE TABLE a (id int PRIMARY KEY, v varchar(300))");
    database_.Run(
        "INSERT INTO a SELECT seq, REPEAT(CHAR(97 + seq % 26), 250)"
        " FROM seq_1_to_200000");
    const long before = PeakKib();
    const Status carried = Carry();
    ASSERT_TRUE(carried) << carried.error().ToString();
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM a JOIN b USING (id) WHERE a.v = b.v"),
              "200000");
    EXPECT_LT(PeakKib() - before, 32 * 1024);  // 50 MB of rows went through
}

class DdlTest : public TargetTest {};
INSTANTIATE_TEST_SUITE_P(Once, DdlTest, ::testing::Values("load"));

TEST_P(DdlTest, DropNamesTheForeignKeysInTheWay) {
    database_.Run("CREATE TABLE a (id int PRIMARY KEY)");
    database_.Run("CREATE TABLE c (id int, CONSTRAINT fk_a FOREIGN KEY (id) REFERENCES a (id))");
    const Status dropped = target_->DropTable(database_.Id("a"));
    ASSERT_FALSE(dropped);
    EXPECT_EQ(dropped.error().code, ErrorCode::kConflict);
    EXPECT_THAT(dropped.error().message, HasSubstr(database_.name() + ".c (fk_a)"));
    EXPECT_TRUE(target_->TruncateTable(database_.Id("a")));
    EXPECT_TRUE(target_->DropTable(database_.Id("c")));
    EXPECT_TRUE(target_->DropTable(database_.Id("a")));
    EXPECT_TRUE(target_->DropTable(database_.Id("a")));
    const Result<std::optional<Table>> gone = target_->DescribeTable(database_.Id("a"));
    ASSERT_TRUE(gone);
    EXPECT_FALSE(*gone);
}

TEST_P(DdlTest, TextsInKeysGetALengthAndLongUniqueIndexesWork) {
    TargetTable table;
    table.id = database_.Id("b");
    table.source_engine = Engine::kPostgres;
    for (const char* name : {"k", "u", "i"}) {
        Column column = Named(name, Type(TypeKind::kText));
        column.nullable = false;
        table.columns.push_back(Keep(*target_, Engine::kPostgres, column));
    }
    table.primary_key = {"k"};
    table.indexes = {IndexOver("unique_u", {"u"}), IndexOver("plain_i", {"i", "u"}),
                     IndexOver("partial", {"i"}), IndexOver("gin_i", {"i"}),
                     IndexOver("lower_i", {""})};
    table.indexes[0].unique = true;
    table.indexes[2].predicate = "i > 'a'";
    table.indexes[3].method = "gin";
    table.indexes[4].columns[0].expression = "lower(i)";
    ASSERT_TRUE(target_->CreateTable(table));
    const Result<std::vector<std::string>> notes = target_->AddKeysAndIndexes(table, {});
    ASSERT_TRUE(notes) << notes.error().ToString();
    EXPECT_THAT(*notes,
                ElementsAre("index plain_i covers the first 255 characters of i, the first 255 "
                            "characters of u",
                            "index partial is left out: partial indexes do not exist here",
                            "index gin_i is left out: method gin does not exist here",
                            "index lower_i is left out: it is over an expression"));
    EXPECT_EQ(database_.Value("SELECT COLUMN_TYPE FROM information_schema.COLUMNS WHERE "
                              "TABLE_SCHEMA = '" +
                              database_.name() + "' AND COLUMN_NAME = 'k'"),
              "varchar(768)");
    database_.Run("INSERT INTO b VALUES ('1', REPEAT('x',5000), 'i')");
    database_.Run("INSERT INTO b VALUES ('2', CONCAT(REPEAT('x',5000),'y'), 'i')");
    EXPECT_FALSE(database_.session().Execute("INSERT INTO b VALUES ('3', REPEAT('x',5000), 'i')"));
}

TEST_P(DdlTest, KeysThatAreTooLongShareWhatThereIs) {
    TargetTable table;
    table.id = database_.Id("b");
    table.source_engine = Engine::kPostgres;
    table.columns = {Keep(*target_, Engine::kPostgres, Named("n", Type(TypeKind::kInt64))),
                     Keep(*target_, Engine::kPostgres, Named("s", Type(TypeKind::kVarchar, 100))),
                     Keep(*target_, Engine::kPostgres, Named("l", Type(TypeKind::kVarchar, 1000))),
                     Keep(*target_, Engine::kPostgres, Named("x", Type(TypeKind::kBlob))),
                     Keep(*target_, Engine::kPostgres, Named("u", Type(TypeKind::kVarchar, 2000)))};
    table.primary_key = {"n", "s", "l", "x"};
    table.indexes = {IndexOver("u", {"u"}), IndexOver("lu", {"l", "u"})};
    table.indexes[0].unique = true;
    const Status created = target_->CreateTable(table);
    ASSERT_TRUE(created) << created.error().ToString();
    EXPECT_EQ(database_.Value("SELECT GROUP_CONCAT(COLUMN_TYPE ORDER BY ORDINAL_POSITION) FROM "
                              "information_schema.COLUMNS WHERE TABLE_SCHEMA = '" +
                              database_.name() + "'"),
              "bigint(20),varchar(100),varchar(255),varbinary(1021),varchar(2000)");
    const auto notes = target_->AddKeysAndIndexes(table, {});
    ASSERT_TRUE(notes) << notes.error().ToString();
}

TEST_P(DdlTest, AutoIncrementOutsideThePrimaryKeyComesWithItsIndex) {
    database_.Run("CREATE TABLE a (k int PRIMARY KEY, id int unsigned AUTO_INCREMENT, KEY i (id))");
    database_.Run("INSERT INTO a VALUES (1, 7)");
    const Status carried = Carry();
    ASSERT_TRUE(carried) << carried.error().ToString();
    database_.Run("INSERT INTO b (k) VALUES (2)");
    EXPECT_EQ(database_.Value("SELECT id FROM b WHERE k = 2"), "8");
}

TEST_P(DdlTest, RowTooLongForVarcharsGetsTexts) {
    TargetTable table;
    table.id = database_.Id("b");
    table.source_engine = Engine::kPostgres;
    for (int i = 0; i < 20; ++i) {
        table.columns.push_back(
            Keep(*target_, Engine::kPostgres,
                 Named("c" + std::to_string(i), Type(TypeKind::kVarchar, 2000))));
    }
    const Status created = target_->CreateTable(table);
    ASSERT_TRUE(created) << created.error().ToString();
}

TEST_P(DdlTest, DefaultsTranslateWhereTheyCan) {
    TargetTable table;
    table.id = database_.Id("b");
    table.source_engine = Engine::kPostgres;
    const auto add = [&](const std::string& name, const ColumnType& type, DefaultValue value) {
        Column column = Named(name, type);
        column.default_value = std::move(value);
        table.columns.push_back(Keep(*target_, Engine::kPostgres, column));
        return table.columns.back().mapped;
    };
    using Kind = DefaultValue::Kind;
    add("t", Type(TypeKind::kText), {Kind::kText, "it's \\"});
    add("n", Digits(TypeKind::kNumeric, 5, 2), {Kind::kNumber, "1.5"});
    add("b", Type(TypeKind::kBool), {Kind::kBool, "true"});
    add("ts", Digits(TypeKind::kTimestamp, 6), {Kind::kCurrentTimestamp, ""});
    add("d", Type(TypeKind::kDate), {Kind::kCurrentDate, ""});
    const MappedColumn left = add("x", Type(TypeKind::kInt32), {Kind::kExpression, "nextval('s')"});
    EXPECT_THAT(left.notes, ElementsAre("default nextval('s') is not carried over"));
    const Status created = target_->CreateTable(table);
    ASSERT_TRUE(created) << created.error().ToString();
    database_.Run("INSERT INTO b (x) VALUES (1)");
    EXPECT_EQ(database_.Value("SELECT CONCAT_WS('|', t, n, b, ts > '2020-01-01', d > '2020-01-01')"
                              " FROM b"),
              "it's \\|1.50|1|1|1");
}

TEST_P(DdlTest, SchemaIsMadeOnce) {
    const std::string name = testing::UniqueName("made");
    ASSERT_TRUE(target_->EnsureSchema(name));
    ASSERT_TRUE(target_->EnsureSchema(name));
    EXPECT_EQ(database_.Value("SELECT DEFAULT_CHARACTER_SET_NAME FROM information_schema.SCHEMATA "
                              "WHERE SCHEMA_NAME = '" +
                              name + "'"),
              "utf8mb4");
    database_.Run("DROP DATABASE " + QuoteName(name));
}

TEST_P(DdlTest, StopEndsAnIndexBuild) {
    database_.Run("CREATE TABLE b (id int PRIMARY KEY, v varchar(50))");
    database_.Run("INSERT INTO b SELECT seq, UUID() FROM seq_1_to_100000");
    TargetTable table;
    table.id = database_.Id("b");
    table.indexes = {IndexOver("v", {"v"})};
    std::stop_source stop;
    stop.request_stop();
    const auto notes = target_->AddKeysAndIndexes(table, stop.get_token());
    ASSERT_FALSE(notes);
    EXPECT_EQ(notes.error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
