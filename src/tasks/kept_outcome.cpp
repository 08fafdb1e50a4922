#include "tasks/kept_outcome.hpp"

namespace dmsnode::tasks {

Json ToJson(const Outcome& outcome) {
    Json out = Json::object();
    for (const auto& [name, value] : outcome.out) out[name] = value;
    return {{"result", Word(outcome.result)}, {"attention", outcome.attention},
            {"hopeless", outcome.hopeless},   {"message", outcome.message},
            {"hint", outcome.hint},           {"fault", outcome.fault},
            {"out", std::move(out)}};
}

Result<Outcome> OutcomeFromJson(const Json& json) {
    const Error wrong{ErrorCode::kInvalidArgument, "this is no kept outcome"};
    if (!json.is_object()) return wrong;
    Outcome outcome;
    bool known = false;
    for (const NodeResult result :
         {NodeResult::kSuccess, NodeResult::kFailure, NodeResult::kKilled}) {
        if (json.value("result", Json()) != Word(result)) continue;
        outcome.result = result;
        known = true;
    }
    const auto text = [&](const char* name, std::string& value) {
        const auto found = json.find(name);
        known = known && found != json.end() && found->is_string();
        if (known) value = found->get<std::string>();
    };
    text("message", outcome.message);
    text("hint", outcome.hint);
    text("fault", outcome.fault);
    outcome.attention = json.value("attention", Json()) == true;
    outcome.hopeless = json.value("hopeless", Json()) == true;
    const auto out = json.find("out");
    if (!known || out == json.end() || !out->is_object()) return wrong;
    for (const auto& [name, value] : out->items()) {
        if (!value.is_string()) return wrong;
        outcome.out[name] = value.get<std::string>();
    }
    return outcome;
}

}  // namespace dmsnode::tasks
