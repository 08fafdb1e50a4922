#include "migration/compare.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "connectors/sqlite/impl/test_file.hpp"
#include "migration/compare/canonical.hpp"
#include "migration/compare/row_hash.hpp"

namespace dmsnode::migration {
namespace {

using connectors::Cell;
using connectors::CellFormat;
using connectors::ColumnType;
using connectors::RowAppender;
using connectors::RowBatch;
using connectors::TypeKind;
using connectors::sqlite::TestFile;

TEST(RowSum, OrderDoesNotMatterAndDoublesCount) {
    RowSum forward;
    RowSum backward;
    forward.Add("one");
    forward.Add("two");
    backward.Add("two");
    backward.Add("one");
    EXPECT_EQ(forward, backward);
    EXPECT_EQ(forward.Text().size(), 32U);
    RowSum doubled = forward;
    doubled.Add("one");
    doubled.Add("one");
    EXPECT_NE(doubled, forward);
}

TEST(RowSum, EveryBitOfEveryLengthCounts) {
    std::set<std::string> sums;
    std::size_t made = 0;
    for (std::size_t length = 0; length <= 70; ++length) {
        std::string row(length, '\0');
        RowSum plain;
        plain.Add(row);
        sums.insert(plain.Text());
        ++made;
        for (std::size_t bit = 0; bit < length * 8; ++bit) {
            row[bit / 8] ^= static_cast<char>(1U << (bit % 8));
            RowSum changed;
            changed.Add(row);
            sums.insert(changed.Text());
            ++made;
            row[bit / 8] ^= static_cast<char>(1U << (bit % 8));
        }
    }
    EXPECT_EQ(sums.size(), made);
}

TEST(RowSum, SwappedBlocksDiffer) {
    const std::string a(16, 'a');
    const std::string b(16, 'b');
    RowSum left;
    RowSum right;
    left.Add(a + b);
    right.Add(b + a);
    EXPECT_NE(left, right);
}

/// One cell in its canonical form.
template <class Fill>
std::string Canonical(CellFormat format, ComparedAs as, Fill&& fill) {
    RowBatch batch;
    RowAppender out(batch);
    out.BeginRow(1);
    fill(out);
    std::vector<Cell> cells(1);
    EXPECT_TRUE(*connectors::RowCursor(batch).Next(cells));
    std::string scratch;
    std::string text;
    const Status appended = AppendCanonical(cells[0], format, as, scratch, text);
    return appended ? text : appended.error().ToString();
}

TEST(AppendCanonical, EqualNumbersAreOneWhateverTheirFormat) {
    const auto number = [](const char* text) {
        return Canonical(CellFormat::kNumeric, ComparedAs::kNumber,
                         [&](RowAppender& out) { EXPECT_TRUE(out.Numeric(text)); });
    };
    const std::string one =
        Canonical(CellFormat::kBool, ComparedAs::kNumber, [](RowAppender& out) { out.Bool(true); });
    EXPECT_EQ(number("1"), one);
    EXPECT_EQ(number("1.000"), one);
    EXPECT_EQ(
        Canonical(CellFormat::kInt64, ComparedAs::kNumber, [](RowAppender& out) { out.Int64(1); }),
        one);
    EXPECT_EQ(number("100"), Canonical(CellFormat::kInt32, ComparedAs::kNumber,
                                       [](RowAppender& out) { out.Int32(100); }));
    EXPECT_EQ(number("18446744073709551615"),
              Canonical(CellFormat::kUInt64, ComparedAs::kNumber,
                        [](RowAppender& out) { out.UInt64(UINT64_MAX); }));
    EXPECT_EQ(number("-0.00"), number("0"));
    EXPECT_NE(number("1.5"), number("15"));
    EXPECT_NE(number("1"), Canonical(CellFormat::kInt64, ComparedAs::kNumber,
                                     [](RowAppender& out) { out.Null(); }));
}

TEST(AppendCanonical, FloatsJsonPaddingAndUuids) {
    const auto text = [](ComparedAs as, const char* value) {
        return Canonical(CellFormat::kText, as, [&](RowAppender& out) { out.Bytes(value); });
    };
    EXPECT_EQ(Canonical(CellFormat::kFloat64, ComparedAs::kFloat,
                        [](RowAppender& out) { out.Float64(-0.0); }),
              Canonical(CellFormat::kFloat32, ComparedAs::kFloat,
                        [](RowAppender& out) { out.Float32(0); }));
    EXPECT_EQ(text(ComparedAs::kJson, R"({"b": 1,  "a": [1.5, null]})"),
              Canonical(CellFormat::kJsonb, ComparedAs::kJson,
                        [](RowAppender& out) { out.Jsonb(R"({"a":[1.5,null],"b":1})"); }));
    EXPECT_NE(text(ComparedAs::kJson, "[1]"), text(ComparedAs::kJson, "[2]"));
    EXPECT_EQ(text(ComparedAs::kPadded, "ab  "), text(ComparedAs::kPadded, "ab"));
    EXPECT_NE(text(ComparedAs::kBytes, "ab "), text(ComparedAs::kBytes, "ab"));
    EXPECT_EQ(Canonical(CellFormat::kUuid, ComparedAs::kUuidText,
                        [](RowAppender& out) {
                            EXPECT_TRUE(out.Uuid("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
                        }),
              text(ComparedAs::kUuidText, "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"));
}

TEST(HowToCompare, RefusesWhatHasNoCommonForm) {
    ColumnType number;
    number.native = "bigint";
    ColumnType text;
    text.kind = TypeKind::kText;
    text.native = "text";
    EXPECT_EQ(HowToCompare(number, CellFormat::kInt64, text, CellFormat::kText).error().message,
              "bigint and text have no common form to compare");
    EXPECT_EQ(*HowToCompare(number, CellFormat::kInt64, number, CellFormat::kNumeric),
              ComparedAs::kNumber);
    EXPECT_EQ(*HowToCompare(text, CellFormat::kText, text, CellFormat::kBytes), ComparedAs::kBytes);
}

class SqliteFactory final : public connectors::Factory {
public:
    Result<std::unique_ptr<connectors::Source>> OpenSource(const connectors::Endpoint& endpoint,
                                                           LogSink& log) override {
        return connectors::sqlite::OpenSource(endpoint, log);
    }
    Result<std::unique_ptr<connectors::Target>> OpenTarget(const connectors::Endpoint& endpoint,
                                                           LogSink& log) override {
        return connectors::sqlite::OpenTarget(endpoint, log);
    }
};

TEST(Compare, FindsEveryKindOfDifference) {
    const std::string schema =
        "CREATE TABLE same (a INT, b TEXT); CREATE TABLE changed (a INT, b TEXT); "
        "CREATE TABLE doubled (a INT); CREATE TABLE swapped (a INT, b INT); "
        "CREATE TABLE nulled (a TEXT);";
    TestFile source(
        schema +
        "CREATE TABLE missing (a INT); CREATE TABLE narrow (a INT, b INT);"
        "INSERT INTO same VALUES (1, 'x'), (2, 'y'); INSERT INTO changed VALUES (1, 'x');"
        "INSERT INTO doubled VALUES (1), (2), (2); INSERT INTO swapped VALUES (1, 2);"
        "INSERT INTO nulled VALUES ('');");
    TestFile target(
        schema +
        "CREATE TABLE narrow (a INT);"
        "INSERT INTO same VALUES (2, 'y'), (1, 'x'); INSERT INTO changed VALUES (1, 'X');"
        "INSERT INTO doubled VALUES (1), (1), (2); INSERT INTO swapped VALUES (2, 1);"
        "INSERT INTO nulled VALUES (NULL);");
    TaskSpec spec;
    spec.source = source.endpoint();
    spec.target = target.endpoint();
    spec.mappings = dms::ParseTableMappings(
                        R"({"rules":[{"rule-type":"selection","rule-id":"1","rule-name":"1",)"
                        R"("rule-action":"include","object-locator":{"schema-name":"main",)"
                        R"("table-name":"%"}}]})")
                        .mappings;
    SqliteFactory factory;
    NullLog log;
    const auto compared = Compare(spec, factory, log, {});
    ASSERT_TRUE(compared) << compared.error().ToString();
    std::map<std::string, TableComparison> by_name;
    for (const TableComparison& table : *compared) by_name[table.source.name] = table;
    EXPECT_TRUE(by_name["same"].Equal());
    EXPECT_EQ(by_name["same"].source_rows, 2);
    for (const char* name : {"changed", "doubled", "swapped", "nulled", "missing", "narrow"}) {
        EXPECT_FALSE(by_name[name].Equal()) << name;
    }
    EXPECT_EQ(by_name["doubled"].source_rows, by_name["doubled"].target_rows);
    EXPECT_EQ(by_name["missing"].error, "main.missing: the table does not exist");
    EXPECT_EQ(by_name["narrow"].error, "main.narrow.b: the target table has no such column");
}

TEST(Compare, StopIsHonoured) {
    TestFile source("CREATE TABLE t (a INT)");
    TestFile target("CREATE TABLE t (a INT)");
    TaskSpec spec;
    spec.source = source.endpoint();
    spec.target = target.endpoint();
    spec.mappings.selections.push_back({.rule_id = "1",
                                        .rule_name = "1",
                                        .action = "include",
                                        .locator = {"main", "%", "", "", ""},
                                        .load_order = {},
                                        .filters = {}});
    SqliteFactory factory;
    NullLog log;
    std::stop_source stop;
    stop.request_stop();
    EXPECT_EQ(Compare(spec, factory, log, stop.get_token()).error().code, ErrorCode::kCancelled);
}

}  // namespace
}  // namespace dmsnode::migration
