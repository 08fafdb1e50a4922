#include "alarms/groups.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "alarms/channels.hpp"
#include "alarms/templates.hpp"
#include "base/ids.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::alarms {
namespace {

constexpr std::size_t kMaxChannels = 100;
constexpr std::size_t kMaxDescription = 2000;

Error NoGroup(std::int64_t id) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no alarm group {}", id)};
}

Status CheckChannels(store::Connection& db, const std::vector<std::int64_t>& channels) {
    for (std::size_t i = 0; i < channels.size(); ++i) {
        if (std::find(channels.begin(), channels.begin() + static_cast<std::ptrdiff_t>(i),
                      channels[i]) != channels.begin() + static_cast<std::ptrdiff_t>(i)) {
            return Error{ErrorCode::kInvalidArgument,
                         fmt::format("the alarm channel {} is named twice", channels[i])};
        }
        auto found = store::FindAlarmChannel(db, channels[i]);
        if (!found) return found.error();
        if (!*found) {
            return Error{ErrorCode::kNotFound,
                         fmt::format("there is no alarm channel {}", channels[i])};
        }
    }
    return {};
}

/// `group.id` is the group's own, 0 for a new one.
Status Check(store::Connection& db, const Group& group) {
    std::vector<Problem> problems;
    if (std::optional<Problem> wrong = CheckName(group.name)) problems.push_back(*wrong);
    if (group.description.size() > kMaxDescription) {
        problems.push_back({.path = "$.description",
                            .message = fmt::format("is longer than {} bytes", kMaxDescription),
                            .expected = {},
                            .hint = {}});
    }
    if (group.channels.size() > kMaxChannels) {
        problems.push_back({.path = "$.channels",
                            .message = fmt::format("are more than {}", kMaxChannels),
                            .expected = {},
                            .hint = {}});
    }
    std::vector<Problem> in_templates;
    ParseTemplates(group.templates, in_templates);
    for (Problem& problem : in_templates) {
        problem.path = "$.templates" + problem.path.substr(1);
        problems.push_back(std::move(problem));
    }
    if (!problems.empty()) return ErrorOf(problems);
    // The constraint would tell it too, but a refused INSERT ends a transaction on PostgreSQL.
    auto taken = store::FindAlarmGroupByName(db, group.name);
    if (!taken) return taken.error();
    if (*taken && (*taken)->id != group.id) {
        return Error{ErrorCode::kAlreadyExists,
                     fmt::format("there is an alarm group \"{}\" already", group.name)};
    }
    return CheckChannels(db, group.channels);
}

store::AlarmGroupRow ToRow(const Group& group) {
    return {.id = group.id,
            .name = group.name,
            .description = group.description,
            .language = std::string(LanguageName(group.language)),
            .templates = group.templates,
            .created = group.created};
}

Result<Group> FromRow(store::Connection& db, const store::AlarmGroupRow& row) {
    auto channels = store::ListChannelsOfAlarmGroup(db, row.id);
    if (!channels) return channels.error();
    Group group{.id = row.id,
                .name = row.name,
                .description = row.description,
                .language = ParseLanguage(row.language).value_or(Language::kEnglish),
                .templates = row.templates,
                .channels = {},
                .created = row.created};
    for (const store::AlarmChannelRow& channel : *channels) group.channels.push_back(channel.id);
    return group;
}

}  // namespace

Result<std::int64_t> CreateGroup(store::Connection& db, const Group& group) {
    Group added = group;
    added.id = 0;
    if (Status good = Check(db, added); !good) return good.error();
    added.id = NewCode();
    if (Status done = store::InsertAlarmGroup(db, ToRow(added)); !done) return done.error();
    Status listed = store::SetAlarmGroupChannels(db, added.id, added.channels);
    if (!listed) return listed.error();
    return added.id;
}

Status UpdateGroup(store::Connection& db, const Group& group) {
    if (Status good = Check(db, group); !good) return good;
    auto changed = store::UpdateAlarmGroup(db, ToRow(group));
    if (!changed) return changed.error();
    if (!*changed) return NoGroup(group.id);
    return store::SetAlarmGroupChannels(db, group.id, group.channels);
}

Status DeleteGroup(store::Connection& db, std::int64_t id) {
    auto removed = store::DeleteAlarmGroup(db, id);
    if (!removed) return removed.error();
    if (!*removed) return NoGroup(id);
    return {};
}

Result<std::optional<Group>> FindGroup(store::Connection& db, std::int64_t id) {
    auto row = store::FindAlarmGroup(db, id);
    if (!row) return row.error();
    if (!*row) return std::optional<Group>();
    Result<Group> group = FromRow(db, **row);
    if (!group) return group.error();
    return std::optional<Group>(*std::move(group));
}

Result<std::vector<Group>> ListGroups(store::Connection& db) {
    auto rows = store::ListAlarmGroups(db);
    if (!rows) return rows.error();
    std::vector<Group> groups;
    for (const store::AlarmGroupRow& row : *rows) {
        Result<Group> group = FromRow(db, row);
        if (!group) return group.error();
        groups.push_back(*std::move(group));
    }
    return groups;
}

}  // namespace dmsnode::alarms
