#include "api/resources/rows.hpp"
#include "api/resources/workflow_documents.hpp"
#include "base/ids.hpp"
#include "workflow/dolphinscheduler/export.hpp"
#include "workflow/dolphinscheduler/import.hpp"
#include "workflow/workflow_writer.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
namespace ds = workflow::dolphinscheduler;
using store::Connection;

constexpr std::size_t kMostImport = 8U << 20U;

/// Makes one workflow of an import file: all or none of them, so within the caller's transaction.
Result<catalog::Workflow> Make(Connection& db, const Call& call, ds::Workflow& imported) {
    GiveCodes(imported.definition, nullptr);
    return catalog::CreateWorkflow(db, call.Code("projectCode"),
                                   {.name = imported.definition.name,
                                    .description = imported.definition.description,
                                    .document = WriteStored(imported.definition),
                                    .author = call.principal.name},
                                   call.now);
}

Result<Answer> ImportWorkflows(const ApiParts& on, const Call& call) {
    ds::ImportedFile imported = ds::Import(DumpJson(call.body));
    workflow::WorkflowFile file;
    file.problems = imported.problems;
    if (HasErrors(file.problems)) return RefusedDocument(file);
    const bool dry_run = call.query.value("dryRun", false);
    Json made = Json::array();
    Status done = on.database.Write([&](Connection& db) -> Status {
        made = Json::array();
        for (ds::Workflow& workflow : imported.workflows) {
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

Result<Answer> ExportWorkflow(const ApiParts& on, const Call& call) {
    const auto stored = on.database.Read([&](Connection& db) { return FindStored(db, call); });
    if (!stored) return stored.error();
    const std::optional<ds::Family> family =
        ds::ParseFamily(call.query["family"].get<std::string>());
    const auto format = call.query["format"].get<std::string>();
    if (!family) return ExportNative(*stored, format);
    if (format != "json") {
        return Error{ErrorCode::kInvalidArgument, "DolphinScheduler's files are JSON"}.Hint(
            "leave format out");
    }
    const ds::ExportedFile exported =
        ds::Export({{.code = stored->row.code, .definition = stored->definition, .schedule = {}}},
                   {.family = *family, .new_code = NewCode, .project_code = stored->row.project});
    if (HasErrors(exported.problems)) {
        workflow::WorkflowFile file;
        file.problems = exported.problems;
        return RefusedDocument(file);
    }
    return AsFile(Ok(exported.root), stored->row, "json");
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
                          .description = "yaml: of the native form only"}},
               .reply = Schema::Any(),
               .other_reply_type = "application/yaml",
               .handle = On(parts, ExportWorkflow)});
}

}  // namespace dmsnode::api
