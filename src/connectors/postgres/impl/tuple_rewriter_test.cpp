#include "connectors/postgres/impl/tuple_rewriter.hpp"

#include <gtest/gtest.h>

#include <array>
#include <limits>

namespace dmsnode::connectors::postgres {
namespace {

using RuleKind = CellRule::Kind;

std::string Address(const char* text) {
    std::string out;
    return AppendAddress(text, out) ? out : "none";
}

TEST(Address, HasTheServersBinaryForm) {
    EXPECT_EQ(Address("1.2.3.4"), std::string("\2\x20\0\4\1\2\3\4", 8));
    EXPECT_EQ(Address("10.0.0.0/8"), std::string("\2\x08\0\4\x0a\0\0\0", 8));
    EXPECT_EQ(Address("::1"), std::string("\3\x80\0\x10", 4) + std::string(15, '\0') + "\1");
    EXPECT_EQ(Address("2001:db8::/32").substr(0, 2), "\3\x20");
    EXPECT_EQ(Address("::ffff:1.2.3.4").size(), 20U);
    for (const char* text :
         {"", "x", "1.2.3", "1.2.3.4/33", "1.2.3.4/", "1.2.3.4/-1", "1.2.3.4/8x", "::1/129"}) {
        EXPECT_EQ(Address(text), "none") << text;
    }
}

TEST(TupleRewriter, UntouchedRowsNeedNone) {
    EXPECT_FALSE(TupleRewriter({{.kind = RuleKind::kKeep, .column = "a"}}).IsNeeded());
    EXPECT_TRUE(TupleRewriter({{.kind = RuleKind::kDrop, .column = "a"}}).IsNeeded());
}

TEST(TupleRewriter, DropsColumnsAndPatchesArrays) {
    RowBatch batch;
    RowAppender row(batch);
    const std::string array("\0\0\0\1\0\0\0\0\0\0\xAB\xCD\0\0\0\0", 16);
    for (int i = 0; i < 2; ++i) {
        row.BeginRow(3);
        row.Int32(i);
        row.Bytes("computed");
        i == 0 ? row.Bytes(array) : row.Null();
    }
    TupleRewriter rewriter(
        {{.kind = RuleKind::kKeep, .column = "a"},
         {.kind = RuleKind::kDrop, .column = "b"},
         {.kind = RuleKind::kElementOid, .element_oid = 0x01020304, .column = "c"}});
    RowBatch out;
    ASSERT_TRUE(rewriter.Append(batch.bytes, out));
    EXPECT_EQ(out.rows, 2);
    RowCursor cursor(out);
    std::array<Cell, 2> cells;
    ASSERT_TRUE(cursor.Next(cells).value());
    EXPECT_EQ(cells[1].view(), std::string("\0\0\0\1\0\0\0\0\1\2\3\4\0\0\0\0", 16));
    ASSERT_TRUE(cursor.Next(cells).value());
    EXPECT_EQ(BigEndian<std::int32_t>(cells[0].data), 1);
    EXPECT_TRUE(cells[1].is_null());
    EXPECT_EQ(rewriter.changed_rows(), 0);
}

TEST(TupleRewriter, InfinitiesBecomeNullAndAreCountedByRow) {
    RowBatch batch;
    RowAppender row(batch);
    const double infinity = std::numeric_limits<double>::infinity();
    for (const bool special : {true, false}) {
        row.BeginRow(5);
        row.Int32(special ? kDateInfinity : 1);
        row.Int64(special ? kTimestampMinusInfinity : 1);
        ASSERT_TRUE(row.Numeric(special ? "NaN" : "1"));
        row.Float64(special ? infinity : 1);
        row.Float32(special ? -std::numeric_limits<float>::infinity() : 1);
    }
    std::vector<CellRule> rules;
    for (const CellFormat format :
         {CellFormat::kDate, CellFormat::kTimestampTz, CellFormat::kNumeric, CellFormat::kFloat64,
          CellFormat::kFloat32}) {
        rules.push_back({.kind = RuleKind::kNoInfinity, .format = format, .column = "c"});
    }
    TupleRewriter rewriter(rules);
    RowBatch out;
    ASSERT_TRUE(rewriter.Append(batch.bytes, out));
    EXPECT_EQ(rewriter.changed_rows(), 1);
    RowCursor cursor(out);
    std::array<Cell, 5> cells;
    ASSERT_TRUE(cursor.Next(cells).value());
    for (const Cell& cell : cells) EXPECT_TRUE(cell.is_null());
    ASSERT_TRUE(cursor.Next(cells).value());
    for (const Cell& cell : cells) EXPECT_FALSE(cell.is_null());
}

TEST(TupleRewriter, InvalidTextFailsOrIsRepaired) {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(1);
    row.Bytes("caf\xE9");
    RowBatch out;
    TupleRewriter strict({{.kind = RuleKind::kCheckUtf8, .column = "note"}});
    const Status refused = strict.Append(batch.bytes, out);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::kDataLoss);
    EXPECT_EQ(refused.error().where, "note");
    out.Clear();
    TupleRewriter repairing({{.kind = RuleKind::kRepairUtf8, .column = "note"}});
    ASSERT_TRUE(repairing.Append(batch.bytes, out));
    EXPECT_EQ(repairing.changed_rows(), 1);
    EXPECT_EQ(out.bytes.substr(6), "caf\xEF\xBF\xBD");
}

TEST(TupleRewriter, AddressesThatAreNoneFailWithTheirColumn) {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(1);
    row.Bytes("nowhere");
    TupleRewriter rewriter({{.kind = RuleKind::kAddress, .column = "host"}});
    RowBatch out;
    const Status refused = rewriter.Append(batch.bytes, out);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().ToString(), "host: \"nowhere\" is no network address");
}

TEST(TupleRewriter, EveryPrefixOfARowIsTruncated) {
    RowBatch batch;
    RowAppender row(batch);
    row.BeginRow(2);
    row.Int32(1);
    row.Bytes("abc");
    TupleRewriter rewriter(
        {{.kind = RuleKind::kKeep, .column = "a"}, {.kind = RuleKind::kDrop, .column = "b"}});
    for (std::size_t length = 1; length < batch.bytes.size(); ++length) {
        RowBatch out;
        const Status done = rewriter.Append(std::string_view(batch.bytes).substr(0, length), out);
        ASSERT_FALSE(done) << length;
        EXPECT_EQ(done.error().code, ErrorCode::kTruncated);
    }
}

}  // namespace
}  // namespace dmsnode::connectors::postgres
