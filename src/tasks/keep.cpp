#include "tasks/keep.hpp"

#include <condition_variable>
#include <mutex>

namespace dmsnode::tasks {

Status KeepPatiently(StateKeeper* states, const std::string& text,
                     std::chrono::milliseconds patience, const std::stop_token& stop) {
    if (states == nullptr) return {};
    const auto until = std::chrono::steady_clock::now() + patience;
    auto pause = std::chrono::milliseconds(100);
    while (true) {
        Status kept = states->Keep(text);
        if (kept || std::chrono::steady_clock::now() + pause > until) return kept;
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, pause, [] { return false; });
        if (stop.stop_requested()) return kept;
        pause *= 2;
    }
}

}  // namespace dmsnode::tasks
