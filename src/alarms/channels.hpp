#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alarms/settings.hpp"
#include "base/clock.hpp"
#include "store/alarm_rows.hpp"
#include "store/secret_box.hpp"

/// Alarm channels as users make and see them. All calls run inside the caller's transaction.
namespace dmsnode::alarms {

/// A channel as it is shown: nothing in it is secret.
struct ChannelView {
    std::int64_t id = 0;
    std::string name;
    ChannelKind kind = ChannelKind::kEmail;
    std::string address;               ///< `smtp mail.example:587`, `https://hooks.example`
    std::string settings;              ///< JSON without the secrets.
    std::vector<std::string> secrets;  ///< Names of those that are set.
    TimePoint created;
    TimePoint updated;
};

/// Returns the new id. Errors: kInvalidArgument with all problems of name and settings;
///     kAlreadyExists if the name is taken.
Result<std::int64_t> CreateChannel(store::Connection& db, const store::SecretBox& box,
                                   const std::string& name, ChannelKind kind,
                                   std::string_view settings, TimePoint now);

/// Replaces name and settings; secrets that `settings` leaves out stay (see CheckChange).
/// Errors: as CreateChannel; kNotFound.
Status UpdateChannel(store::Connection& db, const store::SecretBox& box, std::int64_t id,
                     const std::string& name, std::string_view settings, TimePoint now);

/// Its deliveries that wait end as failed. Errors: kNotFound; kConflict if a group lists it.
Status DeleteChannel(store::Connection& db, std::int64_t id);

/// By name. Errors: kUnauthenticated if the store's secrets cannot be opened.
Result<std::vector<ChannelView>> ListChannels(store::Connection& db, const store::SecretBox& box);
Result<std::optional<ChannelView>> FindChannel(store::Connection& db, const store::SecretBox& box,
                                               std::int64_t id);

/// Everything a Send needs. Errors: kInvalidArgument if the stored settings cannot be used,
///     kUnauthenticated if the secrets cannot be opened.
Result<ChannelSettings> OpenSettings(const store::AlarmChannelRow& row,
                                     const store::SecretBox& box);

/// A name of a channel or group: 1 to 100 bytes of UTF-8 without control characters. Nothing if it
/// is one, else what is wrong.
std::optional<Problem> CheckName(std::string_view name);

/// All problems in one error. `where` is empty.
Error ErrorOf(const std::vector<Problem>& problems);

}  // namespace dmsnode::alarms
