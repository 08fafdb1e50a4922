#include "store/alarm_queries.hpp"

namespace dmsnode::store {
namespace {

AlarmDeliveryRow ReadDelivery(const Row& row) {
    return {.alarm_id = row.Int(0),
            .channel_id = row.Int(1),
            .channel_name = row.Text(2),
            .state = row.Text(3),
            .attempts = row.Int(4),
            .wake = row.OptionalTime(5),
            .owner = row.Text(6),
            .fence = row.Int(7),
            .first_attempt = row.OptionalTime(8),
            .ended = row.OptionalTime(9),
            .last_error = row.Text(10)};
}

/// The row that a claim takes: not one that another process is claiming.
Result<std::optional<AlarmDeliveryRow>> SelectDue(Connection& db, TimePoint now) {
    const std::string sql =
        "SELECT alarm_id, channel_id, channel_name, state, attempts, wake, owner, fence, "
        "first_attempt, ended, last_error FROM alarm_delivery WHERE wake <= ? "
        "ORDER BY wake, alarm_id, channel_id LIMIT 1" +
        std::string(db.SkipLocked());
    return db.One(sql, {now}, ReadDelivery);
}

}  // namespace

Status InsertAlarmDelivery(Connection& db, std::int64_t alarm_id, const AlarmChannelRow& channel,
                           TimePoint wake) {
    auto added = db.Run(
        "INSERT INTO alarm_delivery(alarm_id, channel_id, channel_name, state, attempts, wake, "
        "owner, fence, last_error) VALUES(?, ?, ?, 'waiting', 0, ?, '', 0, '')",
        {alarm_id, channel.id, channel.name, wake});
    if (!added) return added.error();
    return {};
}

Result<bool> HasDueAlarmDelivery(Connection& db, TimePoint now) {
    auto due = db.One("SELECT 1 FROM alarm_delivery WHERE wake <= ? LIMIT 1", {now},
                      [](const Row&) { return true; });
    if (!due) return due.error();
    return due->has_value();
}

Result<std::optional<AlarmDeliveryRow>> ClaimAlarmDelivery(Connection& db, const std::string& owner,
                                                           TimePoint now,
                                                           TimePoint lease_deadline) {
    auto due = SelectDue(db, now);
    if (!due || !*due) return due;
    AlarmDeliveryRow& row = **due;
    // Fence and wake in the condition make the claim safe without any lock on the row: another
    // process may have taken it, or its late owner may have ended it.
    auto taken = db.Run(
        "UPDATE alarm_delivery SET state = 'sending', owner = ?, wake = ?, fence = fence + 1, "
        "attempts = attempts + 1, first_attempt = COALESCE(first_attempt, ?) "
        "WHERE alarm_id = ? AND channel_id = ? AND fence = ? AND wake <= ?",
        {owner, lease_deadline, now, row.alarm_id, row.channel_id, row.fence, now});
    if (!taken) return taken.error();
    if (*taken == 0) return std::optional<AlarmDeliveryRow>();
    row.state = kDeliverySending;
    row.owner = owner;
    row.wake = lease_deadline;
    row.fence += 1;
    row.attempts += 1;
    if (!row.first_attempt) row.first_attempt = now;
    return due;
}

Result<bool> FinishAlarmDelivery(Connection& db, const AlarmDeliveryRow& row) {
    auto changed = db.Run(
        "UPDATE alarm_delivery SET state = ?, attempts = ?, wake = ?, ended = ?, last_error = ? "
        "WHERE alarm_id = ? AND channel_id = ? AND owner = ? AND fence = ? AND state = 'sending'",
        {row.state, row.attempts, row.wake, row.ended, row.last_error, row.alarm_id, row.channel_id,
         row.owner, row.fence});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<std::int64_t> TakeBackAlarmDeliveries(Connection& db, const std::string& owner_prefix,
                                             TimePoint now) {
    return db.Run(
        "UPDATE alarm_delivery SET wake = ?1 WHERE wake > ?1 AND state = 'sending' AND "
        "substr(owner, 1, length(?2)) = ?2",
        {now, owner_prefix});
}

Status HoldAlarmChannel(Connection& db, std::int64_t channel_id, TimePoint until) {
    auto changed = db.Run(
        "UPDATE alarm_delivery SET wake = ? WHERE channel_id = ? AND state = 'waiting' "
        "AND wake < ?",
        {until, channel_id, until});
    if (!changed) return changed.error();
    return {};
}

Result<bool> RetryAlarmDelivery(Connection& db, std::int64_t alarm_id, std::int64_t channel_id,
                                TimePoint now) {
    auto changed = db.Run(
        "UPDATE alarm_delivery SET state = 'waiting', attempts = 0, wake = ?, "
        "first_attempt = NULL, ended = NULL "
        "WHERE alarm_id = ? AND channel_id = ? AND state = 'failed'",
        {now, alarm_id, channel_id});
    if (!changed) return changed.error();
    return *changed > 0;
}

Result<std::int64_t> RetryAlarmDeliveriesOf(Connection& db, std::int64_t channel_id,
                                            TimePoint now) {
    return db.Run(
        "UPDATE alarm_delivery SET state = 'waiting', attempts = 0, wake = ?, "
        "first_attempt = NULL, ended = NULL WHERE channel_id = ? AND state = 'failed'",
        {now, channel_id});
}

Result<std::vector<AlarmDeliveryRow>> ListAlarmDeliveries(Connection& db, std::int64_t alarm_id) {
    return db.All(
        "SELECT alarm_id, channel_id, channel_name, state, attempts, wake, owner, fence, "
        "first_attempt, ended, last_error FROM alarm_delivery WHERE alarm_id = ? "
        "ORDER BY channel_id",
        {alarm_id}, ReadDelivery);
}

Result<std::vector<AlarmDeliveryRow>> ListFailedAlarmDeliveries(Connection& db,
                                                                std::int64_t before_id,
                                                                std::int64_t limit) {
    return db.All(
        "SELECT alarm_id, channel_id, channel_name, state, attempts, wake, owner, fence, "
        "first_attempt, ended, last_error FROM alarm_delivery WHERE state = 'failed' "
        "AND alarm_id < ? ORDER BY alarm_id DESC, channel_id LIMIT ?",
        {before_id, limit}, ReadDelivery);
}

}  // namespace dmsnode::store
