#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {
namespace {

std::vector<Input> With(std::vector<Input> first, bool is_new) {
    const std::vector<Input> settings = {
        {.name = "--shell-file",
         .target = "body.shellText",
         .help = "File with the shell text that runs before a script",
         .kind = Input::Kind::kFile,
         .required = is_new},
        {.name = "--worker-group",
         .target = "body.workerGroups",
         .help = "Worker group it is meant for; again for more (default: all)",
         .kind = Input::Kind::kWords},
        {.name = "--description", .target = "body.description", .help = "What it is for"}};
    first.insert(first.end(), settings.begin(), settings.end());
    return first;
}

/// Those of one project and those for all projects differ only in where they stand.
std::vector<PlainCommand> At(const std::string& place, const std::string& words) {
    const Input environment{
        .name = "ENVIRONMENT", .target = "path.environment", .help = "Name or code"};
    const std::string one = place + "/environments/{environment}";
    const auto example = [&](const std::string& arguments) {
        return "  dmsnode " + words + " " + arguments + "\n";
    };
    return {
        {.name = "list",
         .help = "List them",
         .method = "GET",
         .path = place + "/environments",
         .columns = {{"NAME", "name"},
                     {"DESCRIPTION", "description"},
                     {"WORKER GROUPS", "workerGroups"},
                     {"CODE", "code"}},
         .examples = example("list")},
        {.name = "get",
         .help = "Show one",
         .method = "GET",
         .path = one,
         .inputs = {environment},
         .examples = example("get spark")},
        {.name = "create",
         .help = "Make one",
         .method = "POST",
         .path = place + "/environments",
         .inputs =
             With({{.name = "NAME", .target = "body.name", .help = "Name of the new one"}}, true),
         .examples = example("create spark --shell-file spark.sh"),
         .once = true},
        {.name = "modify",
         .help = "Change one",
         .method = "PUT",
         .path = one,
         .inputs = With(
             {environment, {.name = "--name", .target = "body.name", .help = "New name"}}, false),
         .examples = example("modify spark --shell-file spark3.sh"),
         .keeps_others = true},
        {.name = "delete",
         .help = "Delete one",
         .method = "DELETE",
         .path = one,
         .inputs = {environment},
         .examples = example("delete spark")},
    };
}

}  // namespace

std::vector<PlainCommand> EnvironmentCommands() {
    return At("", "environment");
}

std::vector<PlainCommand> ProjectEnvironmentCommands() {
    return At("/projects/{project}", "project environment");
}

void AddEnvironment(Command& root, World& world) {
    Command& environment =
        root.Sub("environment", "Environments of all projects: shell text before a script");
    AddPlainCommands(environment, world, EnvironmentCommands());
}

}  // namespace dmsnode::cli
