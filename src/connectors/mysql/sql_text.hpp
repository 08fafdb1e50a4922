#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "connectors/types.hpp"

/// Names and literals as they stand in SQL. Our sessions pin sql_mode: backslash is an escape in
/// strings, double quotes are strings and never names.
namespace dmsnode::connectors::mysql {

/// `` `na``me` ``
std::string QuoteName(std::string_view name);
/// `` `schema`.`table` ``
std::string QuoteTable(const TableId& id);
/// `` `a`,`b` ``
std::string QuoteNames(const std::vector<std::string>& names);

/// `'it\'s'`. Safe for any bytes in utf8mb4, where no character's tail looks like a quote.
std::string QuoteText(std::string_view text);
void AppendQuotedText(std::string_view text, std::string& out);

/// `x'00ff'`
std::string QuoteBytes(std::string_view bytes);

}  // namespace dmsnode::connectors::mysql
