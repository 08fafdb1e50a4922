#pragma once

#include <memory>

#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session_pool.hpp"

namespace dmsnode::connectors::postgres {

/// Loads by binary COPY: one COPY, and so one transaction, from each first Write to its Commit.
///
/// Commit is durable when it returns (synchronous_commit stays on): it waits for one flush of the
/// log, most of which the server has written during the COPY already.
Result<std::unique_ptr<Writer>> OpenWriter(std::shared_ptr<SessionPool> pool,
                                           const WritePlan& plan);

}  // namespace dmsnode::connectors::postgres
