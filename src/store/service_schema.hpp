#pragma once

#include "store/database.hpp"

namespace dmsnode::store {

/// Brings the tables of the embedded DMS service up to date.
Status MigrateService(Database& database);

}  // namespace dmsnode::store
