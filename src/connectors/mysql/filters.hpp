#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace dmsnode::connectors::mysql {

/// `SELECT … FROM … WHERE … ORDER BY …` for a plan, without anything left to the caller's quoting.
/// Errors: kInvalidArgument for a filter value that its column's type cannot be compared with.
Result<std::string> RenderSelect(const ReadPlan& plan);

}  // namespace dmsnode::connectors::mysql
