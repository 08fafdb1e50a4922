#pragma once

#include <string>
#include <vector>

#include "api/schema.hpp"
#include "base/error.hpp"
#include "base/json.hpp"

namespace dmsnode::api {

/// The HTTP status for a kind of error.
int StatusOf(ErrorCode code);

/// `{type, title, status, detail, hint, problems}`. What is a defect of this program is not told to
/// clients: its text may name files and statements; the log has it.
/// Source: RFC 9457.
Json ProblemDocument(int status, const Error& error, const std::vector<Problem>& problems = {});

/// The entries of `problems`.
Json ProblemList(const std::vector<Problem>& problems);

/// The schema of one of them.
Schema ProblemEntrySchema();

/// The schema of a problem document.
Schema ProblemSchema();

}  // namespace dmsnode::api
