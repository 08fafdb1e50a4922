#include "connectors/postgres/impl/catalog.hpp"

#include <map>

#include "connectors/postgres/impl/catalog_sql.hpp"
#include "connectors/postgres/impl/column_types.hpp"
#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

using Labels = std::map<std::string, std::vector<std::string>>;  ///< By the type's oid.

Labels ReadLabels(const Rows& rows) {
    Labels labels;
    for (int row = 0; row < rows.size(); ++row) {
        labels[rows.String(row, 0)].push_back(rows.String(row, 1));
    }
    return labels;
}

/// The table that row `row` belongs to: column 0 is its number in the request, from 1.
Table& TableOf(const Rows& rows, int row, std::vector<Table>& tables) {
    return tables[static_cast<std::size_t>(rows.Integer(row, 0) - 1)];
}

void ReadTables(const Rows& rows, const std::vector<TableId>& ids, std::vector<Table>& tables) {
    for (int row = 0; row < rows.size(); ++row) {
        Table& table = TableOf(rows, row, tables);
        table.id = ids[static_cast<std::size_t>(rows.Integer(row, 0) - 1)];
        const std::string_view kind = rows.Text(row, 1);
        table.kind = kind == "v" || kind == "m" ? TableKind::kView : TableKind::kTable;
        table.estimated_rows = rows.Integer(row, 2);
        table.estimated_bytes = rows.Integer(row, 3);
    }
}

CatalogType ReadType(const Rows& rows, int row, int money_scale, const Labels& labels) {
    CatalogType type{.schema = rows.String(row, 2),
                     .name = rows.String(row, 3),
                     .kind = rows.Text(row, 4).empty() ? 'b' : rows.Text(row, 4)[0],
                     .declaration = rows.String(row, 5),
                     .modifier = static_cast<int>(rows.Integer(row, 6)),
                     .money_scale = money_scale,
                     .labels = {}};
    if (const auto found = labels.find(rows.String(row, 13)); found != labels.end()) {
        type.labels = found->second;
    }
    return type;
}

void ReadColumns(const Rows& rows, int money_scale, const Labels& labels,
                 std::vector<Table>& tables) {
    for (int row = 0; row < rows.size(); ++row) {
        Table& table = TableOf(rows, row, tables);
        Column column;
        column.name = rows.String(row, 1);
        column.type = ToColumnType(ReadType(rows, row, money_scale, labels));
        column.nullable = !rows.Bool(row, 7);
        const std::string expression = rows.String(row, 10);
        column.is_generated = !rows.Text(row, 9).empty();
        column.is_identity = !rows.Text(row, 8).empty() || IsNextval(expression);
        if (column.is_generated) {
            column.generation_expression = expression;
            column.generation_is_stored = rows.Text(row, 9) == "s";
        } else if (!column.is_identity) {
            column.default_value = ParseDefault(expression, column.type);
        }
        column.collation = rows.String(row, 11);
        if (!rows.IsNull(row, 12)) {
            table.not_carried.push_back("domain " + rows.String(row, 12) + " of column " +
                                        column.name + " (kept as " + column.type.native + ")");
        }
        table.columns.push_back(std::move(column));
    }
}

constexpr int kDescending = 1;  // bits of pg_index.indoption
constexpr int kNullsFirst = 2;

/// What a key has beyond column and direction, as it stands behind the column in CREATE INDEX.
std::string KeyDecoration(const Rows& rows, int row) {
    std::string text;
    if (!rows.IsNull(row, 14)) text += " COLLATE " + rows.String(row, 14);
    if (!rows.IsNull(row, 13)) text += " " + rows.String(row, 13);
    return text;
}

/// NULLs come first by default exactly where the order is descending.
bool HasOwnNullOrder(const Rows& rows, int row) {
    const auto options = static_cast<int>(rows.Integer(row, 12));
    return ((options & kNullsFirst) != 0) != ((options & kDescending) != 0);
}

/// A column with an operator class or collation of its own has name *and* expression: other engines
/// go by the name.
IndexColumn ReadIndexColumn(const Rows& rows, int row) {
    IndexColumn column;
    column.name = rows.String(row, 10);
    column.descending = (rows.Integer(row, 12) & kDescending) != 0;
    const std::string decoration = KeyDecoration(rows, row);
    if (column.name.empty() || !decoration.empty()) {
        column.expression = rows.String(row, 11) + decoration;
    }
    return column;
}

void NoteIndexLosses(const Rows& rows, int row, Table& table) {
    const std::string name = rows.String(row, 1);
    if (rows.Bool(row, 5)) {
        table.not_carried.push_back("deferrable property of constraint " + name);
    }
    if (rows.Bool(row, 6)) {
        table.not_carried.push_back("NULLS NOT DISTINCT of index " + name);
    }
}

void ReadIndexes(const Rows& rows, std::vector<Table>& tables) {
    for (int row = 0; row < rows.size(); ++row) {
        Table& table = TableOf(rows, row, tables);
        const std::string_view constraint = rows.Text(row, 4);
        if (constraint == "x") continue;  // listed among the constraints that are not carried
        const bool is_included = rows.Bool(row, 9);
        if (rows.Bool(row, 2)) {
            if (!is_included) table.primary_key.push_back(rows.String(row, 10));
            continue;
        }
        const std::string name = rows.String(row, 1);
        if (table.indexes.empty() || table.indexes.back().name != name) {
            NoteIndexLosses(rows, row, table);
            table.indexes.push_back({.name = name,
                                     .columns = {},
                                     .unique = rows.Bool(row, 3),
                                     .is_constraint = constraint == "u",
                                     .method = rows.String(row, 7),
                                     .predicate = rows.String(row, 8)});
        }
        if (is_included) {
            table.not_carried.push_back("included column " + rows.String(row, 10) + " of index " +
                                        name);
            continue;
        }
        if (HasOwnNullOrder(rows, row)) {
            table.not_carried.push_back("place of NULLs in index " + name);
        }
        table.indexes.back().columns.push_back(ReadIndexColumn(rows, row));
    }
}

}  // namespace

Result<std::vector<std::string>> ListSchemas(Session& session) {
    Result<Rows> rows = session.Run(kListSchemasSql, "list schemas");
    if (!rows) return rows.error();
    std::vector<std::string> names;
    for (int row = 0; row < rows->size(); ++row) names.push_back(rows->String(row, 0));
    return names;
}

Result<std::vector<Table>> ListTables(Session& session) {
    Result<Rows> rows = session.Run(kListTablesSql, "list tables");
    if (!rows) return rows.error();
    std::vector<Table> tables;
    for (int row = 0; row < rows->size(); ++row) {
        Table table;
        table.id = {rows->String(row, 0), rows->String(row, 1)};
        table.kind = rows->Bool(row, 2) ? TableKind::kView : TableKind::kTable;
        tables.push_back(std::move(table));
    }
    return tables;
}

Result<std::vector<Table>> DescribeTables(Session& session, const std::vector<TableId>& ids) {
    std::vector<Table> tables(ids.size());
    if (ids.empty()) return tables;
    Result<std::vector<Rows>> answers = session.RunAll(DescribeSql(ids), "read the catalogue");
    if (!answers) return answers.error();
    if (answers->size() != 6) return Error{ErrorCode::kProtocol, "catalogue: answers are missing"};
    const auto money_scale = static_cast<int>((*answers)[0].Integer(0, 0));
    const Labels labels = ReadLabels((*answers)[1]);
    ReadTables((*answers)[2], ids, tables);
    ReadColumns((*answers)[3], money_scale, labels, tables);
    ReadIndexes((*answers)[4], tables);
    const Rows& not_carried = (*answers)[5];
    for (int row = 0; row < not_carried.size(); ++row) {
        TableOf(not_carried, row, tables).not_carried.push_back(not_carried.String(row, 1));
    }
    return tables;
}

}  // namespace dmsnode::connectors::postgres
