#include "connectors/sqlite/impl/filters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "connectors/cells.hpp"
#include "connectors/sqlite/impl/types.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

enum class Comparison { kText, kNumber, kDecimalText, kBool };

Comparison ComparisonOf(const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kBool: return Comparison::kBool;
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64:
        case TypeKind::kNumeric:
        case TypeKind::kYear:
            return AffinityOf(type.native) == Affinity::kText ? Comparison::kDecimalText
                                                              : Comparison::kNumber;
        case TypeKind::kFloat32:
        case TypeKind::kFloat64: return Comparison::kNumber;
        default: return Comparison::kText;
    }
}

bool IsPlainDecimal(std::string_view text) {
    if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
    bool digits = false;
    bool point = false;
    for (const char c : text) {
        if (c == '.' && !point) {
            point = true;
        } else if (c >= '0' && c <= '9') {
            digits = true;
        } else {
            return false;
        }
    }
    return digits;
}

bool IsNumberText(std::string_view text) {
    double value = 0;
    if (text.starts_with('+')) text.remove_prefix(1);
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
}

struct Builder {
    FilterSql sql;

    Result<std::string> Parameter(const Column& column, Comparison comparison,
                                  const std::string& value) {
        const auto wrong = [&](std::string_view expected) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the filter value \"{}\" is not {}", value, expected)}
                .At(column.name);
        };
        if (comparison == Comparison::kBool) {
            if (value != "true" && value != "false" && value != "1" && value != "0") {
                return wrong("true, false, 1 or 0");
            }
            sql.values.push_back({value == "true" || value == "1" ? "1" : "0", true});
            return std::string("?");
        }
        if (comparison == Comparison::kNumber && !IsNumberText(value)) return wrong("a number");
        if (comparison == Comparison::kDecimalText && !IsPlainDecimal(value)) {
            return wrong("a decimal number");
        }
        sql.values.push_back({value, comparison == Comparison::kNumber});
        return std::string(comparison == Comparison::kDecimalText
                               ? fmt::format("? COLLATE {}", kDecimalCollation)
                               : "?");
    }

    Result<std::string> Condition(const Column& column, const FilterCondition& condition) {
        const std::string name = Quoted(column.name);
        if (condition.op == FilterOperator::kNull) return name + " IS NULL";
        if (condition.op == FilterOperator::kNotNull) return name + " IS NOT NULL";
        const Comparison comparison = ComparisonOf(column.type);
        Result<std::string> first = Parameter(column, comparison, condition.value);
        if (!first) return first;
        switch (condition.op) {
            case FilterOperator::kEqual: return name + " = " + *first;
            case FilterOperator::kNotEqual: return name + " <> " + *first;
            case FilterOperator::kLessOrEqual: return name + " <= " + *first;
            case FilterOperator::kGreaterOrEqual: return name + " >= " + *first;
            case FilterOperator::kBetween:
            case FilterOperator::kNotBetween:
            case FilterOperator::kNull:
            case FilterOperator::kNotNull: break;
        }
        Result<std::string> second = Parameter(column, comparison, condition.end_value);
        if (!second) return second;
        // Two comparisons: BETWEEN would take its collation from the column.
        const std::string inside =
            fmt::format("({0} >= {1} AND {0} <= {2})", name, *first, *second);
        return condition.op == FilterOperator::kBetween ? inside : "NOT " + inside;
    }
};

}  // namespace

Result<FilterSql> BuildFilters(const std::vector<RowFilter>& filters,
                               const std::vector<Column>& columns) {
    Builder builder;
    for (const RowFilter& filter : filters) {
        const auto column = std::find_if(columns.begin(), columns.end(),
                                         [&](const Column& c) { return c.name == filter.column; });
        if (column == columns.end()) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("the filter's column {} does not exist", filter.column)};
        }
        std::string any;
        for (const FilterCondition& condition : filter.any_of) {
            Result<std::string> sql = builder.Condition(*column, condition);
            if (!sql) return sql.error();
            any += (any.empty() ? "" : " OR ") + *sql;
        }
        if (any.empty()) continue;
        builder.sql.where += (builder.sql.where.empty() ? " WHERE (" : " AND (") + any + ")";
    }
    return std::move(builder.sql);
}

void BindFilters(sqlite3_stmt* statement, const FilterSql& filters) {
    int parameter = 0;
    for (const FilterSql::Value& value : filters.values) {
        ++parameter;
        const char* begin = value.text.data();
        const char* end = begin + value.text.size();
        if (value.is_number) {
            if (begin != end && *begin == '+') ++begin;
            std::int64_t integer = 0;
            const auto whole = std::from_chars(begin, end, integer);
            if (whole.ec == std::errc() && whole.ptr == end) {
                sqlite3_bind_int64(statement, parameter, integer);
            } else {
                double real = 0;
                std::from_chars(begin, end, real);
                sqlite3_bind_double(statement, parameter, real);
            }
        } else {
            sqlite3_bind_text64(statement, parameter, begin, value.text.size(), SQLITE_TRANSIENT,
                                SQLITE_UTF8);
        }
    }
}

int CompareDecimals(std::string_view left, std::string_view right) {
    struct Parts {
        bool negative;
        std::string_view whole;
        std::string_view fraction;
    };
    const auto split = [](std::string_view text) {
        Parts parts{text.starts_with('-'), {}, {}};
        if (!text.empty() && (text[0] == '-' || text[0] == '+')) text.remove_prefix(1);
        const std::size_t point = text.find('.');
        parts.whole = text.substr(0, point);
        if (point != std::string_view::npos) parts.fraction = text.substr(point + 1);
        while (parts.whole.starts_with('0')) parts.whole.remove_prefix(1);
        while (parts.fraction.ends_with('0')) parts.fraction.remove_suffix(1);
        if (parts.whole.empty() && parts.fraction.empty()) parts.negative = false;
        return parts;
    };
    const Parts a = split(left);
    const Parts b = split(right);
    if (a.negative != b.negative) return a.negative ? -1 : 1;
    int order = 0;
    if (a.whole.size() != b.whole.size()) {
        order = a.whole.size() < b.whole.size() ? -1 : 1;
    } else if (a.whole != b.whole) {
        order = a.whole < b.whole ? -1 : 1;
    } else if (a.fraction != b.fraction) {
        order = a.fraction < b.fraction ? -1 : 1;
    }
    return a.negative ? -order : order;
}

void RegisterDecimalCollation(sqlite3* raw) {
    sqlite3_create_collation_v2(
        raw, kDecimalCollation, SQLITE_UTF8, nullptr,
        [](void*, int left_size, const void* left, int right_size, const void* right) {
            return CompareDecimals(
                {static_cast<const char*>(left), static_cast<std::size_t>(left_size)},
                {static_cast<const char*>(right), static_cast<std::size_t>(right_size)});
        },
        nullptr);
}

}  // namespace dmsnode::connectors::sqlite
