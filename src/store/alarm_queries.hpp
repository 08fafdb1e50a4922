#pragma once

#include <vector>

#include "store/alarm_rows.hpp"
#include "store/database.hpp"

/// The queries of alarms. All of them run inside the caller's transaction, and are the same text
/// for SQLite and PostgreSQL.
namespace dmsnode::store {

// alarm_channels.cpp
Status InsertAlarmChannel(Connection& db, const AlarmChannelRow& row);
/// Stores name, address, settings, secrets and `updated`. False if there is no such channel.
Result<bool> UpdateAlarmChannel(Connection& db, const AlarmChannelRow& row);
/// False if there is no such channel. Errors: kConflict if a group lists it.
Result<bool> DeleteAlarmChannel(Connection& db, std::int64_t id);
Result<std::optional<AlarmChannelRow>> FindAlarmChannel(Connection& db, std::int64_t id);
Result<std::optional<AlarmChannelRow>> FindAlarmChannelByName(Connection& db,
                                                              const std::string& name);
/// By name.
Result<std::vector<AlarmChannelRow>> ListAlarmChannels(Connection& db);

// alarm_groups.cpp
Status InsertAlarmGroup(Connection& db, const AlarmGroupRow& row);
/// Stores name, description, language and templates. False if there is no such group.
Result<bool> UpdateAlarmGroup(Connection& db, const AlarmGroupRow& row);
/// False if there is no such group. Its alarms stay, and those that wait are still sent.
Result<bool> DeleteAlarmGroup(Connection& db, std::int64_t id);
Result<std::optional<AlarmGroupRow>> FindAlarmGroup(Connection& db, std::int64_t id);
Result<std::optional<AlarmGroupRow>> FindAlarmGroupByName(Connection& db, const std::string& name);
/// By name.
Result<std::vector<AlarmGroupRow>> ListAlarmGroups(Connection& db);
/// Replaces the group's list. Errors: kConflict if a channel does not exist, kAlreadyExists if one
/// is named twice.
Status SetAlarmGroupChannels(Connection& db, std::int64_t group_id,
                             const std::vector<std::int64_t>& channel_ids);
/// In the group's order, without their secrets.
Result<std::vector<AlarmChannelRow>> ListChannelsOfAlarmGroup(Connection& db,
                                                              std::int64_t group_id);

// alarm_outbox.cpp
/// False, and nothing stored, if the group has an alarm with this `dedup_key` already.
Result<bool> InsertAlarm(Connection& db, const AlarmRow& row);
Result<std::optional<AlarmRow>> FindAlarm(Connection& db, std::int64_t id);
Result<std::optional<AlarmRow>> FindAlarmByKey(Connection& db, std::int64_t group_id,
                                               const std::string& dedup_key);
/// Newest first: at most `limit` alarms with an id below `before_id` (INT64_MAX: from the newest).
Result<std::vector<AlarmRow>> ListAlarms(Connection& db, std::int64_t before_id,
                                         std::int64_t limit);
/// Deletes alarms that were raised before `before` and have nothing left to send, with their
/// deliveries. Returns how many. From then on the same event would be a new alarm.
Result<std::int64_t> DeleteOldAlarms(Connection& db, TimePoint before);

// alarm_deliveries.cpp
/// Adds a delivery that waits for its first attempt at `wake`.
Status InsertAlarmDelivery(Connection& db, std::int64_t alarm_id, const AlarmChannelRow& channel,
                           TimePoint wake);
/// Whether some delivery is due: a cheap look without the write lock.
Result<bool> HasDueAlarmDelivery(Connection& db, TimePoint now);
/// Takes the delivery that has been due longest: it is `sending` and `owner`'s until
/// `lease_deadline`, with a higher fence and one more attempt. Nothing if none is due.
Result<std::optional<AlarmDeliveryRow>> ClaimAlarmDelivery(Connection& db, const std::string& owner,
                                                           TimePoint now, TimePoint lease_deadline);
/// Stores state, attempts, wake, ended and last error of a claimed delivery. False, and nothing
/// stored, if it is not this owner's and fence's any more.
Result<bool> FinishAlarmDelivery(Connection& db, const AlarmDeliveryRow& row);
/// Makes due what a process was sending whose owner's name begins with `owner_prefix`, and which
/// has ended. Returns how many.
Result<std::int64_t> TakeBackAlarmDeliveries(Connection& db, const std::string& owner_prefix,
                                             TimePoint now);
/// Moves the other waiting deliveries of a channel that did not take one to `until` at the
/// earliest.
Status HoldAlarmChannel(Connection& db, std::int64_t channel_id, TimePoint until);
/// Lets a failed delivery begin anew. False if there is none or it has not failed.
Result<bool> RetryAlarmDelivery(Connection& db, std::int64_t alarm_id, std::int64_t channel_id,
                                TimePoint now);
/// The same for all failed deliveries of a channel (after it was put right). Returns how many.
Result<std::int64_t> RetryAlarmDeliveriesOf(Connection& db, std::int64_t channel_id, TimePoint now);
Result<std::vector<AlarmDeliveryRow>> ListAlarmDeliveries(Connection& db, std::int64_t alarm_id);
/// Failed deliveries, newest alarm first: at most `limit` of alarms with an id below `before_id`.
Result<std::vector<AlarmDeliveryRow>> ListFailedAlarmDeliveries(Connection& db,
                                                                std::int64_t before_id,
                                                                std::int64_t limit);

}  // namespace dmsnode::store
