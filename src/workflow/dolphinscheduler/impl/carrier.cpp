#include "workflow/dolphinscheduler/impl/carrier.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>

#include "workflow/dolphinscheduler/impl/names.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

constexpr std::array<const char*, 5> kMembers = {"connection", "environment", "objects", "own",
                                                 "taskGroup"};

// DMS parameters that are JSON texts there and may be JSON values here.
constexpr std::array<const char*, 4> kDocuments = {"jsonData", "tableMappings",
                                                   "replicationTaskSettings", "taskData"};

bool IsOurs(const Json& carrier) {
    if (!carrier.is_object() || carrier.empty()) return false;
    for (const auto& [name, value] : carrier.items()) {
        if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end()) return false;
        const bool text = name == "connection" || name == "environment";
        if (text && !value.is_string()) return false;
        if (name == "objects" && !value.is_array()) return false;
        if (name != "taskGroup") continue;
        const bool whole = value.is_object() && value.size() == 2 && value.contains("name") &&
                           value["name"].is_string() && value.contains("priority") &&
                           value["priority"].is_number_integer() &&
                           value["priority"] <= INT32_MAX && value["priority"] >= -INT32_MAX;
        if (!whole) return false;
    }
    return true;
}

class Notes {
public:
    Notes(std::string path, std::vector<Problem>& problems)
        : path_(std::move(path)), problems_(problems) {}

    void Add(const std::string& member, std::string message, std::string hint = "") {
        problems_.push_back(Problem{.path = path_ + member,
                                    .message = std::move(message),
                                    .expected = "",
                                    .hint = std::move(hint),
                                    .warning = true});
    }

private:
    std::string path_;
    std::vector<Problem>& problems_;
};

bool HasPlaceholderText(const Json& value) {
    if (value.is_string()) return HasPlaceholder(value.get_ref<const std::string&>());
    if (!value.is_structured()) return false;
    return std::any_of(value.begin(), value.end(), HasPlaceholderText);
}

const std::set<std::string>& KnownParams(const std::string& type) {
    static const std::set<std::string> none;
    static const std::set<std::string> dms = {"isRestartTask",
                                              "isJsonFormat",
                                              "jsonData",
                                              "migrationType",
                                              "replicationTaskIdentifier",
                                              "replicationInstanceArn",
                                              "sourceEndpointArn",
                                              "targetEndpointArn",
                                              "tableMappings",
                                              "replicationTaskArn",
                                              "replicationTaskSettings",
                                              "cdcStartTime",
                                              "cdcStartPosition",
                                              "cdcStopPosition",
                                              "tags",
                                              "taskData",
                                              "resourceIdentifier",
                                              "startReplicationTaskType"};
    static const std::set<std::string> shell = {"rawScript"};
    static const std::set<std::string> sql = {"type",
                                              "datasource",
                                              "sql",
                                              "sqlType",
                                              "sendEmail",
                                              "displayRows",
                                              "title",
                                              "groupId",
                                              "connParams",
                                              "preStatements",
                                              "postStatements",
                                              "limit",
                                              "segmentSeparator",
                                              "udfs",
                                              "showType"};
    if (type == "DMS") return dms;
    if (type == "SHELL") return shell;
    return type == "SQL" ? sql : none;
}

bool IsHostParam(const std::string& name) {
    static const std::set<std::string> names = {
        "localParams",     "resourceList",     "varPool",      "dependence",
        "conditionResult", "waitStartTimeout", "switchResult", "resourceIds"};
    return names.contains(name);
}

void NoteUnknownParams(const TaskDefinition& task, Notes& notes) {
    const std::set<std::string>& known = KnownParams(task.task_type);
    if (known.empty()) return;
    for (const auto& [name, value] : task.task_params.items()) {
        if (known.contains(name) || IsHostParam(name) || name == kCarrier) continue;
        notes.Add(
            ".taskParams." + name,
            fmt::format("DolphinScheduler does not know \"{}\": it has no effect there", name),
            "it is kept until the node is edited in the form there");
    }
}

bool IsTrue(const Json& params, const char* name) {
    const auto found = params.find(name);
    return found != params.end() && (*found == true || *found == "true");
}

bool IsLocalTime(const std::string& text) {
    constexpr std::string_view kForm = "dddd-dd-dd dd:dd:dd";
    if (text.size() != kForm.size()) return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (kForm[i] == 'd' ? !digit : text[i] != kForm[i]) return false;
    }
    return true;
}

/// Where the plugin of DolphinScheduler reads a value in another way than we do.
void NoteDmsForm(const Json& params, Notes& notes) {
    if (IsTrue(params, "isJsonFormat")) return;
    for (const std::string& name : KnownParams("DMS")) {
        const auto value = params.find(name);
        if (value == params.end() || name == "jsonData") continue;
        const std::string member = ".taskParams." + name;
        if (HasPlaceholderText(*value)) {
            notes.Add(member, "DolphinScheduler leaves placeholders in a form field as they are",
                      "use jsonData for them");
        } else if (name.ends_with("Arn") && value->is_string() && !value->empty() && *value != "" &&
                   !value->get_ref<const std::string&>().starts_with("arn:")) {
            notes.Add(member, "DolphinScheduler takes ARNs only, no names");
        } else if (name == "cdcStartTime" &&
                   !(value->is_string() && IsLocalTime(value->get_ref<const std::string&>()))) {
            notes.Add(member, "DolphinScheduler reads another form of time here",
                      "yyyy-MM-dd HH:mm:ss, in the zone of its workers");
        } else if (name == "tags" && value->is_array()) {
            for (const Json& tag : *value) {
                if (!tag.is_object() || !(tag.contains("Key") || tag.contains("Value"))) continue;
                notes.Add(member,
                          "DolphinScheduler reads key and value in a form's tags, in lower "
                          "case");
                break;
            }
        }
    }
}

void NoteSql(const Json& params, Notes& notes) {
    const auto source = params.find("datasource");
    if (source == params.end() || source->is_null() || AsWhole(*source)) return;
    notes.Add(".taskParams.datasource", "DolphinScheduler names a data source by its number",
              "choose the data source there");
}

}  // namespace

Json PackTaskParams(const TaskDefinition& task, const std::string& task_path,
                    std::vector<Problem>& problems) {
    Notes notes(task_path, problems);
    Json params = task.task_params.is_object() ? task.task_params : Json::object();
    Json carrier = Json::object();
    if (!task.connection.empty()) {
        carrier["connection"] = task.connection;
        notes.Add(".taskParams.dmsnode.connection",
                  fmt::format("DolphinScheduler has one account for all nodes: the connection "
                              "\"{}\" has no effect there",
                              task.connection));
    }
    if (!task.environment.empty()) {
        carrier["environment"] = task.environment;
        notes.Add(".environmentCode",
                  fmt::format("the environment \"{}\" has no number here", task.environment),
                  "choose the environment there");
    }
    if (task.task_group) {
        carrier["taskGroup"] = {{"name", task.task_group->name},
                                {"priority", task.task_group->priority}};
        notes.Add(".taskGroupId",
                  fmt::format("the task group \"{}\" has no number here", task.task_group->name),
                  "choose the task group there");
    }
    NoteUnknownParams(task, notes);
    if (task.task_type == "DMS") {
        NoteDmsForm(params, notes);
        for (const char* name : kDocuments) {
            const auto document = params.find(name);
            if (document == params.end() || !document->is_structured()) continue;
            *document = DumpJson(*document);
            carrier["objects"].push_back(name);
        }
    }
    if (task.task_type == "SQL") NoteSql(params, notes);
    // A member of our name that is not ours must not be taken for ours when it comes back.
    if (const auto own = params.find(kCarrier); own != params.end()) carrier["own"] = *own;
    if (!carrier.empty()) params[kCarrier] = std::move(carrier);
    return params;
}

void UnpackTaskParams(Json& params, TaskDefinition& task) {
    const auto found = params.find(kCarrier);
    if (found == params.end() || !IsOurs(*found)) return;
    const Json carrier = *found;
    params.erase(found);
    task.connection = carrier.value("connection", "");
    task.environment = carrier.value("environment", "");
    if (const auto group = carrier.find("taskGroup"); group != carrier.end()) {
        task.task_group =
            TaskGroupUse{(*group)["name"].get<std::string>(), (*group)["priority"].get<int>()};
    }
    for (const Json& name : carrier.value("objects", Json::array())) {
        const auto document =
            name.is_string() ? params.find(name.get<std::string>()) : params.end();
        if (document == params.end() || !document->is_string()) continue;
        const auto& text = document->get_ref<const std::string&>();
        Result<Json> value = ParseJson(text, JsonLimits{.max_bytes = text.size(), .max_depth = 64});
        if (value && value->is_structured()) *document = *std::move(value);
    }
    if (const auto own = carrier.find("own"); own != carrier.end()) params[kCarrier] = *own;
}

}  // namespace dmsnode::workflow::dolphinscheduler
