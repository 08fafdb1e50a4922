#include "tasks/keep.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>

namespace dmsnode::tasks {
namespace {

constexpr std::chrono::milliseconds kFirstPause{100};
constexpr std::chrono::milliseconds kLongestPause{2'000};

bool MayPass(const Error& error) {
    return error.IsTransient() || error.code == ErrorCode::kResourceExhausted;
}

}  // namespace

Status KeepPatiently(StateKeeper* states, const std::string& text,
                     std::chrono::milliseconds patience, const std::stop_token& stop) {
    if (states == nullptr) return {};
    const auto until = std::chrono::steady_clock::now() + patience;
    auto pause = kFirstPause;
    while (true) {
        Status kept = states->Keep(text);
        if (kept || !MayPass(kept.error())) return kept;
        if (std::chrono::steady_clock::now() + pause > until) return kept;
        std::mutex mutex;
        std::condition_variable_any never;
        std::unique_lock lock(mutex);
        never.wait_for(lock, stop, pause, [] { return false; });
        if (stop.stop_requested()) return kept;
        pause = std::min(pause * 2, kLongestPause);
    }
}

}  // namespace dmsnode::tasks
