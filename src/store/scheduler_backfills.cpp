#include "store/scheduler_backfills.hpp"

namespace dmsnode::store::scheduler {
namespace {

BackfillDate ReadDate(const Row& row) {
    return BackfillDate{row.Int(0), row.Int(1), row.Time(2), row.OptionalInt(3)};
}

}  // namespace

Status AddBackfill(Connection& db, const Backfill& backfill,
                   const std::vector<BackfillDate>& dates) {
    auto added = db.Run(
        "INSERT INTO sched_backfill(id, project_code, workflow_code, chains, dates, created) "
        "VALUES(?, ?, ?, ?, ?, ?)",
        {backfill.id, backfill.project_code, backfill.workflow_code, backfill.chains,
         backfill.dates, backfill.created});
    if (!added) return added.error();
    for (const BackfillDate& date : dates) {
        auto put = db.Run(
            "INSERT INTO sched_backfill_date(backfill, chain, place, moment, instance) "
            "VALUES(?, ?, ?, ?, ?)",
            {backfill.id, date.chain, date.place, date.moment, date.instance});
        if (!put) return put.error();
    }
    return {};
}

Result<std::optional<Backfill>> FindBackfill(Connection& db, std::int64_t id) {
    return db.One(
        "SELECT id, project_code, workflow_code, chains, dates, created FROM sched_backfill "
        "WHERE id = ?",
        {id}, [](const Row& row) {
            return Backfill{row.Int(0), row.Int(1), row.Int(2),
                            row.Int(3), row.Int(4), row.Time(5)};
        });
}

Result<std::vector<BackfillDate>> DatesOf(Connection& db, std::int64_t backfill) {
    return db.All(
        "SELECT chain, place, moment, instance FROM sched_backfill_date WHERE backfill = ? "
        "ORDER BY place, chain",
        {backfill}, ReadDate);
}

Result<std::optional<BackfillDate>> NextDate(Connection& db, std::int64_t backfill,
                                             std::int64_t chain) {
    return db.One(
        "SELECT chain, place, moment, instance FROM sched_backfill_date WHERE backfill = ? AND "
        "chain = ? AND instance IS NULL ORDER BY place LIMIT 1",
        {backfill, chain}, ReadDate);
}

Result<bool> DateIsStarted(Connection& db, std::int64_t backfill, const BackfillDate& date,
                           std::int64_t instance) {
    auto started = db.Run(
        "UPDATE sched_backfill_date SET instance = ? WHERE backfill = ? AND chain = ? AND "
        "place = ? AND instance IS NULL",
        {instance, backfill, date.chain, date.place});
    if (!started) return started.error();
    return *started > 0;
}

Result<std::int64_t> DropOpenDates(Connection& db, std::int64_t backfill) {
    return db.Run("DELETE FROM sched_backfill_date WHERE backfill = ? AND instance IS NULL",
                  {backfill});
}

Result<std::optional<Cursor>> FindCursor(Connection& db, std::int64_t schedule) {
    return db.One("SELECT fired, fingerprint FROM sched_cursor WHERE schedule = ?", {schedule},
                  [](const Row& row) { return Cursor{row.Time(0), row.Text(1)}; });
}

Status SaveCursor(Connection& db, std::int64_t schedule, const Cursor& cursor) {
    auto saved = db.Run(
        "INSERT INTO sched_cursor(schedule, fired, fingerprint) VALUES(?, ?, ?) ON "
        "CONFLICT(schedule) DO UPDATE SET fired = excluded.fired, "
        "fingerprint = excluded.fingerprint",
        {schedule, cursor.fired, cursor.fingerprint});
    if (!saved) return saved.error();
    return {};
}

Result<std::optional<CachedResult>> FindCached(Connection& db, const std::string& key) {
    return db.One("SELECT attempt, outputs FROM sched_cache WHERE cache_key = ?", {key},
                  [](const Row& row) { return CachedResult{row.Int(0), row.Text(1)}; });
}

Status SaveCached(Connection& db, const std::string& key, const CachedResult& result,
                  TimePoint now) {
    auto saved = db.Run(
        "INSERT INTO sched_cache(cache_key, outputs, attempt, stored) VALUES(?, ?, ?, ?) ON "
        "CONFLICT(cache_key) DO UPDATE SET outputs = excluded.outputs, "
        "attempt = excluded.attempt, stored = excluded.stored",
        {key, result.outputs, result.attempt, now});
    if (!saved) return saved.error();
    return {};
}

Result<std::int64_t> ForgetCached(Connection& db, TimePoint before) {
    return db.Run("DELETE FROM sched_cache WHERE stored < ?", {before});
}

}  // namespace dmsnode::store::scheduler
