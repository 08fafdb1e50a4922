#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace dmsnode::workflow {

/// Evaluates `7*2`, `-(1+2)/3`: integers, `+ - * / ( )`, unary sign; division drops the rest.
/// Errors: kInvalidArgument for anything else, a division by zero, more than 32 levels of
///     parentheses, and values beyond ±10^12 (no time needs them).
Result<std::int64_t> EvaluateInteger(std::string_view text);

}  // namespace dmsnode::workflow
