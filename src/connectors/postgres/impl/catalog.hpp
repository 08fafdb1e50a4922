#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/postgres/impl/session.hpp"
#include "connectors/types.hpp"

/// Reading the catalogue of one database.
namespace dmsnode::connectors::postgres {

Result<std::vector<std::string>> ListSchemas(Session& session);
Result<std::vector<Table>> ListTables(Session& session);

/// All descriptions in one round trip. A table that does not exist has no columns and an empty id.
Result<std::vector<Table>> DescribeTables(Session& session, const std::vector<TableId>& ids);

}  // namespace dmsnode::connectors::postgres
