#pragma once

#include <string>

#include "cli/server/session.hpp"

namespace dmsnode::cli {

/// Follows a workflow instance until it ends or rests, each change on stderr. `path` is the
/// instance's. Gives the exit code: 0 success, 1 failed, 4 stopped, paused, or no longer waited
/// for (the instance goes on). Errors: those of the client; a lost connection is tried again for
/// two minutes.
Result<int> WaitForInstance(const ServerSession& session, const std::string& path);

}  // namespace dmsnode::cli
