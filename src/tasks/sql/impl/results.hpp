#pragma once

#include <optional>
#include <string>
#include <vector>

#include "connectors/query.hpp"
#include "tasks/outcome.hpp"
#include "tasks/sql/impl/parameters.hpp"

/// What becomes of the main statement's result. Pure.
namespace dmsnode::tasks::sql {

/// Rows that it gave, or affected if it gives none.
std::int64_t RowsOf(const connectors::QueryResult& result);

/// The kept rows as a JSON list of objects, a column of a repeated name as `name_2`; NULL is null.
/// As many rows as fit into 64 KiB.
Json RowsToJson(const connectors::QueryResult& result);

/// What is wrong with the result; nothing if it is as expected.
std::optional<std::string> Unexpected(const Expectation& expect,
                                      const connectors::QueryResult& result);

/// OUT parameters: `rows`, `result`, and for each declared name the column of that name: the first
/// row's value (an empty text for NULL), or a JSON list of all kept ones for a LIST. Notes tell
/// what could not be given.
std::map<std::string, std::string> OutputsOf(const workflow::TaskDefinition& task,
                                             const connectors::QueryResult& result,
                                             std::vector<std::string>& notes);

}  // namespace dmsnode::tasks::sql
