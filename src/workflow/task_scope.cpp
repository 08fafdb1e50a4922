#include "workflow/task_scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace dmsnode::workflow {
namespace {

/// `task` and all tasks before it, directly or not.
std::vector<bool> WithAncestors(const Graph& graph, std::size_t task) {
    std::vector<bool> seen(graph.size(), false);
    std::vector<std::size_t> open = {task};
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        if (seen[node]) continue;
        seen[node] = true;
        open.insert(open.end(), graph.predecessors[node].begin(), graph.predecessors[node].end());
    }
    return seen;
}

TimePoint EndOf(const std::optional<TaskOutputs>& outputs) {
    return outputs ? outputs->ended : TimePoint();
}

}  // namespace

Graph GraphOf(const WorkflowDefinition& definition) {
    std::map<std::string_view, std::size_t> indexes;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        indexes.emplace(definition.tasks[i].name, i);
    }
    Graph graph;
    for (const TaskDefinition& task : definition.tasks) {
        std::set<std::size_t> before;
        for (const std::string& name : task.predecessors) {
            if (const auto found = indexes.find(name); found != indexes.end()) {
                before.insert(found->second);
            }
        }
        graph.predecessors.emplace_back(before.begin(), before.end());
    }
    return graph;
}

std::map<std::string, std::string> UpstreamParameters(
    const WorkflowDefinition& definition, const Graph& graph, std::size_t task,
    const std::vector<std::optional<TaskOutputs>>& outputs) {
    const std::vector<bool> wanted = WithAncestors(graph, task);
    std::vector<std::map<std::string, std::string>> pools(graph.size());
    for (const std::size_t node : TopologicalOrder(graph)) {
        if (!wanted[node]) continue;
        std::vector<std::size_t> before = graph.predecessors[node];
        std::stable_sort(before.begin(), before.end(), [&](std::size_t a, std::size_t b) {
            return EndOf(outputs[a]) < EndOf(outputs[b]);
        });
        for (const std::size_t earlier : before) {
            for (const auto& [name, value] : pools[earlier]) pools[node][name] = value;
        }
        if (node == task) break;
        if (!outputs[node]) continue;
        for (const auto& [name, value] : outputs[node]->values) {
            pools[node][name] = value;
            pools[node][definition.tasks[node].name + "." + name] = value;
        }
    }
    return pools[task];
}

ParameterScope ScopeOf(const WorkflowDefinition& definition, std::size_t task,
                       const std::map<std::string, std::string>& upstream,
                       const std::vector<Parameter>& startup, const BuiltInFacts& facts,
                       const TimeZone& zone) {
    ParameterScope scope(facts.schedule_time, zone);
    SetBuiltIns(facts, scope);
    for (const Parameter& parameter : definition.global_params) {
        if (parameter.direction == ParameterDirection::kIn) {
            scope.Set(ParameterLevel::kGlobal, parameter);
        }
    }
    for (const auto& [name, value] : upstream) {
        scope.Set(ParameterLevel::kUpstream, Parameter{.name = name, .value = value});
    }
    for (const Parameter& parameter : definition.tasks[task].local_params) {
        if (parameter.direction == ParameterDirection::kIn) {
            scope.Set(ParameterLevel::kLocal, parameter);
        }
    }
    for (const Parameter& parameter : startup) scope.Set(ParameterLevel::kStartup, parameter);
    return scope;
}

std::vector<std::string> UpstreamNames(const WorkflowDefinition& definition, const Graph& graph,
                                       std::size_t task,
                                       const std::vector<std::string>& node_outputs) {
    const std::vector<bool> wanted = WithAncestors(graph, task);
    std::set<std::string> names;
    for (std::size_t node = 0; node < graph.size(); ++node) {
        if (!wanted[node] || node == task || definition.tasks[node].prohibited) continue;
        std::vector<std::string> own = node_outputs;
        for (const Parameter& parameter : definition.tasks[node].local_params) {
            if (parameter.direction == ParameterDirection::kOut) own.push_back(parameter.name);
        }
        for (const std::string& name : own) {
            names.insert(name);
            names.insert(definition.tasks[node].name + "." + name);
        }
    }
    return {names.begin(), names.end()};
}

std::map<std::string, std::string> OutputsOf(const TaskDefinition& task, const std::string& path,
                                             ParameterScope scope,
                                             const std::map<std::string, std::string>& node_outputs,
                                             std::vector<Problem>& problems) {
    std::map<std::string, std::string> outputs = node_outputs;
    // The node's own results hide everything of the same name.
    for (const auto& [name, value] : node_outputs) {
        scope.Set(ParameterLevel::kStartup, Parameter{.name = name, .value = value});
    }
    for (std::size_t i = 0; i < task.local_params.size(); ++i) {
        const Parameter& parameter = task.local_params[i];
        if (parameter.direction != ParameterDirection::kOut) continue;
        if (outputs.contains(parameter.name)) continue;
        outputs[parameter.name] =
            Substitute(parameter.value, scope, Escaping::kNone,
                       fmt::format("{}.taskParams.localParams[{}].value", path, i), problems);
    }
    return outputs;
}

}  // namespace dmsnode::workflow
