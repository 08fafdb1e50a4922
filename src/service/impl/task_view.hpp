#pragma once

#include "dms/shapes.hpp"
#include "store/service_rows.hpp"

namespace dmsnode::service {

/// A task as the replies of Create, Modify, Start, Stop and Delete show it: without statistics.
dms::ReplicationTask ToShape(const store::TaskRow& task);

/// Its statistics as Describe shows them. Only for a task that was started.
dms::ReplicationTaskStats ToStats(const store::TaskRow& task, const store::TableCounts& counts,
                                  TimePoint now);

/// One table's statistics. Counters of changes are 0: this version does full-load only.
dms::TableStatistics ToShape(const store::TableProgressRow& table);

}  // namespace dmsnode::service
