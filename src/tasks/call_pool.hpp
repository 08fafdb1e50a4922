#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace dmsnode::tasks {

/// A few threads that make blocking calls, so that one slow call does not hold up the other nodes.
/// The queue is as long as its owner allows: each node has at most one call in it.
/// Threads: any. With no threads, Run makes the call itself.
class CallPool {
public:
    explicit CallPool(std::size_t threads);
    ~CallPool() { Stop(); }

    void Run(std::function<void()> job);
    /// Drops what is queued and waits for the calls under way. Twice is fine.
    void Stop();

private:
    void Work(const std::stop_token& stop);

    std::mutex mutex_;
    std::condition_variable_any wake_;
    std::deque<std::function<void()>> jobs_;  // guarded by mutex_
    std::vector<std::jthread> threads_;
};

}  // namespace dmsnode::tasks
