#include <cstddef>
#include <cstdint>

#include "connectors/mysql/decoders.hpp"

/// Rows of the binary protocol with one column of each wire kind, and each of them in the format
/// that does most with it. Whatever the bytes: no read outside of the packet, and a refused row
/// leaves the batch as it was.

namespace {

using namespace dmsnode::connectors;         // NOLINT: a fuzz target is one function
using namespace dmsnode::connectors::mysql;  // NOLINT

struct Field {
    WireColumn wire;
    CellFormat format;
    TypeKind kind;
};

std::vector<Field> Fields() {
    const auto wire = [](WireKind kind) {
        WireColumn column;
        column.kind = kind;
        return column;
    };
    WireColumn key = wire(WireKind::kInt32);
    key.is_key = true;
    WireColumn decimal = wire(WireKind::kText);
    decimal.is_decimal = true;
    WireColumn bits = wire(WireKind::kText);
    bits.is_bits = true;
    WireColumn year = wire(WireKind::kInt16);
    year.is_year = true;
    return {{key, CellFormat::kInt16, TypeKind::kInt32},
            {wire(WireKind::kText), CellFormat::kText, TypeKind::kText},
            {wire(WireKind::kInt8), CellFormat::kNumeric, TypeKind::kInt8},
            {wire(WireKind::kDate), CellFormat::kTimestamp, TypeKind::kTimestamp},
            {wire(WireKind::kDate), CellFormat::kText, TypeKind::kTimestamp},
            {decimal, CellFormat::kNumeric, TypeKind::kNumeric},
            {decimal, CellFormat::kInt64, TypeKind::kNumeric},
            {wire(WireKind::kTime), CellFormat::kText, TypeKind::kTime},
            {wire(WireKind::kTime), CellFormat::kTime, TypeKind::kTime},
            {bits, CellFormat::kBit, TypeKind::kBit},
            {year, CellFormat::kText, TypeKind::kYear},
            {wire(WireKind::kText), CellFormat::kUuid, TypeKind::kUuid},
            {wire(WireKind::kText), CellFormat::kJsonb, TypeKind::kJson},
            {wire(WireKind::kFloat32), CellFormat::kText, TypeKind::kFloat32},
            {wire(WireKind::kFloat64), CellFormat::kFloat64, TypeKind::kFloat64},
            {wire(WireKind::kInt64), CellFormat::kUInt64, TypeKind::kInt64}};
}

RowDecoder MakeDecoder(const ValuePolicy& policy) {
    std::vector<WireColumn> wire;
    std::vector<ReadColumn> columns;
    for (const Field& field : Fields()) {
        wire.push_back(field.wire);
        ReadColumn column;
        column.column.type.kind = field.kind;
        column.column.type.precision = 6;
        column.column.type.length = 10;
        column.format = field.format;
        columns.push_back(column);
    }
    return RowDecoder::Make({"s", "t"}, std::move(wire), columns, policy).value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static RowDecoder strict = MakeDecoder({});
    static RowDecoder lenient = MakeDecoder({.zero_date = ValuePolicy::ZeroDate::kNull,
                                             .invalid_text = ValuePolicy::InvalidText::kReplace,
                                             .infinity = ValuePolicy::Infinity::kNull});
    for (RowDecoder* decoder : {&strict, &lenient}) {
        RowBatch batch;
        RowAppender out(batch);
        const bool decoded = decoder->Decode({data, size}, out).has_value();
        if (decoded != (batch.rows == 1)) __builtin_trap();
        if (!decoded && !batch.bytes.empty()) __builtin_trap();
    }
    return 0;
}
