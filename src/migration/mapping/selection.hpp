#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "connectors/types.hpp"
#include "dms/documents/table_mappings.hpp"

/// Which tables the selection rules take. Pure.
namespace dmsnode::migration {

struct SelectedTable {
    connectors::TableId id;
    connectors::TableKind kind = connectors::TableKind::kTable;
    std::int64_t load_order = 0;  ///< Larger first.
    std::vector<connectors::RowFilter> filters;
};

struct Selection {
    std::vector<SelectedTable> tables;         ///< In the order of the list given.
    std::vector<connectors::TableId> missing;  ///< Named by an explicit rule, but not in the list.
    std::vector<std::string> warnings;
};

/// A table is taken when an include or explicit rule matches it and no exclude rule does; the order
/// of the rules does not matter. All filters of the rules that match it apply.
/// Source: AWS DMS user guide, "Selection rules and actions".
Selection SelectTables(const dms::TableMappings& mappings,
                       const std::vector<connectors::Table>& listed);

}  // namespace dmsnode::migration
