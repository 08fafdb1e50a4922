#pragma once

#include <cstdint>
#include <stop_token>

#include "connectors/connector.hpp"

namespace dmsnode::migration {

/// Counts what a plan would read, by reading it. Errors: kCancelled and those of the reader.
Result<std::int64_t> CountRows(connectors::Snapshot& snapshot, const connectors::ReadPlan& plan,
                               std::stop_token stop);

/// Counts the rows of a target table over a connection of its own.
Result<std::int64_t> CountTargetRows(connectors::Factory& factory,
                                     const connectors::Endpoint& endpoint,
                                     const connectors::Target& target,
                                     const connectors::TableId& table, LogSink& log,
                                     std::stop_token stop);

}  // namespace dmsnode::migration
