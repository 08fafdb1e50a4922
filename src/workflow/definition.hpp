#pragma once

#include <chrono>
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
std::optional<TaskPriority> ParseTaskPriority(std::string_view word);

/// What happens to a node that runs longer than its timeout.
enum class TimeoutStrategy { kWarn, kFail, kWarnAndFail };
std::optional<TimeoutStrategy> ParseTimeoutStrategy(std::string_view word);

struct TaskTimeout {
    std::chrono::minutes after{0};
    TimeoutStrategy strategy = TimeoutStrategy::kWarn;
};

struct TaskDefinition {
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
    std::vector<std::string> predecessors;
    std::vector<Parameter> local_params;
    Json task_params = Json::object();
};

/// A text that is read when it is needed, so that no secret stands in a workflow file.
struct SecretReference {
    std::string file;         ///< Path; relative to the workflow file.
    std::string environment;  ///< Name of an environment variable.

    bool IsSet() const { return !file.empty() || !environment.empty(); }
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
};

struct WorkflowDefinition {
    std::string name;
    std::string description;
    std::vector<Parameter> global_params;
    std::chrono::minutes timeout{0};  ///< 0: none.
    std::map<std::string, ConnectionDefinition> connections;
    std::vector<TaskDefinition> tasks;  ///< In the file's order.
};

}  // namespace dmsnode::workflow
