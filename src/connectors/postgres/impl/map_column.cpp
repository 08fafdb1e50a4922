#include "connectors/postgres/impl/map_column.hpp"

#include <algorithm>

#include "connectors/postgres/impl/column_types.hpp"
#include "connectors/postgres/impl/default_sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

constexpr std::int64_t kMaxCharacters = 10'485'760;  // of char(n) and varchar(n)
constexpr int kMaxPrecision = 1000;
constexpr std::int64_t kMaxBits = 83'886'080;

std::string Sized(const char* name, std::int64_t size) {
    return std::string(name) + "(" + std::to_string(size) + ")";
}

MappedColumn Plain(std::string type_sql, CellFormat format) {
    return {.type_sql = std::move(type_sql), .format = format, .default_sql = "", .notes = {}};
}

MappedColumn Noted(std::string type_sql, CellFormat format, std::string note) {
    MappedColumn mapped = Plain(std::move(type_sql), format);
    mapped.notes.push_back(std::move(note));
    return mapped;
}

/// `timestamp(3)`; without a size where it is the full one.
MappedColumn Moment(const char* name, const char* zone, int digits, CellFormat format) {
    std::string type = name;
    if (digits >= 0 && digits < 6) type = Sized(name, digits);
    return Plain(type + zone, format);
}

MappedColumn MapUnsigned64(const Column& column) {
    if (column.is_identity) {
        return Noted("bigint", CellFormat::kInt64,
                     "unsigned 64-bit counter kept as bigint: a value over 9223372036854775807 "
                     "fails the load");
    }
    return Plain("numeric(20)", CellFormat::kNumeric);
}

MappedColumn MapInteger(const Column& column) {
    const bool is_unsigned = column.type.is_unsigned;
    switch (column.type.kind) {
        case TypeKind::kInt8:
        case TypeKind::kYear: return Plain("smallint", CellFormat::kInt16);
        case TypeKind::kInt16:
            return is_unsigned ? Plain("integer", CellFormat::kInt32)
                               : Plain("smallint", CellFormat::kInt16);
        case TypeKind::kInt24: return Plain("integer", CellFormat::kInt32);
        case TypeKind::kInt32:
            return is_unsigned ? Plain("bigint", CellFormat::kInt64)
                               : Plain("integer", CellFormat::kInt32);
        default: return is_unsigned ? MapUnsigned64(column) : Plain("bigint", CellFormat::kInt64);
    }
}

/// SQLite enforces neither precision nor length, so that its values may exceed what is declared;
/// numeric(p,s) would round them in silence.
MappedColumn MapNumeric(Engine source, const ColumnType& type) {
    const bool is_sized = type.precision > 0 && type.precision <= kMaxPrecision &&
                          type.scale <= type.precision && source != Engine::kSqlite;
    if (!is_sized) return Plain("numeric", CellFormat::kNumeric);
    return Plain(
        "numeric(" + std::to_string(type.precision) + "," + std::to_string(type.scale) + ")",
        CellFormat::kNumeric);
}

MappedColumn MapString(Engine source, const ColumnType& type) {
    const bool is_sized =
        type.length > 0 && type.length <= kMaxCharacters && source != Engine::kSqlite;
    if (!is_sized || type.kind == TypeKind::kText) return Plain("text", CellFormat::kText);
    return Plain(Sized(type.kind == TypeKind::kChar ? "char" : "varchar", type.length),
                 CellFormat::kText);
}

MappedColumn MapTime(Engine source, const ColumnType& type, const MappingOptions& options) {
    if (IsMysql(source) && options.time_as_interval) {
        return Noted(
            "interval", CellFormat::kInterval,
            "time kept as interval, since it may hold up to 838 hours; mysqlTimeAs=time on "
            "the target endpoint makes it a time of day");
    }
    return Moment("time", "", type.precision, CellFormat::kTime);
}

MappedColumn MapBits(const ColumnType& type) {
    if (type.kind == TypeKind::kVarbit) {
        const bool is_sized = type.length > 0 && type.length <= kMaxBits;
        return Plain(is_sized ? Sized("varbit", type.length) : "varbit", CellFormat::kBit);
    }
    if (type.length <= 1) return Plain("boolean", CellFormat::kBool);
    return Plain(Sized("bit", type.length), CellFormat::kBit);
}

MappedColumn MapForeignOther(const ColumnType& type) {
    if (type.native.starts_with("inet4") || type.native.starts_with("inet6")) {
        return Plain("inet", CellFormat::kText);
    }
    return Noted("text", CellFormat::kText,
                 "type " + type.native + " has no equal here: kept as text");
}

MappedColumn MapForeign(Engine source, const Column& column, const MappingOptions& options) {
    const ColumnType& type = column.type;
    switch (type.kind) {
        case TypeKind::kBool: return Plain("boolean", CellFormat::kBool);
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64:
        case TypeKind::kYear: return MapInteger(column);
        case TypeKind::kNumeric: return MapNumeric(source, type);
        case TypeKind::kFloat32: return Plain("real", CellFormat::kFloat32);
        case TypeKind::kFloat64: return Plain("double precision", CellFormat::kFloat64);
        case TypeKind::kChar:
        case TypeKind::kVarchar:
        case TypeKind::kText: return MapString(source, type);
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob: return Plain("bytea", CellFormat::kBytes);
        case TypeKind::kDate: return Plain("date", CellFormat::kDate);
        case TypeKind::kTime: return MapTime(source, type, options);
        case TypeKind::kTimeTz: return Plain("timetz", CellFormat::kNative);
        case TypeKind::kTimestamp:
            return Moment("timestamp", "", type.precision, CellFormat::kTimestamp);
        case TypeKind::kTimestampTz:
            return Moment("timestamp", " with time zone", type.precision, CellFormat::kTimestampTz);
        case TypeKind::kInterval: return Plain("interval", CellFormat::kInterval);
        case TypeKind::kUuid: return Plain("uuid", CellFormat::kUuid);
        case TypeKind::kJson: return Plain("json", CellFormat::kText);
        case TypeKind::kJsonb: return Plain("jsonb", CellFormat::kJsonb);
        case TypeKind::kBit:
        case TypeKind::kVarbit: return MapBits(type);
        case TypeKind::kEnum:
            return Noted("text", CellFormat::kText,
                         "enum kept as text: its labels are not enforced");
        case TypeKind::kSet:
            return Noted("text", CellFormat::kText,
                         "set kept as text: its members are not enforced");
        case TypeKind::kOther: return MapForeignOther(type);
    }
    return MapForeignOther(type);
}

/// A type of the user or of an extension.
MappedColumn MapUserType(const ColumnType& type, const MappingOptions& options) {
    const bool is_array = IsArray(type.native);
    if (type.kind == TypeKind::kEnum) return Plain(type.native, CellFormat::kText);
    if (is_array && !type.labels.empty()) return Plain(type.native, CellFormat::kNative);
    std::string base = type.native.substr(0, type.native.find('('));
    if (is_array) base = base.substr(0, base.find('['));
    if (options.known_types.contains(base)) return Plain(type.native, CellFormat::kNative);
    return Noted("text", CellFormat::kText,
                 "type " + type.native +
                     " is not on the target: kept as text; where it belongs to an "
                     "extension, install that on the target first");
}

MappedColumn MapOwn(const Column& column, const MappingOptions& options) {
    const ColumnType& type = column.type;
    if (!IsBuiltIn(type.native)) return MapUserType(type, options);
    if (!TravelsInBinary(type.native)) {
        return Noted("text", CellFormat::kText,
                     "type " + type.native + " names objects of its own server: kept as text");
    }
    return Plain(type.native, CellFormat::kNative);
}

bool IsIdentityType(std::string_view type_sql) {
    return type_sql == "smallint" || type_sql == "integer" || type_sql == "bigint";
}

}  // namespace

bool IsArray(std::string_view native) {
    return native.ends_with("[]");
}

std::optional<TableId> SplitTypeName(std::string_view native) {
    while (IsArray(native)) native.remove_suffix(2);
    TableId parts;
    std::string* part = &parts.schema;
    bool quoted = false;
    for (std::size_t i = 0; i < native.size(); ++i) {
        const char c = native[i];
        if (c == '"' && quoted && i + 1 < native.size() && native[i + 1] == '"') {
            part->push_back('"');
            ++i;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == '.' && !quoted && part == &parts.schema) {
            part = &parts.name;
        } else if (c == '(' && !quoted) {
            break;
        } else {
            part->push_back(c);
        }
    }
    if (parts.schema.empty() || parts.name.empty()) return std::nullopt;
    return parts;
}

Result<MappedColumn> MapColumn(Engine source, const Column& column, const MappingOptions& options) {
    MappedColumn mapped =
        source == Engine::kPostgres ? MapOwn(column, options) : MapForeign(source, column, options);
    if (mapped.format == CellFormat::kNative && source != Engine::kPostgres) {
        return Error(ErrorCode::kUnsupported,
                     "type " + column.type.native + " has no equal in PostgreSQL")
            .At(column.name);
    }
    if (column.is_identity && IsIdentityType(mapped.type_sql)) return mapped;
    if (column.is_identity) {
        mapped.notes.push_back("the counter of this column is not carried: " + mapped.type_sql +
                               " has none here");
    }
    AddDefault(source, column, mapped);
    return mapped;
}

}  // namespace dmsnode::connectors::postgres
