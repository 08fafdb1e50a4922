#pragma once

#include <optional>
#include <stop_token>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "scheduler/bell.hpp"
#include "store/database.hpp"

namespace dmsnode::scheduler {

struct RescuerOptions {
    /// After the store could not be used, workers get this long to renew what they hold.
    Duration grace = std::chrono::seconds(30);
    /// An attempt that was lost more often in a row has ended as a failure.
    int most_losses = 5;
    /// A worker that has been silent for so long is forgotten.
    Duration forget_workers = std::chrono::hours(24);
};

/// Makes claimable again what a dead worker held. Any number of them may run.
/// Threads: one.
class Rescuer {
public:
    Rescuer(store::Database& database, Clock& clock, LogSink& log, Bell& bell,
            RescuerOptions options = {})
        : database_(database), clock_(clock), log_(log), bell_(bell), options_(options) {}

    /// Errors: those of the store.
    Status RunDue();

private:
    Status Rescue(TimePoint now);

    store::Database& database_;
    Clock& clock_;
    LogSink& log_;
    Bell& bell_;
    RescuerOptions options_;
    std::optional<TimePoint> failed_;  ///< When the store could not be used last.
};

}  // namespace dmsnode::scheduler
