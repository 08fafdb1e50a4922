#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "workflow/definition.hpp"

/// Workflows on their way to and from an Apache DolphinScheduler cluster: its export files.
/// docs/dolphinscheduler.md tells what is carried and what is reported. No I/O.
/// Source: Apache DolphinScheduler 3.2 and 3.3, the JSON of its export and import.
namespace dmsnode::workflow::dolphinscheduler {

/// The two spellings of an export file. A cluster takes only its own.
enum class Family {
    kProcess,   ///< 3.2: `processDefinition`, `processTaskRelationList`.
    kWorkflow,  ///< 3.3: `workflowDefinition`, `workflowTaskRelationList`.
};
/// `3.2` or `3.3`.
std::string_view Word(Family family);
std::optional<Family> ParseFamily(std::string_view word);

/// What becomes of the other branches when a node has failed.
enum class FailureStrategy { kEnd, kContinue };
std::string_view Word(FailureStrategy strategy);

/// Which ends of an instance raise an alarm.
enum class WarningType { kNone, kSuccess, kFailure, kAll };
std::string_view Word(WarningType type);

/// When a workflow starts by itself, and how.
struct Schedule {
    std::string crontab;      ///< Quartz: seconds first, 6 or 7 fields.
    std::string timezone_id;  ///< `Europe/Berlin`; the zone of crontab and of both times.
    std::string start_time;   ///< `yyyy-MM-dd HH:mm:ss`.
    std::string end_time;     ///< Likewise.
    FailureStrategy failure_strategy = FailureStrategy::kContinue;
    WarningType warning_type = WarningType::kNone;
    TaskPriority priority = TaskPriority::kMedium;
    std::string worker_group = "default";
    std::string tenant_code = "default";

    bool operator==(const Schedule&) const = default;
};

/// One workflow of an export file.
struct Workflow {
    std::int64_t code = 0;  ///< 0: none yet.
    WorkflowDefinition definition;
    std::optional<Schedule> schedule;
    /// What the file holds and a definition has no place for, verbatim, so that Export writes it
    /// back: `workflow` and `schedule` hold members of these rows, `tasks` of task rows by task
    /// code, `relations` by `<code before>-<code>`, `locations` by task code, `parameters` by task
    /// code (global ones by `0`) and name, `element` what stands beside the lists. Keyed by codes,
    /// it stays true when the definition is changed: what belongs to a removed task is not written.
    Json extra = Json::object();

    bool operator==(const Workflow&) const = default;
};

}  // namespace dmsnode::workflow::dolphinscheduler
