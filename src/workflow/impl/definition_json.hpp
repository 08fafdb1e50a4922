#pragma once

#include "base/json.hpp"
#include "workflow/definition.hpp"

/// A definition's parts as JSON, in the names of a workflow file.
namespace dmsnode::workflow {

enum class Defaults { kLeftOut, kWritten };

Json JsonOf(const std::vector<Parameter>& parameters, Defaults defaults);
Json JsonOf(const TaskDefinition& task, Defaults defaults);
Json JsonOf(const ConnectionDefinition& connection);
/// Without its tasks.
Json JsonOf(const WorkflowDefinition& definition, Defaults defaults);

}  // namespace dmsnode::workflow
