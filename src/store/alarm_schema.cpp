#include "store/alarm_schema.hpp"

namespace dmsnode::store {
namespace {

constexpr std::string_view kAlarmFamily = "alarms";

// One text for SQLite and PostgreSQL (decision 7): ids come from NewCode, times are microseconds
// since 1970, documents are JSON text.
// - alarm_delivery is the outbox, a row for each alarm and channel. `wake` is when the row needs
//   somebody: the next attempt of one that waits, the end of the lease of one that is being sent;
//   NULL once it is over.
// - A delivery keeps the channel's name and has no foreign key to it: what was sent stays known
//   when a channel is deleted.
constexpr std::string_view kAlarmSchema = R"sql(
CREATE TABLE alarm_channel(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    settings TEXT NOT NULL,
    secrets BLOB NOT NULL,
    created INTEGER NOT NULL,
    updated INTEGER NOT NULL);

CREATE TABLE alarm_group(
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    description TEXT NOT NULL,
    language TEXT NOT NULL,
    templates TEXT NOT NULL,
    created INTEGER NOT NULL);

CREATE TABLE alarm_group_channel(
    group_id INTEGER NOT NULL REFERENCES alarm_group(id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL REFERENCES alarm_channel(id),
    position INTEGER NOT NULL,
    PRIMARY KEY(group_id, channel_id));
CREATE INDEX alarm_group_channel_by_channel ON alarm_group_channel(channel_id);

CREATE TABLE alarm(
    id INTEGER PRIMARY KEY,
    group_id INTEGER NOT NULL,
    group_name TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    fields TEXT NOT NULL,
    link TEXT NOT NULL,
    dedup_key TEXT NOT NULL,
    created INTEGER NOT NULL,
    UNIQUE(group_id, dedup_key));
CREATE INDEX alarm_by_time ON alarm(created);

CREATE TABLE alarm_delivery(
    alarm_id INTEGER NOT NULL REFERENCES alarm(id) ON DELETE CASCADE,
    channel_id INTEGER NOT NULL,
    channel_name TEXT NOT NULL,
    state TEXT NOT NULL,
    attempts INTEGER NOT NULL,
    wake INTEGER,
    owner TEXT NOT NULL,
    fence INTEGER NOT NULL,
    first_attempt INTEGER,
    ended INTEGER,
    last_error TEXT NOT NULL,
    PRIMARY KEY(alarm_id, channel_id));
CREATE INDEX alarm_delivery_by_wake ON alarm_delivery(wake) WHERE wake IS NOT NULL;
CREATE INDEX alarm_delivery_by_channel ON alarm_delivery(channel_id, state);
)sql";

}  // namespace

Status MigrateAlarms(Database& database) {
    return Migrate(database, {{kAlarmFamily, 1, kAlarmSchema}});
}

}  // namespace dmsnode::store
