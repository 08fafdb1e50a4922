#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "tasks/dms/parameters.hpp"
#include "workflow/parameters.hpp"

/// From the text of a workflow file to parameters that can be run: parse, substitute, read files,
/// check.
namespace dmsnode::tasks {

/// Which files `file://` may reach. A path is looked up in `folders` in order; symbolic links are
/// followed only to places inside them. Without folders every `file://` value is a problem.
struct FileAccess {
    std::vector<std::filesystem::path> folders;  ///< Workflow file's folder, resources folder.
    std::size_t max_bytes = 4U << 20U;
    std::string
        how_to_add{};  ///< What to do for a file that is not there. Empty: put it into a folder.
};

struct PreparedNode {
    DmsParameters parameters;
    std::vector<Problem> problems;  ///< All of them; run only if !HasErrors(problems).
};

struct PrepareOptions {
    /// Names that get their value only at run time (OUT parameters of a predecessor): a field that
    /// uses one is not checked yet. For `validate`; empty for a run.
    std::vector<std::string> later_names;
    /// Keys of `task_params` that are the caller's and no parameter of a DMS node; `localParams`
    /// and `resourceList` always are.
    std::vector<std::string> foreign_keys;
};

/// Parses `task_params` (the node's taskParams, or the node's own keys of a YAML workflow),
/// substitutes placeholders in every text field, in jsonData and in the contents of `file://`
/// values, takes jsonData apart, and checks everything that needs no call.
/// `path` is the JSON path of `task_params` and stands before the path of every problem
/// (`$.tasks[0].taskParams`). Levels above the node's (global, upstream, local) are in `scope`.
PreparedNode PrepareDmsNode(const Json& task_params, std::string_view path,
                            const workflow::ParameterScope& scope, const FileAccess& files,
                            const PrepareOptions& options = {});

/// Types and names only: no substitution, no files, no jsonData, no checks of values.
PreparedNode ParseDmsParameters(const Json& task_params, std::string_view path,
                                const std::vector<std::string>& foreign_keys = {});

/// Every check that needs no call, of parameters whose placeholders and files are resolved.
std::vector<Problem> ValidateDmsNode(const DmsParameters& parameters, std::string_view path);

/// The requests that a run would send, in order, as `[{"operation": …, "when": …, "request": …}]`.
/// What is only known after a reply stands as `<…>`.
Json DryRunDmsNode(const DmsParameters& parameters, std::string_view run_id);

}  // namespace dmsnode::tasks
