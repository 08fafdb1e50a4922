#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/dms/node.hpp"
#include "tasks/dms/stop_reasons.hpp"

/// Decisions about a task, as plain functions of what was seen.
namespace dmsnode::tasks::impl {

/// The wire carries milliseconds, the embedded service in the same process microseconds: a date
/// must compare equal to itself over both ways.
std::optional<TimePoint> ToMilliseconds(const std::optional<TimePoint>& time);

/// The last start of the task: its own field, else the statistics'. In milliseconds.
std::optional<TimePoint> StartDateOf(const dms::ReplicationTask& task);

/// True if the task's last run is the one that this node started (or follows).
bool IsOwnRun(const NodeState& state, const dms::ReplicationTask& task);

/// The finish rule in force: the node's, else by the migration type that the service names.
FinishWhen FinishRuleOf(const DmsParameters& parameters, const dms::ReplicationTask& task);

/// True if the statistics say that every table of the full load is in or in error.
bool FullLoadComplete(const dms::ReplicationTask& task);

/// How to start a task in this state, by its status, its migration type and what the node says.
struct StartChoice {
    std::string type;  ///< Empty: refused, `problem` says why.
    std::string problem;
    std::string hint;
    std::string note;  ///< For the log: why this type and no other.
};
StartChoice ChooseStart(const DmsParameters& parameters, const NodeState& state,
                        const dms::ReplicationTask& task);

/// What the tables of a task look like together.
struct TableSummary {
    std::int64_t rows = 0;
    std::int64_t loaded = 0;
    std::vector<std::string> failed;      ///< `shop.orders: Table error`
    std::vector<std::string> unfinished;  ///< Neither loaded nor failed.
    std::int64_t mismatched = 0;          ///< Tables whose validation found differences.
    std::int64_t backlog = 0;             ///< Captured and not yet applied changes.
};
TableSummary Summarize(const std::vector<dms::TableStatistics>& tables);

/// The node's end, from the task's last state. `tables` is nothing if they could not be read.
Outcome Judge(const DmsParameters& parameters, const NodeState& state,
              const dms::ReplicationTask& task,
              const std::optional<std::vector<dms::TableStatistics>>& tables, bool finish_reached);

/// True if a stopped task's reason speaks for success before its tables are read.
bool LooksSuccessful(const DmsParameters& parameters, const dms::ReplicationTask& task);

/// Fills in what is known of the OUT parameters.
void AddOut(Outcome& outcome, const NodeState& state,
            const std::optional<dms::ReplicationTask>& task,
            const std::optional<std::vector<dms::TableStatistics>>& tables);

}  // namespace dmsnode::tasks::impl
