#include <fmt/format.h>

#include <algorithm>

#include "dms/documents/impl/rules.hpp"

namespace dmsnode::dms {
namespace {

constexpr std::array<std::string_view, 3> kActions = {"include", "exclude", "explicit"};
constexpr std::array<std::string_view, 3> kTableTypes = {"table", "view", "all"};
constexpr std::array<std::string_view, 1> kFilterTypes = {"source"};
constexpr std::array<std::string_view, 9> kOperators = {
    "eq", "noteq", "lte", "gte", "between", "notbetween", "null", "notnull", "ste"};

bool IsNegative(std::string_view op) {
    return op == "noteq" || op == "notbetween" || op == "notnull";
}

MappingFilterCondition ParseCondition(ObjectChecker& condition) {
    MappingFilterCondition parsed;
    parsed.op = condition.Word("filter-operator", kOperators, Presence::kRequired);
    if (parsed.op.empty()) return parsed;
    const std::string kind = fmt::format("a condition with \"{}\"", parsed.op);
    if (parsed.op == "between" || parsed.op == "notbetween") {
        parsed.value = condition.Scalar("start-value", Presence::kRequired);
        parsed.end_value = condition.Scalar("end-value", Presence::kRequired);
    } else if (parsed.op != "null" && parsed.op != "notnull") {
        parsed.value = condition.Scalar("value", Presence::kRequired);
    }
    if (parsed.op == "ste") parsed.op = "lte";  // what older documents say
    condition.Finish(kind);
    return parsed;
}

MappingFilter ParseFilter(ObjectChecker& filter) {
    MappingFilter parsed;
    filter.Word("filter-type", kFilterTypes, Presence::kRequired);
    parsed.column_name = filter.Text("column-name", Presence::kRequired);
    const Json* conditions = filter.Array("filter-conditions", Presence::kRequired);
    if (conditions == nullptr) return parsed;
    if (conditions->empty()) {
        filter.Report("filter-conditions", "filter-conditions is empty").expected =
            "at least one condition";
    }
    for (std::size_t i = 0; i < conditions->size(); ++i) {
        const std::string path = fmt::format("{}[{}]", filter.PathOf("filter-conditions"), i);
        if (!(*conditions)[i].is_object()) {
            filter
                .Report(fmt::format("filter-conditions[{}]", i),
                        "the condition is " + KindOf((*conditions)[i]))
                .expected = "an object";
            continue;
        }
        ObjectChecker condition((*conditions)[i], path, filter.label(), filter.problems());
        parsed.conditions.push_back(ParseCondition(condition));
    }
    const auto negative = std::find_if(parsed.conditions.begin(), parsed.conditions.end(),
                                       [](const auto& c) { return IsNegative(c.op); });
    if (negative != parsed.conditions.end() && parsed.conditions.size() > 1) {
        filter
            .Report("filter-conditions",
                    fmt::format("the negative operator \"{}\" stands beside other conditions",
                                negative->op))
            .hint =
            "conditions of one filter are joined by OR: give it a filter of its own, filters are "
            "joined by AND";
    }
    filter.Finish("a filter");
    return parsed;
}

void ParseFilters(ObjectChecker& rule, SelectionRule& into) {
    const Json* filters = rule.Array("filters", Presence::kOptional);
    if (filters == nullptr || filters->empty()) return;
    if (!into.action.empty() && into.action != "include") {
        rule.Report("filters", fmt::format("an {} rule cannot have filters", into.action)).hint =
            "filters go with the action include";
    }
    if (!IsLiteralName(into.locator.schema_name) || !IsLiteralName(into.locator.table_name)) {
        rule.Report("filters",
                    fmt::format("filters need the exact name of one table, not the pattern {}.{}",
                                into.locator.schema_name, into.locator.table_name))
            .hint = "write one rule with filters for each table";
    }
    for (std::size_t i = 0; i < filters->size(); ++i) {
        if (!(*filters)[i].is_object()) {
            rule.Report(fmt::format("filters[{}]", i), "the filter is " + KindOf((*filters)[i]))
                .expected = "an object";
            continue;
        }
        ObjectChecker filter((*filters)[i], fmt::format("{}[{}]", rule.PathOf("filters"), i),
                             rule.label(), rule.problems());
        into.filters.push_back(ParseFilter(filter));
    }
}

void CheckLiteral(ObjectChecker& locator, std::string_view member, const std::string& pattern,
                  std::string_view why) {
    if (pattern.empty() || IsLiteralName(pattern)) return;
    locator.Report(member,
                   fmt::format("{} needs one exact name, not the pattern \"{}\"", why, pattern));
}

}  // namespace

ObjectLocator ParseLocator(ObjectChecker& rule, const LocatorNeeds& needs) {
    ObjectLocator parsed;
    const Json* object = rule.Object("object-locator", Presence::kRequired);
    if (object == nullptr) return parsed;
    ObjectChecker locator(*object, rule.PathOf("object-locator"), rule.label(), rule.problems());
    parsed.schema_name = locator.Text("schema-name", Presence::kRequired);
    if (needs.table) {
        parsed.table_name = locator.Text("table-name", Presence::kRequired);
    } else if (locator.Has("table-name") && (*object)["table-name"] == "%") {
        locator.Text("table-name", Presence::kOptional);  // a schema rule of the console says so
    }
    if (needs.column) parsed.column_name = locator.Text("column-name", Presence::kRequired);
    if (needs.data_type) {
        parsed.data_type = locator.Word("data-type", kColumnDataTypes, Presence::kOptional);
    }
    if (needs.table_type) {
        parsed.table_type = locator.Word("table-type", kTableTypes, Presence::kOptional);
    }
    if (needs.tablespace) {
        locator.Text("table-tablespace-name", Presence::kOptional);
        locator.Text("index-tablespace-name", Presence::kOptional);
    }
    if (needs.literal) {
        CheckLiteral(locator, "schema-name", parsed.schema_name, needs.why_literal);
        CheckLiteral(locator, "table-name", parsed.table_name, needs.why_literal);
    }
    locator.Finish(fmt::format("the object-locator of {}", needs.kind));
    return parsed;
}

std::string ParseSelectionRule(ObjectChecker& rule, SelectionRule& into) {
    into.action = rule.Word("rule-action", kActions, Presence::kRequired);
    LocatorNeeds needs{.table = true, .table_type = true, .kind = "a selection rule"};
    if (into.action == "explicit") {
        needs.literal = true;
        needs.why_literal = "the action explicit";
    }
    into.locator = ParseLocator(rule, needs);
    into.load_order = rule.Integer("load-order", 1, 2147483647);
    if (into.load_order && into.action == "exclude") {
        Problem& problem = rule.Report("load-order", "load-order has no effect on an exclude rule");
        problem.warning = true;
    }
    ParseFilters(rule, into);
    return "a selection rule";
}

}  // namespace dmsnode::dms
