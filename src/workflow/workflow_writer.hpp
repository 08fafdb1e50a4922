#pragma once

#include <string>

#include "base/json.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::workflow {

/// The definition in the form that ReadWorkflowFile reads; what has its default is left out.
/// Codes from 2^53 on are texts. Reading gives the same definition again, if it has no problems
/// and no task_params holds `localParams`.
Json WriteWorkflow(const WorkflowDefinition& definition);

/// The same as YAML: fields in the order in which a person would write them, scripts as blocks.
std::string WriteWorkflowYaml(const WorkflowDefinition& definition);

}  // namespace dmsnode::workflow
