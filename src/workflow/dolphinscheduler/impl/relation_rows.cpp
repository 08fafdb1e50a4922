#include <fmt/format.h>

#include <set>

#include "workflow/dolphinscheduler/impl/rows.hpp"
#include "workflow/graph.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

const std::vector<KeptField>& KeptRelationFields() {
    static const std::vector<KeptField> fields = {
        {"id", {}},
        {"name", {}},
        {"projectCode", {}},
        {"preTaskVersion", {}},
        {"postTaskVersion", {}},
        {"conditionType", {"null", "\"NONE\"", "0"}, "an edge only says what comes first"},
        {"conditionParams", {}},
        {"createTime", {}},
        {"updateTime", {}},
        {"operator", {}},
        {"operateTime", {}},
    };
    return fields;
}

struct Edge {
    std::int64_t before = 0;  ///< 0: the node behind waits for nobody.
    std::int64_t after = 0;
};

/// Nothing if the row names an unknown task.
std::optional<Edge> ReadEdge(RowReader& reader, const TaskIndex& tasks) {
    Edge edge;
    edge.before = reader.Whole("preTaskCode", 0, INT64_MAX, 0);
    edge.after = reader.Whole("postTaskCode", 0, INT64_MAX, 0);
    const auto unknown = [&](const char* name, std::int64_t code) {
        reader.context().Report(reader.PathOf(name), fmt::format("no task has the code {}", code));
        return std::nullopt;
    };
    if (!tasks.contains(edge.after)) return unknown("postTaskCode", edge.after);
    if (edge.before != 0 && !tasks.contains(edge.before))
        return unknown("preTaskCode", edge.before);
    return edge;
}

void CheckCycle(const Graph& graph, const std::string& path, const Workflow& workflow,
                const ReadContext& context) {
    const std::vector<std::size_t> cycle = FindCycle(graph);
    if (cycle.empty()) return;
    std::string text;
    for (const std::size_t node : cycle) {
        text += (text.empty() ? "" : " → ") + workflow.definition.tasks[node].name;
    }
    context.Report(path, "the tasks wait for each other in a circle: " + text, "",
                   "remove one of these relations");
}

}  // namespace

void ReadRelations(const Json& rows, const std::string& path, const FamilyNames& names,
                   const TaskIndex& tasks, Workflow& workflow, const ReadContext& context) {
    std::vector<TaskDefinition>& definitions = workflow.definition.tasks;
    Graph graph{std::vector<std::vector<std::size_t>>(definitions.size())};
    std::set<std::pair<std::int64_t, std::int64_t>> seen;
    std::set<std::int64_t> placed;
    Json kept = Json::object();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowReader reader(rows[i], fmt::format("{}[{}]", path, i), context);
        if (!rows[i].is_object()) continue;
        const std::optional<Edge> edge = ReadEdge(reader, tasks);
        if (!edge) continue;
        placed.insert(edge->after);
        const std::string row_path = fmt::format("{}[{}]", path, i);
        if (!seen.emplace(edge->before, edge->after).second) {
            context.Warn(row_path, "this relation is there twice: it counts once");
            continue;
        }
        Json version;
        if (const Json* given = reader.Find(names.definition_version)) version = *given;
        reader.Drop({names.definition_code});
        Json rest = reader.Rest(KeptRelationFields());
        if (!version.is_null()) rest[kVersionInExtra] = std::move(version);
        kept[fmt::format("{}-{}", edge->before, edge->after)] = std::move(rest);
        if (edge->before == 0) continue;
        const std::size_t before = tasks.at(edge->before);
        const std::size_t after = tasks.at(edge->after);
        if (before == after) {
            context.Report(
                row_path, fmt::format("the task \"{}\" waits for itself", definitions[after].name));
            continue;
        }
        definitions[after].predecessors.push_back(definitions[before].name);
        graph.predecessors[after].push_back(before);
    }
    for (const auto& [code, index] : tasks) {
        if (placed.contains(code)) continue;
        context.Warn(path, fmt::format("no relation places the task \"{}\": it starts at once",
                                       definitions[index].name));
    }
    CheckCycle(graph, path, workflow, context);
    if (!kept.empty()) workflow.extra["relations"] = std::move(kept);
}

void ReadLocations(const Json& rows, const std::string& path, const TaskIndex& tasks,
                   Workflow& workflow, const ReadContext& context) {
    constexpr double kFarthest = 1e6;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        RowReader reader(rows[i], fmt::format("{}[{}]", path, i), context);
        if (!rows[i].is_object()) continue;
        const std::int64_t code = reader.Whole("taskCode", 0, INT64_MAX, 0);
        const std::optional<double> x = reader.Number("x", -kFarthest, kFarthest);
        const std::optional<double> y = reader.Number("y", -kFarthest, kFarthest);
        const auto task = tasks.find(code);
        if (task == tasks.end()) {
            context.Warn(reader.PathOf("taskCode"),
                         fmt::format("no task has the code {}: this place is left out", code));
            continue;
        }
        Json rest = reader.Rest({});
        if (!rest.empty()) workflow.extra["locations"][std::to_string(code)] = std::move(rest);
        if (x && y) workflow.definition.tasks[task->second].position = CanvasPosition{*x, *y};
    }
}

}  // namespace dmsnode::workflow::dolphinscheduler
