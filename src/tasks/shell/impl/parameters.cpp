#include "tasks/shell/impl/parameters.hpp"

#include <fmt/format.h>

#include "tasks/parameter_reader.hpp"

namespace dmsnode::tasks::shell {
namespace {

constexpr std::size_t kLongestScript = 1U << 20U;

}  // namespace

std::string_view Word(OnWorkerLoss choice) {
    return choice == OnWorkerLoss::kRetry ? "retry" : "fail";
}

std::vector<std::string> ParameterNames() {
    return {"rawScript", "onWorkerLoss", "localParams", "resourceList"};
}

ShellParameters ReadParameters(const Json& task_params, const std::string& path,
                               std::vector<Problem>& problems) {
    ShellParameters parameters;
    ParameterReader reader(task_params, path, problems);
    parameters.raw_script = reader.NeededText("rawScript", "write what /bin/bash is to run");
    if (parameters.raw_script.size() > kLongestScript) {
        reader.Report("rawScript", fmt::format("has {} bytes", parameters.raw_script.size()),
                      fmt::format("at most {}", kLongestScript),
                      "put the script into a resource file and run that");
    }
    if (parameters.raw_script.find('\0') != std::string::npos) {
        reader.Report("rawScript", "holds a zero byte, which bash leaves out", "a text");
    }
    const auto on_loss = reader.OneOf("onWorkerLoss", {std::string(Word(OnWorkerLoss::kFail)),
                                                       std::string(Word(OnWorkerLoss::kRetry))});
    if (on_loss == 1U) parameters.on_worker_loss = OnWorkerLoss::kRetry;
    // What the UI of DolphinScheduler 1 to 3 writes into every task.
    reader.WithoutEffect(
        {"dependence", "conditionResult", "waitStartTimeout", "switchResult", "varPool"});
    reader.Finish();
    return parameters;
}

std::vector<std::string> DeclaredOutputs(const workflow::TaskDefinition& task) {
    std::vector<std::string> names;
    for (const workflow::Parameter& parameter : task.local_params) {
        if (parameter.direction == workflow::ParameterDirection::kOut) {
            names.push_back(parameter.name);
        }
    }
    return names;
}

}  // namespace dmsnode::tasks::shell
