#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "store/database.hpp"

namespace dmsnode::store {

/// At most so many connections, opened when they are first needed and kept. Threads: any.
class ConnectionPool {
public:
    using Opener = std::function<Result<std::unique_ptr<Connection>>()>;

    /// `first` is one that `open` made, so that a wrong URL or file is told at once.
    ConnectionPool(std::unique_ptr<Connection> first, int most, Opener open);

    /// A connection that works as far as can be seen without asking the server.
    /// Errors: kUnavailable if none was given back within a minute; those of opening one.
    Result<std::unique_ptr<Connection>> Take();
    void GiveBack(std::unique_ptr<Connection> connection);
    const std::string& place() const { return place_; }

private:
    Result<std::unique_ptr<Connection>> TakeIdle();
    void Forget();

    const std::string place_;
    const int most_;
    const Opener open_;
    std::mutex mutex_;  // Held for the bookkeeping only, never while a connection is opened.
    std::condition_variable given_back_;
    std::vector<std::unique_ptr<Connection>> idle_;
    int count_ = 1;  ///< Idle and taken.
};

}  // namespace dmsnode::store
