#pragma once

#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "connectors/postgres/impl/session.hpp"
#include "connectors/postgres/impl/tuple_rewriter.hpp"

namespace dmsnode::connectors::postgres {

/// A column of the target table as it stands.
struct ActualColumn {
    std::string name;
    std::string base_type;          ///< typname, domains resolved: `int4`, `_mood`
    std::string declaration;        ///< `integer`
    std::uint32_t element_oid = 0;  ///< Of an array whose element is no built-in type.
    bool is_generated = false;
    bool is_enum = false;
};

Result<std::vector<ActualColumn>> ReadActualColumns(Session& session, const TableId& table);

/// What the writer does to each cell, by what the target table really is.
/// Errors: kNotFound for a missing column; kInvalidArgument where the column's type does not take
/// the rows' format, naming both.
Result<std::vector<CellRule>> WriterRules(const TargetTable& table,
                                          const std::vector<ActualColumn>& actual);

}  // namespace dmsnode::connectors::postgres
