#include "connectors/postgres/impl/private_file.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>

namespace dmsnode::connectors::postgres {
namespace {

Error FileError(const char* what) {
    const ErrorCode code =
        errno == ENOSPC ? ErrorCode::kResourceExhausted : ErrorCode::kUnavailable;
    return Error(code, std::string("cannot write the CA certificate to a temporary file: ") + what +
                           ": " + std::strerror(errno))
        .Hint("check TMPDIR and its free space");
}

}  // namespace

Result<std::unique_ptr<PrivateFile>> PrivateFile::Create(std::string_view content) {
    std::error_code no_folder;
    std::filesystem::path folder = std::filesystem::temp_directory_path(no_folder);
    if (no_folder) folder = "/tmp";
    std::string path = (folder / "dmsnode-ca-XXXXXX").string();
    const int fd = ::mkstemp(path.data());  // mode 0600
    if (fd < 0) return FileError("mkstemp");
    auto file = std::unique_ptr<PrivateFile>(new PrivateFile(path));
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written <= 0) {
            Error failure = FileError("write");
            ::close(fd);
            return failure;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::close(fd) != 0) return FileError("close");
    return file;
}

PrivateFile::~PrivateFile() {
    ::unlink(path_.c_str());
}

}  // namespace dmsnode::connectors::postgres
