#pragma once

#include <atomic>

namespace dmsnode::connectors::postgres {

/// A flag that also wakes a poll: how another thread ends a session's wait.
/// Threads: Raise and Raised from any; Clear from the session's own.
class Interrupt {
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt&) = delete;
    Interrupt& operator=(const Interrupt&) = delete;

    void Raise() noexcept;
    bool Raised() const noexcept { return raised_.load(std::memory_order_acquire); }
    void Clear() noexcept;
    int fd() const { return fd_; }  ///< Readable while raised; -1 if the system gave none.

private:
    std::atomic<bool> raised_{false};
    int fd_ = -1;
};

}  // namespace dmsnode::connectors::postgres
