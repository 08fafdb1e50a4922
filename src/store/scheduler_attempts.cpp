#include "store/scheduler_attempts.hpp"

#include <algorithm>

#include "store/scheduler_attempt_rows.hpp"

namespace dmsnode::store::scheduler {

const std::string kAttemptColumns =
    "id, instance, task, number, run, run_number, task_name, task_type, state, workflow_priority, "
    "task_priority, group_order, queued, worker_group, environment, task_group, granted, "
    "timeout_us, "
    "timeout_strategy, owner, lease, fence, losses, kill_requested, kept, progress, outputs, "
    "result, "
    "hopeless, attention, message, hint, fault, log_path, reused, started, ended, "
    "reference";

Attempt ReadAttempt(const Row& row) {
    Attempt a;
    int c = 0;
    a.id = row.Int(c++);
    a.instance = row.Int(c++);
    a.task = row.Int(c++);
    a.number = row.Int(c++);
    a.run = row.Int(c++);
    a.run_number = row.Int(c++);
    a.task_name = row.Text(c++);
    a.task_type = row.Text(c++);
    a.state = row.Text(c++);
    a.workflow_priority = row.Int(c++);
    a.task_priority = row.Int(c++);
    a.group_order = row.Int(c++);
    a.queued = row.Time(c++);
    a.worker_group = row.Text(c++);
    a.environment = row.Text(c++);
    a.task_group = row.Text(c++);
    a.granted = row.Bool(c++);
    a.timeout_us = row.OptionalInt(c++);
    a.timeout_strategy = row.Text(c++);
    a.owner = row.Text(c++);
    a.lease = row.OptionalTime(c++);
    a.fence = row.Int(c++);
    a.losses = row.Int(c++);
    a.kill_requested = row.Text(c++);
    a.kept = row.OptionalText(c++);
    a.progress = row.OptionalText(c++);
    a.end.outputs = row.OptionalText(c++);
    a.end.result = row.Text(c++);
    a.end.hopeless = row.Bool(c++);
    a.end.attention = row.Bool(c++);
    a.end.message = row.Text(c++);
    a.end.hint = row.Text(c++);
    a.end.fault = row.Text(c++);
    a.log_path = row.Text(c++);
    a.end.reused = row.OptionalInt(c++);
    a.started = row.OptionalTime(c++);
    a.ended = row.OptionalTime(c++);
    a.reference = row.OptionalText(c++);
    return a;
}

Status QueueAttempt(Connection& db, const Attempt& a) {
    const bool granted = a.task_group.empty();
    auto added = db.Run(
        "INSERT INTO sched_attempt(id, instance, task, number, run, run_number, task_name, "
        "task_type, state, claimable, workflow_priority, task_priority, group_order, queued, "
        "worker_group, environment, task_group, granted, timeout_us, timeout_strategy, fence, "
        "losses, kill_requested, news, result, hopeless, attention, message, hint, fault, "
        "log_path) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, '', 0, "
        "'', 0, 0, '', '', '', '')",
        {a.id, a.instance, a.task, a.number, a.run, a.run_number, a.task_name, a.task_type, granted,
         a.workflow_priority, a.task_priority, a.group_order, a.queued, a.worker_group,
         a.environment, a.task_group, granted, a.timeout_us, a.timeout_strategy});
    if (!added) return added.error();
    return {};
}

Result<std::optional<Attempt>> FindAttempt(Connection& db, std::int64_t id) {
    static const std::string kSql =
        "SELECT " + kAttemptColumns + " FROM sched_attempt WHERE id = ?";
    return db.One(kSql, {id}, ReadAttempt);
}

Result<std::optional<std::string>> KeptBy(Connection& db, std::int64_t instance, std::int64_t task,
                                          std::int64_t number, std::int64_t run) {
    auto kept = db.One(
        "SELECT kept FROM sched_attempt WHERE instance = ? AND task = ? AND number = ? AND run = ?",
        {instance, task, number, run}, [](const Row& row) { return row.OptionalText(0); });
    if (!kept) return kept.error();
    return kept->value_or(std::nullopt);
}

Result<std::vector<Attempt>> AttemptsOf(Connection& db, std::int64_t instance,
                                        std::optional<std::int64_t> task) {
    std::string columns = kAttemptColumns;
    columns.replace(columns.find(" kept,"), 6, " NULL,");
    if (!task) {
        return db.All("SELECT " + columns +
                          " FROM sched_attempt WHERE instance = ? ORDER BY queued, task, number",
                      {instance}, ReadAttempt);
    }
    return db.All(
        "SELECT " + columns + " FROM sched_attempt WHERE instance = ? AND task = ? ORDER BY number",
        {instance, *task}, ReadAttempt);
}

Result<std::vector<std::int64_t>> WithdrawQueued(Connection& db, std::int64_t instance,
                                                 std::optional<std::int64_t> task) {
    const auto task_of = [](const Row& row) { return row.Int(0); };
    if (!task) {
        return db.All(
            "DELETE FROM sched_attempt WHERE instance = ? AND state = 'queued' AND fence = 0 "
            "RETURNING task",
            {instance}, task_of);
    }
    return db.All(
        "DELETE FROM sched_attempt WHERE instance = ? AND task = ? AND state = 'queued' AND "
        "fence = 0 RETURNING task",
        {instance, *task}, task_of);
}

Status RequestKill(Connection& db, std::int64_t instance, std::int64_t task,
                   std::string_view reason) {
    auto asked = db.Run(
        "UPDATE sched_attempt SET kill_requested = ? WHERE instance = ? AND task = ? AND "
        "state <> 'ended' AND kill_requested = ''",
        {reason, instance, task});
    if (!asked) return asked.error();
    return {};
}

Result<std::vector<Attempt>> NewEnds(Connection& db, std::int64_t instance, std::int64_t limit) {
    static const std::string kSql =
        "SELECT " + kAttemptColumns +
        " FROM sched_attempt WHERE instance = ? AND news = 1 ORDER BY ended, id LIMIT ?";
    return db.All(kSql, {instance, limit}, ReadAttempt);
}

Status EndIsSeen(Connection& db, std::int64_t attempt) {
    auto seen = db.Run("UPDATE sched_attempt SET news = 0 WHERE id = ?", {attempt});
    if (!seen) return seen.error();
    return {};
}

Result<GroupUsage> UsageOf(Connection& db, const std::string& task_group) {
    auto usage = db.One(
        "SELECT CAST(coalesce(sum(granted), 0) AS INTEGER), "
        "CAST(coalesce(sum(1 - granted), 0) AS INTEGER) FROM sched_attempt "
        "WHERE task_group = ? AND task_group <> '' AND state <> 'ended'",
        {task_group}, [](const Row& row) { return GroupUsage{row.Int(0), row.Int(1)}; });
    if (!usage) return usage.error();
    return usage->value_or(GroupUsage{});
}

Result<std::int64_t> GrantPlaces(Connection& db, const std::string& task_group,
                                 std::optional<std::int64_t> size) {
    const Result<GroupUsage> usage = UsageOf(db, task_group);
    if (!usage) return usage.error();
    const std::int64_t free =
        size ? std::clamp<std::int64_t>(*size - usage->taken, 0, usage->waiting) : usage->waiting;
    if (free == 0) return 0;
    return db.Run(
        "WITH due AS MATERIALIZED (SELECT id AS due_id FROM sched_attempt WHERE task_group = ? AND "
        "task_group <> '' AND state <> 'ended' AND state = 'queued' AND granted = 0 ORDER BY "
        "workflow_priority, group_order, task_priority, queued, id LIMIT ?) "
        "UPDATE sched_attempt SET granted = 1, claimable = 1 FROM due WHERE id = due_id",
        {task_group, free});
}

Result<std::vector<std::string>> GroupsWithWaiting(Connection& db) {
    return db.All(
        "SELECT DISTINCT task_group FROM sched_attempt WHERE task_group <> '' AND granted = 0 AND "
        "state <> 'ended' AND state = 'queued'",
        {}, [](const Row& row) { return row.Text(0); });
}

Result<std::vector<Attempt>> TakeTimeouts(Connection& db, TimePoint now) {
    static const std::string kSql =
        "UPDATE sched_attempt SET timeout_at = NULL, kill_requested = CASE "
        "WHEN timeout_strategy <> 'WARN' AND kill_requested = '' THEN 'timeout' "
        "ELSE kill_requested END WHERE timeout_at <= ? AND state IN ('running', 'lost') "
        "RETURNING " +
        kAttemptColumns;
    return db.All(kSql, {now}, ReadAttempt);
}

Result<std::optional<TimePoint>> NextTimeout(Connection& db) {
    auto next = db.One("SELECT min(timeout_at) FROM sched_attempt WHERE timeout_at IS NOT NULL", {},
                       [](const Row& row) { return row.OptionalTime(0); });
    if (!next) return next.error();
    return next->value_or(std::nullopt);
}

}  // namespace dmsnode::store::scheduler
