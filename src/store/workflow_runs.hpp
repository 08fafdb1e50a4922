#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// Runs of workflows: what happened, and what a restarted process needs to go on.
namespace dmsnode::store {

/// One run of a workflow definition. States are the words of workflow::WorkflowState.
struct WorkflowInstance {
    std::int64_t id = 0;
    std::string uid;  ///< Marks what this run creates elsewhere; never used again.
    std::string workflow_name;
    std::string file;          ///< As it was given; for the reader.
    std::string content_hash;  ///< Of the workflow file's text.
    std::string parameters;    ///< Startup parameters as JSON, names in order.
    std::string state;
    TimePoint created;  ///< Also the base of `$[…]`: it must not move with a restart.
    std::optional<TimePoint> ended;
};

/// One attempt to run a node. States are the words of workflow::TaskState.
struct TaskInstance {
    std::int64_t workflow_instance = 0;
    std::int64_t task_index = 0;  ///< In the order of the file.
    std::int64_t attempt = 0;     ///< From 1; 0 for a node that never started.
    std::string task_name;
    std::string state;
    std::optional<TimePoint> started;
    std::optional<TimePoint> ended;
    std::optional<TimePoint> wake;  ///< End of the delay or of the retry interval.
    std::string node_state;         ///< JSON of the node; empty before its first save.
    std::string outputs;            ///< OUT parameters as JSON; empty before its end.
    std::string message;
    std::string log_file;
};

/// Lifetime: the database outlives it. Threads: any.
class WorkflowRunStore {
public:
    /// Brings the schema up to date.
    static Result<WorkflowRunStore> Open(Database& database);

    /// Fills in `id`.
    Result<WorkflowInstance> Create(WorkflowInstance instance);
    /// The newest instance of this very workflow that has not ended.
    Result<std::optional<WorkflowInstance>> FindRunning(const std::string& workflow_name,
                                                        const std::string& content_hash,
                                                        const std::string& parameters) const;
    /// Errors: kNotFound.
    Status SetState(std::int64_t id, const std::string& state, std::optional<TimePoint> ended);

    /// The last attempt of each task that has one, by index.
    Result<std::vector<TaskInstance>> LastAttempts(std::int64_t workflow_instance) const;
    /// Adds the attempts, or replaces everything but their node states; all of them or none.
    Status SaveAttempts(const std::vector<TaskInstance>& attempts);
    /// Errors: kNotFound if the attempt was not saved before.
    Status SaveNodeState(std::int64_t workflow_instance, std::int64_t task_index,
                         std::int64_t attempt, const std::string& node_state);

    /// What the node of that attempt saved last; empty if nothing.
    Result<std::string> NodeStateOf(std::int64_t workflow_instance, std::int64_t task_index,
                                    std::int64_t attempt) const;

private:
    explicit WorkflowRunStore(Database& database) : database_(&database) {}

    Database* database_;
};

}  // namespace dmsnode::store
