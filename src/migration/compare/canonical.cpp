#include "migration/compare/canonical.hpp"

#include <fmt/format.h>

#include <bit>
#include <charconv>
#include <cmath>

#include "base/json.hpp"

namespace dmsnode::migration {
namespace {

using connectors::BigEndian;
using connectors::Cell;
using connectors::CellFormat;
using connectors::ColumnType;
using connectors::TypeKind;

ComparedAs OwnForm(const ColumnType& type, CellFormat format) {
    switch (format) {
        case CellFormat::kBool:
        case CellFormat::kInt16:
        case CellFormat::kInt32:
        case CellFormat::kInt64:
        case CellFormat::kUInt64:
        case CellFormat::kNumeric: return ComparedAs::kNumber;
        case CellFormat::kFloat32:
        case CellFormat::kFloat64: return ComparedAs::kFloat;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return ComparedAs::kMoment;
        case CellFormat::kUuid: return ComparedAs::kUuidText;
        case CellFormat::kJsonb: return ComparedAs::kJson;
        case CellFormat::kText:
        case CellFormat::kBytes:
            if (type.kind == TypeKind::kChar) return ComparedAs::kPadded;
            if (type.kind == TypeKind::kJson || type.kind == TypeKind::kJsonb) {
                return ComparedAs::kJson;
            }
            return ComparedAs::kBytes;
        case CellFormat::kDate:
        case CellFormat::kTime:
        case CellFormat::kInterval:
        case CellFormat::kBit:
        case CellFormat::kNative: break;
    }
    return ComparedAs::kBytes;
}

bool IsText(CellFormat format) {
    return format == CellFormat::kText || format == CellFormat::kBytes;
}

void AppendDecimal(std::int64_t value, std::string& out) {
    char buffer[24];
    out.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr);
}

/// Takes off what does not change the value: `-0.00` is `0`, `12.50` is `12.5`.
void TrimNumber(std::string& text) {
    if (text.find('.') != std::string::npos) {
        text.resize(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    if (text == "-0") text = "0";
}

Status AppendNumber(const Cell& cell, CellFormat format, std::string& out) {
    switch (format) {
        case CellFormat::kBool: AppendDecimal(cell.data[0] != 0 ? 1 : 0, out); return {};
        case CellFormat::kInt16: AppendDecimal(BigEndian<std::int16_t>(cell.data), out); return {};
        case CellFormat::kInt32: AppendDecimal(BigEndian<std::int32_t>(cell.data), out); return {};
        case CellFormat::kInt64: AppendDecimal(BigEndian<std::int64_t>(cell.data), out); return {};
        case CellFormat::kUInt64:
            out += std::to_string(BigEndian<std::uint64_t>(cell.data));
            return {};
        default: break;
    }
    if (Status appended = connectors::AppendNumericText(cell.view(), out); !appended) {
        return appended;
    }
    TrimNumber(out);
    return {};
}

void AppendFloat(const Cell& cell, CellFormat format, std::string& out) {
    double value = format == CellFormat::kFloat32
                       ? std::bit_cast<float>(BigEndian<std::uint32_t>(cell.data))
                       : std::bit_cast<double>(BigEndian<std::uint64_t>(cell.data));
    if (value == 0) value = 0;
    if (std::isnan(value)) value = std::numeric_limits<double>::quiet_NaN();
    out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

void AppendJson(std::string_view text, std::string& out) {
    const Result<Json> parsed = ParseJson(text, {.max_bytes = SIZE_MAX, .max_depth = 100});
    out += parsed ? DumpJson(*parsed) : std::string(text);
}

/// The bytes a cell must have, 0 for any.
std::size_t LeastSize(CellFormat format) {
    switch (format) {
        case CellFormat::kBool:
        case CellFormat::kJsonb: return 1;
        case CellFormat::kInt16: return 2;
        case CellFormat::kInt32:
        case CellFormat::kFloat32: return 4;
        case CellFormat::kInt64:
        case CellFormat::kUInt64:
        case CellFormat::kFloat64:
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz: return 8;
        case CellFormat::kUuid: return 16;
        default: return 0;
    }
}

Status AppendForm(const Cell& cell, CellFormat format, ComparedAs as, std::string& out) {
    if (cell.size < LeastSize(format)) {
        return Error{ErrorCode::kProtocol, "a cell is too short for its format"};
    }
    switch (as) {
        case ComparedAs::kNumber: return AppendNumber(cell, format, out);
        case ComparedAs::kFloat: AppendFloat(cell, format, out); return {};
        case ComparedAs::kJson:
            AppendJson(format == CellFormat::kJsonb ? cell.view().substr(1) : cell.view(), out);
            return {};
        case ComparedAs::kPadded: {
            const std::string_view text = cell.view();
            out += text.substr(0, text.find_last_not_of(' ') + 1);
            return {};
        }
        case ComparedAs::kUuidText:
            if (format == CellFormat::kUuid) {
                connectors::AppendUuidText(cell.view(), out);
                return {};
            }
            break;
        case ComparedAs::kBytes:
        case ComparedAs::kMoment: break;
    }
    out += cell.view();
    return {};
}

}  // namespace

Result<ComparedAs> HowToCompare(const ColumnType& source, CellFormat source_format,
                                const ColumnType& target, CellFormat target_format) {
    const ComparedAs left = OwnForm(source, source_format);
    const ComparedAs right = OwnForm(target, target_format);
    if (left == right && left != ComparedAs::kBytes) return left;
    if (source_format == target_format && !IsText(source_format)) return left;
    if (IsText(source_format) && IsText(target_format)) {
        // One side calls it CHAR, JSON or a plain text: the looser form decides.
        if (left == ComparedAs::kJson || right == ComparedAs::kJson) return ComparedAs::kJson;
        if (left == ComparedAs::kPadded || right == ComparedAs::kPadded) return ComparedAs::kPadded;
        return ComparedAs::kBytes;
    }
    const bool one_is_text = IsText(source_format) || IsText(target_format);
    for (const ComparedAs loose : {ComparedAs::kJson, ComparedAs::kUuidText}) {
        if (one_is_text && (left == loose || right == loose)) return loose;
    }
    return Error{ErrorCode::kUnsupported, fmt::format("{} and {} have no common form to compare",
                                                      source.native, target.native)};
}

Status AppendCanonical(const Cell& cell, CellFormat format, ComparedAs as, std::string& scratch,
                       std::string& out) {
    constexpr std::uint32_t kNull = UINT32_MAX;
    scratch.clear();
    std::uint32_t size = kNull;
    if (!cell.is_null()) {
        if (Status appended = AppendForm(cell, format, as, scratch); !appended) return appended;
        size = static_cast<std::uint32_t>(scratch.size());
    }
    out.append(reinterpret_cast<const char*>(&size), sizeof size);
    out += scratch;
    return {};
}

}  // namespace dmsnode::migration
