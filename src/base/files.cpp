#include "base/files.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace dmsnode {
namespace {

class Descriptor {
public:
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }

private:
    int fd_;
};

Error FromErrno(std::string_view action, const std::filesystem::path& path) {
    const int number = errno;
    ErrorCode code = ErrorCode::kUnavailable;
    if (number == ENOENT || number == ENOTDIR) code = ErrorCode::kNotFound;
    if (number == EACCES || number == EPERM || number == EROFS) code = ErrorCode::kPermissionDenied;
    if (number == ENOSPC || number == EDQUOT) code = ErrorCode::kResourceExhausted;
    return Error{code, fmt::format("cannot {}: {}", action, std::strerror(number))}.At(
        path.string());
}

Error Discard(const std::filesystem::path& draft, Error failure) {
    ::unlink(draft.c_str());
    return failure;
}

Status SyncFolderOf(const std::filesystem::path& path) {
    const std::filesystem::path parent = path.has_parent_path() ? path.parent_path() : ".";
    const Descriptor folder(::open(parent.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (folder.get() < 0 || ::fsync(folder.get()) != 0) return FromErrno("sync the folder", parent);
    return {};
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, std::size_t max_bytes) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.get() < 0) return FromErrno("open the file", path);
    struct stat info{};
    if (::fstat(file.get(), &info) != 0) return FromErrno("read the file", path);
    if (S_ISDIR(info.st_mode)) {
        return Error{ErrorCode::kInvalidArgument, "this is a folder, not a file"}.At(path.string());
    }
    std::string content;
    std::array<char, 65536> block{};
    while (true) {
        const ssize_t got = ::read(file.get(), block.data(), block.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return FromErrno("read the file", path);
        if (got == 0) return content;
        content.append(block.data(), static_cast<std::size_t>(got));
        if (content.size() > max_bytes) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the file is larger than {} bytes", max_bytes)}
                .At(path.string());
        }
    }
}

Status WriteFileAtomically(const std::filesystem::path& path, std::string_view content,
                           unsigned mode) {
    const std::filesystem::path draft = path.string() + fmt::format(".{}.tmp", ::getpid());
    {
        const Descriptor file(
            ::open(draft.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode));
        if (file.get() < 0) return FromErrno("create the file", draft);
        for (std::size_t done = 0; done < content.size();) {
            const ssize_t put = ::write(file.get(), content.data() + done, content.size() - done);
            if (put < 0 && errno == EINTR) continue;
            if (put < 0) return Discard(draft, FromErrno("write the file", draft));
            done += static_cast<std::size_t>(put);
        }
        if (::fsync(file.get()) != 0) return Discard(draft, FromErrno("sync the file", draft));
    }
    if (::rename(draft.c_str(), path.c_str()) != 0) {
        return Discard(draft, FromErrno("rename the file to", path));
    }
    return SyncFolderOf(path);
}

}  // namespace dmsnode
