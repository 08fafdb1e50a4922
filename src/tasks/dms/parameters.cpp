#include "tasks/dms/parameters.hpp"

#include <array>
#include <utility>

namespace dmsnode::tasks {
namespace {

template <class E, std::size_t N>
using Words = std::array<std::pair<E, std::string_view>, N>;

constexpr Words<FinishWhen, 4> kFinishWords{{
    {FinishWhen::kStarted, "started"},
    {FinishWhen::kFullLoadComplete, "full-load-complete"},
    {FinishWhen::kCaughtUp, "caught-up"},
    {FinishWhen::kStopped, "stopped"},
}};
constexpr Words<OnFailedStart, 2> kFailedStartWords{{
    {OnFailedStart::kDelete, "delete"},
    {OnFailedStart::kKeep, "keep"},
}};
constexpr Words<WhenRunning, 3> kRunningWords{{
    {WhenRunning::kFail, "fail"},
    {WhenRunning::kFollow, "follow"},
    {WhenRunning::kStop, "stop"},
}};
constexpr Words<TestConnections, 3> kTestWords{{
    {TestConnections::kWhenNeeded, "when-needed"},
    {TestConnections::kAlways, "always"},
    {TestConnections::kNever, "never"},
}};
// The last two are our table's; a user chooses among the first three.
constexpr Words<StopVerdict, 5> kVerdictWords{{
    {StopVerdict::kSuccess, "success"},
    {StopVerdict::kFailure, "failure"},
    {StopVerdict::kAttention, "attention"},
    {StopVerdict::kSuccessIfComplete, "success-if-complete"},
    {StopVerdict::kWait, "wait"},
}};

template <class E, std::size_t N>
std::string_view WordOf(const Words<E, N>& words, E value) {
    for (const auto& [known, word] : words) {
        if (known == value) return word;
    }
    return "";
}

template <class E, std::size_t N>
std::optional<E> Parse(const Words<E, N>& words, std::string_view text) {
    for (const auto& [value, word] : words) {
        if (word == text) return value;
    }
    return std::nullopt;
}

}  // namespace

std::string_view Word(FinishWhen when) {
    return WordOf(kFinishWords, when);
}
std::string_view Word(OnFailedStart policy) {
    return WordOf(kFailedStartWords, policy);
}
std::string_view Word(WhenRunning policy) {
    return WordOf(kRunningWords, policy);
}
std::string_view Word(TestConnections policy) {
    return WordOf(kTestWords, policy);
}
std::string_view Word(StopVerdict verdict) {
    return WordOf(kVerdictWords, verdict);
}

std::optional<FinishWhen> ParseFinishWhen(std::string_view word) {
    return Parse(kFinishWords, word);
}
std::optional<OnFailedStart> ParseOnFailedStart(std::string_view word) {
    return Parse(kFailedStartWords, word);
}
std::optional<WhenRunning> ParseWhenRunning(std::string_view word) {
    return Parse(kRunningWords, word);
}
std::optional<TestConnections> ParseTestConnections(std::string_view word) {
    return Parse(kTestWords, word);
}
std::optional<StopVerdict> ParseStopVerdict(std::string_view word) {
    const std::optional<StopVerdict> verdict = Parse(kVerdictWords, word);
    if (verdict == StopVerdict::kSuccessIfComplete || verdict == StopVerdict::kWait) {
        return std::nullopt;
    }
    return verdict;
}

bool DmsParameters::HasCdc() const {
    const auto type = dms::ParseMigrationType(migration_type);
    return type == dms::MigrationType::kCdc || type == dms::MigrationType::kFullLoadAndCdc;
}

bool DmsParameters::HasFullLoad() const {
    const auto type = dms::ParseMigrationType(migration_type);
    return type == dms::MigrationType::kFullLoad || type == dms::MigrationType::kFullLoadAndCdc;
}

const std::vector<std::string>& DmsOutputNames() {
    static const std::vector<std::string> names = {
        "replicationTaskArn", "replicationTaskIdentifier",
        "rowsLoaded",         "tablesLoaded",
        "tablesErrored",      "stopReason"};
    return names;
}

}  // namespace dmsnode::tasks
