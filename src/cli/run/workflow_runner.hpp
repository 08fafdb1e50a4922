#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "cli/run/run_view.hpp"
#include "dms/api.hpp"
#include "store/workflow_runs.hpp"
#include "tasks/dms/prepare.hpp"
#include "workflow/definition.hpp"

namespace dmsnode::cli {

/// What a run stands on. Lifetime: all of it outlives the runner.
struct RunnerDependencies {
    store::WorkflowRunStore& runs;
    Clock& clock;
    RunView& view;
    /// The API behind a connection's name (empty: the embedded service). Asked for every name
    /// before the first node starts.
    std::function<Result<dms::Api*>(const std::string& connection)> open_connection;
    std::filesystem::path data_folder;
    /// How often to look at the tasks of a connection. Null: the tracker's defaults, which are for
    /// services at the end of a network.
    std::function<tasks::TrackerOptions(const std::string& connection)> tracker_options = nullptr;
};

struct RunRequest {
    const workflow::WorkflowDefinition& definition;  ///< Without errors.
    std::string file;
    std::string content_hash;  ///< Of the file's text.
    std::vector<workflow::Parameter> startup;
    bool fresh = false;  ///< Does not resume an interrupted instance.
};

/// Runs one workflow to its end: starts nodes as their predecessors succeed, keeps every step in
/// the store, resumes what an earlier process left. A stop request on `kill` stops the nodes and
/// their replication tasks and ends the workflow as killed.
/// Errors: kConflict if another process is running this workflow; those of the store and of
///     opening the connections. Nothing was started then.
Result<workflow::WorkflowState> RunWorkflow(const RunnerDependencies& dependencies,
                                            const RunRequest& request, const std::stop_token& kill);

/// The startup parameters as they identify a run: a JSON object, names in order.
std::string ParametersAsKey(const std::vector<workflow::Parameter>& startup);

}  // namespace dmsnode::cli
