#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace dmsnode::aws::impl {

struct Url {
    std::string scheme;     ///< `http` or `https`.
    std::string host;       ///< Without brackets.
    std::string authority;  ///< As in the Host header: with `:port` unless it is the scheme's own.
    std::string path;       ///< At least `/`; as written.
    std::string query;      ///< Without `?`.
};

/// Errors: kInvalidArgument for what is not http or https, has no host, or holds a user or password
///     (the URL is not repeated then).
Result<Url> ParseUrl(std::string_view text);

}  // namespace dmsnode::aws::impl
