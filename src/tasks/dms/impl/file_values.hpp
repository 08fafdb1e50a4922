#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "tasks/dms/prepare.hpp"

namespace dmsnode::tasks::impl {

inline constexpr std::string_view kFileScheme = "file://";

/// True if the text names a file instead of being the value itself.
bool IsFileValue(std::string_view text);

/// Reads the file that `file://path` names: relative to the allowed folders in their order, or
/// absolute and inside one of them. Links are resolved before the check, so that no link leads out.
/// Errors: kInvalidArgument (no path, too large, a folder, not UTF-8), kPermissionDenied (outside
///     the allowed folders; or not readable), kNotFound. The hint names the allowed folders.
Result<std::string> ReadFileValue(std::string_view text, const FileAccess& files);

}  // namespace dmsnode::tasks::impl
