#pragma once

#include <optional>
#include <string>

#include "store/service_rows.hpp"

namespace dmsnode::store {

/// A list as the JSON text that `json_each` reads: one constant statement serves lists of any
/// length, so that the statement cache stays small. Nothing for no filter.
std::optional<std::string> JsonList(const OneOf& values);

}  // namespace dmsnode::store
