#include "connectors/postgres/impl/target_columns.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <optional>

#include "connectors/postgres/impl/sql.hpp"

namespace dmsnode::connectors::postgres {
namespace {

/// Domains are resolved one level at a time by the server's own view of them.
constexpr const char* kTargetColumnsSql = R"(
WITH RECURSIVE chain AS (
    SELECT a.attnum, a.attname, a.atttypid AS type, format_type(a.atttypid, a.atttypmod) AS declaration,
           coalesce(to_jsonb(a)->>'attgenerated', '') <> '' AS generated
    FROM pg_attribute a WHERE a.attrelid = to_regclass(%TABLE%) AND a.attnum > 0 AND NOT a.attisdropped
    UNION ALL
    SELECT c.attnum, c.attname, t.typbasetype, c.declaration, c.generated
    FROM chain c JOIN pg_type t ON t.oid = c.type AND t.typtype = 'd'
)
SELECT c.attname, t.typname, c.declaration,
       CASE WHEN t.typelem <> 0 AND t.typlen = -1 AND e.typnamespace <> 'pg_catalog'::regnamespace
            THEN t.typelem ELSE 0 END,
       c.generated, t.typtype = 'e'
FROM chain c JOIN pg_type t ON t.oid = c.type AND t.typtype <> 'd'
LEFT JOIN pg_type e ON e.oid = t.typelem
ORDER BY c.attnum)";

struct Taker {
    std::string_view type;  ///< typname
    CellFormat format;
};

/// Types whose receive function takes the format's bytes as they are.
constexpr std::array kTakers = {
    Taker{"bool", CellFormat::kBool},
    Taker{"int2", CellFormat::kInt16},
    Taker{"int4", CellFormat::kInt32},
    Taker{"int8", CellFormat::kInt64},
    Taker{"float4", CellFormat::kFloat32},
    Taker{"float8", CellFormat::kFloat64},
    Taker{"numeric", CellFormat::kNumeric},
    Taker{"text", CellFormat::kText},
    Taker{"varchar", CellFormat::kText},
    Taker{"bpchar", CellFormat::kText},
    Taker{"name", CellFormat::kText},
    Taker{"citext", CellFormat::kText},
    Taker{"json", CellFormat::kText},
    Taker{"xml", CellFormat::kText},
    Taker{"inet", CellFormat::kText},  // through CellRule::kAddress
    Taker{"bytea", CellFormat::kBytes},
    Taker{"date", CellFormat::kDate},
    Taker{"time", CellFormat::kTime},
    Taker{"timestamp", CellFormat::kTimestamp},
    Taker{"timestamptz", CellFormat::kTimestampTz},
    Taker{"interval", CellFormat::kInterval},
    Taker{"uuid", CellFormat::kUuid},
    Taker{"jsonb", CellFormat::kJsonb},
    Taker{"bit", CellFormat::kBit},
    Taker{"varbit", CellFormat::kBit},
};

/// A declaration without its sizes: `time(3) without time zone` → `time without time zone`.
std::string Stem(std::string_view declaration) {
    std::string stem(declaration);
    const std::size_t open = stem.find('(');
    const std::size_t close = stem.find(')');
    if (open != std::string::npos && close != std::string::npos) {
        stem.erase(open, close - open + 1);
    }
    return stem;
}

bool IsPlainText(std::string_view stem) {
    return stem == "text" || stem == "character varying" || stem == "character";
}

bool Takes(const ActualColumn& actual, const TargetColumn& column) {
    if (column.mapped.format == CellFormat::kNative) {
        // The binary form goes through untouched, so the type must be the same, sizes apart.
        const std::string have = Stem(actual.declaration);
        const std::string want = Stem(column.mapped.type_sql);
        return have == want || (IsPlainText(have) && IsPlainText(want));
    }
    if (actual.is_enum) return column.mapped.format == CellFormat::kText;
    return std::any_of(kTakers.begin(), kTakers.end(), [&](const Taker& taker) {
        return taker.type == actual.base_type && taker.format == column.mapped.format;
    });
}

/// Digits behind the point that a declaration keeps; nothing: as many as there are.
std::optional<int> FractionDigits(std::string_view declaration) {
    const std::size_t open = declaration.find('(');
    if (open == std::string_view::npos) return std::nullopt;
    std::string_view sizes = declaration.substr(open + 1, declaration.find(')') - open - 1);
    if (declaration.starts_with("numeric")) {
        const std::size_t comma = sizes.find(',');
        sizes = comma == std::string_view::npos ? "0" : sizes.substr(comma + 1);
    }
    int digits = 0;
    std::from_chars(sizes.data(), sizes.data() + sizes.size(), digits);
    return digits;
}

/// The server rounds in silence what comes to such a column with more digits than it keeps.
bool Rounds(const ActualColumn& actual, const TargetColumn& column) {
    const std::string_view have = actual.declaration;
    const std::string_view want = column.mapped.type_sql;
    if (have == want) return false;
    if (have.starts_with("interval")) return have != "interval";
    if (!have.starts_with("numeric") && !have.starts_with("time")) return false;
    const std::optional<int> kept = FractionDigits(have);
    const int full = have.starts_with("numeric") ? INT_MAX : 6;
    return kept && FractionDigits(want).value_or(full) > *kept;
}

Result<CellRule> RuleFor(const TargetColumn& column, const ActualColumn& actual) {
    CellRule rule{.format = column.mapped.format, .column = column.name};
    if (actual.is_generated) {
        rule.kind = CellRule::Kind::kDrop;
        return rule;
    }
    if (!Takes(actual, column)) {
        return Error(ErrorCode::kInvalidArgument, "the target column is " + actual.declaration +
                                                      ", the rows come as " +
                                                      column.mapped.type_sql)
            .At(column.name)
            .Hint("change the column's type, or let the task create the table (DROP_AND_CREATE)");
    }
    if (Rounds(actual, column)) {
        return Error(ErrorCode::kInvalidArgument, "the target column is " + actual.declaration +
                                                      " and would round values of " +
                                                      column.mapped.type_sql)
            .At(column.name)
            .Hint("widen the column, or let the task create the table (DROP_AND_CREATE)");
    }
    if (column.mapped.format == CellFormat::kNative && actual.element_oid != 0) {
        rule.kind = CellRule::Kind::kElementOid;
        rule.element_oid = actual.element_oid;
    } else if (actual.base_type == "inet" && column.mapped.format == CellFormat::kText) {
        rule.kind = CellRule::Kind::kAddress;
    }
    return rule;
}

}  // namespace

Result<std::vector<ActualColumn>> ReadActualColumns(Session& session, const TableId& table) {
    std::string sql = kTargetColumnsSql;
    constexpr std::string_view kPlace = "%TABLE%";
    sql.replace(sql.find(kPlace), kPlace.size(), QuoteLiteral(QuoteTable(table)));
    Result<Rows> rows = session.Run(sql, "describe the target table " + table.ToString());
    if (!rows) return rows.error();
    std::vector<ActualColumn> columns;
    for (int row = 0; row < rows->size(); ++row) {
        columns.push_back({.name = rows->String(row, 0),
                           .base_type = rows->String(row, 1),
                           .declaration = rows->String(row, 2),
                           .element_oid = static_cast<std::uint32_t>(rows->Integer(row, 3)),
                           .is_generated = rows->Bool(row, 4),
                           .is_enum = rows->Bool(row, 5)});
    }
    if (columns.empty()) {
        return Error(ErrorCode::kNotFound, "the target table does not exist").At(table.ToString());
    }
    return columns;
}

Result<std::vector<CellRule>> WriterRules(const TargetTable& table,
                                          const std::vector<ActualColumn>& actual) {
    std::vector<CellRule> rules;
    for (const TargetColumn& column : table.columns) {
        const auto found = std::find_if(actual.begin(), actual.end(), [&](const ActualColumn& a) {
            return a.name == column.name;
        });
        if (found == actual.end()) {
            return Error(ErrorCode::kNotFound, "the target table has no such column")
                .At(table.id.ToString() + "." + column.name)
                .Hint("add the column, or remove it by a transformation rule");
        }
        Result<CellRule> rule = RuleFor(column, *found);
        if (!rule) {
            rule.error().where = table.id.ToString() + "." + column.name;
            return rule.error();
        }
        rules.push_back(*std::move(rule));
    }
    return rules;
}

}  // namespace dmsnode::connectors::postgres
