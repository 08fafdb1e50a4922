#pragma once

#include <map>

#include "workflow/dolphinscheduler/impl/row_reader.hpp"
#include "workflow/dolphinscheduler/import.hpp"

/// The parts of an export file's element, one function a part. `extra` is that of the workflow.
namespace dmsnode::workflow::dolphinscheduler {

void ReadDefinitionRow(const Json& row, const std::string& path, Workflow& workflow,
                       const ReadContext& context);

TaskDefinition ReadTaskRow(const Json& row, const std::string& path, const ImportOptions& options,
                           Json& extra, const ReadContext& context);

/// Which task of the definition has a code.
using TaskIndex = std::map<std::int64_t, std::size_t>;

/// Sets the predecessors.
void ReadRelations(const Json& rows, const std::string& path, const FamilyNames& names,
                   const TaskIndex& tasks, Workflow& workflow, const ReadContext& context);

/// Sets the positions.
void ReadLocations(const Json& rows, const std::string& path, const TaskIndex& tasks,
                   Workflow& workflow, const ReadContext& context);

Schedule ReadScheduleRow(const Json& row, const std::string& path, const FamilyNames& names,
                         Json& extra, const ReadContext& context);

}  // namespace dmsnode::workflow::dolphinscheduler
