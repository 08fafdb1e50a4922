#include "connectors/mysql/ddl.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr std::int64_t kMostIndexBytes = 3072;  // InnoDB, row format DYNAMIC
constexpr std::int64_t kMostRowBytes = 65535;
constexpr std::int64_t kBytesACharacter = 4;
constexpr std::int64_t kUsualPrefix = 255;  // characters; more makes an index of texts large

/// A type declaration cut into what limits depend on: `varchar(20) COLLATE x` → varchar, 20.
struct Declared {
    std::string name;
    std::int64_t length = 0;

    explicit Declared(std::string_view sql) {
        const std::size_t end = std::min(sql.find_first_of(" ("), sql.size());
        name = sql.substr(0, end);
        if (end < sql.size() && sql[end] == '(') {
            std::from_chars(sql.data() + end + 1, sql.data() + sql.size(), length);
        }
    }
    bool IsLongText() const { return name.ends_with("text") || name == "json"; }
    bool IsLongBytes() const { return name.ends_with("blob"); }
    bool IsLong() const { return IsLongText() || IsLongBytes(); }
    bool IsSizedText() const { return name == "varchar" || name == "char"; }
    bool IsSizedBytes() const { return name == "varbinary" || name == "binary"; }
    /// Bytes that a whole value takes in a key; an upper bound for numbers and times.
    std::int64_t Bytes() const {
        if (IsSizedText()) return length * kBytesACharacter;
        if (IsSizedBytes()) return length;
        if (name == "decimal") return 30;
        if (name == "uuid" || name == "inet6") return 16;
        return 8;
    }
};

std::string CollationPart(const std::string& type_sql) {
    const std::size_t at = type_sql.find(" COLLATE ");
    return at == std::string::npos ? "" : type_sql.substr(at);
}

const TargetColumn* FindColumn(const TargetTable& table, const std::string& name) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                    [&](const TargetColumn& each) { return each.name == name; });
    return found == table.columns.end() ? nullptr : &*found;
}

bool IsKeyColumn(const TargetTable& table, const std::string& name) {
    return std::find(table.primary_key.begin(), table.primary_key.end(), name) !=
           table.primary_key.end();
}

/// How a key over some columns fits into InnoDB's limit: the bytes that each column without a
/// length of its own may take.
struct KeyShare {
    std::int64_t fixed_bytes = 0;
    std::int64_t long_columns = 0;

    void Add(const Declared& type) {
        if (type.IsLong()) {
            ++long_columns;
        } else {
            fixed_bytes += type.Bytes();
        }
    }
    bool Fits() const { return fixed_bytes <= kMostIndexBytes; }
    std::int64_t BytesEach() const {
        return std::max<std::int64_t>(
            (kMostIndexBytes - fixed_bytes) / std::max<std::int64_t>(long_columns, 1),
            kBytesACharacter);
    }
};

KeyShare ShareOf(const TargetTable& table, const std::vector<std::string>& names) {
    KeyShare share;
    for (const std::string& name : names) {
        if (const TargetColumn* column = FindColumn(table, name)) {
            share.Add(Declared(column->mapped.type_sql));
        }
    }
    return share;
}

/// Working copy of the columns' types while a CREATE is made to fit.
class TypeFitter {
public:
    TypeFitter(const TargetTable& table, std::vector<std::string>& notes)
        : table_(table), notes_(notes) {
        for (const TargetColumn& column : table.columns) types_.push_back(column.mapped.type_sql);
        if (!IsSameFamily(table.source_engine)) SizeKeyColumns();
        ShortenRow();
    }
    const std::string& TypeAt(std::size_t column) const { return types_[column]; }

private:
    // A key needs whole values: a text without length, or of more than its share of the key, gets
    // the longest length that the key can hold.
    void SizeKeyColumns() {
        std::int64_t fixed_bytes = 0;
        std::int64_t texts = 0;
        std::int64_t sized_bytes = 0;
        bool fits = true;
        for (std::size_t i = 0; i < types_.size(); ++i) {
            if (!IsKeyColumn(table_, table_.columns[i].name)) continue;
            const Declared type(types_[i]);
            fits = fits && !type.IsLong();
            if (type.IsLong() || type.IsSizedText() || type.IsSizedBytes()) {
                ++texts;
                sized_bytes += type.IsLong() ? 0 : type.Bytes();
            } else {
                fixed_bytes += type.Bytes();
            }
        }
        if (texts == 0 || (fits && fixed_bytes + sized_bytes <= kMostIndexBytes)) return;
        const std::int64_t share =
            std::max((kMostIndexBytes - fixed_bytes) / texts, kBytesACharacter);
        for (std::size_t i = 0; i < types_.size(); ++i) {
            if (IsKeyColumn(table_, table_.columns[i].name)) SizeKeyColumn(i, share);
        }
    }

    void SizeKeyColumn(std::size_t column, std::int64_t share) {
        const Declared type(types_[column]);
        const bool text = type.IsLongText() || type.IsSizedText();
        const bool bytes = type.IsLongBytes() || type.IsSizedBytes();
        if ((!text && !bytes) || (!type.IsLong() && type.Bytes() <= share)) return;
        types_[column] = text ? "varchar(" + std::to_string(share / kBytesACharacter) + ")"
                              : "varbinary(" + std::to_string(share) + ")";
        notes_.push_back("column " + table_.columns[column].name + " is part of the primary key: " +
                         types_[column] + ", longer values are refused");
    }

    std::int64_t RowBytes() const {
        std::int64_t bytes = 0;
        for (const std::string& sql : types_) {
            const Declared type(sql);
            bytes += type.IsLong() ? 12 : type.Bytes() + 2;
        }
        return bytes;
    }

    void ShortenRow() {
        while (RowBytes() > kMostRowBytes) {
            std::optional<std::size_t> widest;
            for (std::size_t i = 0; i < types_.size(); ++i) {
                const Declared type(types_[i]);
                const bool movable = (type.name == "varchar" || type.name == "varbinary") &&
                                     !IsKeyColumn(table_, table_.columns[i].name);
                if (movable && (!widest || type.Bytes() > Declared(types_[*widest]).Bytes())) {
                    widest = i;
                }
            }
            if (!widest) return;  // the server explains what is too wide
            std::string& sql = types_[*widest];
            notes_.push_back("column " + table_.columns[*widest].name + ": " + sql +
                             " became a text type, or the row would be too long");
            sql = (Declared(sql).name == "varchar" ? "longtext" : "longblob") + CollationPart(sql);
        }
    }

    const TargetTable& table_;
    std::vector<std::string>& notes_;
    std::vector<std::string> types_;
};

bool CanBeAutoIncrement(const std::string& type_sql) {
    constexpr std::array<std::string_view, 5> kIntegers = {"tinyint", "smallint", "mediumint",
                                                           "int", "bigint"};
    return std::find(kIntegers.begin(), kIntegers.end(), Declared(type_sql).name) !=
           kIntegers.end();
}

bool IsComputedHere(const TargetTable& table, const TargetColumn& column,
                    const TargetServer& server) {
    return column.source.is_generated && IsSameFamily(table.source_engine) &&
           server.is_mariadb == (table.source_engine == Engine::kMariadb) &&
           !column.source.generation_expression.empty();
}

std::string RenderColumn(const TargetServer& server, const TargetTable& table,
                         const TargetColumn& column, const std::string& type, bool with_default) {
    std::string sql = QuoteName(column.name) + " " + type;
    if (IsComputedHere(table, column, server)) {
        return sql + " GENERATED ALWAYS AS (" + column.source.generation_expression + ") " +
               (column.source.generation_is_stored ? "STORED" : "VIRTUAL");
    }
    // Explicit in both cases: TIMESTAMP columns have another default than the rest.
    const bool nullable = column.nullable && !IsKeyColumn(table, column.name);
    sql += nullable ? " NULL" : " NOT NULL";
    if (with_default && !column.mapped.default_sql.empty()) {
        sql += " DEFAULT " + column.mapped.default_sql;
    }
    const bool counts = column.is_identity && !table.primary_key.empty() &&
                        table.primary_key.front() == column.name && CanBeAutoIncrement(type);
    return counts ? sql + " AUTO_INCREMENT" : sql;
}

/// `` `a`,`b`(100) ``: from one of us, text in a primary key keeps its type and gets a prefix.
std::string RenderKey(const TargetTable& table, const TypeFitter& types) {
    const KeyShare share = ShareOf(table, table.primary_key);
    std::string list;
    for (const std::string& name : table.primary_key) {
        list += (list.empty() ? "" : ",") + QuoteName(name);
        for (std::size_t i = 0; i < table.columns.size(); ++i) {
            const Declared type(types.TypeAt(i));
            if (table.columns[i].name != name || !type.IsLong()) continue;
            const std::int64_t unit = type.IsLongText() ? kBytesACharacter : 1;
            list += "(" + std::to_string(share.BytesEach() / unit) + ")";
        }
    }
    return list;
}

// --- indexes ------------------------------------------------------------------------------------

struct IndexText {
    std::string sql;
    std::string note;
};

bool HasIndex(const Table& actual, const std::string& name) {
    return std::any_of(actual.indexes.begin(), actual.indexes.end(),
                       [&](const Index& each) { return each.name == name; });
}

/// Why an index has no equal here; empty if it has one.
std::string WhyNot(const TargetServer& server, const TargetTable& table, const Index& index) {
    const bool same = IsSameFamily(table.source_engine);
    if (!index.predicate.empty()) return "partial indexes do not exist here";
    constexpr std::array<std::string_view, 5> kPlain = {"", "btree", "hash", "fulltext", "spatial"};
    if (std::find(kPlain.begin(), kPlain.end(), index.method) == kPlain.end()) {
        return "method " + index.method + " does not exist here";
    }
    for (const IndexColumn& column : index.columns) {
        if (column.expression.empty()) continue;
        if (!same || !server.HasExpressionIndexes()) return "it is over an expression";
    }
    return {};
}

std::string RenderIndexColumn(const IndexColumn& column, std::int64_t prefix) {
    std::string sql =
        column.expression.empty() ? QuoteName(column.name) : "(" + column.expression + ")";
    if (prefix > 0) sql += "(" + std::to_string(prefix) + ")";
    return column.descending ? sql + " DESC" : sql;
}

class IndexRenderer {
public:
    IndexRenderer(const TargetServer& server, const TargetTable& table, const Table& actual)
        : server_(server), table_(table), actual_(actual) {}

    /// `ADD INDEX …`, or a note why not, or both if only a part is indexed.
    IndexText Render(const Index& index) const {
        if (std::string why = WhyNot(server_, table_, index); !why.empty()) {
            return {{}, "index " + index.name + " is left out: " + why};
        }
        const bool plain = index.method != "fulltext" && index.method != "spatial";
        const KeyShare share = Share(index);
        const bool too_long = plain && (share.long_columns > 0 || !share.Fits());
        if (too_long && index.unique && !HasPrefixes(index) && !server_.HasLongUnique()) {
            return {{},
                    "unique index " + index.name +
                        " is left out: its texts are longer than a key of 3072 bytes"};
        }
        IndexText text;
        std::string list;
        for (const IndexColumn& column : index.columns) {
            const std::int64_t prefix = plain ? Prefix(index, column, share) : 0;
            if (prefix > 0 && column.prefix_length == 0) {
                text.note += (text.note.empty() ? "index " + index.name + " covers" : ",") +
                             " the first " + std::to_string(prefix) + " characters of " +
                             column.name;
            }
            list += (list.empty() ? "" : ",") + RenderIndexColumn(column, prefix);
        }
        const std::string kind = index.method == "fulltext"  ? "FULLTEXT INDEX "
                                 : index.method == "spatial" ? "SPATIAL INDEX "
                                 : index.unique              ? "UNIQUE INDEX "
                                                             : "INDEX ";
        text.sql = "ADD " + kind + QuoteName(index.name) + " (" + list + ")";
        return text;
    }

private:
    static bool HasPrefixes(const Index& index) {
        return std::any_of(index.columns.begin(), index.columns.end(),
                           [](const IndexColumn& each) { return each.prefix_length > 0; });
    }

    // By the table as it is: its columns may have been made otherwise than mapped.
    Declared TypeOf(const IndexColumn& column) const {
        for (const Column& each : actual_.columns) {
            if (each.name == column.name) return Declared(each.type.native);
        }
        return Declared("bigint");
    }

    KeyShare Share(const Index& index) const {
        KeyShare share;
        for (const IndexColumn& column : index.columns) {
            if (column.expression.empty() && column.prefix_length == 0) share.Add(TypeOf(column));
        }
        return share;
    }

    /// Characters (or bytes) to index; 0: the whole value.
    std::int64_t Prefix(const Index& index, const IndexColumn& column,
                        const KeyShare& share) const {
        if (column.prefix_length > 0) return column.prefix_length;
        if (index.unique) return 0;  // the server hashes long ones; a prefix would refuse rows
        const Declared type = TypeOf(column);
        const bool sized = type.IsSizedText() || type.IsSizedBytes();
        if (!type.IsLong() && !(sized && !share.Fits())) return 0;
        const auto columns = static_cast<std::int64_t>(index.columns.size());
        const std::int64_t characters = kMostIndexBytes / columns / kBytesACharacter;
        const std::int64_t prefix = std::min(kUsualPrefix, characters);
        return sized && type.length <= prefix ? 0 : prefix;
    }

    const TargetServer& server_;
    const TargetTable& table_;
    const Table& actual_;
};

/// AUTO_INCREMENT of a column that is not first in the primary key: it needs an index that starts
/// with it, and so comes after the indexes.
void AddLateIdentity(const TargetTable& table, const Table& actual, RenderedDdl& ddl) {
    for (const TargetColumn& column : table.columns) {
        if (!column.is_identity) continue;
        const bool there = std::any_of(
            actual.columns.begin(), actual.columns.end(),
            [&](const Column& each) { return each.name == column.name && each.is_identity; });
        if (there) continue;
        const bool first_in_key =
            (!table.primary_key.empty() && table.primary_key.front() == column.name) ||
            std::any_of(table.indexes.begin(), table.indexes.end(), [&](const Index& index) {
                return !index.columns.empty() && index.columns.front().name == column.name &&
                       index.method.empty();
            });
        const bool possible = first_in_key && CanBeAutoIncrement(column.mapped.type_sql);
        if (possible) {
            ddl.statements.push_back("ALTER TABLE " + QuoteTable(table.id) + " MODIFY " +
                                     QuoteName(column.name) + " " + column.mapped.type_sql +
                                     " NOT NULL AUTO_INCREMENT");
        } else {
            ddl.notes.push_back("column " + column.name +
                                " is no AUTO_INCREMENT here: no key starts with it");
        }
    }
}

}  // namespace

RenderedDdl RenderCreate(const TargetServer& server, const TargetTable& table, bool with_defaults) {
    RenderedDdl ddl;
    const TypeFitter types(table, ddl.notes);
    std::string body;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        body += (body.empty() ? "" : ", ") +
                RenderColumn(server, table, table.columns[i], types.TypeAt(i), with_defaults);
    }
    if (!table.primary_key.empty()) body += ", PRIMARY KEY (" + RenderKey(table, types) + ")";
    std::string options = " ENGINE=InnoDB ROW_FORMAT=DYNAMIC DEFAULT CHARSET=utf8mb4";
    if (!IsSameFamily(table.source_engine)) options += " COLLATE=" + server.ExactCollation();
    ddl.statements.push_back("CREATE TABLE " + QuoteTable(table.id) + " (" + body + ")" + options);
    return ddl;
}

RenderedDdl RenderKeysAndIndexes(const TargetServer& server, const TargetTable& table,
                                 const Table& actual) {
    RenderedDdl ddl;
    std::string parts;
    std::vector<std::string> alone;
    if (!table.primary_key.empty() && actual.primary_key.empty()) {
        parts = "ADD PRIMARY KEY (" + QuoteNames(table.primary_key) + ")";
    }
    const IndexRenderer renderer(server, table, actual);
    for (const Index& index : table.indexes) {
        if (HasIndex(actual, index.name)) continue;
        IndexText text = renderer.Render(index);
        if (!text.note.empty()) ddl.notes.push_back(std::move(text.note));
        if (text.sql.empty()) continue;
        if (index.method == "fulltext") {  // InnoDB makes one at a time
            alone.push_back(std::move(text.sql));
        } else {
            parts += (parts.empty() ? "" : ", ") + text.sql;
        }
    }
    const std::string alter = "ALTER TABLE " + QuoteTable(table.id) + " ";
    if (!parts.empty()) ddl.statements.push_back(alter + parts);
    for (const std::string& part : alone) ddl.statements.push_back(alter + part);
    AddLateIdentity(table, actual, ddl);
    return ddl;
}

}  // namespace dmsnode::connectors::mysql
