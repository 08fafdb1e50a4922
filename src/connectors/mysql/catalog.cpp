#include "connectors/mysql/catalog.hpp"

#include <algorithm>
#include <charconv>
#include <map>
#include <span>

#include "connectors/mysql/sql_text.hpp"
#include "connectors/mysql/types.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr std::string_view kSystemSchemas =
    "('mysql','sys','information_schema','performance_schema')";
// A server's information_schema is fast for one named table, or for one whole schema. Lists of
// names make MariaDB open every table of every schema.
constexpr std::size_t kNamedOneByOne = 3;
constexpr int kFirstQuotedDefaults = 100207;

std::int64_t ToNumber(const std::optional<std::string>& text) {
    std::int64_t number = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), number);
    return number;
}

std::string Text(const std::optional<std::string>& text) {
    return text.value_or("");
}

/// MySQL prints expressions with the quotes of literals escaped: `concat(\`a\`,_utf8mb4\'x\')`.
std::string PlainExpression(const std::optional<std::string>& text, const ServerVersion& version) {
    std::string plain = Text(text);
    if (version.is_mariadb) return plain;
    for (std::size_t at = plain.find("\\'"); at != std::string::npos; at = plain.find("\\'", at)) {
        plain.erase(at, 1);
        ++at;
    }
    return plain;
}

/// The tables of one round: one table, or several of one schema. Found by the two names that a row
/// starts with.
class TableSet {
public:
    explicit TableSet(std::span<Table* const> tables) : schema_(tables.front()->id.schema) {
        if (tables.size() == 1) table_ = tables.front()->id.name;
        for (Table* table : tables) tables_[table->id] = table;
    }
    /// The table of a row whose first two cells are schema and name.
    Table* Find(const TextRow& row) {
        const auto found = tables_.find(TableId{Text(row[0]), Text(row[1])});
        return found == tables_.end() ? nullptr : found->second;
    }
    /// ` WHERE …` by the names of the columns that hold schema and table.
    std::string Where(std::string_view schema_column, std::string_view table_column) const {
        std::string sql = " WHERE " + std::string(schema_column) + " = " + QuoteText(schema_);
        if (!table_.empty()) sql += " AND " + std::string(table_column) + " = " + QuoteText(table_);
        return sql;
    }

private:
    std::string schema_;
    std::string table_;  ///< Empty: all of the schema.
    std::map<TableId, Table*> tables_;
};

Column MakeColumn(const TextRow& row, bool is_json, const ServerVersion& version) {
    const bool quotes_literals = version.is_mariadb && version.number >= kFirstQuotedDefaults;
    ColumnRow parsed;
    parsed.column_default = row[3];
    parsed.nullable = Text(row[4]) == "YES";
    parsed.data_type = Text(row[5]);
    parsed.length = ToNumber(row[6]);
    parsed.precision = static_cast<int>(ToNumber(row[7]));
    parsed.scale = static_cast<int>(ToNumber(row[8]));
    parsed.fraction_digits = static_cast<int>(ToNumber(row[9]));
    parsed.charset = Text(row[10]);
    parsed.column_type = Text(row[12]);
    parsed.extra = Text(row[13]);
    if (parsed.extra.find("DEFAULT_GENERATED") != std::string::npos) {
        parsed.column_default = PlainExpression(row[3], version);
    }
    const std::string expression = PlainExpression(row[14], version);
    parsed.is_generated = !expression.empty();
    parsed.is_json = is_json && parsed.data_type == "longtext";

    Column column;
    column.name = Text(row[2]);
    column.type = ParseColumnType(parsed);
    column.nullable = parsed.nullable;
    column.default_value = ParseDefault(parsed, column.type, quotes_literals);
    column.is_identity = parsed.extra.find("auto_increment") != std::string::npos;
    column.is_generated = parsed.is_generated;
    column.generation_expression = expression;
    column.generation_is_stored = parsed.extra.find("STORED") != std::string::npos ||
                                  parsed.extra.find("PERSISTENT") != std::string::npos;
    column.collation = Text(row[11]);
    return column;
}

/// Checks by table: those that make a longtext JSON, and the others for the list of what is left.
struct Check {
    std::string name;
    std::string clause;
};
using Checks = std::map<TableId, std::vector<Check>>;

std::string JsonClause(const std::string& column) {
    return "json_valid(" + QuoteName(column) + ")";
}

bool IsJsonColumn(const Checks& checks, const TableId& id, const std::string& column) {
    const auto found = checks.find(id);
    if (found == checks.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const Check& check) { return check.clause == JsonClause(column); });
}

Result<Checks> ReadChecks(Session& session, const TableSet& set) {
    Checks checks;
    const ServerVersion& version = session.Version();
    // Neither older server has the table, and neither enforces checks.
    if (version.is_mariadb ? version.number < 100222 : version.number < 80016) return checks;
    const std::string sql =
        version.is_mariadb
            ? "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, CHECK_CLAUSE"
              " FROM information_schema.CHECK_CONSTRAINTS" +
                  set.Where("CONSTRAINT_SCHEMA", "TABLE_NAME")
            : "SELECT t.TABLE_SCHEMA, t.TABLE_NAME, c.CONSTRAINT_NAME, c.CHECK_CLAUSE"
              " FROM information_schema.TABLE_CONSTRAINTS t"
              " JOIN information_schema.CHECK_CONSTRAINTS c"
              " ON c.CONSTRAINT_SCHEMA = t.CONSTRAINT_SCHEMA"
              " AND c.CONSTRAINT_NAME = t.CONSTRAINT_NAME" +
                  set.Where("t.TABLE_SCHEMA", "t.TABLE_NAME") + " AND t.CONSTRAINT_TYPE = 'CHECK'";
    Result<std::vector<TextRow>> rows = session.Query(sql);
    if (!rows) return rows.error();
    for (const TextRow& row : *rows) {
        checks[{Text(row[0]), Text(row[1])}].push_back({Text(row[2]), Text(row[3])});
    }
    return checks;
}

Status ReadTables(Session& session, TableSet& set) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE, TABLE_ROWS, DATA_LENGTH, CREATE_OPTIONS"
        " FROM information_schema.TABLES" +
        set.Where("TABLE_SCHEMA", "TABLE_NAME"));
    if (!rows) return rows.error();
    for (const TextRow& row : *rows) {
        Table* table = set.Find(row);
        if (table == nullptr) continue;
        table->kind =
            Text(row[2]).find("VIEW") != std::string::npos ? TableKind::kView : TableKind::kTable;
        table->estimated_rows = ToNumber(row[3]);
        table->estimated_bytes = ToNumber(row[4]);
        if (Text(row[2]) == "SYSTEM VERSIONED") {
            table->not_carried.push_back("system versioning: only the current rows");
        }
        if (Text(row[5]).find("partitioned") != std::string::npos) {
            table->not_carried.push_back("partitions");
        }
    }
    return {};
}

Status ReadColumns(Session& session, TableSet& set, const Checks& checks) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT TABLE_SCHEMA, TABLE_NAME, COLUMN_NAME, COLUMN_DEFAULT, IS_NULLABLE, DATA_TYPE,"
        " CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, DATETIME_PRECISION,"
        " CHARACTER_SET_NAME, COLLATION_NAME, COLUMN_TYPE, EXTRA, GENERATION_EXPRESSION"
        " FROM information_schema.COLUMNS" +
        set.Where("TABLE_SCHEMA", "TABLE_NAME") +
        " ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION");
    if (!rows) return rows.error();
    for (const TextRow& row : *rows) {
        Table* table = set.Find(row);
        if (table == nullptr) continue;
        const bool is_json = IsJsonColumn(checks, table->id, Text(row[2]));
        table->columns.push_back(MakeColumn(row, is_json, session.Version()));
        const std::string extra = Text(row[13]);
        const std::string& name = table->columns.back().name;
        if (extra.find("on update") != std::string::npos) {
            table->not_carried.push_back("ON UPDATE CURRENT_TIMESTAMP of column " + name);
        }
        if (extra.find("INVISIBLE") != std::string::npos) {
            table->not_carried.push_back("invisibility of column " + name);
        }
    }
    return {};
}

void AddIndexColumn(Table& table, const TextRow& row, const std::string& expression) {
    const std::string name = Text(row[2]);
    if (name == "PRIMARY") {
        table.primary_key.push_back(Text(row[4]));
        return;
    }
    if (table.indexes.empty() || table.indexes.back().name != name) {
        Index index;
        index.name = name;
        index.unique = Text(row[3]) == "0";
        index.is_constraint = index.unique;  // MySQL makes no difference between the two
        const std::string method = Text(row[7]);
        if (method == "FULLTEXT") index.method = "fulltext";
        if (method == "SPATIAL") index.method = "spatial";
        if (method == "HASH") index.method = "hash";
        table.indexes.push_back(std::move(index));
    }
    IndexColumn column;
    column.name = Text(row[4]);
    column.expression = expression;
    column.descending = Text(row[5]) == "D";
    const bool whole = table.indexes.back().method == "spatial";  // its 32 is no prefix
    column.prefix_length = whole ? 0 : ToNumber(row[6]);
    table.indexes.back().columns.push_back(std::move(column));
}

Status ReadIndexes(Session& session, TableSet& set) {
    const ServerVersion& version = session.Version();
    const bool expressions = !version.is_mariadb && version.number >= 80013;
    Result<std::vector<TextRow>> rows = session.Query(
        std::string("SELECT TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, NON_UNIQUE, COLUMN_NAME,"
                    " COLLATION, SUB_PART, INDEX_TYPE, ") +
        (expressions ? "EXPRESSION" : "NULL") + " FROM information_schema.STATISTICS" +
        set.Where("TABLE_SCHEMA", "TABLE_NAME") +
        " ORDER BY TABLE_SCHEMA, TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX");
    if (!rows) return rows.error();
    for (const TextRow& row : *rows) {
        if (Table* table = set.Find(row)) {
            AddIndexColumn(*table, row, PlainExpression(row[8], session.Version()));
        }
    }
    return {};
}

Status ReadLeftBehind(Session& session, TableSet& set, const Checks& checks) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME, 'foreign key'"
        " FROM information_schema.REFERENTIAL_CONSTRAINTS" +
        set.Where("CONSTRAINT_SCHEMA", "TABLE_NAME") +
        " UNION ALL SELECT EVENT_OBJECT_SCHEMA, EVENT_OBJECT_TABLE, TRIGGER_NAME, 'trigger'"
        " FROM information_schema.TRIGGERS" +
        set.Where("EVENT_OBJECT_SCHEMA", "EVENT_OBJECT_TABLE"));
    if (!rows) return rows.error();
    for (const TextRow& row : *rows) {
        if (Table* table = set.Find(row)) {
            table->not_carried.push_back(Text(row[3]) + " " + Text(row[2]));
        }
    }
    for (const auto& [id, list] : checks) {
        Table* table = set.Find(TextRow{id.schema, id.name});
        for (const Check& check : list) {
            if (table != nullptr && !check.clause.starts_with("json_valid(`")) {
                table->not_carried.push_back("check " + check.name);
            }
        }
    }
    return {};
}

Status DescribeSome(Session& session, std::span<Table* const> tables) {
    TableSet set(tables);
    const Result<Checks> checks = ReadChecks(session, set);
    if (!checks) return checks.error();
    if (Status read = ReadTables(session, set); !read) return read.error();
    if (Status read = ReadColumns(session, set, *checks); !read) return read.error();
    if (Status read = ReadIndexes(session, set); !read) return read.error();
    return ReadLeftBehind(session, set, *checks);
}

Status DescribeOfSchema(Session& session, std::span<Table* const> tables) {
    if (tables.size() > kNamedOneByOne) return DescribeSome(session, tables);
    for (std::size_t i = 0; i < tables.size(); ++i) {
        if (Status done = DescribeSome(session, tables.subspan(i, 1)); !done) return done.error();
    }
    return {};
}

}  // namespace

Result<std::vector<std::string>> ListSchemas(Session& session) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN " +
        std::string(kSystemSchemas) + " ORDER BY SCHEMA_NAME");
    if (!rows) return rows.error();
    std::vector<std::string> names;
    for (const TextRow& row : *rows) names.push_back(Text(row[0]));
    return names;
}

Result<std::vector<Table>> ListTables(Session& session) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT TABLE_SCHEMA, TABLE_NAME, TABLE_TYPE FROM information_schema.TABLES"
        " WHERE TABLE_TYPE IN ('BASE TABLE','VIEW','SYSTEM VERSIONED') AND TABLE_SCHEMA NOT IN " +
        std::string(kSystemSchemas) + " ORDER BY TABLE_SCHEMA, TABLE_NAME");
    if (!rows) return rows.error();
    std::vector<Table> tables(rows->size());
    for (std::size_t i = 0; i < rows->size(); ++i) {
        const TextRow& row = (*rows)[i];
        tables[i].id = {.schema = Text(row[0]), .name = Text(row[1])};
        tables[i].kind = Text(row[2]) == "VIEW" ? TableKind::kView : TableKind::kTable;
    }
    return tables;
}

Result<std::vector<Table>> DescribeTables(Session& session, const std::vector<TableId>& ids) {
    std::vector<Table> tables(ids.size());
    std::map<std::string, std::vector<Table*>> by_schema;
    for (std::size_t i = 0; i < ids.size(); ++i) {
        tables[i].id = ids[i];
        by_schema[ids[i].schema].push_back(&tables[i]);
    }
    for (const auto& [schema, group] : by_schema) {
        if (Status done = DescribeOfSchema(session, group); !done) return done.error();
    }
    for (const Table& table : tables) {
        if (table.columns.empty()) {
            return Error{ErrorCode::kNotFound, "there is no such table, or no right to see it"}
                .At(table.id.ToString())
                .Hint("check the name, and that '" + session.GetEndpoint().user +
                      "' has SELECT on it");
        }
    }
    return tables;
}

Result<std::vector<std::string>> ListUnsafeTables(Session& session) {
    Result<std::vector<TextRow>> rows = session.Query(
        "SELECT CONCAT(TABLE_SCHEMA, '.', TABLE_NAME, ' (', t.ENGINE, ')')"
        " FROM information_schema.TABLES t JOIN information_schema.ENGINES e"
        " ON e.ENGINE = t.ENGINE WHERE t.TABLE_TYPE = 'BASE TABLE'"
        " AND COALESCE(e.TRANSACTIONS, 'NO') <> 'YES' AND TABLE_SCHEMA NOT IN " +
        std::string(kSystemSchemas) + " ORDER BY 1 LIMIT 20");
    if (!rows) return rows.error();
    std::vector<std::string> names;
    for (const TextRow& row : *rows) names.push_back(Text(row[0]));
    return names;
}

}  // namespace dmsnode::connectors::mysql
