#pragma once

#include "scheduler/ports.hpp"
#include "store/scheduler_instances.hpp"

namespace dmsnode::scheduler {

/// What follows from the end of an instance: its notification, the next instance of a serial
/// workflow, the next date of its backfill's chain. The instance row has its final state already.
Status AfterEnd(store::Connection& db, const store::scheduler::Instance& instance,
                AlarmSink* alarms, TimePoint now);

/// `<workflow>-<version>-<yyyyMMddHHmmssSSS>`
std::string InstanceName(const std::string& workflow, std::int64_t version, TimePoint now);

}  // namespace dmsnode::scheduler
