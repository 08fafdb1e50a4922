#pragma once

#include <cstdint>
#include <string>

#include "base/json.hpp"

/// Members of what a server answered: a wrong type is as good as none, and nothing is thrown.
namespace dmsnode::cli {

/// Null if there is none.
const Json& MemberOf(const Json& object, const std::string& name);
std::string TextOf(const Json& object, const std::string& name);
std::int64_t NumberOf(const Json& object, const std::string& name);
bool IsTrue(const Json& object, const std::string& name);

}  // namespace dmsnode::cli
