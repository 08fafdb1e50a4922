#pragma once

#include <map>
#include <string>
#include <string_view>

#include "workflow/document.hpp"

namespace dmsnode::workflow {

/// Where each value of a JSON text stands. `text` was accepted by ParseJson: nothing is checked
/// again, but nothing outside of it is read either.
std::map<std::string, Document::Place, std::less<>> PlacesInJson(std::string_view text);

}  // namespace dmsnode::workflow
