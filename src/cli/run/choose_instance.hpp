#pragma once

#include "cli/run/run_lock.hpp"
#include "cli/run/workflow_runner.hpp"

namespace dmsnode::cli {

/// The workflow instance that this process runs.
struct ChosenInstance {
    store::WorkflowInstance instance;
    RunLock lock;
    bool resumed = false;
};

/// The interrupted instance of this workflow (same name, same text, same startup parameters), or a
/// new one. A fresh run gives an interrupted instance up.
/// Errors: kConflict if another process is running it; those of the store.
Result<ChosenInstance> ChooseInstance(const RunnerDependencies& dependencies,
                                      const RunRequest& request);

}  // namespace dmsnode::cli
