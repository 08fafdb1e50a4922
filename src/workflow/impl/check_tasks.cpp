#include <fmt/format.h>

#include <map>
#include <set>

#include "workflow/closest_name.hpp"
#include "workflow/graph.hpp"
#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::size_t kMostGuesses = 50;

std::vector<std::string> NamesOf(const WorkflowDefinition& definition) {
    std::vector<std::string> names;
    for (const TaskDefinition& task : definition.tasks) names.push_back(task.name);
    return names;
}

/// The first task of each name.
std::map<std::string, std::size_t> CheckNames(const WorkflowDefinition& definition,
                                              const std::string& path, const ReadContext& context) {
    std::map<std::string, std::size_t> indexes;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const std::string& name = definition.tasks[i].name;
        const auto [first, added] = indexes.emplace(name, i);
        if (added || name.empty()) continue;
        const std::string taken = fmt::format("{}[{}].name", path, first->second);
        const int line = context.document.LineOf(taken);
        context.Report(fmt::format("{}[{}].name", path, i),
                       fmt::format("the name \"{}\" is taken by the node at {}", name,
                                   line > 0 ? fmt::format("line {}", line) : taken),
                       "", "node names are unique within a workflow");
    }
    return indexes;
}

void CheckCodes(const WorkflowDefinition& definition, const std::string& path,
                const ReadContext& context) {
    std::map<std::int64_t, std::size_t> indexes;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        const std::int64_t code = definition.tasks[i].code;
        if (code == 0) continue;
        const auto [first, added] = indexes.emplace(code, i);
        if (added) continue;
        context.Report(fmt::format("{}[{}].code", path, i),
                       fmt::format("the code {} is that of \"{}\" already", code,
                                   definition.tasks[first->second].name),
                       "", "leave the code out: a new one is made");
    }
}

/// The edges that name a known node.
std::vector<std::size_t> CheckPredecessors(const WorkflowDefinition& definition, std::size_t index,
                                           const std::map<std::string, std::size_t>& indexes,
                                           const std::string& path, const ReadContext& context) {
    std::set<std::size_t> edges;
    const TaskDefinition& task = definition.tasks[index];
    for (std::size_t i = 0; i < task.predecessors.size(); ++i) {
        const std::string& name = task.predecessors[i];
        const std::string place = fmt::format("{}[{}].predecessors[{}]", path, index, i);
        const auto found = indexes.find(name);
        if (found == indexes.end()) {
            // A guess looks at every name: not for each of thousands of problems.
            const bool guess = context.problems.size() < kMostGuesses;
            context.Report(place, fmt::format("there is no node \"{}\"", name), "",
                           guess ? DidYouMean(name, NamesOf(definition)) : "");
        } else if (found->second == index) {
            context.Report(place, fmt::format("the node \"{}\" names itself", name));
        } else if (!edges.insert(found->second).second) {
            context.Warn(place, fmt::format("\"{}\" is listed twice", name));
        }
    }
    return {edges.begin(), edges.end()};
}

void CheckConnection(const WorkflowDefinition& definition, const TaskDefinition& task,
                     const std::string& path, const ReadContext& context) {
    // Names that are not in the file may be in the data folder's connections file.
    if (task.connection.empty() || definition.connections.empty()) return;
    if (task.connection == "embedded" || definition.connections.contains(task.connection)) return;
    std::vector<std::string> names = {"embedded"};
    for (const auto& [name, connection] : definition.connections) names.push_back(name);
    const std::string guess = DidYouMean(task.connection, names);
    if (guess.empty()) return;
    context.Warn(path + ".connection",
                 fmt::format("the file has no connection \"{}\"", task.connection), guess);
}

}  // namespace

void CheckTasksTogether(const WorkflowDefinition& definition, const std::string& path,
                        const ReadContext& context) {
    const auto indexes = CheckNames(definition, path, context);
    CheckCodes(definition, path, context);
    Graph graph;
    for (std::size_t i = 0; i < definition.tasks.size(); ++i) {
        graph.predecessors.push_back(CheckPredecessors(definition, i, indexes, path, context));
        CheckConnection(definition, definition.tasks[i], fmt::format("{}[{}]", path, i), context);
    }
    const std::vector<std::size_t> cycle = FindCycle(graph);
    if (cycle.empty()) return;
    std::string text;
    for (const std::size_t node : cycle) {
        text += (text.empty() ? "" : " → ") + definition.tasks[node].name;
    }
    context.Report(fmt::format("{}[{}].predecessors", path, cycle.front()),
                   "the nodes wait for each other in a circle: " + text, "",
                   "remove one of these edges");
}

}  // namespace dmsnode::workflow
