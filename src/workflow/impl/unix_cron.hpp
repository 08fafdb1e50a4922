#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dmsnode::workflow {

/// The five fields of a Unix cron expression (`30 2 * * 1-5`) in Quartz's form
/// (`0 30 2 ? * MON-FRI`); nothing if it restricts both days, which Unix takes as "either" and
/// Quartz cannot say. What is not understood stays as it is.
std::optional<std::string> FromUnixCron(const std::vector<std::string_view>& fields);

}  // namespace dmsnode::workflow
