#include "connectors/mysql/filters.hpp"

#include <algorithm>

#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

bool IsComparedAsNumber(TypeKind kind) {
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
        case TypeKind::kYear:
        case TypeKind::kBit: return true;
        default: return false;
    }
}

/// A decimal literal: sign, digits, a point, an exponent, in this order.
bool IsNumberLiteral(std::string_view text) {
    const auto digits = [&] {
        const std::size_t count = std::min(text.find_first_not_of("0123456789"), text.size());
        text.remove_prefix(count);
        return count;
    };
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
    std::size_t count = digits();
    if (!text.empty() && text.front() == '.') {
        text.remove_prefix(1);
        count += digits();
    }
    if (count == 0) return false;
    if (!text.empty() && (text.front() == 'e' || text.front() == 'E')) {
        text.remove_prefix(1);
        if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
        if (digits() == 0) return false;
    }
    return text.empty();
}

/// Numbers go in bare: a quoted one would be compared as a float, which is wrong beyond 2^53.
Result<std::string> Literal(const std::string& value, const Column* column) {
    if (column == nullptr || !IsComparedAsNumber(column->type.kind)) return QuoteText(value);
    if (IsNumberLiteral(value)) return value;
    return Error{ErrorCode::kInvalidArgument, "the filter compares column " + column->name + " (" +
                                                  column->type.native + ") with '" + value +
                                                  "', which is no number"}
        .Hint("correct the source filter in the table mappings");
}

Result<std::string> RenderCondition(const std::string& name, const FilterCondition& condition,
                                    const Column* column) {
    if (condition.op == FilterOperator::kNull) return name + " IS NULL";
    if (condition.op == FilterOperator::kNotNull) return name + " IS NOT NULL";
    const Result<std::string> value = Literal(condition.value, column);
    if (!value) return value.error();
    switch (condition.op) {
        case FilterOperator::kEqual: return name + " = " + *value;
        case FilterOperator::kNotEqual: return name + " <> " + *value;
        case FilterOperator::kLessOrEqual: return name + " <= " + *value;
        case FilterOperator::kGreaterOrEqual: return name + " >= " + *value;
        default: break;
    }
    const Result<std::string> end = Literal(condition.end_value, column);
    if (!end) return end.error();
    const bool inside = condition.op == FilterOperator::kBetween;
    return name + (inside ? " BETWEEN " : " NOT BETWEEN ") + *value + " AND " + *end;
}

Result<std::string> RenderFilter(const RowFilter& filter, const ReadPlan& plan) {
    const auto found =
        std::find_if(plan.columns.begin(), plan.columns.end(),
                     [&](const ReadColumn& each) { return each.column.name == filter.column; });
    const Column* column = found == plan.columns.end() ? nullptr : &found->column;
    std::string sql;
    for (const FilterCondition& condition : filter.any_of) {
        Result<std::string> part = RenderCondition(QuoteName(filter.column), condition, column);
        if (!part) return std::move(part.error()).At(plan.table.ToString());
        sql += (sql.empty() ? "(" : " OR ") + *part;
    }
    return sql.empty() ? sql : sql + ")";
}

}  // namespace

Result<std::string> RenderSelect(const ReadPlan& plan) {
    std::vector<std::string> names;
    for (const ReadColumn& column : plan.columns) names.push_back(column.column.name);
    std::string sql = "SELECT " + QuoteNames(names) + " FROM " + QuoteTable(plan.table);
    bool first = true;
    for (const RowFilter& filter : plan.filters) {
        const Result<std::string> part = RenderFilter(filter, plan);
        if (!part) return part.error();
        if (part->empty()) continue;
        sql += (first ? " WHERE " : " AND ") + *part;
        first = false;
    }
    if (!plan.order_by.empty()) sql += " ORDER BY " + QuoteNames(plan.order_by);
    return sql;
}

}  // namespace dmsnode::connectors::mysql
