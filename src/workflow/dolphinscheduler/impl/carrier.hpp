#pragma once

#include <string>
#include <vector>

#include "workflow/dolphinscheduler/workflow.hpp"
#include "workflow/impl/field_reader.hpp"

/// What DolphinScheduler has no place for travels as the member `dmsnode` of taskParams, which its
/// server keeps as they are (until somebody edits the node in its form), and of the file's
/// elements, which its import ignores.
namespace dmsnode::workflow::dolphinscheduler {

/// taskParams for the file: documents as texts, and the carrier if there is something to carry.
/// Warns of everything that a cluster will not act on.
Json PackTaskParams(const TaskDefinition& task, const std::string& task_path,
                    std::vector<Problem>& problems);

/// The reverse: takes the carrier out of `params` into the task. A `dmsnode` that is not ours
/// stays.
void UnpackTaskParams(Json& params, TaskDefinition& task);

}  // namespace dmsnode::workflow::dolphinscheduler
