#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dmsnode::workflow {

/// The candidate that `name` was probably meant to be (a few typing errors away, letter case
/// ignored); nothing if none is near.
std::optional<std::string> ClosestName(std::string_view name,
                                       const std::vector<std::string>& candidates);

/// `did you mean "x"?`, or an empty text.
std::string DidYouMean(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace dmsnode::workflow
