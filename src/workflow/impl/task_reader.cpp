#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workflow/impl/readers.hpp"

namespace dmsnode::workflow {
namespace {

// DolphinScheduler's general parameters that are not acted on.
const std::vector<UnusedField>& UnusedTaskFields(RunBy run_by) {
    static const std::vector<UnusedField> in_scheduler = {
        {"id", "*", ""},
        {"version", "*", ""},
        {"environmentCode", "-1", "name the environment: environment"},
        {"taskGroupId", "0", "name the task group: taskGroup"},
        {"taskExecuteType", "\"BATCH\"", "nodes run as a batch"},
    };
    static const std::vector<UnusedField> in_one_process = {
        {"id", "*", ""},
        {"version", "*", ""},
        {"isCache", "\"NO\"", "results are never taken from an earlier run"},
        {"workerGroup", "\"default\"", "nodes run in this process"},
        {"environment", "\"\"", "a DMS node needs no environment"},
        {"environmentCode", "-1", "a DMS node needs no environment"},
        {"taskGroup", "\"\"", "there are no task groups"},
        {"taskGroupId", "0", "there are no task groups"},
        {"taskGroupPriority", "0", "there are no task groups"},
        {"cpuQuota", "-1", "a DMS node uses no process of its own"},
        {"memoryMax", "-1", "a DMS node uses no process of its own"},
        {"taskExecuteType", "\"BATCH\"", "nodes run as a batch"},
    };
    return run_by == RunBy::kScheduler ? in_scheduler : in_one_process;
}

bool Contains(const std::vector<std::string>& words, const std::string& word) {
    return std::find(words.begin(), words.end(), word) != words.end();
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

std::string ReadTaskType(FieldReader& reader, const ReadOptions& options) {
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
    } else if (Contains(options.kept_types, word)) {
        reader.context().Warn(
            path, fmt::format("tasks of the type \"{}\" cannot be run: kept as it is", word));
    } else if (!Contains(options.task_types, word)) {
        reader.context().Report(path, fmt::format("tasks of the type \"{}\" cannot be run", word),
                                JoinWords(options.task_types));
    }
    return word;
}

std::optional<TaskTimeout> ReadTimeout(FieldReader& reader) {
    const bool open = reader.OneOf("timeoutFlag", {"CLOSE", "OPEN"}) == 1;
    const bool has_minutes = reader.Has("timeout");
    const std::int64_t length = reader.Whole("timeout", 0, kMostMinutes, 30, "minutes");
    constexpr std::array kStrategies = {TimeoutStrategy::kWarn, TimeoutStrategy::kFail,
                                        TimeoutStrategy::kWarnAndFail};
    const auto strategy = reader.OneOf("timeoutNotifyStrategy", {"WARN", "FAILED", "WARNFAILED"});
    if (!open) {
        if (has_minutes && length > 0) {
            reader.context().Warn(reader.PathOf("timeout"), "the timeout has no effect",
                                  "set timeoutFlag: OPEN");
        }
        return std::nullopt;
    }
    if (length == 0) {
        reader.context().Report(reader.PathOf("timeout"), "a timeout of 0 minutes",
                                "at least 1 minute");
    }
    return TaskTimeout{std::chrono::minutes(length), kStrategies[strategy.value_or(0)]};
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

/// `taskGroup` is a name or `{name, priority}`; DolphinScheduler's own taskGroupPriority may stand
/// beside it.
std::optional<TaskGroupUse> ReadTaskGroup(FieldReader& reader) {
    constexpr std::int64_t kMost = INT32_MAX;
    const std::int64_t beside = reader.Whole("taskGroupPriority", -kMost, kMost, 0);
    const Json* value = reader.Find("taskGroup");
    if (value == nullptr) return std::nullopt;
    TaskGroupUse use{.name = "", .priority = static_cast<int>(beside)};
    if (value->is_object()) {
        FieldReader inner(*value, reader.PathOf("taskGroup"), reader.context());
        use.name = inner.Text("name");
        const bool both = inner.Has("priority") && reader.Has("taskGroupPriority");
        use.priority = static_cast<int>(inner.Whole("priority", -kMost, kMost, beside));
        if (both && use.priority != beside) {
            reader.context().Report(reader.PathOf("taskGroupPriority"),
                                    "taskGroup has another priority", "", "keep one of the two");
        }
        inner.Finish();
        if (use.name.empty()) {
            reader.context().Report(inner.PathOf("name"), "the task group has no name", "a text");
        }
    } else {
        use.name = reader.Text("taskGroup");
        if (use.name.empty()) return std::nullopt;
    }
    return use;
}

std::optional<CanvasPosition> ReadPosition(FieldReader& reader) {
    const Json* value = reader.Find("position");
    if (value == nullptr) return std::nullopt;
    constexpr double kFarthest = 1e6;
    FieldReader inner(*value, reader.PathOf("position"), reader.context());
    const std::optional<double> x = inner.Number("x", -kFarthest, kFarthest);
    const std::optional<double> y = inner.Number("y", -kFarthest, kFarthest);
    inner.Finish();
    if (value->is_object() && !(inner.Has("x") && inner.Has("y"))) {
        reader.context().Report(reader.PathOf("position"), "the position is not whole", "x and y");
    }
    if (!x || !y) return std::nullopt;
    return CanvasPosition{*x, *y};
}

std::string ShortText(FieldReader& reader, std::string_view name) {
    std::string text = reader.Text(name);
    if (text.size() > kLongestName) {
        reader.context().Report(reader.PathOf(name),
                                fmt::format("the name has {} bytes", text.size()),
                                fmt::format("at most {}", kLongestName));
    }
    return text;
}

/// What a cluster's worker does with the node. 0 means no limit, as in DolphinScheduler.
void ReadPlacement(FieldReader& reader, TaskDefinition& task) {
    task.code = reader.Whole("code", 0, INT64_MAX, 0);
    task.worker_group = ShortText(reader, "workerGroup");
    if (task.worker_group.empty()) task.worker_group = "default";
    task.environment = ShortText(reader, "environment");
    task.task_group = ReadTaskGroup(reader);
    task.cache = reader.OneOf("isCache", {"NO", "YES"}) == 1;
    const auto limit = [&](std::string_view name, std::string_view unit) {
        const std::int64_t value = reader.Whole(name, -1, INT32_MAX, -1, unit);
        return value == 0 ? -1 : static_cast<int>(value);
    };
    task.cpu_quota = limit("cpuQuota", "percent");
    task.memory_max_mb = limit("memoryMax", "MB");
    task.position = ReadPosition(reader);
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

TaskDefinition ReadTask(const Json& value, const std::string& path, const ReadOptions& options,
                        const ReadContext& context) {
    FieldReader reader(value, path, context);
    TaskDefinition task;
    if (!value.is_object()) return task;
    task.name = ReadName(reader);
    task.task_type = ReadTaskType(reader, options);
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
    ReadPlacement(reader, task);
    task.predecessors = reader.Texts("predecessors");
    task.task_params = ReadTaskParams(reader);
    task.connection = ReadConnection(reader, task.task_params);
    const auto local = task.task_params.find("localParams");
    if (local != task.task_params.end() && !Contains(options.kept_types, task.task_type)) {
        task.local_params =
            ReadParameters(*local, reader.PathOf("taskParams") + ".localParams", context);
        task.task_params.erase(local);
    }
    ReadUnused(reader, UnusedTaskFields(options.run_by));
    reader.Finish();
    return task;
}

}  // namespace dmsnode::workflow
