#pragma once

#include <memory>

#include "connectors/connector.hpp"
#include "connectors/postgres/impl/snapshot.hpp"

namespace dmsnode::connectors::postgres {

/// Starts a binary COPY of the plan's rows; what the server says to it comes with the first Next.
/// The tuples pass untouched into the batches wherever the server's binary form is the cell format,
/// which the SELECT sees to.
///
/// Policy: infinity=null turns infinite dates, timestamps, numerics and floats into NULL and counts
/// the rows; with infinity=fail they pass, and a writer that has no such value refuses them. Texts
/// are checked where the server does not do it (encoding SQL_ASCII).
Result<std::unique_ptr<Reader>> OpenReader(std::shared_ptr<SnapshotSessions> sessions,
                                           const ReadPlan& plan);

}  // namespace dmsnode::connectors::postgres
