#pragma once

#include <functional>
#include <memory>

#include "connectors/connector.hpp"
#include "connectors/mysql/decoders.hpp"
#include "connectors/mysql/session.hpp"

namespace dmsnode::connectors::mysql {

/// Takes a session back when its reader is done with it; `usable` is false if it must be closed.
using ReturnSession = std::function<void(std::unique_ptr<Session> session, bool usable)>;

/// Prepares `plan` on `session`; the first Next starts it. The rows come unbuffered in the binary
/// protocol and are converted in the library's own network buffer: no bind buffers, no copies,
/// memory of one row. Errors: kNotFound, kPermissionDenied, kUnsupported (a format that a column
/// cannot take),
///     kInvalidArgument (filters), kUnavailable. The session is given back in all cases.
Result<std::unique_ptr<Reader>> OpenTableReader(std::unique_ptr<Session> session,
                                                const ReadPlan& plan, ReturnSession give_back);

}  // namespace dmsnode::connectors::mysql
