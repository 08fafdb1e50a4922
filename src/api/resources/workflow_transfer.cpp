#include "api/resources/rows.hpp"
#include "api/resources/workflow_documents.hpp"
#include "base/ids.hpp"
#include "base/times.hpp"
#include "workflow/dolphinscheduler/export.hpp"
#include "workflow/dolphinscheduler/import.hpp"
#include "workflow/schedule.hpp"
#include "workflow/workflow_writer.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
namespace ds = workflow::dolphinscheduler;
using store::Connection;

constexpr std::size_t kMostImport = 8U << 20U;

/// `yyyy-MM-dd HH:mm:ss` by the zone's clocks.
std::optional<TimePoint> ReadLocal(std::string text, const workflow::TimeZone& zone) {
    if (text.size() < 11) return std::nullopt;
    text[10] = 'T';
    const std::optional<TimePoint> shown = ParseIso8601(text + "Z");
    if (!shown) return std::nullopt;
    return zone.ToUtc(workflow::LocalTime(shown->time_since_epoch()));
}
std::string WriteLocal(TimePoint time, const workflow::TimeZone& zone) {
    std::string text =
        FormatIso8601(TimePoint(zone.ToLocal(time).time_since_epoch())).substr(0, 19);
    text[10] = ' ';
    return text;
}

/// The schedule as the catalogue keeps it. Nothing, and a warning, if it cannot be used here.
std::optional<catalog::ScheduleContent> ContentOf(const ds::Schedule& schedule,
                                                  const std::string& path,
                                                  std::vector<Problem>& problems) {
    const Result<workflow::TimeZone> zone = workflow::TimeZone::Find(schedule.timezone_id);
    const auto start =
        zone ? ReadLocal(schedule.start_time, *zone) : std::optional<TimePoint>(std::nullopt);
    std::vector<Problem> wrong = workflow::CheckSchedule(
        {.crontab = schedule.crontab, .time_zone = schedule.timezone_id}, path);
    if (HasErrors(wrong) || !start) {
        problems.push_back({.path = path,
                            .message = "the schedule is left out: it cannot be used here",
                            .expected = {},
                            .hint = HasErrors(wrong) ? wrong.front().ToString() : "",
                            .warning = true});
        return std::nullopt;
    }
    return catalog::ScheduleContent{
        .cron = schedule.crontab,
        .time_zone = schedule.timezone_id,
        .start = *start,
        .end = ReadLocal(schedule.end_time, *zone),
        .missed_fires = "RUN_ALL",
        .failure_strategy = std::string(ds::Word(schedule.failure_strategy)),
        .warning_type = std::string(ds::Word(schedule.warning_type)),
        .priority = std::string(workflow::Word(schedule.priority)),
        .worker_group = schedule.worker_group,
        .start_parameters = "[]"};
}

/// The way back. Without an end: a hundred years, as DolphinScheduler's own form proposes.
Result<ds::Schedule> ScheduleOf(const catalog::ScheduleContent& content) {
    const Result<workflow::TimeZone> zone = workflow::TimeZone::Find(content.time_zone);
    if (!zone) return zone.error();
    ds::Schedule schedule;
    schedule.crontab = content.cron;
    schedule.timezone_id = content.time_zone;
    schedule.start_time = WriteLocal(content.start, *zone);
    schedule.end_time =
        WriteLocal(content.end.value_or(content.start + std::chrono::days(36'525)), *zone);
    if (content.failure_strategy == "END") schedule.failure_strategy = ds::FailureStrategy::kEnd;
    for (const ds::WarningType type :
         {ds::WarningType::kSuccess, ds::WarningType::kFailure, ds::WarningType::kAll}) {
        if (content.warning_type == ds::Word(type)) schedule.warning_type = type;
    }
    schedule.priority =
        workflow::ParseTaskPriority(content.priority).value_or(workflow::TaskPriority::kMedium);
    if (!content.worker_group.empty()) schedule.worker_group = content.worker_group;
    return schedule;
}

/// One workflow of an import file, and its schedule, offline.
struct Imported {
    workflow::WorkflowDefinition definition;
    std::optional<catalog::ScheduleContent> schedule;
    std::string extra;  ///< What the file holds and neither of them has a place for.
};

std::vector<Imported> ReadAll(const ds::ImportedFile& file, std::vector<Problem>& problems) {
    std::vector<Imported> all;
    for (std::size_t i = 0; i < file.workflows.size(); ++i) {
        const Json& extra = file.workflows[i].extra;
        Imported one{.definition = file.workflows[i].definition,
                     .schedule = {},
                     .extra = extra.empty() ? "" : DumpJson(extra)};
        GiveCodes(one.definition, nullptr);
        if (const auto& schedule = file.workflows[i].schedule) {
            one.schedule = ContentOf(*schedule, fmt::format("$[{}].schedule", i), problems);
        }
        all.push_back(std::move(one));
    }
    return all;
}

/// Makes one of them: all or none, so within the caller's transaction.
Result<catalog::Workflow> Make(Connection& db, const Call& call, const Imported& imported) {
    auto made = catalog::CreateWorkflow(db, call.Code("projectCode"),
                                        {.name = imported.definition.name,
                                         .description = imported.definition.description,
                                         .document = WriteStored(imported.definition),
                                         .author = call.principal.name,
                                         .extra = imported.extra},
                                        call.now);
    if (!made || !imported.schedule) return made;
    const auto schedule = catalog::CreateSchedule(db, made->code, *imported.schedule, call.now);
    if (!schedule) return schedule.error();
    return made;
}

Result<Answer> ImportWorkflows(const ApiParts& on, const Call& call) {
    const ds::ImportedFile imported = ds::Import(DumpJson(call.body));
    workflow::WorkflowFile file;
    file.problems = imported.problems;
    if (HasErrors(file.problems)) return RefusedDocument(file);
    const std::vector<Imported> workflows = ReadAll(imported, file.problems);
    const bool dry_run = call.query.value("dryRun", false);
    Json made = Json::array();
    Status done = on.database.Write([&](Connection& db) -> Status {
        made = Json::array();
        for (const Imported& workflow : workflows) {
            if (dry_run) break;
            const auto row = Make(db, call, workflow);
            if (!row) return row.error();
            made.push_back(WriteWorkflowRow(*row));
        }
        return {};
    });
    if (!done) return done.error();
    const std::string object =
        fmt::format("project {}: {} workflows imported", call.Code("projectCode"), made.size());
    return Ok({{"family", ds::Word(imported.family)},
               {"workflows", std::move(made)},
               {"problems", WriteProblems(file)}},
              object);
}

/// For browsers: the name under which the file is saved.
Answer AsFile(Answer answer, const catalog::Workflow& row, std::string_view ending) {
    answer.headers.push_back(
        {"Content-Disposition",
         fmt::format("attachment; filename=\"workflow-{}.{}\"", row.code, ending)});
    return answer;
}

Result<Answer> ExportNative(const StoredWorkflow& stored, const std::string& format) {
    if (format == "json") {
        return AsFile(Ok(workflow::WriteWorkflow(stored.definition)), stored.row, "json");
    }
    Answer answer = OkText(workflow::WriteWorkflowYaml(stored.definition));
    answer.text_type = "application/yaml";
    return AsFile(std::move(answer), stored.row, "yaml");
}

/// Written by us, so anything else in it is not looked at.
Json ExtraOf(const StoredWorkflow& stored) {
    if (stored.extra.empty()) return Json::object();
    Result<Json> extra = ParseJson(stored.extra);
    return extra && extra->is_object() ? *std::move(extra) : Json::object();
}

Result<Answer> ExportWorkflow(const ApiParts& on, const Call& call) {
    std::optional<ds::Schedule> schedule;
    const auto stored = on.database.Read([&](Connection& db) -> Result<StoredWorkflow> {
        auto found = FindStored(db, call);
        if (!found) return found;
        const auto row = catalog::FindScheduleOfWorkflow(db, found->row.code);
        if (!row) return row.error();
        if (!*row) return found;
        auto written = ScheduleOf((*row)->content);
        if (!written) return written.error();
        schedule = *std::move(written);
        return found;
    });
    if (!stored) return stored.error();
    const std::optional<ds::Family> family =
        ds::ParseFamily(call.query["family"].get<std::string>());
    const auto format = call.query["format"].get<std::string>();
    const bool report = call.query.value("report", false);
    if (!family && !report) return ExportNative(*stored, format);
    if (!family) {
        return Error{ErrorCode::kInvalidArgument, "a report is of DolphinScheduler's files only"}
            .Hint("our own form leaves nothing out: there is nothing to tell");
    }
    if (format != "json") {
        return Error{ErrorCode::kInvalidArgument, "DolphinScheduler's files are JSON"}.Hint(
            "leave format out");
    }
    const ds::ExportedFile exported =
        ds::Export({{.code = stored->row.code,
                     .definition = stored->definition,
                     .schedule = schedule,
                     .extra = ExtraOf(*stored)}},
                   {.family = *family, .new_code = NewCode, .project_code = stored->row.project});
    workflow::WorkflowFile file;
    file.problems = exported.problems;
    if (HasErrors(file.problems)) return RefusedDocument(file);
    if (!report) return AsFile(Ok(exported.root), stored->row, "json");
    return Ok({{"family", ds::Word(*family)},
               {"file", exported.root},
               {"problems", WriteProblems(file)}});
}

}  // namespace

void AddTransferRoutes(RouteTable& table, const ApiParts& parts) {
    table.components.emplace(
        "Import",
        Schema::Object({Required("family", Schema::Enum({"3.2", "3.3"})),
                        Required("workflows", Schema::Array(Schema::Ref("Workflow"))),
                        Required("problems", Schema::Array(Schema::Ref("ProblemEntry"))
                                                 .Describe("warnings: what is kept and has no "
                                                           "effect here"))}));
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/workflows/import",
               .operation = "importWorkflows",
               .tag = "workflows",
               .summary = "Make the workflows of a DolphinScheduler export file, all or none",
               .right = Right::kProjectEdit,
               .query = {{.name = "dryRun",
                          .schema = Schema::Boolean().Default(false),
                          .description = "tell the problems only"}},
               .body = Schema::Any().Describe("the file, of DolphinScheduler 3.2 or 3.3"),
               .reply = Schema::Ref("Import"),
               .status = 201,
               .max_body = kMostImport,
               .once = true,
               .handle = On(parts, ImportWorkflows)});
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/workflows/{workflowCode}/export",
               .operation = "exportWorkflow",
               .tag = "workflows",
               .summary = "The workflow as a file: of its own form, or DolphinScheduler's",
               .right = Right::kProjectRead,
               .query = {{.name = "family",
                          .schema = Schema::Enum({"native", "3.2", "3.3"}).Default("native"),
                          .description = "whose file; 3.2 and 3.3 are DolphinScheduler's"},
                         {.name = "format",
                          .schema = Schema::Enum({"json", "yaml"}).Default("json"),
                          .description = "yaml: of the native form only"},
                         {.name = "report",
                          .schema = Schema::Boolean().Default(false),
                          .description = "of 3.2 and 3.3: answer {family, file, problems}, where "
                                         "problems are warnings of what a cluster does not act "
                                         "on, with paths into the file"}},
               .reply = Schema::Any(),
               .other_reply_type = "application/yaml",
               .handle = On(parts, ExportWorkflow)});
}

}  // namespace dmsnode::api
