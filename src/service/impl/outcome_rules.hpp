#pragma once

#include <string>
#include <vector>

#include "migration/task.hpp"
#include "store/service_rows.hpp"

/// What a run's end, and its numbers, look like in replies. Pure.
/// Source: AWS DMS API reference, ReplicationTask.StopReason and ReplicationTaskStats; the grammar
/// of
///     LastFailureMessage as the service writes it.
namespace dmsnode::service {

/// `Last Error  <cause> Stop Reason <reason> Error Level <FATAL|RECOVERABLE>`.
std::string FailureText(const std::string& cause, dms::StopReason reason);

/// Why a task that reached its end is not a full success: the tables in error, each with its
/// reason, at most ten. Empty if there are none.
std::string ErroredTablesText(const std::vector<store::TableProgressRow>& errored,
                              std::int64_t errored_total, std::int64_t total);

/// Writes how a run ended into its row: status, stop reason, failure, dates.
/// `errored_text`: of ErroredTablesText.
void ApplyOutcome(const migration::TaskOutcome& outcome, const std::string& errored_text,
                  TimePoint now, store::TaskRow& task);

/// Committed rows in percent of the estimate: 100 only if every table is completed.
int ProgressPercent(const store::TableCounts& counts, bool finished);

}  // namespace dmsnode::service
