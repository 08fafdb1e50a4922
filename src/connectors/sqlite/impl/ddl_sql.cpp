#include "connectors/sqlite/impl/ddl_sql.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "connectors/sqlite/impl/database.hpp"
#include "connectors/sqlite/impl/types.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

bool IsWholeNumber(const TargetColumn& column) {
    switch (column.mapped.format) {
        case CellFormat::kInt16:
        case CellFormat::kInt32:
        case CellFormat::kInt64: return true;
        case CellFormat::kNative:
            return column.mapped.type_sql.starts_with("INTEGER") ||
                   column.mapped.type_sql.starts_with("integer");
        default: return false;
    }
}

/// Between two files only what was the rowid before becomes it: `INT PRIMARY KEY` may hold texts.
bool IsRowid(const TargetTable& table, const TargetColumn& column) {
    return table.primary_key.size() == 1 && table.primary_key[0] == column.name &&
           IsWholeNumber(column) && (table.source_engine != Engine::kSqlite || column.is_identity);
}

bool CountsUp(const TargetTable& table, const TargetColumn& column) {
    if (table.source_engine == Engine::kSqlite) {
        return column.mapped.type_sql.ends_with(kAutoincrement);
    }
    return column.is_identity;
}

std::string ColumnSql(const TargetTable& table, const TargetColumn& column) {
    std::string sql = Quoted(column.name);
    if (IsRowid(table, column)) {
        sql += " INTEGER PRIMARY KEY";
        if (CountsUp(table, column)) sql += kAutoincrement;
        return sql;
    }
    if (!column.mapped.type_sql.empty()) sql += " " + column.mapped.type_sql;
    const bool same = table.source_engine == Engine::kSqlite;
    if (same && !column.source.collation.empty()) {
        sql += " COLLATE " + Quoted(column.source.collation);
    }
    if (!column.nullable) sql += " NOT NULL";
    if (same && column.source.is_generated && !column.source.generation_expression.empty()) {
        sql += fmt::format(" GENERATED ALWAYS AS ({}) {}", column.source.generation_expression,
                           column.source.generation_is_stored ? "STORED" : "VIRTUAL");
    } else if (!column.mapped.default_sql.empty()) {
        sql += " DEFAULT " + column.mapped.default_sql;
    }
    return sql;
}

bool KeyStandsInColumn(const TargetTable& table) {
    return std::any_of(table.columns.begin(), table.columns.end(),
                       [&](const TargetColumn& column) { return IsRowid(table, column); });
}

}  // namespace

std::string CreateTableSql(const TargetTable& table) {
    std::string body;
    for (const TargetColumn& column : table.columns) {
        body += (body.empty() ? "" : ", ") + ColumnSql(table, column);
    }
    if (!table.primary_key.empty() && !KeyStandsInColumn(table)) {
        std::string names;
        for (const std::string& name : table.primary_key) {
            names += (names.empty() ? "" : ", ") + Quoted(name);
        }
        body += ", PRIMARY KEY (" + names + ")";
    }
    return fmt::format("CREATE TABLE main.{} ({})", Quoted(table.id.name), body);
}

IndexSql CreateIndexSql(const TargetTable& table, const Index& index) {
    const bool same = table.source_engine == Engine::kSqlite;
    const bool ordinary = index.method.empty() || index.method == "btree" || index.method == "hash";
    if (!ordinary) return {"", fmt::format("SQLite has no {} index", index.method)};
    if (!same && !index.predicate.empty()) {
        return {"", "its condition is in another engine's SQL: " + index.predicate};
    }
    std::string columns;
    for (const IndexColumn& column : index.columns) {
        if (!column.expression.empty() && !same) {
            return {"", "its expression is in another engine's SQL: " + column.expression};
        }
        if (column.prefix_length > 0 && index.unique) {
            return {"", fmt::format("it is unique over the first {} characters of {}",
                                    column.prefix_length, column.name)};
        }
        columns += fmt::format("{}{}{}", columns.empty() ? "" : ", ",
                               column.expression.empty() ? Quoted(column.name) : column.expression,
                               column.descending ? " DESC" : "");
    }
    std::string sql = fmt::format("ON {} ({})", Quoted(table.id.name), columns);
    if (!index.predicate.empty()) sql += " WHERE " + index.predicate;
    return {std::move(sql), ""};
}

}  // namespace dmsnode::connectors::sqlite
