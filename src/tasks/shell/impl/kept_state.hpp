#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "tasks/outcome.hpp"

namespace dmsnode::tasks::shell {

/// What a script leaves in the store: who it is before it runs, how it ended after.
struct KeptState {
    pid_t pid = 0;
    std::uint64_t start_ticks = 0;
    std::string place;  ///< Of ProcessPlace: the machine, its boot and the container.
    /// `DMSNODE_ATTEMPT=<token>` is in the environment of all the script's processes.
    std::string token;
    std::optional<Outcome> ended;
};
std::string ToText(const KeptState& state);
/// Errors: kInvalidArgument, for what ToText did not write.
Result<KeptState> ParseKeptState(const std::string& text);

/// The variable that marks a script's processes.
std::string MarkOf(const std::string& token);

/// Processes of that script that still live here, on this machine and boot: known by their group
/// and either the leader's start time or the mark, so that a reused id is never taken for it.
std::vector<pid_t> SurvivorsOf(const KeptState& state);

}  // namespace dmsnode::tasks::shell
