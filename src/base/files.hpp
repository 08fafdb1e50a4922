#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace dmsnode {

/// Reads a whole regular file of at most `max_bytes`.
/// Errors: kNotFound, kPermissionDenied, kInvalidArgument (a folder, or too large); `where` is the
/// path.
Result<std::string> ReadFile(const std::filesystem::path& path, std::size_t max_bytes = 64U << 20U);

/// Replaces a file so that after a crash either the old or the new content is there (write, fsync,
/// rename, fsync of the folder). `mode` is the permission of a new file. Errors: kResourceExhausted
/// (disk full), kPermissionDenied, kUnavailable; `where` is the path.
Status WriteFileAtomically(const std::filesystem::path& path, std::string_view content,
                           unsigned mode = 0600);

}  // namespace dmsnode
