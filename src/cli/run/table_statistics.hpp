#pragma once

#include <string>
#include <vector>

#include "dms/api.hpp"

namespace dmsnode::cli {

/// All pages of a task's table statistics, ordered by schema and table. Errors: those of the API.
Result<std::vector<dms::TableStatistics>> ReadTableStatistics(dms::Api& api,
                                                              const std::string& task_arn);

}  // namespace dmsnode::cli
