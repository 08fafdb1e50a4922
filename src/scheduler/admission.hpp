#pragma once

#include <cstdint>

#include "base/clock.hpp"
#include "scheduler/ports.hpp"
#include "store/scheduler_instances.hpp"

/// What becomes of a new instance while earlier ones of the same workflow are not done: its
/// workflow's execution type says so.
///
///   PARALLEL         it runs at once
///   SERIAL_WAIT      it waits until all earlier ones have ended
///   SERIAL_DISCARD   it ends at once, killed, if an earlier one is not done
///   SERIAL_PRIORITY  the earlier ones are stopped, and it runs as soon as they have ended
///
/// A paused instance has not ended: it keeps its turn.
/// Source: DolphinScheduler, "execution type" (docs and 3.2.x behaviour; with SERIAL_PRIORITY it
/// starts the new one while the old ones are still being stopped, which is not serial).
namespace dmsnode::scheduler {

/// Adds `instance` (all fields filled in but state, wake, ended) as its execution type says.
/// Ends that follow from it are told to `alarms` (may be null).
/// Errors: kAlreadyExists if its idempotency key is taken.
Status Admit(store::Connection& db, store::scheduler::Instance& instance, AlarmSink* alarms,
             TimePoint now);

/// After an instance of a serial workflow has ended: the next one that waits begins.
Status BeginNext(store::Connection& db, const store::scheduler::Instance& ended, TimePoint now);

/// Before an instance that had ended goes on (recover, rerun).
/// Errors: kConflict if the workflow is serial and another instance has the turn.
Status CheckTurn(store::Connection& db, const store::scheduler::Instance& instance, TimePoint now);

}  // namespace dmsnode::scheduler
