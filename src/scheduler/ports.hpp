#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/result.hpp"
#include "scheduler/words.hpp"
#include "store/database.hpp"
#include "workflow/definition.hpp"
#include "workflow/parameters.hpp"
#include "workflow/plan.hpp"

/// What the scheduler needs from outside: small interfaces, implemented by the catalogue, the
/// alarms and the app, faked in tests.
namespace dmsnode::scheduler {

/// A version of a workflow definition, as an instance is started with it.
struct FoundWorkflow {
    std::string project_name;
    std::string workflow_name;
    std::int64_t version = 0;
    std::string document;  ///< What ReadDefinition reads.
};
/// Threads: any. Called outside of transactions.
class DefinitionSource {
public:
    virtual ~DefinitionSource() = default;
    /// Version 0: the one that is to be run now. Errors: kNotFound, kConflict (not online).
    virtual Result<FoundWorkflow> Find(std::int64_t project_code, std::int64_t workflow_code,
                                       std::int64_t version) = 0;
};

/// Reads a definition's document. Errors: kInvalidArgument with everything that is wrong.
using ReadDefinition =
    std::function<Result<workflow::WorkflowDefinition>(const std::string& document)>;
/// The reader of workflow files.
Result<workflow::WorkflowDefinition> ReadWorkflowDocument(const std::string& document);

/// Threads: any. Called outside of transactions.
class ProjectParameters {
public:
    virtual ~ProjectParameters() = default;
    virtual Result<std::vector<workflow::Parameter>> Of(std::int64_t project_code) = 0;
};

/// Threads: any. Called outside of transactions.
class EnvironmentTexts {
public:
    virtual ~EnvironmentTexts() = default;
    /// Shell exports of an environment of the project, or of all projects. Errors: kNotFound.
    virtual Result<std::string> TextOf(std::int64_t project_code,
                                       const std::string& environment) = 0;
};

/// Threads: any. Called outside of transactions; may take its time.
class ResourceFetcher {
public:
    virtual ~ResourceFetcher() = default;
    /// Puts the named resources into `folder`, under their names. Errors: kNotFound, those of
    /// files.
    virtual Status Fetch(std::int64_t project_code, const std::vector<std::string>& names,
                         const std::filesystem::path& folder) = 0;
};

class TaskGroupSizes {
public:
    virtual ~TaskGroupSizes() = default;
    /// How many of a task group's nodes may run at once; nothing: as many as there are (the group
    /// is unknown or closed). Runs in the master's transaction.
    virtual Result<std::optional<std::int64_t>> SizeOf(store::Connection& db,
                                                       std::int64_t project_code,
                                                       const std::string& name) = 0;
};

enum class AlarmKind {
    kInstanceEnded,    ///< By the instance's notification strategy.
    kTaskTimeout,      ///< A node runs longer than its timeout.
    kWorkflowTimeout,  ///< An instance runs longer than its workflow's timeout; it goes on.
    kNoWorker,         ///< Nodes wait for a worker group that no worker serves.
    kTaskAttention,    ///< A node has ended, and a person should look whatever its result.
    kMissedSchedule,   ///< Fires of a schedule were left out.
};
struct Alarm {
    AlarmKind kind = AlarmKind::kInstanceEnded;
    std::string group;  ///< The instance's alarm group; empty: none was chosen.
    std::int64_t project_code = 0;
    std::int64_t workflow_code = 0;
    std::string workflow_name;
    std::int64_t instance = 0;
    std::string instance_name;
    std::string state;  ///< Of the instance.
    std::string task;   ///< Name of the node, if it is about one.
    std::string title;
    std::string text;
    /// Names the event: the same key is the same alarm.
    std::string key;
    TimePoint time;
};
class AlarmSink {
public:
    virtual ~AlarmSink() = default;
    /// Called in the transaction of what it tells: both are saved, or neither.
    virtual Status Raise(store::Connection& db, const Alarm& alarm) = 0;
};

/// What a schedule does with moments at which nobody was there to fire.
enum class MissedFires { kRunAll, kRunLast, kSkip };

/// A schedule that is online.
struct Schedule {
    std::int64_t id = 0;
    std::int64_t project_code = 0;
    std::int64_t workflow_code = 0;
    std::string cron;
    std::string zone;  ///< Of the time zone database.
    TimePoint from;    ///< Also not before it went online.
    std::optional<TimePoint> until;
    MissedFires missed = MissedFires::kRunAll;
    workflow::FailureStrategy failure_strategy = workflow::FailureStrategy::kContinue;
    Notify notify = Notify::kNone;
    std::string alarm_group;
    workflow::TaskPriority priority = workflow::TaskPriority::kMedium;
    std::string worker_group;
    std::string environment;
    std::vector<workflow::Parameter> startup;
};
/// Threads: any. Called outside of transactions.
class ScheduleSource {
public:
    virtual ~ScheduleSource() = default;
    virtual Result<std::vector<Schedule>> Online() = 0;
    /// After a fire: when the next one is, for people to see.
    virtual Status TellNextFire(std::int64_t, std::optional<TimePoint>) { return {}; }
};

/// The first fire after a moment; nothing: there is none. Errors: kInvalidArgument.
using NextFire = std::function<Result<std::optional<TimePoint>>(
    const std::string& cron, const std::string& zone, TimePoint after)>;

}  // namespace dmsnode::scheduler
