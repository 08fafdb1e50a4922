#include <gmock/gmock.h>

#include "connectors/mysql/decoders.hpp"

namespace dmsnode::connectors::mysql {
namespace {

using ::testing::HasSubstr;

using Packet = std::vector<unsigned char>;

ReadColumn Named(const std::string& name, CellFormat format, TypeKind kind = TypeKind::kText) {
    ReadColumn column;
    column.column.name = name;
    column.column.type.kind = kind;
    column.column.type.precision = 6;
    column.format = format;
    return column;
}

WireColumn Wire(WireKind kind) {
    WireColumn wire;
    wire.kind = kind;
    return wire;
}

/// A decoder of one column.
RowDecoder One(const WireColumn& wire, CellFormat format, TypeKind kind = TypeKind::kText) {
    Result<RowDecoder> decoder =
        RowDecoder::Make({"s", "t"}, {wire}, {Named("c", format, kind)}, {});
    EXPECT_TRUE(decoder) << decoder.error().ToString();
    return *std::move(decoder);
}

Status Decode(RowDecoder& decoder, const Packet& packet, RowBatch& batch) {
    RowAppender out(batch);
    return decoder.Decode(packet, out);
}

/// Int, text, datetime, time, NULL: each form of the grammar once.
struct Sample {
    std::vector<WireColumn> wire = {Wire(WireKind::kInt32), Wire(WireKind::kText),
                                    Wire(WireKind::kDate), Wire(WireKind::kTime),
                                    Wire(WireKind::kFloat64)};
    std::vector<ReadColumn> columns = {
        Named("i", CellFormat::kInt32), Named("s", CellFormat::kText),
        Named("d", CellFormat::kTimestamp, TypeKind::kTimestamp),
        Named("m", CellFormat::kInterval, TypeKind::kTime), Named("f", CellFormat::kFloat64)};
    Packet packet = {0x00, 0x40,             // column 4 is NULL
                     7,    0,    0,    0,    // 7
                     3,    'a',  'd',  'a',  // ada
                     11,   0xE8, 0x07, 2,   29, 23, 59, 58, 1,
                     0,    0,    0,                              // 2024-02-29 23:59:58.000001
                     8,    1,    1,    0,   0,  0,  2,  3,  4};  // -1 day 02:03:04

    RowDecoder Decoder() const {
        Result<RowDecoder> decoder = RowDecoder::Make({"s", "t"}, wire, columns, {});
        EXPECT_TRUE(decoder) << decoder.error().ToString();
        return *std::move(decoder);
    }
};

TEST(MysqlRowDecoder, WholeRow) {
    RowDecoder decoder = Sample().Decoder();
    RowBatch batch;
    const Status row = Decode(decoder, Sample().packet, batch);
    ASSERT_TRUE(row) << row.error().ToString();
    RowCursor cursor(batch);
    std::vector<Cell> cells(5);
    ASSERT_TRUE(*cursor.Next(cells));
    EXPECT_EQ(BigEndian<std::int32_t>(cells[0].data), 7);
    EXPECT_EQ(cells[1].view(), "ada");
    std::string text;
    AppendTimestampText(BigEndian<std::int64_t>(cells[2].data), -1, text);
    EXPECT_EQ(text, "2024-02-29 23:59:58.000001");
    EXPECT_EQ(BigEndian<std::int64_t>(cells[3].data), -93784000000);
    EXPECT_TRUE(cells[4].is_null());
}

TEST(MysqlRowDecoder, EveryProperPrefixIsRefusedAndLeavesTheBatch) {
    const Packet whole = Sample().packet;
    RowDecoder decoder = Sample().Decoder();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        SCOPED_TRACE(length);
        RowBatch batch;
        batch.bytes = "before";
        const Status row = Decode(
            decoder, Packet(whole.begin(), whole.begin() + static_cast<long>(length)), batch);
        ASSERT_FALSE(row);
        EXPECT_EQ(row.error().code, ErrorCode::kProtocol);
        EXPECT_EQ(batch.bytes, "before");
        EXPECT_EQ(batch.rows, 0);
    }
}

TEST(MysqlRowDecoder, BytesLeftOverAreRefused) {
    Packet packet = Sample().packet;
    packet.push_back(0);
    RowDecoder decoder = Sample().Decoder();
    RowBatch batch;
    EXPECT_EQ(Decode(decoder, packet, batch).error().code, ErrorCode::kProtocol);
}

TEST(MysqlRowDecoder, WrongHeadersLengthsAndFieldsAreRefused) {
    struct Case {
        const char* what;
        WireColumn wire;
        CellFormat format;
        Packet cell;
    };
    WireColumn bits = Wire(WireKind::kText);
    bits.is_bits = true;
    const std::vector<Case> cases = {
        {"NULL of the text protocol", Wire(WireKind::kText), CellFormat::kText, {0xFB}},
        {"error mark as a length", Wire(WireKind::kText), CellFormat::kText, {0xFF, 1, 2}},
        {"two byte length cut", Wire(WireKind::kText), CellFormat::kText, {0xFC, 1}},
        {"eight byte length beyond all",
         Wire(WireKind::kText),
         CellFormat::kText,
         {0xFE, 255, 255, 255, 255, 255, 255, 255, 255}},
        {"date of 5 bytes", Wire(WireKind::kDate), CellFormat::kDate, {5, 0, 0, 0, 0, 0}},
        {"month 13", Wire(WireKind::kDate), CellFormat::kDate, {4, 0xE8, 7, 13, 1}},
        {"year 10000", Wire(WireKind::kDate), CellFormat::kDate, {4, 0x10, 0x27, 1, 1}},
        {"hour 24", Wire(WireKind::kDate), CellFormat::kTimestamp, {7, 0xE8, 7, 1, 1, 24, 0, 0}},
        {"a million microseconds",
         Wire(WireKind::kDate),
         CellFormat::kTimestamp,
         {11, 0xE8, 7, 1, 1, 0, 0, 0, 0x40, 0x42, 0x0F, 0}},
        {"time of 7 bytes", Wire(WireKind::kTime), CellFormat::kInterval, {7, 0, 0, 0, 0, 0, 0, 0}},
        {"sign 2", Wire(WireKind::kTime), CellFormat::kInterval, {8, 2, 0, 0, 0, 0, 0, 0, 0}},
        {"35 days", Wire(WireKind::kTime), CellFormat::kInterval, {8, 0, 35, 0, 0, 0, 0, 0, 0}},
        {"bits of 9 bytes", bits, CellFormat::kInt64, {9, 0, 0, 0, 0, 0, 0, 0, 0, 0}},
    };
    for (const Case& each : cases) {
        SCOPED_TRACE(each.what);
        RowDecoder decoder = One(each.wire, each.format, TypeKind::kDate);
        Packet packet = {0, 0};
        packet.insert(packet.end(), each.cell.begin(), each.cell.end());
        RowBatch batch;
        const Status row = Decode(decoder, packet, batch);
        ASSERT_FALSE(row);
        EXPECT_EQ(row.error().code, ErrorCode::kProtocol);
        EXPECT_EQ(batch.bytes, "");
    }
    RowDecoder decoder = One(Wire(WireKind::kInt8), CellFormat::kInt16);
    RowBatch batch;
    EXPECT_EQ(Decode(decoder, {1, 0, 5}, batch).error().code, ErrorCode::kProtocol);
}

TEST(MysqlRowDecoder, NullBitsBeyondTheFirstByte) {
    std::vector<WireColumn> wire(20, Wire(WireKind::kInt8));
    std::vector<ReadColumn> columns(20, Named("c", CellFormat::kInt16));
    Result<RowDecoder> decoder = RowDecoder::Make({"s", "t"}, wire, columns, {});
    ASSERT_TRUE(decoder);
    // All NULL but columns 5 (last bit of byte 0), 6 (first of byte 1) and 19.
    Packet packet = {0, 0x7C, 0xFE, 0x1F, 5, 6, 19};
    RowBatch batch;
    const Status row = Decode(*decoder, packet, batch);
    ASSERT_TRUE(row) << row.error().ToString();
    RowCursor cursor(batch);
    std::vector<Cell> cells(20);
    ASSERT_TRUE(*cursor.Next(cells));
    for (std::size_t i = 0; i < cells.size(); ++i) {
        EXPECT_EQ(cells[i].is_null(), i != 5 && i != 6 && i != 19) << i;
    }
    EXPECT_EQ(BigEndian<std::int16_t>(cells[19].data), 19);
}

TEST(MysqlRowDecoder, RefusedValueLeavesTheRowsBeforeIt) {
    RowDecoder decoder = One(Wire(WireKind::kInt32), CellFormat::kInt16);
    RowBatch batch;
    ASSERT_TRUE(Decode(decoder, {0, 0, 1, 0, 0, 0}, batch));
    const std::string before = batch.bytes;
    const Status row = Decode(decoder, {0, 0, 0, 0, 1, 0}, batch);
    ASSERT_FALSE(row);
    EXPECT_EQ(row.error().code, ErrorCode::kDataLoss);
    EXPECT_THAT(row.error().message, HasSubstr("row 2 as read: 65536 does not fit"));
    EXPECT_EQ(batch.bytes, before);
    EXPECT_EQ(batch.rows, 1);
}

}  // namespace
}  // namespace dmsnode::connectors::mysql
