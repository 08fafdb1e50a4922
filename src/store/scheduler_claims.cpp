#include "store/scheduler_claims.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "store/scheduler_attempt_rows.hpp"
#include "store/scheduler_instances.hpp"
#include "store/scheduler_schema.hpp"

namespace dmsnode::store::scheduler {
namespace {

constexpr std::string_view kHeld =
    " WHERE id = ? AND owner = ? AND fence = ? AND state = 'running'";

/// What a loss does to a row. One that was held for long was not lost by what it does: it begins to
/// be counted anew.
std::string Lose() {
    return fmt::format(
        "state = 'lost', claimable = 1, owner = NULL, lease = NULL, fence = fence + 1, "
        "losses = losses + 1, losses_in_a_row = CASE WHEN lease - claimed > {} THEN 1 ELSE "
        "losses_in_a_row + 1 END",
        Duration(kHeldForLong).count());
}

/// `(?, ?, ?)`
std::string Places(std::size_t count) {
    std::string text = "(";
    for (std::size_t i = 0; i < count; ++i) text += i == 0 ? "?" : ", ?";
    return text + ")";
}

void AddAll(Connection::Params& params, const std::vector<std::string>& texts) {
    params.insert(params.end(), texts.begin(), texts.end());
}

/// `set` is what stands before WHERE; its values come first.
Result<bool> Write(Connection& db, std::string_view set, Connection::Params params,
                   const Hold& hold) {
    params.insert(params.end(), {hold.attempt, hold.owner, hold.fence});
    auto changed = db.Run(fmt::format("UPDATE sched_attempt SET {}{}", set, kHeld), params);
    if (!changed) return changed.error();
    return *changed > 0;
}

Held ReadHeld(const Row& row) {
    return Held{row.Int(0), row.Int(1), row.Text(2)};
}

/// One that was lost too often, or has nothing to be killed for, has ended.
Result<std::int64_t> EndLost(Connection& db, std::string_view condition, std::string_view result,
                             std::string_view message, TimePoint now, std::int64_t most_losses) {
    auto instances =
        db.All(fmt::format("SELECT DISTINCT instance FROM sched_attempt WHERE state = 'lost' AND "
                           "claimable = 1 AND {} ORDER BY instance",
                           condition),
               {most_losses}, [](const Row& row) { return row.Int(0); });
    if (!instances) return instances.error();
    for (const std::int64_t instance : *instances) {
        if (Status woken = WakeInstance(db, instance, now); !woken) return woken.error();
    }
    if (instances->empty()) return 0;
    return db.Run(
        fmt::format("UPDATE sched_attempt SET state = 'ended', claimable = 0, news = 1, "
                    "fence = fence + 1, timeout_at = NULL, result = ?, message = ?, ended = ? "
                    "WHERE state = 'lost' AND claimable = 1 AND {}",
                    condition),
        {result, message, now, most_losses});
}

}  // namespace

Result<std::vector<Attempt>> ClaimAttempts(Connection& db, const ClaimRequest& request) {
    // The lists of one worker do not change: it uses two or three texts.
    std::string sql =
        "WITH due AS MATERIALIZED (SELECT id AS due_id FROM sched_attempt WHERE claimable = 1 AND "
        "worker_group IN " +
        Places(request.worker_groups.size());
    Connection::Params params;
    AddAll(params, request.worker_groups);
    if (!request.task_types.empty()) {
        sql += " AND task_type IN " + Places(request.task_types.size());
        AddAll(params, request.task_types);
    }
    if (!request.not_task_types.empty()) {
        sql += " AND task_type NOT IN " + Places(request.not_task_types.size());
        AddAll(params, request.not_task_types);
    }
    sql += " ORDER BY workflow_priority, task_priority, group_order, queued, id LIMIT ?";
    sql += db.SkipLocked();
    sql +=
        ") UPDATE sched_attempt SET state = 'running', claimable = 0, owner = ?, lease = ?, "
        "claimed = ?, fence = fence + 1, message = '', timeout_at = CASE WHEN started IS NULL AND "
        "timeout_us IS NOT NULL THEN timeout_us + ? ELSE timeout_at END, "
        "started = coalesce(started, ?) FROM due WHERE id = due_id RETURNING " +
        kAttemptColumns;
    params.insert(params.end(), {request.most, request.owner, request.lease, request.now,
                                 request.now, request.now});
    auto claimed = db.All(sql, params, ReadAttempt);
    if (!claimed) return claimed.error();
    std::sort(claimed->begin(), claimed->end(), [](const Attempt& a, const Attempt& b) {
        return std::tie(a.workflow_priority, a.task_priority, a.group_order, a.queued, a.id) <
               std::tie(b.workflow_priority, b.task_priority, b.group_order, b.queued, b.id);
    });
    return claimed;
}

Status SaveLogPath(Connection& db, const Hold& hold, const std::string& path) {
    auto saved = Write(db, "log_path = ?", {path}, hold);
    if (!saved) return saved.error();
    return {};
}

Result<bool> SaveKept(Connection& db, const Hold& hold, const std::string& kept) {
    return Write(db, "kept = ?", {kept}, hold);
}

Result<bool> SaveProgress(Connection& db, const Hold& hold, const std::string& progress) {
    return Write(db, "progress = ?", {progress}, hold);
}

Result<bool> SaveReference(Connection& db, const Hold& hold, const std::string& reference) {
    return Write(db, "reference = ?", {reference}, hold);
}

Result<bool> EndAttempt(Connection& db, const Hold& hold, const AttemptEnd& end, TimePoint now) {
    if (Status woken = WakeInstance(db, hold.instance, now); !woken) return woken.error();
    return Write(db,
                 "state = 'ended', news = 1, claimable = 0, owner = NULL, lease = NULL, "
                 "timeout_at = NULL, result = ?, hopeless = ?, attention = ?, message = ?, "
                 "hint = ?, fault = ?, outputs = ?, reused = ?, ended = ?",
                 {end.result, end.hopeless, end.attention, end.message, end.hint, end.fault,
                  end.outputs, end.reused, now},
                 hold);
}

Status SaveLastProgress(Connection& db, std::int64_t attempt, const std::string& progress) {
    auto saved = db.Run("UPDATE sched_attempt SET progress = ? WHERE id = ?", {progress, attempt});
    if (!saved) return saved.error();
    return {};
}

Result<bool> GiveBack(Connection& db, const Hold& hold) {
    return Write(db, "state = 'lost', claimable = 1, owner = NULL, lease = NULL, fence = fence + 1",
                 {}, hold);
}

Status RenewLeases(Connection& db, const std::string& owner, TimePoint lease) {
    auto renewed = db.Run("UPDATE sched_attempt SET lease = ? WHERE owner = ?", {lease, owner});
    if (!renewed) return renewed.error();
    return {};
}

Result<std::vector<Held>> HeldBy(Connection& db, const std::string& owner) {
    return db.All("SELECT id, fence, kill_requested FROM sched_attempt WHERE owner = ?", {owner},
                  ReadHeld);
}

Result<std::vector<Held>> KillsFor(Connection& db, const std::string& owner) {
    return db.All(
        "SELECT id, fence, kill_requested FROM sched_attempt WHERE owner = ? AND "
        "kill_requested <> ''",
        {owner}, ReadHeld);
}

Result<std::int64_t> RescueExpired(Connection& db, TimePoint now) {
    static const std::string kSql = "UPDATE sched_attempt SET " + Lose() +
                                    " WHERE lease < ? AND lease IS NOT NULL AND state = 'running'";
    return db.Run(kSql, {now});
}

Result<std::int64_t> EndWhatIsLost(Connection& db, TimePoint now, std::int64_t most_losses) {
    auto worn = EndLost(db, "losses_in_a_row > ?", "FAILURE",
                        "the workers that ran it were lost too often; see the workers' own logs",
                        now, most_losses);
    if (!worn) return worn.error();
    auto killed = EndLost(db, "kill_requested <> '' AND kept IS NULL AND losses_in_a_row <= ?",
                          "KILLED", "killed; its worker was lost before", now, most_losses);
    if (!killed) return killed.error();
    return *worn + *killed;
}

Result<std::int64_t> ReleaseAllOf(Connection& db, const std::string& owner) {
    static const std::string kSql =
        "UPDATE sched_attempt SET " + Lose() + " WHERE owner = ? AND state = 'running'";
    return db.Run(kSql, {owner});
}

}  // namespace dmsnode::store::scheduler
