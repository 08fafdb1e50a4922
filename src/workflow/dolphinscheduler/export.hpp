#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "base/error.hpp"
#include "workflow/dolphinscheduler/workflow.hpp"

namespace dmsnode::workflow::dolphinscheduler {

struct ExportOptions {
    Family family = Family::kWorkflow;
    /// Makes the code of a workflow or task that has none (base/ids.hpp: NewCode). Each reply is
    /// another number above 0.
    std::function<std::int64_t()> new_code;
    std::int64_t project_code = 0;  ///< Where a row does not bring its own.
};

struct ExportedFile {
    Json root;
    std::vector<Workflow> workflows;  ///< As written: with all codes.
    /// With paths into `root`. Errors: its import would refuse the file. Warnings: what a cluster
    /// does not act on; that is carried where its import ignores it and ours finds it.
    std::vector<Problem> problems;
};

/// Writes an export file. Import gives the same workflows again, but for `extra`, which then also
/// holds the members that were written with their defaults. Derived members (globalParamMap,
/// taskParamList, …) are written as DolphinScheduler does.
ExportedFile Export(const std::vector<Workflow>& workflows, const ExportOptions& options);

}  // namespace dmsnode::workflow::dolphinscheduler
