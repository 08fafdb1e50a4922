#pragma once

#include <vector>

#include "store/database.hpp"

/// The tables of the scheduler: decision 7. Family "scheduler", names `sched_…`.
///
/// Portable SQL: ids are made by us, times are microseconds since 1970, lists are JSON text.
/// Order of locks, so that nobody waits for another in a ring: sched_lock, then the instance, then
/// its attempts, then its tasks. A worker that has an end to tell wakes the instance first.
namespace dmsnode::store::scheduler {

/// For store::Migrate.
std::vector<SchemaStep> SchemaSteps();

/// Holds the named lock until the transaction ends: nobody else gets past this call with the same
/// name. Rows that are counted before they are added to need it (task groups, serial workflows).
Status LockName(Connection& db, std::string_view name, TimePoint now);

}  // namespace dmsnode::store::scheduler
