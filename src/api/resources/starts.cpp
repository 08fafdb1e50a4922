#include <fmt/format.h>

#include "api/resources/resources.hpp"
#include "api/resources/runs.hpp"
#include "base/times.hpp"
#include "store/catalog_workflows.hpp"
#include "store/scheduler_backfills.hpp"
#include "workflow/schedule.hpp"

namespace dmsnode::api {
namespace {

namespace rows = store::scheduler;
using scheduler::StartRequest;

constexpr std::string_view kBackfill = "/projects/{projectCode}/backfills/{backfillCode}";

/// `{name: value}`, or a list of `{prop, direct, type, value}`. Errors: kInvalidArgument.
Result<std::vector<workflow::Parameter>> ReadParameters(const Json& json) {
    std::vector<workflow::Parameter> parameters;
    if (json.is_object()) {
        for (const auto& [name, value] : json.items()) {
            workflow::Parameter parameter;
            parameter.name = name;
            parameter.value = value.get<std::string>();
            parameters.push_back(std::move(parameter));
        }
        return parameters;
    }
    for (const Json& entry : json) {
        workflow::Parameter parameter;
        parameter.name = entry["prop"].get<std::string>();
        parameter.value = entry["value"].get<std::string>();
        const std::string type = entry.value("type", "VARCHAR");
        const auto known = workflow::ParseParameterType(type);
        if (!known) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("start parameter \"{}\": there is no type \"{}\"",
                                     parameter.name, type)};
        }
        parameter.type = *known;
        if (const auto wrong = workflow::CheckParameterValue(*known, parameter.value)) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("start parameter \"{}\": {}", parameter.name, *wrong)};
        }
        parameters.push_back(std::move(parameter));
    }
    return parameters;
}

/// What start and backfill have in common. The words were checked against the schema.
Result<StartRequest> ReadRequest(const Call& call) {
    StartRequest request;
    request.project_code = call.Code("projectCode");
    request.workflow_code = call.Code("workflowCode");
    if (!call.body.is_object()) return request;
    const Json& body = call.body;
    request.version = body.value("version", std::int64_t{0});
    if (call.Has("startParams")) {
        auto parameters = ReadParameters(body["startParams"]);
        if (!parameters) return parameters.error();
        request.startup = *std::move(parameters);
    }
    request.failure_strategy =
        workflow::ParseFailureStrategy(body.value("failureStrategy", "CONTINUE"))
            .value_or(workflow::FailureStrategy::kContinue);
    request.priority = workflow::ParseTaskPriority(body.value("priority", "MEDIUM"))
                           .value_or(workflow::TaskPriority::kMedium);
    request.notify =
        scheduler::ParseNotify(body.value("notify", "NONE")).value_or(scheduler::Notify::kNone);
    request.alarm_group = body.value("alarmGroup", "");
    request.worker_group = body.value("workerGroup", "");
    request.environment = body.value("environment", "");
    request.dry_run = body.value("dryRun", false);
    request.start_nodes = body.value("startNodes", std::vector<std::string>{});
    request.scope = workflow::ParseRunScope(body.value("scope", "TASK_POST"))
                        .value_or(workflow::RunScope::kDownstream);
    return request;
}

Result<Answer> Start(const ApiParts& on, const Call& call) {
    Result<StartRequest> request = ReadRequest(call);
    if (!request) return request.error();
    if (call.Has("scheduleTime")) {
        request->schedule_time = ParseIso8601(call.body["scheduleTime"].get<std::string>());
    }
    if (!call.idempotency_key.empty()) {
        // Each user has their own keys, for each workflow.
        request->idempotency_key = fmt::format("api/{}/{}/{}", call.principal.user,
                                               request->workflow_code, call.idempotency_key);
    }
    const auto started = on.commands.Start(*request);
    if (!started) return started.error();
    return Ok(
        {{"code", CodeText(started->id)}, {"state", started->state}, {"created", started->created}},
        fmt::format("workflow {}: instance {}", request->workflow_code, started->id));
}

/// The workflow's schedule, whose fires are what a range of dates means. Nothing: it has none.
Result<std::optional<workflow::Schedule>> ScheduleOf(const ApiParts& on, std::int64_t workflow) {
    const auto row = on.database.Read([&](store::Connection& db) {
        return store::catalog::FindScheduleOfWorkflow(db, workflow);
    });
    if (!row) return row.error();
    if (!*row) return std::optional<workflow::Schedule>();
    return std::optional(workflow::Schedule{.crontab = (*row)->content.cron,
                                            .time_zone = (*row)->content.time_zone});
}

Result<std::vector<TimePoint>> ReadDates(const ApiParts& on, const Call& call) {
    const auto time = [](const Json& text) {
        return ParseIso8601(text.get<std::string>()).value_or(TimePoint());
    };
    workflow::Backfill backfill;
    if (call.Has("dates") == call.Has("from") || call.Has("from") != call.Has("to")) {
        return Error{ErrorCode::kInvalidArgument, "a backfill has dates, or from and to"};
    }
    if (call.Has("dates")) {
        std::vector<TimePoint> dates;
        for (const Json& date : call.body["dates"]) dates.push_back(time(date));
        backfill.dates = std::move(dates);
    } else {
        backfill.dates = workflow::BackfillRange{time(call.body["from"]), time(call.body["to"])};
    }
    backfill.order = call.body.value("order", "DESCENDING") == "ASCENDING"
                         ? workflow::BackfillOrder::kAscending
                         : workflow::BackfillOrder::kDescending;
    const auto schedule = ScheduleOf(on, call.Code("workflowCode"));
    if (!schedule) return schedule.error();
    if (call.Has("timeZone")) {
        const auto zone = workflow::TimeZone::Find(call.body["timeZone"].get<std::string>());
        if (!zone) return zone.error();
        backfill.zone = *zone;
    }
    return workflow::BackfillDates(backfill, *schedule);
}

Result<Answer> StartBackfill(const ApiParts& on, const Call& call) {
    Result<StartRequest> request = ReadRequest(call);
    if (!request) return request.error();
    auto dates = ReadDates(on, call);
    if (!dates) return dates.error();
    const auto schedule = ScheduleOf(on, request->workflow_code);
    if (!schedule) return schedule.error();
    request->time_zone = *schedule ? (*schedule)->time_zone : call.body.value("timeZone", "UTC");
    const std::size_t count = dates->size();
    const auto code = on.commands.Backfill({.start = *std::move(request),
                                            .moments = *std::move(dates),
                                            .chains = call.body.value("parallelism", 1)});
    if (!code) return code.error();
    return Ok({{"code", CodeText(*code)}, {"dates", count}}, fmt::format("backfill {}", *code));
}

Result<rows::Backfill> BackfillOf(const ApiParts& on, const Call& call) {
    const std::int64_t id = call.Code("backfillCode");
    const auto row =
        on.database.Read([&](store::Connection& db) { return rows::FindBackfill(db, id); });
    if (!row) return row.error();
    if (*row && (*row)->project_code == call.Code("projectCode")) return **row;
    return Error{ErrorCode::kNotFound, fmt::format("the project has no backfill {}", id)};
}

Result<Answer> GetBackfill(const ApiParts& on, const Call& call) {
    const auto row = BackfillOf(on, call);
    if (!row) return row.error();
    const auto dates =
        on.database.Read([&](store::Connection& db) { return rows::DatesOf(db, row->id); });
    if (!dates) return dates.error();
    Json list = Json::array();
    std::int64_t started = 0;
    for (const rows::BackfillDate& date : *dates) {
        Json entry{{"scheduleTime", FormatIso8601(date.moment)}, {"chain", date.chain}};
        if (date.instance) {
            ++started;
            entry["instanceCode"] = CodeText(*date.instance);
        }
        list.push_back(std::move(entry));
    }
    return Ok({{"code", CodeText(row->id)},
               {"workflowCode", CodeText(row->workflow_code)},
               {"parallelism", row->chains},
               {"created", FormatIso8601(row->created)},
               {"count", row->dates},
               {"started", started},
               {"dates", std::move(list)}});
}

Result<Answer> StopBackfill(const ApiParts& on, const Call& call) {
    const auto row = BackfillOf(on, call);
    if (!row) return row.error();
    if (Status done = on.commands.StopBackfill(row->id); !done) return done.error();
    return NoContent(fmt::format("backfill {}", row->id));
}

std::vector<Member> StartMembers() {
    const Schema name = Schema::String().Length(0, 255);
    return {Optional("version", Schema::Integer().Range(1, 1LL << 53)),
            Optional("startParams",
                     Schema::AnyOf({Schema::Map(Schema::String()),
                                    Schema::Array(Schema::Ref("StartParameter")).Items(0, 1000)})),
            Optional("startNodes", Schema::Array(Schema::String().Length(1, 255))
                                       .Items(0, 10'000)
                                       .Describe("names; none: the whole workflow")),
            Optional("scope", Schema::Enum({"TASK_ONLY", "TASK_PRE", "TASK_POST"})
                                  .Describe("the start nodes alone, with what is before them, with "
                                            "what is behind them (default)")),
            Optional("failureStrategy", Schema::Enum({"CONTINUE", "END"})),
            Optional("priority", Schema::Enum({"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"})),
            Optional("notify", Schema::Enum({"NONE", "SUCCESS", "FAILURE", "ALL"})),
            Optional("alarmGroup", name),
            Optional("workerGroup", name.Describe("for nodes that name none")),
            Optional("environment", name.Describe("for nodes that name none")),
            Optional("dryRun", Schema::Boolean())};
}

void AddBackfillRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace(
        "Backfill",
        Schema::Object(
            {Required("code", Schema::Code()), Required("workflowCode", Schema::Code()),
             Required("parallelism", Schema::Integer()), Required("created", Schema::Time()),
             Required("count", Schema::Integer().Describe("of dates, when it was made")),
             Required("started", Schema::Integer()),
             Required("dates",
                      Schema::Array(Schema::Object({Required("scheduleTime", Schema::Time()),
                                                    Required("chain", Schema::Integer()),
                                                    Optional("instanceCode", Schema::Code())})))}));
    std::vector<Member> members = StartMembers();
    members.push_back(
        Optional("from", Schema::Time().Describe("the schedule's fires from here to `to`; without "
                                                 "a schedule, each midnight")));
    members.push_back(Optional("to", Schema::Time()));
    members.push_back(Optional("dates", Schema::Array(Schema::Time())
                                            .Items(1, workflow::kMostBackfillDates)
                                            .Describe("instead of from and to")));
    members.push_back(Optional(
        "order", Schema::Enum({"ASCENDING", "DESCENDING"}).Describe("DESCENDING by default")));
    members.push_back(Optional(
        "parallelism", Schema::Integer().Range(1, 1000).Describe("how many run side by side")));
    members.push_back(Optional(
        "timeZone", Schema::String().Length(1, 100).Describe("of midnights, without a schedule")));
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/workflows/{workflowCode}/backfill",
               .operation = "startBackfill",
               .tag = "runs",
               .summary = "Run a workflow for many schedule times",
               .right = Right::kProjectOperate,
               .body = Schema::Object(members),
               .reply = Schema::Object(
                   {Required("code", Schema::Code()), Required("dates", Schema::Integer())}),
               .status = 201,
               .once = true,
               .handle = On(parts, StartBackfill)});
    table.Add({.method = "GET",
               .path = std::string(kBackfill),
               .operation = "getBackfill",
               .tag = "runs",
               .summary = "A backfill, its dates and their instances",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("Backfill"),
               .handle = On(parts, GetBackfill)});
    table.Add({.method = "POST",
               .path = std::string(kBackfill) + "/stop",
               .operation = "stopBackfill",
               .tag = "runs",
               .summary = "Drop the dates that were not started, and stop what runs",
               .right = Right::kProjectOperate,
               .handle = On(parts, StopBackfill)});
}

}  // namespace

void AddStartRoutes(RouteTable& table, const ApiParts& parts) {
    std::vector<Member> members = StartMembers();
    members.push_back(Optional("scheduleTime", Schema::Time().Describe("default: now")));
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/workflows/{workflowCode}/start",
               .operation = "startWorkflow",
               .tag = "runs",
               .summary = "Start an instance of a workflow that is online",
               .right = Right::kProjectOperate,
               .body = Schema::Object(members),
               .reply = Schema::Object(
                   {Required("code", Schema::Code().Describe("of the instance")),
                    Required("state", Schema::String()),
                    Required("created", Schema::Boolean().Describe(
                                            "false: the same Idempotency-Key made it before"))}),
               .status = 201,
               .body_optional = true,
               .keeps_key = true,
               .handle = On(parts, Start)});
    AddBackfillRoutes(table, parts);
}

}  // namespace dmsnode::api
