#include "cli/run/load_workflow.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/files.hpp"

namespace dmsnode::cli {
namespace {

Result<std::vector<workflow::Parameter>> ParseParameters(const std::vector<std::string>& texts) {
    std::vector<workflow::Parameter> parameters;
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("--param \"{}\" is not NAME=VALUE", text.substr(0, equals))};
        }
        const std::string name = text.substr(0, equals);
        const bool twice = std::any_of(parameters.begin(), parameters.end(),
                                       [&](const auto& p) { return p.name == name; });
        if (twice) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("--param gives \"{}\" twice", name)};
        }
        workflow::Parameter parameter;
        parameter.name = name;
        parameter.value = text.substr(equals + 1);
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

}  // namespace

Result<LoadedWorkflow> LoadWorkflow(const std::string& path,
                                    const std::vector<std::string>& parameters, TimePoint now) {
    LoadedWorkflow loaded;
    auto startup = ParseParameters(parameters);
    if (!startup) return startup.error();
    loaded.startup = *std::move(startup);
    Result<std::string> text = ReadFile(path, 8U << 20U);
    if (!text) return text.error();
    loaded.text = *std::move(text);
    loaded.file = workflow::ReadWorkflowFile(loaded.text, path);
    loaded.nodes = CheckWorkflow(loaded.file, loaded.startup, now);
    return loaded;
}

}  // namespace dmsnode::cli
