#pragma once

#include <string>
#include <vector>

#include "workflow/dolphinscheduler/workflow.hpp"

namespace dmsnode::workflow::dolphinscheduler {

/// The member names that differ between the families.
struct FamilyNames {
    std::string definition;
    std::string relations;
    std::string definition_code;
    std::string definition_name;
    std::string definition_version;
    std::string instance_priority;
};
const FamilyNames& NamesOf(Family family);

/// In `extra`, for both families.
inline constexpr const char* kVersionInExtra = "definitionVersion";
/// In taskParams and beside the lists: what DolphinScheduler has no place for.
inline constexpr const char* kCarrier = "dmsnode";

/// Words in the order of their ordinals.
using Words = std::vector<std::string>;
inline const Words kFlags = {"NO", "YES"};
inline const Words kPriorities = {"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"};
inline const Words kTimeoutFlags = {"CLOSE", "OPEN"};
inline const Words kTimeoutStrategies = {"WARN", "FAILED", "WARNFAILED"};
inline const Words kExecutionTypes = {"PARALLEL", "SERIAL_WAIT", "SERIAL_DISCARD",
                                      "SERIAL_PRIORITY"};
inline const Words kFailureStrategies = {"END", "CONTINUE"};
inline const Words kWarningTypes = {"NONE", "SUCCESS", "FAILURE", "ALL"};
inline const Words kDirections = {"IN", "OUT"};
inline const Words kParameterTypes = {"VARCHAR", "INTEGER",   "LONG",    "FLOAT", "DOUBLE", "DATE",
                                      "TIME",    "TIMESTAMP", "BOOLEAN", "LIST",  "FILE"};

}  // namespace dmsnode::workflow::dolphinscheduler
