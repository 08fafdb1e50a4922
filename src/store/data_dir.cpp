#include "store/data_dir.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstring>
#include <thread>
#include <utility>

namespace dmsnode::store {
namespace {

Error FromErrno(std::string_view action, const std::filesystem::path& path) {
    const int number = errno;
    ErrorCode code = ErrorCode::kUnavailable;
    if (number == EACCES || number == EPERM || number == EROFS) code = ErrorCode::kPermissionDenied;
    if (number == ENOSPC || number == EDQUOT) code = ErrorCode::kResourceExhausted;
    if (number == ENOTDIR || number == EEXIST) code = ErrorCode::kInvalidArgument;
    return Error{code, fmt::format("cannot {}: {}", action, std::strerror(number))}.At(
        path.string());
}

Status MakeFolder(const std::filesystem::path& folder) {
    std::error_code ignored;  // the mkdir below tells what is wrong
    if (folder.has_parent_path())
        std::filesystem::create_directories(folder.parent_path(), ignored);
    if (::mkdir(folder.c_str(), 0700) == 0) return {};
    if (errno == EEXIST && std::filesystem::is_directory(folder, ignored)) return {};
    return FromErrno("create the data folder", folder);
}

/// The holder's process id, which it writes into the lock file; empty if it has not yet.
std::string HolderOf(int lock) {
    std::array<char, 24> text{};
    const ssize_t got = ::pread(lock, text.data(), text.size() - 1, 0);
    return {text.data(), got > 0 ? static_cast<std::size_t>(got) : 0};
}

bool IsGone(const std::string& pid_text) {
    pid_t pid = 0;
    std::from_chars(pid_text.data(), pid_text.data() + pid_text.size(), pid);
    return pid > 0 && ::kill(pid, 0) != 0 && errno == ESRCH;
}

/// A holder that was killed in the middle of a fork leaves a child that has the lock too, for the
/// moment until it has seen that.
bool LockSoon(int lock) {
    constexpr std::chrono::milliseconds kPause{20};
    constexpr int kTries = 150;
    for (int i = 0; ::flock(lock, LOCK_EX | LOCK_NB) != 0; ++i) {
        if (errno != EWOULDBLOCK) return false;
        const bool wait = i < kTries && IsGone(HolderOf(lock));
        errno = EWOULDBLOCK;
        if (!wait) return false;
        std::this_thread::sleep_for(kPause);
    }
    return true;
}

Result<int> TakeLock(const std::filesystem::path& folder) {
    const std::filesystem::path file = folder / "lock";
    const int lock = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (lock < 0) return FromErrno("open the lock file", file);
    if (!LockSoon(lock)) {
        const bool in_use = errno == EWOULDBLOCK;
        const std::string holder = in_use ? HolderOf(lock) : std::string();
        const Error failure =
            in_use ? Error{ErrorCode::kUnavailable,
                           fmt::format("the data folder is in use by {}",
                                       holder.empty() ? "another process" : "process " + holder)}
                         .At(folder.string())
                         .Hint("stop that process, or choose another data folder")
                   : FromErrno("lock", file);
        ::close(lock);
        return failure;
    }
    const std::string pid = std::to_string(::getpid());
    // Only the text of the error above depends on it, so a full disk does not matter here.
    if (::ftruncate(lock, 0) == 0) {
        [[maybe_unused]] const ssize_t written = ::pwrite(lock, pid.data(), pid.size(), 0);
    }
    return lock;
}

}  // namespace

Result<DataDir> DataDir::Open(const std::filesystem::path& folder, Use use) {
    if (Status made = MakeFolder(folder); !made) return made.error();
    if (use == Use::kShare) return DataDir(folder, -1);
    Result<int> lock = TakeLock(folder);
    if (!lock) return lock.error();
    return DataDir(folder, *lock);
}

DataDir::DataDir(DataDir&& other) noexcept
    : folder_(std::move(other.folder_)), lock_(std::exchange(other.lock_, -1)) {}

DataDir& DataDir::operator=(DataDir&& other) noexcept {
    std::swap(folder_, other.folder_);
    std::swap(lock_, other.lock_);
    return *this;
}

DataDir::~DataDir() {
    if (lock_ >= 0) ::close(lock_);
}

}  // namespace dmsnode::store
