#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "workflow/document.hpp"

namespace dmsnode::workflow {

/// The YAML half of ReadDocument. Only its .cpp knows yaml-cpp.
Result<Document> ReadYaml(std::string_view text, std::size_t max_values);

/// What an unquoted scalar means by the core schema of YAML 1.2.
Json PlainScalar(const std::string& text);

}  // namespace dmsnode::workflow
