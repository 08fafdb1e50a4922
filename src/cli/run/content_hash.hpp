#pragma once

#include <string>
#include <string_view>

namespace dmsnode::cli {

/// SHA-256 in 64 hexadecimal digits.
std::string ContentHash(std::string_view text);

}  // namespace dmsnode::cli
