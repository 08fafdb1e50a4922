#include "api/problem.hpp"
#include "api/resources/parameter_lists.hpp"
#include "api/resources/rows.hpp"
#include "api/resources/workflow_documents.hpp"
#include "base/times.hpp"
#include "store/alarm_queries.hpp"
#include "store/catalog_environments.hpp"
#include "workflow/schedule.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

workflow::Schedule TimesOf(const catalog::ScheduleContent& content) {
    return {.crontab = content.cron,
            .time_zone = content.time_zone,
            .start = content.start,
            .end = content.end};
}

Json WriteSchedule(const catalog::Schedule& row) {
    const catalog::ScheduleContent& content = row.content;
    Json written = WriteRow(
        row, {{"workflowCode", CodeText(row.workflow)},
              {"workflowName", row.workflow_name},
              {"releaseState", catalog::Word(row.online ? catalog::ReleaseState::kOnline
                                                        : catalog::ReleaseState::kOffline)},
              {"crontab", content.cron},
              {"timezoneId", content.time_zone},
              {"startTime", FormatIso8601(content.start)},
              {"missedFires", content.missed_fires},
              {"failureStrategy", content.failure_strategy},
              {"notify", content.warning_type},
              {"alarmGroup", content.alarm_group},
              {"priority", content.priority},
              {"workerGroup", content.worker_group},
              {"environment", content.environment}});
    if (content.end) written["endTime"] = FormatIso8601(*content.end);
    if (row.next_fire) written["nextFire"] = FormatIso8601(*row.next_fire);
    Result<Json> parameters = ParseJson(content.start_parameters);
    written["startParams"] = parameters ? *std::move(parameters) : Json::array();
    return written;
}

Answer Show(const catalog::Schedule& row) {
    return WithRevision(
        Ok(WriteSchedule(row), ObjectText("schedule of workflow", row.workflow, row.workflow_name)),
        row.revision);
}

catalog::ScheduleContent ScheduleContentOf(const Call& call) {
    const Json& body = call.body;
    catalog::ScheduleContent content{
        .cron = body["crontab"].get<std::string>(),
        .time_zone = body.value("timezoneId", "UTC"),
        .start = call.now,
        .missed_fires = body.value("missedFires", "RUN_ALL"),
        .failure_strategy = body.value("failureStrategy", "CONTINUE"),
        .warning_type = body.value("notify", "NONE"),
        .alarm_group = body.value("alarmGroup", ""),
        .priority = body.value("priority", "MEDIUM"),
        .worker_group = body.value("workerGroup", "default"),
        .environment = body.value("environment", ""),
        .start_parameters = DumpJson(body.value("startParams", Json::array()))};
    if (call.Has("startTime")) {
        content.start = ParseIso8601(body["startTime"].get<std::string>()).value_or(call.now);
    }
    if (call.Has("endTime")) content.end = ParseIso8601(body["endTime"].get<std::string>());
    return content;
}

Problem Missing(std::string path, std::string message) {
    return {.path = std::move(path), .message = std::move(message), .expected = {}, .hint = {}};
}

/// Everything that is wrong with it, also names of what is not there.
Result<std::vector<Problem>> Check(Connection& db, const Call& call,
                                   const catalog::ScheduleContent& content) {
    std::vector<Problem> problems = workflow::CheckSchedule(TimesOf(content), "$");
    ReadParameterList(call.body.value("startParams", Json::array()), "$.startParams", problems);
    if (!content.environment.empty()) {
        const auto found =
            catalog::FindEnvironmentFor(db, call.Code("projectCode"), content.environment);
        if (!found) return found.error();
        if (!*found) problems.push_back(Missing("$.environment", "there is no such environment"));
    }
    if (!content.alarm_group.empty()) {
        const auto found = store::FindAlarmGroupByName(db, content.alarm_group);
        if (!found) return found.error();
        if (!*found) problems.push_back(Missing("$.alarmGroup", "there is no such alarm group"));
    }
    return problems;
}

Result<catalog::Schedule> FindSchedule(Connection& db, const Call& call) {
    const auto workflow = FindWorkflowRow(db, call);
    if (!workflow) return workflow.error();
    return Need(catalog::FindScheduleOfWorkflow(db, workflow->code), "schedule of the workflow",
                workflow->name);
}

Result<std::optional<TimePoint>> NextFire(const catalog::ScheduleContent& content, TimePoint now) {
    const auto fires = workflow::NextFires(TimesOf(content), now, 1);
    if (!fires) return fires.error();
    return fires->empty() ? std::optional<TimePoint>() : fires->front();
}

Result<Answer> ListSchedules(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto rows = on.database.Read([&](Connection& db) {
        return catalog::ListSchedules(db, call.Code("projectCode"), RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteSchedule,
                       [](const catalog::Schedule& row) { return row.workflow_name; }));
}

Result<Answer> GetSchedule(const ApiParts& on, const Call& call) {
    const auto row = on.database.Read([&](Connection& db) { return FindSchedule(db, call); });
    if (!row) return row.error();
    return Show(*row);
}

/// Makes it, or changes the one that is there.
Result<catalog::Schedule> Put(Connection& db, const Call& call,
                              const catalog::ScheduleContent& content) {
    const auto workflow = FindWorkflowRow(db, call);
    if (!workflow) return workflow.error();
    const auto there = catalog::FindScheduleOfWorkflow(db, workflow->code);
    if (!there) return there.error();
    if (!*there) return catalog::CreateSchedule(db, workflow->code, content, call.now);
    const auto based_on = BasedOn(call, (*there)->revision, Lock::kNeeded);
    if (!based_on) return based_on.error();
    const auto next = NextFire(content, call.now);
    if (!next) return next.error();
    return catalog::UpdateSchedule(db, (*there)->code, content, *next, *based_on, call.now);
}

Result<Answer> PutSchedule(const ApiParts& on, const Call& call) {
    const catalog::ScheduleContent content = ScheduleContentOf(call);
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto problems = Check(db, call, content);
        if (!problems) return problems.error();
        if (HasErrors(*problems)) return Refused("the schedule is not valid", *problems);
        const auto row = Put(db, call, content);
        if (!row) return row.error();
        return Show(*row);
    });
}

Result<Answer> DeleteSchedule(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindSchedule(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        if (Status done = catalog::DeleteSchedule(db, row->code, *based_on); !done) {
            return done.error();
        }
        return NoContent(ObjectText("schedule of workflow", row->workflow, row->workflow_name));
    });
}

Result<Answer> BringScheduleOnline(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindSchedule(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        const auto next = NextFire(row->content, call.now);
        if (!next) return next.error();
        if (!*next) {
            return Error{ErrorCode::kConflict, "the schedule does not fire any more"}.Hint(
                "change its crontab or its endTime");
        }
        const auto changed = catalog::SetScheduleOnline(db, row->code, *next, *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

Result<Answer> TakeScheduleOffline(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindSchedule(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        const auto changed = catalog::SetScheduleOffline(db, row->code, *based_on, call.now);
        if (!changed) return changed.error();
        return Show(*changed);
    });
}

/// The schedule of the query, or the stored one.
Result<workflow::Schedule> Previewed(const ApiParts& on, const Call& call) {
    const Json& query = call.query;
    if (!query.contains("crontab")) {
        const auto row = on.database.Read([&](Connection& db) { return FindSchedule(db, call); });
        if (!row) return row.error();
        return TimesOf(row->content);
    }
    workflow::Schedule schedule{.crontab = query["crontab"].get<std::string>(),
                                .time_zone = query.value("timezoneId", "UTC")};
    if (query.contains("startTime")) {
        schedule.start = ParseIso8601(query["startTime"].get<std::string>());
    }
    if (query.contains("endTime")) {
        schedule.end = ParseIso8601(query["endTime"].get<std::string>());
    }
    return schedule;
}

Result<Answer> PreviewSchedule(const ApiParts& on, const Call& call) {
    const auto schedule = Previewed(on, call);
    if (!schedule) return schedule.error();
    const std::vector<Problem> problems = workflow::CheckSchedule(*schedule, "query");
    if (HasErrors(problems)) return Refused("the schedule is not valid", problems);
    const auto fires =
        workflow::NextFires(*schedule, call.now, call.query["count"].get<std::size_t>());
    if (!fires) return fires.error();
    Json times = Json::array();
    for (const TimePoint fire : *fires) times.push_back(FormatIso8601(fire));
    return Ok({{"fires", std::move(times)}, {"problems", ProblemList(problems)}});
}

std::vector<Member> ScheduleMembers() {
    const Schema name = Schema::String().Length(0, 255);
    return {
        Required("crontab", Schema::String().Length(1, 255).Describe(
                                "Quartz, seconds first: 0 30 2 * * ? *; docs/formats/cron.md")),
        Optional("timezoneId", Schema::String().Length(1, 64).Default("UTC")),
        Optional("startTime", Schema::Time().Describe("no fire before it; absent: now")),
        Optional("endTime", Schema::Time().Describe("no fire after it")),
        Optional("missedFires", Schema::Enum({"RUN_ALL", "RUN_LAST", "SKIP"})
                                    .Default("RUN_ALL")
                                    .Describe("of moments at which no scheduler ran")),
        Optional("failureStrategy", Schema::Enum({"CONTINUE", "END"}).Default("CONTINUE")),
        Optional("notify", Schema::Enum({"NONE", "SUCCESS", "FAILURE", "ALL"})
                               .Default("NONE")
                               .Describe("of which ends the alarm group is told")),
        Optional("alarmGroup", name.Describe("its name; empty: none")),
        Optional("priority",
                 Schema::Enum({"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"}).Default("MEDIUM")),
        Optional("workerGroup", name.Default("default")),
        Optional("environment", name.Describe("its name; empty: none")),
        Optional("startParams", ParameterListSchema())};
}

}  // namespace

void AddScheduleRoutes(RouteTable& table, const ApiParts& parts) {
    std::vector<Member> shown{
        Required("workflowCode", Schema::Code()), Required("workflowName", Schema::String()),
        Required("releaseState", Schema::Enum({"OFFLINE", "ONLINE"})),
        Optional("nextFire", Schema::Time().Describe("as last told; absent while offline"))};
    for (const Member& member : ScheduleMembers()) shown.push_back(member);
    table.components.emplace("Schedule", RowSchema(shown));
    const std::string schedule = "/projects/{projectCode}/workflows/{workflowCode}/schedule";
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/schedules",
               .operation = "listSchedules",
               .tag = "schedules",
               .summary = "The project's schedules, by name of their workflow",
               .right = Right::kProjectRead,
               .query = NamedPageQuery(),
               .reply = PageOf(Schema::Ref("Schedule")),
               .handle = On(parts, ListSchedules)});
    table.Add({.method = "GET",
               .path = schedule,
               .operation = "getSchedule",
               .tag = "schedules",
               .summary = "The workflow's schedule",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("Schedule"),
               .handle = On(parts, GetSchedule)});
    table.Add({.method = "PUT",
               .path = schedule,
               .operation = "putSchedule",
               .tag = "schedules",
               .summary = "Make the workflow's schedule (offline) or change it",
               .right = Right::kProjectEdit,
               .body = ChangeSchema(ScheduleMembers()),
               .reply = Schema::Ref("Schedule"),
               .if_match = true,
               .handle = On(parts, PutSchedule)});
    table.Add({.method = "DELETE",
               .path = schedule,
               .operation = "deleteSchedule",
               .tag = "schedules",
               .summary = "Delete the workflow's schedule",
               .right = Right::kProjectEdit,
               .if_match = true,
               .handle = On(parts, DeleteSchedule)});
    table.Add({.method = "POST",
               .path = schedule + "/online",
               .operation = "bringScheduleOnline",
               .tag = "schedules",
               .summary = "Let it fire; its workflow must be online",
               .right = Right::kProjectOperate,
               .body = ChangeSchema({}),
               .reply = Schema::Ref("Schedule"),
               .body_optional = true,
               .if_match = true,
               .handle = On(parts, BringScheduleOnline)});
    table.Add({.method = "POST",
               .path = schedule + "/offline",
               .operation = "takeScheduleOffline",
               .tag = "schedules",
               .summary = "Let it fire no more; instances that run go on",
               .right = Right::kProjectOperate,
               .body = ChangeSchema({}),
               .reply = Schema::Ref("Schedule"),
               .body_optional = true,
               .if_match = true,
               .handle = On(parts, TakeScheduleOffline)});
    const Schema text = Schema::String().Length(1, 255);
    table.Add(
        {.method = "GET",
         .path = schedule + "/preview",
         .operation = "previewSchedule",
         .tag = "schedules",
         .summary = "The next fires of the workflow's schedule, or of one that is given here",
         .right = Right::kProjectRead,
         .query = {{.name = "count",
                    .schema = Schema::Integer().Range(1, 100).Default(5),
                    .description = "how many at most"},
                   {.name = "crontab",
                    .schema = text,
                    .description = "this one instead of the stored one, with the three below"},
                   {.name = "timezoneId", .schema = text, .description = "absent: UTC"},
                   {.name = "startTime", .schema = Schema::Time(), .description = ""},
                   {.name = "endTime", .schema = Schema::Time(), .description = ""}},
         .reply = Schema::Object(
             {Required("fires", Schema::Array(Schema::Time())),
              Required("problems",
                       Schema::Array(Schema::Ref("ProblemEntry")).Describe("warnings"))}),
         .handle = On(parts, PreviewSchedule)});
}

}  // namespace dmsnode::api
