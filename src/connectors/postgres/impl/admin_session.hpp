#pragma once

#include <memory>

#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session.hpp"

namespace dmsnode::connectors::postgres {

/// The session for catalogue work, opened again if it was lost.
/// Threads: one at a time.
class AdminSession {
public:
    explicit AdminSession(const Endpoint& endpoint) : endpoint_(endpoint) {}
    Result<Session*> Get();

private:
    Endpoint endpoint_;
    std::unique_ptr<Session> session_;
};

}  // namespace dmsnode::connectors::postgres
