#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "workflow/definition.hpp"
#include "workflow/graph.hpp"
#include "workflow/parameters.hpp"

/// Which parameters a task sees, and what it hands on. Pure.
namespace dmsnode::workflow {

/// The edges of a definition whose predecessors are all known. An edge given twice counts once.
Graph GraphOf(const WorkflowDefinition& definition);

/// OUT parameters of a task that has succeeded.
struct TaskOutputs {
    std::map<std::string, std::string> values;
    TimePoint ended;
};

/// What a task gets from the tasks before it: the OUT parameters of its predecessors and, through
/// them, of theirs. Of two with one name the predecessor that ended later wins; each is also there
/// as `<task>.<name>`, which is never ambiguous. `outputs[i]` is empty while task i has not
/// succeeded.
std::map<std::string, std::string> UpstreamParameters(
    const WorkflowDefinition& definition, const Graph& graph, std::size_t task,
    const std::vector<std::optional<TaskOutputs>>& outputs);

/// The scope of one task: built-in < global < upstream < local < startup. Its times are written by
/// the clocks of `zone`: the schedule's, UTC without one.
ParameterScope ScopeOf(const WorkflowDefinition& definition, std::size_t task,
                       const std::map<std::string, std::string>& upstream,
                       const std::vector<Parameter>& startup, const BuiltInFacts& facts,
                       const TimeZone& zone = TimeZone());

/// The names that UpstreamParameters may give at run time, when every task hands on `node_outputs`
/// and the OUT parameters of its localParams.
std::vector<std::string> UpstreamNames(const WorkflowDefinition& definition, const Graph& graph,
                                       std::size_t task,
                                       const std::vector<std::string>& node_outputs);

/// What a task hands on: `node_outputs`, and its OUT localParams with their values resolved (they
/// may use the node's outputs). Problems name the path of the task.
std::map<std::string, std::string> OutputsOf(const TaskDefinition& task, const std::string& path,
                                             ParameterScope scope,
                                             const std::map<std::string, std::string>& node_outputs,
                                             std::vector<Problem>& problems);

}  // namespace dmsnode::workflow
