#pragma once

#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"
#include "tasks/outcome.hpp"

namespace dmsnode::tasks {

/// Writes each problem to the log, warnings as such.
void LogProblems(const std::vector<Problem>& problems, LogSink& log);

/// How an attempt ends whose parameters are wrong: a failure that no retry can mend, with all
/// errors in its message.
Outcome WrongParameters(const std::vector<Problem>& problems);

/// A failure for an error that was not expected.
Outcome FailureOf(const Error& error);

}  // namespace dmsnode::tasks
