#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "cli/commands/commands.hpp"
#include "cli/connections.hpp"
#include "cli/interrupts.hpp"
#include "cli/run/content_hash.hpp"
#include "cli/run/load_workflow.hpp"
#include "cli/run/views.hpp"
#include "cli/run/workflow_runner.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

struct RunOptions {
    std::string file;
    std::vector<std::string> parameters;
    std::string data;
    bool json = false;
    bool fresh = false;
};

std::unique_ptr<RunView> ChooseView(const RunOptions& options, Clock& clock) {
    if (options.json) return MakeJsonView(stdout, clock);
    const char* terminal = std::getenv("TERM");
    const bool draws =
        ::isatty(STDOUT_FILENO) == 1 && terminal != nullptr && std::string_view(terminal) != "dumb";
    if (!draws) return MakePlainView(stdout, clock);
    return MakeTerminalView(stdout, clock, std::getenv("NO_COLOR") == nullptr);
}

void ShowProblems(const workflow::WorkflowFile& file, bool json) {
    if (file.problems.empty()) return;
    if (json) {
        fmt::print("{}\n", DumpJson({{"event", "problems"}, {"problems", ProblemsToJson(file)}}));
        std::fflush(stdout);
    } else {
        fmt::print(stderr, "{}", DescribeProblems(file));
    }
}

int ExitCodeOf(workflow::WorkflowState state) {
    switch (state) {
        case workflow::WorkflowState::kSucceeded: return kSuccess;
        case workflow::WorkflowState::kKilled: return kKilled;
        case workflow::WorkflowState::kFailed:
        case workflow::WorkflowState::kRunning:
        case workflow::WorkflowState::kSerialWait:
        case workflow::WorkflowState::kPausing:
        case workflow::WorkflowState::kStopping:
        case workflow::WorkflowState::kPaused: return kFailed;  // a run of this kind does not rest
    }
    return kFailed;
}

/// Asking the service of this very process costs next to nothing, so its tasks are looked at often.
tasks::TrackerOptions PollsOf(Connections& connections, const std::string& connection) {
    tasks::TrackerOptions options;
    if (const Result<bool> embedded = connections.IsEmbedded(connection); embedded && *embedded) {
        options.poll_min = std::chrono::milliseconds(20);
        options.poll_max = std::chrono::milliseconds(100);
    }
    return options;
}

/// The embedded service must own the data folder, so it is opened before the store is.
Status OpenEmbeddedFirst(const workflow::WorkflowDefinition& definition, Connections& connections) {
    for (const workflow::TaskDefinition& task : definition.tasks) {
        if (task.prohibited) continue;
        const Result<bool> embedded = connections.IsEmbedded(task.connection);
        if (!embedded) return embedded.error();
        if (!*embedded) continue;
        if (auto api = connections.Open(task.connection); !api) return api.error();
    }
    return {};
}

Result<workflow::WorkflowState> RunLoaded(const RunOptions& options, const LoadedWorkflow& loaded,
                                          World& world, const std::stop_token& kill) {
    Connections connections(world, DataFolder(options.data), World::Tasks::kResume);
    connections.Use(loaded.file.definition.connections,
                    std::filesystem::absolute(options.file).parent_path());
    if (Status opened = OpenEmbeddedFirst(loaded.file.definition, connections); !opened) {
        return opened.error();
    }
    Result<store::Database*> database = world.OpenStore(connections.data_folder());
    if (!database) return database.error();
    Result<store::WorkflowRunStore> runs = store::WorkflowRunStore::Open(**database);
    if (!runs) return runs.error();
    const std::unique_ptr<RunView> view = ChooseView(options, world.clock());
    const RunnerDependencies dependencies{
        .runs = *runs,
        .clock = world.clock(),
        .view = *view,
        .open_connection = [&](const std::string& name) { return connections.Open(name); },
        .data_folder = connections.data_folder(),
        .tracker_options = [&](const std::string& name) { return PollsOf(connections, name); }};
    return RunWorkflow(dependencies,
                       RunRequest{.definition = loaded.file.definition,
                                  .file = options.file,
                                  .content_hash = ContentHash(loaded.text),
                                  .startup = loaded.startup,
                                  .fresh = options.fresh},
                       kill);
}

int RunFile(const RunOptions& options, World& world) {
    const Result<LoadedWorkflow> loaded =
        LoadWorkflow(options.file, options.parameters, world.clock().Now());
    if (!loaded) {
        const int code = Fail(loaded.error());
        return loaded.error().where.empty() ? static_cast<int>(kUsage)
                                            : std::max<int>(code, kUnavailable);
    }
    ShowProblems(loaded->file, options.json);
    if (HasErrors(loaded->file.problems)) {
        if (!options.json) fmt::print(stderr, "dmsnode: nothing was started\n");
        return kInvalidWorkflow;
    }
    const Interrupts interrupts;
    const Result<workflow::WorkflowState> state =
        RunLoaded(options, *loaded, world, interrupts.token());
    if (state) return ExitCodeOf(*state);
    const int code = Fail(state.error());
    // Nothing was started, or the store broke: either way it was not a node that failed.
    return code == kFailed ? static_cast<int>(kUnavailable) : code;
}

}  // namespace

void AddRun(Command& root, World& world) {
    auto options = std::make_shared<RunOptions>();
    Command& command = root.Sub("run", "Run a workflow file with its DMS nodes");
    command.Positional("FILE", options->file, "Workflow file, YAML or JSON");
    command.List("-p,--param", options->parameters, "Startup parameter NAME=VALUE; again for more");
    command.Flag("--json", options->json, "Write one JSON object for each event");
    command.Option("--data", options->data, "Data folder (default: ~/.local/state/dmsnode)");
    command.Flag("--new", options->fresh, "Start afresh even if an interrupted run can be resumed");
    command.Examples(
        "  dmsnode run shop.yaml\n"
        "  dmsnode run nightly.yaml --param day=2026-11-22 --param schema=shop\n"
        "  dmsnode run shop.yaml --json | jq -c 'select(.event == \"task_changed\")'\n"
        "\nA run that was interrupted (power cut, kill -9) is resumed by the same command.\n"
        "Ctrl-C stops the nodes and their replication tasks; a second Ctrl-C leaves them running.\n"
        "\nExit codes: 0 all nodes succeeded, 1 a node failed, 3 invalid workflow file, 4 "
        "stopped,\n"
        "  6 data folder, connection or file cannot be used\n");
    command.Action([options, &world] { return RunFile(*options, world); });
}

}  // namespace dmsnode::cli
