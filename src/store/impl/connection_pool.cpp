#include "store/impl/connection_pool.hpp"

#include <fmt/format.h>

#include <chrono>
#include <utility>

#include "store/impl/backend.hpp"

namespace dmsnode::store {
namespace {

constexpr std::chrono::seconds kMostWait{60};

}  // namespace

ConnectionPool::ConnectionPool(std::unique_ptr<Connection> first, int most, Opener open)
    : place_(first->place()), most_(most), open_(std::move(open)) {
    idle_.push_back(std::move(first));
}

Result<std::unique_ptr<Connection>> ConnectionPool::Take() {
    Result<std::unique_ptr<Connection>> taken = TakeIdle();
    if (!taken) return taken.error();
    if (*taken == nullptr) {
        Result<std::unique_ptr<Connection>> opened = open_();
        if (!opened) Forget();
        return opened;
    }
    if (Status alive = (*taken)->backend_->Revive(); !alive) {
        GiveBack(*std::move(taken));
        return alive.error();
    }
    return taken;
}

/// Null: there is room for one more, which is the caller's to open.
Result<std::unique_ptr<Connection>> ConnectionPool::TakeIdle() {
    std::unique_lock lock(mutex_);
    const bool got =
        given_back_.wait_for(lock, kMostWait, [this] { return !idle_.empty() || count_ < most_; });
    if (!got) {
        return Error{ErrorCode::kUnavailable,
                     fmt::format("all {} connections to the store were in use for {} s", most_,
                                 kMostWait.count())}
            .At(place_)
            .Hint("try again; if it stays so, allow more connections");
    }
    if (idle_.empty()) {
        ++count_;
        return std::unique_ptr<Connection>();
    }
    // The one used last: its statements are prepared and its peer is likely to be there.
    std::unique_ptr<Connection> connection = std::move(idle_.back());
    idle_.pop_back();
    return connection;
}

void ConnectionPool::GiveBack(std::unique_ptr<Connection> connection) {
    {
        const std::lock_guard lock(mutex_);
        idle_.push_back(std::move(connection));
    }
    given_back_.notify_one();
}

void ConnectionPool::Forget() {
    {
        const std::lock_guard lock(mutex_);
        --count_;
    }
    given_back_.notify_one();
}

}  // namespace dmsnode::store
