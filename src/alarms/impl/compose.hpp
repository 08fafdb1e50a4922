#pragma once

#include <set>
#include <string>

#include "alarms/channel.hpp"
#include "store/alarm_rows.hpp"

namespace dmsnode::alarms::impl {

/// Makes the message of an alarm by its group's templates and language (no group: the built-in
/// ones in English). `missing` gets the placeholders that the alarm has no value for.
Message Compose(const Alarm& alarm, const std::optional<store::AlarmGroupRow>& group,
                const std::string& group_name, std::set<std::string>& missing);

Alarm AlarmFromRow(const store::AlarmRow& row);

}  // namespace dmsnode::alarms::impl
