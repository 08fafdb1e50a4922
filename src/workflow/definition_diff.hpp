#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "workflow/definition.hpp"

/// What differs between two versions of a workflow definition. Pure.
namespace dmsnode::workflow {

enum class ChangeKind {
    kTaskAdded,
    kTaskRemoved,
    kTaskRenamed,
    kFieldChanged,
    kParameterAdded,  ///< Of globalParams or localParams.
    kParameterRemoved,
    kEdgeAdded,
    kEdgeRemoved,
};
/// `task_added`, `edge_removed`, …
std::string_view Word(ChangeKind kind);

struct DefinitionChange {
    ChangeKind kind = ChangeKind::kFieldChanged;
    std::string task;            ///< Its name, the newer one; empty: the workflow itself.
    std::int64_t task_code = 0;  ///< 0: it has none.
    /// Where it stands in the workflow file of the later version; what was removed, in the earlier
    /// one. `$.tasks[0].taskParams.migrationType`.
    std::string path;
    /// The two values; null where there is none. A general parameter that has its default shows
    /// it. Of tasks and parameters the whole, of edges `{"from": name, "to": name}`.
    Json before;
    Json after;

    bool operator==(const DefinitionChange&) const = default;
};

/// Tasks are the same if they have the same code, or, where one has none, the same name. The order
/// of tasks, parameters and predecessors is no change. Removed tasks come first, then the
/// workflow's own changes, then task by task in the later version's order.
std::vector<DefinitionChange> Diff(const WorkflowDefinition& before,
                                   const WorkflowDefinition& after);

}  // namespace dmsnode::workflow
