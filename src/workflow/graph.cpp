#include "workflow/graph.hpp"

#include <algorithm>
#include <queue>

namespace dmsnode::workflow {

std::vector<std::vector<std::size_t>> Graph::Successors() const {
    std::vector<std::vector<std::size_t>> successors(size());
    for (std::size_t node = 0; node < size(); ++node) {
        for (const std::size_t before : predecessors[node]) successors[before].push_back(node);
    }
    return successors;
}

std::vector<std::size_t> TopologicalOrder(const Graph& graph) {
    const auto successors = graph.Successors();
    std::vector<std::size_t> open(graph.size());
    std::priority_queue<std::size_t, std::vector<std::size_t>, std::greater<>> free;
    for (std::size_t node = 0; node < graph.size(); ++node) {
        open[node] = graph.predecessors[node].size();
        if (open[node] == 0) free.push(node);
    }
    std::vector<std::size_t> order;
    while (!free.empty()) {
        const std::size_t node = free.top();
        free.pop();
        order.push_back(node);
        for (const std::size_t next : successors[node]) {
            if (--open[next] == 0) free.push(next);
        }
    }
    return order;
}

std::vector<std::size_t> FindCycle(const Graph& graph) {
    std::vector<bool> done(graph.size(), false);
    for (const std::size_t node : TopologicalOrder(graph)) done[node] = true;
    const auto stuck = std::find(done.begin(), done.end(), false);
    if (stuck == done.end()) return {};

    // Each node that is not done waits for another such node: walking back must meet itself.
    std::vector<std::size_t> walk;
    std::vector<bool> seen(graph.size(), false);
    std::size_t node = static_cast<std::size_t>(stuck - done.begin());
    while (!seen[node]) {
        seen[node] = true;
        walk.push_back(node);
        node = *std::find_if(graph.predecessors[node].begin(), graph.predecessors[node].end(),
                             [&](std::size_t before) { return !done[before]; });
    }
    std::vector<std::size_t> cycle(std::find(walk.begin(), walk.end(), node), walk.end());
    cycle.push_back(node);
    std::reverse(cycle.begin(), cycle.end());
    return cycle;
}

}  // namespace dmsnode::workflow
