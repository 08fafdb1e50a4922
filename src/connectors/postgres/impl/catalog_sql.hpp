#pragma once

#include <string>
#include <vector>

#include "connectors/types.hpp"

namespace dmsnode::connectors::postgres {

/// The statements of DescribeTables, in the order of their answers: money scale, enum labels,
/// tables, columns, indexes, what is not carried.
std::string DescribeSql(const std::vector<TableId>& ids);

/// Users' tables and views: schema, name, is view.
extern const char* const kListTablesSql;
extern const char* const kListSchemasSql;

}  // namespace dmsnode::connectors::postgres
