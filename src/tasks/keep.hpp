#pragma once

#include <chrono>
#include <stop_token>
#include <string>

#include "base/result.hpp"
#include "tasks/task_kind.hpp"

namespace dmsnode::tasks {

/// Keeps the text, and tries again for a while if that fails: a store may be away for a moment.
/// Null: nothing is kept. Errors: the last one, when patience or `stop` ends it.
Status KeepPatiently(StateKeeper* states, const std::string& text,
                     std::chrono::milliseconds patience, const std::stop_token& stop);

}  // namespace dmsnode::tasks
