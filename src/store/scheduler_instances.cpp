#include "store/scheduler_instances.hpp"

#include "store/scheduler_schema.hpp"

namespace dmsnode::store::scheduler {
namespace {

const std::string kInstanceColumns =
    "id, project_code, project_name, workflow_code, workflow_version, workflow_name, "
    "definition_hash, name, state, command, run_number, execution_type, failure_strategy, "
    "priority, "
    "worker_group, environment, startup, schedule_time, time_zone, dry_run, start_nodes, scope, "
    "round_nodes, "
    "round_scope, alarm_group, notification, idempotency_key, backfill, chain, message, created, "
    "started, ended, timeout_told, waiting_told, wake, owner, lease, fence";

Instance ReadInstance(const Row& row) {
    Instance in;
    int c = 0;
    in.id = row.Int(c++);
    in.project_code = row.Int(c++);
    in.project_name = row.Text(c++);
    in.workflow_code = row.Int(c++);
    in.workflow_version = row.Int(c++);
    in.workflow_name = row.Text(c++);
    in.definition_hash = row.Text(c++);
    in.name = row.Text(c++);
    in.state = row.Text(c++);
    in.command = row.Text(c++);
    in.run_number = row.Int(c++);
    in.execution_type = row.Text(c++);
    in.failure_strategy = row.Text(c++);
    in.priority = row.Int(c++);
    in.worker_group = row.Text(c++);
    in.environment = row.Text(c++);
    in.startup = row.Text(c++);
    in.schedule_time = row.OptionalTime(c++);
    in.time_zone = row.Text(c++);
    in.dry_run = row.Bool(c++);
    in.start_nodes = row.Text(c++);
    in.scope = row.Text(c++);
    in.round_nodes = row.Text(c++);
    in.round_scope = row.Text(c++);
    in.alarm_group = row.Text(c++);
    in.notification = row.Text(c++);
    in.idempotency_key = row.OptionalText(c++);
    in.backfill = row.OptionalInt(c++);
    in.chain = row.Int(c++);
    in.message = row.Text(c++);
    in.created = row.Time(c++);
    in.started = row.OptionalTime(c++);
    in.ended = row.OptionalTime(c++);
    in.timeout_told = row.Bool(c++);
    in.waiting_told = row.Bool(c++);
    in.wake = row.OptionalTime(c++);
    in.owner = row.Text(c++);
    in.lease = row.OptionalTime(c++);
    in.fence = row.Int(c++);
    return in;
}

}  // namespace

Status SaveDefinition(Connection& db, const std::string& hash, const std::string& document) {
    auto saved = db.Run(
        "INSERT INTO sched_definition(hash, document) VALUES(?, ?) ON CONFLICT(hash) DO NOTHING",
        {hash, document});
    if (!saved) return saved.error();
    return {};
}

Result<std::optional<std::string>> FindDefinition(Connection& db, const std::string& hash) {
    return db.One("SELECT document FROM sched_definition WHERE hash = ?", {hash},
                  [](const Row& row) { return row.Text(0); });
}

Result<bool> AddInstance(Connection& db, const Instance& in) {
    static const std::string kSql =
        "INSERT INTO sched_instance(" + kInstanceColumns +
        ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, "
        "?, "
        "?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, 0) ON CONFLICT(idempotency_key) DO NOTHING";
    auto added = db.Run(kSql, {in.id,
                               in.project_code,
                               in.project_name,
                               in.workflow_code,
                               in.workflow_version,
                               in.workflow_name,
                               in.definition_hash,
                               in.name,
                               in.state,
                               in.command,
                               in.run_number,
                               in.execution_type,
                               in.failure_strategy,
                               in.priority,
                               in.worker_group,
                               in.environment,
                               in.startup,
                               in.schedule_time,
                               in.time_zone,
                               in.dry_run,
                               in.start_nodes,
                               in.scope,
                               in.round_nodes,
                               in.round_scope,
                               in.alarm_group,
                               in.notification,
                               in.idempotency_key,
                               in.backfill,
                               in.chain,
                               in.message,
                               in.created,
                               in.started,
                               in.ended,
                               in.timeout_told,
                               in.waiting_told,
                               in.wake});
    if (!added) return added.error();
    return *added > 0;
}

Result<std::optional<Instance>> FindInstance(Connection& db, std::int64_t id) {
    static const std::string kSql =
        "SELECT " + kInstanceColumns + " FROM sched_instance WHERE id = ?";
    return db.One(kSql, {id}, ReadInstance);
}

Result<std::optional<Instance>> FindInstanceByKey(Connection& db, const std::string& key) {
    static const std::string kSql =
        "SELECT " + kInstanceColumns + " FROM sched_instance WHERE idempotency_key = ?";
    return db.One(kSql, {key}, ReadInstance);
}

Result<std::vector<Instance>> InstancesIn(Connection& db, std::int64_t workflow_code,
                                          const std::vector<std::string>& states) {
    static const std::string kSql =
        "SELECT " + kInstanceColumns +
        " FROM sched_instance WHERE workflow_code = ? AND state IN (?, ?, ?, ?) "
        "ORDER BY created, id";
    Connection::Params params = {workflow_code};
    for (std::size_t i = 0; i < 4; ++i) params.emplace_back(states[std::min(i, states.size() - 1)]);
    return db.All(kSql, params, ReadInstance);
}

Result<std::vector<Instance>> ListInstances(Connection& db, const InstanceFilter& filter) {
    // Which conditions there are is part of the text: at most 64 texts, and each uses its index.
    std::string sql = "SELECT " + kInstanceColumns + " FROM sched_instance WHERE 1 = 1";
    Connection::Params params;
    if (filter.project_code) {
        sql += " AND project_code = ?";
        params.emplace_back(*filter.project_code);
    }
    if (filter.workflow_code) {
        sql += " AND workflow_code = ?";
        params.emplace_back(*filter.workflow_code);
    }
    if (filter.backfill) {
        sql += " AND backfill = ?";
        params.emplace_back(*filter.backfill);
    }
    if (!filter.state.empty()) {
        sql += " AND state = ?";
        params.emplace_back(filter.state);
    }
    const std::string pattern = "%" + filter.name_part + "%";
    if (!filter.name_part.empty()) {
        sql += " AND lower(name) LIKE lower(?)";
        params.emplace_back(pattern);
    }
    if (filter.after) {
        sql += " AND (created < ? OR (created = ? AND id < ?))";
        params.emplace_back(filter.after->first);
        params.emplace_back(filter.after->first);
        params.emplace_back(filter.after->second);
    }
    sql += " ORDER BY created DESC, id DESC LIMIT ? OFFSET ?";
    params.emplace_back(filter.limit);
    params.emplace_back(filter.offset);
    return db.All(sql, params, ReadInstance);
}

Result<std::optional<Instance>> ClaimDueInstance(Connection& db, const std::string& owner,
                                                 TimePoint now, TimePoint lease) {
    const std::string sql =
        "WITH due AS MATERIALIZED (SELECT id AS due_id FROM sched_instance WHERE wake <= ? AND "
        "(owner IS NULL OR owner = ? OR lease < ?) ORDER BY priority, wake, id LIMIT 1" +
        std::string(db.SkipLocked()) +
        ") UPDATE sched_instance SET owner = ?, lease = ?, fence = fence + 1, wake = NULL "
        "FROM due WHERE id = due_id RETURNING " +
        kInstanceColumns;
    return db.One(sql, {now, owner, now, owner, lease}, ReadInstance);
}

Result<std::optional<Instance>> LockInstance(Connection& db, std::int64_t id) {
    static const std::string kSql =
        "UPDATE sched_instance SET fence = fence + 1 WHERE id = ? RETURNING " + kInstanceColumns;
    return db.One(kSql, {id}, ReadInstance);
}

Status SaveInstance(Connection& db, const Instance& in) {
    auto saved = db.Run(
        "UPDATE sched_instance SET state = ?, command = ?, run_number = ?, round_nodes = ?, "
        "round_scope = ?, message = ?, started = ?, ended = ?, timeout_told = ?, waiting_told = ?, "
        "wake = ? WHERE id = ?",
        {in.state, in.command, in.run_number, in.round_nodes, in.round_scope, in.message,
         in.started, in.ended, in.timeout_told, in.waiting_told, in.wake, in.id});
    if (!saved) return saved.error();
    return {};
}

Status WakeInstance(Connection& db, std::int64_t id, TimePoint moment) {
    // Every row is written, also one that is due already: the lock is wanted too.
    auto woken = db.Run(
        "UPDATE sched_instance SET wake = CASE WHEN wake IS NULL OR wake > ? THEN ? ELSE wake END "
        "WHERE id = ?",
        {moment, moment, id});
    if (!woken) return woken.error();
    return {};
}

Status DeleteInstance(Connection& db, std::int64_t id) {
    for (const std::string_view sql :
         {"DELETE FROM sched_instance WHERE id = ?", "DELETE FROM sched_attempt WHERE instance = ?",
          "DELETE FROM sched_task WHERE instance = ?"}) {
        if (auto removed = db.Run(sql, {id}); !removed) return removed.error();
    }
    auto unused = db.Run(
        "DELETE FROM sched_definition WHERE NOT EXISTS (SELECT 1 FROM sched_instance "
        "WHERE definition_hash = sched_definition.hash)");
    if (!unused) return unused.error();
    return {};
}

Result<std::optional<TimePoint>> NextInstanceWake(Connection& db) {
    auto wake = db.One("SELECT min(wake) FROM sched_instance WHERE wake IS NOT NULL", {},
                       [](const Row& row) { return row.OptionalTime(0); });
    if (!wake) return wake.error();
    return wake->value_or(std::nullopt);
}

}  // namespace dmsnode::store::scheduler
