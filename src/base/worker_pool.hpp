#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace dmsnode {

/// Threads for work that blocks. They are started when first needed.
/// Threads: any.
class WorkerPool {
public:
    using Job = std::function<void(std::stop_token)>;

    /// `max_queued` bounds the jobs that wait for a thread.
    WorkerPool(std::size_t max_threads, std::size_t max_queued)
        : max_threads_(max_threads), max_queued_(max_queued) {}
    ~WorkerPool() { Close(); }
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    /// False, and the job is dropped, if the queue is full or the pool closed.
    bool Submit(Job job);
    /// Asks the jobs at work to stop, waits for them, drops those that wait. May be called twice.
    void Close();

private:
    void Work();

    const std::size_t max_threads_;
    const std::size_t max_queued_;
    std::stop_source stop_;
    std::mutex mutex_;  // guards what follows
    std::condition_variable wake_;
    std::deque<Job> queue_;
    std::vector<std::thread> threads_;
    std::size_t idle_ = 0;
    bool closed_ = false;
};

}  // namespace dmsnode
