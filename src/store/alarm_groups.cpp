#include "store/alarm_queries.hpp"

namespace dmsnode::store {
namespace {

AlarmGroupRow ReadGroup(const Row& row) {
    return {.id = row.Int(0),
            .name = row.Text(1),
            .description = row.Text(2),
            .language = row.Text(3),
            .templates = row.Text(4),
            .created = row.Time(5)};
}

}  // namespace

Status InsertAlarmGroup(Connection& db, const AlarmGroupRow& row) {
    auto done = db.Run(
        "INSERT INTO alarm_group(id, name, description, language, templates, created) "
        "VALUES(?, ?, ?, ?, ?, ?)",
        {row.id, row.name, row.description, row.language, row.templates, row.created});
    if (!done) return done.error();
    return {};
}

Result<bool> UpdateAlarmGroup(Connection& db, const AlarmGroupRow& row) {
    auto changed = db.Run(
        "UPDATE alarm_group SET name = ?, description = ?, language = ?, templates = ? "
        "WHERE id = ?",
        {row.name, row.description, row.language, row.templates, row.id});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<bool> DeleteAlarmGroup(Connection& db, std::int64_t id) {
    auto changed = db.Run("DELETE FROM alarm_group WHERE id = ?", {id});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<std::optional<AlarmGroupRow>> FindAlarmGroup(Connection& db, std::int64_t id) {
    return db.One(
        "SELECT id, name, description, language, templates, created FROM alarm_group WHERE id = ?",
        {id}, ReadGroup);
}

Result<std::optional<AlarmGroupRow>> FindAlarmGroupByName(Connection& db, const std::string& name) {
    return db.One(
        "SELECT id, name, description, language, templates, created FROM alarm_group "
        "WHERE name = ?",
        {name}, ReadGroup);
}

Result<std::vector<AlarmGroupRow>> ListAlarmGroups(Connection& db) {
    return db.All(
        "SELECT id, name, description, language, templates, created FROM alarm_group "
        "ORDER BY name",
        {}, ReadGroup);
}

Status SetAlarmGroupChannels(Connection& db, std::int64_t group_id,
                             const std::vector<std::int64_t>& channel_ids) {
    auto cleared = db.Run("DELETE FROM alarm_group_channel WHERE group_id = ?", {group_id});
    if (!cleared) return cleared.error();
    for (std::size_t i = 0; i < channel_ids.size(); ++i) {
        auto added = db.Run(
            "INSERT INTO alarm_group_channel(group_id, channel_id, position) VALUES(?, ?, ?)",
            {group_id, channel_ids[i], i});
        if (!added) return added.error();
    }
    return {};
}

Result<std::vector<AlarmChannelRow>> ListChannelsOfAlarmGroup(Connection& db,
                                                              std::int64_t group_id) {
    return db.All(
        "SELECT c.id, c.name, c.kind, c.address, c.settings, c.created, c.updated "
        "FROM alarm_group_channel g JOIN alarm_channel c ON c.id = g.channel_id "
        "WHERE g.group_id = ? ORDER BY g.position",
        {group_id}, [](const Row& row) {
            return AlarmChannelRow{.id = row.Int(0),
                                   .name = row.Text(1),
                                   .kind = row.Text(2),
                                   .address = row.Text(3),
                                   .settings = row.Text(4),
                                   .sealed_secrets = {},
                                   .created = row.Time(5),
                                   .updated = row.Time(6)};
        });
}

}  // namespace dmsnode::store
