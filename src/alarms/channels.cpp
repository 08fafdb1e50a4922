#include "alarms/channels.hpp"

#include <fmt/format.h>

#include "alarms/impl/text.hpp"
#include "base/ids.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::alarms {
namespace {

std::string SecretPlace(std::int64_t id) {
    return fmt::format("alarm_channel/{}/secrets", id);
}

Error NoChannel(std::int64_t id) {
    return Error{ErrorCode::kNotFound, fmt::format("there is no alarm channel {}", id)};
}

/// The constraint would tell it too, but a refused INSERT ends a transaction on PostgreSQL.
Status CheckNameIsFree(store::Connection& db, const std::string& name, std::int64_t own_id) {
    auto taken = store::FindAlarmChannelByName(db, name);
    if (!taken) return taken.error();
    if (!*taken || (*taken)->id == own_id) return {};
    return Error{ErrorCode::kAlreadyExists,
                 fmt::format("there is an alarm channel \"{}\" already", name)};
}

Result<ChannelView> View(const store::AlarmChannelRow& row, const store::SecretBox& box) {
    const Result<Secret> secrets = box.Unseal(row.sealed_secrets, SecretPlace(row.id));
    if (!secrets) return secrets.error();
    return ChannelView{.id = row.id,
                       .name = row.name,
                       .kind = ParseChannelKind(row.kind).value_or(ChannelKind::kEmail),
                       .address = row.address,
                       .settings = row.settings,
                       .secrets = NamesOfSecrets(*secrets),
                       .created = row.created,
                       .updated = row.updated};
}

Status CheckAll(const std::string& name, CheckedSettings& checked) {
    std::vector<Problem> problems = std::move(checked.problems);
    if (std::optional<Problem> wrong = CheckName(name)) problems.insert(problems.begin(), *wrong);
    if (problems.empty()) return {};
    return ErrorOf(problems);
}

}  // namespace

std::optional<Problem> CheckName(std::string_view name) {
    const bool good = !name.empty() && name.size() <= 100 && name.front() != ' ' &&
                      name.back() != ' ' && impl::CleanText(name, 100, impl::Lines::kOne) == name;
    if (good) return std::nullopt;
    return Problem{.path = "$.name",
                   .message = "cannot be a name",
                   .expected = "1 to 100 bytes of text on one line, no blank at its ends",
                   .hint = {}};
}

Error ErrorOf(const std::vector<Problem>& problems) {
    std::string message;
    for (const Problem& problem : problems) {
        if (!message.empty()) message += "; ";
        message += problem.ToString();
    }
    return Error{ErrorCode::kInvalidArgument, message};
}

Result<std::int64_t> CreateChannel(store::Connection& db, const store::SecretBox& box,
                                   const std::string& name, ChannelKind kind,
                                   std::string_view settings, TimePoint now) {
    CheckedSettings checked = CheckSettings(kind, settings);
    if (Status good = CheckAll(name, checked); !good) return good.error();
    if (Status is_free = CheckNameIsFree(db, name, 0); !is_free) return is_free.error();
    const std::int64_t id = NewCode();
    Status added = store::InsertAlarmChannel(
        db, {.id = id,
             .name = name,
             .kind = std::string(ChannelKindName(kind)),
             .address = checked.split.address,
             .settings = checked.split.shown,
             .sealed_secrets = box.Seal(checked.split.secrets, SecretPlace(id)),
             .created = now,
             .updated = now});
    if (!added) return added.error();
    return id;
}

Status UpdateChannel(store::Connection& db, const store::SecretBox& box, std::int64_t id,
                     const std::string& name, std::string_view settings, TimePoint now) {
    auto found = store::FindAlarmChannel(db, id);
    if (!found) return found.error();
    if (!*found) return NoChannel(id);
    store::AlarmChannelRow row = **found;
    Result<Secret> secrets = box.Unseal(row.sealed_secrets, SecretPlace(id));
    if (!secrets) return secrets.error();
    const SplitSettings stored{row.settings, *std::move(secrets), row.address};
    CheckedSettings checked =
        CheckChange(ParseChannelKind(row.kind).value_or(ChannelKind::kEmail), settings, stored);
    if (Status good = CheckAll(name, checked); !good) return good;
    if (Status is_free = CheckNameIsFree(db, name, id); !is_free) return is_free;
    row.name = name;
    row.address = checked.split.address;
    row.settings = checked.split.shown;
    row.sealed_secrets = box.Seal(checked.split.secrets, SecretPlace(id));
    row.updated = now;
    auto changed = store::UpdateAlarmChannel(db, row);
    if (!changed) return changed.error();
    if (!*changed) return NoChannel(id);
    return {};
}

Status DeleteChannel(store::Connection& db, std::int64_t id) {
    auto groups = store::ListAlarmGroups(db);
    if (!groups) return groups.error();
    for (const store::AlarmGroupRow& group : *groups) {
        auto channels = store::ListChannelsOfAlarmGroup(db, group.id);
        if (!channels) return channels.error();
        for (const store::AlarmChannelRow& channel : *channels) {
            if (channel.id != id) continue;
            return Error{ErrorCode::kConflict,
                         fmt::format("the alarm group \"{}\" sends to the channel \"{}\"",
                                     group.name, channel.name)}
                .Hint("take the channel out of the group first");
        }
    }
    auto removed = store::DeleteAlarmChannel(db, id);
    if (!removed) return removed.error();
    if (!*removed) return NoChannel(id);
    return {};
}

Result<std::vector<ChannelView>> ListChannels(store::Connection& db, const store::SecretBox& box) {
    auto rows = store::ListAlarmChannels(db);
    if (!rows) return rows.error();
    std::vector<ChannelView> views;
    for (const store::AlarmChannelRow& row : *rows) {
        Result<ChannelView> view = View(row, box);
        if (!view) return view.error();
        views.push_back(*std::move(view));
    }
    return views;
}

Result<std::optional<ChannelView>> FindChannel(store::Connection& db, const store::SecretBox& box,
                                               std::int64_t id) {
    auto row = store::FindAlarmChannel(db, id);
    if (!row) return row.error();
    if (!*row) return std::optional<ChannelView>();
    Result<ChannelView> view = View(**row, box);
    if (!view) return view.error();
    return std::optional<ChannelView>(*std::move(view));
}

Result<ChannelSettings> OpenSettings(const store::AlarmChannelRow& row,
                                     const store::SecretBox& box) {
    const Result<Secret> secrets = box.Unseal(row.sealed_secrets, SecretPlace(row.id));
    if (!secrets) return secrets.error();
    const std::optional<ChannelKind> kind = ParseChannelKind(row.kind);
    if (!kind) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("the channel \"{}\" is of an unknown kind", row.name)};
    }
    return ReadSettings(*kind, row.settings, *secrets);
}

}  // namespace dmsnode::alarms
