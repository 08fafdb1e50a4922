#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/scheduler_attempts.hpp"

/// How workers take attempts, hold them and give them back. Every write names owner and fence, and
/// changes nothing if they are no longer the row's.
/// All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

/// Who holds an attempt.
struct Hold {
    std::int64_t attempt = 0;
    std::int64_t instance = 0;
    std::string owner;
    std::int64_t fence = 0;
};

struct ClaimRequest {
    std::string owner;
    std::vector<std::string> worker_groups;  ///< At least one.
    /// Only these types; empty: all.
    std::vector<std::string> task_types;
    std::vector<std::string> not_task_types;
    TimePoint now;
    TimePoint lease;
    std::int64_t most = 1;
};
/// The most urgent claimable attempts, now running and the owner's: by workflow priority, task
/// priority, task group priority, time of queueing. A timeout counts from the first start.
Result<std::vector<Attempt>> ClaimAttempts(Connection& db, const ClaimRequest& request);

Status SaveLogPath(Connection& db, const Hold& hold, const std::string& path);
/// False: the attempt is not the owner's any more.
Result<bool> SaveKept(Connection& db, const Hold& hold, const std::string& kept);
Result<bool> SaveProgress(Connection& db, const Hold& hold, const std::string& progress);
Result<bool> SaveReference(Connection& db, const Hold& hold, const std::string& reference);
/// Ends the attempt. Wakes the instance before: see the order of locks.
Result<bool> EndAttempt(Connection& db, const Hold& hold, const AttemptEnd& end, TimePoint now);
/// In the transaction of EndAttempt, after it.
Status SaveLastProgress(Connection& db, std::int64_t attempt, const std::string& progress);
/// Gives the attempt back unfinished; somebody else goes on with it.
Result<bool> GiveBack(Connection& db, const Hold& hold);

/// Moves the deadline of everything the owner holds.
Status RenewLeases(Connection& db, const std::string& owner, TimePoint lease);
struct Held {
    std::int64_t attempt = 0;
    std::int64_t fence = 0;
    std::string kill_requested;
};
Result<std::vector<Held>> HeldBy(Connection& db, const std::string& owner);
/// Only those that are to be killed.
Result<std::vector<Held>> KillsFor(Connection& db, const std::string& owner);

/// A loss counts with those before it only if the attempt was held for less: nodes that run for
/// days outlive any number of restarts, one that kills its workers does not.
constexpr std::chrono::minutes kHeldForLong{10};
/// Attempts whose holder let the lease expire become claimable again. Returns how many.
Result<std::int64_t> RescueExpired(Connection& db, TimePoint now);
/// A lost attempt that was lost more than `most_losses` times in a row ends as a failure; one that
/// is to be killed and kept nothing ends as killed: there is nothing to kill. Returns how many
/// ended.
Result<std::int64_t> EndWhatIsLost(Connection& db, TimePoint now, std::int64_t most_losses);
/// All attempts of an owner that has come back and knows nothing of them.
Result<std::int64_t> ReleaseAllOf(Connection& db, const std::string& owner);

}  // namespace dmsnode::store::scheduler
