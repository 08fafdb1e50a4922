#pragma once

#include "scheduler/ports.hpp"
#include "store/scheduler_instances.hpp"

namespace dmsnode::scheduler {

/// An alarm about an instance; title and text are still to be set.
Alarm AlarmAbout(const store::scheduler::Instance& instance, AlarmKind kind, TimePoint now);

/// Tells the end of an instance, if its notification strategy wants that. `alarms` may be null.
Status TellEnd(store::Connection& db, const store::scheduler::Instance& instance, AlarmSink* alarms,
               TimePoint now);

}  // namespace dmsnode::scheduler
