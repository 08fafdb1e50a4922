#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/clock.hpp"

/// The rows of users and of what they may do, as their queries give and take them.
namespace dmsnode::store {

struct UserRow {
    std::int64_t id = 0;
    std::string name;  ///< Lower case; unique.
    std::string password_hash;
    bool administrator = false;
    bool disabled = false;
    TimePoint created;
    TimePoint password_changed;
};

/// A log-in. Its token is not kept, only the hash.
struct SessionRow {
    std::string token_hash;
    std::int64_t user = 0;
    TimePoint created;
    TimePoint last_used;
    TimePoint expires;  ///< At the latest.
    std::string peer;
    std::string user_agent;
};

struct ApiTokenRow {
    std::int64_t id = 0;
    std::int64_t user = 0;
    std::string name;
    std::string token_hash;
    std::string scope;
    TimePoint created;
    std::optional<TimePoint> expires;
    std::optional<TimePoint> last_used;
};

struct ProjectRoleRow {
    std::int64_t project = 0;
    std::int64_t user = 0;
    std::string user_name;  ///< Filled in by lists.
    std::string role;
};

/// One line of the audit log.
struct AuditRow {
    std::int64_t id = 0;  ///< Grows with time within a process.
    TimePoint at;
    std::int64_t user = 0;  ///< 0: nobody was signed in.
    std::string user_name;  ///< As it was then; also a name that somebody tried to log in with.
    std::string operation;  ///< The operation id of the API.
    std::string object;
    std::string peer;
    std::int64_t status = 0;  ///< The HTTP status that was answered.
    std::string request_id;
};

struct AuditFilter {
    std::optional<std::string> user_name;
    std::optional<std::string> operation;
    std::optional<TimePoint> since;
    std::optional<TimePoint> until;
    std::optional<std::int64_t> before_id;  ///< Only older ones; where the next page goes on.
    std::int64_t limit = 50;
};

}  // namespace dmsnode::store
