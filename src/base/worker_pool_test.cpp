#include "base/worker_pool.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace dmsnode {
namespace {

TEST(WorkerPool, RunsEveryJob) {
    std::atomic<int> done{0};
    std::promise<void> all;
    WorkerPool pool(3, 100);
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(pool.Submit([&](const std::stop_token&) {
            if (++done == 50) all.set_value();
        }));
    }
    EXPECT_EQ(all.get_future().wait_for(std::chrono::seconds(10)), std::future_status::ready);
}

TEST(WorkerPool, AFullQueueRefuses) {
    std::promise<void> begun;
    std::promise<void> release;
    std::shared_future<void> released = release.get_future().share();
    WorkerPool pool(1, 1);
    ASSERT_TRUE(pool.Submit([&, released](const std::stop_token&) {
        begun.set_value();
        released.wait();
    }));
    begun.get_future().wait();
    EXPECT_TRUE(pool.Submit([](const std::stop_token&) {}));
    EXPECT_FALSE(pool.Submit([](const std::stop_token&) {}));
    release.set_value();
}

TEST(WorkerPool, CloseStopsJobsAndDropsThoseThatWait) {
    std::promise<void> begun;
    std::atomic<bool> second_ran{false};
    WorkerPool pool(1, 10);
    ASSERT_TRUE(pool.Submit([&](const std::stop_token& stop) {
        begun.set_value();
        while (!stop.stop_requested()) std::this_thread::yield();
    }));
    ASSERT_TRUE(pool.Submit([&](const std::stop_token&) { second_ran = true; }));
    begun.get_future().wait();
    pool.Close();
    pool.Close();
    EXPECT_FALSE(second_ran);
    EXPECT_FALSE(pool.Submit([](const std::stop_token&) {}));
}

}  // namespace
}  // namespace dmsnode
