#include "cli/run/check_workflow.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workflow/task_scope.hpp"

namespace dmsnode::cli {
namespace {

bool IsRunnable(const workflow::TaskDefinition& task) {
    return task.task_type == "DMS" && task.task_params.is_object();
}

std::vector<Problem> InOrder(std::vector<Problem> problems) {
    std::stable_sort(problems.begin(), problems.end(),
                     [](const Problem& a, const Problem& b) { return !a.warning && b.warning; });
    return problems;
}

/// A parameter whose value uses a later one is itself known only later.
std::vector<std::string> WithThoseThatUse(std::vector<std::string> later,
                                          const workflow::WorkflowDefinition& definition,
                                          const workflow::TaskDefinition& task) {
    std::vector<workflow::Parameter> open = definition.global_params;
    open.insert(open.end(), task.local_params.begin(), task.local_params.end());
    const auto uses_later = [&](const workflow::Parameter& parameter) {
        return std::any_of(later.begin(), later.end(), [&](const std::string& name) {
            return parameter.value.find("${" + name + "}") != std::string::npos;
        });
    };
    while (true) {
        const auto found = std::find_if(open.begin(), open.end(), uses_later);
        if (found == open.end()) return later;
        later.push_back(found->name);
        open.erase(found);
    }
}

/// OUT parameters of localParams are resolved when the node has ended; their names are checked now.
void CheckOutParameters(const workflow::WorkflowDefinition& definition, std::size_t index,
                        workflow::ParameterScope scope, const std::vector<std::string>& later,
                        std::vector<Problem>& problems) {
    for (const std::string& name : later) {
        scope.Set(workflow::ParameterLevel::kUpstream,
                  workflow::Parameter{.name = name, .value = "-"});
    }
    std::map<std::string, std::string> outputs;
    for (const std::string& name : tasks::DmsOutputNames()) outputs[name] = "-";
    workflow::OutputsOf(definition.tasks[index], fmt::format("$.tasks[{}]", index),
                        std::move(scope), outputs, problems);
}

}  // namespace

tasks::FileAccess FilesBeside(const std::filesystem::path& workflow_file) {
    const std::filesystem::path folder = std::filesystem::absolute(workflow_file).parent_path();
    return tasks::FileAccess{.folders = {folder}};
}

tasks::PreparedNode PrepareTask(const workflow::WorkflowDefinition& definition, std::size_t task,
                                const workflow::ParameterScope& scope,
                                const tasks::FileAccess& files,
                                const std::vector<std::string>& later_names) {
    return tasks::PrepareDmsNode(
        definition.tasks[task].task_params, fmt::format("$.tasks[{}].taskParams", task), scope,
        files, tasks::PrepareOptions{.later_names = later_names, .foreign_keys = {}});
}

std::vector<tasks::PreparedNode> CheckWorkflow(workflow::WorkflowFile& file,
                                               const std::vector<workflow::Parameter>& startup,
                                               TimePoint now) {
    const workflow::WorkflowDefinition& definition = file.definition;
    const workflow::Graph graph = workflow::GraphOf(definition);
    const tasks::FileAccess files = FilesBeside(file.file_name);
    std::vector<tasks::PreparedNode> nodes(definition.tasks.size());
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const workflow::TaskDefinition& task = definition.tasks[i];
        if (!IsRunnable(task)) continue;
        const workflow::ParameterScope scope =
            workflow::ScopeOf(definition, i, {}, startup,
                              workflow::BuiltInFacts{.schedule_time = now,
                                                     .workflow_name = definition.name,
                                                     .workflow_instance_id = "0",
                                                     .task_name = task.name,
                                                     .task_instance_id = "0"});
        const std::vector<std::string> later =
            WithThoseThatUse(workflow::UpstreamNames(definition, graph, i, tasks::DmsOutputNames()),
                             definition, task);
        nodes[i] = PrepareTask(definition, i, scope, files, later);
        file.problems.insert(file.problems.end(), nodes[i].problems.begin(),
                             nodes[i].problems.end());
        CheckOutParameters(definition, i, scope, later, file.problems);
    }
    return nodes;
}

std::string DescribeProblems(const workflow::WorkflowFile& file) {
    std::string text;
    for (const Problem& problem : InOrder(file.problems)) {
        text += fmt::format("{}: {}\n", file.PlaceOf(problem.path), problem.ToString());
    }
    return text;
}

Json ProblemsToJson(const workflow::WorkflowFile& file) {
    Json list = Json::array();
    for (const Problem& problem : InOrder(file.problems)) {
        list.push_back({{"file", file.file_name},
                        {"line", file.document.LineOf(problem.path)},
                        {"path", problem.path},
                        {"message", problem.message},
                        {"expected", problem.expected},
                        {"hint", problem.hint},
                        {"warning", problem.warning}});
    }
    return list;
}

}  // namespace dmsnode::cli
