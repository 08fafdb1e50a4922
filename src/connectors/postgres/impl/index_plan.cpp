#include <algorithm>
#include <cstdint>

#include "connectors/postgres/impl/indexes.hpp"
#include "connectors/postgres/impl/sql.hpp"

/// Which keys and indexes a table still needs, and what they are here.
namespace dmsnode::connectors::postgres {
namespace {

constexpr std::size_t kMaxNameBytes = 63;
constexpr std::size_t kHashDigits = 8;

const TargetColumn* FindColumn(const TargetTable& table, const std::string& name) {
    for (const TargetColumn& column : table.columns) {
        if (column.name == name) return &column;
    }
    return nullptr;
}

/// What stands behind the column's own name in an index element (`"name" text_pattern_ops`).
std::string Decoration(const std::string& element) {
    std::size_t end = 0;
    if (element.starts_with('"')) {
        end = 1;
        while (end < element.size() && (element[end] != '"' || element.substr(end, 2) == "\"\"")) {
            end += element[end] == '"' ? 2 : 1;
        }
        ++end;
    } else {
        end = std::min(element.find(' '), element.size());
    }
    return element.substr(std::min(end, element.size()));
}

/// MySQL indexes the first characters of a long column; here that is an expression.
std::string PrefixSql(const TargetTable& table, const IndexColumn& column) {
    const TargetColumn* target = FindColumn(table, column.name);
    const bool is_bytes = target != nullptr && target->mapped.format == CellFormat::kBytes;
    return std::string(is_bytes ? "substr(" : "left(") + QuoteIdentifier(column.name) +
           (is_bytes ? ", 1, " : ", ") + std::to_string(column.prefix_length) + ")";
}

std::string ElementSql(const TargetTable& table, const IndexColumn& column) {
    std::string sql = column.name.empty() ? column.expression : QuoteIdentifier(column.name);
    if (column.prefix_length > 0) sql = PrefixSql(table, column);
    if (!column.name.empty()) sql += Decoration(column.expression);
    return sql + (column.descending ? " DESC" : "");
}

/// Why the index has no equal here; empty if it has.
std::string WhyNot(const TargetTable& table, const Index& index) {
    if (table.source_engine == Engine::kPostgres) return "";
    if (index.method == "fulltext")
        return "a full text index is made differently here (GIN over to_tsvector)";
    if (index.method == "spatial" || index.method == "rtree")
        return "the column is no geometry here";
    if (!index.predicate.empty()) return "its condition is in the source's SQL";
    for (const IndexColumn& column : index.columns) {
        if (column.name.empty()) return "it is over an expression in the source's SQL";
    }
    return "";
}

/// Index names are unique in a schema here, in a table elsewhere.
std::string IndexName(const TargetTable& table, const Index& index) {
    if (table.source_engine == Engine::kPostgres) return FitIdentifier(index.name);
    if (index.name.starts_with(table.id.name)) return FitIdentifier(index.name);
    return FitIdentifier(table.id.name + "_" + index.name);
}

std::string CreateSql(const TargetTable& table, const Index& index, const std::string& name) {
    std::string sql = std::string("CREATE ") + (index.unique ? "UNIQUE " : "") + "INDEX " +
                      QuoteIdentifier(name) + " ON " + QuoteTable(table.id);
    const bool is_own = table.source_engine == Engine::kPostgres;
    if (is_own && !index.method.empty()) sql += " USING " + QuoteIdentifier(index.method);
    sql += " (";
    for (std::size_t i = 0; i < index.columns.size(); ++i) {
        sql += (i == 0 ? "" : ", ") + ElementSql(table, index.columns[i]);
    }
    sql += ")";
    if (is_own && !index.predicate.empty()) sql += " WHERE " + index.predicate;
    return sql;
}

bool IsPlain(const Index& index) {
    return index.predicate.empty() && (index.method.empty() || index.method == "btree") &&
           std::all_of(index.columns.begin(), index.columns.end(), [](const IndexColumn& column) {
               return column.expression.empty() && column.prefix_length == 0;
           });
}

bool HasSameColumns(const Index& a, const Index& b) {
    return std::equal(a.columns.begin(), a.columns.end(), b.columns.begin(), b.columns.end(),
                      [](const IndexColumn& x, const IndexColumn& y) {
                          return x.name == y.name && x.descending == y.descending;
                      });
}

const Index* FindByName(const Table& existing, const std::string& name) {
    for (const Index& index : existing.indexes) {
        if (index.name == name) return &index;
    }
    return nullptr;
}

/// An index that the user made under another name serves as well.
bool HasEqual(const Table& existing, const Index& wanted) {
    if (!IsPlain(wanted)) return false;
    return std::any_of(existing.indexes.begin(), existing.indexes.end(), [&](const Index& index) {
        return IsPlain(index) && (index.unique || !wanted.unique) && HasSameColumns(index, wanted);
    });
}

std::string AttachSql(const TargetTable& table, const std::string& name, const char* kind) {
    return "ALTER TABLE " + QuoteTable(table.id) + " ADD CONSTRAINT " + QuoteIdentifier(name) +
           " " + kind + " USING INDEX " + QuoteIdentifier(name);
}

void PlanPrimaryKey(const TargetTable& table, const Table& existing,
                    std::vector<IndexBuild>& plan) {
    if (table.primary_key.empty() || !existing.primary_key.empty()) return;
    const std::string name = FitIdentifier(table.id.name + "_pkey");
    IndexBuild build{.name = name,
                     .source_name = "primary key",
                     .create_sql = "CREATE UNIQUE INDEX " + QuoteIdentifier(name) + " ON " +
                                   QuoteTable(table.id) + " (" + QuoteList(table.primary_key) + ")",
                     .attach_sql = AttachSql(table, name, "PRIMARY KEY"),
                     .may_be_missing = false};
    if (FindByName(existing, name) != nullptr) build.create_sql.clear();  // a crash came in between
    plan.push_back(std::move(build));
}

void PlanIndex(const TargetTable& table, const Table& existing, const Index& index,
               std::vector<IndexBuild>& plan, std::vector<std::string>& notes) {
    if (const std::string why = WhyNot(table, index); !why.empty()) {
        notes.push_back("index " + index.name + " is not carried: " + why);
        return;
    }
    const std::string name = IndexName(table, index);
    const Index* found = FindByName(existing, name);
    const bool as_constraint = index.is_constraint && index.unique && IsPlain(index);
    if (found == nullptr ? HasEqual(existing, index) : found->is_constraint || !as_constraint)
        return;
    plan.push_back({.name = name,
                    .source_name = "index " + index.name,
                    .create_sql = found == nullptr ? CreateSql(table, index, name) : "",
                    .attach_sql = as_constraint ? AttachSql(table, name, "UNIQUE") : "",
                    .may_be_missing = !IsPlain(index)});
}

}  // namespace

std::string FitIdentifier(const std::string& name) {
    if (name.size() <= kMaxNameBytes) return name;
    std::uint32_t hash = 2166136261U;  // FNV-1a
    for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::size_t keep = kMaxNameBytes - kHashDigits - 1;
    while (keep > 0 && (static_cast<unsigned char>(name[keep]) & 0xC0U) == 0x80U) --keep;
    std::string digits;
    for (int shift = 28; shift >= 0; shift -= 4)
        digits += "0123456789abcdef"[(hash >> shift) & 15U];
    return name.substr(0, keep) + "_" + digits;
}

std::vector<IndexBuild> PlanIndexes(const TargetTable& table, const Table& existing,
                                    std::vector<std::string>& notes) {
    std::vector<IndexBuild> plan;
    PlanPrimaryKey(table, existing, plan);
    for (const Index& index : table.indexes) PlanIndex(table, existing, index, plan, notes);
    return plan;
}

}  // namespace dmsnode::connectors::postgres
