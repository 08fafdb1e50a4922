#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.hpp"

/// The rows of alarms, as their queries give and take them.
namespace dmsnode::store {

struct AlarmChannelRow {
    std::int64_t id = 0;
    std::string name;      ///< Unique.
    std::string kind;      ///< `email` or `webhook`
    std::string address;   ///< Where it goes, without anything secret; for lists and messages.
    std::string settings;  ///< JSON of what is not secret.
    std::string sealed_secrets;  ///< JSON of the secret members, sealed by SecretBox.
    TimePoint created;
    TimePoint updated;
};

struct AlarmGroupRow {
    std::int64_t id = 0;
    std::string name;  ///< Unique.
    std::string description;
    std::string language;   ///< `en` or `zh`
    std::string templates;  ///< JSON of the group's own templates.
    TimePoint created;
};

struct AlarmRow {
    std::int64_t id = 0;
    std::int64_t group_id = 0;
    std::string group_name;  ///< As it was called then.
    std::string kind;
    std::string title;
    std::string fields;  ///< JSON: `[["name","value"],…]`
    std::string link;
    std::string dedup_key;  ///< Unique within the group.
    TimePoint created;
};

/// Words of AlarmDeliveryRow::state.
inline constexpr std::string_view kDeliveryWaiting = "waiting";
inline constexpr std::string_view kDeliverySending = "sending";
inline constexpr std::string_view kDeliverySent = "sent";
inline constexpr std::string_view kDeliveryFailed = "failed";

struct AlarmDeliveryRow {
    std::int64_t alarm_id = 0;
    std::int64_t channel_id = 0;
    std::string channel_name{};
    std::string state{};
    std::int64_t attempts = 0;        ///< Those that were begun.
    std::optional<TimePoint> wake{};  ///< Next attempt, or end of the lease; nothing once over.
    std::string owner{};              ///< Who sends, or sent last.
    std::int64_t fence = 0;           ///< Grows with each claim.
    std::optional<TimePoint> first_attempt{};
    std::optional<TimePoint> ended{};
    std::string last_error{};
};

}  // namespace dmsnode::store
