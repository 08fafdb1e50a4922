#pragma once

#include "store/database.hpp"

namespace dmsnode::store {

/// Brings the tables of alarms, their channels, groups and deliveries up to date.
Status MigrateAlarms(Database& database);

}  // namespace dmsnode::store
