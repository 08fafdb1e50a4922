#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "migration/task.hpp"

/// What is parsed and not carried out yet. Each is refused by its name before a task is made: a
/// setting that has no effect in silence would be a lie.
namespace dmsnode::migration {
namespace {

void Refuse(std::vector<Problem>& problems, std::string path, std::string message,
            std::string hint = {}) {
    problems.push_back({std::move(path), std::move(message), "", std::move(hint), false});
}

bool IsCarriedOut(const dms::TransformationRule& rule) {
    static constexpr std::string_view kActions[] = {
        "rename",         "convert-uppercase", "convert-lowercase", "add-prefix",
        "add-suffix",     "remove-prefix",     "remove-suffix",     "replace-prefix",
        "replace-suffix", "remove-column",     "include-column"};
    return std::find(std::begin(kActions), std::end(kActions), rule.action) != std::end(kActions);
}

std::string RulePath(const std::string& rule_id) {
    return fmt::format("$.rules[?(@.rule-id=='{}')]", rule_id);
}

void CheckTransformations(const dms::TableMappings& mappings, std::vector<Problem>& problems) {
    for (const dms::TransformationRule& rule : mappings.transformations) {
        const std::string path = RulePath(rule.rule_id);
        if (rule.target.ends_with("tablespace")) {
            Refuse(problems, path,
                   fmt::format("rule {}: the rule-target {} is for Oracle targets only",
                               rule.rule_id, rule.target),
                   "remove the rule");
        } else if (!IsCarriedOut(rule)) {
            Refuse(problems, path,
                   fmt::format("rule {}: the action {} is not carried out yet", rule.rule_id,
                               rule.action),
                   "remove the rule; a view at the source can do its work");
        } else if (!rule.expression.empty()) {
            Refuse(problems, path,
                   fmt::format("rule {}: expressions are not carried out yet", rule.rule_id),
                   "give the new name as value");
        }
    }
}

void CheckFilters(const dms::TableMappings& mappings, std::vector<Problem>& problems) {
    std::map<connectors::TableId, std::string> first;
    for (const dms::SelectionRule& rule : mappings.selections) {
        if (rule.filters.empty()) continue;
        connectors::TableId id;
        dms::IsLiteralName(rule.locator.schema_name, &id.schema);
        dms::IsLiteralName(rule.locator.table_name, &id.name);
        const auto [taken, is_new] = first.try_emplace(id, rule.rule_id);
        if (is_new) continue;
        Refuse(problems, RulePath(rule.rule_id),
               fmt::format("rule {}: {} has filters in rule {} already", rule.rule_id,
                           id.ToString(), taken->second),
               "put all filters of a table into one rule: it is not said whether two would be "
               "joined by AND or by OR");
    }
}

void CheckTableSettings(const dms::TableMappings& mappings, std::vector<Problem>& problems) {
    for (const dms::TableSettingsRule& rule : mappings.table_settings) {
        const Json& load = rule.parallel_load;
        if (load.is_object() && load.value("type", "none") != "none") {
            Refuse(problems, RulePath(rule.rule_id),
                   fmt::format("rule {}: parallel-load of type {} is not carried out yet",
                               rule.rule_id, load.value("type", "")),
                   "use \"type\": \"none\": the table is then loaded as one stream");
        }
        const Json& lobs = rule.lob_settings;
        if (lobs.is_object() && lobs.value("mode", "") == "none") {
            Refuse(problems, RulePath(rule.rule_id),
                   fmt::format("rule {}: lob-settings of mode none is not carried out yet",
                               rule.rule_id),
                   "remove the large columns by remove-column rules");
        }
    }
    for (const std::string& type : mappings.other_rule_types) {
        Refuse(problems, "$.rules",
               fmt::format("rules of the type {} are not carried out yet", type),
               "remove them: they are for other kinds of targets");
    }
}

void CheckSettings(const dms::TaskSettings& settings, std::vector<Problem>& problems) {
    const auto flag = [&](const char* section, const char* key) {
        const auto found = settings.document.find(section);
        return found != settings.document.end() && found->is_object() && found->value(key, false);
    };
    if (!settings.support_lobs) {
        Refuse(problems, "$.TargetMetadata.SupportLobs",
               "SupportLobs false, which leaves large columns out, is not carried out",
               "set it to true, and remove columns by remove-column rules, which name them");
    }
    if (settings.enable_validation) {
        Refuse(problems, "$.ValidationSettings.EnableValidation",
               "validation after the load is not carried out yet",
               "set it to false, and compare source and target by a call of its own");
    }
    if (flag("TargetMetadata", "TaskRecoveryTableEnabled")) {
        Refuse(problems, "$.TargetMetadata.TaskRecoveryTableEnabled",
               "TaskRecoveryTableEnabled is not carried out yet", "set it to false");
    }
    for (const char* key : {"HistoryTableEnabled", "SuspendedTablesTableEnabled",
                            "StatusTableEnabled", "FullLoadExceptionTableEnabled"}) {
        if (flag("ControlTablesSettings", key)) {
            Refuse(problems, fmt::format("$.ControlTablesSettings.{}", key),
                   fmt::format("{} is not carried out yet", key), "set it to false");
        }
    }
    // A section that says itself that it is off does no harm.
    static constexpr std::pair<const char*, const char*> kSections[] = {
        {"CharacterSetSettings", ""},
        {"LoopbackPreventionSettings", "EnableLoopbackPrevention"},
        {"BeforeImageSettings", "EnableBeforeImage"},
        {"TTSettings", "EnableTT"},
        {"ResyncSettings", "EnableResync"},
        {"PostProcessingRules", ""}};
    for (const auto& [section, key] : kSections) {
        const auto found = settings.document.find(section);
        if (found == settings.document.end() || found->is_null() || found->empty()) continue;
        if (*key != '\0' && found->is_object() && found->value(key, Json(false)) == Json(false)) {
            continue;
        }
        Refuse(problems, fmt::format("$.{}", section),
               fmt::format("{} is not carried out yet", section), "leave it out");
    }
}

}  // namespace

std::vector<Problem> CheckCarriedOut(const dms::TableMappings& mappings,
                                     const dms::TaskSettings& settings) {
    std::vector<Problem> problems;
    CheckTransformations(mappings, problems);
    CheckFilters(mappings, problems);
    CheckTableSettings(mappings, problems);
    CheckSettings(settings, problems);
    return problems;
}

}  // namespace dmsnode::migration
