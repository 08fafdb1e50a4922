#include "connectors/sqlite/impl/types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>

#include "connectors/sqlite/impl/database.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

std::string Upper(std::string_view text) {
    std::string upper(text);
    for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return upper;
}

bool Contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

/// `DECIMAL(10, 2) UNSIGNED` in parts.
struct Declaration {
    std::string name;            ///< Upper case, one space between words, without UNSIGNED.
    std::vector<int> arguments;  ///< At most two.
    bool is_unsigned = false;
};

Declaration Split(std::string_view declared) {
    Declaration parts;
    const std::string upper = Upper(declared);
    const std::size_t open = upper.find('(');
    const std::size_t close = upper.find(')', open == std::string::npos ? 0 : open);
    std::string words = upper.substr(0, open);
    if (open != std::string::npos && close != std::string::npos) {
        words += " " + upper.substr(close + 1);
        const char* at = upper.data() + open + 1;
        const char* end = upper.data() + close;
        while (at < end && parts.arguments.size() < 2) {
            while (at < end && (*at == ' ' || *at == ',' || *at == '+')) ++at;
            int value = 0;
            const auto [next, error] = std::from_chars(at, end, value);
            if (error != std::errc()) break;
            parts.arguments.push_back(value);
            at = next;
        }
    }
    std::string word;
    const auto take = [&] {
        if (word == "UNSIGNED") {
            parts.is_unsigned = true;
        } else if (!word.empty()) {
            parts.name += (parts.name.empty() ? "" : " ") + word;
        }
        word.clear();
    };
    for (const char c : words) {
        if (std::isspace(static_cast<unsigned char>(c)) != 0) {
            take();
        } else {
            word += c;
        }
    }
    take();
    return parts;
}

struct NameRow {
    std::string_view name;
    TypeKind kind;
};
// INT is 64 bits wide: that is what SQLite keeps in it, and what its users put there.
constexpr std::array kNames = {
    NameRow{"BOOLEAN", TypeKind::kBool},
    NameRow{"BOOL", TypeKind::kBool},
    NameRow{"TINYINT", TypeKind::kInt8},
    NameRow{"SMALLINT", TypeKind::kInt16},
    NameRow{"INT2", TypeKind::kInt16},
    NameRow{"MEDIUMINT", TypeKind::kInt24},
    NameRow{"INT4", TypeKind::kInt32},
    NameRow{"INT", TypeKind::kInt64},
    NameRow{"INTEGER", TypeKind::kInt64},
    NameRow{"BIGINT", TypeKind::kInt64},
    NameRow{"INT8", TypeKind::kInt64},
    NameRow{"BIG INT", TypeKind::kInt64},
    NameRow{"UNSIGNED64_TEXT", TypeKind::kInt64},
    NameRow{"NUMERIC", TypeKind::kNumeric},
    NameRow{"DECIMAL", TypeKind::kNumeric},
    NameRow{"DEC", TypeKind::kNumeric},
    NameRow{"NUMBER", TypeKind::kNumeric},
    NameRow{"DECIMAL_TEXT", TypeKind::kNumeric},
    NameRow{"FLOAT4", TypeKind::kFloat32},
    NameRow{"REAL", TypeKind::kFloat64},
    NameRow{"DOUBLE", TypeKind::kFloat64},
    NameRow{"DOUBLE PRECISION", TypeKind::kFloat64},
    NameRow{"FLOAT", TypeKind::kFloat64},
    NameRow{"FLOAT8", TypeKind::kFloat64},
    NameRow{"CHAR", TypeKind::kChar},
    NameRow{"CHARACTER", TypeKind::kChar},
    NameRow{"NCHAR", TypeKind::kChar},
    NameRow{"NATIVE CHARACTER", TypeKind::kChar},
    NameRow{"VARCHAR", TypeKind::kVarchar},
    NameRow{"NVARCHAR", TypeKind::kVarchar},
    NameRow{"VARCHAR2", TypeKind::kVarchar},
    NameRow{"CHARACTER VARYING", TypeKind::kVarchar},
    NameRow{"VARYING CHARACTER", TypeKind::kVarchar},
    NameRow{"BINARY", TypeKind::kBinary},
    NameRow{"VARBINARY", TypeKind::kVarbinary},
    NameRow{"BLOB", TypeKind::kBlob},
    NameRow{"BYTEA", TypeKind::kBlob},
    NameRow{"DATE", TypeKind::kDate},
    NameRow{"DATE_TEXT", TypeKind::kDate},
    NameRow{"TIME", TypeKind::kTime},
    NameRow{"TIME_TEXT", TypeKind::kTime},
    NameRow{"TIMETZ_TEXT", TypeKind::kTimeTz},
    NameRow{"DATETIME", TypeKind::kTimestamp},
    NameRow{"TIMESTAMP", TypeKind::kTimestamp},
    NameRow{"TIMESTAMP WITHOUT TIME ZONE", TypeKind::kTimestamp},
    NameRow{"TIMESTAMP_TEXT", TypeKind::kTimestamp},
    NameRow{"TIMESTAMPTZ", TypeKind::kTimestampTz},
    NameRow{"TIMESTAMP WITH TIME ZONE", TypeKind::kTimestampTz},
    NameRow{"TIMESTAMPTZ_TEXT", TypeKind::kTimestampTz},
    NameRow{"DURATION_TEXT", TypeKind::kInterval},
    NameRow{"YEAR", TypeKind::kYear},
    NameRow{"UUID", TypeKind::kUuid},
    NameRow{"UUID_TEXT", TypeKind::kUuid},
    NameRow{"GUID", TypeKind::kUuid},
    NameRow{"UNIQUEIDENTIFIER", TypeKind::kUuid},
    NameRow{"JSON", TypeKind::kJson},
    NameRow{"JSON_TEXT", TypeKind::kJson},
    NameRow{"JSONB", TypeKind::kJsonb},
    NameRow{"JSONB_TEXT", TypeKind::kJsonb},
    NameRow{"BIT_TEXT", TypeKind::kBit},
    NameRow{"VARBIT_TEXT", TypeKind::kVarbit},
};

TypeKind KindByAffinity(std::string_view declared) {
    switch (AffinityOf(declared)) {
        case Affinity::kInteger: return TypeKind::kInt64;
        case Affinity::kText: return TypeKind::kText;
        case Affinity::kBlob: return declared.empty() ? TypeKind::kText : TypeKind::kBlob;
        case Affinity::kReal: return TypeKind::kFloat64;
        // A made-up name says nothing about the values: text holds all but blobs.
        case Affinity::kNumeric: return TypeKind::kText;
    }
    return TypeKind::kText;
}

bool IsTime(TypeKind kind) {
    return kind == TypeKind::kTime || kind == TypeKind::kTimeTz || kind == TypeKind::kTimestamp ||
           kind == TypeKind::kTimestampTz;
}

bool HasLength(TypeKind kind) {
    return kind == TypeKind::kChar || kind == TypeKind::kVarchar || kind == TypeKind::kBinary ||
           kind == TypeKind::kVarbinary || kind == TypeKind::kBit || kind == TypeKind::kVarbit;
}

std::optional<std::string> Unquote(std::string_view text) {
    if (text.size() < 2 || (text.front() != '\'' && text.front() != '"') ||
        text.back() != text.front()) {
        return std::nullopt;
    }
    std::string plain;
    for (std::size_t i = 1; i + 1 < text.size(); ++i) {
        if (text[i] == text.front()) {
            if (i + 2 >= text.size() || text[i + 1] != text.front()) return std::nullopt;
            ++i;
        }
        plain += text[i];
    }
    return plain;
}

bool IsNumberLiteral(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    if (text.empty() ||
        (std::isdigit(static_cast<unsigned char>(text.front())) == 0 && text.front() != '.')) {
        return false;
    }
    double value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

std::string DefaultSql(const DefaultValue& value, bool same_engine) {
    switch (value.kind) {
        case DefaultValue::Kind::kNone: return {};
        case DefaultValue::Kind::kNull: return "NULL";
        case DefaultValue::Kind::kText: return Literal(value.text);
        case DefaultValue::Kind::kNumber: return IsNumberLiteral(value.text) ? value.text : "";
        case DefaultValue::Kind::kBool: return value.text == "true" ? "1" : "0";
        case DefaultValue::Kind::kCurrentTimestamp: return "CURRENT_TIMESTAMP";
        case DefaultValue::Kind::kCurrentDate: return "CURRENT_DATE";
        case DefaultValue::Kind::kCurrentTime: return "CURRENT_TIME";
        case DefaultValue::Kind::kExpression:
            return same_engine ? "(" + value.text + ")" : std::string();
    }
    return {};
}

struct Kept {
    std::string type_sql;
    CellFormat format;
};

std::string WithLength(std::string_view name, std::int64_t length) {
    return length > 0 ? fmt::format("{}({})", name, length) : std::string(name);
}

std::string WithDigits(std::string_view name, int digits) {
    return digits >= 0 && digits <= 6 ? fmt::format("{}({})", name, digits) : std::string(name);
}

Kept KeepInteger(const ColumnType& type) {
    const std::string_view suffix = type.is_unsigned ? " UNSIGNED" : "";
    switch (type.kind) {
        case TypeKind::kInt8: return {fmt::format("TINYINT{}", suffix), CellFormat::kInt16};
        case TypeKind::kInt16:
            return {fmt::format("INT2{}", suffix),
                    type.is_unsigned ? CellFormat::kInt32 : CellFormat::kInt16};
        case TypeKind::kInt24: return {fmt::format("MEDIUMINT{}", suffix), CellFormat::kInt32};
        case TypeKind::kInt32:
            return {fmt::format("INT4{}", suffix),
                    type.is_unsigned ? CellFormat::kInt64 : CellFormat::kInt32};
        default: break;
    }
    // 64 unsigned bits do not fit SQLite's integers; a name with INT in it would make them reals.
    if (type.is_unsigned) return {"UNSIGNED64_TEXT", CellFormat::kUInt64};
    return {"INTEGER", CellFormat::kInt64};
}

Kept Keep(const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kBool: return {"BOOLEAN", CellFormat::kBool};
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64: return KeepInteger(type);
        case TypeKind::kNumeric:
            return {type.precision > 0
                        ? fmt::format("DECIMAL_TEXT({},{})", type.precision, type.scale)
                        : "DECIMAL_TEXT",
                    CellFormat::kNumeric};
        case TypeKind::kFloat32: return {"FLOAT4", CellFormat::kFloat32};
        case TypeKind::kFloat64: return {"REAL", CellFormat::kFloat64};
        case TypeKind::kChar: return {WithLength("CHAR", type.length), CellFormat::kText};
        case TypeKind::kVarchar: return {WithLength("VARCHAR", type.length), CellFormat::kText};
        case TypeKind::kBinary: return {WithLength("BINARY", type.length), CellFormat::kBytes};
        case TypeKind::kVarbinary:
            return {WithLength("VARBINARY", type.length), CellFormat::kBytes};
        case TypeKind::kBlob: return {"BLOB", CellFormat::kBytes};
        case TypeKind::kDate: return {"DATE_TEXT", CellFormat::kDate};
        case TypeKind::kTime: return {WithDigits("TIME_TEXT", type.precision), CellFormat::kTime};
        case TypeKind::kTimeTz:
            return {WithDigits("TIMETZ_TEXT", type.precision), CellFormat::kText};
        case TypeKind::kTimestamp:
            return {WithDigits("TIMESTAMP_TEXT", type.precision), CellFormat::kTimestamp};
        case TypeKind::kTimestampTz:
            return {WithDigits("TIMESTAMPTZ_TEXT", type.precision), CellFormat::kTimestampTz};
        case TypeKind::kInterval: return {"DURATION_TEXT", CellFormat::kInterval};
        case TypeKind::kYear: return {"YEAR", CellFormat::kInt16};
        case TypeKind::kUuid: return {"UUID_TEXT", CellFormat::kUuid};
        case TypeKind::kJson: return {"JSON_TEXT", CellFormat::kText};
        case TypeKind::kJsonb: return {"JSONB_TEXT", CellFormat::kJsonb};
        case TypeKind::kBit: return {WithLength("BIT_TEXT", type.length), CellFormat::kBit};
        case TypeKind::kVarbit: return {WithLength("VARBIT_TEXT", type.length), CellFormat::kBit};
        case TypeKind::kText:
        case TypeKind::kEnum:
        case TypeKind::kSet:
        case TypeKind::kOther: break;
    }
    return {"TEXT", CellFormat::kText};
}

}  // namespace

Affinity AffinityOf(std::string_view declared) {
    const std::string upper = Upper(declared);
    if (Contains(upper, "INT")) return Affinity::kInteger;
    if (Contains(upper, "CHAR") || Contains(upper, "CLOB") || Contains(upper, "TEXT")) {
        return Affinity::kText;
    }
    if (upper.empty() || Contains(upper, "BLOB")) return Affinity::kBlob;
    if (Contains(upper, "REAL") || Contains(upper, "FLOA") || Contains(upper, "DOUB")) {
        return Affinity::kReal;
    }
    return Affinity::kNumeric;
}

ColumnType ParseDeclaredType(std::string_view declared) {
    ColumnType type;
    type.native = std::string(declared);
    const Declaration parts = Split(declared);
    const auto row = std::find_if(kNames.begin(), kNames.end(),
                                  [&](const NameRow& known) { return known.name == parts.name; });
    type.kind = row == kNames.end() ? KindByAffinity(declared) : row->kind;
    type.is_unsigned = parts.is_unsigned || parts.name == "UNSIGNED64_TEXT";
    const int first = parts.arguments.empty() ? 0 : parts.arguments[0];
    if (type.kind == TypeKind::kNumeric && first > 0) {
        type.precision = first;
        type.scale = parts.arguments.size() > 1 ? parts.arguments[1] : 0;
    }
    if (HasLength(type.kind) && first > 0) type.length = first;
    if (IsTime(type.kind)) type.precision = parts.arguments.empty() ? 6 : std::clamp(first, 0, 6);
    return type;
}

DefaultValue ParseDefault(std::string_view text, const ColumnType& type) {
    using Kind = DefaultValue::Kind;
    const std::string upper = Upper(text);
    if (upper == "NULL") return {Kind::kNull, ""};
    if (upper == "CURRENT_TIMESTAMP") return {Kind::kCurrentTimestamp, ""};
    if (upper == "CURRENT_DATE") return {Kind::kCurrentDate, ""};
    if (upper == "CURRENT_TIME") return {Kind::kCurrentTime, ""};
    const bool is_bool = type.kind == TypeKind::kBool;
    if (upper == "TRUE" || (is_bool && upper == "1")) return {Kind::kBool, "true"};
    if (upper == "FALSE" || (is_bool && upper == "0")) return {Kind::kBool, "false"};
    if (IsNumberLiteral(text))
        return {Kind::kNumber, std::string(text.front() == '+' ? text.substr(1) : text)};
    if (std::optional<std::string> plain = Unquote(text)) return {Kind::kText, *std::move(plain)};
    return {Kind::kExpression, std::string(text)};
}

Result<MappedColumn> MapColumn(Engine source, const Column& column) {
    const bool same = source == Engine::kSqlite;
    MappedColumn mapped;
    if (same) {
        mapped.type_sql = column.type.native;
        mapped.format = CellFormat::kNative;
    } else {
        Kept kept = Keep(column.type);
        mapped.type_sql = std::move(kept.type_sql);
        mapped.format = kept.format;
        // TIME of MySQL goes to ±838 hours: its text holds them all.
        const bool mysql = source == Engine::kMysql || source == Engine::kMariadb;
        if (mysql && column.type.kind == TypeKind::kTime) mapped.format = CellFormat::kText;
    }
    if (!same && (column.type.kind == TypeKind::kEnum || column.type.kind == TypeKind::kSet)) {
        mapped.notes.push_back(
            fmt::format("column {}: {} is kept as TEXT, its list of values is not enforced",
                        column.name, column.type.native));
    }
    mapped.default_sql = DefaultSql(column.default_value, same);
    if (mapped.default_sql.empty() && !column.is_identity &&
        column.default_value.kind != DefaultValue::Kind::kNone) {
        mapped.notes.push_back(fmt::format("column {}: the default {} has no equal in SQLite",
                                           column.name, column.default_value.text));
    }
    return mapped;
}

}  // namespace dmsnode::connectors::sqlite
