#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "workflow/dolphinscheduler/workflow.hpp"

namespace dmsnode::workflow::dolphinscheduler {

struct ImportOptions {
    /// Can be run here. Tasks of other types are kept as they are, localParams too: a warning.
    std::vector<std::string> task_types = {"DMS", "SHELL", "SQL"};
    std::size_t max_bytes = 16U << 20U;
    std::size_t max_workflows = 1'000;
    std::size_t max_tasks = 10'000;       ///< Of one workflow.
    std::size_t max_relations = 100'000;  ///< Of one workflow.
};

struct ImportedFile {
    Family family = Family::kWorkflow;  ///< Of the first workflow.
    std::vector<Workflow> workflows;
    std::vector<Problem> problems;
};

/// Reads an export file of either family: a list of workflows, or one alone. Its workflows may be
/// used only if no problem is an error. Enums may be names or ordinals, numbers may be texts,
/// taskParams, globalParams and locations may be values or JSON texts. A warning: what is kept and
/// not acted on here (unknown task types and fields, environments, task groups, alarm groups, data
/// sources: numbers of the other system). Derived members are not looked at.
/// Errors: problems with JSON paths: broken JSON, missing parts, wrong values, doubled names and
///     codes, relations that lead nowhere or in a circle, and the bounds of the options; 64 levels.
ImportedFile Import(std::string_view text, const ImportOptions& options = {});

}  // namespace dmsnode::workflow::dolphinscheduler
