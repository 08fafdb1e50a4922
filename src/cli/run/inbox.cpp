#include "cli/run/inbox.hpp"

#include <utility>

namespace dmsnode::cli {
namespace {

constexpr std::size_t kMostLines = 10'000;

}  // namespace

void Inbox::Put(End end) {
    {
        const std::lock_guard lock(mutex_);
        content_.ends.push_back(std::move(end));
    }
    filled_.notify_one();
}

void Inbox::Put(Line line) {
    {
        const std::lock_guard lock(mutex_);
        if (content_.lines.size() >= kMostLines) content_.lines.pop_front();
        content_.lines.push_back(std::move(line));
    }
    filled_.notify_one();
}

void Inbox::Put(std::size_t task, const tasks::Progress& progress) {
    {
        const std::lock_guard lock(mutex_);
        content_.progress[task] = progress;
    }
    filled_.notify_one();
}

Inbox::Content Inbox::Take(Duration longest, const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    const auto something = [&] {
        return !content_.ends.empty() || !content_.lines.empty() || !content_.progress.empty();
    };
    if (stop.stop_requested()) {
        // The request is known by now: only new content ends the wait.
        filled_.wait_for(lock, longest, something);
    } else {
        filled_.wait_for(lock, stop, longest, something);
    }
    return std::exchange(content_, {});
}

}  // namespace dmsnode::cli
