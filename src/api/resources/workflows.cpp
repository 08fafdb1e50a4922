#include "api/problem.hpp"
#include "api/resources/rows.hpp"
#include "api/resources/workflow_documents.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

constexpr std::size_t kMostBody = 8U << 20U;

catalog::WorkflowContent ContentOf(const Call& call,
                                   const workflow::WorkflowDefinition& definition) {
    return {.name = definition.name,
            .description = definition.description,
            .document = WriteStored(definition),
            .author = call.principal.name};
}

/// What is online is run as it is saved, so it is checked as on its way there.
bool IsOnline(const catalog::Workflow& row) {
    return row.release_state == catalog::ReleaseState::kOnline;
}

Result<Answer> ListWorkflows(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    const auto state = catalog::ParseReleaseState(call.query.value("releaseState", ""));
    const auto rows = on.database.Read([&](Connection& db) {
        return catalog::ListWorkflows(db, call.Code("projectCode"), state, RowsOf(page, call));
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteWorkflowRow,
                       [](const catalog::Workflow& row) { return row.name; }));
}

Result<Answer> MakeWorkflow(const ApiParts& on, const Call& call) {
    workflow::WorkflowFile file = ReadBody(call, nullptr);
    if (HasErrors(file.problems)) return RefusedDocument(file);
    GiveCodes(file.definition, nullptr);
    const auto made = on.database.Write([&](Connection& db) {
        return catalog::CreateWorkflow(db, call.Code("projectCode"),
                                       ContentOf(call, file.definition), call.now);
    });
    if (!made) return made.error();
    return ShowWorkflow(*made, file.definition, WriteProblems(file));
}

Result<StoredWorkflow> ReadCurrent(const ApiParts& on, const Call& call) {
    return on.database.Read([&](Connection& db) { return FindStored(db, call); });
}

Result<Answer> GetWorkflow(const ApiParts& on, const Call& call) {
    const auto stored = ReadCurrent(on, call);
    if (!stored) return stored.error();
    return ShowWorkflow(stored->row, stored->definition, nullptr);
}

Result<Answer> SaveWorkflow(const ApiParts& on, const Call& call) {
    const auto current = ReadCurrent(on, call);
    if (!current) return current.error();
    const auto based_on = BasedOn(call, current->row.revision, Lock::kNeeded);
    if (!based_on) return based_on.error();
    workflow::WorkflowFile file = ReadBody(call, &current->definition);
    GiveCodes(file.definition, &current->definition);
    if (IsOnline(current->row)) CheckNodesOf(on, call, file);
    if (HasErrors(file.problems)) return RefusedDocument(file);
    const auto saved = on.database.Write([&](Connection& db) {
        return catalog::SaveWorkflow(db, current->row.code, ContentOf(call, file.definition),
                                     *based_on, call.now);
    });
    if (!saved) return saved.error();
    return ShowWorkflow(*saved, file.definition, WriteProblems(file));
}

Result<Answer> DeleteWorkflow(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto row = FindWorkflowRow(db, call);
        if (!row) return row.error();
        const auto based_on = BasedOn(call, row->revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        if (Status done = catalog::DeleteWorkflow(db, row->code, *based_on); !done) {
            return done.error();
        }
        return NoContent(WorkflowObject(*row));
    });
}

Result<Answer> BringWorkflowOnline(const ApiParts& on, const Call& call) {
    auto current = ReadCurrent(on, call);
    if (!current) return current.error();
    const auto based_on = BasedOn(call, current->row.revision, Lock::kOptional);
    if (!based_on) return based_on.error();
    workflow::WorkflowFile file;
    file.problems = ProblemsToRun(on, call, current->definition);
    if (HasErrors(file.problems)) return RefusedDocument(file);
    if (IsOnline(current->row) && *based_on == current->row.revision) {
        return ShowWorkflow(current->row, current->definition, WriteProblems(file));
    }
    const auto row = on.database.Write([&](Connection& db) {
        return catalog::SetReleaseState(db, current->row.code, catalog::ReleaseState::kOnline,
                                        *based_on, call.now);
    });
    if (!row) return row.error();
    return ShowWorkflow(*row, current->definition, WriteProblems(file));
}

Result<Answer> TakeWorkflowOffline(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto current = FindStored(db, call);
        if (!current) return current.error();
        const auto based_on = BasedOn(call, current->row.revision, Lock::kOptional);
        if (!based_on) return based_on.error();
        const auto row = catalog::SetReleaseState(
            db, current->row.code, catalog::ReleaseState::kOffline, *based_on, call.now);
        if (!row) return row.error();
        return ShowWorkflow(*row, current->definition, nullptr);
    });
}

Answer ShowValidation(const workflow::WorkflowFile& file) {
    return Ok({{"valid", !HasErrors(file.problems)}, {"problems", WriteProblems(file)}});
}

/// The body as the next version, or, without one, the current version.
Result<Answer> ValidateWorkflow(const ApiParts& on, const Call& call) {
    auto current = ReadCurrent(on, call);
    if (!current) return current.error();
    workflow::WorkflowFile file;
    if (call.Has("document") || !call.raw_body.empty()) {
        file = ReadBody(call, &current->definition);
    } else {
        file.definition = std::move(current->definition);
    }
    CheckNodesOf(on, call, file);
    return ShowValidation(file);
}

Result<Answer> ValidateDocument(const ApiParts& on, const Call& call) {
    workflow::WorkflowFile file = ReadBody(call, nullptr);
    CheckNodesOf(on, call, file);
    return ShowValidation(file);
}

void AddWorkflowSchemas(RouteTable& table) {
    const std::vector<Member> members{
        Required("projectCode", Schema::Code()), Required("name", NameSchema()),
        Required("description", DescriptionSchema()),
        Required("releaseState", Schema::Enum({"OFFLINE", "ONLINE"})),
        Required("version", Schema::Integer().Describe("the current one, which is the newest"))};
    std::vector<Member> details = members;
    details.push_back(Required("document", Schema::Ref("WorkflowDocument")));
    details.push_back(Optional(
        "problems",
        Schema::Array(Schema::Ref("ProblemEntry")).Describe("of a document just saved: warnings")));
    table.components.emplace("WorkflowDocument",
                             Schema::Map(Schema::Any())
                                 .Describe("a workflow file: docs/workflow-files.md tells the "
                                           "fields"));
    table.components.emplace("ProblemEntry", ProblemEntrySchema());
    table.components.emplace("Workflow", RowSchema(members));
    table.components.emplace("WorkflowDetails", RowSchema(details));
    table.components.emplace(
        "Validation",
        Schema::Object({Required("valid", Schema::Boolean().Describe("no problem is an error")),
                        Required("problems", Schema::Array(Schema::Ref("ProblemEntry")))}));
}

/// A route whose body is a document, as JSON or YAML.
Route WithDocument(Route route, bool change) {
    const std::vector<Member> members{Required("document", Schema::Ref("WorkflowDocument"))};
    route.body = change ? ChangeSchema(members) : Schema::Object(members);
    route.other_body_type = "application/yaml";
    route.max_body = kMostBody;
    return route;
}

void AddDocumentRoutes(RouteTable& table, const ApiParts& parts) {
    table.Add(WithDocument({.method = "POST",
                            .path = "/projects/{projectCode}/workflows",
                            .operation = "makeWorkflow",
                            .tag = "workflows",
                            .summary = "Make a workflow: its version 1, offline",
                            .right = Right::kProjectEdit,
                            .reply = Schema::Ref("WorkflowDetails"),
                            .status = 201,
                            .once = true,
                            .handle = On(parts, MakeWorkflow)},
                           false));
    table.Add(WithDocument({.method = "PUT",
                            .path = "/projects/{projectCode}/workflows/{workflowCode}",
                            .operation = "saveWorkflow",
                            .tag = "workflows",
                            .summary = "Save a new version. Tasks without code keep that of the "
                                       "task with their name",
                            .right = Right::kProjectEdit,
                            .reply = Schema::Ref("WorkflowDetails"),
                            .if_match = true,
                            .handle = On(parts, SaveWorkflow)},
                           true));
    table.Add(WithDocument({.method = "POST",
                            .path = "/projects/{projectCode}/workflows/validate",
                            .operation = "validateDocument",
                            .tag = "workflows",
                            .summary = "Everything that is wrong with a document, nothing saved",
                            .right = Right::kProjectRead,
                            .reply = Schema::Ref("Validation"),
                            .handle = On(parts, ValidateDocument)},
                           false));
    Route validate = WithDocument(
        {.method = "POST",
         .path = "/projects/{projectCode}/workflows/{workflowCode}/validate",
         .operation = "validateWorkflow",
         .tag = "workflows",
         .summary = "The same for the next version, or without a body for the current one",
         .right = Right::kProjectRead,
         .reply = Schema::Ref("Validation"),
         .handle = On(parts, ValidateWorkflow)},
        false);
    validate.body_optional = true;
    table.Add(std::move(validate));
}

}  // namespace

void AddWorkflowRoutes(RouteTable& table, const ApiParts& parts) {
    AddWorkflowSchemas(table);
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/workflows",
               .operation = "listWorkflows",
               .tag = "workflows",
               .summary = "The project's workflows, by name",
               .right = Right::kProjectRead,
               .query = PageQuery({{.name = "name",
                                    .schema = NameSchema(),
                                    .description = "only names that hold this text"},
                                   {.name = "releaseState",
                                    .schema = Schema::Enum({"OFFLINE", "ONLINE"}),
                                    .description = "only those in this state"}}),
               .reply = PageOf(Schema::Ref("Workflow")),
               .handle = On(parts, ListWorkflows)});
    table.Add({.method = "GET",
               .path = "/projects/{projectCode}/workflows/{workflowCode}",
               .operation = "getWorkflow",
               .tag = "workflows",
               .summary = "One workflow, with the document of its current version",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("WorkflowDetails"),
               .handle = On(parts, GetWorkflow)});
    table.Add({.method = "DELETE",
               .path = "/projects/{projectCode}/workflows/{workflowCode}",
               .operation = "deleteWorkflow",
               .tag = "workflows",
               .summary = "Delete a workflow that is offline, with its versions and its schedule",
               .right = Right::kProjectEdit,
               .if_match = true,
               .handle = On(parts, DeleteWorkflow)});
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/workflows/{workflowCode}/online",
               .operation = "bringWorkflowOnline",
               .tag = "workflows",
               .summary = "Let it be started; the parameters of all its nodes are checked",
               .right = Right::kProjectEdit,
               .body = ChangeSchema({}),
               .reply = Schema::Ref("WorkflowDetails"),
               .body_optional = true,
               .if_match = true,
               .handle = On(parts, BringWorkflowOnline)});
    table.Add({.method = "POST",
               .path = "/projects/{projectCode}/workflows/{workflowCode}/offline",
               .operation = "takeWorkflowOffline",
               .tag = "workflows",
               .summary = "No more starts, its schedule goes offline too; instances that run go on",
               .right = Right::kProjectEdit,
               .body = ChangeSchema({}),
               .reply = Schema::Ref("WorkflowDetails"),
               .body_optional = true,
               .if_match = true,
               .handle = On(parts, TakeWorkflowOffline)});
    AddDocumentRoutes(table, parts);
    AddVersionRoutes(table, parts);
    AddTransferRoutes(table, parts);
}

}  // namespace dmsnode::api
