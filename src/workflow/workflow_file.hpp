#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "workflow/definition.hpp"
#include "workflow/document.hpp"

namespace dmsnode::workflow {

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
/// Bounds: 1,000 tasks, and those of ReadDocument.
WorkflowFile ReadWorkflowFile(std::string_view text, std::string file_name);

struct ConnectionsFile {
    std::map<std::string, ConnectionDefinition> connections;
    Document document;
    std::vector<Problem> problems;
};
/// Reads a file that holds only `connections:` (DIR/connections.yaml).
ConnectionsFile ReadConnectionsFile(std::string_view text, const std::string& file_name);

}  // namespace dmsnode::workflow
