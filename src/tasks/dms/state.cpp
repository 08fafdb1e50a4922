#include <fmt/format.h>

#include "tasks/dms/node.hpp"

namespace dmsnode::tasks {
namespace {

constexpr int kVersion = 1;

/// Both directions walk one list of members.
template <class State, class Visitor>
void Members(State& state, Visitor&& visit) {
    visit("runId", state.run_id);
    visit("phase", state.phase);
    visit("sourceEndpointArn", state.source_endpoint_arn);
    visit("targetEndpointArn", state.target_endpoint_arn);
    visit("replicationInstanceArn", state.replication_instance_arn);
    visit("identifier", state.identifier);
    visit("replicationTaskArn", state.replication_task_arn);
    visit("createdAtMicros", state.created_at);
    visit("createSent", state.create_sent);
    visit("created", state.created);
    visit("connectionsChecked", state.connections_checked);
    visit("connectionsRetested", state.connections_retested);
    visit("modified", state.modified);
    visit("startSent", state.start_sent);
    visit("startAccepted", state.start_accepted);
    visit("adoptedRun", state.adopted_run);
    visit("startType", state.start_type);
    visit("startBeforeMicros", state.start_before);
    visit("startedAtMicros", state.started_at);
    visit("hadRunBefore", state.had_run_before);
    visit("kill", state.kill);
    visit("failure", state.failure);
    visit("failureHint", state.failure_hint);
    visit("failureFault", state.failure_fault);
    visit("attention", state.attention);
}

Json Encode(const std::string& value) {
    return value;
}
Json Encode(bool value) {
    return value;
}
// Microseconds, not epoch seconds: a start date must compare equal to itself after a restart.
Json Encode(const std::optional<TimePoint>& value) {
    return value ? Json(value->time_since_epoch().count()) : Json();
}

bool Decode(const Json& json, std::string& value) {
    if (!json.is_string()) return false;
    value = json.get_ref<const std::string&>();
    return true;
}
bool Decode(const Json& json, bool& value) {
    if (!json.is_boolean()) return false;
    value = json.get<bool>();
    return true;
}
bool Decode(const Json& json, std::optional<TimePoint>& value) {
    if (json.is_null()) {
        value.reset();
        return true;
    }
    if (!json.is_number_integer()) return false;
    value = TimePoint(Duration(json.get<std::int64_t>()));
    return true;
}

}  // namespace

std::string_view Word(NodeResult result) {
    switch (result) {
        case NodeResult::kSuccess: return "SUCCESS";
        case NodeResult::kFailure: return "FAILURE";
        case NodeResult::kKilled: return "KILLED";
    }
    return "FAILURE";
}

Json ToJson(const NodeState& state) {
    Json json = {{"version", kVersion}};
    Members(state, [&](const char* name, const auto& member) { json[name] = Encode(member); });
    return json;
}

Result<NodeState> NodeStateFromJson(const Json& json) {
    if (!json.is_object() || json.value("version", Json()) != Json(kVersion)) {
        return Error{ErrorCode::kInvalidArgument, "this is no saved state of a DMS node"}.Hint(
            "it was written by another version of this program");
    }
    NodeState state;
    std::string wrong;
    Members(state, [&](const char* name, auto& member) {
        const auto found = json.find(name);
        if (found == json.end() || !Decode(*found, member)) wrong = name;
    });
    if (wrong.empty()) return state;
    return Error{ErrorCode::kInvalidArgument,
                 fmt::format("the saved state of a DMS node has no usable \"{}\"", wrong)};
}

}  // namespace dmsnode::tasks
