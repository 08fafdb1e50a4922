#pragma once

#include <memory>

#include "base/log.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/query.hpp"

/// PostgreSQL 10 and later as source and as target, over libpq and binary COPY.
///
/// Extra connection attributes that are understood:
///   mysqlTimeAs=interval|time   (target) how TIME of MySQL and MariaDB is kept; the default,
///                               interval, holds all of ±838:59:59, time holds a time of day.
namespace dmsnode::connectors::postgres {

/// Connects at once. `log` must outlive all that is opened from the source.
/// Errors: kUnauthenticated, kUnavailable, kNotFound (database), kInvalidArgument,
/// kPermissionDenied, kThrottled (no connection free).
Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink& log);
Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log);

/// A session for users' statements. Connects at once. `log` must outlive the result.
/// Errors: as connectors::QueryFactory::OpenQuery.
Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink& log);

}  // namespace dmsnode::connectors::postgres
