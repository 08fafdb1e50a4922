#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"

/// The rows of the catalogue: what users make and keep, as its queries give and take them.
/// Everything has a `code` of NewCode(), except worker groups, which are known by their name alone.
///
/// `revision` counts the changes of a row, from 1. A change names the revision that its user saw
/// (`based_on`); if the row has another, somebody else was first and the answer is kConflict.
namespace dmsnode::store::catalog {

/// Which part of a list is wanted: at most `limit` rows (1 to 1,000) that come after the name
/// `after`.
struct Page {
    std::string after{};
    std::int64_t limit = 100;
    /// Only names that hold this text; A–Z and a–z are the same. Empty: all.
    std::string contains{};
};

struct Project {
    std::int64_t code = 0;
    std::string name{};
    std::string description{};
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

struct ProjectParameter {
    std::int64_t code = 0;
    std::int64_t project = 0;
    std::string name{};
    std::string type{};  ///< `VARCHAR`, …: the word of workflow::ParameterType.
    std::string value{};
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

enum class ReleaseState { kOffline, kOnline };

struct Workflow {
    std::int64_t code = 0;
    std::int64_t project = 0;
    std::string name{};
    std::string description{};
    ReleaseState release_state = ReleaseState::kOffline;
    std::int64_t version = 0;  ///< The current one, which is also the newest.
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

/// What a user gives of a workflow.
struct WorkflowContent {
    std::string name{};
    std::string description{};
    std::string document{};  ///< The definition as JSON.
    std::string author{};    ///< Of this version.
    /// JSON of what an imported file held and a definition has no place for; empty: what the
    /// current version has stays.
    std::string extra{};
};

struct WorkflowVersion {
    std::int64_t workflow = 0;
    std::int64_t version = 0;
    std::string author{};
    std::optional<std::int64_t> restored_from{};  ///< The older version whose document this is.
    std::int64_t size = 0;                        ///< Of the document, in bytes.
    TimePoint created{};
    std::string document{};  ///< Empty in lists.
    std::string extra{};     ///< Empty in lists, and where there is none.
};

/// What a user gives of a schedule. The words are those of the workflow and scheduler modules.
struct ScheduleContent {
    std::string cron{};
    std::string time_zone{};  ///< Name in the time zone database.
    TimePoint start{};
    std::optional<TimePoint> end{};
    std::string missed_fires{};      ///< What becomes of moments at which nobody was there to fire.
    std::string failure_strategy{};  ///< `CONTINUE` or `END`
    std::string warning_type{};      ///< `NONE`, `SUCCESS`, `FAILURE`, `ALL`
    std::string alarm_group{};       ///< Name; empty: none.
    std::string priority{};          ///< `MEDIUM`, …
    std::string worker_group{};
    std::string environment{};       ///< Name; empty: none.
    std::string start_parameters{};  ///< JSON list of parameters.
};

struct Schedule {
    std::int64_t code = 0;
    std::int64_t workflow = 0;
    std::int64_t project = 0;
    std::string workflow_name{};
    ScheduleContent content{};
    bool online = false;
    std::optional<TimePoint> next_fire{};  ///< As last told; nothing while offline.
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

/// Shell text that is run before a script.
struct Environment {
    std::int64_t code = 0;
    std::optional<std::int64_t> project{};  ///< Nothing: for all projects.
    std::string name{};
    std::string description{};
    std::string shell_text{};
    std::vector<std::string> worker_groups{};  ///< Names of those it is meant for; empty: all.
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

struct WorkerGroup {
    std::string name{};
    std::string description{};
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

/// At most `size` nodes of the group run at once, as long as it is open; closed, it limits nothing.
struct TaskGroup {
    std::int64_t code = 0;
    std::int64_t project = 0;
    std::string name{};
    std::string description{};
    std::int64_t size = 1;
    bool open = true;
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

/// A way to a DMS API that DMS nodes may name.
struct DmsConnection {
    std::int64_t code = 0;
    std::string name{};
    std::string description{};
    std::string region{};
    std::string endpoint{};  ///< URL; empty: the region's own.
    std::string profile{};   ///< Of the AWS configuration files on the server.
    std::string access_key_id{};
    std::string sealed_secret{};  ///< The secret access key, sealed; empty: none.
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

/// A file for tasks to use.
struct Resource {
    std::int64_t code = 0;
    std::string path{};  ///< `etl/load.sh`: folders are what stands before a `/`.
    std::string description{};
    std::int64_t size = 0;  ///< Units: bytes.
    std::string sha256{};   ///< Of the content, 64 hexadecimal digits.
    std::int64_t revision = 0;
    TimePoint created{};
    TimePoint updated{};
};

}  // namespace dmsnode::store::catalog
