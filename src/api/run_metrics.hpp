#pragma once

#include "api/metrics.hpp"
#include "base/clock.hpp"
#include "store/database.hpp"

namespace dmsnode::api {

/// Adds gauges of the scheduler: instances by state, queued attempts by worker group, slots of the
/// workers that live. Read from the store, so each server of it shows the same.
/// Lifetime: database and clock outlive the metrics.
void AddRunMetrics(Metrics& metrics, store::Database& database, const Clock& clock);

}  // namespace dmsnode::api
