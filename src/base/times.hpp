#pragma once

#include <optional>
#include <string_view>

#include "base/clock.hpp"

/// Texts of times, read strictly: anything else gives nothing.
namespace dmsnode {

/// `20261122T101702Z`, the form of X-Amz-Date.
std::optional<TimePoint> ParseCompactTime(std::string_view text);

/// `2026-11-22T10:17:02Z`, with a fraction or an offset (`+01:00`) if there is one; without zone it
/// is UTC. Source: RFC 3339; STS, container and instance metadata and credential_process expiries.
std::optional<TimePoint> ParseIso8601(std::string_view text);

/// `Sun, 22 Nov 2026 10:17:02 GMT`, the form of the Date header. Source: RFC 9110, 5.6.7
/// (IMF-fixdate; the two obsolete forms are not sent by any service we talk to).
std::optional<TimePoint> ParseHttpDate(std::string_view text);

}  // namespace dmsnode
