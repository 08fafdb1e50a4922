#pragma once

#include <vector>

#include "api/resources/resources.hpp"
#include "workflow/parameters.hpp"

/// Lists of parameters with which something is started: `[{prop, direct, type, value}]`.
namespace dmsnode::api {

/// The word of a parameter's type.
Schema ParameterTypeSchema();
Schema ParameterListSchema();
/// The schema was checked before. `problems` gets values that are none of their type, and names
/// that cannot be used or stand twice, with their paths below `path`.
std::vector<workflow::Parameter> ReadParameterList(const Json& list, const std::string& path,
                                                   std::vector<Problem>& problems);

}  // namespace dmsnode::api
