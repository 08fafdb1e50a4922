#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "tasks/dms/parameters.hpp"

namespace dmsnode::tasks::impl {

struct ValidationContext {
    std::set<std::string> later;  ///< Form names of fields that are known only at run time.
    std::map<std::string, std::string> sources;  ///< Form name → `file://` it was read from.
};

/// All checks that need no call.
std::vector<Problem> Validate(const DmsParameters& parameters, const std::string& path,
                              const ValidationContext& context);

/// Why `text` is no identifier of a task, an endpoint or an instance; empty if it is one.
/// Source: aws-dms reference, "Identifiers and ARNs".
std::string CheckIdentifier(std::string_view text, std::size_t longest);

/// Why `text` is no `arn:<partition>:dms:<region>:<account>:<type>:<id>`; empty if it is one.
std::string CheckArn(std::string_view text, std::string_view type);

/// Why `text` is no stop position; empty if it is one.
std::string CheckStopPosition(std::string_view text);

}  // namespace dmsnode::tasks::impl
