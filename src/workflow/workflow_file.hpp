#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "workflow/definition.hpp"
#include "workflow/document.hpp"

namespace dmsnode::workflow {

/// Who runs the workflow: decides which general parameters are acted on. One that is not acted on
/// is read all the same; it is a warning unless it has its default.
enum class RunBy { kOneProcess, kScheduler };

/// The defaults are those of `dmsnode run`.
struct ReadOptions {
    RunBy run_by = RunBy::kOneProcess;
    std::vector<std::string> task_types = {"DMS"};  ///< Can be run.
    /// Cannot be run, and are kept as they are, localParams too: a warning. Any other type is a
    /// problem.
    std::vector<std::string> kept_types;
    std::size_t max_tasks = 1'000;
    DocumentLimits document;
};
/// All task kinds, all general parameters; 10,000 tasks in 16 MiB.
ReadOptions SchedulerReadOptions();

/// A workflow file, read and checked. The definition may be run only if no problem is an error.
struct WorkflowFile {
    std::string file_name;
    WorkflowDefinition definition;
    Document document;
    std::vector<Problem> problems;

    /// `shop.yaml:12` for a JSON path of the file.
    std::string PlaceOf(const std::string& path) const;
};

/// Reads a workflow file, YAML or JSON: docs/workflow-files.md tells the fields. All problems at
/// once, each with its JSON path: broken text, unknown and wrong fields, duplicate names, unknown
/// predecessors and connections, cycles. What a node's taskParams mean is not looked at.
/// Bounds: those of the options, and those of ReadDocument.
WorkflowFile ReadWorkflowFile(std::string_view text, std::string file_name,
                              const ReadOptions& options = {});

/// The same for a value that was parsed already: the body of a request, what WriteWorkflow gave.
WorkflowFile ReadWorkflowValue(Json value, const ReadOptions& options);

struct ConnectionsFile {
    std::map<std::string, ConnectionDefinition> connections;
    Document document;
    std::vector<Problem> problems;
};
/// Reads a file that holds only `connections:` (DIR/connections.yaml).
ConnectionsFile ReadConnectionsFile(std::string_view text, const std::string& file_name);

}  // namespace dmsnode::workflow
