#include "aws/system_host.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

#include "base/files.hpp"

namespace dmsnode::aws {
namespace {

constexpr std::size_t kMaxOutputBytes = 64U << 10U;
constexpr std::size_t kMaxFileBytes = 1U << 20U;

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() { Close(); }
    int get() const { return fd_; }
    void Close() {
        if (fd_ >= 0) ::close(fd_);
        fd_ = -1;
    }

private:
    int fd_;
};

/// The child's view: input and errors from and to nowhere, output into the pipe, nothing else open,
/// a process group of its own so that its children can be ended with it.
class SpawnPlan {
public:
    explicit SpawnPlan(int output) {
        posix_spawn_file_actions_init(&actions_);
        posix_spawn_file_actions_addopen(&actions_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions_, output, STDOUT_FILENO);
        posix_spawn_file_actions_addopen(&actions_, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&actions_, STDERR_FILENO + 1);
        posix_spawnattr_init(&attributes_);
        posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETPGROUP);
        posix_spawnattr_setpgroup(&attributes_, 0);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        posix_spawn_file_actions_destroy(&actions_);
        posix_spawnattr_destroy(&attributes_);
    }

    Result<pid_t> Start(const std::vector<std::string>& arguments) const {
        std::vector<char*> argv;
        for (const std::string& argument : arguments) {
            argv.push_back(const_cast<char*>(argument.c_str()));  // posix_spawnp does not write it
        }
        argv.push_back(nullptr);
        pid_t child = 0;
        const int failure =
            ::posix_spawnp(&child, argv[0], &actions_, &attributes_, argv.data(), environ);
        if (failure == 0) return child;
        return Error{failure == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnavailable,
                     fmt::format("cannot start the program: {}", std::strerror(failure))};
    }

private:
    posix_spawn_file_actions_t actions_{};
    posix_spawnattr_t attributes_{};
};

/// Milliseconds until `deadline` as poll takes them, not below zero.
int Left(std::chrono::steady_clock::time_point deadline) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    return static_cast<int>(std::max<std::int64_t>(left.count(), 0));
}

Error Late() {
    return Error{ErrorCode::kTimeout, "the program did not end in time"};
}

/// Reads to the end of the pipe.
Result<std::string> ReadOutput(int fd, std::chrono::steady_clock::time_point deadline) {
    std::string output;
    std::array<char, 4096> block{};
    while (true) {
        pollfd wait{fd, POLLIN, 0};
        const int ready = ::poll(&wait, 1, Left(deadline));
        if (ready < 0 && errno == EINTR) continue;
        if (ready == 0) return Late();
        const ssize_t got = ready < 0 ? -1 : ::read(fd, block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) {
            return Error{ErrorCode::kUnavailable, "the output of the program cannot be read"};
        }
        if (got == 0) return output;
        output.append(block.data(), static_cast<std::size_t>(got));
        if (output.size() > kMaxOutputBytes) {
            return Error{ErrorCode::kProtocol,
                         fmt::format("the program wrote more than {} bytes", kMaxOutputBytes)};
        }
    }
}

/// A program may close its output and live on.
Status AwaitEnd(pid_t child, std::chrono::steady_clock::time_point deadline) {
    // glibc 2.36 declares pidfd_open without C linkage.
    const Descriptor process(static_cast<int>(::syscall(SYS_pidfd_open, child, 0)));
    pollfd wait{process.get(), POLLIN, 0};
    int ready = 0;
    do {
        ready = ::poll(&wait, 1, Left(deadline));
    } while (ready < 0 && errno == EINTR);
    return ready > 0 ? Status() : Late();
}

/// Takes the exit state of a child that has ended or was killed.
int Reap(pid_t child) {
    int state = 0;
    while (::waitpid(child, &state, 0) < 0 && errno == EINTR) {
    }
    return state;
}

}  // namespace

std::optional<std::string> SystemEnvironment::Get(std::string_view name) const {
    const char* value = std::getenv(std::string(name).c_str());
    if (value == nullptr || *value == '\0') return std::nullopt;
    return value;
}

std::filesystem::path SystemEnvironment::HomeFolder() const {
    if (std::optional<std::string> home = Get("HOME")) return *home;
    passwd entry{};
    passwd* found = nullptr;
    std::array<char, 4096> buffer{};
    if (::getpwuid_r(::getuid(), &entry, buffer.data(), buffer.size(), &found) != 0) return {};
    return found == nullptr ? std::filesystem::path() : std::filesystem::path(found->pw_dir);
}

Result<std::string> SystemFileReader::Read(const std::filesystem::path& path) const {
    return ReadFile(path, kMaxFileBytes);
}

Result<std::string> SystemProcessRunner::Run(const std::vector<std::string>& arguments,
                                             std::chrono::milliseconds timeout) {
    if (arguments.empty()) return Error{ErrorCode::kInvalidArgument, "no program is named"};
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        return Error{ErrorCode::kResourceExhausted, "no descriptors are left for a pipe"};
    }
    const Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    const Result<pid_t> child = SpawnPlan(writing.get()).Start(arguments);
    writing.Close();
    if (!child) return child.error();
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    Result<std::string> output = ReadOutput(reading.get(), deadline);
    if (output) {
        if (Status ended = AwaitEnd(*child, deadline); !ended) output = ended.error();
    }
    // The whole group: what the program started ends with it.
    if (!output) ::kill(-*child, SIGKILL);
    const int state = Reap(*child);
    if (!output) return output;
    if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
        return Error{ErrorCode::kUnavailable,
                     WIFEXITED(state)
                         ? fmt::format("the program ended with code {}", WEXITSTATUS(state))
                         : fmt::format("the program was ended by signal {}", WTERMSIG(state))};
    }
    return output;
}

}  // namespace dmsnode::aws
