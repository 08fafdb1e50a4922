#pragma once

#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "base/log.hpp"
#include "connectors/connector.hpp"
#include "dms/documents/table_mappings.hpp"
#include "dms/documents/task_settings.hpp"
#include "dms/status.hpp"

/// The engine's face: run one migration task and tell how it went. It keeps nothing between runs;
/// what must survive is handed to the observer, and comes back in `previous`.
namespace dmsnode::migration {

/// Counters of one source table. `rows` counts rows that are committed on the target.
struct TableProgress {
    connectors::TableId source;
    connectors::TableId target;
    std::string state;  ///< dms::table_state
    std::int64_t rows = 0;
    std::int64_t bytes = 0;           ///< Sum of the batches' sizes.
    std::int64_t changed_values = 0;  ///< Values that a policy changed.
    std::int64_t estimated_rows = 0;
    std::string error;               ///< Why it is in `Table error`; empty otherwise.
    std::vector<std::string> notes;  ///< What was not carried over.
    std::optional<TimePoint> load_start;
    std::optional<TimePoint> load_end;
    bool reloaded = false;
    TimePoint last_update;
};

enum class StartKind {
    kFresh,   ///< All tables are prepared and loaded.
    kReload,  ///< The same, marked as a reload.
    kResume,  ///< Tables that `previous` has as completed stay; the others are prepared and loaded.
};

struct TaskSpec {
    std::string task_id;  ///< The last part of the task's ARN.
    connectors::Endpoint source;
    connectors::Endpoint target;
    dms::TableMappings mappings;
    dms::TaskSettings settings;
    StartKind start = StartKind::kFresh;
    std::vector<TableProgress> previous;
};

/// Hears what happens, so that it can be stored and shown.
/// Threads: calls come from the engine's threads, one at a time. Keep them short.
class TaskObserver {
public:
    virtual ~TaskObserver() = default;
    /// Once, when the tables are known and before the first is touched. Must have stored them when
    /// it returns: the notes say what each target table was like before the run, and with
    /// TargetTablePrepMode DO_NOTHING a resumed run tells its own rows from the user's by them.
    virtual void OnTables(const std::vector<TableProgress>& tables) = 0;
    /// After each commit and each change of state of a table.
    virtual void OnTable(const TableProgress& table) = 0;
};

struct TaskOutcome {
    dms::StopReason reason = dms::StopReason::kFatalError;
    std::optional<Error> failure;  ///< Set if the task failed as a whole (status `failed`).
};

/// Runs a full load to its end. Tables that fail are set aside (TableErrorPolicy SUSPEND_TABLE) and
/// the others go on. A stop request ends it within seconds: the batch in work is rolled back,
/// reason NORMAL. Memory: `max_full_load_subtasks` batches of at most 1 MiB plus one row each.
TaskOutcome RunFullLoad(const TaskSpec& spec, connectors::Factory& factory, TaskObserver& observer,
                        LogSink& log, Clock& clock, std::stop_token stop);

/// Checks that can be made before a task runs and need no connection: rules and settings that are
/// parsed but not carried out yet, each by its name.
std::vector<Problem> CheckCarriedOut(const dms::TableMappings& mappings,
                                     const dms::TaskSettings& settings);

}  // namespace dmsnode::migration
