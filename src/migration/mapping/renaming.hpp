#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "dms/documents/table_mappings.hpp"
#include "dms/documents/task_settings.hpp"

/// What the transformation rules make of names. Pure.
/// Source: AWS DMS user guide, "Transformation rules and actions".
namespace dmsnode::migration {

/// The DMS word for a column's type, by which rules select columns (`data-type`).
std::string_view DmsTypeOf(const connectors::ColumnType& type);

/// What becomes of one source column.
struct ColumnName {
    std::size_t source = 0;  ///< Its position in the source table.
    std::string target;
};

class Renaming {
public:
    /// Lifetime: keeps references.
    Renaming(const dms::TableMappings& mappings, const dms::TaskSettings& settings,
             connectors::Engine source, const connectors::Endpoint& target)
        : mappings_(mappings), settings_(settings), source_(source), target_(target) {}

    /// Where a table goes. Errors: kInvalidArgument for a name that a rule leaves empty, and where
    /// no schema is known.
    Result<connectors::TableId> TargetOf(const connectors::TableId& source) const;
    /// The columns that are carried, in the table's order.
    Result<std::vector<ColumnName>> ColumnsOf(const connectors::Table& table) const;

private:
    Result<std::string> SchemaOf(const connectors::TableId& source) const;

    const dms::TableMappings& mappings_;
    const dms::TaskSettings& settings_;
    connectors::Engine source_;
    const connectors::Endpoint& target_;
};

}  // namespace dmsnode::migration
