#pragma once

#include <memory>

#include "base/log.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/query.hpp"

/// MySQL and MariaDB as source and as target. Engine kMysql and kMariadb both come here: what
/// counts is what the server says it is.
namespace dmsnode::connectors::mysql {

/// Connects at once. `log` must outlive the result. Errors: as connectors::Factory::OpenSource.
Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink& log);

/// Connects at once. `log` must outlive the result. Errors: as connectors::Factory::OpenTarget.
/// Extra attributes: `loadMethod=insert` loads by multi-row INSERT even where LOAD DATA LOCAL is
/// allowed.
Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log);

/// A session for users' statements. Connects at once. `log` must outlive the result.
/// Errors: as connectors::QueryFactory::OpenQuery.
Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink& log);

}  // namespace dmsnode::connectors::mysql
