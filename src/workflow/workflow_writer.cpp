#include "workflow/workflow_writer.hpp"

#include <iterator>

#include "workflow/impl/definition_json.hpp"
#include "workflow/impl/yaml_writer.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::string_view kOrder[] = {"name",
                                       "prop",
                                       "x",
                                       "taskType",
                                       "direct",
                                       "type",
                                       "value",
                                       "code",
                                       "description",
                                       "predecessors",
                                       "connection",
                                       "executionType",
                                       "flag",
                                       "taskPriority",
                                       "failRetryTimes",
                                       "failRetryInterval",
                                       "delayTime",
                                       "timeoutFlag",
                                       "timeout",
                                       "timeoutNotifyStrategy",
                                       "workerGroup",
                                       "environment",
                                       "taskGroup",
                                       "isCache",
                                       "cpuQuota",
                                       "memoryMax",
                                       "position",
                                       "globalParams",
                                       "connections",
                                       "tasks",
                                       "taskParams"};

}  // namespace

Json WriteWorkflow(const WorkflowDefinition& definition) {
    Json json = JsonOf(definition, Defaults::kLeftOut);
    Json& tasks = json["tasks"] = Json::array();
    for (const TaskDefinition& task : definition.tasks) {
        tasks.push_back(JsonOf(task, Defaults::kLeftOut));
    }
    return json;
}

std::string WriteWorkflowYaml(const WorkflowDefinition& definition) {
    static const std::vector<std::string_view> order(std::begin(kOrder), std::end(kOrder));
    return WriteYaml(WriteWorkflow(definition), order);
}

}  // namespace dmsnode::workflow
