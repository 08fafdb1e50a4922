#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.hpp"
#include "store/database.hpp"

/// Workflow instances of the scheduler, and the definitions they were started with.
/// All functions: inside the caller's transaction; errors are those of the store.
namespace dmsnode::store::scheduler {

/// Words are those of the workflow folder (states, strategies, scopes); lists are JSON texts.
struct Instance {
    std::int64_t id = 0;
    std::int64_t project_code = 0;
    std::string project_name;
    std::int64_t workflow_code = 0;
    std::int64_t workflow_version = 0;
    std::string workflow_name;
    std::string definition_hash;  ///< See SaveDefinition.
    std::string name;
    std::string state;
    std::string command;  ///< What started or last restarted it.
    std::int64_t run_number = 1;
    std::string execution_type;
    std::string failure_strategy;
    std::int64_t priority = 2;   ///< Smaller first.
    std::string worker_group;    ///< For nodes that name none; empty: "default".
    std::string environment;     ///< The same.
    std::string startup = "[]";  ///< Startup parameters, a list of properties.
    std::optional<TimePoint> schedule_time;
    std::string time_zone = "UTC";  ///< By whose clocks its parameters write times.
    bool dry_run = false;
    std::string start_nodes = "[]";  ///< Names; empty: the whole workflow.
    std::string scope;
    std::string round_nodes = "[]";  ///< Of a run of some nodes again; empty: none is going on.
    std::string round_scope;
    std::string alarm_group;
    std::string notification;
    std::optional<std::string> idempotency_key;
    std::optional<std::int64_t> backfill;
    std::int64_t chain = 0;
    std::string message;  ///< Why it ended, if its tasks do not tell.
    TimePoint created;
    std::optional<TimePoint> started;
    std::optional<TimePoint> ended;
    bool timeout_told = false;
    bool waiting_told = false;
    std::optional<TimePoint> wake;  ///< When a master has something to do; empty: nothing.
    std::string owner;
    std::optional<TimePoint> lease;
    std::int64_t fence = 0;  ///< Counts the decisions: who read another number has old news.
};

/// Keeps a definition's document under its hash; once for all instances. Twice is fine.
Status SaveDefinition(Connection& db, const std::string& hash, const std::string& document);
Result<std::optional<std::string>> FindDefinition(Connection& db, const std::string& hash);

/// False if an instance with this idempotency key is there already: nothing was added then.
Result<bool> AddInstance(Connection& db, const Instance& instance);
Result<std::optional<Instance>> FindInstance(Connection& db, std::int64_t id);
Result<std::optional<Instance>> FindInstanceByKey(Connection& db, const std::string& key);
/// The instances of a workflow in one of the (at most four) states, oldest first.
Result<std::vector<Instance>> InstancesIn(Connection& db, std::int64_t workflow_code,
                                          const std::vector<std::string>& states);

/// Which instances a list shows; an empty value lets all pass.
struct InstanceFilter {
    std::optional<std::int64_t> project_code;
    std::optional<std::int64_t> workflow_code;
    std::optional<std::int64_t> backfill;
    std::string state;
    std::string name_part;
    /// Only those that come after this one in the list.
    std::optional<std::pair<TimePoint, std::int64_t>> after;
    std::int64_t limit = 100;
    std::int64_t offset = 0;
};
/// Newest first.
Result<std::vector<Instance>> ListInstances(Connection& db, const InstanceFilter& filter);

/// Claims the most urgent instance whose moment has come and that no living master holds; its wake
/// is cleared and its fence counted up. The row stays locked until the transaction ends.
Result<std::optional<Instance>> ClaimDueInstance(Connection& db, const std::string& owner,
                                                 TimePoint now, TimePoint lease);
/// The same for an instance that a person's request is about, whoever holds it: the holder sees by
/// the fence that its memory is old.
Result<std::optional<Instance>> LockInstance(Connection& db, std::int64_t id);

/// Saves what a decision changes: all but what never changes after the start, owner, lease and
/// fence.
Status SaveInstance(Connection& db, const Instance& instance);
/// Makes the instance due at `moment` at the latest. First statement of who then touches its rows.
Status WakeInstance(Connection& db, std::int64_t id, TimePoint moment);
/// Removes the instance with all its rows. Nothing about its state is checked.
Status DeleteInstance(Connection& db, std::int64_t id);
/// The earliest moment at which any instance is due.
Result<std::optional<TimePoint>> NextInstanceWake(Connection& db);

}  // namespace dmsnode::store::scheduler
