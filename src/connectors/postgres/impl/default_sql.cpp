#include "connectors/postgres/impl/default_sql.hpp"

#include <optional>

#include "connectors/cells.hpp"
#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using Kind = DefaultValue::Kind;

std::string HexLiteral(std::string_view bytes) {
    std::string text = "'\\x";
    for (const char c : bytes) {
        text += "0123456789abcdef"[static_cast<unsigned char>(c) >> 4];
        text += "0123456789abcdef"[static_cast<unsigned char>(c) & 15];
    }
    return text + "'";
}

/// A time literal of MySQL, which may exceed a day, as an interval takes it.
bool IsIntervalTime(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789:.-") == std::string_view::npos;
}

/// A text as the default of a column of this format. Nothing where it is no value of the type: a
/// zero date, say.
std::optional<std::string> TextDefault(const std::string& text, const MappedColumn& mapped) {
    RowBatch scratch;
    RowAppender row(scratch);
    bool fits = true;
    switch (mapped.format) {
        case CellFormat::kBytes: return HexLiteral(text);
        case CellFormat::kDate: fits = ParseDate(text).has_value(); break;
        case CellFormat::kTime: fits = ParseTime(text).has_value(); break;
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz:
            fits = ParseTimestamp(text).has_value() || ParseDate(text).has_value();
            break;
        case CellFormat::kInterval: fits = IsIntervalTime(text); break;
        case CellFormat::kUuid: fits = row.Uuid(text); break;
        case CellFormat::kBool: fits = text == "0" || text == "1"; break;
        case CellFormat::kInt16:
        case CellFormat::kInt32:
        case CellFormat::kInt64:
        case CellFormat::kUInt64:
        case CellFormat::kFloat32:
        case CellFormat::kFloat64:
        case CellFormat::kNumeric: fits = row.Numeric(text); break;
        case CellFormat::kBit: fits = text.find_first_not_of("01") == std::string::npos; break;
        case CellFormat::kText:
        case CellFormat::kJsonb:
        case CellFormat::kNative: break;
    }
    if (!fits || FindInvalidUtf8(text) != std::string::npos ||
        text.find('\0') != std::string::npos) {
        return std::nullopt;
    }
    return QuoteLiteral(text);
}

std::optional<std::string> NumberDefault(const std::string& text, const MappedColumn& mapped) {
    if (mapped.format == CellFormat::kBool) {
        if (text == "0") return "false";
        if (text == "1") return "true";
        return std::nullopt;
    }
    if (mapped.format == CellFormat::kText) return QuoteLiteral(text);
    return text;
}

std::optional<std::string> BoolDefault(const std::string& text, const MappedColumn& mapped) {
    const bool is_true = text == "true" || text == "1";
    if (mapped.format == CellFormat::kInt16 || mapped.format == CellFormat::kInt32 ||
        mapped.format == CellFormat::kInt64 || mapped.format == CellFormat::kNumeric) {
        return is_true ? "1" : "0";
    }
    return is_true ? "true" : "false";
}

/// Of this moment; for texts and numbers it is none.
std::optional<std::string> ClockDefault(Kind kind, Engine source, const MappedColumn& mapped) {
    const bool takes_all = source == Engine::kPostgres;
    const char* word = kind == Kind::kCurrentDate   ? "CURRENT_DATE"
                       : kind == Kind::kCurrentTime ? "CURRENT_TIME"
                                                    : "CURRENT_TIMESTAMP";
    switch (mapped.format) {
        case CellFormat::kTimestamp:
        case CellFormat::kTimestampTz:
            if (kind == Kind::kCurrentTime) return std::nullopt;
            return word;
        case CellFormat::kDate:
            if (kind == Kind::kCurrentTime) return std::nullopt;
            return "CURRENT_DATE";
        case CellFormat::kTime:
            if (kind == Kind::kCurrentDate) return std::nullopt;
            return "LOCALTIME";
        default: break;
    }
    if (takes_all) return word;
    return std::nullopt;
}

/// MySQL's b'101' for a bit or boolean column.
std::optional<std::string> ExpressionDefault(const std::string& text, Engine source,
                                             const MappedColumn& mapped) {
    if (source == Engine::kPostgres) return text;
    if (text.size() < 3 || !text.starts_with("b'") || !text.ends_with('\'')) return std::nullopt;
    const std::string bits = text.substr(2, text.size() - 3);
    if (mapped.format == CellFormat::kBool) return bits.ends_with('1') ? "true" : "false";
    if (mapped.format != CellFormat::kBit) return std::nullopt;
    const std::size_t open = mapped.type_sql.find('(');
    const auto size = open == std::string::npos
                          ? bits.size()
                          : static_cast<std::size_t>(std::stoul(mapped.type_sql.substr(open + 1)));
    if (bits.size() > size) return std::nullopt;
    return "B'" + std::string(size - bits.size(), '0') + bits + "'";
}

std::optional<std::string> DefaultSql(const DefaultValue& value, Engine source,
                                      const MappedColumn& mapped) {
    switch (value.kind) {
        case Kind::kNone: return "";
        case Kind::kNull: return "NULL";
        case Kind::kText: return TextDefault(value.text, mapped);
        case Kind::kNumber: return NumberDefault(value.text, mapped);
        case Kind::kBool: return BoolDefault(value.text, mapped);
        case Kind::kCurrentTimestamp:
        case Kind::kCurrentDate:
        case Kind::kCurrentTime: return ClockDefault(value.kind, source, mapped);
        case Kind::kExpression: return ExpressionDefault(value.text, source, mapped);
    }
    return std::nullopt;
}

std::string Described(const DefaultValue& value) {
    switch (value.kind) {
        case Kind::kCurrentTimestamp: return "CURRENT_TIMESTAMP";
        case Kind::kCurrentDate: return "CURRENT_DATE";
        case Kind::kCurrentTime: return "CURRENT_TIME";
        default: return value.text;
    }
}

}  // namespace

void AddDefault(Engine source, const Column& column, MappedColumn& mapped) {
    if (column.is_generated) return;
    const std::optional<std::string> sql = DefaultSql(column.default_value, source, mapped);
    if (sql) {
        mapped.default_sql = *sql;
    } else {
        mapped.notes.push_back("default " + Described(column.default_value) +
                               " does not translate: the column has none");
    }
}

}  // namespace dmsnode::connectors::postgres
