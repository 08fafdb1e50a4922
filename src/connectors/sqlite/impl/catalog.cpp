#include "connectors/sqlite/impl/catalog.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "connectors/sqlite/impl/ddl.hpp"
#include "connectors/sqlite/impl/types.hpp"

namespace dmsnode::connectors::sqlite {
namespace {

constexpr std::string_view kSchema = "main";
constexpr std::int64_t kBytesAColumn = 16;  ///< A guess: it only orders the tables by size.

bool SameName(std::string_view left, std::string_view right) {
    return std::equal(left.begin(), left.end(), right.begin(), right.end(), [](char a, char b) {
        return std::tolower(static_cast<unsigned char>(a)) ==
               std::tolower(static_cast<unsigned char>(b));
    });
}

/// What pragma table_list and sqlite_schema tell of one table.
struct Entry {
    std::string name;
    std::string type;  ///< `table`, `view`, `virtual`
    bool without_rowid = false;
    std::string sql;
};

Result<std::optional<Entry>> FindEntry(Database& database, const std::string& name) {
    Result<Statement> found = database.Prepare(
        "SELECT l.name, l.type, l.wr, s.sql FROM pragma_table_list AS l "
        "JOIN main.sqlite_schema AS s ON s.name = l.name AND s.type IN ('table', 'view') "
        "WHERE l.schema = 'main' AND l.name = ?1 COLLATE NOCASE");
    if (!found) return found.error();
    sqlite3_bind_text(found->get(), 1, name.data(), static_cast<int>(name.size()), SQLITE_STATIC);
    const Result<bool> row = database.Step(found->get());
    if (!row) return row.error();
    if (!*row) return std::optional<Entry>();
    return std::optional<Entry>(Entry{.name = ColumnText(found->get(), 0),
                                      .type = ColumnText(found->get(), 1),
                                      .without_rowid = sqlite3_column_int(found->get(), 2) != 0,
                                      .sql = ColumnText(found->get(), 3)});
}

std::string GenerationOf(const TableClauses& clauses, const std::string& name) {
    const auto column = std::find_if(clauses.columns.begin(), clauses.columns.end(),
                                     [&](const auto& c) { return SameName(c.name, name); });
    return column == clauses.columns.end() ? "" : column->generation_expression;
}

/// What the library knows of a column and no pragma tells: collation and AUTOINCREMENT.
void AddMetadata(Database& database, const std::string& table, Column& column,
                 bool& autoincrement) {
    const char* collation = nullptr;
    int is_autoincrement = 0;
    if (sqlite3_table_column_metadata(database.raw(), "main", table.c_str(), column.name.c_str(),
                                      nullptr, &collation, nullptr, nullptr,
                                      &is_autoincrement) != SQLITE_OK) {
        return;  // a view's column has none
    }
    if (collation != nullptr && std::string_view(collation) != "BINARY") {
        column.collation = collation;
    }
    autoincrement = is_autoincrement != 0;
}

Status ReadColumns(Database& database, const Entry& entry, Table& table) {
    const TableClauses clauses = ParseCreateTable(entry.sql);
    Result<Statement> rows =
        database.Prepare(fmt::format("SELECT name, type, \"notnull\", dflt_value, pk, hidden FROM "
                                     "pragma_table_xinfo({}, 'main') WHERE hidden <> 1",
                                     Literal(entry.name)));
    if (!rows) return rows.error();
    std::map<int, std::string> key;
    while (true) {
        const Result<bool> more = database.Step(rows->get());
        if (!more) return more.error();
        if (!*more) break;
        Column column;
        column.name = ColumnText(rows->get(), 0);
        column.type = ParseDeclaredType(ColumnText(rows->get(), 1));
        column.nullable = sqlite3_column_int(rows->get(), 2) == 0;
        if (sqlite3_column_type(rows->get(), 3) != SQLITE_NULL) {
            column.default_value = ParseDefault(ColumnText(rows->get(), 3), column.type);
        }
        const int position = sqlite3_column_int(rows->get(), 4);
        if (position > 0) key[position] = column.name;
        const int hidden = sqlite3_column_int(rows->get(), 5);
        column.is_generated = hidden == 2 || hidden == 3;
        column.generation_is_stored = hidden == 3;
        if (column.is_generated) {
            column.generation_expression = GenerationOf(clauses, column.name);
        }
        bool autoincrement = false;
        AddMetadata(database, entry.name, column, autoincrement);
        if (autoincrement) column.type.native += kAutoincrement;
        table.columns.push_back(std::move(column));
    }
    for (auto& [position, name] : key) table.primary_key.push_back(name);
    // A lone INTEGER PRIMARY KEY is the rowid: never NULL, and counted up by SQLite.
    for (Column& column : table.columns) {
        if (table.primary_key.size() != 1 || column.name != table.primary_key[0]) continue;
        if (entry.without_rowid || !SameName(column.type.native.substr(0, 7), "INTEGER")) continue;
        const bool alias =
            column.type.native.size() == 7 || column.type.native.ends_with(kAutoincrement);
        if (alias) column.is_identity = true;
        if (alias) column.nullable = false;
    }
    for (const std::string& check : clauses.checks) table.not_carried.push_back("check " + check);
    if (clauses.strict) table.not_carried.emplace_back("STRICT");
    return {};
}

/// An index that SQLite made for a constraint has a name that nobody may create.
std::string IndexName(const std::string& table, const Index& index, const std::string& name) {
    if (!name.starts_with("sqlite_autoindex_")) return name;
    std::string made = table;
    for (const IndexColumn& column : index.columns) made += "_" + column.name;
    return made + "_key";
}

std::string CollationOf(const Table& table, const std::string& name) {
    for (const Column& column : table.columns) {
        if (column.name == name && !column.collation.empty()) return column.collation;
    }
    return "BINARY";
}

Status ReadIndexColumns(Database& database, const Table& table, const std::string& name,
                        const std::string& sql, Index& index) {
    const IndexClauses clauses = ParseCreateIndex(sql);
    index.predicate = clauses.predicate;
    Result<Statement> rows = database.Prepare(fmt::format(
        "SELECT cid, name, \"desc\", coll FROM pragma_index_xinfo({}, 'main') WHERE key = 1 "
        "ORDER BY seqno",
        Literal(name)));
    if (!rows) return rows.error();
    while (true) {
        const Result<bool> more = database.Step(rows->get());
        if (!more) return more.error();
        if (!*more) return {};
        IndexColumn column;
        column.descending = sqlite3_column_int(rows->get(), 2) != 0;
        const std::size_t position = index.columns.size();
        if (sqlite3_column_int(rows->get(), 0) >= 0) {
            column.name = ColumnText(rows->get(), 1);
            const std::string collation = ColumnText(rows->get(), 3);
            if (!SameName(collation, CollationOf(table, column.name))) {
                column.expression = Quoted(column.name) + " COLLATE " + Quoted(collation);
                column.name.clear();
            }
        } else if (position < clauses.terms.size()) {
            column.expression = TermExpression(clauses.terms[position]);
        }
        index.columns.push_back(std::move(column));
    }
}

Status ReadIndexes(Database& database, Table& table) {
    Result<Statement> rows = database.Prepare(fmt::format(
        "SELECT l.name, l.\"unique\", l.origin, s.sql FROM pragma_index_list({}, 'main') AS l "
        "LEFT JOIN main.sqlite_schema AS s ON s.type = 'index' AND s.name = l.name "
        "WHERE l.origin <> 'pk' ORDER BY l.name",
        Literal(table.id.name)));
    if (!rows) return rows.error();
    while (true) {
        const Result<bool> more = database.Step(rows->get());
        if (!more) return more.error();
        if (!*more) return {};
        Index index;
        const std::string name = ColumnText(rows->get(), 0);
        index.unique = sqlite3_column_int(rows->get(), 1) != 0;
        index.is_constraint = ColumnText(rows->get(), 2) == "u";
        if (Status read =
                ReadIndexColumns(database, table, name, ColumnText(rows->get(), 3), index);
            !read) {
            return read.error();
        }
        index.name = IndexName(table.id.name, index, name);
        table.indexes.push_back(std::move(index));
    }
}

/// Appends `format` with the first column of each row.
Status AppendNames(Database& database, const std::string& sql, std::vector<std::string>& into) {
    Result<Statement> rows = database.Prepare(sql);
    if (!rows) return rows.error();
    while (true) {
        const Result<bool> more = database.Step(rows->get());
        if (!more) return more.error();
        if (!*more) return {};
        into.push_back(ColumnText(rows->get(), 0));
    }
}

Status ReadNotCarried(Database& database, const Entry& entry, Table& table) {
    if (entry.type == "virtual") table.not_carried.emplace_back("virtual table module");
    if (entry.without_rowid) table.not_carried.emplace_back("WITHOUT ROWID");
    Status keys = AppendNames(
        database,
        fmt::format(
            "SELECT 'foreign key (' || group_concat(\"from\", ', ') || ') to ' || "
            "max(\"table\") FROM pragma_foreign_key_list({}, 'main') GROUP BY id ORDER BY id",
            Literal(entry.name)),
        table.not_carried);
    if (!keys) return keys.error();
    return AppendNames(database,
                       fmt::format("SELECT 'trigger ' || name FROM main.sqlite_schema WHERE type = "
                                   "'trigger' AND tbl_name = {} COLLATE NOCASE ORDER BY name",
                                   Literal(entry.name)),
                       table.not_carried);
}

/// Cheap where it can be: the distance of the rowids is read from the two ends of the tree.
Status EstimateRows(Database& database, const Entry& entry, Table& table) {
    const std::string quoted = Quoted(entry.name);
    std::string sql = fmt::format("SELECT max(_rowid_) - min(_rowid_) + 1 FROM main.{}", quoted);
    if (entry.type != "table") sql = "SELECT 0";
    if (entry.type == "table" && entry.without_rowid) {
        sql = fmt::format("SELECT count(*) FROM main.{}", quoted);
    }
    const Result<std::int64_t> rows = database.QueryInteger(sql);
    if (!rows) return rows.error();
    table.estimated_rows = *rows;
    table.estimated_bytes = *rows * static_cast<std::int64_t>(table.columns.size()) * kBytesAColumn;
    return {};
}

/// Columns without a declared type hold anything: their values say what they are.
Status SettleUndeclared(Database& database, Table& table) {
    std::string sql;
    for (const Column& column : table.columns) {
        if (!column.type.native.empty()) continue;
        const std::string name = Quoted(column.name);
        for (const char* type : {"integer", "real", "text", "blob"}) {
            sql += fmt::format("{}coalesce(max(typeof({}) = '{}'), 0)", sql.empty() ? "" : ", ",
                               name, type);
        }
    }
    if (sql.empty()) return {};
    Result<Statement> row =
        database.Prepare(fmt::format("SELECT {} FROM main.{}", sql, Quoted(table.id.name)));
    if (!row) return row.error();
    const Result<bool> found = database.Step(row->get());
    if (!found) return found.error();
    int at = 0;
    for (Column& column : table.columns) {
        if (!column.type.native.empty()) continue;
        const bool integers = sqlite3_column_int(row->get(), at) != 0;
        const bool reals = sqlite3_column_int(row->get(), at + 1) != 0;
        const bool texts = sqlite3_column_int(row->get(), at + 2) != 0;
        const bool blobs = sqlite3_column_int(row->get(), at + 3) != 0;
        at += 4;
        if (blobs && !texts && !integers && !reals) column.type.kind = TypeKind::kBlob;
        if (integers && !reals && !texts && !blobs) column.type.kind = TypeKind::kInt64;
        if (reals && !texts && !blobs) column.type.kind = TypeKind::kFloat64;
    }
    return {};
}

}  // namespace

Result<std::vector<Table>> ListTables(Database& database) {
    Result<Statement> rows = database.Prepare(
        "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type <> 'shadow' "
        "AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name");
    if (!rows) return rows.error();
    std::vector<Table> tables;
    while (true) {
        const Result<bool> more = database.Step(rows->get());
        if (!more) return more.error();
        if (!*more) return tables;
        Table& table = tables.emplace_back();
        table.id = {std::string(kSchema), ColumnText(rows->get(), 0)};
        table.kind = ColumnText(rows->get(), 1) == "view" ? TableKind::kView : TableKind::kTable;
    }
}

Result<std::optional<Table>> DescribeTable(Database& database, const std::string& name) {
    Result<std::optional<Entry>> entry = FindEntry(database, name);
    if (!entry) return entry.error();
    if (!*entry) return std::optional<Table>();
    Table table;
    table.id = {std::string(kSchema), (*entry)->name};
    table.kind = (*entry)->type == "view" ? TableKind::kView : TableKind::kTable;
    Status read = ReadColumns(database, **entry, table);
    if (read) read = ReadIndexes(database, table);
    if (read) read = ReadNotCarried(database, **entry, table);
    if (read) read = EstimateRows(database, **entry, table);
    if (read) read = SettleUndeclared(database, table);
    if (!read) return Error(read.error()).At(table.id.ToString());
    return std::optional<Table>(std::move(table));
}

Result<std::string> RowidName(Database& database, const Table& table) {
    if (table.kind == TableKind::kView) return std::string();
    for (const char* name : {"_rowid_", "rowid", "oid"}) {
        const bool hidden =
            std::any_of(table.columns.begin(), table.columns.end(),
                        [&](const Column& column) { return SameName(column.name, name); });
        if (hidden) continue;
        const Result<Statement> probe =
            database.Prepare(fmt::format("SELECT {} FROM main.{}", name, Quoted(table.id.name)));
        return probe ? std::string(name) : std::string();
    }
    return std::string();
}

}  // namespace dmsnode::connectors::sqlite
