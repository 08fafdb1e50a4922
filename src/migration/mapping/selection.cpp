#include "migration/mapping/selection.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace dmsnode::migration {
namespace {

using connectors::FilterOperator;
using connectors::Table;
using connectors::TableId;
using connectors::TableKind;
using dms::SelectionRule;

bool MatchesLiterally(const dms::ObjectLocator& locator, const TableId& id) {
    std::string schema;
    std::string table;
    return dms::IsLiteralName(locator.schema_name, &schema) &&
           dms::IsLiteralName(locator.table_name, &table) && schema == id.schema &&
           table == id.name;
}

/// Rules that must name one table take `_` as itself.
bool NamesOneTable(const SelectionRule& rule) {
    return rule.action == "explicit" || !rule.filters.empty();
}

bool MatchesKind(const SelectionRule& rule, TableKind kind) {
    const std::string& type = rule.locator.table_type;
    if (type == "all") return true;
    // Without a type, an exclude rule means whatever has the name: it must not let views through.
    if (type.empty() && rule.action == "exclude") return true;
    return (type == "view") == (kind == TableKind::kView);
}

bool Matches(const SelectionRule& rule, const Table& table) {
    if (!MatchesKind(rule, table.kind)) return false;
    if (NamesOneTable(rule)) return MatchesLiterally(rule.locator, table.id);
    return dms::MatchesPattern(rule.locator.schema_name, table.id.schema) &&
           dms::MatchesPattern(rule.locator.table_name, table.id.name);
}

FilterOperator ParseOperator(std::string_view op) {
    if (op == "noteq") return FilterOperator::kNotEqual;
    if (op == "lte") return FilterOperator::kLessOrEqual;
    if (op == "gte") return FilterOperator::kGreaterOrEqual;
    if (op == "between") return FilterOperator::kBetween;
    if (op == "notbetween") return FilterOperator::kNotBetween;
    if (op == "null") return FilterOperator::kNull;
    if (op == "notnull") return FilterOperator::kNotNull;
    return FilterOperator::kEqual;
}

void AddFilters(const SelectionRule& rule, std::vector<connectors::RowFilter>& into) {
    for (const dms::MappingFilter& filter : rule.filters) {
        connectors::RowFilter& added = into.emplace_back();
        added.column = filter.column_name;
        for (const dms::MappingFilterCondition& condition : filter.conditions) {
            added.any_of.push_back({.op = ParseOperator(condition.op),
                                    .value = condition.value,
                                    .end_value = condition.end_value});
        }
    }
}

/// The pattern with each `_` outside brackets made a literal.
std::string WithLiteralUnderscores(std::string_view pattern) {
    std::string literal;
    bool in_set = false;
    for (const char c : pattern) {
        if (c == '[') in_set = true;
        if (c == ']') in_set = false;
        literal += c == '_' && !in_set ? "[_]" : std::string(1, c);
    }
    return literal;
}

void WarnOfWildcard(const SelectionRule& rule, const TableId& id, Selection& selection) {
    if (NamesOneTable(rule)) return;
    const bool table_by_wildcard =
        !dms::MatchesPattern(WithLiteralUnderscores(rule.locator.table_name), id.name);
    const bool schema_by_wildcard =
        !dms::MatchesPattern(WithLiteralUnderscores(rule.locator.schema_name), id.schema);
    if (!table_by_wildcard && !schema_by_wildcard) return;
    selection.warnings.push_back(fmt::format(
        "rule {}: the pattern {}.{} also takes {}, since _ stands for any character; write [_] for "
        "an underscore",
        rule.rule_id, rule.locator.schema_name, rule.locator.table_name, id.ToString()));
}

void WarnOfIdleRules(const dms::TableMappings& mappings, const std::vector<Table>& listed,
                     Selection& selection) {
    for (const SelectionRule& rule : mappings.selections) {
        const bool matched = std::any_of(listed.begin(), listed.end(),
                                         [&](const Table& table) { return Matches(rule, table); });
        if (matched || rule.action == "exclude") continue;
        if (rule.action != "explicit") {
            selection.warnings.push_back(
                fmt::format("rule {}: {}.{} matches no {} of the source", rule.rule_id,
                            rule.locator.schema_name, rule.locator.table_name,
                            rule.locator.table_type.empty() ? "table" : rule.locator.table_type));
            continue;
        }
        TableId& missing = selection.missing.emplace_back();
        dms::IsLiteralName(rule.locator.schema_name, &missing.schema);
        dms::IsLiteralName(rule.locator.table_name, &missing.name);
    }
}

}  // namespace

Selection SelectTables(const dms::TableMappings& mappings, const std::vector<Table>& listed) {
    Selection selection;
    for (const Table& table : listed) {
        SelectedTable selected{.id = table.id, .kind = table.kind, .load_order = 0, .filters = {}};
        bool included = false;
        bool excluded = false;
        std::vector<const SelectionRule*> takers;
        for (const SelectionRule& rule : mappings.selections) {
            if (!Matches(rule, table)) continue;
            excluded = excluded || rule.action == "exclude";
            if (rule.action == "exclude") continue;
            included = true;
            takers.push_back(&rule);
            selected.load_order = std::max(selected.load_order, rule.load_order.value_or(0));
            AddFilters(rule, selected.filters);
        }
        if (!included || excluded) continue;
        for (const SelectionRule* rule : takers) WarnOfWildcard(*rule, table.id, selection);
        selection.tables.push_back(std::move(selected));
    }
    WarnOfIdleRules(mappings, listed, selection);
    return selection;
}

}  // namespace dmsnode::migration
