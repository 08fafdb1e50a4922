#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.hpp"

namespace dmsnode::api {

/// A part of a log file as text.
struct LogPiece {
    std::string text;        ///< Valid UTF-8; empty at the file's end.
    std::uint64_t next = 0;  ///< Where the next piece begins.
    std::uint64_t size = 0;  ///< Of the file. Units: bytes.
};

/// Reads from `offset` on, at most `most` bytes: whole lines if they hold a line break, else whole
/// characters. Errors: kNotFound, kPermissionDenied, kUnavailable.
Result<LogPiece> ReadLogPiece(const std::filesystem::path& file, std::uint64_t offset,
                              std::size_t most);

}  // namespace dmsnode::api
