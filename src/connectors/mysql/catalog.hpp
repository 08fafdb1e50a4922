#pragma once

#include <string>
#include <vector>

#include "connectors/mysql/session.hpp"
#include "connectors/types.hpp"

/// What the server holds, through information_schema.
/// Source: MariaDB Knowledge Base and MySQL 8.0 manual, "Information Schema Tables".
namespace dmsnode::connectors::mysql {

/// Users' databases, by name.
Result<std::vector<std::string>> ListSchemas(Session& session);

/// Ids and kinds of all users' tables and views, by name. Sequences are left out.
Result<std::vector<Table>> ListTables(Session& session);

/// Full descriptions in the order of `ids`, with five queries a schema (or a table, where there are
/// few).
/// Errors: kNotFound names the first that is missing.
Result<std::vector<Table>> DescribeTables(Session& session, const std::vector<TableId>& ids);

/// Users' tables whose engine knows no transactions: they are not part of a snapshot.
Result<std::vector<std::string>> ListUnsafeTables(Session& session);

}  // namespace dmsnode::connectors::mysql
