#include "tasks/shell/impl/control_group.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

#include "base/process.hpp"

namespace dmsnode::tasks::shell {
namespace {

Error NoGroup(const std::filesystem::path& file) {
    return Error{ErrorCode::kUnsupported, fmt::format("no control group can be used: {}: {}",
                                                      file.string(), std::strerror(errno))};
}

/// The kernel takes a setting in one write, and the file must be there already.
Status WriteSetting(const std::filesystem::path& file, const std::string& value) {
    const FileDescriptor fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
    if (!fd.IsOpen()) return NoGroup(file);
    if (::write(fd.get(), value.data(), value.size()) < 0) return NoGroup(file);
    return {};
}

}  // namespace

std::filesystem::path ControlGroup::OwnFolder() {
    std::string mount;
    std::ifstream mounts("/proc/self/mounts");
    for (std::string line; mount.empty() && std::getline(mounts, line);) {
        std::istringstream words(line);
        std::string device;
        std::string where;
        std::string type;
        words >> device >> where >> type;
        if (type == "cgroup2") mount = where;
    }
    if (mount.empty()) return {};
    std::ifstream groups("/proc/self/cgroup");
    for (std::string line; std::getline(groups, line);) {
        if (line.starts_with("0::")) return mount + line.substr(3);
    }
    return {};
}

Result<std::unique_ptr<ControlGroup>> ControlGroup::Make(const std::filesystem::path& parent,
                                                         const std::string& name,
                                                         const Limits& limits) {
    if (parent.empty()) {
        return Error{ErrorCode::kUnsupported, "the system has no control groups of version 2"};
    }
    std::string controllers;
    if (limits.memory_bytes) controllers += "+memory ";
    if (limits.cpu_percent) controllers += "+cpu ";
    // Refused where processes are in the parent itself; then they may still be there already.
    (void)WriteSetting(parent / "cgroup.subtree_control", controllers);
    const std::filesystem::path folder = parent / name;
    std::error_code failure;
    std::filesystem::create_directory(folder, failure);
    if (failure) {
        errno = failure.value();
        return NoGroup(folder);
    }
    std::unique_ptr<ControlGroup> group(new ControlGroup(folder));
    if (limits.memory_bytes) {
        const Status set =
            WriteSetting(folder / "memory.max", std::to_string(*limits.memory_bytes));
        if (!set) return set.error();
        (void)WriteSetting(folder / "memory.swap.max", "0");
        (void)WriteSetting(folder / "memory.oom.group", "1");
    }
    if (limits.cpu_percent) {
        const Status set =
            WriteSetting(folder / "cpu.max", fmt::format("{} 100000", *limits.cpu_percent * 1000));
        if (!set) return set.error();
    }
    return group;
}

ControlGroup::~ControlGroup() {
    ::rmdir(folder_.c_str());
}

Status ControlGroup::Add(pid_t pid) const {
    return WriteSetting(folder_ / "cgroup.procs", std::to_string(pid));
}

void ControlGroup::Kill() const {
    (void)WriteSetting(folder_ / "cgroup.kill", "1");
}

bool ControlGroup::RanOutOfMemory() const {
    std::ifstream events(folder_ / "memory.events");
    std::string name;
    std::uint64_t count = 0;
    while (events >> name >> count) {
        if (name == "oom_kill" && count > 0) return true;
    }
    return false;
}

}  // namespace dmsnode::tasks::shell
