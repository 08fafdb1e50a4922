#pragma once

#include <string>
#include <vector>

#include "tasks/task_kind.hpp"

namespace dmsnode::tasks::shell {

/// What becomes of an attempt whose worker died while the script ran.
enum class OnWorkerLoss { kFail, kRetry };
std::string_view Word(OnWorkerLoss choice);

struct ShellParameters {
    std::string raw_script;
    OnWorkerLoss on_worker_loss = OnWorkerLoss::kFail;
};

/// The names of all parameters, for the page.
std::vector<std::string> ParameterNames();

/// Reads and checks taskParams; the script's placeholders are not replaced yet.
ShellParameters ReadParameters(const Json& task_params, const std::string& path,
                               std::vector<Problem>& problems);

/// The names of the task's OUT parameters: what a script may set.
std::vector<std::string> DeclaredOutputs(const workflow::TaskDefinition& task);

}  // namespace dmsnode::tasks::shell
