#include <fmt/format.h>

#include "base/files.hpp"
#include "cli/commands/commands.hpp"
#include "cli/commands/server_tables.hpp"
#include "cli/commands/workflow_start.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"
#include "cli/text.hpp"
#include "workflow/workflow_file.hpp"

namespace dmsnode::cli {
namespace {

const Input kWorkflow{.name = "WORKFLOW", .target = "path.workflow", .help = "Name or code"};

struct WorkflowOptions {
    ServerOptions server;
    std::string project;
    std::string workflow;
    std::string file;
    std::string family = "native";
    std::string output;
    std::string before;
    std::string after;
    bool dry_run = false;
};

/// A workflow file on its way to the server.
struct Document {
    std::string name;  ///< Empty if the file has none.
    Json known{};      ///< The server's workflow of that name; null if there is none.
    RestRequest request{};
};

/// YAML goes as it is, so that the server's problems name its lines.
Result<Document> ReadDocument(const std::string& file) {
    Result<std::string> text = ReadFile(file, kMaxFile);
    if (!text) return text.error();
    Document document;
    document.name =
        workflow::ReadWorkflowFile(*text, file, workflow::SchedulerReadOptions()).definition.name;
    if (text->find_first_not_of(" \t\r\n") == text->find('{') && file.ends_with(".json")) {
        Result<Json> json = ParseJson(*text);
        if (!json) return Error(json.error()).At(file);
        document.request.body = {{"document", *std::move(json)}};
    } else {
        document.request.raw_body = *std::move(text);
        document.request.content_type = "application/yaml";
    }
    return document;
}

/// The workflow of that name in the list at `path`; null if there is none.
Result<Json> FindByName(RestClient& client, const std::string& path, const std::string& name) {
    if (name.empty()) return Json();
    const auto listed = client.List(path, {{"name", name}}, 20'000);
    if (!listed) return listed.error();
    for (const Json& item : listed->items) {
        if (item.is_object() && TextOf(item, "name") == name) return item;
    }
    return Json();
}

/// What is wrong with a document is wrong with the file: exit code 3.
Result<int> Refused(const ServerSession& session, const Error& error) {
    if (error.code != ErrorCode::kInvalidArgument || session.client.problems().empty()) {
        return error;
    }
    FailServer(error, session.client.problems());
    return kInvalidWorkflow;
}

/// Reads the file and finds its workflow on the server. The request goes to that workflow by POST,
/// or to the project's list if there is none of the name.
Result<Document> Address(const WorkflowOptions& options, const ServerSession& session) {
    Result<Document> document = ReadDocument(options.file);
    if (!document) return document;
    Result<std::string> path =
        FillPath(session.client, "/projects/{project}/workflows", {{"project", options.project}});
    if (!path) return path.error();
    Result<Json> known = FindByName(session.client, *path, document->name);
    if (!known) return known.error();
    document->known = *std::move(known);
    document->request.method = "POST";
    document->request.path = *std::move(path);
    if (!document->known.is_null()) {
        document->request.path += "/" + PercentEncode(TextOf(document->known, "code"));
    }
    return document;
}

Result<int> Save(const WorkflowOptions& options, const ServerSession& session) {
    Result<Document> document = Address(options, session);
    if (!document) return document.error();
    RestRequest& request = document->request;
    request.once = document->known.is_null();
    if (!document->known.is_null()) {
        request.method = "PUT";
        request.if_match = std::to_string(NumberOf(document->known, "revision"));
    }
    const Result<RestAnswer> saved = session.client.Send(request);
    if (!saved) return Refused(session, saved.error());
    PrintAnswer(session, saved->json, [&] {
        return fmt::format("{}: version {}, {}\n", Printable(document->name),
                           NumberOf(saved->json, "version"), TextOf(saved->json, "releaseState"));
    });
    return kSuccess;
}

Result<int> Validate(const WorkflowOptions& options, const ServerSession& session) {
    Result<Document> document = Address(options, session);
    if (!document) return document.error();
    document->request.path += "/validate";
    const Result<RestAnswer> told = session.client.Send(document->request);
    if (!told) return Refused(session, told.error());
    const bool valid = told->json.is_object() && IsTrue(told->json, "valid");
    PrintAnswer(session, told->json, [&] {
        return fmt::format("{}: {}\n", options.file, valid ? "valid" : "not valid");
    });
    return valid ? kSuccess : kInvalidWorkflow;
}

std::string ShowChange(const Json& change) {
    const std::string kind = TextOf(change, "kind");
    const std::string sign = kind.ends_with("added") ? "+" : kind.ends_with("removed") ? "-" : "~";
    const Json before = MemberOf(change, "before");
    const Json after = MemberOf(change, "after");
    const std::string task = TextOf(change, "task");
    std::string text = fmt::format("{} {}", sign, task.empty() ? "workflow" : task);
    text += " " + TextOf(change, "path") + ":";
    if (!before.is_null()) text += " " + DumpJson(before);
    if (!before.is_null() && !after.is_null()) text += " →";
    if (!after.is_null()) text += " " + DumpJson(after);
    return Printable(text) + "\n";
}

Result<int> Diff(const WorkflowOptions& options, const ServerSession& session) {
    const auto path = FillPath(
        session.client, "/projects/{project}/workflows/{workflow}/versions/{=before}/diff/{=after}",
        {{"project", options.project},
         {"workflow", options.workflow},
         {"before", options.before},
         {"after", options.after}});
    if (!path) return path.error();
    const Result<RestAnswer> told = session.client.Send({.path = *path});
    if (!told) return told.error();
    PrintAnswer(session, told->json, [&] {
        std::string text;
        for (const Json& change : MemberOf(told->json, "changes")) {
            if (change.is_object()) text += ShowChange(change);
        }
        return text;
    });
    return kSuccess;
}

Result<int> Export(const WorkflowOptions& options, const ServerSession& session) {
    const auto path = FillPath(session.client, "/projects/{project}/workflows/{workflow}/export",
                               {{"project", options.project}, {"workflow", options.workflow}});
    if (!path) return path.error();
    RestRequest request{.path = *path, .query = {{"family", options.family}}};
    const bool native = options.family == "native";
    request.query.emplace_back(native ? "format" : "report", !native        ? "true"
                                                             : session.json ? "json"
                                                                            : "yaml");
    const Result<RestAnswer> answer = session.client.Send(request);
    if (!answer) return answer.error();
    const Json& file = native ? answer->json : MemberOf(answer->json, "file");
    const std::string text = file.is_null() ? answer->text : DumpJson(file, 2) + "\n";
    if (!native) PrintProblems(ReadProblems(answer->json));
    if (options.output.empty()) {
        fmt::print("{}", text);
        return kSuccess;
    }
    if (Status written = WriteFileAtomically(options.output, text, 0644); !written) {
        return written.error();
    }
    return kSuccess;
}

Result<int> Import(const WorkflowOptions& options, const ServerSession& session) {
    const Result<std::string> text = ReadFile(options.file, kMaxFile);
    if (!text) return text.error();
    Result<Json> json = ParseJson(*text);
    if (!json) return Error(json.error()).At(options.file);
    const auto path = FillPath(session.client, "/projects/{project}/workflows/import",
                               {{"project", options.project}});
    if (!path) return path.error();
    RestRequest request{
        .method = "POST", .path = *path, .body = *std::move(json), .once = !options.dry_run};
    if (options.dry_run) request.query.emplace_back("dryRun", "true");
    const Result<RestAnswer> answer = session.client.Send(request);
    if (!answer) return Refused(session, answer.error());
    PrintAnswer(session, answer->json, [&] {
        return ShowItems(MemberOf(answer->json, "workflows"),
                         {{"NAME", "name"}, {"STATE", "releaseState"}, {"CODE", "code"}});
    });
    return kSuccess;
}

using WorkflowWork = Result<int> (*)(const WorkflowOptions&, const ServerSession&);

void AddWritten(Command& workflow, World& world) {
    const auto define =
        [&](const char* name, const char* description, WorkflowWork work,
            const std::function<void(Command&, WorkflowOptions&)>& add) -> Command& {
        Command& command = workflow.Sub(name, description);
        auto options = std::make_shared<WorkflowOptions>();
        add(command, *options);
        AddProjectOption(command, options->project);
        AddServerOptions(command, options->server);
        command.Action([options, &world, work] {
            return WithServer(world, options->server, [&](const ServerSession& session) {
                return work(*options, session);
            });
        });
        return command;
    };
    const auto file = [](Command& command, WorkflowOptions& options) {
        command.Positional("FILE", options.file, "Workflow file, YAML or JSON");
    };
    define("save", "Save a workflow file: a new workflow, or a new version", Save, file)
        .Examples(
            "  dmsnode workflow save nightly.yaml --project sales\n"
            "\nIts name is the file's. Exit code 3: the file is not valid.\n");
    define("validate", "Check a workflow file as the server would run it", Validate, file)
        .Examples("  dmsnode workflow validate nightly.yaml\n");
    define("diff", "Show what changed between two versions", Diff,
           [](Command& command, WorkflowOptions& options) {
               command.Positional("WORKFLOW", options.workflow, "Name or code");
               command.Positional("BEFORE", options.before, "The earlier version");
               command.Positional("AFTER", options.after, "The later version");
           })
        .Examples("  dmsnode workflow diff nightly 3 4\n");
    define("export", "Write a workflow as a file", Export,
           [](Command& command, WorkflowOptions& options) {
               command.Positional("WORKFLOW", options.workflow, "Name or code");
               command.Choice("--family", options.family, {"native", "3.2", "3.3"},
                              "Ours (default), or a DolphinScheduler version's");
               command.Option("-o,--output", options.output, "File (default: stdout)");
           })
        .Examples(
            "  dmsnode workflow export nightly -o nightly.yaml\n"
            "  dmsnode workflow export nightly --family 3.2 -o nightly.json\n");
    define("import", "Make the workflows of a DolphinScheduler export file", Import,
           [](Command& command, WorkflowOptions& options) {
               command.Positional("FILE", options.file, "Its JSON file, of version 3.2 or 3.3");
               command.Flag("--dry-run", options.dry_run, "Tell the problems only");
           })
        .Examples("  dmsnode workflow import export.json --project sales\n");
}

}  // namespace

std::vector<PlainCommand> WorkflowCommands() {
    const std::string one = "/projects/{project}/workflows/{workflow}";
    return {
        {.name = "list",
         .help = "List the workflows of a project",
         .method = "GET",
         .path = "/projects/{project}/workflows",
         .inputs = {{.name = "--name", .target = "query.name", .help = "Only names with this text"},
                    {.name = "--state",
                     .target = "query.releaseState",
                     .help = "Only those in this state",
                     .choices = {"ONLINE", "OFFLINE"}}},
         .columns = {{"NAME", "name"},
                     {"STATE", "releaseState"},
                     {"VERSION", "version"},
                     {"UPDATED", "updated"},
                     {"CODE", "code"}},
         .examples = "  dmsnode workflow list --project sales\n"},
        {.name = "get",
         .help = "Show a workflow; --json with its definition",
         .method = "GET",
         .path = one,
         .inputs = {kWorkflow},
         .examples = "  dmsnode workflow get nightly\n"
                     "  dmsnode workflow get nightly --json | jq .document\n"},
        {.name = "online",
         .help = "Let a workflow be started",
         .method = "POST",
         .path = one + "/online",
         .inputs = {kWorkflow},
         .examples = "  dmsnode workflow online nightly\n"},
        {.name = "offline",
         .help = "No more starts; its schedule goes offline too, instances that run go on",
         .method = "POST",
         .path = one + "/offline",
         .inputs = {kWorkflow},
         .examples = "  dmsnode workflow offline nightly\n"},
        {.name = "versions",
         .help = "List the versions of a workflow, the newest first",
         .method = "GET",
         .path = one + "/versions",
         .inputs = {kWorkflow},
         .columns = {{"VERSION", "version"},
                     {"AUTHOR", "author"},
                     {"CREATED", "created"},
                     {"BYTES", "size"},
                     {"RESTORED FROM", "restoredFrom"}},
         .examples = "  dmsnode workflow versions nightly\n"},
        {.name = "restore",
         .help = "Save an older version as the newest",
         .method = "POST",
         .path = one + "/versions/{=version}/restore",
         .inputs = {kWorkflow, {.name = "VERSION", .target = "path.version", .help = "Its number"}},
         .examples = "  dmsnode workflow restore nightly 3\n"},
        {.name = "delete",
         .help = "Delete a workflow that is offline, with its versions and its schedule",
         .method = "DELETE",
         .path = one,
         .inputs = {kWorkflow},
         .examples = "  dmsnode workflow delete nightly\n"},
    };
}

void AddWorkflow(Command& root, World& world) {
    Command& workflow = root.Sub("workflow", "Workflows of the server, and their starts");
    AddPlainCommands(workflow, world, WorkflowCommands());
    AddWritten(workflow, world);
    AddWorkflowStart(workflow, world);
}

}  // namespace dmsnode::cli
