#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "dms/shapes.hpp"
#include "tasks/dms/node.hpp"

/// What a lifecycle asks the world, and what the world answers.
namespace dmsnode::tasks::impl {

enum class AskKind {
    kNothing,
    kResolveNames,     ///< Describe endpoints, instance or task by identifier.
    kFindTask,         ///< Describe the task by identifier, with its tags.
    kListConnections,  ///< DescribeConnections of both endpoints.
    kTestConnections,  ///< TestConnection for `Ask::endpoints`.
    kCreate,
    kDescribe,  ///< Describe the task by ARN; the tracker batches these.
    kModify,
    kStart,
    kReadTables,  ///< DescribeTableStatistics, all pages.
    kStop,
    kDelete,
};

struct Ask {
    AskKind kind = AskKind::kNothing;
    TimePoint not_before{};
    TimePoint deadline = TimePoint::max();  ///< A Tick is wanted then.
    std::vector<std::string> endpoints;
};

struct NamesFound {
    std::string source_endpoint_arn;
    std::string target_endpoint_arn;
    std::string replication_instance_arn;
    std::string replication_task_arn;
};
struct TaskFound {
    std::optional<dms::ReplicationTask> task;
    std::vector<dms::Tag> tags;
    std::optional<Error> tags_error;  ///< The tags could not be read.
};
struct ConnectionsSeen {
    std::vector<dms::Connection> connections;
};
/// Nothing: the service does not know the task.
struct TaskSeen {
    std::optional<dms::ReplicationTask> task;
};
struct TablesSeen {
    std::vector<dms::TableStatistics> tables;
};
/// A Create, Modify, Start, Stop, Delete or TestConnection was accepted.
struct CallDone {
    std::optional<dms::ReplicationTask> task;
};
struct CallFailed {
    Error error;
};
struct Killed {
    KillReason reason;
};
struct Tick {};

using Observation = std::variant<NamesFound, TaskFound, ConnectionsSeen, TaskSeen, TablesSeen,
                                 CallDone, CallFailed, Killed, Tick>;

struct LogLine {
    LogLevel level;
    std::string text;
};

}  // namespace dmsnode::tasks::impl
