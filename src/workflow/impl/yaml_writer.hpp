#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace dmsnode::workflow {

/// A value as YAML in block style, which ReadYaml reads back as the same value (its limits of depth
/// apart). Members named in `order` come first, in that order; then the others by name.
std::string WriteYaml(const Json& value, const std::vector<std::string_view>& order);

}  // namespace dmsnode::workflow
