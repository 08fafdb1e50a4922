#pragma once

#include "base/json.hpp"
#include "base/result.hpp"
#include "tasks/outcome.hpp"

namespace dmsnode::tasks {

/// An outcome as a kind keeps it, between the end of the work and the moment when the worker has
/// saved it: a process that dies there must not do the work again.
Json ToJson(const Outcome& outcome);
/// Errors: kInvalidArgument, for what ToJson did not write.
Result<Outcome> OutcomeFromJson(const Json& json);

}  // namespace dmsnode::tasks
