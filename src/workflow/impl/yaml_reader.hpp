#pragma once

#include <string_view>

#include "workflow/document.hpp"

namespace dmsnode::workflow {

/// The YAML half of ReadDocument. Only its .cpp knows yaml-cpp.
Result<Document> ReadYaml(std::string_view text);

}  // namespace dmsnode::workflow
