#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"

namespace dmsnode::cli {

std::vector<PlainCommand> WorkerGroupCommands() {
    const Input group{.name = "GROUP", .target = "path.group", .help = "Name"};
    const Input description{
        .name = "--description", .target = "body.description", .help = "What it is for"};
    return {
        {.name = "list",
         .help = "List the worker groups",
         .method = "GET",
         .path = "/worker-groups",
         .columns = {{"NAME", "name"}, {"DESCRIPTION", "description"}, {"UPDATED", "updated"}},
         .examples = "  dmsnode worker-group list\n"},
        {.name = "create",
         .help = "Make a worker group",
         .method = "POST",
         .path = "/worker-groups",
         .inputs = {{.name = "NAME", .target = "body.name", .help = "Name of the new group"},
                    description},
         .examples = "  dmsnode worker-group create gpu\n",
         .once = true},
        {.name = "modify",
         .help = "Change the description; the name stays, workflows use it",
         .method = "PUT",
         .path = "/worker-groups/{=group}",
         .inputs = {group,
                    {.name = "--description",
                     .target = "body.description",
                     .help = "What it is for",
                     .required = true}},
         .examples = "  dmsnode worker-group modify gpu --description \"rack 7\"\n",
         .replaces = true},
        {.name = "delete",
         .help = "Delete a worker group",
         .method = "DELETE",
         .path = "/worker-groups/{=group}",
         .inputs = {group},
         .examples = "  dmsnode worker-group delete gpu\n"},
    };
}

std::vector<PlainCommand> WorkerCommands() {
    return {{.name = "list",
             .help = "List the workers that live",
             .method = "GET",
             .path = "/workers",
             .columns = {{"NAME", "name"},
                         {"HOST", "host"},
                         {"GROUPS", "groups"},
                         {"SLOTS", "slots"},
                         {"RUNNING", "running"},
                         {"LAST SEEN", "lastSeen"}},
             .examples = "  dmsnode workers list\n"}};
}

std::vector<PlainCommand> TaskGroupCommands() {
    using Kind = Input::Kind;
    const Input group{.name = "GROUP", .target = "path.group", .help = "Name or code"};
    const std::vector<Input> settings = {
        {.name = "--size",
         .target = "body.size",
         .help = "So many nodes of the group run at once",
         .kind = Kind::kNumber},
        {.name = "--open",
         .target = "body.open",
         .help = "no: it limits nothing for now",
         .kind = Kind::kYesNo},
        {.name = "--description", .target = "body.description", .help = "What it is for"}};
    const auto with = [&](std::vector<Input> first) {
        first.insert(first.end(), settings.begin(), settings.end());
        return first;
    };
    return {
        {.name = "list",
         .help = "List the task groups of a project",
         .method = "GET",
         .path = "/projects/{project}/task-groups",
         .columns = {{"NAME", "name"},
                     {"SIZE", "size"},
                     {"OPEN", "open"},
                     {"DESCRIPTION", "description"},
                     {"CODE", "code"}},
         .examples = "  dmsnode task-group list\n"},
        {.name = "create",
         .help = "Make a task group",
         .method = "POST",
         .path = "/projects/{project}/task-groups",
         .inputs = with({{.name = "NAME", .target = "body.name", .help = "Name of the new group"}}),
         .examples = "  dmsnode task-group create warehouse --size 4\n",
         .once = true},
        {.name = "modify",
         .help = "Change a task group",
         .method = "PUT",
         .path = "/projects/{project}/task-groups/{group}",
         .inputs = with({group, {.name = "--name", .target = "body.name", .help = "New name"}}),
         .examples = "  dmsnode task-group modify warehouse --size 8\n",
         .keeps_others = true},
        {.name = "delete",
         .help = "Delete a task group",
         .method = "DELETE",
         .path = "/projects/{project}/task-groups/{group}",
         .inputs = {group},
         .examples = "  dmsnode task-group delete warehouse\n"},
    };
}

void AddGroups(Command& root, World& world) {
    AddPlainCommands(root.Sub("worker-group", "Worker groups: where tasks may run"), world,
                     WorkerGroupCommands());
    AddPlainCommands(root.Sub("workers", "Workers: the processes that run tasks"), world,
                     WorkerCommands());
    AddPlainCommands(root.Sub("task-group", "Task groups: how many tasks run at once"), world,
                     TaskGroupCommands());
}

}  // namespace dmsnode::cli
