#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace dmsnode::workflow {

/// Nodes by their index; `predecessors[i]` must be done before node i.
struct Graph {
    std::vector<std::vector<std::size_t>> predecessors;

    std::size_t size() const { return predecessors.size(); }
    std::vector<std::vector<std::size_t>> Successors() const;
};

/// All nodes, each after its predecessors; among those that are free, the lower index first.
/// Shorter than the graph if it has a cycle.
std::vector<std::size_t> TopologicalOrder(const Graph& graph);

/// One cycle as a path whose first node stands again at its end; empty if there is none.
std::vector<std::size_t> FindCycle(const Graph& graph);

}  // namespace dmsnode::workflow
