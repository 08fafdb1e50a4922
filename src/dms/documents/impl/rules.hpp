#pragma once

#include <array>
#include <string>
#include <string_view>

#include "dms/documents/impl/object_checker.hpp"
#include "dms/documents/table_mappings.hpp"

/// The parsers of the three rule types. Each takes the members of one rule that are its own; the
/// caller has taken `rule-type`, `rule-id` and `rule-name`, and calls Finish with the kind that
/// these return.
namespace dmsnode::dms {

std::string ParseSelectionRule(ObjectChecker& rule, SelectionRule& into);
std::string ParseTransformationRule(ObjectChecker& rule, TransformationRule& into);
std::string ParseTableSettingsRule(ObjectChecker& rule, TableSettingsRule& into);

/// The locator's members by name, in the order of the columns of ObjectLocator.
struct LocatorNeeds {
    bool table = false;
    bool column = false;
    bool tablespace = false;  ///< `table-tablespace-name` or `index-tablespace-name`
    bool table_type = false;
    bool data_type = false;
    bool literal = false;  ///< Schema and table must name one object each.
    std::string_view why_literal = {};
    std::string_view kind = {};
};
ObjectLocator ParseLocator(ObjectChecker& rule, const LocatorNeeds& needs);

inline constexpr std::array<std::string_view, 25> kColumnDataTypes = {
    "bytes", "date",  "time",    "datetime", "int1",  "int2",  "int4",  "int8",    "numeric",
    "real4", "real8", "string",  "uint1",    "uint2", "uint4", "uint8", "wstring", "blob",
    "nclob", "clob",  "boolean", "set",      "list",  "map",   "tuple"};

}  // namespace dmsnode::dms
