#include "store/scheduler_reports.hpp"

namespace dmsnode::store::scheduler {
namespace {

Count ReadCount(const Row& row) {
    return {row.Text(0), row.Int(1)};
}

}  // namespace

Result<std::vector<Count>> CountInstances(Connection& db) {
    return db.All("SELECT state, count(*) FROM sched_instance GROUP BY state ORDER BY state", {},
                  ReadCount);
}

Result<std::vector<Count>> CountQueued(Connection& db) {
    return db.All(
        "SELECT worker_group, count(*) FROM sched_attempt WHERE claimable = 1 "
        "GROUP BY worker_group ORDER BY worker_group",
        {}, ReadCount);
}

Result<std::vector<TaskStanding>> TaskStandings(Connection& db, std::int64_t instance) {
    return db.All(
        "SELECT t.task, t.name, t.state, t.attempt, t.changed, a.reference FROM sched_task AS t "
        "LEFT JOIN sched_attempt AS a ON a.instance = t.instance AND a.task = t.task AND "
        "a.number = t.attempt WHERE t.instance = ? ORDER BY t.task",
        {instance}, [](const Row& row) {
            return TaskStanding{.task = row.Int(0),
                                .name = row.Text(1),
                                .state = row.Text(2),
                                .attempt = row.Int(3),
                                .changed = row.Time(4),
                                .reference = row.OptionalText(5)};
        });
}

Result<std::optional<InstanceStanding>> StandingOf(Connection& db, std::int64_t instance) {
    return db.One("SELECT state, message, run_number FROM sched_instance WHERE id = ?", {instance},
                  [](const Row& row) {
                      return InstanceStanding{
                          .state = row.Text(0), .message = row.Text(1), .run_number = row.Int(2)};
                  });
}

Result<std::optional<AttemptStanding>> AttemptStandingOf(Connection& db, std::int64_t attempt) {
    return db.One("SELECT instance, state, result, owner, log_path FROM sched_attempt WHERE id = ?",
                  {attempt}, [](const Row& row) {
                      return AttemptStanding{.instance = row.Int(0),
                                             .state = row.Text(1),
                                             .result = row.Text(2),
                                             .worker = row.Text(3),
                                             .log_path = row.Text(4)};
                  });
}

}  // namespace dmsnode::store::scheduler
