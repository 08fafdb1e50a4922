#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tasks/dms/prepare.hpp"
#include "workflow/workflow_file.hpp"

namespace dmsnode::cli {

/// The places that a `file://` value of this workflow file may name.
tasks::FileAccess FilesBeside(const std::filesystem::path& workflow_file);

/// A task's parameters with everything resolved that is known, and all problems.
tasks::PreparedNode PrepareTask(const workflow::WorkflowDefinition& definition, std::size_t task,
                                const workflow::ParameterScope& scope,
                                const tasks::FileAccess& files,
                                const std::vector<std::string>& later_names);

/// What `validate` and the start of `run` check: each node's parameters, as far as they are known
/// before anything ran. Adds to the file's problems.
/// Returns the nodes, for a dry run; those of other task types are empty.
std::vector<tasks::PreparedNode> CheckWorkflow(workflow::WorkflowFile& file,
                                               const std::vector<workflow::Parameter>& startup,
                                               TimePoint now);

/// `shop.yaml:12: $.tasks[0].flag: …` lines, errors before warnings.
std::string DescribeProblems(const workflow::WorkflowFile& file);
Json ProblemsToJson(const workflow::WorkflowFile& file);

}  // namespace dmsnode::cli
