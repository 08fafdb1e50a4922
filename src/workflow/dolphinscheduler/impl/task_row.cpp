#include <fmt/format.h>

#include <algorithm>

#include "workflow/dolphinscheduler/impl/carrier.hpp"
#include "workflow/dolphinscheduler/impl/rows.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

const std::vector<KeptField>& KeptFieldsOfTask() {
    static const std::vector<KeptField> fields = {
        {"id", {}},
        {"version", {}},
        {"projectCode", {}},
        {"projectName", {}},
        {"userId", {}},
        {"userName", {}},
        {"resourceIds", {"null", "\"\""}, "resources of that cluster are not in the file"},
        {"createTime", {}},
        {"updateTime", {}},
        {"modifyBy", {}},
        {"operator", {}},
        {"operateTime", {}},
        {"environmentCode",
         {"null", "-1", "0", "\"-1\""},
         "the number of an environment of that cluster"},
        {"taskGroupId", {"null", "0", "-1"}, "the number of a task group of that cluster"},
        {"taskGroupPriority", {"null", "0"}, "it belongs to a task group of that cluster"},
        {"taskExecuteType", {"null", "\"BATCH\"", "0"}, "nodes run as a batch"},
    };
    return fields;
}

std::string ReadName(RowReader& reader, std::string_view member, std::string_view missing) {
    std::string name = reader.Text(member);
    if (name.empty() && !missing.empty()) {
        reader.context().Report(reader.PathOf(member), std::string(missing), "a text");
    } else if (name.size() > kLongestName) {
        reader.context().Report(reader.PathOf(member),
                                fmt::format("the name has {} bytes", name.size()),
                                fmt::format("at most {}", kLongestName));
    }
    if (name.find_first_of("\n\r\t") != std::string::npos) {
        reader.context().Report(reader.PathOf(member), "the name has a line break or a tab");
    }
    return name;
}

/// Minutes and strategy of a timeout that is switched off mean nothing, but the form shows them
/// again when it is switched on: they are kept.
std::optional<TaskTimeout> ReadTimeout(RowReader& reader, Json& off) {
    const bool open = reader.Enum("timeoutFlag", kTimeoutFlags, 0) == 1;
    const std::int64_t minutes = reader.Whole("timeout", 0, kMostMinutes, 0, "minutes");
    const auto strategy = reader.Enum("timeoutNotifyStrategy", kTimeoutStrategies);
    if (!open) {
        if (minutes != 0) off["timeout"] = minutes;
        if (strategy) off["timeoutNotifyStrategy"] = kTimeoutStrategies[*strategy];
        return std::nullopt;
    }
    if (minutes == 0) {
        reader.context().Report(reader.PathOf("timeout"), "a timeout of 0 minutes",
                                "at least 1 minute");
    }
    return TaskTimeout{std::chrono::minutes(minutes),
                       static_cast<TimeoutStrategy>(strategy.value_or(0))};
}

int ReadLimit(RowReader& reader, std::string_view name, std::string_view unit) {
    const std::int64_t value = reader.Whole(name, -1, INT32_MAX, -1, unit);
    return value == 0 ? -1 : static_cast<int>(value);
}

/// Takes localParams and an empty resourceList out of `params`: Export writes both always.
void ReadTaskParams(RowReader& reader, Json params, bool runnable, TaskDefinition& task,
                    Json& parameters) {
    if (params.is_null()) {
        reader.context().Report(reader.PathOf("taskParams"), "the task has no taskParams",
                                "an object, or the JSON text of one");
        return;
    }
    UnpackTaskParams(params, task);
    if (runnable) {
        const std::string path = reader.PathOf("taskParams");
        RowReader inner(params, path, reader.context());
        const Json local = inner.Inner("localParams", Json::value_t::array, "a list of parameters");
        task.local_params =
            ReadProperties(local, path + ".localParams", parameters, reader.context());
        params.erase("localParams");
        if (params.value("resourceList", Json()) == Json::array()) params.erase("resourceList");
        if (task.task_type == "SQL" && inner.Has("datasource") && AsWhole(params["datasource"])) {
            reader.context().Warn(path + ".datasource",
                                  fmt::format("datasource = {} is kept: the number of a data "
                                              "source of that cluster",
                                              Describe(params["datasource"])),
                                  "name a data source of this system");
        }
    }
    task.task_params = std::move(params);
}

}  // namespace

TaskDefinition ReadTaskRow(const Json& row, const std::string& path, const ImportOptions& options,
                           Json& extra, const ReadContext& context) {
    RowReader reader(row, path, context);
    TaskDefinition task;
    if (!row.is_object()) return task;
    task.code = reader.Whole("code", 1, INT64_MAX, 0);
    if (!reader.Has("code")) {
        context.Report(reader.PathOf("code"), "the task has no code", "a whole number");
    }
    task.name = ReadName(reader, "name", "the task has no name");
    task.task_type = ReadName(reader, "taskType", "the task has no type");
    task.description = reader.Text("description");
    task.prohibited = reader.Enum("flag", kFlags) == 0;
    task.cache = reader.Enum("isCache", kFlags) == 1;  // older files do not have it
    task.priority = static_cast<TaskPriority>(reader.Enum("taskPriority", kPriorities, 2));
    task.worker_group = ReadName(reader, "workerGroup", "");
    if (task.worker_group.empty()) task.worker_group = "default";
    task.retry_times = static_cast<int>(reader.Whole("failRetryTimes", 0, 10'000, 0));
    task.retry_interval =
        std::chrono::minutes(reader.Whole("failRetryInterval", 0, kMostMinutes, 0, "minutes"));
    task.delay = std::chrono::minutes(reader.Whole("delayTime", 0, kMostMinutes, 0, "minutes"));
    Json kept = Json::object();
    task.timeout = ReadTimeout(reader, kept);
    task.cpu_quota = ReadLimit(reader, "cpuQuota", "percent");
    task.memory_max_mb = ReadLimit(reader, "memoryMax", "MB");

    const bool runnable = std::find(options.task_types.begin(), options.task_types.end(),
                                    task.task_type) != options.task_types.end();
    if (!runnable && !task.task_type.empty()) {
        context.Warn(reader.PathOf("taskType"),
                     fmt::format("tasks of the type \"{}\" cannot be run here: kept as it is",
                                 task.task_type));
    }
    Json parameters = Json::object();
    ReadTaskParams(
        reader,
        reader.Inner("taskParams", Json::value_t::object, "an object, or the JSON text of one"),
        runnable, task, parameters);
    if (task.task_group) reader.Drop({"taskGroupPriority"});
    reader.Drop({"taskParamList", "taskParamMap"});
    kept.update(reader.Rest(KeptFieldsOfTask()));
    const std::string code = std::to_string(task.code);
    if (!kept.empty()) extra["tasks"][code] = std::move(kept);
    if (!parameters.empty()) extra["parameters"][code] = std::move(parameters);
    return task;
}

}  // namespace dmsnode::workflow::dolphinscheduler
