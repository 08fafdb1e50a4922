#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"
#include "cli/server/names.hpp"
#include "cli/server/wait_instance.hpp"

namespace dmsnode::cli {
namespace {

const std::string kOne = "/projects/{project}/instances/{instance}";
const Input kInstance{.name = "INSTANCE", .target = "path.instance", .help = "Code or name"};
const Input kNode{.name = "NODE", .target = "path.node", .help = "Its name"};

PlainCommand Request(const char* name, const char* help) {
    return {.name = name,
            .help = help,
            .method = "POST",
            .path = kOne + "/" + name,
            .inputs = {kInstance},
            .examples = fmt::format("  dmsnode workflow-instance {} 152349872348160\n", name)};
}

PlainCommand NodeRequest(const char* name, const char* last, const char* help) {
    return {.name = name,
            .help = help,
            .method = "POST",
            .path = kOne + "/tasks/{=node}/" + last,
            .inputs = {kInstance, kNode},
            .examples = fmt::format("  dmsnode workflow-instance {} 152349872348160 load\n", name)};
}

struct WaitOptions {
    ServerOptions server;
    std::string project;
    std::string instance;
};

void AddWait(Command& parent, World& world) {
    auto options = std::make_shared<WaitOptions>();
    Command& wait = parent.Sub("wait", "Wait for the end of an instance");
    wait.Positional("INSTANCE", options->instance, "Code or name");
    AddProjectOption(wait, options->project);
    AddServerOptions(wait, options->server);
    wait.Examples(
        "  dmsnode workflow-instance wait 152349872348160\n"
        "\nExit code: 0 success, 1 failed, 4 stopped, paused or Ctrl-C\n");
    wait.Action([options, &world] {
        return WithServer(world, options->server, [&](const ServerSession& session) -> Result<int> {
            const auto path =
                FillPath(session.client, kOne,
                         {{"project", options->project}, {"instance", options->instance}});
            if (!path) return path.error();
            return WaitForInstance(session, *path);
        });
    });
}

}  // namespace

std::vector<PlainCommand> WorkflowInstanceCommands() {
    PlainCommand run_node =
        NodeRequest("run-node", "run", "Run one node of an ended instance again");
    run_node.inputs.push_back({.name = "--scope",
                               .target = "query.scope",
                               .help = "With all before it, or all behind it, or alone",
                               .choices = {"TASK_ONLY", "TASK_PRE", "TASK_POST"}});
    return {
        {.name = "list",
         .help = "List the workflow instances of a project, the newest first",
         .method = "GET",
         .path = "/projects/{project}/instances",
         .inputs =
             {{.name = "--workflow",
               .target = "query.workflowCode",
               .help = "Only those of the workflow with this name or code",
               .list = "/projects/{project}/workflows"},
              {.name = "--backfill",
               .target = "query.backfillCode",
               .help = "Only those of the backfill with this code"},
              {.name = "--state", .target = "query.state", .help = "Only those in this state"},
              {.name = "--name", .target = "query.name", .help = "Only names with this text"}},
         .columns = {{"NAME", "name"},
                     {"STATE", "state"},
                     {"STARTED", "started"},
                     {"ENDED", "ended"},
                     {"MESSAGE", "message"},
                     {"CODE", "code"}},
         .examples = "  dmsnode workflow-instance list --state failure\n"},
        {.name = "get",
         .help = "Show a workflow instance",
         .method = "GET",
         .path = kOne,
         .inputs = {kInstance},
         .examples = "  dmsnode workflow-instance get 152349872348160\n"},
        {.name = "tasks",
         .help = "List its nodes and how they stand",
         .method = "GET",
         .path = kOne + "/tasks",
         .inputs = {kInstance},
         .columns = {{"NODE", "name"},
                     {"KIND", "taskType"},
                     {"STATE", "state"},
                     {"ATTEMPT", "attempt"},
                     {"CHANGED", "changed"},
                     {"NEXT", "wake"}},
         .examples = "  dmsnode workflow-instance tasks 152349872348160\n"},
        {.name = "attempts",
         .help = "List the attempts to run its nodes",
         .method = "GET",
         .path = kOne + "/attempts",
         .inputs = {kInstance},
         .columns = {{"NODE", "taskName"},
                     {"ATTEMPT", "number"},
                     {"STATE", "state"},
                     {"RESULT", "result"},
                     {"WORKER", "worker"},
                     {"STARTED", "started"},
                     {"ENDED", "ended"},
                     {"CODE", "code"}},
         .examples = "  dmsnode workflow-instance attempts 152349872348160\n"},
        Request("pause", "Let what runs end, start nothing else"),
        Request("resume", "Go on after a pause"),
        Request("stop", "Stop it: what runs is killed"),
        Request("rerun", "Run everything again"),
        Request("recover", "Run again what did not succeed"),
        NodeRequest("force-success", "force-success", "Let a failed node count as a success"),
        std::move(run_node),
        NodeRequest("kill-node", "kill", "Kill a running node"),
        {.name = "delete",
         .help = "Delete an instance that has ended, with its logs",
         .method = "DELETE",
         .path = kOne,
         .inputs = {kInstance},
         .examples = "  dmsnode workflow-instance delete 152349872348160\n"},
    };
}

void AddWorkflowInstance(Command& root, World& world) {
    // `instance` alone is a replication instance, as DMS says it.
    Command& instance = root.Sub("workflow-instance", "Workflow instances: runs of workflows");
    AddPlainCommands(instance, world, WorkflowInstanceCommands());
    AddWait(instance, world);
}

}  // namespace dmsnode::cli
