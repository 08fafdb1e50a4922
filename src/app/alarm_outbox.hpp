#pragma once

#include "scheduler/ports.hpp"

namespace dmsnode::app {

/// The scheduler's alarms as alarms of the outbox: same transaction, one alarm an event.
/// Threads: any.
class AlarmOutbox final : public scheduler::AlarmSink {
public:
    Status Raise(store::Connection& db, const scheduler::Alarm& alarm) override;
};

}  // namespace dmsnode::app
