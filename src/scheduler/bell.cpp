#include "scheduler/bell.hpp"

namespace dmsnode::scheduler {

void Bell::Ring() {
    {
        const std::lock_guard lock(mutex_);
        ++rings_;
    }
    rung_.notify_all();
}

std::uint64_t Bell::Count() const {
    const std::lock_guard lock(mutex_);
    return rings_;
}

void Bell::Wait(std::uint64_t seen, Duration longest, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    rung_.wait_for(lock, stop, longest, [&] { return rings_ > seen; });
}

}  // namespace dmsnode::scheduler
