#include "api/resources/runs.hpp"

#include <fmt/format.h>

#include "workflow/definition.hpp"
#include "workflow/run_scope.hpp"
#include "workflow/states.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;

std::string PriorityWord(std::int64_t priority) {
    return std::string(Word(static_cast<workflow::TaskPriority>(priority)));
}

}  // namespace

Result<rows::Instance> InstanceOf(const ApiParts& on, const Call& call) {
    const std::int64_t id = call.Code("instanceCode");
    auto row = on.database.Read([&](store::Connection& db) { return rows::FindInstance(db, id); });
    if (!row) return row.error();
    if (*row && (*row)->project_code == call.Code("projectCode")) return **std::move(row);
    return Error{ErrorCode::kNotFound, fmt::format("the project has no workflow instance {}", id)}
        .Hint("list the instances to see those that exist");
}

Result<rows::Attempt> AttemptOf(const ApiParts& on, const Call& call) {
    const Result<rows::Instance> instance = InstanceOf(on, call);
    if (!instance) return instance.error();
    const std::int64_t id = call.Code("attemptCode");
    auto row = on.database.Read([&](store::Connection& db) { return rows::FindAttempt(db, id); });
    if (!row) return row.error();
    if (*row && (*row)->instance == instance->id) return **std::move(row);
    return Error{ErrorCode::kNotFound, fmt::format("the workflow instance has no attempt {}", id)};
}

std::function<bool()> MayStillRead(const ApiParts& on, const Call& call) {
    return [&authenticator = on.authenticator, principal = call.principal,
            project = call.Code("projectCode")] {
        const Result<Principal> now = authenticator.Again(principal);
        if (!now) return now.error().code != ErrorCode::kUnauthenticated;
        return Judge(*now, Right::kProjectRead, project) == Verdict::kAllowed;
    };
}

Json JsonOf(const std::string& text) {
    Result<Json> json = ParseJson(text, {.max_bytes = 64U << 20U});
    return json ? *std::move(json) : Json();
}

Json WriteInstance(const rows::Instance& row) {
    Json json{{"code", CodeText(row.id)},
              {"name", row.name},
              {"projectCode", CodeText(row.project_code)},
              {"workflowCode", CodeText(row.workflow_code)},
              {"workflowName", row.workflow_name},
              {"workflowVersion", row.workflow_version},
              {"state", row.state},
              {"command", row.command},
              {"runNumber", row.run_number},
              {"failureStrategy", row.failure_strategy},
              {"priority", PriorityWord(row.priority)},
              {"executionType", row.execution_type},
              {"workerGroup", row.worker_group},
              {"environment", row.environment},
              {"startParams", JsonOf(row.startup)},
              {"startNodes", JsonOf(row.start_nodes)},
              {"scope", row.scope},
              {"dryRun", row.dry_run},
              {"notify", row.notification},
              {"alarmGroup", row.alarm_group},
              {"message", row.message},
              {"created", FormatIso8601(row.created)}};
    if (row.schedule_time) json["scheduleTime"] = FormatIso8601(*row.schedule_time);
    if (row.backfill) json["backfillCode"] = CodeText(*row.backfill);
    if (row.started) json["started"] = FormatIso8601(*row.started);
    if (row.ended) json["ended"] = FormatIso8601(*row.ended);
    return json;
}

void AddInstanceSchema(RouteTable& table) {
    const Schema text = Schema::String();
    table.components.emplace(
        "StartParameter",
        Schema::Object({Required("prop", Schema::String().Length(1, 255)),
                        Required("value", Schema::String()),
                        Optional("direct", Schema::Enum({"IN", "OUT"})),
                        Optional("type", Schema::String().Length(1, 20).Describe(
                                             "VARCHAR (default), INTEGER, DATE, …"))}));
    table.components.emplace(
        "DmsTask",
        Schema::Object({Required("connection", text), Required("replicationTaskArn", text),
                        Optional("replicationTaskIdentifier", text)})
            .Describe("the replication task that a DMS node follows"));
    table.components.emplace(
        "WorkflowInstance",
        Schema::Object(
            {Required("code", Schema::Code()),
             Required("name", text),
             Required("projectCode", Schema::Code()),
             Required("workflowCode", Schema::Code()),
             Required("workflowName", text),
             Required("workflowVersion", Schema::Integer()),
             Required("state", Schema::String().Describe("docs/states.md")),
             Required("command",
                      Schema::String().Describe("what started it, or last started it again")),
             Required("runNumber", Schema::Integer()),
             Required("failureStrategy", text),
             Required("priority", text),
             Required("executionType", text),
             Required("workerGroup", text),
             Required("environment", text),
             Required("startParams", Schema::Array(Schema::Ref("StartParameter"))),
             Required("startNodes", Schema::Array(text)),
             Required("scope", text),
             Required("dryRun", Schema::Boolean()),
             Required("notify", text),
             Required("alarmGroup", text),
             Required("message", Schema::String().Describe("why it ended, if no task tells")),
             Required("created", Schema::Time()),
             Optional("scheduleTime", Schema::Time()),
             Optional("backfillCode", Schema::Code()),
             Optional("started", Schema::Time()),
             Optional("ended", Schema::Time())}));
}

std::string InstanceObject(const rows::Instance& row) {
    return fmt::format("workflow instance {} ({})", row.id, row.name);
}

}  // namespace dmsnode::api
