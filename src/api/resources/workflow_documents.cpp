#include "api/resources/workflow_documents.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <set>

#include "api/problem.hpp"
#include "api/resources/rows.hpp"
#include "base/ids.hpp"
#include "workflow/workflow_writer.hpp"

namespace dmsnode::api {
namespace {

namespace catalog = store::catalog;
using workflow::WorkflowDefinition;

constexpr std::size_t kMostShownProblems = 200;

const std::vector<std::string>& RunnableTypes() {
    static const std::vector<std::string> types = workflow::SchedulerReadOptions().task_types;
    return types;
}

bool IsRunnable(const std::string& type) {
    return std::ranges::find(RunnableTypes(), type) != RunnableTypes().end();
}

/// The scheduler's, and these types are kept.
workflow::ReadOptions Keeping(const std::set<std::string>& types) {
    workflow::ReadOptions options = workflow::SchedulerReadOptions();
    for (const std::string& type : types) {
        if (!IsRunnable(type)) options.kept_types.push_back(type);
    }
    return options;
}

std::set<std::string> TypesOf(const Json& document) {
    std::set<std::string> types;
    const auto tasks = document.find("tasks");
    if (tasks == document.end() || !tasks->is_array()) return types;
    for (const Json& task : *tasks) types.insert(task.value("taskType", ""));
    return types;
}

}  // namespace

Result<WorkflowDefinition> ReadStored(const std::string& document) {
    Result<Json> json = ParseJson(document);
    if (!json) return json.error();
    const workflow::ReadOptions options = Keeping(TypesOf(*json));
    workflow::WorkflowFile file = workflow::ReadWorkflowValue(*std::move(json), options);
    for (const Problem& problem : file.problems) {
        if (problem.warning) continue;
        return Error{ErrorCode::kDataLoss,
                     "a stored workflow definition cannot be read: " + problem.ToString()};
    }
    return std::move(file.definition);
}

std::string WriteStored(const WorkflowDefinition& definition) {
    return DumpJson(workflow::WriteWorkflow(definition));
}

Result<catalog::Workflow> FindWorkflowRow(store::Connection& db, const Call& call) {
    const std::int64_t code = call.Code("workflowCode");
    return NeedInProject(catalog::FindWorkflow(db, code), "workflow", call.Code("projectCode"),
                         CodeText(code));
}

Result<StoredWorkflow> FindStored(store::Connection& db, const Call& call,
                                  std::optional<std::int64_t> version) {
    auto row = FindWorkflowRow(db, call);
    if (!row) return row.error();
    const std::int64_t wanted = version.value_or(row->version);
    const auto found = Need(catalog::FindWorkflowVersion(db, row->code, wanted), "version",
                            fmt::format("{} of the workflow \"{}\"", wanted, row->name));
    if (!found) return found.error();
    auto definition = ReadStored(found->document);
    if (!definition) return definition.error();
    return StoredWorkflow{*std::move(row), *std::move(definition), found->extra};
}

workflow::WorkflowFile ReadBody(const Call& call, const WorkflowDefinition* current) {
    std::set<std::string> types;
    if (current != nullptr) {
        for (const workflow::TaskDefinition& task : current->tasks) types.insert(task.task_type);
    }
    const workflow::ReadOptions options = Keeping(types);
    if (!call.Has("document")) {
        return workflow::ReadWorkflowFile(call.raw_body, "body.yaml", options);
    }
    return workflow::ReadWorkflowValue(call.body["document"], options);
}

void GiveCodes(WorkflowDefinition& definition, const WorkflowDefinition* current) {
    std::set<std::int64_t> used;
    for (const workflow::TaskDefinition& task : definition.tasks) used.insert(task.code);
    std::map<std::string, std::int64_t> known;
    if (current != nullptr) {
        for (const workflow::TaskDefinition& task : current->tasks) known[task.name] = task.code;
    }
    for (workflow::TaskDefinition& task : definition.tasks) {
        if (task.code != 0) continue;
        // A task that was renamed keeps its code; its old name may be another task's now.
        const auto found = known.find(task.name);
        const bool kept = found != known.end() && !used.contains(found->second);
        task.code = kept ? found->second : NewCode();
        used.insert(task.code);
    }
}

std::vector<Problem> ProblemsToRun(const ApiParts& on, const Call& call,
                                   const WorkflowDefinition& definition) {
    std::vector<Problem> problems;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const workflow::TaskDefinition& task = definition.tasks[i];
        if (IsRunnable(task.task_type)) continue;
        problems.push_back(
            {.path = fmt::format("$.tasks[{}].taskType", i),
             .message = fmt::format("tasks of the type \"{}\" cannot be run", task.task_type),
             .expected = fmt::format("{}", fmt::join(RunnableTypes(), ", ")),
             .hint = "replace the task by one that can"});
    }
    if (!problems.empty() || !on.check_nodes) return problems;
    return on.check_nodes(call.Code("projectCode"), definition);
}

void CheckNodesOf(const ApiParts& on, const Call& call, workflow::WorkflowFile& file) {
    if (HasErrors(file.problems)) return;
    std::vector<Problem> found = ProblemsToRun(on, call, file.definition);
    file.problems.insert(file.problems.end(), found.begin(), found.end());
}

Json WriteProblems(const workflow::WorkflowFile& file) {
    std::vector<Problem> told = file.problems;
    // Errors before warnings, so that the bound cuts none of them for a warning.
    std::ranges::stable_sort(told, {}, &Problem::warning);
    if (told.size() > kMostShownProblems) told.resize(kMostShownProblems);
    Json list = ProblemList(told);
    for (std::size_t i = 0; i < told.size(); ++i) {
        if (const int line = file.document.LineOf(told[i].path)) list[i]["line"] = line;
    }
    return list;
}

Answer RefusedDocument(const workflow::WorkflowFile& file) {
    const auto errors = std::ranges::count(file.problems, false, &Problem::warning);
    const std::string detail = fmt::format("the workflow definition has {} {}{}", errors,
                                           errors == 1 ? "problem" : "problems",
                                           file.problems.size() > kMostShownProblems
                                               ? fmt::format("; {} are shown", kMostShownProblems)
                                               : "");
    Answer answer = Refused(detail, {});
    answer.body["problems"] = WriteProblems(file);
    return answer;
}

Json WriteWorkflowRow(const catalog::Workflow& row) {
    return WriteRow(row, {{"projectCode", CodeText(row.project)},
                          {"name", row.name},
                          {"description", row.description},
                          {"releaseState", catalog::Word(row.release_state)},
                          {"version", row.version}});
}

Answer ShowWorkflow(const catalog::Workflow& row, const WorkflowDefinition& definition,
                    Json problems) {
    Json body = WriteWorkflowRow(row);
    body["document"] = workflow::WriteWorkflow(definition);
    if (!problems.is_null()) body["problems"] = std::move(problems);
    return WithRevision(Ok(std::move(body), WorkflowObject(row)), row.revision);
}

std::string WorkflowObject(const catalog::Workflow& row) {
    return fmt::format("workflow {} ({}), version {}", row.code, row.name, row.version);
}

}  // namespace dmsnode::api
