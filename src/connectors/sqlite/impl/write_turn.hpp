#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <vector>

#include "connectors/sqlite/impl/database.hpp"

namespace dmsnode::connectors::sqlite {

/// The one connection that writes to the file, and whose turn it is. SQLite has one writer: taking
/// turns in order of arrival here beats fighting for the file's lock with busy timeouts.
/// Threads: any. Two owners: the target and its writers.
class WriteTurns {
public:
    explicit WriteTurns(Database opened) : database(std::move(opened)) {}

    /// To be used by the holder of the turn only.
    Database database;

    /// Waits for the turn. False if `cancelled` became true meanwhile.
    bool Take(const std::atomic<bool>& cancelled);
    void Give();
    /// Wakes the waiters, so that they look at their flag again; interrupts the running statement
    /// if `is_mine`, which is asked under the lock, says that the turn is the caller's.
    template <class IsMine>
    void Disturb(IsMine&& is_mine) {
        const std::lock_guard lock(mutex_);
        if (is_mine()) database.Interrupt();
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::uint64_t next_ticket_ = 0;
    std::uint64_t serving_ = 0;
    // Tickets whose owners gave up while waiting.
    std::vector<std::uint64_t> abandoned_;
};

/// Holds the turn for a scope.
class Turn {
public:
    explicit Turn(WriteTurns& turns) : turns_(turns), held_(turns.Take(kNever)) {}
    ~Turn() {
        if (held_) turns_.Give();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;

private:
    inline static const std::atomic<bool> kNever{false};
    WriteTurns& turns_;
    bool held_;
};

}  // namespace dmsnode::connectors::sqlite
