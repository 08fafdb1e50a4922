#pragma once

#include <span>
#include <string_view>

#include "tasks/dms/parameters.hpp"

namespace dmsnode::tasks {

/// What a stop reason means: one row each. docs/dms-node.md shows this table.
struct StopReasonRow {
    dms::StopReason reason;
    StopVerdict verdict;     ///< Unless the node's stopReasons says otherwise.
    std::string_view words;  ///< What happened, for an operator.
    std::string_view next;   ///< What to do; empty if nothing.
};

std::span<const StopReasonRow> StopReasonTable();
const StopReasonRow& RowOf(dms::StopReason reason);

/// The node's override, or the table's verdict.
StopVerdict VerdictOf(dms::StopReason reason, const DmsParameters& parameters);

}  // namespace dmsnode::tasks
