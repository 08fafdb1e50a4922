#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/types.hpp"

/// Texts put into SQL. All sessions run with standard_conforming_strings on.
namespace dmsnode::connectors::postgres {

std::string QuoteIdentifier(std::string_view name);
std::string QuoteLiteral(std::string_view text);
std::string QuoteTable(const TableId& id);
std::string QuoteList(const std::vector<std::string>& names);  ///< `"a", "b"`

/// A text[] literal of these texts, quoted: `'{"a","b"}'`.
std::string QuoteTextArray(const std::vector<std::string>& texts);

}  // namespace dmsnode::connectors::postgres
