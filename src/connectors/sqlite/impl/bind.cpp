#include <cmath>

#include "connectors/sqlite/impl/duration.hpp"
#include "connectors/sqlite/impl/values.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

constexpr int kMicrosecondDigits = -1;  ///< as many as the value needs

void BindText(sqlite3_stmt* statement, int parameter, std::string_view text) {
    sqlite3_bind_text64(statement, parameter, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
}

void BindBlob(sqlite3_stmt* statement, int parameter, std::string_view bytes) {
    // A null pointer would bind NULL: an empty blob needs an address.
    sqlite3_bind_blob64(statement, parameter, bytes.empty() ? "" : bytes.data(), bytes.size(),
                        SQLITE_STATIC);
}

/// The bytes that a cell of a fixed-size format has; 0: any number.
std::size_t FixedSize(CellFormat format) {
    switch (format) {
        case CellFormat::kBool: return 1;
        case CellFormat::kInt16: return 2;
        case CellFormat::kInt32:
        case CellFormat::kFloat32:
        case CellFormat::kDate: return 4;
        case CellFormat::kInt64:
        case CellFormat::kUInt64:
        case CellFormat::kFloat64:
        case CellFormat::kTime:
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return 8;
        case CellFormat::kInterval:
        case CellFormat::kUuid: return 16;
        default: return 0;
    }
}

/// SQLite turns NaN into NULL without a word.
Status BindDouble(sqlite3_stmt* statement, int parameter, double value, const ValuePolicy& policy) {
    if (std::isnan(value)) {
        if (policy.infinity == ValuePolicy::Infinity::kFail) {
            return Error{ErrorCode::kDataLoss, "SQLite has no NaN"}.Hint(
                "infinity=null in the target's extra connection attributes makes it NULL");
        }
        sqlite3_bind_null(statement, parameter);
        return {};
    }
    sqlite3_bind_double(statement, parameter, value);
    return {};
}

void TimestampText(std::int64_t value, bool with_zone, std::string& out) {
    out.clear();
    if (value == kTimestampInfinity || value == kTimestampMinusInfinity) {
        out = value > 0 ? "infinity" : "-infinity";
        return;
    }
    AppendTimestampText(value, kMicrosecondDigits, out);
    if (!with_zone) return;
    // The offset belongs to the time, and BC stands at the end.
    const bool bc = out.ends_with(" BC");
    out.insert(bc ? out.size() - 3 : out.size(), "+00:00");
}

void DateText(std::int32_t days, std::string& out) {
    out.clear();
    if (days == kDateInfinity || days == kDateMinusInfinity) {
        out = days > 0 ? "infinity" : "-infinity";
    } else {
        AppendDateText(days, out);
    }
}

Status BitText(std::string_view cell, std::string& out) {
    out.clear();
    const auto count = cell.size() < 4 ? -1 : BigEndian<std::int32_t>(cell.data());
    if (count < 0 || cell.size() != 4 + (static_cast<std::size_t>(count) + 7) / 8) {
        return Error{ErrorCode::kProtocol, "malformed bit cell"};
    }
    for (std::int32_t i = 0; i < count; ++i) {
        const auto byte = static_cast<unsigned char>(cell[4 + static_cast<std::size_t>(i) / 8]);
        out += (byte & (0x80U >> (static_cast<unsigned>(i) % 8))) != 0 ? '1' : '0';
    }
    return {};
}

Status BindNative(sqlite3_stmt* statement, int parameter, std::string_view cell) {
    const int type = cell.empty() ? 0 : cell[0];
    const std::string_view value = cell.empty() ? cell : cell.substr(1);
    if ((type == SQLITE_INTEGER || type == SQLITE_FLOAT) && value.size() == 8) {
        const auto bits = BigEndian<std::uint64_t>(value.data());
        if (type == SQLITE_INTEGER) {
            sqlite3_bind_int64(statement, parameter, static_cast<std::int64_t>(bits));
        } else {
            sqlite3_bind_double(statement, parameter, std::bit_cast<double>(bits));
        }
        return {};
    }
    if (type == SQLITE_TEXT) {
        BindText(statement, parameter, value);
        return {};
    }
    if (type == SQLITE_BLOB) {
        BindBlob(statement, parameter, value);
        return {};
    }
    return Error{ErrorCode::kProtocol, "malformed native cell"};
}

}  // namespace

Status BindCell(sqlite3_stmt* statement, int parameter, const Cell& cell, CellFormat format,
                const ValuePolicy& policy, std::string& scratch) {
    if (cell.is_null()) {
        sqlite3_bind_null(statement, parameter);
        return {};
    }
    const std::size_t fixed = FixedSize(format);
    if (fixed != 0 && cell.size != fixed) {
        return Error{ErrorCode::kProtocol, "a cell has the wrong size for its format"};
    }
    const char* data = cell.data;
    switch (format) {
        case CellFormat::kBool: sqlite3_bind_int(statement, parameter, data[0]); return {};
        case CellFormat::kInt16:
            sqlite3_bind_int(statement, parameter, BigEndian<std::int16_t>(data));
            return {};
        case CellFormat::kInt32:
            sqlite3_bind_int(statement, parameter, BigEndian<std::int32_t>(data));
            return {};
        case CellFormat::kInt64:
            sqlite3_bind_int64(statement, parameter, BigEndian<std::int64_t>(data));
            return {};
        case CellFormat::kFloat32:
            return BindDouble(statement, parameter,
                              std::bit_cast<float>(BigEndian<std::uint32_t>(data)), policy);
        case CellFormat::kFloat64:
            return BindDouble(statement, parameter,
                              std::bit_cast<double>(BigEndian<std::uint64_t>(data)), policy);
        case CellFormat::kText: BindText(statement, parameter, cell.view()); return {};
        case CellFormat::kBytes: BindBlob(statement, parameter, cell.view()); return {};
        case CellFormat::kNative: return BindNative(statement, parameter, cell.view());
        case CellFormat::kJsonb:
            if (cell.size == 0) return Error{ErrorCode::kProtocol, "malformed jsonb cell"};
            BindText(statement, parameter, cell.view().substr(1));
            return {};
        case CellFormat::kUInt64: scratch = std::to_string(BigEndian<std::uint64_t>(data)); break;
        case CellFormat::kNumeric: {
            scratch.clear();
            if (Status read = AppendNumericText(cell.view(), scratch); !read) return read;
            break;
        }
        case CellFormat::kDate: DateText(BigEndian<std::int32_t>(data), scratch); break;
        case CellFormat::kTime:
            scratch.clear();
            AppendTimeText(BigEndian<std::int64_t>(data), kMicrosecondDigits, scratch);
            break;
        case CellFormat::kTimestamp:
            TimestampText(BigEndian<std::int64_t>(data), false, scratch);
            break;
        case CellFormat::kTimestampTz:
            TimestampText(BigEndian<std::int64_t>(data), true, scratch);
            break;
        case CellFormat::kInterval:
            scratch.clear();
            AppendDurationText({.microseconds = BigEndian<std::int64_t>(data),
                                .days = BigEndian<std::int32_t>(data + 8),
                                .months = BigEndian<std::int32_t>(data + 12)},
                               scratch);
            break;
        case CellFormat::kUuid:
            scratch.clear();
            AppendUuidText(cell.view(), scratch);
            break;
        case CellFormat::kBit:
            if (Status read = BitText(cell.view(), scratch); !read) return read;
            break;
    }
    BindText(statement, parameter, scratch);
    return {};
}

}  // namespace dmsnode::connectors::sqlite
