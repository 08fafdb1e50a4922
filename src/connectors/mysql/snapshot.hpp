#pragma once

#include <memory>

#include "connectors/connector.hpp"
#include "connectors/mysql/session.hpp"

namespace dmsnode::connectors::mysql {

/// Opens `max_readers` sessions, each with a read view, that all see one state of the server.
///
/// MariaDB tells each view's place in the binary log: views are taken in a row until all places are
/// equal. Else commits are held back for a moment (FLUSH TABLES WITH READ LOCK, needs RELOAD). Else
/// the views are of slightly different ages, and Describe says so. Each table is read by one
/// session and so is consistent in itself in any case.
/// Errors: those of Session::Open.
Result<std::unique_ptr<Snapshot>> OpenSharedSnapshot(const Endpoint& endpoint, int max_readers,
                                                     LogSink& log);

}  // namespace dmsnode::connectors::mysql
