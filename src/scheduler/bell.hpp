#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>

#include "base/clock.hpp"

namespace dmsnode::scheduler {

/// Rung by whoever changed the store, so that nobody of this process waits for its next look. A
/// lost ring costs one look's time, no more. Threads: any.
class Bell {
public:
    void Ring();
    /// How often it has rung: read before a look, given to Wait after it.
    std::uint64_t Count() const;
    /// Returns when it has rung more often than `seen`, after `longest`, or on a stop.
    void Wait(std::uint64_t seen, Duration longest, const std::stop_token& stop);

private:
    mutable std::mutex mutex_;  // guards rings_
    std::condition_variable_any rung_;
    std::uint64_t rings_ = 0;
};

}  // namespace dmsnode::scheduler
