#include "connectors/postgres/impl/column_types.hpp"

#include <algorithm>
#include <array>

namespace dmsnode::connectors::postgres {
namespace {

struct BuiltIn {
    std::string_view name;
    TypeKind kind;
};

constexpr std::array kBuiltIns = {
    BuiltIn{"bool", TypeKind::kBool},
    BuiltIn{"int2", TypeKind::kInt16},
    BuiltIn{"int4", TypeKind::kInt32},
    BuiltIn{"int8", TypeKind::kInt64},
    BuiltIn{"oid", TypeKind::kInt32},
    BuiltIn{"float4", TypeKind::kFloat32},
    BuiltIn{"float8", TypeKind::kFloat64},
    BuiltIn{"numeric", TypeKind::kNumeric},
    BuiltIn{"money", TypeKind::kNumeric},
    BuiltIn{"text", TypeKind::kText},
    BuiltIn{"varchar", TypeKind::kVarchar},
    BuiltIn{"bpchar", TypeKind::kChar},
    BuiltIn{"name", TypeKind::kVarchar},
    BuiltIn{"char", TypeKind::kChar},
    BuiltIn{"bytea", TypeKind::kBlob},
    BuiltIn{"date", TypeKind::kDate},
    BuiltIn{"time", TypeKind::kTime},
    BuiltIn{"timetz", TypeKind::kTimeTz},
    BuiltIn{"timestamp", TypeKind::kTimestamp},
    BuiltIn{"timestamptz", TypeKind::kTimestampTz},
    BuiltIn{"interval", TypeKind::kInterval},
    BuiltIn{"uuid", TypeKind::kUuid},
    BuiltIn{"json", TypeKind::kJson},
    BuiltIn{"jsonb", TypeKind::kJsonb},
    BuiltIn{"bit", TypeKind::kBit},
    BuiltIn{"varbit", TypeKind::kVarbit},
};

constexpr int kVarlenaHeader = 4;      // typmods of texts and numerics count it
constexpr int kIntervalFull = 0xFFFF;  // interval's typmod: no precision given
constexpr int kMoneyDigits = 19;       // an int8 of the smallest unit
constexpr int kNameBytes = 63;

TypeKind KindOf(const CatalogType& type) {
    if (type.kind == 'e') return TypeKind::kEnum;
    if (type.name == "citext" && type.kind == 'b') return TypeKind::kText;
    if (type.schema != "pg_catalog") return TypeKind::kOther;
    const auto* const found = std::find_if(kBuiltIns.begin(), kBuiltIns.end(),
                                           [&](const BuiltIn& b) { return b.name == type.name; });
    return found == kBuiltIns.end() ? TypeKind::kOther : found->kind;
}

/// A scale below zero or above the precision (PostgreSQL 15) is turned into the plain one that
/// holds the same values: other engines know no such.
void SetNumericSize(int modifier, ColumnType& type) {
    if (modifier < kVarlenaHeader) return;
    const int size = modifier - kVarlenaHeader;
    const int precision = (size >> 16) & 0xFFFF;
    const int scale = ((size & 0x7FF) ^ 1024) - 1024;
    type.precision = scale < 0 ? precision - scale : std::max(precision, scale);
    type.scale = std::max(scale, 0);
}

int FractionDigits(int modifier) {
    return modifier < 0 ? 6 : modifier;
}

void SetSize(const CatalogType& type, ColumnType& out) {
    const int modifier = type.modifier;
    switch (out.kind) {
        case TypeKind::kNumeric:
            SetNumericSize(modifier, out);
            if (type.name == "money") {
                out.precision = kMoneyDigits;
                out.scale = type.money_scale;
            }
            break;
        case TypeKind::kChar:
        case TypeKind::kVarchar:
            out.length = std::max(modifier - kVarlenaHeader, 0);
            if (type.name == "name") out.length = kNameBytes;
            if (type.name == "char") out.length = 1;
            if (type.name == "bpchar" && out.length == 0) out.kind = TypeKind::kText;
            break;
        case TypeKind::kTime:
        case TypeKind::kTimeTz:
        case TypeKind::kTimestamp:
        case TypeKind::kTimestampTz: out.precision = FractionDigits(modifier); break;
        case TypeKind::kInterval:
            out.precision =
                modifier < 0 || (modifier & 0xFFFF) == kIntervalFull ? 6 : modifier & 0xFFFF;
            break;
        case TypeKind::kBit:
        case TypeKind::kVarbit: out.length = std::max(modifier, 0); break;
        case TypeKind::kBool:
        case TypeKind::kInt8:
        case TypeKind::kInt16:
        case TypeKind::kInt24:
        case TypeKind::kInt32:
        case TypeKind::kInt64:
        case TypeKind::kFloat32:
        case TypeKind::kFloat64:
        case TypeKind::kText:
        case TypeKind::kBinary:
        case TypeKind::kVarbinary:
        case TypeKind::kBlob:
        case TypeKind::kDate:
        case TypeKind::kYear:
        case TypeKind::kUuid:
        case TypeKind::kJson:
        case TypeKind::kJsonb:
        case TypeKind::kEnum:
        case TypeKind::kSet:
        case TypeKind::kOther: break;
    }
}

}  // namespace

ColumnType ToColumnType(const CatalogType& type) {
    ColumnType out;
    out.kind = KindOf(type);
    out.native = type.declaration;
    out.labels = type.labels;
    out.is_unsigned = type.schema == "pg_catalog" && type.name == "oid";
    SetSize(type, out);
    return out;
}

bool IsBuiltIn(std::string_view declaration) {
    return declaration.find('.') == std::string_view::npos;
}

bool TravelsInBinary(std::string_view declaration) {
    for (const std::string_view stem : {"reg", "aclitem", "gtsvector", "pg_"}) {
        // pg_lsn is a number like any other; the rest of pg_ is the catalogue's own.
        if (declaration.starts_with(stem)) return declaration.starts_with("pg_lsn");
    }
    return true;
}

}  // namespace dmsnode::connectors::postgres
