#include "connectors/postgres/impl/interrupt.hpp"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cstdint>

namespace dmsnode::connectors::postgres {

Interrupt::Interrupt() : fd_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {}

Interrupt::~Interrupt() {
    if (fd_ >= 0) ::close(fd_);
}

void Interrupt::Raise() noexcept {
    raised_.store(true, std::memory_order_release);
    const std::uint64_t one = 1;
    // A full counter means that the poll is woken already.
    if (fd_ >= 0 && ::write(fd_, &one, sizeof one) < 0) return;
}

void Interrupt::Clear() noexcept {
    raised_.store(false, std::memory_order_release);
    std::uint64_t count = 0;
    if (fd_ >= 0 && ::read(fd_, &count, sizeof count) < 0) return;
}

}  // namespace dmsnode::connectors::postgres
