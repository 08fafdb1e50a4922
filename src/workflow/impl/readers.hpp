#pragma once

#include <map>
#include <string>
#include <vector>

#include "workflow/definition.hpp"
#include "workflow/impl/field_reader.hpp"
#include "workflow/workflow_file.hpp"

/// The parts of a workflow file, one function a part.
namespace dmsnode::workflow {

/// `globalParams` or `localParams`: a list of `{prop, direct, type, value}`, the same as a JSON
/// text, or a mapping of names to values.
std::vector<Parameter> ReadParameters(const Json& value, const std::string& path,
                                      const ReadContext& context);

/// Reports what is wrong with a parameter: its name, a value that is none of its type.
void CheckParameter(const Parameter& parameter, const std::string& path,
                    const ReadContext& context);

TaskDefinition ReadTask(const Json& value, const std::string& path, const ReadOptions& options,
                        const ReadContext& context);

std::map<std::string, ConnectionDefinition> ReadConnections(const Json& value,
                                                            const std::string& path,
                                                            const ReadContext& context);

/// Names, predecessors, connections, cycles: what no task can check alone.
void CheckTasksTogether(const WorkflowDefinition& definition, const std::string& path,
                        const ReadContext& context);

/// A member that DolphinScheduler has and this program does not act on.
struct UnusedField {
    const char* name;
    const char* harmless;  ///< JSON of the value that needs no warning; `*`: any.
    const char* why;
};
void ReadUnused(FieldReader& reader, const std::vector<UnusedField>& fields);

}  // namespace dmsnode::workflow
