#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What the system says about processes, ours or not. Source: proc(5).
namespace dmsnode {

/// Names this boot of this machine, and the container in it: a process id means something only
/// together with it. Empty if the system does not say.
std::string ProcessPlace();

/// When a process started, in clock ticks since boot: with the id it names one process for ever.
/// Nothing if there is no such process. A zombie still has one.
std::optional<std::uint64_t> StartTicksOf(pid_t pid);

/// The processes of a group that are not dead yet.
std::vector<pid_t> MembersOfGroup(pid_t group);

/// True if the process was started with `entry` (`NAME=value`) in its environment. False also if
/// the system does not let us look.
bool HasEnvironmentEntry(pid_t pid, std::string_view entry);

}  // namespace dmsnode
