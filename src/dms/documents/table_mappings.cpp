#include "dms/documents/table_mappings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dms/documents/impl/object_checker.hpp"
#include "dms/documents/impl/rules.hpp"

namespace dmsnode::dms {
namespace {

constexpr std::array<std::string_view, 6> kRuleTypes = {"selection",       "transformation",
                                                        "table-settings",  "object-mapping",
                                                        "post-processing", "validation"};

/// Rule ids are numbers of any length: `007` is 7.
std::string_view WithoutLeadingZeros(std::string_view id) {
    const std::size_t first = id.find_first_not_of('0');
    return first == std::string_view::npos ? id.substr(id.size() - 1) : id.substr(first);
}

bool LowerId(std::string_view left, std::string_view right) {
    left = WithoutLeadingZeros(left);
    right = WithoutLeadingZeros(right);
    return left.size() != right.size() ? left.size() < right.size() : left < right;
}

bool IsDigits(std::string_view text) {
    return !text.empty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

/// The id as it stands, for messages about the rule; its place if it has none.
std::string LabelOf(const Json& rule, std::size_t position) {
    const auto id = rule.find("rule-id");
    if (id != rule.end() && id->is_string() && !id->get_ref<const std::string&>().empty()) {
        return "rule " + id->get<std::string>().substr(0, 100);
    }
    if (id != rule.end() && id->is_number()) return "rule " + DumpJson(*id);
    return fmt::format("rule number {}", position + 1);
}

class Parser {
public:
    explicit Parser(TableMappingsResult& result) : result_(result) {}

    void ParseRules(const Json& rules) {
        for (std::size_t i = 0; i < rules.size(); ++i) {
            const std::string path = fmt::format("$.rules[{}]", i);
            if (rules[i].is_object()) {
                ParseRule(rules[i], path, i);
            } else {
                result_.problems.push_back(
                    {path, fmt::format("rule number {} is {}", i + 1, KindOf(rules[i])),
                     "an object", "", false});
            }
        }
        std::stable_sort(
            result_.mappings.transformations.begin(), result_.mappings.transformations.end(),
            [](const auto& a, const auto& b) { return LowerId(a.rule_id, b.rule_id); });
    }

private:
    void ParseRule(const Json& json, const std::string& path, std::size_t position) {
        ObjectChecker rule(json, path, LabelOf(json, position), result_.problems);
        const std::string type = rule.Word("rule-type", kRuleTypes, Presence::kRequired);
        const std::string id = ParseId(rule);
        const std::string name = ParseName(rule);
        TableMappings& mappings = result_.mappings;
        if (type == "selection") {
            SelectionRule& into = mappings.selections.emplace_back();
            into.rule_id = id;
            into.rule_name = name;
            rule.Finish(ParseSelectionRule(rule, into));
        } else if (type == "transformation") {
            TransformationRule& into = mappings.transformations.emplace_back();
            into.rule_id = id;
            into.rule_name = name;
            rule.Finish(ParseTransformationRule(rule, into));
        } else if (type == "table-settings") {
            TableSettingsRule& into = mappings.table_settings.emplace_back();
            into.rule_id = id;
            into.rule_name = name;
            rule.Finish(ParseTableSettingsRule(rule, into));
        } else if (!type.empty()) {
            mappings.other_rule_types.push_back(type);
        }
    }

    std::string ParseId(ObjectChecker& rule) {
        const std::string id = rule.Scalar("rule-id", Presence::kRequired);
        if (!rule.Has("rule-id")) return id;
        if (!IsDigits(id)) {
            rule.Report("rule-id", fmt::format("rule-id \"{}\" is not a whole number", id))
                .expected = "digits, as a text or a number";
            return id;
        }
        const auto [first, is_new] =
            ids_.try_emplace(std::string(WithoutLeadingZeros(id)), rule.PathOf("rule-id"));
        if (!is_new) {
            rule.Report("rule-id", fmt::format("rule-id {} is taken by {}", id, first->second))
                .hint = "the lower id wins among rules for one object: each needs its own";
        }
        return id;
    }

    std::string ParseName(ObjectChecker& rule) {
        const std::string name = rule.Scalar("rule-name", Presence::kRequired);
        if (!rule.Has("rule-name")) return name;
        if (name.empty()) {
            rule.Report("rule-name", "rule-name is empty").expected = "a unique name";
            return name;
        }
        const auto [first, is_new] = names_.try_emplace(name, rule.PathOf("rule-name"));
        if (!is_new) {
            rule.Report("rule-name",
                        fmt::format("rule-name \"{}\" is taken by {}", name, first->second));
        }
        return name;
    }

    TableMappingsResult& result_;
    std::map<std::string, std::string> ids_;    ///< id without leading zeros → its path
    std::map<std::string, std::string> names_;  ///< name → its path
};

void CheckSelections(const Json& rules, TableMappingsResult& result) {
    if (HasErrors(result.problems)) return;  // a rule that failed may have been the one
    const auto& selections = result.mappings.selections;
    if (selections.empty()) {
        result.problems.push_back(
            {"$.rules", rules.empty() ? "rules is empty" : "there is no selection rule",
             "at least one rule with \"rule-type\": \"selection\"",
             "select all tables of a schema by "
             R"({"rule-type":"selection","rule-id":"1","rule-name":"1","rule-action":"include",)"
             R"("object-locator":{"schema-name":"NAME","table-name":"%"}})",
             false});
        return;
    }
    const bool any = std::any_of(selections.begin(), selections.end(),
                                 [](const auto& rule) { return rule.action != "exclude"; });
    if (!any) {
        result.problems.push_back({"$.rules", "all selection rules exclude: nothing is selected",
                                   "at least one rule with the action include or explicit", "",
                                   false});
    }
}

}  // namespace

TableMappingsResult ParseTableMappings(std::string_view text) {
    TableMappingsResult result;
    const Result<Json> document = ParseJson(text);
    if (!document) {
        const Error& error = document.error();
        const std::string place = error.where.empty() ? "" : error.where + ": ";
        result.problems.push_back(
            {"$", place + error.message, R"({"rules": [ … ]})", error.hint, false});
        return result;
    }
    if (!document->is_object()) {
        result.problems.push_back(
            {"$", "the table mappings are " + KindOf(*document), R"({"rules": [ … ]})", "", false});
        return result;
    }
    ObjectChecker top(*document, "$", "", result.problems);
    if (const Json* rules = top.Array("rules", Presence::kRequired)) {
        Parser(result).ParseRules(*rules);
        CheckSelections(*rules, result);
    }
    top.Finish("the table mappings");
    return result;
}

}  // namespace dmsnode::dms
