#pragma once

#include "store/database.hpp"

namespace dmsnode::store::catalog {

/// The schema of the catalogue: the family "catalog".
std::vector<SchemaStep> SchemaSteps();

/// Makes the catalogue's tables or brings them up to date.
Status MigrateCatalog(Database& database);

}  // namespace dmsnode::store::catalog
