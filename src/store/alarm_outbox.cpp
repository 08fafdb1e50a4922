#include "store/alarm_queries.hpp"

namespace dmsnode::store {
namespace {

AlarmRow ReadAlarm(const Row& row) {
    return {.id = row.Int(0),
            .group_id = row.Int(1),
            .group_name = row.Text(2),
            .kind = row.Text(3),
            .title = row.Text(4),
            .fields = row.Text(5),
            .link = row.Text(6),
            .dedup_key = row.Text(7),
            .created = row.Time(8)};
}

}  // namespace

Result<bool> InsertAlarm(Connection& db, const AlarmRow& row) {
    // A refused INSERT would end the caller's transaction on PostgreSQL: the conflict is no error.
    auto added = db.Run(
        "INSERT INTO alarm(id, group_id, group_name, kind, title, fields, link, dedup_key, "
        "created) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT(group_id, dedup_key) DO NOTHING",
        {row.id, row.group_id, row.group_name, row.kind, row.title, row.fields, row.link,
         row.dedup_key, row.created});
    if (!added) return added.error();
    return *added > 0;
}

Result<std::optional<AlarmRow>> FindAlarm(Connection& db, std::int64_t id) {
    return db.One(
        "SELECT id, group_id, group_name, kind, title, fields, link, dedup_key, created FROM alarm "
        "WHERE id = ?",
        {id}, ReadAlarm);
}

Result<std::optional<AlarmRow>> FindAlarmByKey(Connection& db, std::int64_t group_id,
                                               const std::string& dedup_key) {
    return db.One(
        "SELECT id, group_id, group_name, kind, title, fields, link, dedup_key, created FROM alarm "
        "WHERE group_id = ? AND dedup_key = ?",
        {group_id, dedup_key}, ReadAlarm);
}

Result<std::vector<AlarmRow>> ListAlarms(Connection& db, std::int64_t before_id,
                                         std::int64_t limit) {
    return db.All(
        "SELECT id, group_id, group_name, kind, title, fields, link, dedup_key, created FROM alarm "
        "WHERE id < ? ORDER BY id DESC LIMIT ?",
        {before_id, limit}, ReadAlarm);
}

Result<std::int64_t> DeleteOldAlarms(Connection& db, TimePoint before) {
    return db.Run(
        "DELETE FROM alarm WHERE created < ? AND NOT EXISTS (SELECT 1 FROM alarm_delivery d "
        "WHERE d.alarm_id = alarm.id AND d.state IN ('waiting', 'sending'))",
        {before});
}

}  // namespace dmsnode::store
