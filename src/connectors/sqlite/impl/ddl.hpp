#pragma once

#include <string>
#include <string_view>
#include <vector>

/// What SQLite's catalogue tells only as the text of the CREATE statement. Pure.
namespace dmsnode::connectors::sqlite {

struct ColumnClauses {
    std::string name;
    std::string generation_expression;  ///< Without the outer parentheses; empty: not generated.
};

struct TableClauses {
    std::vector<ColumnClauses> columns;
    std::vector<std::string> checks;  ///< `qty > 0`
    bool without_rowid = false;
    bool strict = false;
};

struct IndexClauses {
    std::vector<std::string> terms;  ///< As written, COLLATE and DESC included.
    std::string predicate;           ///< After WHERE; empty: all rows.
};

/// `sql` comes from sqlite_schema, so SQLite has parsed it before us. Text that we cannot follow
/// gives fewer clauses, never wrong ones.
TableClauses ParseCreateTable(std::string_view sql);
IndexClauses ParseCreateIndex(std::string_view sql);

/// An index term without its trailing COLLATE, ASC and DESC.
std::string TermExpression(std::string_view term);

}  // namespace dmsnode::connectors::sqlite
