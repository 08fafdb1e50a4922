#pragma once

#include <optional>
#include <vector>

#include "connectors/sqlite/impl/database.hpp"
#include "connectors/types.hpp"

/// Reading the catalogue of one file.
namespace dmsnode::connectors::sqlite {

/// Users' tables and views by name; SQLite's own and the shadows of virtual tables are left out.
Result<std::vector<Table>> ListTables(Database& database);

/// Nothing if there is no such table or view; names are found without regard to case, as SQLite
/// does.
Result<std::optional<Table>> DescribeTable(Database& database, const std::string& name);

/// The name by which the rowid of a table can be selected, or empty: views and WITHOUT ROWID tables
/// have none, and columns may hide all three names.
Result<std::string> RowidName(Database& database, const Table& table);

}  // namespace dmsnode::connectors::sqlite
