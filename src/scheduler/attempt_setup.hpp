#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "scheduler/definitions.hpp"
#include "scheduler/ports.hpp"
#include "store/scheduler_attempts.hpp"
#include "tasks/task_kind.hpp"
#include "workflow/task_scope.hpp"

namespace dmsnode::scheduler {

/// What a worker asks for parameters, environments and resources. Null: there are none.
struct SetupPorts {
    ProjectParameters* parameters = nullptr;
    EnvironmentTexts* environments = nullptr;
    ResourceFetcher* resources = nullptr;
};

/// Everything that an attempt starts with, but for where it logs and keeps.
struct AttemptSetup {
    tasks::TaskAttempt attempt;
    bool dry_run = false;
    std::optional<std::string> cache_key;  ///< Of a node with `isCache`.
};

/// What the rows of the store say about an attempt. Read in one go.
struct AttemptFacts {
    store::scheduler::Instance instance;
    std::shared_ptr<const LoadedDefinition> loaded;             ///< Shared with the worker's cache.
    std::vector<std::optional<workflow::TaskOutputs>> outputs;  ///< Empty: no task has some.
    std::optional<std::string> kept_by_earlier;
};
/// Errors: kNotFound (the instance is gone), kInvalidArgument, those of the store.
Result<AttemptFacts> ReadFacts(store::Connection& db, const store::scheduler::Attempt& row,
                               DefinitionCache& definitions);

/// Resolves parameters (startup > local > upstream > global > project > built-in), reads the
/// environment, makes the working directory and puts the resources in it.
/// Errors: whatever a port gives; kInvalidArgument if the definition has no such task.
Result<AttemptSetup> SetUpAttempt(const store::scheduler::Attempt& row, const AttemptFacts& facts,
                                  const SetupPorts& ports,
                                  const std::filesystem::path& working_directory);

}  // namespace dmsnode::scheduler
