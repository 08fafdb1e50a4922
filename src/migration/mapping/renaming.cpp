#include "migration/mapping/renaming.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

namespace dmsnode::migration {
namespace {

using connectors::Column;
using connectors::Engine;
using connectors::Table;
using connectors::TableId;
using connectors::TypeKind;
using dms::TransformationRule;

bool ChangesName(const TransformationRule& rule) {
    return rule.action == "rename" || rule.action.starts_with("convert-") ||
           rule.action.starts_with("add-prefix") || rule.action.starts_with("add-suffix") ||
           rule.action.starts_with("remove-prefix") || rule.action.starts_with("remove-suffix") ||
           rule.action.starts_with("replace-");
}

bool MatchesTable(const TransformationRule& rule, const TableId& id) {
    return dms::MatchesPattern(rule.locator.schema_name, id.schema) &&
           dms::MatchesPattern(rule.locator.table_name, id.name);
}

bool MatchesColumn(const TransformationRule& rule, const TableId& id, const Column& column) {
    return MatchesTable(rule, id) && dms::MatchesPattern(rule.locator.column_name, column.name) &&
           (rule.locator.data_type.empty() || rule.locator.data_type == DmsTypeOf(column.type));
}

/// Letters A–Z only: other alphabets' cases differ between servers.
std::string Cased(std::string_view name, bool upper) {
    std::string cased(name);
    for (char& c : cased) {
        if (upper && c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
        if (!upper && c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return cased;
}

std::string Apply(const TransformationRule& rule, const std::string& name) {
    const std::string& action = rule.action;
    if (action == "rename") return rule.value;
    if (action == "convert-uppercase") return Cased(name, true);
    if (action == "convert-lowercase") return Cased(name, false);
    if (action == "add-prefix") return rule.value + name;
    if (action == "add-suffix") return name + rule.value;
    const bool replaces = action.starts_with("replace-");
    const std::string& affix = replaces ? rule.old_value : rule.value;
    const std::string& instead = replaces ? rule.value : std::string();
    if (action.ends_with("-prefix") && name.starts_with(affix)) {
        return instead + name.substr(affix.size());
    }
    if (action.ends_with("-suffix") && name.ends_with(affix)) {
        return name.substr(0, name.size() - affix.size()) + instead;
    }
    return name;
}

Result<std::string> Renamed(const TransformationRule& rule, const std::string& name,
                            const std::string& place) {
    std::string renamed = Apply(rule, name);
    if (!renamed.empty()) return renamed;
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("rule {}: {} leaves no name", rule.rule_id, rule.action)}
        .At(place);
}

/// The first rule that renames: rules are sorted by id, and one rename an object is all.
template <class Match>
const TransformationRule* FindRename(const std::vector<TransformationRule>& rules,
                                     std::string_view target, Match&& matches) {
    const auto found = std::find_if(rules.begin(), rules.end(), [&](const auto& rule) {
        return rule.target == target && ChangesName(rule) && matches(rule);
    });
    return found == rules.end() ? nullptr : &*found;
}

}  // namespace

std::string_view DmsTypeOf(const connectors::ColumnType& type) {
    const bool u = type.is_unsigned;
    switch (type.kind) {
        case TypeKind::kBool: return "boolean";
        case TypeKind::kInt8: return u ? "uint1" : "int1";
        case TypeKind::kInt16: return u ? "uint2" : "int2";
        case TypeKind::kYear: return "int2";
        case TypeKind::kInt24:
        case TypeKind::kInt32: return u ? "uint4" : "int4";
        case TypeKind::kInt64: return u ? "uint8" : "int8";
        case TypeKind::kNumeric: return "numeric";
        case TypeKind::kFloat32: return "real4";
        case TypeKind::kFloat64: return "real8";
        case TypeKind::kChar:
        case TypeKind::kVarchar:
        case TypeKind::kEnum:
        case TypeKind::kSet: return "wstring";
        case TypeKind::kText: return "nclob";
        case TypeKind::kBinary:
        case TypeKind::kVarbinary: return "bytes";
        case TypeKind::kBlob: return "blob";
        case TypeKind::kDate: return "date";
        case TypeKind::kTime: return "time";
        case TypeKind::kTimestamp:
        case TypeKind::kTimestampTz: return "datetime";
        case TypeKind::kJson:
        case TypeKind::kJsonb: return "nclob";
        case TypeKind::kTimeTz:
        case TypeKind::kInterval:
        case TypeKind::kUuid:
        case TypeKind::kBit:
        case TypeKind::kVarbit:
        case TypeKind::kOther: return "string";
    }
    return "string";
}

Result<std::string> Renaming::SchemaOf(const TableId& source) const {
    // SQLite has one schema, so that renaming it says nothing.
    if (target_.engine == Engine::kSqlite) return std::string("main");
    const TransformationRule* rule =
        FindRename(mappings_.transformations, "schema", [&](const TransformationRule& r) {
            return dms::MatchesPattern(r.locator.schema_name, source.schema);
        });
    if (rule != nullptr) return Renamed(*rule, source.schema, source.schema);
    if (!settings_.target_schema.empty()) return settings_.target_schema;
    if (source_ != Engine::kSqlite) return source.schema;
    // `main` is no name that anybody gave: the table goes where an unqualified name goes.
    if (!IsMysql(target_.engine)) return std::string("public");
    if (!target_.database.empty()) return target_.database;
    return Error{ErrorCode::kInvalidArgument, "no target database is known for SQLite's tables"}
        .Hint("set TargetSchema in the task settings, or a database name on the target endpoint");
}

Result<TableId> Renaming::TargetOf(const TableId& source) const {
    Result<std::string> schema = SchemaOf(source);
    if (!schema) return schema.error();
    TableId target{*std::move(schema), source.name};
    const TransformationRule* rule =
        FindRename(mappings_.transformations, "table",
                   [&](const TransformationRule& r) { return MatchesTable(r, source); });
    if (rule == nullptr) return target;
    Result<std::string> name = Renamed(*rule, source.name, source.ToString());
    if (!name) return name.error();
    target.name = *std::move(name);
    return target;
}

Result<std::vector<ColumnName>> Renaming::ColumnsOf(const Table& table) const {
    const auto& rules = mappings_.transformations;
    const auto of_action = [&](std::string_view action, const Column& column) {
        return std::any_of(rules.begin(), rules.end(), [&](const TransformationRule& rule) {
            return rule.action == action && MatchesColumn(rule, table.id, column);
        });
    };
    const bool only_included =
        std::any_of(rules.begin(), rules.end(), [&](const TransformationRule& rule) {
            return rule.action == "include-column" && MatchesTable(rule, table.id);
        });
    std::vector<ColumnName> columns;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        const Column& column = table.columns[i];
        if (of_action("remove-column", column)) continue;
        if (only_included && !of_action("include-column", column)) continue;
        ColumnName name{i, column.name};
        const TransformationRule* rule = FindRename(
            rules, "column",
            [&](const TransformationRule& r) { return MatchesColumn(r, table.id, column); });
        if (rule != nullptr) {
            Result<std::string> renamed =
                Renamed(*rule, column.name, table.id.ToString() + "." + column.name);
            if (!renamed) return renamed.error();
            name.target = *std::move(renamed);
        }
        columns.push_back(std::move(name));
    }
    if (columns.empty()) {
        return Error{ErrorCode::kInvalidArgument, "the rules leave no column"}.At(
            table.id.ToString());
    }
    return columns;
}

}  // namespace dmsnode::migration
