#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "base/result.hpp"
#include "connectors/connector.hpp"

/// What a mapping document would make of a source's tables. Nothing is changed, no row is read.
namespace dmsnode::migration {

struct PreviewRequest {
    std::string table_mappings;  ///< As it would stand in a replication task.
    std::string task_settings;   ///< Empty: the defaults.
    connectors::Engine source_engine = connectors::Engine::kPostgres;
    connectors::Endpoint target;  ///< Engine and database decide on names; it is not connected to.
    std::size_t most_tables = 200;
};

struct ColumnPreview {
    std::string name;
    std::string target;  ///< Empty: a rule removes the column.
};

struct TablePreview {
    connectors::TableId source;
    connectors::TableKind kind = connectors::TableKind::kTable;
    connectors::TableId target;
    std::vector<ColumnPreview> columns;  ///< In the table's order.
};

struct MappingPreview {
    std::vector<TablePreview> tables;  ///< At most `most_tables`, in the source's order.
    std::size_t selected = 0;          ///< How many tables the rules take.
    /// Of the documents, of rules that find nothing, of names that meet. Paths are those of the
    /// mapping document; a problem of the settings has `taskSettings` before its path.
    std::vector<Problem> problems;
};

/// Documents with errors give problems and no tables. Errors: those of the source.
Result<MappingPreview> PreviewMapping(const PreviewRequest& request, connectors::Source& source);

}  // namespace dmsnode::migration
