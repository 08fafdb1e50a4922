#include "workflow/impl/definition_json.hpp"

#include <cmath>
#include <utility>

namespace dmsnode::workflow {
namespace {

/// Members of one object. A value that equals its default is written only on demand.
class Members {
public:
    explicit Members(Defaults defaults) : written_(defaults == Defaults::kWritten) {}

    template <class Value>
    void Add(const char* name, const Value& value, const Value& fallback) {
        if (written_ || value != fallback) json_[name] = value;
    }
    void Text(const char* name, std::string_view value, std::string_view fallback = "") {
        Add(name, std::string(value), std::string(fallback));
    }
    void Put(const char* name, Json value) { json_[name] = std::move(value); }
    bool WritesDefaults() const { return written_; }
    Json Take() { return std::move(json_); }

private:
    bool written_;
    Json json_ = Json::object();
};

Json Coordinate(double value) {
    const double whole = std::nearbyint(value);
    return whole == value ? Json(static_cast<std::int64_t>(whole)) : Json(value);
}

/// JavaScript keeps whole numbers below 2^53 only.
Json Code(std::int64_t code) {
    constexpr std::int64_t kFirstInexact = std::int64_t{1} << 53U;
    return code < kFirstInexact ? Json(code) : Json(std::to_string(code));
}

void AddTimeout(const TaskDefinition& task, Members& members) {
    if (!task.timeout) {
        if (members.WritesDefaults()) members.Put("timeoutFlag", "CLOSE");
        return;
    }
    members.Put("timeoutFlag", "OPEN");
    members.Put("timeout", task.timeout->after.count());
    members.Text("timeoutNotifyStrategy", Word(task.timeout->strategy),
                 Word(TimeoutStrategy::kWarn));
}

void AddTaskGroup(const TaskDefinition& task, Members& members) {
    if (!task.task_group) return;
    Members group(members.WritesDefaults() ? Defaults::kWritten : Defaults::kLeftOut);
    group.Put("name", task.task_group->name);
    group.Add("priority", task.task_group->priority, 0);
    members.Put("taskGroup", group.Take());
}

Json TaskParams(const TaskDefinition& task, Defaults defaults) {
    Json params = task.task_params;
    if (!task.local_params.empty()) {
        params["localParams"] = JsonOf(task.local_params, defaults);
    }
    return params;
}

void AddSecret(const std::string& name, const SecretReference& secret, Members& members) {
    members.Text((name + "File").c_str(), secret.file);
    members.Text((name + "Env").c_str(), secret.environment);
}

}  // namespace

Json JsonOf(const std::vector<Parameter>& parameters, Defaults defaults) {
    Json list = Json::array();
    for (const Parameter& parameter : parameters) {
        Members members(defaults);
        members.Put("prop", parameter.name);
        members.Text("direct", Word(parameter.direction), Word(ParameterDirection::kIn));
        members.Text("type", Word(parameter.type), Word(ParameterType::kVarchar));
        members.Text("value", parameter.value);
        list.push_back(members.Take());
    }
    return list;
}

Json JsonOf(const TaskDefinition& task, Defaults defaults) {
    Members members(defaults);
    if (task.code != 0) members.Put("code", Code(task.code));
    members.Put("name", task.name);
    members.Put("taskType", task.task_type);
    members.Text("description", task.description);
    members.Text("flag", task.prohibited ? "NO" : "YES", "YES");
    members.Text("taskPriority", Word(task.priority), Word(TaskPriority::kMedium));
    members.Add("failRetryTimes", task.retry_times, 0);
    members.Add("failRetryInterval", task.retry_interval.count(), std::chrono::minutes::rep{1});
    members.Add("delayTime", task.delay.count(), std::chrono::minutes::rep{0});
    AddTimeout(task, members);
    members.Text("connection", task.connection);
    members.Text("workerGroup", task.worker_group, "default");
    members.Text("environment", task.environment);
    AddTaskGroup(task, members);
    members.Text("isCache", task.cache ? "YES" : "NO", "NO");
    members.Add("cpuQuota", task.cpu_quota, -1);
    members.Add("memoryMax", task.memory_max_mb, -1);
    if (task.position) {
        members.Put("position",
                    Json{{"x", Coordinate(task.position->x)}, {"y", Coordinate(task.position->y)}});
    }
    if (!task.predecessors.empty()) members.Put("predecessors", task.predecessors);
    members.Put("taskParams", TaskParams(task, defaults));
    return members.Take();
}

Json JsonOf(const ConnectionDefinition& connection) {
    Members members(Defaults::kLeftOut);
    members.Put("type", connection.type == ConnectionType::kAws ? "aws" : "embedded");
    members.Text("region", connection.region);
    members.Text("endpoint", connection.endpoint);
    members.Text("profile", connection.profile);
    members.Text("accessKeyId", connection.access_key_id);
    AddSecret("secretAccessKey", connection.secret_access_key, members);
    AddSecret("sessionToken", connection.session_token, members);
    members.Text("commonProperties", connection.common_properties);
    members.Text("awsYaml", connection.aws_yaml);
    members.Text("caFile", connection.ca_file);
    return members.Take();
}

Json JsonOf(const WorkflowDefinition& definition, Defaults defaults) {
    Members members(defaults);
    members.Put("name", definition.name);
    members.Text("description", definition.description);
    members.Add("timeout", definition.timeout.count(), std::chrono::minutes::rep{0});
    members.Text("executionType", Word(definition.execution_type), Word(ExecutionType::kParallel));
    if (!definition.global_params.empty()) {
        members.Put("globalParams", JsonOf(definition.global_params, defaults));
    }
    if (!definition.connections.empty()) {
        Json connections = Json::object();
        for (const auto& [name, connection] : definition.connections) {
            connections[name] = JsonOf(connection);
        }
        members.Put("connections", std::move(connections));
    }
    return members.Take();
}

}  // namespace dmsnode::workflow
