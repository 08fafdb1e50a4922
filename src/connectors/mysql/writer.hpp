#pragma once

#include <memory>

#include "connectors/connector.hpp"
#include "connectors/mysql/session.hpp"

namespace dmsnode::connectors::mysql {

enum class LoadMethod { kLoadData, kInsert };

/// Loads rows in one transaction, in pieces of some megabytes. LOAD DATA LOCAL is the faster way,
/// but turns errors into warnings and skips rows with doubled keys: so after each piece the count
/// of rows and the warnings are checked, and anything unexpected fails the writer.
/// Errors: kNotFound (table, column), kPermissionDenied, kUnsupported.
Result<std::unique_ptr<Writer>> OpenTableWriter(std::unique_ptr<Session> session,
                                                const WritePlan& plan, LoadMethod method);

}  // namespace dmsnode::connectors::mysql
