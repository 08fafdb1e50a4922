#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace dmsnode::tasks::shell {

struct Limits {
    std::optional<std::uint64_t> memory_bytes;
    std::optional<int> cpu_percent;  ///< Of one core.

    bool Any() const { return memory_bytes || cpu_percent; }
};

/// A control group (version 2) of one script. Source: Linux, admin-guide/cgroup-v2.
class ControlGroup {
public:
    /// The folder of our own group; empty if the system has none of version 2.
    static std::filesystem::path OwnFolder();

    /// Makes a group below `parent` with these limits. Errors: kUnsupported: the system does not
    /// let us make groups, or has not these controllers there.
    static Result<std::unique_ptr<ControlGroup>> Make(const std::filesystem::path& parent,
                                                      const std::string& name,
                                                      const Limits& limits);
    /// Removes the group, if nothing is in it any more.
    ~ControlGroup();
    ControlGroup(const ControlGroup&) = delete;
    ControlGroup& operator=(const ControlGroup&) = delete;

    Status Add(pid_t pid) const;
    /// Ends all that is in it, also what has left the process group.
    void Kill() const;
    /// True if the memory limit ended a process of it.
    bool RanOutOfMemory() const;

private:
    explicit ControlGroup(std::filesystem::path folder) : folder_(std::move(folder)) {}
    std::filesystem::path folder_;
};

}  // namespace dmsnode::tasks::shell
