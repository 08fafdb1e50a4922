#include "cli/program.hpp"

#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {

int Fail(const Error& error) {
    fmt::print(stderr, "dmsnode: {}\n", Printable(error.ToString()));
    if (error.code == ErrorCode::kCancelled) return kKilled;
    // A fault is the service's answer; without one we did not get that far.
    if (error.fault.empty() &&
        (error.code == ErrorCode::kUnavailable || error.code == ErrorCode::kPermissionDenied ||
         error.code == ErrorCode::kConflict)) {
        return kUnavailable;
    }
    return kFailed;
}

int RunProgram(World& world, int argc, char** argv) {
    const std::unique_ptr<Command> root = Command::Root(
        "dmsnode - database migrations as workflow steps", "dmsnode " DMSNODE_VERSION);
    root->Examples(
        "  dmsnode run shop.yaml                 run a workflow\n"
        "  dmsnode validate shop.yaml            check it without running it\n"
        "  dmsnode endpoint create --help        tell where the databases are\n"
        "  dmsnode serve                         speak the AWS DMS API on 127.0.0.1:12345\n"
        "  dmsnode login                         then: project, workflow, schedule, log, …\n"
        "\nExit codes: 0 success, 1 failed, 2 wrong usage, 3 invalid workflow file, 4 stopped,\n"
        "  5 source and target differ, 6 data folder, connection or file cannot be used,\n"
        "  7 not logged in, or not allowed\n");
    AddRun(*root, world);
    AddValidate(*root, world);
    AddServe(*root, world);
    AddWorker(*root, world);
    AddKey(*root, world);
    AddEndpoint(*root, world);
    AddInstance(*root, world);
    AddTask(*root, world);
    AddCompare(*root, world);
    AddLogin(*root, world);
    AddProject(*root, world);
    AddWorkflow(*root, world);
    AddWorkflowInstance(*root, world);
    AddLog(*root, world);
    AddSchedule(*root, world);
    AddEnvironment(*root, world);
    AddGroups(*root, world);
    AddResource(*root, world);
    AddAlarm(*root, world);
    AddUser(*root, world);
    AddToken(*root, world);
    AddCompletion(*root);
    return root->Run(argc, argv);
}

}  // namespace dmsnode::cli
