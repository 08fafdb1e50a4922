#include "app/main.hpp"

#include <fmt/format.h>

#include <exception>

#include "app/app_world.hpp"
#include "cli/program.hpp"

namespace dmsnode::app {

int Main(int argc, char** argv) {
    try {
        AppWorld world;
        return cli::RunProgram(world, argc, argv);
    } catch (const std::exception& failure) {
        // Out of memory, or a defect: nothing that a command could have handled.
        fmt::print(stderr, "dmsnode: unexpected failure: {}\n", failure.what());
        return 1;
    }
}

}  // namespace dmsnode::app
