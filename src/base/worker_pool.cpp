#include "base/worker_pool.hpp"

namespace dmsnode {

bool WorkerPool::Submit(Job job) {
    const std::lock_guard lock(mutex_);
    if (closed_ || queue_.size() >= max_queued_) return false;
    queue_.push_back(std::move(job));
    if (idle_ < queue_.size() && threads_.size() < max_threads_) {
        threads_.emplace_back([this] { Work(); });
    }
    wake_.notify_one();
    return true;
}

void WorkerPool::Close() {
    std::vector<std::thread> threads;
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        queue_.clear();
        threads.swap(threads_);
    }
    stop_.request_stop();
    wake_.notify_all();
    for (std::thread& thread : threads) thread.join();
}

void WorkerPool::Work() {
    std::unique_lock lock(mutex_);
    while (true) {
        ++idle_;
        wake_.wait(lock, [this] { return closed_ || !queue_.empty(); });
        --idle_;
        if (closed_) return;
        const Job job = std::move(queue_.front());
        queue_.pop_front();
        lock.unlock();
        job(stop_.get_token());
        lock.lock();
    }
}

}  // namespace dmsnode
