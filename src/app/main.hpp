#pragma once

namespace dmsnode::app {

/// Runs the program. Returns its exit code.
int Main(int argc, char** argv);

}  // namespace dmsnode::app
