#include "workflow/dolphinscheduler/export.hpp"

#include <fmt/format.h>

#include <map>
#include <set>

#include "workflow/dolphinscheduler/impl/carrier.hpp"
#include "workflow/dolphinscheduler/impl/names.hpp"
#include "workflow/impl/definition_json.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

const Json& Member(const Json& object, const std::string& name) {
    static const Json none = Json::object();
    if (!object.is_object()) return none;
    const auto found = object.find(name);
    return found != object.end() && found->is_object() ? *found : none;
}

Json Coordinate(double value) {
    const auto whole = static_cast<std::int64_t>(value);
    return static_cast<double>(whole) == value ? Json(whole) : Json(value);
}

/// `{name: value}` of a list of properties.
Json MapOf(const Json& properties) {
    Json map = Json::object();
    for (const Json& property : properties) {
        if (!property.is_object()) continue;
        const auto name = property.find("prop");
        if (name == property.end() || !name->is_string()) continue;
        map[name->get<std::string>()] = property.value("value", Json());
    }
    return map;
}

/// One workflow. Rows are made of their defaults, then what `extra` kept, then what the definition
/// says: the last word.
class Writer {
public:
    Writer(Workflow& workflow, const ExportOptions& options, std::string path,
           std::vector<Problem>& problems)
        : workflow_(workflow),
          definition_(workflow.definition),
          options_(options),
          names_(NamesOf(options.family)),
          path_(std::move(path)),
          problems_(problems) {}

    Json Run() {
        GiveCodes();
        Json element = Member(workflow_.extra, "element");
        element[names_.definition] = Definition();
        element["taskDefinitionList"] = Tasks();
        element[names_.relations] = Relations();
        element["schedule"] = workflow_.schedule ? ScheduleRow(*workflow_.schedule) : Json();
        if (!definition_.connections.empty()) element[kCarrier] = Connections();
        return element;
    }

private:
    void Report(const std::string& path, std::string message, std::string hint = "") {
        problems_.push_back(Problem{.path = path_ + path,
                                    .message = std::move(message),
                                    .expected = "",
                                    .hint = std::move(hint)});
    }

    void GiveCodes() {
        if (workflow_.code == 0) workflow_.code = options_.new_code();
        std::set<std::int64_t> codes;
        for (std::size_t i = 0; i < definition_.tasks.size(); ++i) {
            TaskDefinition& task = definition_.tasks[i];
            if (task.code == 0) task.code = options_.new_code();
            const std::string row = fmt::format(".taskDefinitionList[{}]", i);
            if (!codes.insert(task.code).second) {
                Report(row + ".code", fmt::format("the code {} is there twice", task.code));
            }
            if (!names_to_codes_.emplace(task.name, task.code).second) {
                Report(row + ".name", fmt::format("the name \"{}\" is there twice", task.name));
            }
        }
        if (definition_.tasks.empty()) {
            Report(".taskDefinitionList", "the workflow has no tasks",
                   "its import refuses the file");
        }
    }

    Json Properties(const std::vector<Parameter>& parameters, const std::string& owner) {
        const Json& kept = Member(Member(workflow_.extra, "parameters"), owner);
        Json list = Json::array();
        for (const Json& property : JsonOf(parameters, Defaults::kWritten)) {
            Json row = Member(kept, property["prop"].get<std::string>());
            row.update(property);
            list.push_back(std::move(row));
        }
        return list;
    }

    Json Definition() {
        Json row = {{"version", 1},
                    {"releaseState", "OFFLINE"},
                    {"projectCode", options_.project_code},
                    {"flag", "YES"},
                    {"warningGroupId", nullptr}};
        row.update(Member(workflow_.extra, "workflow"));
        const Json global = Properties(definition_.global_params, "0");
        row["code"] = workflow_.code;
        row["name"] = definition_.name;
        row["description"] = definition_.description;
        row["timeout"] = definition_.timeout.count();
        row["executionType"] = Word(definition_.execution_type);
        row["globalParams"] = DumpJson(global);
        row["globalParamList"] = global;
        row["globalParamMap"] = MapOf(global);
        row["locations"] = Locations();
        return row;
    }

    /// A JSON text; null if no task has a place, as for workflows that were not drawn.
    Json Locations() {
        Json list = Json::array();
        for (const TaskDefinition& task : definition_.tasks) {
            if (!task.position) continue;
            Json row = Member(Member(workflow_.extra, "locations"), std::to_string(task.code));
            row["taskCode"] = task.code;
            row["x"] = Coordinate(task.position->x);
            row["y"] = Coordinate(task.position->y);
            list.push_back(std::move(row));
        }
        return list.empty() ? Json() : Json(DumpJson(list));
    }

    Json Tasks() {
        Json list = Json::array();
        for (std::size_t i = 0; i < definition_.tasks.size(); ++i) {
            list.push_back(
                Task(definition_.tasks[i], fmt::format("{}.taskDefinitionList[{}]", path_, i)));
        }
        return list;
    }

    Json Task(const TaskDefinition& task, const std::string& path) {
        Json row = {{"version", 1},           {"projectCode", options_.project_code},
                    {"environmentCode", -1},  {"taskGroupId", 0},
                    {"taskGroupPriority", 0}, {"taskExecuteType", "BATCH"},
                    {"timeout", 0},           {"timeoutNotifyStrategy", nullptr}};
        row.update(Member(Member(workflow_.extra, "tasks"), std::to_string(task.code)));
        row["code"] = task.code;
        row["name"] = task.name;
        row["taskType"] = task.task_type;
        row["description"] = task.description;
        row["flag"] = task.prohibited ? "NO" : "YES";
        row["isCache"] = task.cache ? "YES" : "NO";
        row["taskPriority"] = Word(task.priority);
        row["workerGroup"] = task.worker_group;
        row["failRetryTimes"] = task.retry_times;
        row["failRetryInterval"] = task.retry_interval.count();
        row["delayTime"] = task.delay.count();
        row["timeoutFlag"] = task.timeout ? "OPEN" : "CLOSE";
        if (task.timeout) {
            row["timeout"] = task.timeout->after.count();
            row["timeoutNotifyStrategy"] = Word(task.timeout->strategy);
        }
        row["cpuQuota"] = task.cpu_quota;
        row["memoryMax"] = task.memory_max_mb;
        if (task.task_group) row["taskGroupPriority"] = task.task_group->priority;
        AddParams(task, path, row);
        return row;
    }

    void AddParams(const TaskDefinition& task, const std::string& path, Json& row) {
        Json params = PackTaskParams(task, path, problems_);
        const bool ours =
            task.task_type == "DMS" || task.task_type == "SHELL" || task.task_type == "SQL";
        // Its form wants both lists; what it does not know stays as it came.
        if (!task.local_params.empty() || (ours && !params.contains("localParams"))) {
            params["localParams"] = Properties(task.local_params, std::to_string(task.code));
        }
        if (ours && !params.contains("resourceList")) params["resourceList"] = Json::array();
        const Json local = params.value("localParams", Json());
        row["taskParamList"] = local.is_array() ? local : Json();
        row["taskParamMap"] = local.is_array() && !local.empty() ? MapOf(local) : Json();
        row["taskParams"] = std::move(params);
        NoteSubWorkflow(task, path);
    }

    void NoteSubWorkflow(const TaskDefinition& task, const std::string& path) {
        const bool process = options_.family == Family::kProcess;
        if (task.task_type != (process ? "SUB_WORKFLOW" : "SUB_PROCESS")) return;
        problems_.push_back(Problem{
            .path = path + ".taskType",
            .message = fmt::format("DolphinScheduler {} calls this type {}", Word(options_.family),
                                   process ? "SUB_PROCESS" : "SUB_WORKFLOW"),
            .expected = "",
            .hint = "make the node anew there",
            .warning = true});
    }

    Json Relations() {
        Json list = Json::array();
        for (std::size_t i = 0; i < definition_.tasks.size(); ++i) {
            const TaskDefinition& task = definition_.tasks[i];
            std::set<std::int64_t> written;
            for (const std::string& name : task.predecessors) {
                const auto before = names_to_codes_.find(name);
                if (before == names_to_codes_.end()) {
                    Report(
                        fmt::format(".taskDefinitionList[{}]", i),
                        fmt::format("\"{}\" waits for \"{}\", which is no task", task.name, name));
                } else if (written.insert(before->second).second) {
                    list.push_back(Relation(before->second, task.code));
                }
            }
            if (written.empty()) list.push_back(Relation(0, task.code));
        }
        return list;
    }

    Json Relation(std::int64_t before, std::int64_t after) {
        Json kept =
            Member(Member(workflow_.extra, "relations"), fmt::format("{}-{}", before, after));
        Json version = kept.value(kVersionInExtra,
                                  Member(workflow_.extra, "workflow").value("version", Json(1)));
        kept.erase(kVersionInExtra);
        Json row = {{"name", ""},
                    {"projectCode", options_.project_code},
                    {"preTaskVersion", before == 0 ? Json(0) : VersionOf(before)},
                    {"postTaskVersion", VersionOf(after)},
                    {"conditionType", "NONE"},
                    {"conditionParams", Json::object()}};
        row.update(kept);
        row[names_.definition_code] = workflow_.code;
        row[names_.definition_version] = std::move(version);
        row["preTaskCode"] = before;
        row["postTaskCode"] = after;
        return row;
    }

    Json VersionOf(std::int64_t task) {
        return Member(Member(workflow_.extra, "tasks"), std::to_string(task))
            .value("version", Json(1));
    }

    Json ScheduleRow(const Schedule& schedule) {
        Json row = {{"releaseState", "OFFLINE"}, {"warningGroupId", 0}, {"environmentCode", -1}};
        row.update(Member(workflow_.extra, "schedule"));
        row[names_.definition_code] = workflow_.code;
        row[names_.definition_name] = definition_.name;
        row["crontab"] = schedule.crontab;
        row["timezoneId"] = schedule.timezone_id;
        row["startTime"] = schedule.start_time;
        row["endTime"] = schedule.end_time;
        row["failureStrategy"] = Word(schedule.failure_strategy);
        row["warningType"] = Word(schedule.warning_type);
        row[names_.instance_priority] = Word(schedule.priority);
        row["workerGroup"] = schedule.worker_group;
        row["tenantCode"] = schedule.tenant_code;
        return row;
    }

    Json Connections() {
        Json connections = Json::object();
        for (const auto& [name, connection] : definition_.connections) {
            connections[name] = JsonOf(connection);
        }
        problems_.push_back(Problem{
            .path = fmt::format("{}.{}.connections", path_, kCarrier),
            .message = "DolphinScheduler has no named connections: they are in this file, and not "
                       "in what the cluster exports later",
            .expected = "",
            .hint = "",
            .warning = true});
        return {{"connections", std::move(connections)}};
    }

    Workflow& workflow_;
    WorkflowDefinition& definition_;
    const ExportOptions& options_;
    const FamilyNames& names_;
    std::string path_;
    std::vector<Problem>& problems_;
    std::map<std::string, std::int64_t> names_to_codes_;
};

}  // namespace

ExportedFile Export(const std::vector<Workflow>& workflows, const ExportOptions& options) {
    ExportedFile file;
    file.root = Json::array();
    file.workflows = workflows;
    for (std::size_t i = 0; i < workflows.size(); ++i) {
        file.root.push_back(
            Writer(file.workflows[i], options, fmt::format("$[{}]", i), file.problems).Run());
    }
    return file;
}

}  // namespace dmsnode::workflow::dolphinscheduler
