#include "tasks/dms/impl/file_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <system_error>

#include "base/files.hpp"

namespace dmsnode::tasks::impl {
namespace {

namespace fs = std::filesystem;

std::string FoldersHint(const FileAccess& files) {
    if (!files.how_to_add.empty()) return files.how_to_add;
    if (files.folders.empty()) return "no folder is allowed for file:// values here";
    std::string text = "put it into ";
    for (std::size_t i = 0; i < files.folders.size(); ++i) {
        if (i > 0) text += " or ";
        text += files.folders[i].string();
    }
    return text;
}

bool IsInside(const fs::path& path, const fs::path& folder) {
    const auto [folder_end, path_at] =
        std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
    return folder_end == folder.end() && path_at != path.end();
}

/// The real path of `candidate` if it exists; nothing if not.
std::optional<fs::path> RealPath(const fs::path& candidate) {
    std::error_code error;
    fs::path real = fs::canonical(candidate, error);
    if (error) return std::nullopt;
    return real;
}

Error Outside(std::string_view shown, const FileAccess& files) {
    return Error{ErrorCode::kPermissionDenied,
                 fmt::format("{} is outside the folders that file:// may read", shown)}
        .Hint(FoldersHint(files));
}

}  // namespace

bool IsFileValue(std::string_view text) {
    return text.starts_with(kFileScheme);
}

Result<std::string> ReadFileValue(std::string_view text, const FileAccess& files) {
    const fs::path wanted(text.substr(kFileScheme.size()));
    if (wanted.empty() || wanted.native().find('\0') != std::string::npos) {
        return Error{ErrorCode::kInvalidArgument, "file:// without a path"}.Hint(
            "file://mappings/shop.json is relative to the workflow file's folder, "
            "file:///srv/shop.json is absolute");
    }
    bool exists_outside = false;
    for (const fs::path& folder : files.folders) {
        const std::optional<fs::path> base = RealPath(folder);
        if (!base) continue;
        const std::optional<fs::path> real = RealPath(*base / wanted);
        if (!real) continue;
        if (!IsInside(*real, *base)) {
            exists_outside = true;
            continue;
        }
        // Not a FIFO or a device: reading one would wait for ever.
        std::error_code error;
        if (fs::exists(*real, error) && !fs::is_regular_file(*real, error)) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("{} is not a regular file", wanted.string())};
        }
        Result<std::string> content = ReadFile(*real, files.max_bytes);
        if (!content) {
            return Error{content.error().code,
                         fmt::format("{}: {}", wanted.string(), content.error().message)};
        }
        return content;
    }
    // Whether a file exists outside must not be told: relative escapes and absolute paths read
    // alike.
    const fs::path plain = wanted.lexically_normal();
    const bool escapes = wanted.is_absolute() || (!plain.empty() && *plain.begin() == "..");
    if (escapes || exists_outside) return Outside(wanted.string(), files);
    return Error{ErrorCode::kNotFound, fmt::format("there is no file {}", wanted.string())}.Hint(
        FoldersHint(files));
}

}  // namespace dmsnode::tasks::impl
