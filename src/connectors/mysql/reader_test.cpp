#include "connectors/mysql/reader.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "connectors/mysql/test_database.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string Hex(std::string_view bytes) {
    std::string text = QuoteBytes(bytes);
    return text.substr(2, text.size() - 3);
}

/// Reads all of a table and shows each cell: texts as they are, the rest as hex, NULL as `NULL`.
struct ReadOutcome {
    std::vector<std::string> cells;
    std::int64_t changed = 0;
    std::optional<Error> error;
};

ReadOutcome ReadAll(Snapshot& snapshot, const ReadPlan& plan) {
    ReadOutcome outcome;
    Result<std::unique_ptr<Reader>> reader = snapshot.OpenReader(plan);
    if (!reader) return {.cells = {}, .changed = 0, .error = reader.error()};
    RowBatch batch;
    for (bool more = true; more;) {
        batch.Clear();
        const Result<bool> next = (*reader)->Next(batch, 1 << 16, 1000);
        if (!next) return {.cells = {}, .changed = 0, .error = next.error()};
        more = *next;
        RowCursor cursor(batch);
        std::vector<Cell> cells(plan.columns.size());
        while (*cursor.Next(cells)) {
            for (std::size_t i = 0; i < cells.size(); ++i) {
                const CellFormat format = plan.columns[i].format;
                const bool text = format == CellFormat::kText;
                outcome.cells.push_back(cells[i].is_null() ? "NULL"
                                        : text             ? std::string(cells[i].view())
                                                           : Hex(cells[i].view()));
            }
        }
    }
    outcome.changed = (*reader)->changed_values();
    return outcome;
}

class ReaderTest : public ::testing::Test {
protected:
    ReaderTest() : source_(*OpenSource(TestEndpoint(), log_)) {}

    ReadPlan Plan(const std::string& table, const std::vector<CellFormat>& formats) {
        const Result<std::vector<Table>> tables = source_->DescribeTables({database_.Id(table)});
        EXPECT_TRUE(tables) << tables.error().ToString();
        ReadPlan plan;
        plan.table = database_.Id(table);
        for (std::size_t i = 0; i < formats.size(); ++i) {
            plan.columns.push_back({tables->front().columns.at(i), formats[i]});
        }
        plan.order_by = tables->front().primary_key;
        return plan;
    }
    ReadOutcome Read(const ReadPlan& plan) {
        Result<std::unique_ptr<Snapshot>> snapshot = source_->OpenSnapshot(1);
        EXPECT_TRUE(snapshot) << snapshot.error().ToString();
        return ReadAll(**snapshot, plan);
    }
    /// One column `v` of `type` with these SQL values in order, read in `format`.
    ReadOutcome ReadColumn(const std::string& type, const std::vector<std::string>& values,
                           CellFormat format, ValuePolicy policy = {}) {
        database_.Run("CREATE OR REPLACE TABLE one (v " + type +
                      ", id int PRIMARY KEY AUTO_INCREMENT)");
        for (const std::string& value : values) {
            database_.Run("INSERT INTO one (v) VALUES (" + value + ")");
        }
        ReadPlan plan = Plan("one", {format});
        plan.policy = policy;
        return Read(plan);
    }
    std::vector<std::string> Cells(const std::string& type, const std::vector<std::string>& values,
                                   CellFormat format) {
        const ReadOutcome outcome = ReadColumn(type, values, format);
        EXPECT_FALSE(outcome.error) << outcome.error->ToString();
        return outcome.cells;
    }
    Error Refusal(const std::string& type, const std::string& value, CellFormat format) {
        const ReadOutcome outcome = ReadColumn(type, {value}, format);
        EXPECT_TRUE(outcome.error) << type << " " << value;
        return outcome.error.value_or(Error{});
    }

    NullLog log_;
    TestDatabase database_;
    std::unique_ptr<Source> source_;
};

TEST_F(ReaderTest, IntegersOfEachWidthAndSign) {
    EXPECT_THAT(Cells("tinyint", {"-128", "127", "0", "NULL"}, CellFormat::kInt16),
                ElementsAre("ff80", "007f", "0000", "NULL"));
    EXPECT_THAT(Cells("tinyint unsigned", {"255"}, CellFormat::kInt16), ElementsAre("00ff"));
    EXPECT_THAT(Cells("smallint", {"-32768", "32767"}, CellFormat::kInt16),
                ElementsAre("8000", "7fff"));
    EXPECT_THAT(Cells("smallint unsigned", {"65535"}, CellFormat::kInt32), ElementsAre("0000ffff"));
    EXPECT_THAT(Cells("mediumint", {"-8388608", "8388607"}, CellFormat::kInt32),
                ElementsAre("ff800000", "007fffff"));
    EXPECT_THAT(Cells("mediumint unsigned", {"16777215"}, CellFormat::kInt32),
                ElementsAre("00ffffff"));
    EXPECT_THAT(Cells("int", {"-2147483648", "2147483647"}, CellFormat::kInt32),
                ElementsAre("80000000", "7fffffff"));
    EXPECT_THAT(Cells("int(5) unsigned zerofill", {"4294967295", "7"}, CellFormat::kInt64),
                ElementsAre("00000000ffffffff", "0000000000000007"));
    EXPECT_THAT(Cells("bigint", {"-9223372036854775808"}, CellFormat::kInt64),
                ElementsAre("8000000000000000"));
    EXPECT_THAT(Cells("bigint unsigned", {"18446744073709551615"}, CellFormat::kUInt64),
                ElementsAre("ffffffffffffffff"));
    EXPECT_THAT(Cells("bigint unsigned", {"18446744073709551615"}, CellFormat::kText),
                ElementsAre("18446744073709551615"));
    // 1844 6744 0737 0955 1615, weight 4
    EXPECT_THAT(Cells("bigint unsigned", {"18446744073709551615"}, CellFormat::kNumeric),
                ElementsAre("000500040000000007341a5802e103bb064f"));
    EXPECT_THAT(Cells("tinyint(1)", {"0", "1"}, CellFormat::kBool), ElementsAre("00", "01"));
}

TEST_F(ReaderTest, IntegerBeyondTheFormatIsRefusedWithItsRow) {
    const Error error = Refusal("bigint unsigned", "9223372036854775808", CellFormat::kInt64);
    EXPECT_EQ(error.code, ErrorCode::kDataLoss);
    EXPECT_EQ(error.where, database_.name() + ".one.v");
    EXPECT_THAT(error.message, HasSubstr("9223372036854775808 does not fit"));
    EXPECT_EQ(Refusal("tinyint(1)", "2", CellFormat::kBool).code, ErrorCode::kDataLoss);
    EXPECT_EQ(Refusal("int", "-1", CellFormat::kUInt64).code, ErrorCode::kDataLoss);
    EXPECT_EQ(Refusal("int", "32768", CellFormat::kInt16).code, ErrorCode::kDataLoss);
}

TEST_F(ReaderTest, DecimalsKeepEachDigit) {
    EXPECT_THAT(Cells("decimal(65,30)",
                      {"-12345678901234567890123456789012345."
                       "123456789012345678901234567890"},
                      CellFormat::kText),
                ElementsAre("-12345678901234567890123456789012345."
                            "123456789012345678901234567890"));
    EXPECT_THAT(Cells("decimal(10,2)", {"1.50", "0", "-0.01"}, CellFormat::kNumeric),
                ElementsAre("00020000000000020001"
                            "1388",
                            "0000000000000002",
                            "0001ffff40000002"
                            "0064"));
    EXPECT_THAT(Cells("decimal(18,0)", {"999999999999999999"}, CellFormat::kInt64),
                ElementsAre("0de0b6b3a763ffff"));
    EXPECT_EQ(Refusal("decimal(10,2)", "1.5", CellFormat::kInt32).code, ErrorCode::kDataLoss);
}

TEST_F(ReaderTest, FloatsKeepEachBit) {
    EXPECT_THAT(Cells("float", {"3.4028234663852886e38", "0.1", "-1e-45"}, CellFormat::kFloat32),
                ElementsAre("7f7fffff", "3dcccccd", "80000001"));
    EXPECT_THAT(Cells("double", {"1.7976931348623157e308", "5e-324"}, CellFormat::kFloat64),
                ElementsAre("7fefffffffffffff", "0000000000000001"));
    EXPECT_THAT(Cells("double", {"0.1", "1e300"}, CellFormat::kText), ElementsAre("0.1", "1e+300"));
    EXPECT_THAT(Cells("float", {"0.1"}, CellFormat::kText), ElementsAre("0.1"));
}

TEST_F(ReaderTest, TextsComeAsUtf8WhateverTheColumnsCharset) {
    EXPECT_THAT(Cells("varchar(20)", {"'a'", "''", "'ż🦊'", "NULL"}, CellFormat::kText),
                ElementsAre("a", "", "ż🦊", "NULL"));
    EXPECT_THAT(Cells("varchar(20) CHARACTER SET latin1", {"'é€'"}, CellFormat::kText),
                ElementsAre("é€"));
    EXPECT_THAT(Cells("text CHARACTER SET utf16", {"'é🦊'"}, CellFormat::kText),
                ElementsAre("é🦊"));
    EXPECT_THAT(Cells("char(5)", {"'ab  '"}, CellFormat::kText), ElementsAre("ab"));
    EXPECT_THAT(Cells("enum('x','it''s, so','')", {"'it''s, so'", "''"}, CellFormat::kText),
                ElementsAre("it's, so", ""));
    EXPECT_THAT(Cells("set('x','y')", {"'x,y'", "''"}, CellFormat::kText), ElementsAre("x,y", ""));
    EXPECT_THAT(Cells("json", {R"('{"b":1, "a":[]}')"}, CellFormat::kText),
                ElementsAre(R"({"b":1, "a":[]})"));
    EXPECT_THAT(Cells("json", {"'[1]'"}, CellFormat::kJsonb), ElementsAre("015b315d"));
    EXPECT_THAT(Cells("inet6", {"'2001:db8::1'"}, CellFormat::kText), ElementsAre("2001:db8::1"));
    EXPECT_THAT(Cells("inet4", {"'10.0.0.1'"}, CellFormat::kText), ElementsAre("10.0.0.1"));
}

TEST_F(ReaderTest, UuidsAreSixteenBytes) {
    const std::string hex = "00112233445566778899aabbccddeeff";
    EXPECT_THAT(Cells("uuid", {"'00112233-4455-6677-8899-aabbccddeeff'"}, CellFormat::kUuid),
                ElementsAre(hex));
    EXPECT_THAT(Cells("char(36)", {"'00112233-4455-6677-8899-aabbccddeeff'"}, CellFormat::kUuid),
                ElementsAre(hex));
    EXPECT_THAT(Cells("binary(16)", {"x'" + hex + "'"}, CellFormat::kUuid), ElementsAre(hex));
    EXPECT_EQ(Refusal("char(36)", "'none'", CellFormat::kUuid).code, ErrorCode::kDataLoss);
}

TEST_F(ReaderTest, BytesComeAsTheyAre) {
    EXPECT_THAT(Cells("varbinary(10)", {"x'00ff0a5c'", "''"}, CellFormat::kBytes),
                ElementsAre("00ff0a5c", ""));
    EXPECT_THAT(Cells("binary(4)", {"'a'"}, CellFormat::kBytes), ElementsAre("61000000"));
    EXPECT_THAT(Cells("point", {"ST_GeomFromText('POINT(1 2)', 4326)"}, CellFormat::kBytes),
                ElementsAre("e61000000101000000000000000000f03f0000000000000040"));
}

TEST_F(ReaderTest, LargeObjectsOfEachLengthForm) {
    const std::vector<std::string> cells =
        Cells("longblob",
              {"REPEAT('x',250)", "REPEAT('x',251)", "REPEAT('x',65536)", "REPEAT('x',20000000)"},
              CellFormat::kText);
    ASSERT_EQ(cells.size(), 4U);
    EXPECT_EQ(cells[0].size(), 250U);
    EXPECT_EQ(cells[1].size(), 251U);
    EXPECT_EQ(cells[2].size(), 65536U);
    EXPECT_EQ(cells[3], std::string(20000000, 'x'));  // beyond one packet of the protocol
}

TEST_F(ReaderTest, BitsInEachForm) {
    EXPECT_THAT(Cells("bit(5)", {"b'101'", "b'11111'"}, CellFormat::kBit), ElementsAre("00000005"
                                                                                       "28",
                                                                                       "00000005"
                                                                                       "f8"));
    EXPECT_THAT(Cells("bit(10)", {"b'1000000001'"}, CellFormat::kBit), ElementsAre("0000000a"
                                                                                   "8040"));
    EXPECT_THAT(Cells("bit(64)", {"x'8000000000000001'"}, CellFormat::kUInt64),
                ElementsAre("8000000000000001"));
    EXPECT_THAT(Cells("bit(1)", {"1", "0"}, CellFormat::kBool), ElementsAre("01", "00"));
    EXPECT_THAT(Cells("bit(5)", {"b'101'"}, CellFormat::kText), ElementsAre("00101"));
    EXPECT_THAT(Cells("bit(5)", {"b'101'"}, CellFormat::kInt64), ElementsAre("0000000000000005"));
}

TEST_F(ReaderTest, DatesAndTimes) {
    EXPECT_THAT(Cells("date", {"'2000-01-01'", "'1999-12-31'", "'9999-12-31'"}, CellFormat::kDate),
                ElementsAre("00000000", "ffffffff", "002c95d3"));
    EXPECT_THAT(Cells("date", {"'2024-02-29'", "'0000-00-00'"}, CellFormat::kText),
                ElementsAre("2024-02-29", "0000-00-00"));
    EXPECT_THAT(Cells("datetime(6)", {"'2000-01-01 00:00:01.000002'"}, CellFormat::kTimestamp),
                ElementsAre("00000000000f4242"));
    EXPECT_THAT(Cells("datetime(3)", {"'2000-01-01 00:00:00'", "'2024-02-00 10:11:12.345'"},
                      CellFormat::kText),
                ElementsAre("2000-01-01 00:00:00.000", "2024-02-00 10:11:12.345"));
    EXPECT_THAT(Cells("timestamp", {"'2000-01-01 00:00:01'"}, CellFormat::kTimestampTz),
                ElementsAre("00000000000f4240"));
    EXPECT_THAT(Cells("time(6)", {"'23:59:59.999999'", "'24:00:00'"}, CellFormat::kTime),
                ElementsAre("000000141dd75fff", "000000141dd76000"));
    EXPECT_THAT(
        Cells("time(2)", {"'-838:59:59'", "'838:59:58.99'", "'-00:00:00.01'"}, CellFormat::kText),
        ElementsAre("-838:59:59.00", "838:59:58.99", "-00:00:00.01"));
    EXPECT_THAT(Cells("time", {"'-00:00:01'"}, CellFormat::kInterval),
                ElementsAre("fffffffffff0bdc0"
                            "00000000"
                            "00000000"));
    EXPECT_THAT(Cells("year", {"2024", "0"}, CellFormat::kInt16), ElementsAre("07e8", "0000"));
    EXPECT_EQ(Refusal("time", "'25:00:00'", CellFormat::kTime).code, ErrorCode::kDataLoss);
}

TEST_F(ReaderTest, ZeroAndImpossibleDatesFollowThePolicy) {
    for (const char* date : {"'0000-00-00'", "'2024-00-10'", "'2024-05-00'", "'2023-02-29'"}) {
        SCOPED_TRACE(date);
        const Error error = Refusal("date", date, CellFormat::kDate);
        EXPECT_EQ(error.code, ErrorCode::kDataLoss);
        EXPECT_THAT(error.hint, HasSubstr("zeroDates=null"));
    }
    const ReadOutcome outcome =
        ReadColumn("datetime", {"'0000-00-00 00:00:00'", "'2000-01-01 00:00:00'"},
                   CellFormat::kTimestamp, {.zero_date = ValuePolicy::ZeroDate::kNull});
    EXPECT_THAT(outcome.cells, ElementsAre("NULL", "0000000000000000"));
    EXPECT_EQ(outcome.changed, 1);
}

TEST_F(ReaderTest, TextThatIsNoUtf8OrHoldsByteZeroFollowsThePolicy) {
    const Error invalid = Refusal("varbinary(10)", "x'61ff62'", CellFormat::kText);
    EXPECT_EQ(invalid.code, ErrorCode::kDataLoss);
    EXPECT_THAT(invalid.message, HasSubstr("not valid UTF-8 at position 1"));
    EXPECT_THAT(invalid.hint, HasSubstr("invalidText=replace"));
    const Error zero = Refusal("varchar(10)", "'a\\0b'", CellFormat::kText);
    EXPECT_THAT(zero.message, HasSubstr("byte 0 at position 1"));
    const ReadOutcome outcome =
        ReadColumn("varbinary(10)", {"x'61ff62'", "'a\\0b'", "'ok'"}, CellFormat::kText,
                   {.invalid_text = ValuePolicy::InvalidText::kReplace});
    EXPECT_THAT(outcome.cells, ElementsAre("a\xEF\xBF\xBD"
                                           "b",
                                           "ab", "ok"));
    EXPECT_EQ(outcome.changed, 2);
}

TEST_F(ReaderTest, ARefusedValueNamesTheRowsKey) {
    database_.Run("CREATE TABLE keyed (a int, b varchar(5), d date, PRIMARY KEY (b, a))");
    database_.Run("INSERT INTO keyed VALUES (7, 'x', '0000-00-00')");
    const ReadOutcome outcome =
        Read(Plan("keyed", {CellFormat::kInt32, CellFormat::kText, CellFormat::kDate}));
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->where, database_.name() + ".keyed.d");
    EXPECT_EQ(outcome.error->message,
              "row a = 7, b = x: there is no date 0000-00-00 on the target");
}

TEST_F(ReaderTest, FormatThatATypeCannotTakeIsUnsupported) {
    database_.Run("CREATE TABLE one (v double)");
    const ReadOutcome outcome = Read(Plan("one", {CellFormat::kInt64}));
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->code, ErrorCode::kUnsupported);
    EXPECT_EQ(outcome.error->where, database_.name() + ".one.v");
}

TEST_F(ReaderTest, FiltersAndOddNames) {
    database_.Run("CREATE TABLE `a``b \"c` (`i``d` bigint PRIMARY KEY, `sel ect` varchar(20))");
    database_.Run(
        "INSERT INTO `a``b \"c` VALUES (9007199254740993, 'it''s'), (9007199254740992, 'x'),"
        " (3, NULL), (4, 'back\\\\slash')");
    ReadPlan plan = Plan("a`b \"c", {CellFormat::kText, CellFormat::kText});
    const auto ids = [&](RowFilter filter) {
        plan.filters = {std::move(filter)};
        const ReadOutcome outcome = Read(plan);
        EXPECT_FALSE(outcome.error) << outcome.error->ToString();
        std::vector<std::string> found;
        for (std::size_t i = 0; i < outcome.cells.size(); i += 2) found.push_back(outcome.cells[i]);
        return found;
    };
    using Op = FilterOperator;
    EXPECT_THAT(ids({"i`d", {{Op::kEqual, "9007199254740993", ""}}}),
                ElementsAre("9007199254740993"));
    EXPECT_THAT(ids({"i`d", {{Op::kLessOrEqual, "4", ""}}}), ElementsAre("3", "4"));
    EXPECT_THAT(ids({"i`d", {{Op::kBetween, "4", "5"}, {Op::kEqual, "3", ""}}}),
                ElementsAre("3", "4"));
    EXPECT_THAT(ids({"i`d", {{Op::kNotBetween, "4", "9007199254740992"}}}),
                ElementsAre("3", "9007199254740993"));
    EXPECT_THAT(ids({"sel ect", {{Op::kEqual, "it's", ""}}}), ElementsAre("9007199254740993"));
    EXPECT_THAT(ids({"sel ect", {{Op::kEqual, "back\\slash", ""}}}), ElementsAre("4"));
    EXPECT_THAT(ids({"sel ect", {{Op::kNull, "", ""}}}), ElementsAre("3"));
    EXPECT_EQ(ids({"sel ect", {{Op::kNotNull, "", ""}}}).size(), 3U);
    plan.filters = {{"i`d", {{Op::kEqual, "1 OR 1=1", ""}}}};
    EXPECT_EQ(Read(plan).error->code, ErrorCode::kInvalidArgument);
}

TEST_F(ReaderTest, SessionsServeTheNextTableAfterAnUnfinishedRead) {
    database_.Run("CREATE TABLE big (id int PRIMARY KEY, v varchar(100))");
    database_.Run("INSERT INTO big SELECT seq, REPEAT('x',100) FROM seq_1_to_200000");
    const ReadPlan plan = Plan("big", {CellFormat::kInt32, CellFormat::kText});
    Result<std::unique_ptr<Snapshot>> snapshot = source_->OpenSnapshot(1);
    ASSERT_TRUE(snapshot);
    {
        Result<std::unique_ptr<Reader>> reader = (*snapshot)->OpenReader(plan);
        ASSERT_TRUE(reader);
        EXPECT_EQ((*snapshot)->OpenReader(plan).error().code, ErrorCode::kResourceExhausted);
        RowBatch batch;
        ASSERT_TRUE((*reader)->Next(batch, 1 << 20, 10));
        EXPECT_EQ(batch.rows, 10);
    }
    database_.Run("DELETE FROM big");  // after the snapshot: not seen
    EXPECT_EQ(ReadAll(**snapshot, plan).cells.size(), 400000U);
    EXPECT_EQ(ReadAll(**snapshot, plan).cells.size(), 400000U);
}

TEST_F(ReaderTest, CancelEndsABlockedRead) {
    database_.Run("CREATE TABLE slow (id int PRIMARY KEY)");
    database_.Run("INSERT INTO slow VALUES (1)");
    database_.Run("CREATE VIEW sleeper AS SELECT id, SLEEP(120) AS s FROM slow");
    const ReadPlan plan = Plan("sleeper", {CellFormat::kInt32, CellFormat::kInt32});
    Result<std::unique_ptr<Snapshot>> snapshot = source_->OpenSnapshot(1);
    ASSERT_TRUE(snapshot);
    Result<std::unique_ptr<Reader>> reader = (*snapshot)->OpenReader(plan);
    ASSERT_TRUE(reader) << reader.error().ToString();
    std::jthread canceller([&] {
        const std::string sleeping =
            "SELECT COUNT(*) FROM information_schema.PROCESSLIST WHERE STATE = 'User sleep'";
        while (database_.Value(sleeping) == "0") {
        }
        (*reader)->Cancel();
    });
    RowBatch batch;
    const Result<bool> next = (*reader)->Next(batch, 1 << 20, 10);
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, ErrorCode::kCancelled);
    canceller.join();
    reader->reset();  // ends the query on the server too
    EXPECT_EQ(database_.Value("SELECT COUNT(*) FROM information_schema.PROCESSLIST"
                              " WHERE STATE = 'User sleep'"),
              "0");
}

TEST_F(ReaderTest, CancelFromAnotherThreadWhileRowsFlow) {
    database_.Run("CREATE TABLE big (id int PRIMARY KEY, v varchar(200))");
    database_.Run("INSERT INTO big SELECT seq, REPEAT('x',200) FROM seq_1_to_100000");
    const ReadPlan plan = Plan("big", {CellFormat::kInt32, CellFormat::kText});
    Result<std::unique_ptr<Snapshot>> snapshot = source_->OpenSnapshot(1);
    ASSERT_TRUE(snapshot);
    Result<std::unique_ptr<Reader>> reader = (*snapshot)->OpenReader(plan);
    ASSERT_TRUE(reader);
    RowBatch batch;
    ASSERT_TRUE((*reader)->Next(batch, 1000, 10));
    std::jthread canceller([&] { (*reader)->Cancel(); });
    canceller.join();
    Result<bool> next = true;
    while (next && *next) {
        batch.Clear();
        next = (*reader)->Next(batch, 1 << 16, 1000);
    }
    ASSERT_FALSE(next);
    EXPECT_EQ(next.error().code, ErrorCode::kCancelled);
}

TEST_F(ReaderTest, AllSessionsOfASnapshotSeeOneStateUnderWrites) {
    database_.Run("CREATE TABLE a (v bigint)");
    database_.Run("CREATE TABLE b (v bigint)");
    database_.Run("INSERT INTO a VALUES (0)");
    database_.Run("INSERT INTO b VALUES (0)");
    const ReadPlan plan_a = Plan("a", {CellFormat::kText});
    const ReadPlan plan_b = Plan("b", {CellFormat::kText});
    std::atomic<bool> stop{false};
    std::jthread writer([&] {
        Result<std::unique_ptr<Session>> session = Session::Open(TestEndpoint());
        ASSERT_TRUE(session);
        const std::string a = QuoteTable(database_.Id("a"));
        const std::string b = QuoteTable(database_.Id("b"));
        while (!stop) {
            ASSERT_TRUE((*session)->Execute("BEGIN"));
            ASSERT_TRUE((*session)->Execute("UPDATE " + a + " SET v = v + 1"));
            ASSERT_TRUE((*session)->Execute("UPDATE " + b + " SET v = v + 1"));
            ASSERT_TRUE((*session)->Execute("COMMIT"));
        }
    });
    for (int i = 0; i < 10; ++i) {
        Result<std::unique_ptr<Snapshot>> snapshot = source_->OpenSnapshot(4);
        ASSERT_TRUE(snapshot) << snapshot.error().ToString();
        EXPECT_THAT((*snapshot)->Describe(), HasSubstr("one snapshot in 4 sessions"));
        const std::string first = ReadAll(**snapshot, plan_a).cells.at(0);
        std::vector<std::unique_ptr<Reader>> open;  // so that each read is another session's
        for (int j = 0; j < 3; ++j) {
            EXPECT_EQ(ReadAll(**snapshot, plan_b).cells.at(0), first);
            Result<std::unique_ptr<Reader>> held = (*snapshot)->OpenReader(plan_a);
            ASSERT_TRUE(held);
            open.push_back(*std::move(held));
        }
    }
    stop = true;
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
