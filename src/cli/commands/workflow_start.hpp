#pragma once

#include "cli/command.hpp"
#include "cli/world.hpp"

namespace dmsnode::cli {

/// `start` and `backfill`, below `workflow`.
void AddWorkflowStart(Command& workflow, World& world);

}  // namespace dmsnode::cli
