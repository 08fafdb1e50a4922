#include "store/scheduler_schema.hpp"

namespace dmsnode::store::scheduler {
namespace {

constexpr std::string_view kSchedulerSchema = R"sql(
CREATE TABLE sched_lock(
    name TEXT PRIMARY KEY,
    touched INTEGER NOT NULL) STRICT;

CREATE TABLE sched_definition(
    hash TEXT PRIMARY KEY,
    document TEXT NOT NULL) STRICT;

CREATE TABLE sched_instance(
    id INTEGER PRIMARY KEY,
    project_code INTEGER NOT NULL,
    project_name TEXT NOT NULL,
    workflow_code INTEGER NOT NULL,
    workflow_version INTEGER NOT NULL,
    workflow_name TEXT NOT NULL,
    definition_hash TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL,
    command TEXT NOT NULL,
    run_number INTEGER NOT NULL,
    execution_type TEXT NOT NULL,
    failure_strategy TEXT NOT NULL,
    priority INTEGER NOT NULL,
    worker_group TEXT NOT NULL,
    environment TEXT NOT NULL,
    startup TEXT NOT NULL,
    schedule_time INTEGER,
    time_zone TEXT NOT NULL,
    dry_run INTEGER NOT NULL,
    start_nodes TEXT NOT NULL,
    scope TEXT NOT NULL,
    round_nodes TEXT NOT NULL,
    round_scope TEXT NOT NULL,
    alarm_group TEXT NOT NULL,
    notification TEXT NOT NULL,
    idempotency_key TEXT UNIQUE,
    backfill INTEGER,
    chain INTEGER NOT NULL,
    message TEXT NOT NULL,
    created INTEGER NOT NULL,
    started INTEGER,
    ended INTEGER,
    timeout_told INTEGER NOT NULL,
    waiting_told INTEGER NOT NULL,
    wake INTEGER,
    owner TEXT,
    lease INTEGER,
    fence INTEGER NOT NULL) STRICT;
CREATE INDEX sched_instance_wake ON sched_instance(wake) WHERE wake IS NOT NULL;
CREATE INDEX sched_instance_workflow ON sched_instance(workflow_code, state);
CREATE INDEX sched_instance_definition ON sched_instance(definition_hash);
CREATE INDEX sched_instance_backfill ON sched_instance(backfill) WHERE backfill IS NOT NULL;
CREATE INDEX sched_instance_created ON sched_instance(project_code, created);

CREATE TABLE sched_task(
    instance INTEGER NOT NULL,
    task INTEGER NOT NULL,
    code INTEGER NOT NULL,
    name TEXT NOT NULL,
    task_type TEXT NOT NULL,
    state TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    earlier INTEGER NOT NULL,
    run INTEGER NOT NULL,
    wake INTEGER,
    outputs TEXT,
    changed INTEGER NOT NULL,
    kill_requested INTEGER NOT NULL,
    PRIMARY KEY(instance, task)) STRICT;
CREATE INDEX sched_task_outputs ON sched_task(instance, task) WHERE outputs IS NOT NULL;
CREATE INDEX sched_task_kill ON sched_task(instance) WHERE kill_requested = 1;

CREATE TABLE sched_attempt(
    id INTEGER PRIMARY KEY,
    instance INTEGER NOT NULL,
    task INTEGER NOT NULL,
    number INTEGER NOT NULL,
    run INTEGER NOT NULL,
    run_number INTEGER NOT NULL,
    task_name TEXT NOT NULL,
    task_type TEXT NOT NULL,
    state TEXT NOT NULL,
    claimable INTEGER NOT NULL,
    workflow_priority INTEGER NOT NULL,
    task_priority INTEGER NOT NULL,
    group_order INTEGER NOT NULL,
    queued INTEGER NOT NULL,
    worker_group TEXT NOT NULL,
    environment TEXT NOT NULL,
    task_group TEXT NOT NULL,
    granted INTEGER NOT NULL,
    timeout_us INTEGER,
    timeout_strategy TEXT NOT NULL,
    timeout_at INTEGER,
    owner TEXT,
    lease INTEGER,
    fence INTEGER NOT NULL,
    losses INTEGER NOT NULL,
    kill_requested TEXT NOT NULL,
    news INTEGER NOT NULL,
    kept TEXT,
    progress TEXT,
    outputs TEXT,
    result TEXT NOT NULL,
    hopeless INTEGER NOT NULL,
    attention INTEGER NOT NULL,
    message TEXT NOT NULL,
    hint TEXT NOT NULL,
    fault TEXT NOT NULL,
    log_path TEXT NOT NULL,
    reused INTEGER,
    started INTEGER,
    ended INTEGER,
    UNIQUE(instance, task, number)) STRICT;
CREATE INDEX sched_attempt_queue ON sched_attempt(
    worker_group, workflow_priority, task_priority, group_order, queued, id) WHERE claimable = 1;
CREATE INDEX sched_attempt_owner ON sched_attempt(owner, lease) WHERE owner IS NOT NULL;
CREATE INDEX sched_attempt_lease ON sched_attempt(lease) WHERE lease IS NOT NULL;
CREATE INDEX sched_attempt_news ON sched_attempt(instance) WHERE news = 1;
CREATE INDEX sched_attempt_timeout ON sched_attempt(timeout_at) WHERE timeout_at IS NOT NULL;
CREATE INDEX sched_attempt_group ON sched_attempt(task_group, granted)
    WHERE task_group <> '' AND state <> 'ended';
CREATE INDEX sched_attempt_lost ON sched_attempt(instance) WHERE state = 'lost';
CREATE INDEX sched_attempt_kill ON sched_attempt(owner) WHERE kill_requested <> '';

CREATE TABLE sched_worker(
    name TEXT PRIMARY KEY,
    host TEXT NOT NULL,
    slots INTEGER NOT NULL,
    used INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    load REAL NOT NULL,
    started INTEGER NOT NULL,
    heartbeat INTEGER NOT NULL,
    lease INTEGER NOT NULL) STRICT;
CREATE TABLE sched_worker_group(
    worker TEXT NOT NULL,
    worker_group TEXT NOT NULL,
    PRIMARY KEY(worker, worker_group)) STRICT;

CREATE TABLE sched_backfill(
    id INTEGER PRIMARY KEY,
    project_code INTEGER NOT NULL,
    workflow_code INTEGER NOT NULL,
    chains INTEGER NOT NULL,
    dates INTEGER NOT NULL,
    created INTEGER NOT NULL) STRICT;
CREATE TABLE sched_backfill_date(
    backfill INTEGER NOT NULL,
    chain INTEGER NOT NULL,
    place INTEGER NOT NULL,
    moment INTEGER NOT NULL,
    instance INTEGER,
    PRIMARY KEY(backfill, chain, place)) STRICT;

CREATE TABLE sched_cache(
    cache_key TEXT PRIMARY KEY,
    outputs TEXT NOT NULL,
    attempt INTEGER NOT NULL,
    stored INTEGER NOT NULL) STRICT;

CREATE TABLE sched_cursor(
    schedule INTEGER PRIMARY KEY,
    fired INTEGER NOT NULL,
    fingerprint TEXT NOT NULL) STRICT;
)sql";

// - claimed: when the owner took the attempt.
// - losses_in_a_row: those of `losses` that came soon after the claim, one after the other.
constexpr std::string_view kSchedulerSchema2 = R"sql(
ALTER TABLE sched_attempt ADD COLUMN claimed INTEGER;
ALTER TABLE sched_attempt ADD COLUMN losses_in_a_row INTEGER NOT NULL DEFAULT 0;
)sql";

// What an attempt follows elsewhere (a replication task), as JSON.
constexpr std::string_view kSchedulerSchema3 =
    "ALTER TABLE sched_attempt ADD COLUMN reference TEXT;";

}  // namespace

std::vector<SchemaStep> SchemaSteps() {
    return {{"scheduler", 1, kSchedulerSchema},
            {"scheduler", 2, kSchedulerSchema2},
            {"scheduler", 3, kSchedulerSchema3}};
}

Status LockName(Connection& db, std::string_view name, TimePoint now) {
    auto held = db.Run(
        "INSERT INTO sched_lock(name, touched) VALUES(?, ?) "
        "ON CONFLICT(name) DO UPDATE SET touched = excluded.touched",
        {name, now});
    if (!held) return held.error();
    return {};
}

}  // namespace dmsnode::store::scheduler
