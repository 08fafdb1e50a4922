#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/error.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"

/// Settings of alarm channels: JSON documents, described in docs/alarms.md. A channel keeps two of
/// them: one to show, and one of secrets.
namespace dmsnode::alarms {

enum class ChannelKind { kEmail, kWebhook };

std::string_view ChannelKindName(ChannelKind kind);  ///< `email`, `webhook`
std::optional<ChannelKind> ParseChannelKind(std::string_view name);

enum class Security {
    kStartTls,  ///< Begins in clear and must become TLS before anything is sent.
    kTls,       ///< TLS from the first byte.
    kNone       ///< In clear; to loopback addresses only.
};

struct EmailSettings {
    std::string server;
    int port = 587;
    Security security = Security::kStartTls;
    std::string username;  ///< Empty: no login.
    Secret password;
    std::string from;
    std::string from_name;
    std::vector<std::string> to;
    std::vector<std::string> cc;
    std::string ca_file;  ///< PEM; empty: the system's certificates.
};

struct WebhookSettings {
    Secret url;             ///< Secret, because many receivers know their senders by nothing else.
    Secret signing_secret;  ///< Empty: no signature.
    Secret authorization;   ///< Value of the Authorization header; empty: none.
    std::string ca_file;    ///< PEM; empty: the system's certificates.
};

using ChannelSettings = std::variant<EmailSettings, WebhookSettings>;

/// What a channel's settings are split into to be stored.
struct SplitSettings {
    std::string shown;    ///< JSON
    Secret secrets;       ///< JSON
    std::string address;  ///< Where it goes: `smtp mail.example:587`, `https://hooks.example`.
};

/// Checks settings as a user writes them and splits them. All problems are told; their texts hold
/// no secret.
struct CheckedSettings {
    SplitSettings split;
    std::vector<Problem> problems;
};
CheckedSettings CheckSettings(ChannelKind kind, std::string_view json);

/// The same for a change of stored settings. A secret that `json` leaves out stays as it is, unless
/// it would then go to another place than it was given for: that is a problem, since who may change
/// a channel must not learn its password so. `null` takes a secret away.
CheckedSettings CheckChange(ChannelKind kind, std::string_view json, const SplitSettings& stored);

/// Reads what CheckSettings made. Errors: kInvalidArgument if it did not make it.
Result<ChannelSettings> ReadSettings(ChannelKind kind, std::string_view shown,
                                     const Secret& secrets);

/// The names of the secrets that are set (`["password"]`).
std::vector<std::string> NamesOfSecrets(const Secret& secrets);

}  // namespace dmsnode::alarms
