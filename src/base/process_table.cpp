#include "base/process_table.hpp"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <fstream>
#include <iterator>

#include "base/handle.hpp"

namespace dmsnode {
namespace {

std::string ReadAll(const std::string& path) {
    // Files below /proc have no size: they are read to their end. Bounded: an environment may be
    // megabytes long.
    std::ifstream in(path, std::ios::binary);
    constexpr std::size_t kMost = 4U << 20U;
    std::string text;
    std::array<char, 4096> block{};
    while (in && text.size() < kMost) {
        in.read(block.data(), block.size());
        text.append(block.data(), static_cast<std::size_t>(in.gcount()));
    }
    return text;
}

struct ProcessFacts {
    char state = 'X';
    pid_t group = 0;
    std::uint64_t start_ticks = 0;
};

/// Source: proc(5), /proc/pid/stat. The name in brackets may itself hold blanks and brackets.
std::optional<ProcessFacts> FactsOf(pid_t pid) {
    const std::string text = ReadAll("/proc/" + std::to_string(pid) + "/stat");
    const std::size_t name_end = text.rfind(')');
    if (name_end == std::string::npos || name_end + 2 >= text.size()) return std::nullopt;
    ProcessFacts facts;
    facts.state = text[name_end + 2];
    int field = 3;
    for (std::size_t at = name_end + 2; at < text.size() && field <= 22; ++field) {
        const std::size_t end = std::min(text.find(' ', at), text.size());
        if (field == 5) std::from_chars(text.data() + at, text.data() + end, facts.group);
        if (field == 22) std::from_chars(text.data() + at, text.data() + end, facts.start_ticks);
        at = end + 1;
    }
    if (field <= 22) return std::nullopt;
    return facts;
}

}  // namespace

std::string ProcessPlace() {
    std::string boot = ReadAll("/proc/sys/kernel/random/boot_id");
    while (!boot.empty() && boot.back() == '\n') boot.pop_back();
    std::array<char, 128> link{};
    const ssize_t size = ::readlink("/proc/self/ns/pid", link.data(), link.size());
    if (boot.empty() || size <= 0) return {};
    return boot + "/" + std::string(link.data(), static_cast<std::size_t>(size));
}

std::optional<std::uint64_t> StartTicksOf(pid_t pid) {
    const auto facts = FactsOf(pid);
    if (!facts) return std::nullopt;
    return facts->start_ticks;
}

std::vector<pid_t> MembersOfGroup(pid_t group) {
    std::vector<pid_t> members;
    const Handle<DIR, ::closedir> folder(::opendir("/proc"));
    if (!folder) return members;
    while (const dirent* entry = ::readdir(folder.get())) {  // NOLINT: this DIR is ours alone
        const std::string_view name = entry->d_name;
        pid_t pid = 0;
        const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), pid);
        if (error != std::errc() || end != name.data() + name.size()) continue;
        const auto facts = FactsOf(pid);
        if (facts && facts->group == group && facts->state != 'Z' && facts->state != 'X') {
            members.push_back(pid);
        }
    }
    return members;
}

bool HasEnvironmentEntry(pid_t pid, std::string_view entry) {
    const std::string text = ReadAll("/proc/" + std::to_string(pid) + "/environ");
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\0', at), text.size());
        if (std::string_view(text).substr(at, end - at) == entry) return true;
        at = end + 1;
    }
    return false;
}

}  // namespace dmsnode
