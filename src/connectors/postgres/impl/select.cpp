#include "connectors/postgres/impl/select.hpp"

#include "connectors/postgres/impl/column_types.hpp"
#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

/// Source types that are read alike.
enum class Family {
    kBool,
    kInteger,
    kOid,
    kMoney,
    kNumeric,
    kFloat,
    kText,     ///< The binary form is the text itself.
    kPadded,   ///< char(n): the cast to text takes the padding off.
    kOneChar,  ///< "char": a raw byte
    kBytes,
    kDate,
    kTime,
    kTimeTz,
    kTimestamp,
    kTimestampTz,
    kInterval,
    kUuid,
    kJson,
    kJsonb,
    kBits,
    kVarbits,
    kXml,
    kInet,  ///< The cast to text adds a mask that the value does not show.
    kCidr,
    kOther
};

Family FamilyOf(const ColumnType& type) {
    switch (type.kind) {
        case TypeKind::kBool: return Family::kBool;
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kYear:
        case TypeKind::kInt64: return Family::kInteger;
        case TypeKind::kInt32: return type.native == "oid" ? Family::kOid : Family::kInteger;
        case TypeKind::kNumeric: return type.native == "money" ? Family::kMoney : Family::kNumeric;
        case TypeKind::kFloat32:
        case TypeKind::kFloat64: return Family::kFloat;
        case TypeKind::kChar: return type.native == "\"char\"" ? Family::kOneChar : Family::kPadded;
        case TypeKind::kText:
            return type.native == "bpchar" || type.native == "character" ? Family::kPadded
                                                                         : Family::kText;
        case TypeKind::kVarchar:
        case TypeKind::kEnum:
        case TypeKind::kSet: return Family::kText;
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob: return Family::kBytes;
        case TypeKind::kDate: return Family::kDate;
        case TypeKind::kTime: return Family::kTime;
        case TypeKind::kTimeTz: return Family::kTimeTz;
        case TypeKind::kTimestamp: return Family::kTimestamp;
        case TypeKind::kTimestampTz: return Family::kTimestampTz;
        case TypeKind::kInterval: return Family::kInterval;
        case TypeKind::kUuid: return Family::kUuid;
        case TypeKind::kJson: return Family::kJson;
        case TypeKind::kJsonb: return Family::kJsonb;
        case TypeKind::kBit: return Family::kBits;
        case TypeKind::kVarbit: return Family::kVarbits;
        case TypeKind::kOther: break;
    }
    if (type.native == "xml") return Family::kXml;
    if (type.native == "inet") return Family::kInet;
    if (type.native == "cidr") return Family::kCidr;
    return Family::kOther;
}

bool IsTextual(Family family) {
    return family == Family::kText || family == Family::kPadded || family == Family::kOther;
}

/// The value as numeric; empty if the family has none.
std::string AsNumeric(Family family, const std::string& name) {
    switch (family) {
        case Family::kNumeric: return name;
        case Family::kInteger:
        case Family::kMoney: return name + "::numeric";
        case Family::kOid: return name + "::int8::numeric";
        case Family::kBool: return name + "::int4::numeric";
        case Family::kBits: return name + "::int8::numeric";
        // The text of a float is the shortest that gives it back; its own cast rounds to 15 digits.
        case Family::kFloat:
        case Family::kText:
        case Family::kPadded:
        case Family::kOther: return name + "::text::numeric";
        default: return "";
    }
}

/// The value as an integer type, by way of text where a cast would round.
std::string AsInteger(Family family, const std::string& name, const std::string& type) {
    switch (family) {
        case Family::kInteger: return name + "::" + type;
        case Family::kBool: return name + "::int4::" + type;
        case Family::kOid:
        case Family::kBits: return name + "::int8::" + type;
        case Family::kNumeric:
        case Family::kMoney:
        case Family::kFloat: return "trim_scale(" + AsNumeric(family, name) + ")::text::" + type;
        case Family::kText:
        case Family::kPadded:
        case Family::kOther: return name + "::text::" + type;
        default: return "";
    }
}

std::string AsBool(Family family, const std::string& name) {
    if (family == Family::kBool) return name;
    if (family == Family::kInteger || family == Family::kBits || IsTextual(family)) {
        return name + "::text::bool";  // fails for anything but 0, 1 and words
    }
    return "";
}

/// 8 bytes unsigned: what is beyond int8 wraps, what is no unsigned integer fails.
std::string AsUnsigned(Family family, const std::string& name) {
    if (family == Family::kBits) return name + "::int8";  // the same 64 bits
    const std::string number = AsNumeric(family, name);
    if (number.empty()) return "";
    const std::string value = "trim_scale(" + number + ")";
    return "(CASE WHEN " + value + " NOT BETWEEN 0 AND 18446744073709551615 THEN " + value +
           "::text || ' is no unsigned integer' WHEN " + value + " > 9223372036854775807 THEN (" +
           value + " - 18446744073709551616)::text ELSE " + value + "::text END)::int8";
}

std::string AsFloat(Family family, const std::string& name, const std::string& type) {
    if (family == Family::kFloat || family == Family::kInteger || family == Family::kNumeric) {
        return name + "::" + type;
    }
    const std::string number = AsNumeric(family, name);
    return number.empty() ? "" : number + "::text::" + type;
}

std::string AsText(Family family, const std::string& name) {
    switch (family) {
        case Family::kBytes: return "";
        case Family::kText:
        case Family::kJson: return name;  // an enum's, too, is its label
        case Family::kXml: return "textin(xml_out(" + name + "))";
        case Family::kInet: return "textin(inet_out(" + name + "))";
        case Family::kCidr: return "textin(cidr_out(" + name + "))";
        case Family::kMoney: return name + "::numeric::text";
        default: return name + "::text";
    }
}

std::string AsMoment(Family family, const std::string& name, CellFormat format) {
    const std::string type = format == CellFormat::kTimestampTz ? "timestamptz" : "timestamp";
    if (family == Family::kTimestamp || family == Family::kTimestampTz || family == Family::kDate) {
        return name + "::" + type;  // the session's zone is UTC
    }
    // By way of timestamptz, so that an offset in the text is applied and not dropped.
    if (IsTextual(family)) {
        return name + "::text::timestamptz" + (type == "timestamp" ? "::timestamp" : "");
    }
    return "";
}

std::string AsBytes(Family family, const std::string& name) {
    if (family == Family::kBytes) return name;
    if (family == Family::kUuid) return "uuid_send(" + name + ")";
    return "";
}

std::string AsUuid(Family family, const std::string& name) {
    if (family == Family::kUuid) return name;
    if (family == Family::kBytes) return "encode(" + name + ", 'hex')::uuid";
    return IsTextual(family) ? name + "::text::uuid" : "";
}

std::string AsJsonb(Family family, const std::string& name) {
    if (family == Family::kJsonb) return name;
    if (family == Family::kJson) return name + "::jsonb";
    return IsTextual(family) ? name + "::text::jsonb" : "";
}

std::string AsBits(Family family, const std::string& name) {
    if (family == Family::kBits || family == Family::kVarbits) return name;
    if (family == Family::kBool) return name + "::int4::bit(1)";
    return IsTextual(family) ? name + "::text::varbit" : "";
}

/// `own`: as it is; texts are parsed; anything else has no such value.
std::string AsOwnOrText(Family family, Family own, const std::string& name,
                        const std::string& type) {
    if (family == own) return name;
    if (IsTextual(family)) return name + "::text::" + type;
    return "";
}

std::string AsTime(Family family, const std::string& name) {
    // An interval beyond a day or below zero fails by way of text; its cast to time would wrap.
    if (family == Family::kInterval) return name + "::text::time";
    return AsOwnOrText(family, Family::kTime, name, "time");
}

std::string AsInterval(Family family, const std::string& name) {
    if (family == Family::kTime) return name + "::interval";
    return AsOwnOrText(family, Family::kInterval, name, "interval");
}

std::string Expression(const ColumnType& type, const std::string& name, CellFormat format) {
    const Family family = FamilyOf(type);
    switch (format) {
        case CellFormat::kNative: return TravelsInBinary(type.native) ? name : "";
        case CellFormat::kBool: return AsBool(family, name);
        case CellFormat::kInt16:
            return type.kind == TypeKind::kInt16 ? name : AsInteger(family, name, "int2");
        case CellFormat::kInt32:
            return type.kind == TypeKind::kInt32 && family == Family::kInteger
                       ? name
                       : AsInteger(family, name, "int4");
        case CellFormat::kInt64:
            return type.kind == TypeKind::kInt64 ? name : AsInteger(family, name, "int8");
        case CellFormat::kUInt64: return AsUnsigned(family, name);
        case CellFormat::kFloat32:
            return type.kind == TypeKind::kFloat32 ? name : AsFloat(family, name, "float4");
        case CellFormat::kFloat64:
            return type.kind == TypeKind::kFloat64 ? name : AsFloat(family, name, "float8");
        case CellFormat::kNumeric: return AsNumeric(family, name);
        case CellFormat::kText: return AsText(family, name);
        case CellFormat::kBytes: return AsBytes(family, name);
        case CellFormat::kDate: return AsOwnOrText(family, Family::kDate, name, "date");
        case CellFormat::kTime: return AsTime(family, name);
        case CellFormat::kTimestamp:
            return family == Family::kTimestamp ? name : AsMoment(family, name, format);
        case CellFormat::kTimestampTz:
            return family == Family::kTimestampTz ? name : AsMoment(family, name, format);
        case CellFormat::kInterval: return AsInterval(family, name);
        case CellFormat::kUuid: return AsUuid(family, name);
        case CellFormat::kJsonb: return AsJsonb(family, name);
        case CellFormat::kBit: return AsBits(family, name);
    }
    return "";
}

std::string Condition(const std::string& name, const connectors::FilterCondition& condition) {
    const std::string value = QuoteLiteral(condition.value);
    const std::string end_value = QuoteLiteral(condition.end_value);
    switch (condition.op) {
        case FilterOperator::kEqual: return name + " = " + value;
        case FilterOperator::kNotEqual: return name + " <> " + value;
        case FilterOperator::kLessOrEqual: return name + " <= " + value;
        case FilterOperator::kGreaterOrEqual: return name + " >= " + value;
        case FilterOperator::kBetween: return name + " BETWEEN " + value + " AND " + end_value;
        case FilterOperator::kNotBetween:
            return name + " NOT BETWEEN " + value + " AND " + end_value;
        case FilterOperator::kNull: return name + " IS NULL";
        case FilterOperator::kNotNull: return name + " IS NOT NULL";
    }
    return "false";
}

Error InTable(const TableId& table, Error error) {
    error.where = table.ToString() + "." + error.where;
    return error;
}

}  // namespace

Result<std::string> SelectExpression(const Column& column, CellFormat format) {
    std::string text = Expression(column.type, QuoteIdentifier(column.name), format);
    if (text.empty()) {
        return Error(ErrorCode::kUnsupported, "a column of type " + column.type.native +
                                                  " cannot be read in this form (cell format " +
                                                  std::to_string(static_cast<int>(format)) + ")")
            .At(column.name);
    }
    return text;
}

std::string FilterCondition(const RowFilter& filter) {
    const std::string name = QuoteIdentifier(filter.column);
    std::string text;
    for (const connectors::FilterCondition& condition : filter.any_of) {
        if (!text.empty()) text += " OR ";
        text += Condition(name, condition);
    }
    return "(" + (text.empty() ? "false" : text) + ")";
}

Result<std::string> SelectStatement(const ReadPlan& plan, bool only) {
    std::string sql = "SELECT ";
    for (std::size_t i = 0; i < plan.columns.size(); ++i) {
        const ReadColumn& column = plan.columns[i];
        Result<std::string> expression = SelectExpression(column.column, column.format);
        if (!expression) return InTable(plan.table, expression.error());
        if (i > 0) sql += ", ";
        sql += *expression;
    }
    sql += std::string(" FROM ") + (only ? "ONLY " : "") + QuoteTable(plan.table);
    for (std::size_t i = 0; i < plan.filters.size(); ++i) {
        sql += (i == 0 ? " WHERE " : " AND ") + FilterCondition(plan.filters[i]);
    }
    if (!plan.order_by.empty()) sql += " ORDER BY " + QuoteList(plan.order_by);
    return sql;
}

}  // namespace dmsnode::connectors::postgres
