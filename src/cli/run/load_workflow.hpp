#pragma once

#include <string>
#include <vector>

#include "cli/run/check_workflow.hpp"

namespace dmsnode::cli {

struct LoadedWorkflow {
    std::string text;
    workflow::WorkflowFile file;  ///< With the problems of its nodes.
    std::vector<tasks::PreparedNode> nodes;
    std::vector<workflow::Parameter> startup;
};

/// Reads and checks a workflow file with its startup parameters (`name=value` texts).
/// Errors: kInvalidArgument for a parameter that is no `name=value`; those of reading the file.
Result<LoadedWorkflow> LoadWorkflow(const std::string& path,
                                    const std::vector<std::string>& parameters, TimePoint now);

}  // namespace dmsnode::cli
