#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "workflow/graph.hpp"

/// Which nodes of a workflow a run is about, when it is not all of them. Pure.
namespace dmsnode::workflow {

/// Source: DolphinScheduler's `taskDependType`.
enum class RunScope {
    kOnly,        ///< The named nodes.
    kUpstream,    ///< And everything before them.
    kDownstream,  ///< And everything behind them.
};
std::string_view Word(RunScope scope);
std::optional<RunScope> ParseRunScope(std::string_view word);

/// True for each node that belongs to a run of `start` with `scope`; all of them if `start` is
/// empty.
std::vector<bool> SelectTasks(const Graph& graph, const std::vector<std::size_t>& start,
                              RunScope scope);

/// The graph in which nodes wait only for nodes that are in the run: what lies outside is as it is.
Graph OnlyWithin(const Graph& graph, const std::vector<bool>& inside);

}  // namespace dmsnode::workflow
