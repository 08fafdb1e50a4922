#pragma once

#include <optional>
#include <string>

#include "base/clock.hpp"
#include "base/secret.hpp"

namespace dmsnode::aws {

/// Keys that sign requests. A session token and an expiry come with temporary ones only.
struct Credentials {
    std::string access_key_id{};
    Secret secret_access_key{};
    Secret session_token{};              ///< Empty: long-lived keys.
    std::optional<TimePoint> expires{};  ///< Absent: they do not expire.
    std::string source{};                ///< Where they came from, for logs; never a secret.
};

}  // namespace dmsnode::aws
