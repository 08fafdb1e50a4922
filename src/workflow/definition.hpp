#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "workflow/parameters.hpp"

/// A workflow definition as values, with DolphinScheduler's words. No I/O.
/// Source: Apache DolphinScheduler, task and workflow definition objects of its REST API.
namespace dmsnode::workflow {

enum class TaskPriority { kHighest, kHigh, kMedium, kLow, kLowest };
std::string_view Word(TaskPriority priority);
std::optional<TaskPriority> ParseTaskPriority(std::string_view word);

/// What happens to a node that runs longer than its timeout.
enum class TimeoutStrategy { kWarn, kFail, kWarnAndFail };
std::string_view Word(TimeoutStrategy strategy);
std::optional<TimeoutStrategy> ParseTimeoutStrategy(std::string_view word);

struct TaskTimeout {
    std::chrono::minutes after{0};
    TimeoutStrategy strategy = TimeoutStrategy::kWarn;

    bool operator==(const TaskTimeout&) const = default;
};

/// A place in a task group's queue: at most so many nodes of one group run at once.
struct TaskGroupUse {
    std::string name;
    int priority = 0;  ///< Larger first.

    bool operator==(const TaskGroupUse&) const = default;
};

/// Where a node is drawn on the canvas, in pixels.
struct CanvasPosition {
    double x = 0;
    double y = 0;

    bool operator==(const CanvasPosition&) const = default;
};

struct TaskDefinition {
    /// Names the task over all versions of its workflow; 0: none was given yet.
    std::int64_t code = 0;
    std::string name;
    std::string task_type = "DMS";
    std::string description;
    bool prohibited = false;  ///< `flag: NO`: passed over as if it were not there.
    TaskPriority priority = TaskPriority::kMedium;
    int retry_times = 0;
    std::chrono::minutes retry_interval{1};
    std::chrono::minutes delay{0};
    std::optional<TaskTimeout> timeout;
    std::string connection;  ///< Empty: the embedded service.
    std::string worker_group = "default";
    std::string environment;  ///< Name of an environment; empty: none.
    std::optional<TaskGroupUse> task_group;
    bool cache = false;      ///< `isCache`: an earlier success with the same inputs counts.
    int cpu_quota = -1;      ///< Percent of one core; -1: no limit. Scripts only.
    int memory_max_mb = -1;  ///< -1: no limit. Scripts only.
    std::optional<CanvasPosition> position;
    std::vector<std::string> predecessors;
    std::vector<Parameter> local_params;
    /// The kind's own parameters; what `localParams` said is in local_params instead.
    Json task_params = Json::object();

    bool operator==(const TaskDefinition&) const = default;
};

/// A text that is read when it is needed, so that no secret stands in a workflow file.
struct SecretReference {
    std::string file;         ///< Path; relative to the workflow file.
    std::string environment;  ///< Name of an environment variable.

    bool IsSet() const { return !file.empty() || !environment.empty(); }
    bool operator==(const SecretReference&) const = default;
};

enum class ConnectionType { kEmbedded, kAws };

/// A way to a DMS API.
struct ConnectionDefinition {
    std::string name;
    ConnectionType type = ConnectionType::kEmbedded;
    std::string region;
    std::string endpoint;  ///< URL; empty: the region's own.
    std::string profile;   ///< Of the shared AWS configuration files.
    std::string access_key_id;
    SecretReference secret_access_key;
    SecretReference session_token;
    std::string common_properties;  ///< DolphinScheduler's common.properties.
    std::string aws_yaml;           ///< DolphinScheduler's aws.yaml.
    std::string ca_file;            ///< CA that signed the endpoint's certificate.

    bool operator==(const ConnectionDefinition&) const = default;
};

/// What becomes of a new instance while an earlier one of the same workflow runs.
enum class ExecutionType { kParallel, kSerialWait, kSerialDiscard, kSerialPriority };
std::string_view Word(ExecutionType type);
std::optional<ExecutionType> ParseExecutionType(std::string_view word);

struct WorkflowDefinition {
    std::string name;
    std::string description;
    std::vector<Parameter> global_params;
    std::chrono::minutes timeout{0};  ///< 0: none.
    ExecutionType execution_type = ExecutionType::kParallel;
    std::map<std::string, ConnectionDefinition> connections;
    std::vector<TaskDefinition> tasks;  ///< In the file's order.

    bool operator==(const WorkflowDefinition&) const = default;
};

}  // namespace dmsnode::workflow
