#include "app/node_checks.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "workflow/task_scope.hpp"

namespace dmsnode::app {
namespace {

/// The names in `${…}` of a text.
std::vector<std::string> NamesIn(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = text.find("${"); at != std::string_view::npos; at = text.find("${", at)) {
        at += 2;
        const std::size_t end = text.find_first_of("}$", at);
        if (end != std::string_view::npos && text[end] == '}') {
            names.emplace_back(text.substr(at, end - at));
        }
    }
    return names;
}

/// Everything that the task may name and that has a value only when it runs.
std::vector<std::string> LaterNames(const workflow::WorkflowDefinition& definition,
                                    const workflow::TaskDefinition& task,
                                    std::vector<std::string> upstream,
                                    const workflow::ParameterScope& scope) {
    std::vector<workflow::Parameter> open = definition.global_params;
    open.insert(open.end(), task.local_params.begin(), task.local_params.end());
    std::vector<std::string> named = NamesIn(DumpJson(task.task_params));
    for (const workflow::Parameter& parameter : open) {
        for (std::string& name : NamesIn(parameter.value)) named.push_back(std::move(name));
    }
    std::vector<std::string> later = std::move(upstream);
    for (std::string& name : named) {
        if (scope.Find(name) == nullptr) later.push_back(std::move(name));
    }
    const auto is_later = [&](const std::string& name) {
        return std::ranges::find(later, name) != later.end();
    };
    // A parameter whose value uses a later one is itself known only later.
    while (true) {
        const auto found = std::ranges::find_if(open, [&](const workflow::Parameter& parameter) {
            return std::ranges::any_of(NamesIn(parameter.value), is_later);
        });
        if (found == open.end()) return later;
        later.push_back(found->name);
        open.erase(found);
    }
}

}  // namespace

std::vector<Problem> CheckNodes(const std::vector<tasks::TaskKind*>& kinds,
                                const workflow::WorkflowDefinition& definition) {
    std::vector<Problem> problems;
    const workflow::Graph graph = workflow::GraphOf(definition);
    std::vector<std::string> outputs;
    for (const tasks::TaskKind* kind : kinds) {
        for (std::string& name : kind->OutputNames()) outputs.push_back(std::move(name));
    }
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const workflow::TaskDefinition& task = definition.tasks[i];
        const auto kind = std::ranges::find(kinds, task.task_type, &tasks::TaskKind::Type);
        if (kind == kinds.end()) continue;
        if (DumpJson(task.task_params).find("file://") != std::string::npos) continue;
        const workflow::ParameterScope scope =
            workflow::ScopeOf(definition, i, {}, {},
                              workflow::BuiltInFacts{.schedule_time = TimePoint(),
                                                     .workflow_name = definition.name,
                                                     .workflow_instance_id = "0",
                                                     .task_name = task.name,
                                                     .task_instance_id = "0"});
        const auto found = (*kind)->Check(
            {.task = task,
             .path = fmt::format("$.tasks[{}].taskParams", i),
             .scope = scope,
             .file_folders = {}},
            LaterNames(definition, task, workflow::UpstreamNames(definition, graph, i, outputs),
                       scope));
        problems.insert(problems.end(), found.begin(), found.end());
    }
    return problems;
}

}  // namespace dmsnode::app
