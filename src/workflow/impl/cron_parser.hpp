#pragma once

#include <string_view>
#include <vector>

#include "workflow/cron.hpp"

namespace dmsnode::workflow {

/// The fields are complete only if there is no problem.
struct CronReading {
    CronFields fields;
    std::vector<Problem> problems;
};

/// Reads an expression; every problem is there, without a path.
CronReading ReadCron(std::string_view text);

}  // namespace dmsnode::workflow
