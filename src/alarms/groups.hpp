#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "alarms/alarm.hpp"

/// Alarm groups: who is told, in which language and words. All calls run inside the caller's
/// transaction.
namespace dmsnode::alarms {

struct Group {
    std::int64_t id = 0;  ///< Given by CreateGroup.
    std::string name;     ///< Unique.
    std::string description{};
    Language language = Language::kEnglish;
    std::string templates{};               ///< JSON (see ParseTemplates); empty: the built-in ones.
    std::vector<std::int64_t> channels{};  ///< Ids, each once.
    TimePoint created{};
};

/// Returns the new id. Errors: kInvalidArgument with all problems; kAlreadyExists if the name is
///     taken; kNotFound if a channel does not exist.
Result<std::int64_t> CreateGroup(store::Connection& db, const Group& group);
/// Replaces all but `id` and `created`. Errors: as CreateGroup; kNotFound.
Status UpdateGroup(store::Connection& db, const Group& group);
/// Its alarms stay, and those that wait are still sent. Errors: kNotFound.
Status DeleteGroup(store::Connection& db, std::int64_t id);
Result<std::optional<Group>> FindGroup(store::Connection& db, std::int64_t id);
/// By name.
Result<std::vector<Group>> ListGroups(store::Connection& db);

}  // namespace dmsnode::alarms
