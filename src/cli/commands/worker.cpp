#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"
#include "cli/interrupts.hpp"

namespace dmsnode::cli {
namespace {

struct WorkerArguments {
    std::string data;
    std::string store_url_file;
    std::vector<std::string> groups;
    std::int64_t slots = 16;
    std::string log_level = "info";
};

int RunWorker(const WorkerArguments& given, World& world) {
    WorkOptions options;
    options.data_folder = DataFolder(given.data);
    options.store_url_file = given.store_url_file;
    if (!given.groups.empty()) options.groups = given.groups;
    options.slots = static_cast<int>(given.slots);
    options.log_level = LogLevelOf(given.log_level);
    const Interrupts interrupts;
    const Status worked = world.Work(
        options,
        [&](const std::string& name) {
            fmt::print("dmsnode: worker {} ready for {}\n", name, fmt::join(options.groups, ", "));
            std::fflush(stdout);
        },
        interrupts.token());
    if (worked) return kSuccess;
    Fail(worked.error());
    return worked.error().code == ErrorCode::kInvalidArgument ? kUsage : kUnavailable;
}

}  // namespace

LogLevel LogLevelOf(const std::string& word) {
    if (word == "debug") return LogLevel::kDebug;
    if (word == "warning") return LogLevel::kWarning;
    if (word == "error") return LogLevel::kError;
    return LogLevel::kInfo;
}

void AddWorker(Command& root, World& world) {
    auto options = std::make_shared<WorkerArguments>();
    Command& command =
        root.Sub("worker", "Run nodes of workflows for servers that share a PostgreSQL store");
    command.Option("--store-url-file", options->store_url_file,
                   "File with the store's URL; or DMSNODE_STORE_URL");
    command.List("--group", options->groups,
                 "Worker group whose nodes it runs; again for more (default: default)");
    command.Number("--slots", options->slots, 1, 1000,
                   "Nodes that hold a thread or a process at once (default: 16)");
    command.Option("--data", options->data,
                   "Data folder of its own (default: ~/.local/state/dmsnode)");
    command.Choice("--log-level", options->log_level, {"debug", "info", "warning", "error"},
                   "Least level of the log on stderr (default: info)");
    command.Examples(
        "  dmsnode worker --store-url-file store-url --data /var/lib/dmsnode-worker\n"
        "  dmsnode worker --store-url-file store-url --group gpu --group default --slots 4\n"
        "\nIt has no embedded DMS service: DMS nodes name a connection of its connections.yaml.\n"
        "Ctrl-C or SIGTERM ends it: scripts are ended, replication tasks go on.\n");
    command.Action([options, &world] { return RunWorker(*options, world); });
}

}  // namespace dmsnode::cli
