#include "store/alarm_queries.hpp"

namespace dmsnode::store {
namespace {

AlarmChannelRow ReadChannel(const Row& row) {
    return {.id = row.Int(0),
            .name = row.Text(1),
            .kind = row.Text(2),
            .address = row.Text(3),
            .settings = row.Text(4),
            .sealed_secrets = row.Text(5),
            .created = row.Time(6),
            .updated = row.Time(7)};
}

}  // namespace

Status InsertAlarmChannel(Connection& db, const AlarmChannelRow& row) {
    auto done = db.Run(
        "INSERT INTO alarm_channel(id, name, kind, address, settings, secrets, created, updated) "
        "VALUES(?, ?, ?, ?, ?, ?, ?, ?)",
        {row.id, row.name, row.kind, row.address, row.settings, Blob{row.sealed_secrets},
         row.created, row.updated});
    if (!done) return done.error();
    return {};
}

Result<bool> UpdateAlarmChannel(Connection& db, const AlarmChannelRow& row) {
    auto changed = db.Run(
        "UPDATE alarm_channel SET name = ?, address = ?, settings = ?, secrets = ?, updated = ? "
        "WHERE id = ?",
        {row.name, row.address, row.settings, Blob{row.sealed_secrets}, row.updated, row.id});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<bool> DeleteAlarmChannel(Connection& db, std::int64_t id) {
    auto changed = db.Run("DELETE FROM alarm_channel WHERE id = ?", {id});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<std::optional<AlarmChannelRow>> FindAlarmChannel(Connection& db, std::int64_t id) {
    return db.One(
        "SELECT id, name, kind, address, settings, secrets, created, updated FROM alarm_channel "
        "WHERE id = ?",
        {id}, ReadChannel);
}

Result<std::optional<AlarmChannelRow>> FindAlarmChannelByName(Connection& db,
                                                              const std::string& name) {
    return db.One(
        "SELECT id, name, kind, address, settings, secrets, created, updated FROM alarm_channel "
        "WHERE name = ?",
        {name}, ReadChannel);
}

Result<std::vector<AlarmChannelRow>> ListAlarmChannels(Connection& db) {
    return db.All(
        "SELECT id, name, kind, address, settings, secrets, created, updated FROM alarm_channel "
        "ORDER BY name",
        {}, ReadChannel);
}

}  // namespace dmsnode::store
