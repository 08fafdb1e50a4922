#include "tasks/call_pool.hpp"

#include <utility>

namespace dmsnode::tasks {

CallPool::CallPool(std::size_t threads) {
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this](const std::stop_token& stop) { Work(stop); });
    }
}

void CallPool::Run(std::function<void()> job) {
    if (threads_.empty()) return job();
    {
        const std::lock_guard lock(mutex_);
        jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
}

void CallPool::Stop() {
    {
        const std::lock_guard lock(mutex_);
        jobs_.clear();
    }
    for (std::jthread& thread : threads_) thread.request_stop();
    for (std::jthread& thread : threads_) {
        if (thread.joinable()) thread.join();
    }
}

void CallPool::Work(const std::stop_token& stop) {
    while (true) {
        std::function<void()> job;
        {
            std::unique_lock lock(mutex_);
            if (!wake_.wait(lock, stop, [&] { return !jobs_.empty(); })) return;
            if (stop.stop_requested()) return;
            job = std::move(jobs_.front());
            jobs_.pop_front();
        }
        job();
    }
}

}  // namespace dmsnode::tasks
