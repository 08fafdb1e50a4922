#include "api/log_text.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "scheduler/words.hpp"

namespace dmsnode::api {
namespace {

/// Closes a file descriptor at the end of the scope.
class Descriptor {
public:
    explicit Descriptor(int raw) : raw_(raw) {}
    ~Descriptor() {
        if (raw_ >= 0) ::close(raw_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    int raw() const { return raw_; }

private:
    int raw_;
};

Error CannotRead(const std::filesystem::path& file) {
    const ErrorCode code = errno == ENOENT   ? ErrorCode::kNotFound
                           : errno == EACCES ? ErrorCode::kPermissionDenied
                                             : ErrorCode::kUnavailable;
    return Error{code, fmt::format("cannot read the log: {}", std::strerror(errno))}.At(
        file.string());
}

/// How many bytes of `text` make whole characters.
std::size_t WholeCharacters(const std::string& text) {
    std::size_t end = text.size();
    for (int back = 0; back < 3 && end > 0; ++back) {
        const auto byte = static_cast<unsigned char>(text[end - 1]);
        if (byte < 0x80) return text.size();
        --end;
        if (byte < 0xC0) continue;  // inside of a character
        const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
        return end + length <= text.size() ? text.size() : end;
    }
    return text.size();  // no UTF-8: all of it is replaced anyway
}

}  // namespace

Result<LogPiece> ReadLogPiece(const std::filesystem::path& file, std::uint64_t offset,
                              std::size_t most) {
    const Descriptor descriptor(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (descriptor.raw() < 0) return CannotRead(file);
    struct stat facts{};
    if (::fstat(descriptor.raw(), &facts) != 0) return CannotRead(file);
    if (!S_ISREG(facts.st_mode)) {
        errno = EACCES;
        return CannotRead(file);
    }
    LogPiece piece{.text = {}, .next = offset, .size = static_cast<std::uint64_t>(facts.st_size)};
    if (offset >= piece.size) return piece;
    std::string bytes(std::min<std::uint64_t>(most, piece.size - offset), '\0');
    std::size_t got = 0;
    while (got < bytes.size()) {
        const ssize_t some = ::pread(descriptor.raw(), bytes.data() + got, bytes.size() - got,
                                     static_cast<off_t>(offset + got));
        if (some < 0 && errno == EINTR) continue;
        if (some < 0) return CannotRead(file);
        if (some == 0) break;
        got += static_cast<std::size_t>(some);
    }
    bytes.resize(got);
    const std::size_t line = bytes.rfind('\n');
    std::size_t taken = line != std::string::npos ? line + 1 : WholeCharacters(bytes);
    if (taken == 0) taken = bytes.size();  // `most` is smaller than a character
    bytes.resize(taken);
    piece.next = offset + taken;
    piece.text = scheduler::CleanText(bytes);
    return piece;
}

}  // namespace dmsnode::api
