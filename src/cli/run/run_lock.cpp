#include "cli/run/run_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

namespace dmsnode::cli {
namespace {

std::string ReadHolder(int descriptor) {
    std::array<char, 32> text{};
    const ssize_t got = ::pread(descriptor, text.data(), text.size(), 0);
    return got > 0 ? std::string(text.data(), static_cast<std::size_t>(got)) : "unknown";
}

/// False if the holder before us removed the file between our open and our lock.
bool IsStillThere(const std::filesystem::path& file, int descriptor) {
    struct stat ours{};
    struct stat named{};
    return ::fstat(descriptor, &ours) == 0 && ::stat(file.c_str(), &named) == 0 &&
           ours.st_ino == named.st_ino;
}

}  // namespace

Result<RunLock> RunLock::Take(const std::filesystem::path& folder, const std::string& uid) {
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    const std::filesystem::path file = folder / (uid + ".lock");
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return Error{ErrorCode::kPermissionDenied,
                     fmt::format("cannot open the lock file: {}", std::strerror(errno))}
            .At(file.string());
    }
    if (::flock(descriptor, LOCK_EX | LOCK_NB) != 0) {
        const std::string holder = ReadHolder(descriptor);
        ::close(descriptor);
        return Error{ErrorCode::kConflict, "process " + holder + " is running this workflow"}.Hint(
            "wait for it, or start another run beside it with --new");
    }
    if (!IsStillThere(file, descriptor)) {
        ::close(descriptor);
        return Error{ErrorCode::kConflict, "another process ran this workflow until just now"}.Hint(
            "start it again");
    }
    const std::string id = std::to_string(::getpid());
    // Only a message of another process would miss it.
    [[maybe_unused]] const bool written =
        ::ftruncate(descriptor, 0) == 0 && ::pwrite(descriptor, id.data(), id.size(), 0) > 0;
    return RunLock(file, descriptor);
}

RunLock::RunLock(RunLock&& other) noexcept
    : file_(std::move(other.file_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

RunLock::~RunLock() {
    if (descriptor_ < 0) return;
    ::unlink(file_.c_str());
    ::close(descriptor_);
}

}  // namespace dmsnode::cli
