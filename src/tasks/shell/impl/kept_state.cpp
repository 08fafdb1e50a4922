#include "tasks/shell/impl/kept_state.hpp"

#include <algorithm>

#include "base/process_table.hpp"
#include "tasks/kept_outcome.hpp"

namespace dmsnode::tasks::shell {
namespace {

constexpr int kVersion = 1;

}  // namespace

std::string ToText(const KeptState& state) {
    return DumpJson({{"version", kVersion},
                     {"pid", state.pid},
                     {"startTicks", state.start_ticks},
                     {"place", state.place},
                     {"token", state.token},
                     {"ended", state.ended ? ToJson(*state.ended) : Json()}});
}

Result<KeptState> ParseKeptState(const std::string& text) {
    const Error wrong{ErrorCode::kInvalidArgument, "this is no kept state of a script"};
    const Result<Json> json = ParseJson(text);
    if (!json || !json->is_object() || json->value("version", Json()) != kVersion) return wrong;
    const Json pid = json->value("pid", Json());
    const Json ticks = json->value("startTicks", Json());
    const Json place = json->value("place", Json());
    const Json token = json->value("token", Json());
    if (!pid.is_number_integer() || !ticks.is_number_integer()) return wrong;
    if (!place.is_string() || !token.is_string()) return wrong;
    KeptState state;
    state.pid = pid.get<pid_t>();
    state.start_ticks = ticks.get<std::uint64_t>();
    state.place = place.get<std::string>();
    state.token = token.get<std::string>();
    if (state.pid <= 1 || state.token.empty()) return wrong;
    if (const Json ended = json->value("ended", Json()); !ended.is_null()) {
        Result<Outcome> outcome = OutcomeFromJson(ended);
        if (!outcome) return outcome.error();
        state.ended = *std::move(outcome);
    }
    return state;
}

std::string MarkOf(const std::string& token) {
    return "DMSNODE_ATTEMPT=" + token;
}

std::vector<pid_t> SurvivorsOf(const KeptState& state) {
    if (state.place.empty() || state.place != ProcessPlace()) return {};
    std::vector<pid_t> members = MembersOfGroup(state.pid);
    const bool ours = StartTicksOf(state.pid) == state.start_ticks ||
                      std::any_of(members.begin(), members.end(), [&](pid_t pid) {
                          return HasEnvironmentEntry(pid, MarkOf(state.token));
                      });
    if (!ours) members.clear();
    return members;
}

}  // namespace dmsnode::tasks::shell
