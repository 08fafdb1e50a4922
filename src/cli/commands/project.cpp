#include <fmt/format.h>

#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"

namespace dmsnode::cli {
namespace {

const Input kProject{.name = "PROJECT", .target = "path.project", .help = "Name or code"};

struct SetOptions {
    ServerOptions server;
    std::string project;
    std::string name;
    std::string value;
    std::string type;
};

/// Changes the parameter of that name, or makes it.
Result<int> SetParameter(const SetOptions& options, const ServerSession& session) {
    const Result<std::string> path =
        FillPath(session.client, "/projects/{project}/parameters", {{"project", options.project}});
    if (!path) return path.error();
    const auto listed = session.client.List(*path, {{"name", options.name}}, 20'000);
    if (!listed) return listed.error();
    RestRequest request{.method = "POST",
                        .path = *path,
                        .body = {{"name", options.name}, {"value", options.value}},
                        .once = true};
    for (const Json& item : listed->items) {
        if (!item.is_object() || TextOf(item, "name") != options.name) continue;
        request.method = "PUT";
        request.once = false;
        request.path += "/" + PercentEncode(TextOf(item, "code"));
        request.body["type"] = TextOf(item, "type");
        request.body["revision"] = NumberOf(item, "revision");
    }
    if (!options.type.empty()) request.body["type"] = options.type;
    const Result<RestAnswer> answer = session.client.Send(request);
    if (!answer) return answer.error();
    PrintAnswer(session, answer->json, [&] { return ShowObject(answer->json); });
    return kSuccess;
}

void AddSetParameter(Command& parameter, World& world) {
    auto options = std::make_shared<SetOptions>();
    Command& set = parameter.Sub("set", "Change a parameter, or add it");
    set.Positional("NAME", options->name, "${NAME} in a workflow stands for the value");
    set.Positional("VALUE", options->value, "Its value");
    set.Choice("--type", options->type,
               {"VARCHAR", "INTEGER", "LONG", "FLOAT", "DOUBLE", "DATE", "TIME", "TIMESTAMP",
                "BOOLEAN", "LIST", "FILE"},
               "Type (default: as it is, VARCHAR of a new one)");
    AddProjectOption(set, options->project);
    AddServerOptions(set, options->server);
    set.Examples("  dmsnode project parameter set schema shop --project sales\n");
    set.Action([options, &world] {
        return WithServer(world, options->server, [&](const ServerSession& session) {
            return SetParameter(*options, session);
        });
    });
}

}  // namespace

std::vector<PlainCommand> ProjectCommands() {
    return {
        {.name = "list",
         .help = "List the projects in which you have a role",
         .method = "GET",
         .path = "/projects",
         .inputs = {{.name = "--name",
                     .target = "query.name",
                     .help = "Only names with this text"}},
         .columns = {{"NAME", "name"},
                     {"DESCRIPTION", "description"},
                     {"UPDATED", "updated"},
                     {"CODE", "code"}},
         .examples = "  dmsnode project list\n"},
        {.name = "get",
         .help = "Show a project",
         .method = "GET",
         .path = "/projects/{project}",
         .inputs = {kProject},
         .examples = "  dmsnode project get sales\n"},
        {.name = "create",
         .help = "Make a project",
         .method = "POST",
         .path = "/projects",
         .inputs = {{.name = "NAME", .target = "body.name", .help = "Name of the new project"},
                    {.name = "--description", .target = "body.description", .help = "What it is"}},
         .examples = "  dmsnode project create sales --description \"the shop's data\"\n",
         .once = true},
        {.name = "modify",
         .help = "Change name or description",
         .method = "PUT",
         .path = "/projects/{project}",
         .inputs = {kProject,
                    {.name = "--name", .target = "body.name", .help = "New name"},
                    {.name = "--description", .target = "body.description", .help = "What it is"}},
         .examples = "  dmsnode project modify sales --name shop\n",
         .keeps_others = true},
        {.name = "delete",
         .help = "Delete a project that has no workflows",
         .method = "DELETE",
         .path = "/projects/{project}",
         .inputs = {kProject},
         .examples = "  dmsnode project delete sales\n"},
    };
}

std::vector<PlainCommand> ProjectParameterCommands() {
    return {
        {.name = "list",
         .help = "List the parameters that all workflows of the project may use",
         .method = "GET",
         .path = "/projects/{project}/parameters",
         .columns = {{"NAME", "name"}, {"TYPE", "type"}, {"VALUE", "value"}, {"CODE", "code"}},
         .examples = "  dmsnode project parameter list --project sales\n"},
        {.name = "delete",
         .help = "Remove a parameter",
         .method = "DELETE",
         .path = "/projects/{project}/parameters/{parameter}",
         .inputs = {{.name = "PARAMETER", .target = "path.parameter", .help = "Name or code"}},
         .examples = "  dmsnode project parameter delete schema\n"},
    };
}

std::vector<PlainCommand> ProjectMemberCommands() {
    // Only an administrator may list the users: others give the code.
    const Input user{
        .name = "USER", .target = "path.user", .help = "Name or code", .list = "/users"};
    return {
        {.name = "list",
         .help = "List who has a role in the project",
         .method = "GET",
         .path = "/projects/{project}/members",
         .columns = {{"NAME", "name"}, {"ROLE", "role"}, {"USER CODE", "userCode"}},
         .examples = "  dmsnode project member list --project sales\n"},
        {.name = "set",
         .help = "Give a user a role",
         .method = "PUT",
         .path = "/projects/{project}/members/{=user}",
         .inputs = {user,
                    {.name = "--role",
                     .target = "body.role",
                     .help = "viewer sees, operator starts and stops, admin changes",
                     .required = true,
                     .choices = {"viewer", "operator", "admin"}}},
         .examples = "  dmsnode project member set anna --role operator\n"},
        {.name = "delete",
         .help = "Take a user's role",
         .method = "DELETE",
         .path = "/projects/{project}/members/{=user}",
         .inputs = {user},
         .examples = "  dmsnode project member delete anna\n"},
    };
}

void AddProject(Command& root, World& world) {
    Command& project = root.Sub("project", "Projects: what workflows belong to");
    AddPlainCommands(project, world, ProjectCommands());
    Command& parameter = project.Sub("parameter", "Parameters of a project");
    AddPlainCommands(parameter, world, ProjectParameterCommands());
    AddSetParameter(parameter, world);
    AddPlainCommands(project.Sub("member", "Who has a role in a project"), world,
                     ProjectMemberCommands());
    AddPlainCommands(project.Sub("environment", "Environments of one project"), world,
                     ProjectEnvironmentCommands());
}

}  // namespace dmsnode::cli
