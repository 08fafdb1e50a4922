#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks {

/// How long a kind waits for a store that is away: longer than a restart or a switch to its standby
/// takes. What runs elsewhere goes on meanwhile; what holds a lock of somebody else's database does
/// not hold it for hours.
inline constexpr std::chrono::minutes kKeepPatience{10};

/// Keeps the text, and tries again for a while if the store is away or full.
/// Null: nothing is kept. Errors: the last one, when patience or `stop` ends it; at once one that
/// will not pass, as kConflict: another worker has the attempt.
Status KeepPatiently(StateKeeper* states, const std::string& text,
                     std::chrono::milliseconds patience, const std::stop_token& stop);

}  // namespace dmsnode::tasks
