#include <fmt/format.h>

#include <algorithm>

#include "dms/documents/impl/rules.hpp"

namespace dmsnode::dms {
namespace {

constexpr std::array<std::string_view, 5> kTargets = {"schema", "table", "column",
                                                      "table-tablespace", "index-tablespace"};
constexpr std::array<std::string_view, 2> kKeyOrigins = {"primary-key", "unique-index"};
constexpr std::array<std::string_view, 3> kColumnFilters = {"pk-only", "non-lob", "all"};

/// What one action wants beside target and locator.
struct ActionRow {
    std::string_view action;
    std::string_view targets;  ///< `s` schema, `t` table, `c` column, `x` tablespaces
    bool value = false;
    bool old_value = false;
    bool expression = false;  ///< May have one.
    bool data_type = false;   ///< Must have one.
};
constexpr std::array kActionRows = {
    ActionRow{.action = "rename", .targets = "stcx", .value = true, .expression = true},
    ActionRow{.action = "convert-uppercase", .targets = "stc"},
    ActionRow{.action = "convert-lowercase", .targets = "stc"},
    ActionRow{.action = "add-prefix", .targets = "stcx", .value = true},
    ActionRow{.action = "add-suffix", .targets = "stcx", .value = true},
    ActionRow{.action = "remove-prefix", .targets = "stcx", .value = true},
    ActionRow{.action = "remove-suffix", .targets = "stcx", .value = true},
    ActionRow{.action = "replace-prefix", .targets = "stcx", .value = true, .old_value = true},
    ActionRow{.action = "replace-suffix", .targets = "stcx", .value = true, .old_value = true},
    ActionRow{.action = "remove-column", .targets = "c"},
    ActionRow{.action = "include-column", .targets = "c"},
    ActionRow{.action = "add-column",
              .targets = "c",
              .value = true,
              .expression = true,
              .data_type = true},
    ActionRow{.action = "change-data-type", .targets = "c", .expression = true, .data_type = true},
    ActionRow{.action = "define-primary-key", .targets = "t"},
    ActionRow{.action = "add-before-image-columns", .targets = "c"},
    ActionRow{.action = "data-masking-digits-mask", .targets = "c", .value = true},
    ActionRow{.action = "data-masking-digits-randomize", .targets = "c"},
    ActionRow{.action = "data-masking-hash-mask", .targets = "c"},
};

char TargetLetter(std::string_view target) {
    return target == "schema" || target == "table" || target == "column" ? target.front() : 'x';
}

std::vector<std::string_view> ActionsOf(std::string_view target) {
    std::vector<std::string_view> actions;
    for (const ActionRow& row : kActionRows) {
        if (target.empty() || row.targets.find(TargetLetter(target)) != std::string_view::npos) {
            actions.push_back(row.action);
        }
    }
    return actions;
}

const ActionRow* FindAction(std::string_view action) {
    const auto found = std::find_if(kActionRows.begin(), kActionRows.end(),
                                    [&](const ActionRow& row) { return row.action == action; });
    return found == kActionRows.end() ? nullptr : &*found;
}

/// Quotes and parentheses only: what an expression means is checked where it is carried out.
std::string ExpressionProblem(std::string_view expression) {
    int depth = 0;
    for (std::size_t i = 0; i < expression.size(); ++i) {
        const char c = expression[i];
        if (c == '\'' || c == '"') {
            i = expression.find(c, i + 1);
            if (i == std::string_view::npos) return fmt::format("a {} is never closed", c);
        } else if (c == '(') {
            ++depth;
        } else if (c == ')' && --depth < 0) {
            return "a ) has no (";
        }
    }
    return depth > 0 ? "a ( has no )" : "";
}

Json ParseDataType(ObjectChecker& rule) {
    const Json* object = rule.Object("data-type", Presence::kRequired);
    if (object == nullptr) return nullptr;
    ObjectChecker type(*object, rule.PathOf("data-type"), rule.label(), rule.problems());
    type.Word("type", kColumnDataTypes, Presence::kRequired);
    type.Integer("precision", 0, 65535);
    type.Integer("scale", 0, 65535);
    type.Integer("length", 0, 2147483647);
    type.Finish("a data-type");
    return *object;
}

Json ParsePrimaryKey(ObjectChecker& rule) {
    const Json* object = rule.Object("primary-key-def", Presence::kRequired);
    if (object == nullptr) return nullptr;
    ObjectChecker key(*object, rule.PathOf("primary-key-def"), rule.label(), rule.problems());
    key.Text("name", Presence::kRequired);
    key.Word("origin", kKeyOrigins, Presence::kOptional);
    if (const Json* columns = key.Array("columns", Presence::kRequired)) {
        const bool texts = std::all_of(columns->begin(), columns->end(), [](const Json& column) {
            return column.is_string() && !column.get_ref<const std::string&>().empty();
        });
        if (columns->empty() || !texts) {
            key.Report("columns", "columns names no column, or holds something that is no name")
                .expected = "an array of column names";
        }
    }
    key.Finish("a primary-key-def");
    return *object;
}

Json ParseBeforeImage(ObjectChecker& rule) {
    const Json* object = rule.Object("before-image-def", Presence::kRequired);
    if (object == nullptr) return nullptr;
    ObjectChecker image(*object, rule.PathOf("before-image-def"), rule.label(), rule.problems());
    const std::string prefix = image.Text("column-prefix", Presence::kOptional, true);
    const std::string suffix = image.Text("column-suffix", Presence::kOptional, true);
    image.Word("column-filter", kColumnFilters, Presence::kOptional);
    if (prefix.empty() && suffix.empty()) {
        image.Report("", "column-prefix and column-suffix are both empty").hint =
            "the columns with the old values need names of their own";
    }
    image.Finish("a before-image-def");
    return *object;
}

std::size_t Characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

void ParseValues(ObjectChecker& rule, const ActionRow& row, TransformationRule& into) {
    if (row.expression) into.expression = rule.Text("expression", Presence::kOptional);
    if (row.action == "add-column" && into.expression.empty() && !rule.Has("expression")) {
        rule.Report("expression", "expression is missing");
    }
    const bool may_lack = row.action == "rename" && !into.expression.empty();
    if (row.value) {
        const bool may_be_empty = row.old_value;  // replacing an affix by nothing removes it
        into.value =
            rule.Text("value", may_lack ? Presence::kOptional : Presence::kRequired, may_be_empty);
    }
    if (row.old_value) into.old_value = rule.Text("old-value", Presence::kRequired);
    if (row.data_type) into.data_type = ParseDataType(rule);
    if (row.action == "define-primary-key") into.primary_key_def = ParsePrimaryKey(rule);
    if (row.action == "add-before-image-columns") into.before_image_def = ParseBeforeImage(rule);
    if (row.action == "data-masking-digits-mask" && Characters(into.value) > 1) {
        rule.Report("value",
                    fmt::format("the mask \"{}\" is longer than one character", into.value))
            .expected = "one printable character";
    }
    if (const std::string problem = ExpressionProblem(into.expression); !problem.empty()) {
        rule.Report("expression", "the expression does not compile: " + problem);
    }
}

LocatorNeeds NeedsOf(std::string_view target, const ActionRow* row) {
    LocatorNeeds needs{.kind = "a transformation rule"};
    needs.table = target != "schema";
    needs.column = target == "column" &&
                   (row == nullptr ||
                    (row->action != "add-column" && row->action != "add-before-image-columns"));
    needs.data_type = target == "column";
    needs.tablespace = TargetLetter(target) == 'x';
    if (row != nullptr && row->action == "define-primary-key") {
        needs.literal = true;
        needs.why_literal = "define-primary-key";
    }
    return needs;
}

}  // namespace

std::string ParseTransformationRule(ObjectChecker& rule, TransformationRule& into) {
    into.target = rule.Word("rule-target", kTargets, Presence::kRequired);
    const std::vector<std::string_view> all = ActionsOf("");
    into.action = rule.Word("rule-action", all, Presence::kRequired);
    const ActionRow* row = FindAction(into.action);
    if (row != nullptr && !into.target.empty() &&
        row->targets.find(TargetLetter(into.target)) == std::string_view::npos) {
        Problem& problem = rule.Report(
            "rule-action",
            fmt::format("{} does not go with the rule-target {}", into.action, into.target));
        problem.expected = Alternatives(ActionsOf(into.target));
    }
    if (into.target.empty()) {
        rule.Member("object-locator");
    } else {
        into.locator = ParseLocator(rule, NeedsOf(into.target, row));
    }
    if (row == nullptr) {
        for (const char* name : {"value", "old-value", "expression", "data-type", "primary-key-def",
                                 "before-image-def"}) {
            rule.Member(name);
        }
        return "a transformation rule";
    }
    ParseValues(rule, *row, into);
    return fmt::format("the action {}", row->action);
}

}  // namespace dmsnode::dms
