#pragma once

#include <stop_token>
#include <thread>

namespace dmsnode::cli {

/// Turns Ctrl-C and SIGTERM into a stop request. The second signal ends the process at once with
/// the exit code for killed: what runs remotely is left running.
/// One per process, made before the first other thread: it blocks the signals for all of them.
class Interrupts {
public:
    Interrupts();
    ~Interrupts();
    Interrupts(const Interrupts&) = delete;
    Interrupts& operator=(const Interrupts&) = delete;

    std::stop_token token() const { return source_.get_token(); }
    bool requested() const { return source_.stop_requested(); }

private:
    void Watch(const std::stop_token& end);

    std::stop_source source_;
    std::jthread watcher_;
};

}  // namespace dmsnode::cli
