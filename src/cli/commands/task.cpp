#include <fmt/format.h>

#include "base/files.hpp"
#include "cli/api_options.hpp"
#include "cli/commands/commands.hpp"
#include "cli/interrupts.hpp"
#include "cli/resources.hpp"
#include "cli/run/table_statistics.hpp"
#include "cli/text.hpp"
#include "dms/codec.hpp"
#include "dms/status.hpp"

namespace dmsnode::cli {
namespace {

struct TaskOptions {
    ApiOptions api;
    std::string name;
    std::string source;
    std::string target;
    std::string instance = "local";
    std::string migration_type = "full-load";
    std::string mappings_file;
    std::string settings_file;
    std::string start_type = "start-replication";
    bool wait = false;
};

std::string StateOf(const dms::ReplicationTask& task) {
    std::string text = task.status.value_or("");
    if (task.stop_reason && !task.stop_reason->empty()) text += ": " + *task.stop_reason;
    if (task.last_failure_message && !task.last_failure_message->empty()) {
        text += ": " + *task.last_failure_message;
    }
    return text;
}

std::string ProgressOf(const dms::ReplicationTask& task) {
    if (!task.replication_task_stats) return "";
    const dms::ReplicationTaskStats& stats = *task.replication_task_stats;
    const std::int64_t tables = stats.tables_loaded.value_or(0) + stats.tables_loading.value_or(0) +
                                stats.tables_queued.value_or(0) + stats.tables_errored.value_or(0);
    return fmt::format("{} % {}/{} tables", stats.full_load_progress_percent.value_or(0),
                       stats.tables_loaded.value_or(0), tables);
}

std::string ShowList(const std::vector<dms::ReplicationTask>& tasks) {
    TextTable table({{"IDENTIFIER"}, {"TYPE"}, {"STATE"}, {"PROGRESS"}, {"REPLICATION TASK ARN"}});
    for (const dms::ReplicationTask& task : tasks) {
        table.Add({task.replication_task_identifier.value_or(""), task.migration_type.value_or(""),
                   Fit(StateOf(task), 60), ProgressOf(task),
                   task.replication_task_arn.value_or("")});
    }
    return table.ToString();
}

std::string ShowStatistics(const std::vector<dms::TableStatistics>& tables) {
    using Align = TextTable::Align;
    TextTable table({{"TABLE"}, {"STATE"}, {"ROWS", Align::kRight}, {"ERRORS", Align::kRight}});
    for (const dms::TableStatistics& row : tables) {
        table.Add({row.schema_name.value_or("") + "." + row.table_name.value_or(""),
                   row.table_state.value_or(""), GroupDigits(row.full_load_rows.value_or(0)),
                   GroupDigits(row.full_load_error_rows.value_or(0))});
    }
    return table.ToString();
}

std::string ShowTask(const dms::ReplicationTask& task) {
    const auto time = [](const std::optional<TimePoint>& at) {
        return at ? FormatIso8601(*at) : std::string();
    };
    TextTable table({{"FIELD"}, {"VALUE"}});
    table.Add({"identifier", task.replication_task_identifier.value_or("")});
    table.Add({"arn", task.replication_task_arn.value_or("")});
    table.Add({"state", StateOf(task)});
    table.Add({"progress", ProgressOf(task)});
    table.Add({"type", task.migration_type.value_or("")});
    table.Add({"source", task.source_endpoint_arn.value_or("")});
    table.Add({"target", task.target_endpoint_arn.value_or("")});
    table.Add({"instance", task.replication_instance_arn.value_or("")});
    table.Add({"created", time(task.replication_task_creation_date)});
    table.Add({"started", time(task.replication_task_start_date)});
    return table.ToString();
}

bool IsMoving(const dms::ReplicationTask& task) {
    const auto status = dms::ParseTaskStatus(task.status.value_or(""));
    if (!status) return false;
    switch (*status) {
        case dms::TaskStatus::kCreating:
        case dms::TaskStatus::kStarting:
        case dms::TaskStatus::kRunning:
        case dms::TaskStatus::kStopping:
        case dms::TaskStatus::kModifying:
        case dms::TaskStatus::kTesting:
        case dms::TaskStatus::kMoving:
        case dms::TaskStatus::kDeleting: return true;
        case dms::TaskStatus::kReady:
        case dms::TaskStatus::kStopped:
        case dms::TaskStatus::kFailed:
        case dms::TaskStatus::kFailedMove: return false;
    }
    return false;
}

/// Follows a task until it rests. Errors: the task failed, or Ctrl-C.
Status Await(const ApiSession& session, const std::string& arn, const std::stop_token& stop) {
    std::string shown;
    while (true) {
        const auto task = FindTask(session.api, arn);
        if (!task && !task.error().IsTransient()) return task.error();
        if (task) {
            const std::string line = StateOf(*task) + "  " + ProgressOf(*task);
            if (line != shown) fmt::print(stderr, "{}\n", Printable(line));
            shown = line;
            if (!IsMoving(*task)) {
                const auto status = dms::ParseTaskStatus(task->status.value_or(""));
                if (status != dms::TaskStatus::kFailed) return {};
                return Error{ErrorCode::kInternal, StateOf(*task)}.Fault("TaskFailed").At(arn);
            }
        }
        if (!session.world.clock().SleepFor(std::chrono::milliseconds(500), stop)) {
            return Error{ErrorCode::kCancelled, "stopped waiting for " + arn}.Hint(
                session.embedded ? "the task goes on when the embedded service runs again"
                                 : "the task goes on");
        }
    }
}

Result<std::string> FileText(const std::string& path) {
    return path.empty() ? Result<std::string>(std::string()) : ReadFile(path);
}

Status Create(const TaskOptions& options, const ApiSession& session) {
    dms::CreateReplicationTaskRequest request;
    request.replication_task_identifier = options.name;
    request.migration_type = options.migration_type;
    const auto source = FindEndpoint(session.api, options.source);
    if (!source) return source.error();
    const auto target = FindEndpoint(session.api, options.target);
    if (!target) return target.error();
    const auto instance = FindInstance(session.api, options.instance);
    if (!instance) return instance.error();
    request.source_endpoint_arn = source->endpoint_arn.value_or("");
    request.target_endpoint_arn = target->endpoint_arn.value_or("");
    request.replication_instance_arn = instance->replication_instance_arn.value_or("");
    Result<std::string> mappings = FileText(options.mappings_file);
    if (!mappings) return mappings.error();
    request.table_mappings = *std::move(mappings);
    Result<std::string> settings = FileText(options.settings_file);
    if (!settings) return settings.error();
    if (!settings->empty()) request.replication_task_settings = *std::move(settings);
    const auto reply = session.api.CreateReplicationTask(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [&] {
        const auto& task = reply->replication_task;
        return task ? task->replication_task_arn.value_or("") + "\n" : "";
    });
    return {};
}

/// A task starts only after both its endpoints were tested: say how.
Error WithWayOut(Error error) {
    if (error.message.find("Test connection") == std::string::npos) return error;
    return std::move(error).Hint("dmsnode endpoint test ENDPOINT, for the source and the target");
}

Status Start(const TaskOptions& options, const ApiSession& session) {
    const auto task = FindTask(session.api, options.name);
    if (!task) return task.error();
    const Interrupts interrupts;
    dms::StartReplicationTaskRequest request;
    request.replication_task_arn = task->replication_task_arn.value_or("");
    request.start_replication_task_type = options.start_type;
    const auto reply = session.api.StartReplicationTask(request);
    if (!reply) return WithWayOut(reply.error());
    PrintReply(session, dms::EncodeReply(*reply), [] { return ""; });
    // An embedded task runs inside this process: without waiting it would end with it.
    if (!options.wait && !session.embedded) return {};
    return Await(session, request.replication_task_arn, interrupts.token());
}

Status Stop(const TaskOptions& options, const ApiSession& session) {
    const auto task = FindTask(session.api, options.name);
    if (!task) return task.error();
    const Interrupts interrupts;
    dms::StopReplicationTaskRequest request;
    request.replication_task_arn = task->replication_task_arn.value_or("");
    const auto reply = session.api.StopReplicationTask(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [] { return ""; });
    if (!options.wait) return {};
    return Await(session, request.replication_task_arn, interrupts.token());
}

Status Delete(const TaskOptions& options, const ApiSession& session) {
    const auto task = FindTask(session.api, options.name);
    if (!task) return task.error();
    dms::DeleteReplicationTaskRequest request;
    request.replication_task_arn = task->replication_task_arn.value_or("");
    const auto reply = session.api.DeleteReplicationTask(request);
    if (!reply) return reply.error();
    PrintReply(session, dms::EncodeReply(*reply), [] { return ""; });
    return {};
}

Status List(const TaskOptions&, const ApiSession& session) {
    const auto tasks = ListTasks(session.api, {});
    if (!tasks) return tasks.error();
    dms::DescribeReplicationTasksReply reply;
    reply.replication_tasks = *tasks;
    PrintReply(session, dms::EncodeReply(reply), [&] { return ShowList(*tasks); });
    return {};
}

Status Describe(const TaskOptions& options, const ApiSession& session) {
    const auto task = FindTask(session.api, options.name);
    if (!task) return task.error();
    PrintReply(session, dms::EncodeReply(*task), [&] { return ShowTask(*task); });
    return {};
}

Status Statistics(const TaskOptions& options, const ApiSession& session) {
    const auto task = FindTask(session.api, options.name);
    if (!task) return task.error();
    dms::DescribeTableStatisticsReply reply;
    reply.replication_task_arn = task->replication_task_arn;
    auto tables = ReadTableStatistics(session.api, task->replication_task_arn.value_or(""));
    if (!tables) return tables.error();
    reply.table_statistics = *std::move(tables);
    PrintReply(session, dms::EncodeReply(reply),
               [&] { return ShowStatistics(reply.table_statistics); });
    return {};
}

}  // namespace

void AddTask(Command& root, World& world) {
    auto options = std::make_shared<TaskOptions>();
    Command& task = root.Sub("task", "Replication tasks: migrations between two endpoints");
    using Work = Status (*)(const TaskOptions&, const ApiSession&);
    const auto define = [&](const char* name, const char* description, Work work) -> Command& {
        Command& command = task.Sub(name, description);
        AddApiOptions(command, options->api);
        command.Action([options, &world, work] {
            // A task that is to be stopped must run here first.
            const bool acts = work == Start || work == Stop;
            const auto tasks = acts ? World::Tasks::kResume : World::Tasks::kLeave;
            return WithApi(world, options->api, tasks,
                           [&](const ApiSession& session) { return work(*options, session); });
        });
        return command;
    };
    const auto define_on_task = [&](const char* name, const char* description, Work work,
                                    const char* examples) -> Command& {
        Command& command = define(name, description, work);
        command.Positional("TASK", options->name, "Identifier or ARN");
        command.Examples(examples);
        return command;
    };
    Command& create = define("create", "Create a replication task; prints its ARN", Create);
    create.Positional("IDENTIFIER", options->name, "Name of the new task");
    create.Required("--source", options->source, "Source endpoint: identifier or ARN");
    create.Required("--target", options->target, "Target endpoint: identifier or ARN");
    create.Required("--mappings", options->mappings_file, "File with the table mappings");
    create.Option("--settings", options->settings_file, "File with task settings");
    create.Option("--instance", options->instance, "Replication instance (default: local)");
    create.Choice("--migration-type", options->migration_type,
                  {"full-load", "cdc", "full-load-and-cdc"}, "Default: full-load");
    create.Examples(
        "  dmsnode task create shop --source shop-src --target shop-pg --mappings shop.json\n");
    Command& start = define_on_task("start", "Start a replication task", Start,
                                    "  dmsnode task start shop\n"
                                    "  dmsnode task start shop --type reload-target --wait\n"
                                    "\nWith the embedded service the command waits for the end.\n");
    start.Choice("--type", options->start_type,
                 {"start-replication", "resume-processing", "reload-target"},
                 "Default: start-replication");
    start.Flag("--wait", options->wait, "Wait until the task rests");
    Command& stop = define_on_task("stop", "Stop a running replication task", Stop,
                                   "  dmsnode task stop shop --wait\n");
    stop.Flag("--wait", options->wait, "Wait until the task rests");
    define_on_task("delete", "Delete a replication task", Delete, "  dmsnode task delete shop\n");
    define("list", "List the replication tasks", List)
        .Examples("  dmsnode task list\n  dmsnode task list --json\n");
    define_on_task("describe", "Show a replication task", Describe,
                   "  dmsnode task describe shop --json\n");
    define_on_task("statistics", "Show the table statistics of a task", Statistics,
                   "  dmsnode task statistics shop\n");
    DefineCompare(task.Sub("compare", "Compare source and target of a task, table by table"),
                  "task compare", world);
}

}  // namespace dmsnode::cli
