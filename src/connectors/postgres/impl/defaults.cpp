#include <optional>

#include "connectors/postgres/impl/column_types.hpp"

/// Defaults as pg_get_expr writes them: a literal with casts, a function, an expression.
namespace dmsnode::connectors::postgres {
namespace {

using Kind = DefaultValue::Kind;

std::string_view WithoutOuterParentheses(std::string_view text) {
    while (text.size() >= 2 && text.front() == '(' && text.back() == ')') {
        int depth = 0;
        for (std::size_t i = 0; i + 1 < text.size(); ++i) {
            depth += text[i] == '(' ? 1 : text[i] == ')' ? -1 : 0;
            if (depth == 0) return text;  // `(a) + (b)`
        }
        text = text.substr(1, text.size() - 2);
    }
    return text;
}

/// True for what may stand behind a literal: nothing, or `::` and type names up to the end.
bool IsCasts(std::string_view text) {
    if (text.empty()) return true;
    if (!text.starts_with("::")) return false;
    return text.find_first_of("'+*/|~=<>&") == std::string_view::npos;
}

/// `'it''s'::text` → `it's`. Nothing for anything else.
std::optional<std::string> ReadString(std::string_view text) {
    if (!text.starts_with('\'')) return std::nullopt;
    std::string value;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (text[i] != '\'') {
            value += text[i];
        } else if (i + 1 < text.size() && text[i + 1] == '\'') {
            value += text[i++];
        } else {
            if (!IsCasts(text.substr(i + 1))) return std::nullopt;
            return value;
        }
    }
    return std::nullopt;
}

/// `5`, `-1.5`, `(-5)::bigint` → the number. Nothing for anything else.
std::optional<std::string> ReadNumber(std::string_view text) {
    const std::size_t casts = text.find("::");
    std::string_view number = WithoutOuterParentheses(text.substr(0, casts));
    if (casts != std::string_view::npos && !IsCasts(text.substr(casts))) return std::nullopt;
    std::string_view digits = number;
    if (digits.starts_with('-') || digits.starts_with('+')) digits.remove_prefix(1);
    if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
        return std::nullopt;
    }
    if (digits[0] != '.' && (digits[0] < '0' || digits[0] > '9')) return std::nullopt;
    return std::string(number);
}

bool IsNumberKind(TypeKind kind) {
    return kind == TypeKind::kInt16 || kind == TypeKind::kInt32 || kind == TypeKind::kInt64 ||
           kind == TypeKind::kNumeric || kind == TypeKind::kFloat32 || kind == TypeKind::kFloat64;
}

/// The text of these is PostgreSQL's own notation, which others read differently.
bool IsNotationOfOurs(TypeKind kind) {
    return kind == TypeKind::kBlob || kind == TypeKind::kBit || kind == TypeKind::kVarbit ||
           kind == TypeKind::kInterval || kind == TypeKind::kTimeTz;
}

/// `current_timestamp`, `now()` and what else means it, also with a precision.
std::optional<Kind> ReadClock(std::string_view text) {
    const std::string_view word = text.substr(0, text.find_first_of("(:"));
    const std::string_view tail = text.substr(word.size());
    const bool has_plain_tail =
        tail.empty() || tail == "()" ||
        (tail.size() == 3 && tail[0] == '(' && tail[1] >= '0' && tail[1] <= '6' && tail[2] == ')');
    if (!has_plain_tail) return std::nullopt;
    if (word == "now" || word == "CURRENT_TIMESTAMP" || word == "LOCALTIMESTAMP" ||
        word == "transaction_timestamp") {
        return Kind::kCurrentTimestamp;
    }
    if (word == "CURRENT_DATE") return Kind::kCurrentDate;
    if (word == "CURRENT_TIME" || word == "LOCALTIME") return Kind::kCurrentTime;
    return std::nullopt;
}

/// The clock word that fits the column: now() in a date column gives the date.
std::optional<Kind> ClockFor(Kind kind, TypeKind column) {
    if (column == TypeKind::kTimestamp || column == TypeKind::kTimestampTz) {
        return kind == Kind::kCurrentTime ? std::optional<Kind>() : kind;
    }
    if (column == TypeKind::kDate && kind != Kind::kCurrentTime) return Kind::kCurrentDate;
    if (column == TypeKind::kTime && kind != Kind::kCurrentDate) return Kind::kCurrentTime;
    return std::nullopt;
}

}  // namespace

bool IsNextval(std::string_view expression) {
    return expression.starts_with("nextval(") && expression.ends_with("::regclass)");
}

DefaultValue ParseDefault(std::string_view expression, const ColumnType& type) {
    if (expression.empty()) return {};
    const DefaultValue native{.kind = Kind::kExpression, .text = std::string(expression)};
    const std::string_view text = WithoutOuterParentheses(expression);
    if (text == "NULL" || text.starts_with("NULL::")) return {.kind = Kind::kNull, .text = ""};
    if (IsNotationOfOurs(type.kind)) return native;
    if (type.kind == TypeKind::kBool && (text == "true" || text == "false")) {
        return {.kind = Kind::kBool, .text = std::string(text)};
    }
    if (const std::optional<std::string> string = ReadString(text)) {
        if (IsNumberKind(type.kind)) {
            return ReadNumber(*string) ? DefaultValue{Kind::kNumber, *string} : native;
        }
        return {.kind = Kind::kText, .text = *string};
    }
    if (const std::optional<std::string> number = ReadNumber(text);
        number && IsNumberKind(type.kind)) {
        return {.kind = Kind::kNumber, .text = *number};
    }
    if (const std::optional<Kind> clock = ReadClock(text)) {
        if (const std::optional<Kind> fitting = ClockFor(*clock, type.kind)) {
            return {.kind = *fitting, .text = ""};
        }
    }
    return native;
}

}  // namespace dmsnode::connectors::postgres
