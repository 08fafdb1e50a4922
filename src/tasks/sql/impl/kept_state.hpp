#pragma once

#include <optional>
#include <string>

#include "base/result.hpp"
#include "tasks/outcome.hpp"

namespace dmsnode::tasks::sql {

/// Saved before each statement, and with the end of the node.
struct KeptState {
    int statement = 0;  ///< From 1: the one that is about to run.
    int of = 0;
    /// What has run so far is undone when the session ends: a crash leaves nothing.
    bool undone_by_crash = false;
    std::optional<Outcome> ended;
};
std::string ToText(const KeptState& state);
/// Errors: kInvalidArgument, for what ToText did not write.
Result<KeptState> ParseKeptState(const std::string& text);

}  // namespace dmsnode::tasks::sql
