#include <fmt/format.h>

#include <array>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::int64_t kMostMinutes = 60L * 24 * 365 * 100;
constexpr std::size_t kLongestName = 255;

// DolphinScheduler's general parameters that mean nothing without its cluster.
const std::vector<UnusedField>& UnusedTaskFields() {
    static const std::vector<UnusedField> fields = {
        {"id", "*", ""},
        {"code", "*", ""},
        {"version", "*", ""},
        {"isCache", "\"NO\"", "results are never taken from an earlier run"},
        {"workerGroup", "\"default\"", "nodes run in this process"},
        {"environmentCode", "-1", "a DMS node needs no environment"},
        {"taskGroupId", "0", "there are no task groups"},
        {"taskGroupPriority", "0", "there are no task groups"},
        {"cpuQuota", "-1", "a DMS node uses no process of its own"},
        {"memoryMax", "-1", "a DMS node uses no process of its own"},
        {"taskExecuteType", "\"BATCH\"", "nodes run as a batch"},
    };
    return fields;
}

std::string ReadName(FieldReader& reader) {
    std::string name = reader.Text("name");
    const std::string path = reader.PathOf("name");
    if (name.empty()) reader.context().Report(path, "the node has no name", "a text");
    if (name.size() > kLongestName) {
        reader.context().Report(path, fmt::format("the name has {} bytes", name.size()),
                                fmt::format("at most {}", kLongestName));
    }
    if (name.find_first_of("\n\r\t") != std::string::npos) {
        reader.context().Report(path, "the name has a line break or a tab");
    }
    return name;
}

std::string ReadTaskType(FieldReader& reader) {
    const std::string type = reader.Text("type");
    const std::string task_type = reader.Text("taskType");
    if (!type.empty() && !task_type.empty() && type != task_type) {
        reader.context().Report(
            reader.PathOf("taskType"),
            fmt::format("\"type\" says {}, \"taskType\" says {}", type, task_type), "",
            "keep one of the two");
    }
    const bool short_name = task_type.empty();
    const std::string& word = short_name ? type : task_type;
    const std::string path = reader.PathOf(short_name && !type.empty() ? "type" : "taskType");
    if (word.empty()) {
        reader.context().Report(path, "the node has no task type", "taskType: DMS");
    } else if (word != "DMS") {
        reader.context().Report(path, fmt::format("tasks of the type \"{}\" cannot be run", word),
                                "DMS");
    }
    return word;
}

std::optional<TaskTimeout> ReadTimeout(FieldReader& reader) {
    const bool open = reader.OneOf("timeoutFlag", {"CLOSE", "OPEN"}) == 1;
    const bool has_minutes = reader.Has("timeout");
    const std::int64_t minutes = reader.Whole("timeout", 0, kMostMinutes, 30, "minutes");
    constexpr std::array kStrategies = {TimeoutStrategy::kWarn, TimeoutStrategy::kFail,
                                        TimeoutStrategy::kWarnAndFail};
    const auto strategy = reader.OneOf("timeoutNotifyStrategy", {"WARN", "FAILED", "WARNFAILED"});
    if (!open) {
        if (has_minutes && minutes > 0) {
            reader.context().Warn(reader.PathOf("timeout"), "the timeout has no effect",
                                  "set timeoutFlag: OPEN");
        }
        return std::nullopt;
    }
    if (minutes == 0) {
        reader.context().Report(reader.PathOf("timeout"), "a timeout of 0 minutes",
                                "at least 1 minute");
    }
    return TaskTimeout{std::chrono::minutes(minutes), kStrategies[strategy.value_or(0)]};
}

Json ReadTaskParams(FieldReader& reader) {
    const Json* value = reader.Find("taskParams");
    const std::string path = reader.PathOf("taskParams");
    if (value == nullptr) {
        reader.context().Report(path, "the node has no taskParams",
                                "a mapping with the node's own parameters");
        return Json::object();
    }
    if (value->is_object()) return *value;
    if (value->is_string()) {
        const Result<Json> inner = ParseJson(value->get_ref<const std::string&>());
        if (inner && inner->is_object()) return *inner;
        reader.context().Report(path, "this text is no JSON object", "",
                                inner ? "" : inner.error().ToString());
        return Json::object();
    }
    reader.context().Report(path, Describe(*value) + " stands here",
                            "a mapping with the node's own parameters");
    return Json::object();
}

/// `connection` may stand beside taskParams or in them.
std::string ReadConnection(FieldReader& reader, const Json& task_params) {
    std::string connection = reader.Text("connection");
    const auto inner = task_params.find("connection");
    if (inner == task_params.end() || !inner->is_string()) return connection;
    if (!connection.empty() && connection != inner->get<std::string>()) {
        reader.context().Report(reader.PathOf("taskParams") + ".connection",
                                "another connection is named beside taskParams", "",
                                "keep one of the two");
    }
    return inner->get<std::string>();
}

}  // namespace

void ReadUnused(FieldReader& reader, const std::vector<UnusedField>& fields) {
    for (const UnusedField& field : fields) {
        const Json* value = reader.Find(field.name);
        if (value == nullptr || std::string_view(field.harmless) == "*") continue;
        if (DumpJson(*value) == field.harmless) continue;
        reader.context().Warn(
            reader.PathOf(field.name),
            fmt::format("{} = {} has no effect here: {}", field.name, Describe(*value), field.why));
    }
}

TaskDefinition ReadTask(const Json& value, const std::string& path, const ReadContext& context) {
    FieldReader reader(value, path, context);
    TaskDefinition task;
    if (!value.is_object()) return task;
    task.name = ReadName(reader);
    task.task_type = ReadTaskType(reader);
    task.description = reader.Text("description");
    task.prohibited = reader.OneOf("flag", {"YES", "NO"}) == 1;
    constexpr std::array kPriorities = {TaskPriority::kHighest, TaskPriority::kHigh,
                                        TaskPriority::kMedium, TaskPriority::kLow,
                                        TaskPriority::kLowest};
    const auto priority =
        reader.OneOf("taskPriority", {"HIGHEST", "HIGH", "MEDIUM", "LOW", "LOWEST"});
    task.priority = kPriorities[priority.value_or(2)];
    task.retry_times = static_cast<int>(reader.Whole("failRetryTimes", 0, 10'000, 0));
    task.retry_interval =
        std::chrono::minutes(reader.Whole("failRetryInterval", 0, kMostMinutes, 1, "minutes"));
    task.delay = std::chrono::minutes(reader.Whole("delayTime", 0, kMostMinutes, 0, "minutes"));
    task.timeout = ReadTimeout(reader);
    task.predecessors = reader.Texts("predecessors");
    task.task_params = ReadTaskParams(reader);
    task.connection = ReadConnection(reader, task.task_params);
    if (const auto local = task.task_params.find("localParams"); local != task.task_params.end()) {
        task.local_params =
            ReadParameters(*local, reader.PathOf("taskParams") + ".localParams", context);
    }
    ReadUnused(reader, UnusedTaskFields());
    reader.Finish();
    return task;
}

}  // namespace dmsnode::workflow
