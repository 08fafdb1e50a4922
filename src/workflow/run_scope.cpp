#include "workflow/run_scope.hpp"

namespace dmsnode::workflow {

std::string_view Word(RunScope scope) {
    switch (scope) {
        case RunScope::kOnly: return "TASK_ONLY";
        case RunScope::kUpstream: return "TASK_PRE";
        case RunScope::kDownstream: return "TASK_POST";
    }
    return "TASK_POST";
}

std::optional<RunScope> ParseRunScope(std::string_view word) {
    for (const RunScope scope : {RunScope::kOnly, RunScope::kUpstream, RunScope::kDownstream}) {
        if (Word(scope) == word) return scope;
    }
    return std::nullopt;
}

std::vector<bool> SelectTasks(const Graph& graph, const std::vector<std::size_t>& start,
                              RunScope scope) {
    std::vector<bool> inside(graph.size(), start.empty());
    if (start.empty()) return inside;
    if (scope == RunScope::kOnly) {
        for (const std::size_t node : start) inside[node] = true;
        return inside;
    }
    const auto successors = scope == RunScope::kDownstream
                                ? graph.Successors()
                                : std::vector<std::vector<std::size_t>>();
    const auto& next = scope == RunScope::kUpstream ? graph.predecessors : successors;
    std::vector<std::size_t> open = start;
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        if (inside[node]) continue;
        inside[node] = true;
        open.insert(open.end(), next[node].begin(), next[node].end());
    }
    return inside;
}

Graph OnlyWithin(const Graph& graph, const std::vector<bool>& inside) {
    Graph part;
    part.predecessors.resize(graph.size());
    for (std::size_t node = 0; node < graph.size(); ++node) {
        if (!inside[node]) continue;
        for (const std::size_t before : graph.predecessors[node]) {
            if (inside[before]) part.predecessors[node].push_back(before);
        }
    }
    return part;
}

}  // namespace dmsnode::workflow
