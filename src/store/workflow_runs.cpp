#include "store/workflow_runs.hpp"

#include <fmt/format.h>

namespace dmsnode::store {
namespace {

constexpr std::string_view kRunSchema = R"sql(
CREATE TABLE workflow_instance(
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    uid TEXT NOT NULL UNIQUE,
    workflow_name TEXT NOT NULL,
    file TEXT NOT NULL,
    content_hash TEXT NOT NULL,
    parameters TEXT NOT NULL,
    state TEXT NOT NULL,
    created INTEGER NOT NULL,
    ended INTEGER) STRICT;
CREATE INDEX workflow_instance_by_name ON workflow_instance(workflow_name, state);

CREATE TABLE task_instance(
    workflow_instance INTEGER NOT NULL REFERENCES workflow_instance(id) ON DELETE CASCADE,
    task_index INTEGER NOT NULL,
    attempt INTEGER NOT NULL,
    task_name TEXT NOT NULL,
    state TEXT NOT NULL,
    started INTEGER,
    ended INTEGER,
    wake INTEGER,
    node_state TEXT NOT NULL DEFAULT '',
    outputs TEXT NOT NULL,
    message TEXT NOT NULL,
    log_file TEXT NOT NULL,
    PRIMARY KEY(workflow_instance, task_index, attempt)) STRICT;
)sql";

WorkflowInstance ReadRun(const Row& row) {
    return WorkflowInstance{.id = row.Int(0),
                            .uid = row.Text(1),
                            .workflow_name = row.Text(2),
                            .file = row.Text(3),
                            .content_hash = row.Text(4),
                            .parameters = row.Text(5),
                            .state = row.Text(6),
                            .created = row.Time(7),
                            .ended = row.OptionalTime(8)};
}

TaskInstance ReadAttempt(const Row& row) {
    return TaskInstance{.workflow_instance = row.Int(0),
                        .task_index = row.Int(1),
                        .attempt = row.Int(2),
                        .task_name = row.Text(3),
                        .state = row.Text(4),
                        .started = row.OptionalTime(5),
                        .ended = row.OptionalTime(6),
                        .wake = row.OptionalTime(7),
                        .node_state = row.Text(8),
                        .outputs = row.Text(9),
                        .message = row.Text(10),
                        .log_file = row.Text(11)};
}

Status SaveAttempt(Connection& db, const TaskInstance& task) {
    auto saved = db.Run(
        "INSERT INTO task_instance(workflow_instance, task_index, attempt, task_name, state, "
        "started, ended, wake, outputs, message, log_file) "
        "VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) "
        "ON CONFLICT(workflow_instance, task_index, attempt) DO UPDATE SET state = ?5, "
        "started = ?6, ended = ?7, wake = ?8, outputs = ?9, message = ?10, log_file = ?11",
        {task.workflow_instance, task.task_index, task.attempt, task.task_name, task.state,
         task.started, task.ended, task.wake, task.outputs, task.message, task.log_file});
    if (!saved) return saved.error();
    return {};
}

}  // namespace

Result<WorkflowRunStore> WorkflowRunStore::Open(Database& database) {
    Status migrated = Migrate(database, {{"workflow_runs", 1, kRunSchema}});
    if (!migrated) return migrated.error();
    return WorkflowRunStore(database);
}

Result<WorkflowInstance> WorkflowRunStore::Create(WorkflowInstance instance) {
    return database_->Write([&](Connection& db) -> Result<WorkflowInstance> {
        Status added = db.ForEach(
            "INSERT INTO workflow_instance(uid, workflow_name, file, content_hash, parameters, "
            "state, created, ended) VALUES(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
            {instance.uid, instance.workflow_name, instance.file, instance.content_hash,
             instance.parameters, instance.state, instance.created, instance.ended},
            [&](const Row& row) { instance.id = row.Int(0); });
        if (!added) return added.error();
        return instance;
    });
}

Result<std::optional<WorkflowInstance>> WorkflowRunStore::FindRunning(
    const std::string& workflow_name, const std::string& content_hash,
    const std::string& parameters) const {
    return database_->Read([&](Connection& db) {
        return db.One(
            "SELECT id, uid, workflow_name, file, content_hash, parameters, state, created, ended "
            "FROM workflow_instance WHERE workflow_name = ?1 AND state = 'running' "
            "AND content_hash = ?2 AND parameters = ?3 ORDER BY id DESC LIMIT 1",
            {workflow_name, content_hash, parameters}, ReadRun);
    });
}

Status WorkflowRunStore::SetState(std::int64_t id, const std::string& state,
                                  std::optional<TimePoint> ended) {
    auto changed = database_->Write([&](Connection& db) {
        return db.Run("UPDATE workflow_instance SET state = ?2, ended = ?3 WHERE id = ?1",
                      {id, state, ended});
    });
    if (!changed) return changed.error();
    if (*changed == 0) {
        return Error{ErrorCode::kNotFound, fmt::format("there is no workflow instance {}", id)};
    }
    return {};
}

Result<std::vector<TaskInstance>> WorkflowRunStore::LastAttempts(
    std::int64_t workflow_instance) const {
    return database_->Read([&](Connection& db) {
        return db.All(
            "SELECT workflow_instance, task_index, attempt, task_name, state, started, ended, "
            "wake, node_state, outputs, message, log_file FROM task_instance t "
            "WHERE workflow_instance = ?1 AND attempt = (SELECT max(attempt) FROM task_instance "
            "WHERE workflow_instance = ?1 AND task_index = t.task_index) ORDER BY task_index",
            {workflow_instance}, ReadAttempt);
    });
}

Status WorkflowRunStore::SaveAttempts(const std::vector<TaskInstance>& attempts) {
    return database_->Write([&](Connection& db) -> Status {
        for (const TaskInstance& task : attempts) {
            if (Status saved = SaveAttempt(db, task); !saved) return saved;
        }
        return {};
    });
}

Status WorkflowRunStore::SaveNodeState(std::int64_t workflow_instance, std::int64_t task_index,
                                       std::int64_t attempt, const std::string& node_state) {
    auto changed = database_->Write([&](Connection& db) {
        return db.Run(
            "UPDATE task_instance SET node_state = ?4 WHERE workflow_instance = ?1 AND "
            "task_index = ?2 AND attempt = ?3",
            {workflow_instance, task_index, attempt, node_state});
    });
    if (!changed) return changed.error();
    if (*changed == 0) {
        return Error{ErrorCode::kNotFound,
                     fmt::format("there is no attempt {} of task {} in workflow instance {}",
                                 attempt, task_index, workflow_instance)};
    }
    return {};
}

Result<std::string> WorkflowRunStore::NodeStateOf(std::int64_t workflow_instance,
                                                  std::int64_t task_index,
                                                  std::int64_t attempt) const {
    auto state = database_->Read([&](Connection& db) {
        return db.One(
            "SELECT node_state FROM task_instance WHERE workflow_instance = ?1 AND "
            "task_index = ?2 AND attempt = ?3",
            {workflow_instance, task_index, attempt}, [](const Row& row) { return row.Text(0); });
    });
    if (!state) return state.error();
    return (*state).value_or("");
}

}  // namespace dmsnode::store
