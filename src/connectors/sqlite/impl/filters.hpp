#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/sqlite/impl/database.hpp"

namespace dmsnode::connectors::sqlite {

/// The WHERE clause of a read, and what its parameters are bound to.
struct FilterSql {
    std::string where;  ///< Empty: no filter.
    struct Value {
        std::string text;
        bool is_number = false;  ///< Bound as integer or real rather than as text.
    };
    std::vector<Value> values;
};

/// Errors: kNotFound for a column that the plan does not have; kInvalidArgument for a value that is
/// none of the column's type.
Result<FilterSql> BuildFilters(const std::vector<RowFilter>& filters,
                               const std::vector<Column>& columns);
void BindFilters(sqlite3_stmt* statement, const FilterSql& filters);

/// Name of the collation that compares decimal texts by their value.
inline constexpr const char* kDecimalCollation = "dmsnode_decimal";
void RegisterDecimalCollation(sqlite3* raw);
/// −1, 0 or 1, as the decimal number `left` is to `right`. Both are plain decimals.
int CompareDecimals(std::string_view left, std::string_view right);

}  // namespace dmsnode::connectors::sqlite
