#include "cli/interrupts.hpp"

#include <signal.h>
#include <unistd.h>

#include <ctime>

#include "cli/exit_code.hpp"

namespace dmsnode::cli {
namespace {

sigset_t EndSignals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    return signals;
}

}  // namespace

Interrupts::Interrupts() {
    const sigset_t signals = EndSignals();
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    // A reader of our output that goes away is an error of write, not our end.
    ::signal(SIGPIPE, SIG_IGN);
    watcher_ = std::jthread([this](const std::stop_token& end) { Watch(end); });
}

Interrupts::~Interrupts() = default;

void Interrupts::Watch(const std::stop_token& end) {
    const sigset_t signals = EndSignals();
    // The wait ends by itself so that the end of the program is seen.
    const timespec slice{.tv_sec = 0, .tv_nsec = 50'000'000};
    while (!end.stop_requested()) {
        if (sigtimedwait(&signals, nullptr, &slice) < 0) continue;
        if (source_.stop_requested()) ::_exit(kKilled);
        source_.request_stop();
    }
}

}  // namespace dmsnode::cli
