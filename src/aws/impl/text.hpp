#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace dmsnode::aws::impl {

/// Without blanks, tabs and line ends on both sides.
std::string_view Trim(std::string_view text);

std::vector<std::string_view> Split(std::string_view text, char separator);

/// Words as a shell would cut them, with its quotes and backslashes but without its expansions.
/// Errors: kInvalidArgument for a quote that is not closed.
Result<std::vector<std::string>> SplitCommand(std::string_view command);

/// `a=1&b=2` for a form body: everything but unreserved characters is percent-encoded.
std::string FormEncode(const std::vector<std::pair<std::string, std::string>>& fields);

/// At most `bytes` bytes, cut between UTF-8 characters, control characters as blanks: for the text
/// of a peer in an error.
std::string Snippet(std::string_view text, std::size_t bytes);

}  // namespace dmsnode::aws::impl
