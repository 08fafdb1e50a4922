#include "base/process.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

namespace dmsnode {
namespace {

constexpr int kGate = 3;    // in the child
constexpr int kReport = 4;  // in the child
constexpr int kFirstFree = 5;
constexpr int kExecLimitMs = 30'000;

struct Pipe {
    FileDescriptor read;
    FileDescriptor write;
};

Error SystemError(std::string_view what) {
    return Error{ErrorCode::kResourceExhausted,
                 fmt::format("cannot {}: {}", what, std::strerror(errno))}
        .Hint("free processes, memory or file descriptors, or raise the limits (ulimit)");
}

/// The descriptor above those that the child gives a new meaning.
FileDescriptor Raised(int fd) {
    FileDescriptor low(fd);
    return FileDescriptor(::fcntl(fd, F_DUPFD_CLOEXEC, kFirstFree));
}

Result<Pipe> MakePipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) return SystemError("make a pipe");
    Pipe pipe{Raised(ends[0]), Raised(ends[1])};
    if (!pipe.read.IsOpen() || !pipe.write.IsOpen()) return SystemError("make a pipe");
    return pipe;
}

/// A pair of sockets where a pipe would do: a write to a child that died must not raise SIGPIPE.
Result<Pipe> MakeGate() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) {
        return SystemError("make a pair of sockets");
    }
    Pipe pipe{Raised(ends[0]), Raised(ends[1])};
    if (!pipe.read.IsOpen() || !pipe.write.IsOpen()) return SystemError("make a pair of sockets");
    return pipe;
}

std::vector<char*> Pointers(const std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
    pointers.push_back(nullptr);
    return pointers;
}

/// All that the child needs, made before the fork: after it, in a process with threads, nothing
/// may allocate or lock.
struct Launch {
    const char* program;
    char* const* arguments;
    char* const* environment;
    const char* folder;
    const rlimit* address_space;
    int input;
    int output;
    int gate;
    int report;
    pid_t parent;
};

[[noreturn]] void GiveUp(int report) {
    const int error = errno;
    const ssize_t ignored = ::write(report, &error, sizeof error);
    ::_exit(ignored > 0 ? 127 : 126);
}

void CloseAllFrom(int first) {
    if (::syscall(SYS_close_range, first, ~0U, 0) == 0) return;
    constexpr int kMostLooked = 65536;  // a kernel before 5.9
    for (int fd = first; fd < kMostLooked; ++fd) ::close(fd);
}

[[noreturn]] void RunInChild(const Launch& launch) {
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != launch.parent) ::_exit(126);  // it died before we asked
    for (int signal = 1; signal < NSIG; ++signal) ::signal(signal, SIG_DFL);
    ::dup2(launch.input, STDIN_FILENO);
    ::dup2(launch.output, STDOUT_FILENO);
    ::dup2(launch.output, STDERR_FILENO);
    ::dup2(launch.gate, kGate);
    ::dup2(launch.report, kReport);
    CloseAllFrom(kFirstFree);
    ::fcntl(kGate, F_SETFD, FD_CLOEXEC);
    ::fcntl(kReport, F_SETFD, FD_CLOEXEC);
    const rlimit no_core{0, 0};
    ::setrlimit(RLIMIT_CORE, &no_core);
    char go = 0;
    ssize_t got = 0;
    while ((got = ::read(kGate, &go, 1)) < 0 && errno == EINTR) {
    }
    if (got != 1) ::_exit(126);
    if (::chdir(launch.folder) != 0) GiveUp(kReport);
    if (launch.address_space != nullptr && ::setrlimit(RLIMIT_AS, launch.address_space) != 0) {
        GiveUp(kReport);
    }
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve(launch.program, launch.arguments, launch.environment);
    GiveUp(kReport);
}

/// No handler of ours may run in the child: all signals wait while it is made.
pid_t Fork(const Launch& launch) {
    sigset_t all;
    sigset_t before;
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = ::fork();
    if (pid == 0) RunInChild(launch);
    const int error = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return pid;
}

Error ExecError(int error) {
    const auto code = [&] {
        switch (error) {
            case ENOENT:
            case ENOTDIR: return ErrorCode::kNotFound;
            case EACCES:
            case EPERM: return ErrorCode::kPermissionDenied;
            case E2BIG: return ErrorCode::kInvalidArgument;
            default: return ErrorCode::kResourceExhausted;
        }
    }();
    return {code, fmt::format("the program cannot be run: {}", std::strerror(error))};
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        Close();
        fd_ = other.Release();
    }
    return *this;
}

void FileDescriptor::Close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
}

int FileDescriptor::Release() {
    return std::exchange(fd_, -1);
}

Result<ChildProcess> ChildProcess::Prepare(const ProcessSpec& spec) {
    const FileDescriptor input = Raised(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    if (!input.IsOpen()) return SystemError("open /dev/null");
    Result<Pipe> output = MakePipe();
    if (!output) return output.error();
    Result<Pipe> gate = MakeGate();
    if (!gate) return gate.error();
    Result<Pipe> report = MakePipe();
    if (!report) return report.error();
    ::fcntl(output->read.get(), F_SETFL, O_NONBLOCK);
    const std::vector<char*> arguments = Pointers(spec.arguments);
    const std::vector<char*> environment = Pointers(spec.environment);
    const rlimit address_space{spec.address_space_bytes.value_or(0),
                               spec.address_space_bytes.value_or(0)};
    ChildProcess child;
    child.pid_ = Fork({.program = arguments[0],
                       .arguments = arguments.data(),
                       .environment = environment.data(),
                       .folder = spec.working_directory.c_str(),
                       .address_space = spec.address_space_bytes ? &address_space : nullptr,
                       .input = input.get(),
                       .output = output->write.get(),
                       .gate = gate->read.get(),
                       .report = report->write.get(),
                       .parent = ::getpid()});
    if (child.pid_ < 0) {
        child.pid_ = 0;
        return SystemError("make a process");
    }
    child.output_ = std::move(output->read);
    child.gate_ = std::move(gate->write);
    child.report_ = std::move(report->read);
    child.pidfd_ = FileDescriptor(static_cast<int>(::syscall(SYS_pidfd_open, child.pid_, 0)));
    if (!child.pidfd_.IsOpen()) {
        return Error{ErrorCode::kUnsupported,
                     fmt::format("the kernel has no pidfd_open: {}", std::strerror(errno))}
            .Hint("Linux 5.3 or later is needed");
    }
    return child;
}

ChildProcess::ChildProcess(ChildProcess&& other) noexcept
    : pid_(std::exchange(other.pid_, 0)),
      pidfd_(std::move(other.pidfd_)),
      output_(std::move(other.output_)),
      gate_(std::move(other.gate_)),
      report_(std::move(other.report_)) {}

ChildProcess::~ChildProcess() {
    if (pid_ == 0) return;
    SignalGroup(SIGKILL);
    ::kill(pid_, SIGKILL);  // it may not lead its group yet
    Reap();
}

Status ChildProcess::Run() {
    const char go = 1;
    const ssize_t written = ::send(gate_.get(), &go, 1, MSG_NOSIGNAL);
    gate_.Close();
    if (written != 1) return SystemError("start the process");
    pollfd ready{report_.get(), POLLIN, 0};
    while (::poll(&ready, 1, kExecLimitMs) < 0 && errno == EINTR) {
    }
    if (ready.revents == 0) {
        return Error{ErrorCode::kTimeout, "the program's file cannot be read in 30 s"};
    }
    int error = 0;
    const ssize_t got = ::read(report_.get(), &error, sizeof error);
    report_.Close();
    if (got == 0) return {};
    return ExecError(got == sizeof error ? error : errno);
}

std::optional<ProcessEnd> ChildProcess::End() const {
    siginfo_t info{};
    const auto id = static_cast<id_t>(pid_);
    if (::waitid(P_PID, id, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0) {
        return std::nullopt;
    }
    if (info.si_code == CLD_EXITED) return ProcessEnd{.code = info.si_status, .signal = 0};
    return ProcessEnd{.code = 128 + info.si_status, .signal = info.si_status};
}

void ChildProcess::SignalGroup(int signal) const {
    if (pid_ != 0) ::kill(-pid_, signal);
}

void ChildProcess::Reap() {
    if (pid_ == 0) return;
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
    pid_ = 0;
}

}  // namespace dmsnode
