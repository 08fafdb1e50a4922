#include "tasks/dms/stop_reasons.hpp"

#include <algorithm>
#include <array>

namespace dmsnode::tasks {
namespace {

using dms::StopReason;

constexpr std::array kRows = {
    StopReasonRow{StopReason::kNormal, StopVerdict::kSuccessIfComplete, "somebody stopped the task",
                  "find out who stopped it; run the node again to load what is missing"},
    StopReasonRow{StopReason::kFullLoadOnlyFinished, StopVerdict::kSuccess,
                  "the full load is finished", ""},
    StopReasonRow{StopReason::kStoppedAfterFullLoad, StopVerdict::kSuccess,
                  "the full load is finished, cached changes were not applied, as its settings say",
                  ""},
    StopReasonRow{StopReason::kStoppedAfterCachedEvents, StopVerdict::kSuccess,
                  "the full load is finished and the cached changes are applied, as its settings "
                  "say",
                  ""},
    StopReasonRow{StopReason::kStoppedAtServerTime, StopVerdict::kSuccess,
                  "the stop position (server time) is reached", ""},
    StopReasonRow{StopReason::kStoppedAtCommitTime, StopVerdict::kSuccess,
                  "the stop position (commit time) is reached", ""},
    StopReasonRow{StopReason::kStoppedAfterDdlApply, StopVerdict::kAttention,
                  "the task stopped after it applied a change of a table's definition",
                  "look at the changed table on the target, then resume with resume-processing"},
    StopReasonRow{StopReason::kStoppedDueToLowMemory, StopVerdict::kAttention,
                  "the replication instance ran out of memory",
                  "take a larger instance or smaller MaxFullLoadSubTasks, then resume with "
                  "resume-processing"},
    StopReasonRow{StopReason::kStoppedDueToLowDisk, StopVerdict::kAttention,
                  "the replication instance ran out of disk space",
                  "give the instance more storage, then resume with resume-processing"},
    StopReasonRow{StopReason::kRecoverableError, StopVerdict::kFailure,
                  "the task gave up after its recovery attempts",
                  "mend the cause that the failure text names, then run the node again"},
    StopReasonRow{StopReason::kFatalError, StopVerdict::kFailure,
                  "the task met an error that no retry can mend",
                  "mend the cause that the failure text names, then run the node again"},
    StopReasonRow{StopReason::kExpressLicenseLimitsReached, StopVerdict::kAttention,
                  "the limits of an express licence are reached", "look at the account's licence"},
    StopReasonRow{StopReason::kReconfigurationRestart, StopVerdict::kWait,
                  "the service restarts the task after a change of its configuration", ""},
    StopReasonRow{StopReason::kRecycleTask, StopVerdict::kWait,
                  "the service recycles the task and starts it again", ""},
};
static_assert(kRows.size() == static_cast<std::size_t>(StopReason::kRecycleTask) + 1,
              "every stop reason has a row");

}  // namespace

std::span<const StopReasonRow> StopReasonTable() {
    return kRows;
}

const StopReasonRow& RowOf(dms::StopReason reason) {
    return *std::find_if(kRows.begin(), kRows.end(),
                         [&](const StopReasonRow& row) { return row.reason == reason; });
}

StopVerdict VerdictOf(dms::StopReason reason, const DmsParameters& parameters) {
    const auto own = parameters.stop_reasons.find(reason);
    return own == parameters.stop_reasons.end() ? RowOf(reason).verdict : own->second;
}

}  // namespace dmsnode::tasks
