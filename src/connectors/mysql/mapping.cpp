#include "connectors/mysql/mapping.hpp"

#include <algorithm>

#include "connectors/mysql/defaults.hpp"
#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

constexpr int kMostDecimalDigits = 65;
constexpr int kMostDecimalScale = 30;
constexpr std::int64_t kMostVarcharCharacters = 4000;  // four fill a quarter of the row's 65,535
constexpr std::int64_t kMostVarbinaryBytes = 16000;
constexpr std::int64_t kMostBits = 64;
constexpr int kMostFractionDigits = 6;
constexpr std::size_t kMostLabelCharacters = 255;
constexpr std::size_t kMostLabels = 65535;

std::string Sized(std::string_view name, std::int64_t size) {
    return std::string(name) + "(" + std::to_string(size) + ")";
}

/// `datetime(6)`, or `datetime` without digits.
std::string Timed(std::string_view name, int fraction_digits) {
    const int digits = std::clamp(fraction_digits, 0, kMostFractionDigits);
    return digits == 0 ? std::string(name) : Sized(name, digits);
}

MappedColumn Mapped(std::string type_sql, CellFormat format) {
    MappedColumn mapped;
    mapped.type_sql = std::move(type_sql);
    mapped.format = format;
    return mapped;
}

MappedColumn Noted(std::string type_sql, CellFormat format, std::string note) {
    MappedColumn mapped = Mapped(std::move(type_sql), format);
    mapped.notes.push_back(std::move(note));
    return mapped;
}

CellFormat IntegerFormat(const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kInt8: return CellFormat::kInt16;
        case TypeKind::kInt16: return type.is_unsigned ? CellFormat::kInt32 : CellFormat::kInt16;
        case TypeKind::kInt24: return CellFormat::kInt32;
        case TypeKind::kInt32: return type.is_unsigned ? CellFormat::kInt64 : CellFormat::kInt32;
        default: return type.is_unsigned ? CellFormat::kUInt64 : CellFormat::kInt64;
    }
}

MappedColumn Integer(std::string_view name, const ColumnType& type) {
    return Mapped(std::string(name) + (type.is_unsigned ? " unsigned" : ""), IntegerFormat(type));
}

MappedColumn Numeric(const ColumnType& type) {
    if (type.precision == 0) {
        return Noted("longtext", CellFormat::kText,
                     "numeric without precision is kept as text, so that no digit is lost");
    }
    // numeric(3,-2) holds 99900: five digits before the point.
    const int precision =
        type.scale < 0 ? type.precision - type.scale : std::max(type.precision, type.scale);
    const int scale = std::max(type.scale, 0);
    if (precision > kMostDecimalDigits || scale > kMostDecimalScale) {
        return Noted("longtext", CellFormat::kText,
                     type.native +
                         " is kept as text: decimal has at most 65 digits, 30 of them "
                         "after the point");
    }
    return Mapped("decimal(" + std::to_string(precision) + "," + std::to_string(scale) + ")" +
                      (type.is_unsigned ? " unsigned" : ""),
                  CellFormat::kNumeric);
}

MappedColumn Varchar(const ColumnType& type, CellFormat format) {
    const bool fits = type.length > 0 && type.length <= kMostVarcharCharacters;
    return Mapped(fits ? Sized("varchar", type.length) : "longtext", format);
}

MappedColumn Bytes(const ColumnType& type) {
    const bool fits = type.length > 0 && type.length <= kMostVarbinaryBytes;
    return Mapped(fits ? Sized("varbinary", type.length) : "longblob", CellFormat::kBytes);
}

bool IsFaithfulEnum(const std::vector<std::string>& labels) {
    if (labels.empty() || labels.size() > kMostLabels) return false;
    return std::none_of(labels.begin(), labels.end(), [](const std::string& label) {
        // The empty text is what an ENUM shows for a value it refused; trailing spaces are cut.
        return label.empty() || label.back() == ' ' || label.size() > kMostLabelCharacters;
    });
}

MappedColumn Enum(const ColumnType& type) {
    if (!IsFaithfulEnum(type.labels)) {
        return Noted("longtext", CellFormat::kText,
                     "the labels of " + type.native + " cannot all be an ENUM's: kept as text");
    }
    std::string list;
    for (const std::string& label : type.labels) {
        list += (list.empty() ? "" : ",") + QuoteText(label);
    }
    return Mapped("enum(" + list + ")", CellFormat::kText);
}

MappedColumn Bits(const ColumnType& type) {
    if (type.kind == TypeKind::kBit && type.length > 0 && type.length <= kMostBits) {
        return Mapped(Sized("bit", type.length), CellFormat::kBit);
    }
    return Noted("longtext", CellFormat::kText, type.native + " is kept as text of 0 and 1");
}

MappedColumn Json(const TargetServer& server) {
    if (server.is_mariadb) return Mapped("json", CellFormat::kText);
    return Noted("json", CellFormat::kText,
                 "MySQL stores JSON parsed: spaces and doubled keys are dropped, and numbers "
                 "beyond 64 bits become floats");
}

MappedColumn AsText(const ColumnType& type) {
    return Noted("longtext", CellFormat::kText, type.native + " is kept as its text");
}

Result<MappedColumn> MapForeign(const TargetServer& server, const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kBool: return Mapped("tinyint(1)", CellFormat::kBool);
        case TypeKind::kInt8: return Integer("tinyint", type);
        case TypeKind::kInt16: return Integer("smallint", type);
        case TypeKind::kInt24: return Integer("mediumint", type);
        case TypeKind::kInt32: return Integer("int", type);
        case TypeKind::kInt64: return Integer("bigint", type);
        case TypeKind::kNumeric: return Numeric(type);
        case TypeKind::kFloat32: return Mapped("float", CellFormat::kFloat32);
        case TypeKind::kFloat64: return Mapped("double", CellFormat::kFloat64);
        // CHAR here would lose trailing spaces.
        case TypeKind::kChar:
        case TypeKind::kVarchar:
        case TypeKind::kText: return Varchar(type, CellFormat::kText);
        // BINARY here would pad with byte 0.
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob: return Bytes(type);
        case TypeKind::kDate: return Mapped("date", CellFormat::kDate);
        case TypeKind::kTime: return Mapped(Timed("time", type.precision), CellFormat::kTime);
        case TypeKind::kTimestamp:
            return Mapped(Timed("datetime", type.precision), CellFormat::kTimestamp);
        case TypeKind::kTimestampTz:
            return Noted(Timed("datetime", type.precision), CellFormat::kTimestampTz,
                         type.native + " is kept as datetime in UTC");
        case TypeKind::kYear: return Mapped("year", CellFormat::kText);
        case TypeKind::kUuid:
            return Mapped(server.HasUuid() ? "uuid" : "char(36)", CellFormat::kUuid);
        case TypeKind::kJson:
        case TypeKind::kJsonb: return Json(server);
        case TypeKind::kBit:
        case TypeKind::kVarbit: return Bits(type);
        case TypeKind::kEnum: return Enum(type);
        case TypeKind::kTimeTz:
        case TypeKind::kInterval:
        case TypeKind::kSet:
        case TypeKind::kOther: return AsText(type);
    }
    return Error{ErrorCode::kUnsupported, "type " + type.native + " has no equal here"};
}

// --- from MySQL or MariaDB: the same declaration ------------------------------------------------

/// Without comments for other versions: `text /*M!100301 COMPRESSED*/`.
std::string PlainNative(const std::string& native) {
    std::string plain = native.substr(0, native.find(" /*"));
    return plain;
}

std::string EqualCollation(const TargetServer& server, const std::string& collation) {
    if (server.HasCollation(collation)) return collation;
    const bool exact = collation.ends_with("_bin") || collation.ends_with("_as_cs");
    if (exact) return server.ExactCollation();
    for (const char* close : {"utf8mb4_uca1400_nopad_ai_ci", "utf8mb4_0900_ai_ci",
                              "utf8mb4_unicode_520_nopad_ci", "utf8mb4_unicode_520_ci"}) {
        if (server.HasCollation(close)) return close;
    }
    return "utf8mb4_general_ci";
}

void AddCollation(const TargetServer& server, const Column& column, MappedColumn& mapped) {
    if (column.collation.empty() || column.type.kind == TypeKind::kJson) return;
    const std::string collation = EqualCollation(server, column.collation);
    mapped.type_sql += " COLLATE " + collation;
    if (collation != column.collation) {
        mapped.notes.push_back("collation " + column.collation + " is unknown here: " + collation +
                               " takes its place");
    }
}

CellFormat NativeFormat(const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64: return IntegerFormat(type);
        case TypeKind::kFloat32: return CellFormat::kFloat32;
        case TypeKind::kFloat64: return CellFormat::kFloat64;
        case TypeKind::kUuid: return CellFormat::kUuid;
        case TypeKind::kBit: return CellFormat::kBit;
        // Texts may hold byte 0 here, which kText refuses.
        case TypeKind::kChar:
        case TypeKind::kVarchar:
        case TypeKind::kText:
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob: return CellFormat::kBytes;
        default: return CellFormat::kText;  // decimals; dates, zero and impossible ones too
    }
}

MappedColumn MapNative(const TargetServer& server, const Column& column) {
    const ColumnType& type = column.type;
    if (type.kind == TypeKind::kUuid && !server.HasUuid()) {
        return Mapped("char(36)", CellFormat::kUuid);
    }
    const bool is_inet6 = type.native == "inet6";
    const bool is_inet4 = type.native == "inet4";
    if ((is_inet6 && !server.HasInet6()) || (is_inet4 && !server.HasInet4())) {
        return Noted("varchar(45)", CellFormat::kText, type.native + " is kept as its text");
    }
    MappedColumn mapped = Mapped(PlainNative(type.native), NativeFormat(type));
    AddCollation(server, column, mapped);
    return mapped;
}

}  // namespace

std::string TargetServer::ExactCollation() const {
    if (is_mariadb && version >= 100200) return "utf8mb4_nopad_bin";
    if (!is_mariadb && version >= 80017) return "utf8mb4_0900_bin";
    return "utf8mb4_bin";
}

Result<MappedColumn> MapColumnTo(const TargetServer& server, Engine source, const Column& column) {
    Result<MappedColumn> mapped =
        IsSameFamily(source) ? MapNative(server, column) : MapForeign(server, column.type);
    if (!mapped) return std::move(mapped.error()).At(column.name);
    AddDefault(server, source, column, *mapped);
    return mapped;
}

}  // namespace dmsnode::connectors::mysql
