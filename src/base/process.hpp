#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"

namespace dmsnode {

/// A file descriptor that is closed with its owner.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    ~FileDescriptor() { Close(); }
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(other.Release()) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    void Close();
    int get() const { return fd_; }  // NOLINT: as unique_ptr has it
    bool IsOpen() const { return fd_ >= 0; }

private:
    int Release();
    int fd_ = -1;
};

struct ProcessSpec {
    std::vector<std::string> arguments;    ///< The first is the program's path.
    std::vector<std::string> environment;  ///< `NAME=value`, all of it.
    std::string working_directory;
    std::optional<std::uint64_t> address_space_bytes;  ///< RLIMIT_AS; absent: as ours.
};

struct ProcessEnd {
    int code = 0;    ///< As a shell gives it: 128 + signal for one that a signal ended.
    int signal = 0;  ///< 0: it ended by itself.
};

/// A child process that leads its own session and process group, has nothing for input, gives its
/// output and errors into one pipe, inherits no other descriptor, no signal mask and no ignored
/// signal, writes no core, and is killed by the system when *the thread that prepared it* ends
/// (PR_SET_PDEATHSIG): prepare it on a thread that lives as long as it.
/// Threads: one at a time.
class ChildProcess {
public:
    /// Makes the process and holds it before its program runs, so that its id can be kept first.
    /// Errors: kResourceExhausted (processes, descriptors), kUnsupported (kernel before 5.3).
    static Result<ChildProcess> Prepare(const ProcessSpec& spec);
    /// Kills the group of a child that has not been reaped.
    ~ChildProcess();
    ChildProcess(ChildProcess&&) noexcept;
    ChildProcess& operator=(ChildProcess&&) = delete;

    /// Lets the program run. Errors: kNotFound, kPermissionDenied, kInvalidArgument (too many or
    /// too long arguments): there is none that could run.
    Status Run();

    pid_t pid() const { return pid_; }                   // NOLINT: the system's word
    int end_descriptor() const { return pidfd_.get(); }  // NOLINT: readable when it has ended
    FileDescriptor& output() { return output_; }         // NOLINT: read end, never blocks

    /// How it ended; nothing while it runs. Its id and its group's stay taken until Reap.
    std::optional<ProcessEnd> End() const;
    /// To all processes of the group. Nothing happens after Reap.
    void SignalGroup(int signal) const;
    void Reap();
    /// Lets go of a child that not even SIGKILL ends (a disk or network file system that hangs).
    void Abandon() { pid_ = 0; }

private:
    ChildProcess() = default;

    pid_t pid_ = 0;
    FileDescriptor pidfd_;
    FileDescriptor output_;
    FileDescriptor gate_;    // write end; closed without a byte: the child gives up
    FileDescriptor report_;  // read end; an errno if the program cannot run
};

}  // namespace dmsnode
