#include "connectors/sqlite/impl/write_turn.hpp"

#include <algorithm>

namespace dmsnode::connectors::sqlite {

bool WriteTurns::Take(const std::atomic<bool>& cancelled) {
    std::unique_lock lock(mutex_);
    const std::uint64_t ticket = next_ticket_++;
    // Bounded by the holders: each gives the turn back after one transaction.
    changed_.wait(lock, [&] { return serving_ == ticket || cancelled; });
    if (serving_ == ticket) return true;
    abandoned_.push_back(ticket);
    return false;
}

void WriteTurns::Give() {
    const std::lock_guard lock(mutex_);
    ++serving_;
    for (auto gone = std::find(abandoned_.begin(), abandoned_.end(), serving_);
         gone != abandoned_.end();
         gone = std::find(abandoned_.begin(), abandoned_.end(), serving_)) {
        abandoned_.erase(gone);
        ++serving_;
    }
    changed_.notify_all();
}

}  // namespace dmsnode::connectors::sqlite
