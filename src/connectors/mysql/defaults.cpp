#include "connectors/mysql/defaults.hpp"

#include "connectors/mysql/sql_text.hpp"

namespace dmsnode::connectors::mysql {
namespace {

bool IsTimestamp(const MappedColumn& mapped) {
    return mapped.type_sql.starts_with("datetime") || mapped.type_sql.starts_with("timestamp");
}

bool IsNumberType(const MappedColumn& mapped) {
    for (const char* name : {"tinyint", "smallint", "mediumint", "int", "bigint", "decimal",
                             "float", "double", "year"}) {
        if (mapped.type_sql.starts_with(name)) return true;
    }
    return false;
}

/// Types whose default MySQL takes only as an expression in parentheses.
bool IsTextLike(const MappedColumn& mapped) {
    return mapped.type_sql.find("text") != std::string::npos ||
           mapped.type_sql.find("blob") != std::string::npos || mapped.type_sql.starts_with("json");
}

std::string FractionDigits(const MappedColumn& mapped) {
    const std::size_t open = mapped.type_sql.find('(');
    return open == std::string::npos ? "" : mapped.type_sql.substr(open, 3);  // `(6)`
}

void Leave(const Column& column, MappedColumn& mapped) {
    std::string text = column.default_value.text;
    if (text.empty()) text = "of the current date or time";
    mapped.notes.push_back("default " + text + " is not carried over");
}

void SetLiteral(const TargetServer& server, const Column& column, std::string literal,
                MappedColumn& mapped) {
    if (!IsTextLike(mapped) || server.HasTextDefaults()) {
        mapped.default_sql = std::move(literal);
    } else if (server.HasExpressionDefaults()) {
        mapped.default_sql = "(" + literal + ")";
    } else {
        Leave(column, mapped);
    }
}

/// CURRENT_DATE and CURRENT_TIME need expression defaults.
void SetFunction(const TargetServer& server, std::string_view type, std::string_view function,
                 const Column& column, MappedColumn& mapped) {
    if (server.HasExpressionDefaults() && mapped.type_sql.starts_with(type)) {
        mapped.default_sql = "(" + std::string(function) + ")";
    } else {
        Leave(column, mapped);
    }
}

void SetNow(const Column& column, MappedColumn& mapped, bool foreign) {
    if (!IsTimestamp(mapped)) {
        Leave(column, mapped);
        return;
    }
    mapped.default_sql = "CURRENT_TIMESTAMP" + FractionDigits(mapped);
    if (foreign && column.type.kind == TypeKind::kTimestampTz) {
        mapped.notes.push_back(
            "the default CURRENT_TIMESTAMP is in the session's time zone, the rows are in UTC");
    }
}

void SetText(const TargetServer& server, const Column& column, MappedColumn& mapped) {
    const std::string& text = column.default_value.text;
    // Bytes and bits are written differently by each engine.
    const bool carried =
        mapped.format != CellFormat::kBit &&
        (mapped.format != CellFormat::kBytes || column.type.kind == TypeKind::kChar ||
         column.type.kind == TypeKind::kVarchar || column.type.kind == TypeKind::kText);
    if (carried) {
        SetLiteral(server, column, QuoteText(text), mapped);
    } else {
        Leave(column, mapped);
    }
}

/// Same family: bytes as text are what the server printed; expressions only for the same server.
void SetNativeText(const TargetServer& server, const Column& column, MappedColumn& mapped) {
    const bool is_bit = mapped.format == CellFormat::kBit;
    if (is_bit) {
        Leave(column, mapped);
    } else {
        SetLiteral(server, column, QuoteText(column.default_value.text), mapped);
    }
}

void SetExpression(const TargetServer& server, Engine source, const Column& column,
                   MappedColumn& mapped) {
    const std::string& text = column.default_value.text;
    const bool is_bits = text.starts_with("b'");  // a literal in both servers
    const bool same = server.is_mariadb == (source == Engine::kMariadb);
    if (IsSameFamily(source) && is_bits) {
        mapped.default_sql = text;
    } else if (IsSameFamily(source) && same && server.HasExpressionDefaults()) {
        mapped.default_sql = "(" + text + ")";
    } else {
        Leave(column, mapped);
    }
}

}  // namespace

void AddDefault(const TargetServer& server, Engine source, const Column& column,
                MappedColumn& mapped) {
    if (column.is_identity || column.is_generated) return;
    const bool foreign = !IsSameFamily(source);
    const std::string& text = column.default_value.text;
    switch (column.default_value.kind) {
        case DefaultValue::Kind::kNone: return;
        case DefaultValue::Kind::kNull:
            if (column.nullable) mapped.default_sql = "NULL";
            return;
        case DefaultValue::Kind::kText:
            return foreign ? SetText(server, column, mapped)
                           : SetNativeText(server, column, mapped);
        case DefaultValue::Kind::kNumber:
            return SetLiteral(server, column, IsNumberType(mapped) ? text : QuoteText(text),
                              mapped);
        case DefaultValue::Kind::kBool:
            if (IsNumberType(mapped)) {
                mapped.default_sql = text == "true" ? "1" : "0";
            } else {
                Leave(column, mapped);
            }
            return;
        case DefaultValue::Kind::kCurrentTimestamp: return SetNow(column, mapped, foreign);
        case DefaultValue::Kind::kCurrentDate:
            return SetFunction(server, "date", "curdate()", column, mapped);
        case DefaultValue::Kind::kCurrentTime:
            return SetFunction(server, "time", "curtime()", column, mapped);
        case DefaultValue::Kind::kExpression: return SetExpression(server, source, column, mapped);
    }
}

}  // namespace dmsnode::connectors::mysql
