#pragma once

#include <string>

namespace dmsnode::testing {

/// The absolute path of a file of the source tree (`tests/contract/botocore_sign.py`).
std::string SourcePath(const std::string& relative);

}  // namespace dmsnode::testing
