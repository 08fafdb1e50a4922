#include <fmt/format.h>

#include <charconv>
#include <map>

#include "api/resources/resources.hpp"
#include "api/resources/runs.hpp"
#include "api/run_words.hpp"
#include "store/scheduler_reports.hpp"
#include "store/scheduler_tasks.hpp"
#include "workflow/run_scope.hpp"
#include "workflow/states.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;

constexpr std::string_view kOne = "/projects/{projectCode}/instances/{instanceCode}";
constexpr std::string_view kTask =
    "/projects/{projectCode}/instances/{instanceCode}/tasks/{taskName}";

std::vector<std::string> StateWords() {
    std::vector<std::string> words;
    for (int i = 0; i <= static_cast<int>(workflow::WorkflowState::kKilled); ++i) {
        words.emplace_back(Word(static_cast<workflow::WorkflowState>(i)));
    }
    return words;
}

/// `<created>/<code>` of the last row of the page before.
std::optional<std::pair<TimePoint, std::int64_t>> ReadPlace(const std::string& text) {
    const std::size_t slash = text.find('/');
    if (slash == std::string::npos) return std::nullopt;
    std::int64_t created = 0;
    std::from_chars(text.data(), text.data() + slash, created);
    const auto code = ReadCode(text.substr(slash + 1));
    if (!code) return std::nullopt;
    return std::pair(TimePoint(Duration(created)), *code);
}

std::string PlaceOf(const rows::Instance& row) {
    return fmt::format("{}/{}", row.created.time_since_epoch().count(), row.id);
}

Result<Answer> ListInstances(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    rows::InstanceFilter filter;
    filter.project_code = call.Code("projectCode");
    if (call.query.contains("workflowCode")) {
        filter.workflow_code = ReadCode(call.query["workflowCode"].get<std::string>());
    }
    if (call.query.contains("backfillCode")) {
        filter.backfill = ReadCode(call.query["backfillCode"].get<std::string>());
    }
    filter.state = call.query.value("state", "");
    filter.name_part = call.query.value("name", "");
    filter.after = ReadPlace(page.after);
    filter.limit = page.limit + 1;
    const auto found =
        on.database.Read([&](store::Connection& db) { return rows::ListInstances(db, filter); });
    if (!found) return found.error();
    return Ok(MakePage(*found, page, WriteInstance, PlaceOf));
}

Result<Answer> GetInstance(const ApiParts& on, const Call& call) {
    const auto row = InstanceOf(on, call);
    if (!row) return row.error();
    return Ok(WriteInstance(*row));
}

Result<Answer> DeleteInstance(const ApiParts& on, const Call& call) {
    const auto row = InstanceOf(on, call);
    if (!row) return row.error();
    if (Status done = on.commands.Delete(row->id); !done) return done.error();
    return NoContent(InstanceObject(*row));
}

/// What a command did: the instance as it is after it.
template <class Command>
Result<Answer> After(const ApiParts& on, const Call& call, Command&& command) {
    const auto row = InstanceOf(on, call);
    if (!row) return row.error();
    if (Status done = command(row->id); !done) return done.error();
    const auto now = InstanceOf(on, call);
    if (!now) return now.error();
    const std::string& task = call.Text("taskName");
    return Ok(WriteInstance(*now),
              InstanceObject(*now) + (task.empty() ? "" : ", node \"" + task + "\""));
}

Json WriteTask(const rows::Task& row) {
    Json json{{"task", row.task},
              {"code", CodeText(row.code)},
              {"name", row.name},
              {"taskType", row.task_type},
              {"state", row.state},
              {"attempt", row.attempt},
              {"changed", FormatIso8601(row.changed)}};
    if (row.wake) json["wake"] = FormatIso8601(*row.wake);
    if (row.outputs) json["outputs"] = JsonOf(*row.outputs);
    return json;
}

Result<Answer> ListTasks(const ApiParts& on, const Call& call) {
    const auto instance = InstanceOf(on, call);
    if (!instance) return instance.error();
    auto tasks =
        on.database.Read([&](store::Connection& db) { return rows::TasksOf(db, instance->id); });
    if (!tasks) return tasks.error();
    const Page page = call.page();
    if (const auto after = ReadCode(page.after)) {
        std::erase_if(*tasks, [&](const rows::Task& task) { return task.task < *after; });
    }
    const auto standings = on.database.Read(
        [&](store::Connection& db) { return rows::TaskStandings(db, instance->id); });
    if (!standings) return standings.error();
    std::map<std::int64_t, Json> followed;
    for (const rows::TaskStanding& standing : *standings) {
        if (standing.reference) followed[standing.task] = DmsTaskOf(standing.reference);
    }
    const auto write = [&](const rows::Task& task) {
        Json json = WriteTask(task);
        const auto found = followed.find(task.task);
        if (found != followed.end() && !found->second.is_null()) json["dmsTask"] = found->second;
        return json;
    };
    return Ok(MakePage(*tasks, page, write,
                       [](const rows::Task& task) { return std::to_string(task.task + 1); }));
}

Result<Answer> RunTask(const ApiParts& on, const Call& call) {
    const auto scope = workflow::ParseRunScope(call.query.value("scope", "TASK_ONLY"))
                           .value_or(workflow::RunScope::kOnly);
    return After(on, call, [&](std::int64_t id) {
        return on.commands.RunNodes(id, {call.Text("taskName")}, scope);
    });
}

Result<Answer> ForceTask(const ApiParts& on, const Call& call) {
    return After(on, call, [&](std::int64_t id) {
        return on.commands.ForceSuccess(id, call.Text("taskName"));
    });
}

Result<Answer> KillTask(const ApiParts& on, const Call& call) {
    return After(on, call,
                 [&](std::int64_t id) { return on.commands.KillTask(id, call.Text("taskName")); });
}

/// POST <instance>/<verb>, for what takes nothing but the instance.
void AddVerb(RouteTable& table, const ApiParts& parts, const std::string& verb,
             const std::string& operation, const std::string& summary,
             Status (scheduler::Commands::*command)(std::int64_t)) {
    table.Add({.method = "POST",
               .path = std::string(kOne) + "/" + verb,
               .operation = operation,
               .tag = "runs",
               .summary = summary,
               .right = Right::kProjectOperate,
               .reply = Schema::Ref("WorkflowInstance"),
               .handle = [parts, command](const Call& call) {
                   return After(parts, call,
                                [&](std::int64_t id) { return (parts.commands.*command)(id); });
               }});
}

void AddTaskVerb(RouteTable& table, const ApiParts& parts, const std::string& verb,
                 const std::string& operation, const std::string& summary, PartsHandler handler,
                 std::vector<QueryParameter> query = {}) {
    table.Add({.method = "POST",
               .path = std::string(kTask) + "/" + verb,
               .operation = operation,
               .tag = "runs",
               .summary = summary,
               .right = Right::kProjectOperate,
               .query = std::move(query),
               .reply = Schema::Ref("WorkflowInstance"),
               .handle = On(parts, handler)});
}

void AddTaskRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace(
        "InstanceTask",
        Schema::Object(
            {Required("task", Schema::Integer().Describe("its place in the definition, from 0")),
             Required("code", Schema::Code()), Required("name", Schema::String()),
             Required("taskType", Schema::String()),
             Required("state", Schema::String().Describe("docs/states.md")),
             Required("attempt", Schema::Integer().Describe("the last one's number; 0: none")),
             Required("changed", Schema::Time()),
             Optional("wake", Schema::Time().Describe("when it is tried again, or starts")),
             Optional("outputs",
                      Schema::Map(Schema::String()).Describe("OUT parameters of its success")),
             Optional("dmsTask", Schema::Ref("DmsTask"))}));
    table.Add({.method = "GET",
               .path = std::string(kOne) + "/tasks",
               .operation = "listInstanceTasks",
               .tag = "runs",
               .summary = "The instance's nodes and their states, in the definition's order",
               .right = Right::kProjectRead,
               .query = PageQuery(),
               .reply = PageOf(Schema::Ref("InstanceTask")),
               .handle = On(parts, ListTasks)});
    AddTaskVerb(
        table, parts, "run", "runTask",
        "Run a node of an instance at rest again, whatever is before it", RunTask,
        {{.name = "scope",
          .schema = Schema::Enum({"TASK_ONLY", "TASK_PRE", "TASK_POST"}).Default("TASK_ONLY"),
          .description = "the node alone, with what is before it, with what is behind it"}});
    AddTaskVerb(table, parts, "force-success", "forceTaskSuccess",
                "Let a failed or killed node count as success", ForceTask);
    AddTaskVerb(table, parts, "kill", "killTask", "Kill a node that runs", KillTask);
}

}  // namespace

void AddInstanceRoutes(RouteTable& table, const ApiParts& parts) {
    AddInstanceSchema(table);
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/instances",
               .operation = "listInstances",
               .tag = "runs",
               .summary = "Workflow instances, newest first",
               .right = Right::kProjectRead,
               .query = PageQuery({{.name = "workflowCode",
                                    .schema = Schema::Code(),
                                    .description = "only those of this workflow definition"},
                                   {.name = "backfillCode",
                                    .schema = Schema::Code(),
                                    .description = "only those of this backfill"},
                                   {.name = "state",
                                    .schema = Schema::Enum(StateWords()),
                                    .description = "only those in this state"},
                                   {.name = "name",
                                    .schema = Schema::String().Length(1, 200),
                                    .description = "only those whose name holds this text"}}),
               .reply = PageOf(Schema::Ref("WorkflowInstance")),
               .handle = On(parts, ListInstances)});
    table.Add({.method = "GET",
               .path = std::string(kOne),
               .operation = "getInstance",
               .tag = "runs",
               .summary = "One workflow instance",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("WorkflowInstance"),
               .handle = On(parts, GetInstance)});
    table.Add({.method = "DELETE",
               .path = std::string(kOne),
               .operation = "deleteInstance",
               .tag = "runs",
               .summary = "Delete an instance at rest, with its tasks and attempts",
               .right = Right::kProjectEdit,
               .handle = On(parts, DeleteInstance)});
    using scheduler::Commands;
    AddVerb(table, parts, "pause", "pauseInstance",
            "Let what runs come to its end, and start nothing else", &Commands::Pause);
    AddVerb(table, parts, "resume", "resumeInstance", "Go on after a pause", &Commands::Resume);
    AddVerb(table, parts, "stop", "stopInstance", "Kill what runs, and end", &Commands::Stop);
    AddVerb(table, parts, "rerun", "rerunInstance", "Everything again, in the same instance",
            &Commands::Rerun);
    AddVerb(table, parts, "recover", "recoverInstance",
            "What did not succeed again; successes are kept", &Commands::Recover);
    AddTaskRoutes(table, parts);
}

}  // namespace dmsnode::api
