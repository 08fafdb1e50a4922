#include "store/scheduler_workers.hpp"

#include <map>

#include "store/impl/done.hpp"

namespace dmsnode::store::scheduler {
namespace {}  // namespace

Status RegisterWorker(Connection& db, const WorkerRow& worker) {
    if (Status removed = RemoveWorker(db, worker.name); !removed) return removed;
    Status added =
        Done(db.Run("INSERT INTO sched_worker(name, host, slots, used, attempts, load, started, "
                    "heartbeat, lease) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    {worker.name, worker.host, worker.slots, worker.used, worker.attempts,
                     worker.load, worker.started, worker.heartbeat, worker.lease}));
    if (!added) return added;
    for (const std::string& group : worker.groups) {
        Status joined =
            Done(db.Run("INSERT INTO sched_worker_group(worker, worker_group) VALUES(?, ?) "
                        "ON CONFLICT(worker, worker_group) DO NOTHING",
                        {worker.name, group}));
        if (!joined) return joined;
    }
    return {};
}

Result<bool> Heartbeat(Connection& db, const WorkerRow& worker) {
    auto beat = db.Run(
        "UPDATE sched_worker SET used = ?, attempts = ?, load = ?, heartbeat = ?, lease = ? "
        "WHERE name = ?",
        {worker.used, worker.attempts, worker.load, worker.heartbeat, worker.lease, worker.name});
    if (!beat) return beat.error();
    return *beat > 0;
}

Status RemoveWorker(Connection& db, const std::string& name) {
    Status left = Done(db.Run("DELETE FROM sched_worker_group WHERE worker = ?", {name}));
    if (!left) return left;
    return Done(db.Run("DELETE FROM sched_worker WHERE name = ?", {name}));
}

Result<std::vector<WorkerRow>> Workers(Connection& db) {
    std::map<std::string, std::vector<std::string>> groups;
    Status read = db.ForEach(
        "SELECT worker, worker_group FROM sched_worker_group ORDER BY worker, worker_group", {},
        [&](const Row& row) { groups[row.Text(0)].push_back(row.Text(1)); });
    if (!read) return read.error();
    return db.All(
        "SELECT name, host, slots, used, attempts, load, started, heartbeat, lease FROM "
        "sched_worker ORDER BY name",
        {}, [&](const Row& row) {
            return WorkerRow{row.Text(0), row.Text(1), groups[row.Text(0)], row.Int(2),
                             row.Int(3),  row.Int(4),  row.Real(5),         row.Time(6),
                             row.Time(7), row.Time(8)};
        });
}

Result<std::int64_t> ForgetWorkers(Connection& db, TimePoint moment) {
    Status left =
        Done(db.Run("DELETE FROM sched_worker_group WHERE worker IN (SELECT name FROM sched_worker "
                    "WHERE lease < ?)",
                    {moment}));
    if (!left) return left.error();
    return db.Run("DELETE FROM sched_worker WHERE lease < ?", {moment});
}

Result<std::vector<std::string>> GroupsWithoutWorker(Connection& db, TimePoint now) {
    return db.All(
        "SELECT DISTINCT worker_group FROM sched_attempt WHERE claimable = 1 AND worker_group NOT "
        "IN (SELECT g.worker_group FROM sched_worker_group g JOIN sched_worker w ON "
        "w.name = g.worker WHERE w.lease > ?)",
        {now}, [](const Row& row) { return row.Text(0); });
}

Status NoteNoWorker(Connection& db, const std::string& worker_group, const std::string& message) {
    return Done(
        db.Run("UPDATE sched_attempt SET message = ? WHERE claimable = 1 AND worker_group = ? AND "
               "message = ''",
               {message, worker_group}));
}

Result<std::vector<std::int64_t>> TakeWaitingInstances(Connection& db,
                                                       const std::string& worker_group,
                                                       TimePoint since) {
    return db.All(
        "UPDATE sched_instance SET waiting_told = 1 WHERE waiting_told = 0 AND id IN (SELECT "
        "instance FROM sched_attempt WHERE claimable = 1 AND worker_group = ? AND queued <= ?) "
        "RETURNING id",
        {worker_group, since}, [](const Row& row) { return row.Int(0); });
}

}  // namespace dmsnode::store::scheduler
