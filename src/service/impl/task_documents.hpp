#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/result.hpp"

namespace dmsnode::service {

/// A task's two documents, checked: what is stored.
struct TaskDocuments {
    std::string mappings;  ///< As given.
    std::string settings;  ///< The full document, on one line.
    std::vector<Problem> warnings;
};

/// Checks both documents, and that this version carries out all that they ask for.
/// `settings` is laid over `base`, the stored document (empty: the defaults).
/// Errors: InvalidParameterValueException `Invalid Table Mappings document: <rule and reason>` or
///     `Invalid task settings JSON: …`, with all problems (at most ten) in one text.
Result<TaskDocuments> CheckTaskDocuments(const std::string& mappings, const std::string& settings,
                                         const std::string& base);

}  // namespace dmsnode::service
