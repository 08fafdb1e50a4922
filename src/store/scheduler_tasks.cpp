#include "store/scheduler_tasks.hpp"

#include "store/impl/done.hpp"

namespace dmsnode::store::scheduler {
namespace {

const std::string kTaskColumns =
    "instance, task, code, name, task_type, state, attempt, earlier, run, wake, outputs, changed, "
    "kill_requested";

Task ReadTask(const Row& row) {
    Task task;
    task.instance = row.Int(0);
    task.task = row.Int(1);
    task.code = row.Int(2);
    task.name = row.Text(3);
    task.task_type = row.Text(4);
    task.state = row.Text(5);
    task.attempt = row.Int(6);
    task.earlier = row.Int(7);
    task.run = row.Int(8);
    task.wake = row.OptionalTime(9);
    task.outputs = row.OptionalText(10);
    task.changed = row.Time(11);
    task.kill_requested = row.Bool(12);
    return task;
}

}  // namespace

Status AddTasks(Connection& db, const std::vector<Task>& tasks) {
    static const std::string kSql = "INSERT INTO sched_task(" + kTaskColumns +
                                    ") VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?, 0)";
    for (const Task& task : tasks) {
        auto added = db.Run(
            kSql, {task.instance, task.task, task.code, task.name, task.task_type, task.state,
                   task.attempt, task.earlier, task.run, task.wake, task.changed});
        if (!added) return added.error();
    }
    return {};
}

Result<std::vector<Task>> TasksOf(Connection& db, std::int64_t instance) {
    static const std::string kSql =
        "SELECT " + kTaskColumns + " FROM sched_task WHERE instance = ? ORDER BY task";
    return db.All(kSql, {instance}, ReadTask);
}

Result<std::optional<Task>> FindTask(Connection& db, std::int64_t instance, std::int64_t task) {
    static const std::string kSql =
        "SELECT " + kTaskColumns + " FROM sched_task WHERE instance = ? AND task = ?";
    return db.One(kSql, {instance, task}, ReadTask);
}

Status SaveTask(Connection& db, const Task& task) {
    return Done(
        db.Run("UPDATE sched_task SET state = ?, attempt = ?, earlier = ?, run = ?, wake = ?, "
               "changed = ? WHERE instance = ? AND task = ?",
               {task.state, task.attempt, task.earlier, task.run, task.wake, task.changed,
                task.instance, task.task}));
}

Status MoveTask(Connection& db, std::int64_t instance, std::int64_t task, std::string_view from,
                std::string_view to, TimePoint now) {
    return Done(
        db.Run("UPDATE sched_task SET state = ?, changed = ? "
               "WHERE instance = ? AND task = ? AND state = ?",
               {to, now, instance, task, from}));
}

Status SaveTaskOutputs(Connection& db, std::int64_t instance, std::int64_t task,
                       const std::optional<std::string>& outputs) {
    return Done(db.Run("UPDATE sched_task SET outputs = ? WHERE instance = ? AND task = ?",
                       {outputs, instance, task}));
}

Result<std::vector<StoredOutputs>> OutputsOf(Connection& db, std::int64_t instance) {
    return db.All(
        "SELECT task, outputs, changed FROM sched_task "
        "WHERE instance = ? AND outputs IS NOT NULL",
        {instance},
        [](const Row& row) { return StoredOutputs{row.Int(0), row.Text(1), row.Time(2)}; });
}

Result<bool> RequestTaskKill(Connection& db, std::int64_t instance, std::int64_t task) {
    auto asked = db.Run("UPDATE sched_task SET kill_requested = 1 WHERE instance = ? AND task = ?",
                        {instance, task});
    if (!asked) return asked.error();
    return *asked > 0;
}

Result<std::vector<std::int64_t>> TakeTaskKills(Connection& db, std::int64_t instance) {
    return db.All(
        "UPDATE sched_task SET kill_requested = 0 WHERE instance = ? AND kill_requested = 1 "
        "RETURNING task",
        {instance}, [](const Row& row) { return row.Int(0); });
}

}  // namespace dmsnode::store::scheduler
