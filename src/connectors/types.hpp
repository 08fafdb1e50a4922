#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The words that connectors and the engine share: engines, types, cells, tables. Values, no I/O.
namespace dmsnode::connectors {

enum class Engine { kPostgres, kMysql, kMariadb, kSqlite };

/// MySQL or its fork.
inline bool IsMysql(Engine engine) {
    return engine == Engine::kMysql || engine == Engine::kMariadb;
}

std::string_view EngineName(Engine engine);
/// `postgres`, `mysql`, `mariadb`, `sqlite`, and the aliases `aurora` (mysql) and
/// `aurora-postgresql`.
std::optional<Engine> ParseEngine(std::string_view name);

/// What a column holds, free of engines. The size lives in ColumnType.
enum class TypeKind {
    kBool,
    kInt8,
    kInt16,
    kInt24,
    kInt32,
    kInt64,
    kNumeric,  ///< precision 0: without limit
    kFloat32,
    kFloat64,
    kChar,
    kVarchar,
    kText,
    kBinary,
    kVarbinary,
    kBlob,
    kDate,
    kTime,
    kTimeTz,
    kTimestamp,
    kTimestampTz,
    kInterval,
    kYear,
    kUuid,
    kJson,
    kJsonb,
    kBit,
    kVarbit,
    kEnum,
    kSet,
    kOther,  ///< Carried as the text that the engine writes for it; `native` says what it is.
};

struct ColumnType {
    TypeKind kind = TypeKind::kOther;
    bool is_unsigned = false;
    int precision = 0;                ///< kNumeric: digits. Times: fraction digits.
    int scale = 0;                    ///< kNumeric.
    std::int64_t length = 0;          ///< Characters, bytes or bits; 0: without limit.
    std::vector<std::string> labels;  ///< kEnum, kSet, in order.
    std::string native;  ///< The engine's own declaration, as it stands in CREATE TABLE.

    bool operator==(const ColumnType&) const = default;
};

/// A column's default, as far as it is understood. kExpression is carried only to the same engine.
struct DefaultValue {
    enum class Kind {
        kNone,
        kNull,
        kText,
        kNumber,
        kBool,
        kCurrentTimestamp,
        kCurrentDate,
        kCurrentTime,
        kExpression
    };
    Kind kind = Kind::kNone;
    std::string text;  ///< kText: unquoted. kNumber: the literal. kBool: `true` or `false`.
                       ///< kExpression: native SQL.

    bool operator==(const DefaultValue&) const = default;
};

struct Column {
    std::string name;
    ColumnType type;
    bool nullable = true;
    DefaultValue default_value;
    bool is_identity =
        false;  ///< AUTO_INCREMENT, serial, identity, INTEGER PRIMARY KEY AUTOINCREMENT.
    bool is_generated = false;  ///< Computed from others: its values are carried as plain values,
                                ///< unless same engine.
    std::string generation_expression;  ///< Native SQL.
    bool generation_is_stored = false;
    std::string collation;  ///< Native name; empty: the table's default.
};

struct TableId {
    std::string schema;  ///< MySQL: the database. SQLite: `main`.
    std::string name;

    auto operator<=>(const TableId&) const = default;
    std::string ToString() const { return schema + "." + name; }
};

struct IndexColumn {
    std::string name;        ///< Empty for an expression.
    std::string expression;  ///< Native SQL, if the index is over an expression.
    bool descending = false;
    std::int64_t prefix_length = 0;  ///< MySQL: characters of the column that are indexed; 0: all.
};

struct Index {
    std::string name;
    std::vector<IndexColumn> columns;
    bool unique = false;
    bool is_constraint = false;  ///< A UNIQUE constraint rather than a bare index.
    std::string method;          ///< `btree`, `gin`, `fulltext`, …; empty: the engine's default.
    std::string predicate;       ///< Native SQL of a partial index.
};

enum class TableKind { kTable, kView };

struct Table {
    TableId id;
    TableKind kind = TableKind::kTable;
    std::vector<Column> columns;
    std::vector<std::string> primary_key;  ///< Column names in key order; empty: none.
    std::vector<Index> indexes;            ///< Without the primary key's.
    std::int64_t estimated_rows = 0;
    std::int64_t estimated_bytes = 0;
    /// What the source has beyond that and we do not carry: `foreign key fk_customer`, `trigger
    /// audit`, `check c1`.
    std::vector<std::string> not_carried;
};

/// How one cell's bytes are laid out in a RowBatch. They are the binary forms of PostgreSQL's
/// send/receive functions, so that a PostgreSQL reader and writer pass them through; integers and
/// floats are big-endian. Source: PostgreSQL 15, src/backend/utils/adt: boolsend, int4send,
/// numeric_send, date_send, …
enum class CellFormat {
    kBool,  ///< 1 byte, 0 or 1
    kInt16,
    kInt32,
    kInt64,
    kUInt64,  ///< 8 bytes unsigned; PostgreSQL has no such type and takes kNumeric
    kFloat32,
    kFloat64,
    kNumeric,    ///< int16 ndigits, weight, sign, dscale, then base-10000 digits
    kText,       ///< UTF-8 without byte 0
    kBytes,      ///< any bytes
    kDate,       ///< int32 days since 2000-01-01; INT32_MIN and MAX are the infinities
    kTime,       ///< int64 microseconds since midnight
    kTimestamp,  ///< int64 microseconds since 2000-01-01 00:00 without zone; INT64_MIN and MAX are
                 ///< the infinities
    kTimestampTz,  ///< the same in UTC
    kInterval,     ///< int64 microseconds, int32 days, int32 months
    kUuid,         ///< 16 bytes
    kJsonb,        ///< version byte 1, then the text
    kBit,          ///< int32 bit count, then the bits from the left
    kNative,  ///< the engine's own binary form of this very type: only between two servers of one
              ///< engine
};

/// A block of rows in the tuple layout of PostgreSQL's binary COPY: int16 column count, then for
/// each cell int32 length
/// (-1 for NULL) and that many bytes. No file header and no trailer.
struct RowBatch {
    std::string bytes;
    std::int64_t rows = 0;

    void Clear() {
        bytes.clear();  // keeps the capacity: blocks are recycled
        rows = 0;
    }
};

enum class FilterOperator {
    kEqual,
    kNotEqual,
    kLessOrEqual,
    kGreaterOrEqual,
    kBetween,
    kNotBetween,
    kNull,
    kNotNull
};

struct FilterCondition {
    FilterOperator op = FilterOperator::kEqual;
    std::string value;      ///< Compared in the column's own type; the first bound of a between.
    std::string end_value;  ///< The second bound, inclusive.
};

/// The row passes if any condition holds. Several filters of a table must all pass.
struct RowFilter {
    std::string column;
    std::vector<FilterCondition> any_of;
};

/// What to do with values that the target cannot hold exactly. The default of each is to fail the
/// table, naming the row: nothing is changed in silence. Chosen by extra connection attributes of
/// the target endpoint.
struct ValuePolicy {
    enum class ZeroDate { kFail, kNull };  ///< `zeroDates=fail|null`: 0000-00-00 and partial dates
    enum class InvalidText {
        kFail,
        kReplace
    };  ///< `invalidText=fail|replace`: not UTF-8; byte 0 (dropped by replace)
    enum class Infinity {
        kFail,
        kNull
    };  ///< `infinity=fail|null`: infinite dates, NaN where there is none
    ZeroDate zero_date = ZeroDate::kFail;
    InvalidText invalid_text = InvalidText::kFail;
    Infinity infinity = Infinity::kFail;
};

}  // namespace dmsnode::connectors
