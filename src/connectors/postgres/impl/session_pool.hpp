#pragma once

#include <memory>
#include <vector>

#include "base/guarded.hpp"
#include "base/log.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session.hpp"

namespace dmsnode::connectors::postgres {

/// Sessions of a target for writers and index builds, kept for the next one: a connection costs
/// tens of milliseconds. Their settings: no time limit for statements, and, where the user may, no
/// triggers and no foreign key checks (session_replication_role).
/// Threads: any.
class SessionPool {
public:
    SessionPool(const Endpoint& endpoint, LogSink& log) : endpoint_(endpoint), log_(log) {}

    Result<std::unique_ptr<Session>> Acquire();
    /// Takes the session back if it can be used again, and closes it otherwise.
    void Release(std::unique_ptr<Session> session);

private:
    struct State {
        std::vector<std::unique_ptr<Session>> idle;
        bool told_of_triggers = false;
    };
    Status Prepare(Session& session);

    Endpoint endpoint_;
    LogSink& log_;
    Guarded<State> state_;
};

/// A session of the pool for the length of a scope.
class PooledSession {
public:
    PooledSession(std::shared_ptr<SessionPool> pool, std::unique_ptr<Session> session)
        : pool_(std::move(pool)), session_(std::move(session)) {}
    PooledSession(PooledSession&&) = default;
    PooledSession& operator=(PooledSession&&) = default;
    ~PooledSession() {
        if (session_) pool_->Release(std::move(session_));
    }
    /// Closes the session instead of giving it back: the server rolls back what is under way.
    void Discard() { session_.reset(); }
    Session& operator*() const { return *session_; }
    Session* operator->() const { return session_.get(); }
    explicit operator bool() const { return session_ != nullptr; }

private:
    std::shared_ptr<SessionPool> pool_;  // also owned by the target, which may go before the writer
    std::unique_ptr<Session> session_;
};

}  // namespace dmsnode::connectors::postgres
