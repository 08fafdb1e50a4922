#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

/// The files of the web UI as one piece of bytes, which the build makes and the program embeds.
namespace dmsnode::web {

/// One file of a pack. Lifetime: `body` points into the pack's bytes.
struct PackedFile {
    std::string type;  ///< The media type: `text/html; charset=utf-8`.
    std::string hash;  ///< Of the content, 32 hexadecimal digits.
    bool gzip = false;
    std::string_view body;  ///< As it is sent: compressed if `gzip`.
    std::size_t size = 0;   ///< Of the content, uncompressed.
};

/// Packs every file below `folder`; a folder that is not there gives an empty pack. The same files
/// give the same bytes. Hidden files are left out.
///
/// Shape: one line of JSON, `{"files": [{"path", "type", "hash", "gzip", "size", "bytes"}, …]}`,
/// then the bodies in that order.
/// Errors: those of reading; kInvalidArgument for a file over 16 MiB.
Result<std::string> PackFolder(const std::filesystem::path& folder);

/// A pack's table of contents. Lifetime: the bytes outlive it. Threads: any.
class Pack {
public:
    /// Errors: kInvalidArgument if the bytes are no pack.
    static Result<Pack> Read(std::string_view bytes);

    /// Null if there is no such file. Paths begin with `/`: `/assets/index-a1.js`.
    const PackedFile* Find(std::string_view path) const;
    bool is_empty() const { return files_.empty(); }

private:
    std::map<std::string, PackedFile, std::less<>> files_;
};

/// The content, uncompressed. Errors: kInvalidArgument if the body is damaged.
Result<std::string> ContentOf(const PackedFile& file);

}  // namespace dmsnode::web
