#pragma once

#include <vector>

#include "base/error.hpp"
#include "tasks/task_kind.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::app {

/// What the kinds say of the nodes' parameters, before anything runs. Values that only a run has
/// (results of nodes before, start and project parameters) and files that a worker fetches are
/// assumed to be right. Paths begin with `$.tasks`.
std::vector<Problem> CheckNodes(const std::vector<tasks::TaskKind*>& kinds,
                                const workflow::WorkflowDefinition& definition);

}  // namespace dmsnode::app
