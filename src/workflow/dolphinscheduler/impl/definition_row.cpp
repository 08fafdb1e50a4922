#include <fmt/format.h>

#include "workflow/dolphinscheduler/impl/rows.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

constexpr std::size_t kLongestDescription = 255 * 4;

const std::vector<KeptField>& KeptFieldsOfDefinition() {
    static const std::vector<KeptField> fields = {
        {"id", {}},
        {"version", {}},
        {"releaseState", {}},
        {"projectCode", {}},
        {"projectName", {}},
        {"createTime", {}},
        {"updateTime", {}},
        {"flag", {}},
        {"userId", {}},
        {"userName", {}},
        {"modifyBy", {}},
        {"operator", {}},
        {"operateTime", {}},
        {"scheduleReleaseState", {}},
        {"schedule", {}},
        {"tenantId", {}},
        {"tenantCode", {}},
        {"warningGroupId", {"null", "0", "-1"}, "the number of an alarm group of that cluster"},
    };
    return fields;
}

}  // namespace

void ReadDefinitionRow(const Json& row, const std::string& path, Workflow& workflow,
                       const ReadContext& context) {
    RowReader reader(row, path, context);
    if (!row.is_object()) return;
    WorkflowDefinition& definition = workflow.definition;
    workflow.code = reader.Whole("code", 0, INT64_MAX, 0);
    definition.name = reader.Text("name");
    if (definition.name.empty()) {
        context.Report(reader.PathOf("name"), "the workflow has no name", "a text");
    } else if (definition.name.size() > kLongestName) {
        context.Report(reader.PathOf("name"),
                       fmt::format("the name has {} bytes", definition.name.size()),
                       fmt::format("at most {}", kLongestName));
    }
    definition.description = reader.Text("description");
    if (definition.description.size() > kLongestDescription) {
        context.Report(reader.PathOf("description"), "the description is too long",
                       "at most 255 characters");
    }
    definition.timeout =
        std::chrono::minutes(reader.Whole("timeout", 0, kMostMinutes, 0, "minutes"));
    definition.execution_type =
        static_cast<ExecutionType>(reader.Enum("executionType", kExecutionTypes, 0));
    // Its own reader fills globalParams from globalParamList as well.
    const char* const source = reader.Has("globalParams") ? "globalParams" : "globalParamList";
    const Json global = reader.Inner(source, Json::value_t::array, "a list of parameters");
    Json parameters = Json::object();
    definition.global_params = ReadProperties(global, reader.PathOf(source), parameters, context);
    if (!parameters.empty()) workflow.extra["parameters"]["0"] = std::move(parameters);
    reader.Drop({"globalParams", "globalParamList", "globalParamMap", "locations"});
    Json rest = reader.Rest(KeptFieldsOfDefinition());
    if (!rest.empty()) workflow.extra["workflow"] = std::move(rest);
}

}  // namespace dmsnode::workflow::dolphinscheduler
