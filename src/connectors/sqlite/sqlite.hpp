#pragma once

#include <memory>

#include "base/log.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/query.hpp"

/// SQLite files as source and as target; `Endpoint::database` is the file's path and the only
/// schema is `main`. docs/formats/sqlite-types.md lists the declared types we write.
///
/// Extra connection attributes that are understood:
///   numberDates=fail|unix|unixms|julian   (source) what an integer or real in a column declared as
///                                         date, datetime or timestamp means; the default is fail.
namespace dmsnode::connectors::sqlite {

/// The file must exist. Opened read-only.
/// Errors: kNotFound, kPermissionDenied, kInvalidArgument (no SQLite database, encrypted, damaged).
Result<std::unique_ptr<Source>> OpenSource(const Endpoint& endpoint, LogSink& log);

/// A missing file is made, readable by its owner only; its folder must exist. An existing database
/// is switched to WAL. Errors: as OpenSource, kResourceExhausted.
Result<std::unique_ptr<Target>> OpenTarget(const Endpoint& endpoint, LogSink& log);

/// A session for users' statements. The file must exist; it may be read-only.
/// Errors: as connectors::QueryFactory::OpenQuery.
Result<std::unique_ptr<QuerySession>> OpenQuery(const Endpoint& endpoint, LogSink& log);

}  // namespace dmsnode::connectors::sqlite
