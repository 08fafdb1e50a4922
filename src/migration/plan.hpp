#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "connectors/connector.hpp"
#include "migration/mapping/selection.hpp"
#include "migration/task.hpp"

/// What a run will do to each table. Pure but for Target::MapColumn, which is pure itself.
namespace dmsnode::migration {

struct TablePlan {
    SelectedTable selected;
    connectors::Table source;
    connectors::ReadPlan read;
    connectors::WritePlan write;
    std::vector<std::string> notes;  ///< What will not be carried over.
    std::optional<Error> error;      ///< Why this table cannot be loaded.
};

/// `described` goes with `selected` by position.
/// Errors: kInvalidArgument where two tables would meet in one target table, or a name does not
/// fit: nothing is loaded then.
Result<std::vector<TablePlan>> MakePlan(const TaskSpec& spec,
                                        const std::vector<SelectedTable>& selected,
                                        std::vector<connectors::Table> described,
                                        const connectors::Target& target);

/// The order in which tables are taken up: larger load order, then more bytes, then by name.
std::vector<std::size_t> LoadOrder(const std::vector<TablePlan>& plans);

/// Fits the plan to a target table that is already there and stays: cells in the form its columns
/// take. Errors: kInvalidArgument naming the columns that are missing on one side.
Status FitToExisting(const connectors::Table& existing, connectors::Engine target_engine,
                     const connectors::Target& target, TablePlan& plan);

/// True where the two are alike to the connectors (MySQL and MariaDB are).
bool SameFamily(connectors::Engine left, connectors::Engine right);

}  // namespace dmsnode::migration
