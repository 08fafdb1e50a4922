#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// What screens, streams and metrics read of the scheduler's tables, in as few columns as they
/// need. All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

using Count = std::pair<std::string, std::int64_t>;
/// How many instances there are in each state.
Result<std::vector<Count>> CountInstances(Connection& db);
/// How many attempts each worker group's queue has.
Result<std::vector<Count>> CountQueued(Connection& db);

struct TaskStanding {
    std::int64_t task = 0;  ///< Its place in the definition.
    std::string name;
    std::string state;
    std::int64_t attempt = 0;
    TimePoint changed;
    std::optional<std::string> reference;  ///< Of its last attempt: what that follows elsewhere.
};
/// By place.
Result<std::vector<TaskStanding>> TaskStandings(Connection& db, std::int64_t instance);

struct InstanceStanding {
    std::string state;
    std::string message;
    std::int64_t run_number = 0;
};
Result<std::optional<InstanceStanding>> StandingOf(Connection& db, std::int64_t instance);

struct AttemptStanding {
    std::int64_t instance = 0;
    std::string state;
    std::string result;
    std::string worker;  ///< Who runs it; empty: nobody.
    std::string log_path;
};
Result<std::optional<AttemptStanding>> AttemptStandingOf(Connection& db, std::int64_t attempt);

}  // namespace dmsnode::store::scheduler
