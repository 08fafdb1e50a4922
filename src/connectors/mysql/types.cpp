#include "connectors/mysql/types.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace dmsnode::connectors::mysql {
namespace {

struct NamedKind {
    std::string_view name;
    TypeKind kind;
};

constexpr std::array kKinds = {
    NamedKind{"tinyint", TypeKind::kInt8},
    NamedKind{"smallint", TypeKind::kInt16},
    NamedKind{"mediumint", TypeKind::kInt24},
    NamedKind{"int", TypeKind::kInt32},
    NamedKind{"bigint", TypeKind::kInt64},
    NamedKind{"decimal", TypeKind::kNumeric},
    NamedKind{"float", TypeKind::kFloat32},
    NamedKind{"double", TypeKind::kFloat64},
    NamedKind{"char", TypeKind::kChar},
    NamedKind{"varchar", TypeKind::kVarchar},
    NamedKind{"tinytext", TypeKind::kText},
    NamedKind{"text", TypeKind::kText},
    NamedKind{"mediumtext", TypeKind::kText},
    NamedKind{"longtext", TypeKind::kText},
    NamedKind{"binary", TypeKind::kBinary},
    NamedKind{"varbinary", TypeKind::kVarbinary},
    NamedKind{"tinyblob", TypeKind::kBlob},
    NamedKind{"blob", TypeKind::kBlob},
    NamedKind{"mediumblob", TypeKind::kBlob},
    NamedKind{"longblob", TypeKind::kBlob},
    NamedKind{"date", TypeKind::kDate},
    NamedKind{"time", TypeKind::kTime},
    NamedKind{"datetime", TypeKind::kTimestamp},
    NamedKind{"timestamp", TypeKind::kTimestampTz},
    NamedKind{"year", TypeKind::kYear},
    NamedKind{"uuid", TypeKind::kUuid},
    NamedKind{"json", TypeKind::kJson},
    NamedKind{"bit", TypeKind::kBit},
    NamedKind{"enum", TypeKind::kEnum},
    NamedKind{"set", TypeKind::kSet},
    NamedKind{"inet6", TypeKind::kOther},
    NamedKind{"inet4", TypeKind::kOther},
    NamedKind{"vector", TypeKind::kBlob},
    NamedKind{"geometry", TypeKind::kBlob},
    NamedKind{"point", TypeKind::kBlob},
    NamedKind{"linestring", TypeKind::kBlob},
    NamedKind{"polygon", TypeKind::kBlob},
    NamedKind{"multipoint", TypeKind::kBlob},
    NamedKind{"multilinestring", TypeKind::kBlob},
    NamedKind{"multipolygon", TypeKind::kBlob},
    NamedKind{"geometrycollection", TypeKind::kBlob},
    NamedKind{"geomcollection", TypeKind::kBlob},
};

TypeKind KindOf(std::string_view data_type) {
    const auto found = std::find_if(kKinds.begin(), kKinds.end(),
                                    [&](const NamedKind& each) { return each.name == data_type; });
    return found == kKinds.end() ? TypeKind::kOther : found->kind;
}

std::string Lower(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return lower;
}

char Unescape(char c) {
    switch (c) {
        case '0': return '\0';
        case 'n': return '\n';
        case 'r': return '\r';
        case 't': return '\t';
        case 'b': return '\b';
        case 'Z': return '\x1a';
        default: return c;
    }
}

/// Reads one literal that starts at text[at]; `at` ends behind it.
std::optional<std::string> ReadLiteral(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '\'') return std::nullopt;
    std::string content;
    for (++at; at < text.size(); ++at) {
        const char c = text[at];
        const bool more = at + 1 < text.size();
        if (c == '\\' && more) {
            content += Unescape(text[++at]);
        } else if (c == '\'' && more && text[at + 1] == '\'') {
            content += '\'';
            ++at;
        } else if (c == '\'') {
            ++at;
            return content;
        } else {
            content += c;
        }
    }
    return std::nullopt;
}

bool IsNumber(std::string_view text) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    return !text.empty() &&
           (std::isdigit(static_cast<unsigned char>(text.front())) != 0 || text.front() == '.') &&
           text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
}

bool IsNumeric(TypeKind kind) {
    switch (kind) {
        case TypeKind::kBool:
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64:
        case TypeKind::kNumeric:
        case TypeKind::kFloat32:
        case TypeKind::kFloat64:
        case TypeKind::kYear: return true;
        default: return false;
    }
}

/// `current_timestamp()`, `curdate()`, … by whichever of their names.
std::optional<DefaultValue::Kind> TimeFunction(std::string_view expression) {
    std::string name = Lower(expression);
    if (const std::size_t open = name.find('('); open != std::string::npos) {
        const std::string inner = name.substr(open + 1);
        if (inner.find_first_not_of("0123456789)") != std::string::npos) return std::nullopt;
        name.resize(open);
    }
    if (name == "current_timestamp" || name == "now" || name == "localtimestamp") {
        return DefaultValue::Kind::kCurrentTimestamp;
    }
    if (name == "curdate" || name == "current_date") return DefaultValue::Kind::kCurrentDate;
    if (name == "curtime" || name == "current_time") return DefaultValue::Kind::kCurrentTime;
    return std::nullopt;
}

DefaultValue Literal(std::string text, const ColumnType& type) {
    // A number in quotes (`DEFAULT '7'` of an int column) is a number.
    const bool number = IsNumeric(type.kind) && IsNumber(text);
    return {.kind = number ? DefaultValue::Kind::kNumber : DefaultValue::Kind::kText,
            .text = std::move(text)};
}

DefaultValue Expression(std::string_view text) {
    std::string_view inner = text;
    while (inner.size() > 2 && inner.front() == '(' && inner.back() == ')' &&
           inner.find('(', 1) == std::string_view::npos) {
        inner = inner.substr(1, inner.size() - 2);
    }
    if (const auto function = TimeFunction(inner)) return {.kind = *function, .text = {}};
    return {.kind = DefaultValue::Kind::kExpression, .text = std::string(text)};
}

DefaultValue QuotedStyle(const std::string& text, const ColumnType& type) {
    if (Lower(text) == "null") return {.kind = DefaultValue::Kind::kNull, .text = {}};
    if (std::optional<std::string> literal = Unquote(text)) {
        return Literal(*std::move(literal), type);
    }
    if (IsNumber(text)) return {.kind = DefaultValue::Kind::kNumber, .text = text};
    return Expression(text);
}

DefaultValue BareStyle(const ColumnRow& row, const ColumnType& type) {
    const std::string& text = *row.column_default;
    const bool is_expression = row.extra.find("DEFAULT_GENERATED") != std::string::npos;
    const bool is_time = type.kind == TypeKind::kTimestamp || type.kind == TypeKind::kTimestampTz;
    if (is_expression || (is_time && TimeFunction(text))) return Expression(text);
    if (type.kind == TypeKind::kBit) {  // b'101'
        return {.kind = DefaultValue::Kind::kExpression, .text = text};
    }
    return Literal(text, type);
}

}  // namespace

std::optional<std::string> Unquote(std::string_view literal) {
    std::size_t at = 0;
    std::optional<std::string> content = ReadLiteral(literal, at);
    if (at != literal.size()) return std::nullopt;
    return content;
}

std::optional<std::vector<std::string>> ParseLabels(std::string_view column_type) {
    std::size_t at = column_type.find('(');
    if (at == std::string_view::npos) return std::nullopt;
    std::vector<std::string> labels;
    do {
        ++at;
        std::optional<std::string> label = ReadLiteral(column_type, at);
        if (!label) return std::nullopt;
        labels.push_back(*std::move(label));
    } while (at < column_type.size() && column_type[at] == ',');
    if (at >= column_type.size() || column_type[at] != ')') return std::nullopt;
    return labels;
}

bool IsSpatial(std::string_view data_type) {
    constexpr std::array<std::string_view, 9> kNames = {
        "geometry",        "point",        "linestring",         "polygon",       "multipoint",
        "multilinestring", "multipolygon", "geometrycollection", "geomcollection"};
    return std::find(kNames.begin(), kNames.end(), data_type) != kNames.end();
}

ColumnType ParseColumnType(const ColumnRow& row) {
    ColumnType type;
    const std::string name = Lower(row.data_type);
    type.kind = row.is_json ? TypeKind::kJson : KindOf(name);
    type.native = row.is_json ? "json" : row.column_type;
    type.is_unsigned = row.column_type.find(" unsigned") != std::string::npos;
    switch (type.kind) {
        case TypeKind::kNumeric:
            type.precision = row.precision;
            type.scale = row.scale;
            break;
        case TypeKind::kTime:
        case TypeKind::kTimestamp:
        case TypeKind::kTimestampTz: type.precision = row.fraction_digits; break;
        case TypeKind::kBit: type.length = row.precision; break;
        case TypeKind::kChar:
        case TypeKind::kVarchar:
        case TypeKind::kText:
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob: type.length = row.length; break;
        case TypeKind::kEnum:
        case TypeKind::kSet:
            type.labels = ParseLabels(row.column_type).value_or(std::vector<std::string>());
            break;
        default: break;
    }
    if (IsSpatial(name) || type.length == 4294967295) type.length = 0;  // as long as it likes
    return type;
}

DefaultValue ParseDefault(const ColumnRow& row, const ColumnType& type, bool quotes_literals) {
    if (!row.column_default || row.is_generated) return {};
    if (quotes_literals) return QuotedStyle(*row.column_default, type);
    return BareStyle(row, type);
}

}  // namespace dmsnode::connectors::mysql
