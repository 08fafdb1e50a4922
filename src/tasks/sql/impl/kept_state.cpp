#include "tasks/sql/impl/kept_state.hpp"

#include "tasks/kept_outcome.hpp"

namespace dmsnode::tasks::sql {
namespace {

constexpr int kVersion = 1;

}  // namespace

std::string ToText(const KeptState& state) {
    return DumpJson({{"version", kVersion},
                     {"statement", state.statement},
                     {"of", state.of},
                     {"undoneByCrash", state.undone_by_crash},
                     {"ended", state.ended ? ToJson(*state.ended) : Json()}});
}

Result<KeptState> ParseKeptState(const std::string& text) {
    const Error wrong{ErrorCode::kInvalidArgument, "this is no kept state of an SQL node"};
    const Result<Json> json = ParseJson(text);
    if (!json || !json->is_object() || json->value("version", Json()) != kVersion) return wrong;
    const Json statement = json->value("statement", Json());
    const Json of = json->value("of", Json());
    if (!statement.is_number_integer() || !of.is_number_integer()) return wrong;
    KeptState state;
    state.statement = statement.get<int>();
    state.of = of.get<int>();
    state.undone_by_crash = json->value("undoneByCrash", Json()) == true;
    if (const Json ended = json->value("ended", Json()); !ended.is_null()) {
        Result<Outcome> outcome = OutcomeFromJson(ended);
        if (!outcome) return outcome.error();
        state.ended = *std::move(outcome);
    }
    return state;
}

}  // namespace dmsnode::tasks::sql
