#pragma once

#include "cli/world.hpp"

namespace dmsnode::cli {

/// Reads the command line, runs the command it names, and returns the exit code.
int RunProgram(World& world, int argc, char** argv);

}  // namespace dmsnode::cli
