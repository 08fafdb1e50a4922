#include "cli/commands/workflow_start.hpp"

#include <fmt/format.h>

#include "cli/exit_code.hpp"
#include "cli/server/members.hpp"
#include "cli/server/names.hpp"
#include "cli/server/plain_command.hpp"
#include "cli/server/wait_instance.hpp"
#include "cli/text.hpp"

namespace dmsnode::cli {
namespace {

struct StartOptions {
    ServerOptions server;
    std::string project;
    std::string workflow;
    std::vector<std::string> parameters;
    std::vector<std::string> nodes;
    std::string scope = "TASK_POST";
    std::string failure_strategy;
    std::string priority;
    std::string worker_group;
    std::string environment;
    std::string notify;
    std::string alarm_group;
    std::string schedule_time;
    std::string key;
    bool dry_run = false;
    bool wait = false;
    // Of a backfill.
    std::vector<std::string> moments;
    std::string from;
    std::string to;
    std::string order;
    std::string time_zone;
    std::int64_t chains = 1;
};

/// `NAME=VALUE` texts as an object.
Result<Json> ParametersOf(const std::vector<std::string>& texts) {
    Json parameters = Json::object();
    for (const std::string& text : texts) {
        const std::size_t equals = text.find('=');
        if (equals == std::string::npos || equals == 0) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("--param \"{}\" is not NAME=VALUE", text.substr(0, equals))};
        }
        const std::string name = text.substr(0, equals);
        if (parameters.contains(name)) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("--param gives \"{}\" twice", name)};
        }
        parameters[name] = text.substr(equals + 1);
    }
    return parameters;
}

Result<Json> BodyOf(const StartOptions& options) {
    Json body = Json::object();
    if (!options.parameters.empty()) {
        Result<Json> parameters = ParametersOf(options.parameters);
        if (!parameters) return parameters.error();
        body["startParams"] = *std::move(parameters);
    }
    if (!options.nodes.empty()) {
        body["startNodes"] = options.nodes;
        body["scope"] = options.scope;
    }
    const std::pair<const char*, const std::string*> texts[] = {
        {"failureStrategy", &options.failure_strategy},
        {"priority", &options.priority},
        {"workerGroup", &options.worker_group},
        {"environment", &options.environment},
        {"notify", &options.notify},
        {"alarmGroup", &options.alarm_group},
        {"scheduleTime", &options.schedule_time}};
    for (const auto& [name, value] : texts) {
        if (!value->empty()) body[name] = *value;
    }
    if (options.dry_run) body["dryRun"] = true;
    return body;
}

Result<std::string> PathOf(const StartOptions& options, RestClient& client, const char* what) {
    return FillPath(client, std::string("/projects/{project}/workflows/{workflow}/") + what,
                    {{"project", options.project}, {"workflow", options.workflow}});
}

Result<int> Start(const StartOptions& options, const ServerSession& session) {
    Result<Json> body = BodyOf(options);
    if (!body) return body.error();
    const auto path = PathOf(options, session.client, "start");
    if (!path) return path.error();
    const Result<RestAnswer> started = session.client.Send({.method = "POST",
                                                            .path = *path,
                                                            .body = *std::move(body),
                                                            .once = true,
                                                            .idempotency_key = options.key});
    if (!started) return started.error();
    const std::string code =
        started->json.is_object() ? TextOf(started->json, "code") : std::string();
    if (!code.empty() && MemberOf(started->json, "created") == Json(false)) {
        fmt::print(stderr, "dmsnode: it was started before with this idempotency key\n");
    }
    if (!options.wait) {
        PrintAnswer(session, started->json, [&] { return Printable(code) + "\n"; });
        return kSuccess;
    }
    fmt::print(stderr, "workflow instance {}\n", Printable(code));
    const std::string project = path->substr(0, path->find("/workflows/"));
    return WaitForInstance(session, project + "/instances/" + PercentEncode(code));
}

Result<int> Backfill(const StartOptions& options, const ServerSession& session) {
    Result<Json> body = BodyOf(options);
    if (!body) return body.error();
    if (options.moments.empty() == options.from.empty() ||
        options.from.empty() != options.to.empty()) {
        return Error{ErrorCode::kInvalidArgument, "give --from and --to, or --at for each moment"};
    }
    if (!options.moments.empty()) (*body)["dates"] = options.moments;
    if (!options.from.empty()) {
        (*body)["from"] = options.from;
        (*body)["to"] = options.to;
    }
    (*body)["parallelism"] = options.chains;
    if (!options.order.empty()) (*body)["order"] = options.order;
    if (!options.time_zone.empty()) (*body)["timeZone"] = options.time_zone;
    const auto path = PathOf(options, session.client, "backfill");
    if (!path) return path.error();
    const Result<RestAnswer> made = session.client.Send({.method = "POST",
                                                         .path = *path,
                                                         .body = *std::move(body),
                                                         .once = true,
                                                         .idempotency_key = options.key});
    if (!made) return made.error();
    PrintAnswer(session, made->json, [&] { return ShowObject(made->json); });
    return kSuccess;
}

void AddOptions(Command& command, StartOptions& options) {
    command.Positional("WORKFLOW", options.workflow, "Name or code; it must be online");
    command.List("-p,--param", options.parameters, "Startup parameter NAME=VALUE; again for more");
    command.Choice("--failure-strategy", options.failure_strategy, {"CONTINUE", "END"},
                   "END: after a node failed, no others start (default: CONTINUE)");
    command.Choice("--priority", options.priority, {"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"},
                   "Before whom it comes (default: MEDIUM)");
    command.Option("--worker-group", options.worker_group, "For nodes that name none");
    command.Option("--environment", options.environment, "For nodes that name none");
    command.Choice("--notify", options.notify, {"NONE", "SUCCESS", "FAILURE", "ALL"},
                   "Of which ends the alarm group is told (default: NONE)");
    command.Option("--alarm-group", options.alarm_group, "Who is told");
    command.Flag("--dry-run", options.dry_run, "Go through the nodes without running them");
    command.Option("--idempotency-key", options.key,
                   "A second start with this key within 24 hours starts nothing");
    AddProjectOption(command, options.project);
    AddServerOptions(command, options.server);
}

using StartWork = Result<int> (*)(const StartOptions&, const ServerSession&);

void SetAction(Command& command, const std::shared_ptr<StartOptions>& options, World& world,
               StartWork work) {
    command.Action([options, &world, work] {
        return WithServer(world, options->server,
                          [&](const ServerSession& session) { return work(*options, session); });
    });
}

}  // namespace

void AddWorkflowStart(Command& workflow, World& world) {
    auto options = std::make_shared<StartOptions>();
    Command& start = workflow.Sub("start", "Start a workflow; prints the instance's code");
    AddOptions(start, *options);
    start.List("--from", options->nodes, "Only from this node on; again for more");
    start.Choice("--scope", options->scope, {"TASK_ONLY", "TASK_PRE", "TASK_POST"},
                 "With --from: those nodes, with all before them, or with all behind them "
                 "(default: TASK_POST)");
    start.Option("--schedule-time", options->schedule_time,
                 "The moment that $[…] and ${system.biz.date} mean, ISO 8601");
    start.Flag("--wait", options->wait, "Wait for its end; states go to stderr");
    start.Examples(
        "  dmsnode workflow start nightly\n"
        "  dmsnode workflow start nightly --param day=2026-11-22 --wait\n"
        "  dmsnode workflow start nightly --from load --scope TASK_ONLY\n"
        "\nWith --wait: exit code 0 success, 1 failed, 4 stopped, paused or Ctrl-C (which leaves\n"
        "  the instance running)\n");
    SetAction(start, options, world, Start);

    auto many = std::make_shared<StartOptions>();
    Command& backfill = workflow.Sub("backfill", "Start a workflow for many moments");
    AddOptions(backfill, *many);
    backfill.Option("--from", many->from, "First moment of its schedule, ISO 8601");
    backfill.Option("--to", many->to, "Last moment of its schedule");
    backfill.List("--at", many->moments, "A moment, instead of --from and --to; again for more");
    backfill.Choice("--order", many->order, {"ASCENDING", "DESCENDING"},
                    "The earliest or the latest first (default: DESCENDING)");
    backfill.Option("--time-zone", many->time_zone,
                    "Of the midnights that a workflow without a schedule is run for");
    backfill.Number("--parallelism", many->chains, 1, 1000, "So many run side by side (1)");
    backfill.Examples(
        "  dmsnode workflow backfill nightly --from 2026-11-01T00:00:00Z --to "
        "2026-11-30T00:00:00Z\n"
        "  dmsnode workflow backfill nightly --at 2026-11-22T02:00:00Z --at "
        "2026-11-23T02:00:00Z\n");
    SetAction(backfill, many, world, Backfill);
}

}  // namespace dmsnode::cli
