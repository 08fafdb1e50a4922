#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/run/load_workflow.hpp"

namespace dmsnode::cli {
namespace {

struct ValidateOptions {
    std::string file;
    std::vector<std::string> parameters;
    bool json = false;
    bool dry_run = false;
};

Json RequestsOf(const LoadedWorkflow& loaded) {
    Json nodes = Json::array();
    for (std::size_t i = 0; i < loaded.nodes.size(); ++i) {
        const workflow::TaskDefinition& task = loaded.file.definition.tasks[i];
        if (task.prohibited) continue;
        const std::string run_id = fmt::format("<workflow instance>/{}", i + 1);
        nodes.push_back({{"task", task.name},
                         {"connection", task.connection.empty() ? "embedded" : task.connection},
                         {"requests", tasks::DryRunDmsNode(loaded.nodes[i].parameters, run_id)}});
    }
    return nodes;
}

int Validate(const ValidateOptions& options, World& world) {
    const Result<LoadedWorkflow> loaded =
        LoadWorkflow(options.file, options.parameters, world.clock().Now());
    if (!loaded) {
        Fail(loaded.error());
        return loaded.error().where.empty() ? kUsage : kUnavailable;
    }
    const bool valid = !HasErrors(loaded->file.problems);
    const Json requests = options.dry_run && valid ? RequestsOf(*loaded) : Json(nullptr);
    if (options.json) {
        Json result = {{"valid", valid}, {"problems", ProblemsToJson(loaded->file)}};
        if (!requests.is_null()) result["nodes"] = requests;
        fmt::print("{}\n", DumpJson(result, 2));
    } else {
        fmt::print(stderr, "{}", DescribeProblems(loaded->file));
        if (valid) {
            fmt::print("{}: valid, {} nodes\n", options.file, loaded->file.definition.tasks.size());
        }
        if (!requests.is_null()) fmt::print("{}\n", DumpJson(requests, 2));
    }
    return valid ? kSuccess : kInvalidWorkflow;
}

}  // namespace

void AddValidate(Command& root, World& world) {
    auto options = std::make_shared<ValidateOptions>();
    Command& command = root.Sub("validate", "Check a workflow file without running it");
    command.Positional("FILE", options->file, "Workflow file, YAML or JSON");
    command.List("-p,--param", options->parameters, "Startup parameter NAME=VALUE; again for more");
    command.Flag("--json", options->json, "Write the problems as JSON");
    command.Flag("--dry-run", options->dry_run, "Show the requests that each node would send");
    command.Examples(
        "  dmsnode validate shop.yaml\n"
        "  dmsnode validate shop.yaml --dry-run --param schema=shop\n"
        "\nExit codes: 0 valid, 3 invalid, 6 the file cannot be read\n");
    command.Action([options, &world] { return Validate(*options, world); });
}

}  // namespace dmsnode::cli
