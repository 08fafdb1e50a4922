#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// The workers that are there, and which worker groups have none.
/// All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

struct WorkerRow {
    std::string name;
    std::string host;
    std::vector<std::string> groups;
    std::int64_t slots = 0;
    std::int64_t used = 0;      ///< Slots.
    std::int64_t attempts = 0;  ///< All it runs, also those that take no slot.
    double load = 0;            ///< The machine's, of the last minute, for each core.
    TimePoint started;
    TimePoint heartbeat;
    TimePoint lease;  ///< Counted as gone after this.
};

/// Adds the worker, or replaces what an earlier one of its name left.
Status RegisterWorker(Connection& db, const WorkerRow& worker);
/// False if it is not registered (somebody removed it): it registers again then.
Result<bool> Heartbeat(Connection& db, const WorkerRow& worker);
Status RemoveWorker(Connection& db, const std::string& name);
/// By name.
Result<std::vector<WorkerRow>> Workers(Connection& db);
/// Removes workers whose lease expired before `moment`. Returns how many.
Result<std::int64_t> ForgetWorkers(Connection& db, TimePoint moment);

/// Worker groups for which attempts are queued and that no living worker serves.
Result<std::vector<std::string>> GroupsWithoutWorker(Connection& db, TimePoint now);
/// Writes on the attempts that wait for such a group why they wait.
Status NoteNoWorker(Connection& db, const std::string& worker_group, const std::string& message);
/// The instances that wait for such a group since before `since`: each is told once.
Result<std::vector<std::int64_t>> TakeWaitingInstances(Connection& db,
                                                       const std::string& worker_group,
                                                       TimePoint since);

}  // namespace dmsnode::store::scheduler
