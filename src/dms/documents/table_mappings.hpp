#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

/// The table-mapping document: which tables, filtered how, renamed to what. Values and grammar;
/// carrying it out is migration/mapping's work. Source: AWS DMS user guide, "Using table mapping to
/// specify task settings".
namespace dmsnode::dms {

/// A `%`/`_`/`[…]` pattern with DMS semantics: case-sensitive, `[_]` is a literal underscore,
/// `[a-d]` a range.
bool MatchesPattern(std::string_view pattern, std::string_view name);
/// True if the pattern matches just one name; `name` gets it, unescaped.
bool IsExactPattern(std::string_view pattern, std::string* name = nullptr);
/// The same where a rule must name one object (explicit rules, filters, table settings): `_` stands
/// for itself there, or nobody could name `order_items` without escapes.
bool IsLiteralName(std::string_view pattern, std::string* name = nullptr);

struct ObjectLocator {
    std::string schema_name;
    std::string table_name;
    std::string column_name;
    std::string data_type;
    std::string table_type;  ///< `table`, `view`, `all`; empty: `table`
};

struct MappingFilterCondition {
    std::string op;  ///< `eq`, `noteq`, `lte`, `gte`, `between`, `notbetween`, `null`, `notnull`
    std::string value;
    std::string end_value;
};

struct MappingFilter {
    std::string column_name;
    std::vector<MappingFilterCondition> conditions;  ///< ORed; filters are ANDed
};

struct SelectionRule {
    std::string rule_id;
    std::string rule_name;
    std::string action;  ///< `include`, `exclude`, `explicit`
    ObjectLocator locator;
    std::optional<std::int64_t> load_order;  ///< Larger first.
    std::vector<MappingFilter> filters;
};

struct TransformationRule {
    std::string rule_id;
    std::string rule_name;
    std::string target;  ///< `schema`, `table`, `column`, `table-tablespace`, `index-tablespace`
    std::string action;  ///< `rename`, `convert-lowercase`, `add-prefix`, …
    ObjectLocator locator;
    std::string value;
    std::string old_value;
    std::string expression;
    Json data_type;  ///< As given; null if absent.
    Json primary_key_def;
    Json before_image_def;
};

struct TableSettingsRule {
    std::string rule_id;
    std::string rule_name;
    ObjectLocator locator;
    Json parallel_load;
    Json lob_settings;
};

struct TableMappings {
    std::vector<SelectionRule> selections;
    std::vector<TransformationRule>
        transformations;  ///< In ascending rule-id order: the lower id wins.
    std::vector<TableSettingsRule> table_settings;
    std::vector<std::string> other_rule_types;  ///< `object-mapping`, `post-processing`,
                                                ///< `validation`: parsed by name only.
};

/// Parses and checks a mapping document; all problems at once, each with its JSON path
/// (`$.rules[2].filters[0]…`) and the rule-id in the message. The mappings are usable only if no
/// problem is an error. A broken JSON text gives one problem with the line and column.
struct TableMappingsResult {
    TableMappings mappings;
    std::vector<Problem> problems;
};
TableMappingsResult ParseTableMappings(std::string_view text);

}  // namespace dmsnode::dms
