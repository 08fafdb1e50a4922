#pragma once

#include <string>

#include "base/result.hpp"

namespace dmsnode::connectors::sqlite {

/// Errors: kNotFound, kPermissionDenied, kInvalidArgument (no path, a folder, a URI); `where` is
/// the path.
Status CheckPath(const std::string& path);

}  // namespace dmsnode::connectors::sqlite
