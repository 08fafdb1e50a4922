#include "api/resources/rows.hpp"
#include "api/resources/workflow_documents.hpp"
#include "workflow/definition_diff.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using store::Connection;

Json WriteVersion(const catalog::WorkflowVersion& row) {
    Json version{{"version", row.version},
                 {"author", row.author},
                 {"size", row.size},
                 {"created", FormatIso8601(row.created)}};
    if (row.restored_from) version["restoredFrom"] = *row.restored_from;
    return version;
}

Result<Answer> ListVersions(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    using Rows = std::vector<catalog::WorkflowVersion>;
    const auto rows = on.database.Read([&](Connection& db) -> Result<Rows> {
        const auto row = FindWorkflowRow(db, call);
        if (!row) return row.error();
        return catalog::ListWorkflowVersions(db, row->code, ReadCode(page.after), page.limit + 1);
    });
    if (!rows) return rows.error();
    return Ok(MakePage(*rows, page, WriteVersion,
                       [](const catalog::WorkflowVersion& row) { return CodeText(row.version); }));
}

Result<Answer> GetVersion(const ApiParts& on, const Call& call) {
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto row = FindWorkflowRow(db, call);
        if (!row) return row.error();
        const std::int64_t number = call.Code("version");
        const auto version = Need(catalog::FindWorkflowVersion(db, row->code, number), "version",
                                  fmt::format("{} of the workflow \"{}\"", number, row->name));
        if (!version) return version.error();
        Result<Json> document = ParseJson(version->document);
        if (!document) return document.error();
        Json body = WriteVersion(*version);
        body["document"] = *std::move(document);
        return Ok(std::move(body));
    });
}

Result<Answer> RestoreVersion(const ApiParts& on, const Call& call) {
    const std::int64_t number = call.Code("version");
    const auto old = on.database.Read([&](Connection& db) { return FindStored(db, call, number); });
    if (!old) return old.error();
    const auto based_on = BasedOn(call, old->row.revision, Lock::kOptional);
    if (!based_on) return based_on.error();
    workflow::WorkflowFile file;
    if (old->row.release_state == catalog::ReleaseState::kOnline) {
        file.problems = ProblemsToRun(on, call, old->definition);
    }
    if (HasErrors(file.problems)) return RefusedDocument(file);
    const auto row = on.database.Write([&](Connection& db) {
        return catalog::RestoreWorkflow(db, old->row.code, number, call.principal.name, *based_on,
                                        call.now);
    });
    if (!row) return row.error();
    return ShowWorkflow(*row, old->definition, WriteProblems(file));
}

Json WriteChange(const workflow::DefinitionChange& change) {
    Json written{{"kind", workflow::Word(change.kind)},
                 {"path", change.path},
                 {"before", change.before},
                 {"after", change.after}};
    if (!change.task.empty()) written["task"] = change.task;
    if (change.task_code != 0) written["taskCode"] = CodeText(change.task_code);
    return written;
}

Result<Answer> DiffVersions(const ApiParts& on, const Call& call) {
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto before = FindStored(db, call, call.Code("version"));
        if (!before) return before.error();
        const auto after = FindStored(db, call, call.Code("otherVersion"));
        if (!after) return after.error();
        Json changes = Json::array();
        for (const auto& change : workflow::Diff(before->definition, after->definition)) {
            changes.push_back(WriteChange(change));
        }
        return Ok({{"changes", std::move(changes)}});
    });
}

void AddVersionSchemas(RouteTable& table) {
    const std::vector<Member> members{
        Required("version", Schema::Integer()), Required("author", Schema::String()),
        Required("size", Schema::Integer().Describe("of the document, in bytes")),
        Required("created", Schema::Time()),
        Optional("restoredFrom",
                 Schema::Integer().Describe("the older version whose document this is"))};
    std::vector<Member> details = members;
    details.push_back(Required("document", Schema::Ref("WorkflowDocument")));
    table.components.emplace("WorkflowVersion", Schema::Object(members));
    table.components.emplace("WorkflowVersionDetails", Schema::Object(details));
    table.components.emplace(
        "DefinitionChange",
        Schema::Object(
            {Required("kind", Schema::Enum({"task_added", "task_removed", "task_renamed",
                                            "field_changed", "parameter_added", "parameter_removed",
                                            "edge_added", "edge_removed"})),
             Optional("task", Schema::String().Describe("its name; absent: the workflow itself")),
             Optional("taskCode", Schema::Code()),
             Required("path", Schema::String().Describe(
                                  "in the later document; of what was removed, in the earlier")),
             Required("before", Schema::Any().Describe("null: there was none")),
             Required("after", Schema::Any().Describe("null: there is none"))}));
}

}  // namespace

void AddVersionRoutes(RouteTable& table, const ApiParts& parts) {
    AddVersionSchemas(table);
    const std::string versions = "/projects/{projectCode}/workflows/{workflowCode}/versions";
    table.Add({.method = "GET",
               .path = versions,
               .operation = "listVersions",
               .tag = "workflows",
               .summary = "The versions of a workflow, the newest first",
               .right = Right::kProjectRead,
               .query = PageQuery(),
               .reply = PageOf(Schema::Ref("WorkflowVersion")),
               .handle = On(parts, ListVersions)});
    table.Add({.method = "GET",
               .path = versions + "/{version}",
               .operation = "getVersion",
               .tag = "workflows",
               .summary = "One version, with its document",
               .right = Right::kProjectRead,
               .reply = Schema::Ref("WorkflowVersionDetails"),
               .handle = On(parts, GetVersion)});
    table.Add({.method = "POST",
               .path = versions + "/{version}/restore",
               .operation = "restoreVersion",
               .tag = "workflows",
               .summary = "Save an older version's document as the newest version",
               .right = Right::kProjectEdit,
               .body = ChangeSchema({}),
               .reply = Schema::Ref("WorkflowDetails"),
               .body_optional = true,
               .if_match = true,
               .handle = On(parts, RestoreVersion)});
    table.Add({.method = "GET",
               .path = versions + "/{version}/diff/{otherVersion}",
               .operation = "diffVersions",
               .tag = "workflows",
               .summary = "What changed from one version to another",
               .right = Right::kProjectRead,
               .reply = Schema::Object(
                   {Required("changes", Schema::Array(Schema::Ref("DefinitionChange")))}),
               .handle = On(parts, DiffVersions)});
}

}  // namespace dmsnode::api
