#include "alarms/channels.hpp"
#include "alarms/deliverer.hpp"
#include "alarms/groups.hpp"
#include "alarms/templates.hpp"
#include "api/resources/rows.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::api {
namespace {

using store::Connection;

constexpr std::chrono::seconds kTestTimeout{20};

Result<const store::SecretBox*> SecretsOf(const ApiParts& on) {
    if (on.alarms.secrets != nullptr) return on.alarms.secrets;
    return Error{ErrorCode::kUnavailable, "this server has no alarm channels"};
}

std::string ChannelObject(std::string_view name) {
    return fmt::format("alarm channel {}", name);
}

Json WriteChannel(const alarms::ChannelView& view) {
    Result<Json> settings = ParseJson(view.settings);
    return {{"code", CodeText(view.id)},
            {"name", view.name},
            {"kind", alarms::ChannelKindName(view.kind)},
            {"address", view.address},
            {"settings", settings ? *std::move(settings) : Json::object()},
            {"secrets", view.secrets},
            {"created", FormatIso8601(view.created)},
            {"updated", FormatIso8601(view.updated)}};
}

Result<std::int64_t> ChannelId(Connection& db, const std::string& name) {
    const auto row = Need(store::FindAlarmChannelByName(db, name), "alarm channel", name);
    if (!row) return row.error();
    return row->id;
}

Result<Answer> ShowChannel(Connection& db, const store::SecretBox& box, std::int64_t id) {
    const auto view = Need(alarms::FindChannel(db, box, id), "alarm channel", CodeText(id));
    if (!view) return view.error();
    return Ok(WriteChannel(*view), ChannelObject(view->name));
}

Result<Answer> ListChannels(const ApiParts& on, const Call&) {
    const auto box = SecretsOf(on);
    if (!box) return box.error();
    const auto views =
        on.database.Read([&](Connection& db) { return alarms::ListChannels(db, **box); });
    if (!views) return views.error();
    Json items = Json::array();
    for (const alarms::ChannelView& view : *views) items.push_back(WriteChannel(view));
    return Ok({{"items", std::move(items)}});
}

/// The problems with the paths that they have in the body.
std::vector<Problem> Below(const std::string& path, std::vector<Problem> problems) {
    for (Problem& problem : problems) problem.path = path + problem.path.substr(1);
    return problems;
}

Result<Answer> MakeChannel(const ApiParts& on, const Call& call) {
    const auto box = SecretsOf(on);
    if (!box) return box.error();
    const auto kind = alarms::ParseChannelKind(call.body["kind"].get<std::string>())
                          .value_or(alarms::ChannelKind::kEmail);
    const std::string settings = DumpJson(call.body["settings"]);
    const auto problems = Below("$.settings", alarms::CheckSettings(kind, settings).problems);
    if (!problems.empty()) return Refused("the channel's settings are not valid", problems);
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto id = alarms::CreateChannel(db, **box, call.body["name"].get<std::string>(), kind,
                                              settings, call.now);
        if (!id) return id.error();
        return ShowChannel(db, **box, *id);
    });
}

Result<Answer> GetChannel(const ApiParts& on, const Call& call) {
    const auto box = SecretsOf(on);
    if (!box) return box.error();
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto id = ChannelId(db, call.Text("channelName"));
        if (!id) return id.error();
        return ShowChannel(db, **box, *id);
    });
}

Result<Answer> UpdateChannel(const ApiParts& on, const Call& call) {
    const auto box = SecretsOf(on);
    if (!box) return box.error();
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const std::string& name = call.Text("channelName");
        const auto id = ChannelId(db, name);
        if (!id) return id.error();
        Status done = alarms::UpdateChannel(db, **box, *id, call.body.value("name", name),
                                            DumpJson(call.body["settings"]), call.now);
        if (!done) return done.error();
        return ShowChannel(db, **box, *id);
    });
}

Result<Answer> DeleteChannel(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto id = ChannelId(db, call.Text("channelName"));
        if (!id) return id.error();
        if (Status done = alarms::DeleteChannel(db, *id); !done) return done.error();
        return NoContent(ChannelObject(call.Text("channelName")));
    });
}

Result<Answer> TestChannel(const ApiParts& on, const Call& call) {
    const auto box = SecretsOf(on);
    if (!box) return box.error();
    if (on.alarms.channels == nullptr) {
        return Error{ErrorCode::kUnavailable, "this server sends no alarms"};
    }
    const std::string& name = call.Text("channelName");
    const auto id = on.database.Read([&](Connection& db) { return ChannelId(db, name); });
    if (!id) return id.error();
    const std::string word = call.Has("language") ? call.body["language"].get<std::string>() : "en";
    Status sent = alarms::SendTest({on.database, **box, *on.alarms.channels, on.clock, on.log}, *id,
                                   alarms::ParseLanguage(word).value_or(alarms::Language::kEnglish),
                                   {.timeout = kTestTimeout, .stop = {}});
    if (!sent) return sent.error();
    return NoContent(ChannelObject(name));
}

Json TemplatesOf(const alarms::Group& group) {
    if (group.templates.empty()) return Json::object();
    Result<Json> templates = ParseJson(group.templates);
    return templates ? *std::move(templates) : Json::object();
}

/// Channels by their names, as the rest of the API knows them.
Result<Json> WriteGroup(Connection& db, const alarms::Group& group) {
    const auto channels = store::ListChannelsOfAlarmGroup(db, group.id);
    if (!channels) return channels.error();
    Json names = Json::array();
    for (const store::AlarmChannelRow& channel : *channels) names.push_back(channel.name);
    return Json{{"code", CodeText(group.id)},
                {"name", group.name},
                {"description", group.description},
                {"language", alarms::LanguageName(group.language)},
                {"templates", TemplatesOf(group)},
                {"channels", std::move(names)},
                {"created", FormatIso8601(group.created)}};
}

Result<Answer> ShowGroup(Connection& db, const alarms::Group& group) {
    Result<Json> written = WriteGroup(db, group);
    if (!written) return written.error();
    return Ok(*std::move(written), fmt::format("alarm group {}", group.name));
}

Result<alarms::Group> FindGroup(Connection& db, const Call& call) {
    const std::string& name = call.Text("groupName");
    const auto row = Need(store::FindAlarmGroupByName(db, name), "alarm group", name);
    if (!row) return row.error();
    return Need(alarms::FindGroup(db, row->id), "alarm group", name);
}

/// What the body says of a group, and what is wrong with it.
Result<std::vector<Problem>> ReadGroup(Connection& db, const Call& call, alarms::Group& group) {
    const Json& body = call.body;
    group.name = body["name"].get<std::string>();
    group.description = body.value("description", "");
    group.language =
        alarms::ParseLanguage(body.value("language", "en")).value_or(alarms::Language::kEnglish);
    const Json templates = body.value("templates", Json::object());
    group.templates = templates.empty() ? "" : DumpJson(templates);
    std::vector<Problem> problems;
    alarms::ParseTemplates(group.templates, problems);
    problems = Below("$.templates", std::move(problems));
    group.channels.clear();
    for (const Json& name : body["channels"]) {
        const auto channel = store::FindAlarmChannelByName(db, name.get<std::string>());
        if (!channel) return channel.error();
        if (*channel) {
            group.channels.push_back((*channel)->id);
        } else {
            problems.push_back({.path = fmt::format("$.channels[{}]", group.channels.size()),
                                .message = "there is no alarm channel of this name",
                                .expected = {},
                                .hint = {}});
            break;
        }
    }
    return problems;
}

Result<Answer> ListGroups(const ApiParts& on, const Call&) {
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto groups = alarms::ListGroups(db);
        if (!groups) return groups.error();
        Json items = Json::array();
        for (const alarms::Group& group : *groups) {
            Result<Json> written = WriteGroup(db, group);
            if (!written) return written.error();
            items.push_back(*std::move(written));
        }
        return Ok({{"items", std::move(items)}});
    });
}

Result<Answer> MakeGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        alarms::Group group;
        group.created = call.now;
        const auto problems = ReadGroup(db, call, group);
        if (!problems) return problems.error();
        if (!problems->empty()) return Refused("the alarm group is not valid", *problems);
        const auto id = alarms::CreateGroup(db, group);
        if (!id) return id.error();
        group.id = *id;
        return ShowGroup(db, group);
    });
}

Result<Answer> GetGroup(const ApiParts& on, const Call& call) {
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto group = FindGroup(db, call);
        if (!group) return group.error();
        return ShowGroup(db, *group);
    });
}

Result<Answer> UpdateGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        auto group = FindGroup(db, call);
        if (!group) return group.error();
        const auto problems = ReadGroup(db, call, *group);
        if (!problems) return problems.error();
        if (!problems->empty()) return Refused("the alarm group is not valid", *problems);
        if (Status done = alarms::UpdateGroup(db, *group); !done) return done.error();
        return ShowGroup(db, *group);
    });
}

Result<Answer> DeleteGroup(const ApiParts& on, const Call& call) {
    return on.database.Write([&](Connection& db) -> Result<Answer> {
        const auto group = FindGroup(db, call);
        if (!group) return group.error();
        if (Status done = alarms::DeleteGroup(db, group->id); !done) return done.error();
        return NoContent(fmt::format("alarm group {}", group->name));
    });
}

Json WriteDelivery(const store::AlarmDeliveryRow& row) {
    Json written{{"channelName", row.channel_name},
                 {"state", row.state},
                 {"attempts", row.attempts},
                 {"lastError", row.last_error}};
    if (row.wake) written["nextAttempt"] = FormatIso8601(*row.wake);
    if (row.ended) written["ended"] = FormatIso8601(*row.ended);
    return written;
}

Json WriteAlarm(const store::AlarmRow& row, const std::vector<store::AlarmDeliveryRow>& sent) {
    Json fields = Json::array();
    for (const alarms::Field& field : alarms::FieldsFromJson(row.fields)) {
        fields.push_back({{"name", field.name}, {"value", field.value}});
    }
    Json deliveries = Json::array();
    for (const store::AlarmDeliveryRow& delivery : sent) {
        deliveries.push_back(WriteDelivery(delivery));
    }
    return {{"code", CodeText(row.id)},
            {"groupName", row.group_name},
            {"kind", row.kind},
            {"title", row.title},
            {"fields", std::move(fields)},
            {"link", row.link},
            {"created", FormatIso8601(row.created)},
            {"deliveries", std::move(deliveries)}};
}

Result<Answer> ListAlarms(const ApiParts& on, const Call& call) {
    const Page page = call.page();
    return on.database.Read([&](Connection& db) -> Result<Answer> {
        const auto rows =
            store::ListAlarms(db, ReadCode(page.after).value_or(INT64_MAX), page.limit + 1);
        if (!rows) return rows.error();
        std::vector<std::pair<std::int64_t, Json>> items;
        for (const store::AlarmRow& row : *rows) {
            const auto deliveries = store::ListAlarmDeliveries(db, row.id);
            if (!deliveries) return deliveries.error();
            items.emplace_back(row.id, WriteAlarm(row, *deliveries));
        }
        return Ok(MakePage(
            items, page, [](const auto& item) { return item.second; },
            [](const auto& item) { return CodeText(item.first); }));
    });
}

/// Begins the failed deliveries of an alarm anew.
Result<std::int64_t> Retry(Connection& db, std::int64_t alarm, TimePoint now) {
    const auto found = Need(store::FindAlarm(db, alarm), "alarm", CodeText(alarm));
    if (!found) return found.error();
    const auto deliveries = store::ListAlarmDeliveries(db, alarm);
    if (!deliveries) return deliveries.error();
    std::int64_t begun = 0;
    for (const store::AlarmDeliveryRow& delivery : *deliveries) {
        const auto retried = store::RetryAlarmDelivery(db, alarm, delivery.channel_id, now);
        if (!retried) return retried.error();
        begun += *retried ? 1 : 0;
    }
    if (begun > 0) return begun;
    return Error{ErrorCode::kConflict,
                 fmt::format("no delivery of the alarm {} has failed", alarm)};
}

Result<Answer> RetryAlarm(const ApiParts& on, const Call& call) {
    const std::int64_t alarm = call.Code("alarmCode");
    const auto begun =
        on.database.Write([&](Connection& db) { return Retry(db, alarm, call.now); });
    if (!begun) return begun.error();
    if (on.alarms.ring) on.alarms.ring();
    return Ok({{"deliveries", *begun}}, fmt::format("alarm {}: {} deliveries", alarm, *begun));
}

void AddChannelRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema name = Schema::String().Length(1, 100);
    const Schema settings = Schema::Map(Schema::Any());
    table.components.emplace(
        "AlarmChannel",
        Schema::Object(
            {Required("code", Schema::Code()), Required("name", name),
             Required("kind", Schema::Enum({"email", "webhook"})),
             Required("address", Schema::String().Describe("where it goes")),
             Required("settings", settings.Describe("without the secrets")),
             Required("secrets", Schema::Array(Schema::String())
                                     .Describe("names of the secret settings that are set")),
             Required("created", Schema::Time()), Required("updated", Schema::Time())}));
    table.Add({.method = "GET",
               .path = "/alarm-channels",
               .operation = "listAlarmChannels",
               .tag = "alarms",
               .summary = "All alarm channels, by name",
               .right = Right::kSharedRead,
               .reply = PageOf(Schema::Ref("AlarmChannel")),
               .handle = On(parts, ListChannels)});
    table.Add({.method = "POST",
               .path = "/alarm-channels",
               .operation = "makeAlarmChannel",
               .tag = "alarms",
               .summary = "Make an alarm channel; docs/alarms.md tells the settings",
               .right = Right::kSharedEdit,
               .body = Schema::Object({Required("name", name),
                                       Required("kind", Schema::Enum({"email", "webhook"})),
                                       Required("settings", settings)}),
               .reply = Schema::Ref("AlarmChannel"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeChannel)});
    table.Add({.method = "GET",
               .path = "/alarm-channels/{channelName}",
               .operation = "getAlarmChannel",
               .tag = "alarms",
               .summary = "One alarm channel",
               .right = Right::kSharedRead,
               .reply = Schema::Ref("AlarmChannel"),
               .handle = On(parts, GetChannel)});
    table.Add({.method = "PUT",
               .path = "/alarm-channels/{channelName}",
               .operation = "updateAlarmChannel",
               .tag = "alarms",
               .summary = "Change name and settings; secrets that are left out stay, null takes "
                          "one away",
               .right = Right::kSharedEdit,
               .body = Schema::Object({Optional("name", name), Required("settings", settings)}),
               .reply = Schema::Ref("AlarmChannel"),
               .handle = On(parts, UpdateChannel)});
    table.Add({.method = "DELETE",
               .path = "/alarm-channels/{channelName}",
               .operation = "deleteAlarmChannel",
               .tag = "alarms",
               .summary = "Delete an alarm channel that no group lists",
               .right = Right::kSharedEdit,
               .handle = On(parts, DeleteChannel)});
    table.Add({.method = "POST",
               .path = "/alarm-channels/{channelName}/test",
               .operation = "testAlarmChannel",
               .tag = "alarms",
               .summary = "Send a test alarm now, within 20 s; the error is the channel's own",
               .right = Right::kAlarmsOperate,
               .body = Schema::Object({Optional("language", Schema::Enum({"en", "zh"}))}),
               .body_optional = true,
               .handle = On(parts, TestChannel)});
}

void AddAlarmGroupRoutes(RouteTable& table, const ApiParts& parts) {
    const Schema name = Schema::String().Length(1, 100);
    const std::vector<Member> members{
        Required("name", name), Optional("description", Schema::String().Length(0, 2000)),
        Optional("language", Schema::Enum({"en", "zh"}).Default("en")),
        Optional("templates", Schema::Map(Schema::Any())
                                  .Describe("own texts by kind: {\"workflow_failure\": "
                                            "{\"title\": …, \"text\": …}}")),
        Required("channels", Schema::Array(name).Items(0, 100).Describe("names of channels"))};
    std::vector<Member> shown = members;
    shown.push_back(Required("code", Schema::Code()));
    shown.push_back(Required("created", Schema::Time()));
    table.components.emplace("AlarmGroup", Schema::Object(shown));
    table.Add({.method = "GET",
               .path = "/alarm-groups",
               .operation = "listAlarmGroups",
               .tag = "alarms",
               .summary = "All alarm groups, by name",
               .right = Right::kSharedRead,
               .reply = PageOf(Schema::Ref("AlarmGroup")),
               .handle = On(parts, ListGroups)});
    table.Add({.method = "POST",
               .path = "/alarm-groups",
               .operation = "makeAlarmGroup",
               .tag = "alarms",
               .summary = "Make an alarm group: who is told, in which language and words",
               .right = Right::kSharedEdit,
               .body = Schema::Object(members),
               .reply = Schema::Ref("AlarmGroup"),
               .status = 201,
               .once = true,
               .handle = On(parts, MakeGroup)});
    table.Add({.method = "GET",
               .path = "/alarm-groups/{groupName}",
               .operation = "getAlarmGroup",
               .tag = "alarms",
               .summary = "One alarm group",
               .right = Right::kSharedRead,
               .reply = Schema::Ref("AlarmGroup"),
               .handle = On(parts, GetGroup)});
    table.Add({.method = "PUT",
               .path = "/alarm-groups/{groupName}",
               .operation = "updateAlarmGroup",
               .tag = "alarms",
               .summary = "Replace all of an alarm group",
               .right = Right::kSharedEdit,
               .body = Schema::Object(members),
               .reply = Schema::Ref("AlarmGroup"),
               .handle = On(parts, UpdateGroup)});
    table.Add({.method = "DELETE",
               .path = "/alarm-groups/{groupName}",
               .operation = "deleteAlarmGroup",
               .tag = "alarms",
               .summary = "Delete an alarm group; its alarms stay, those that wait are sent",
               .right = Right::kSharedEdit,
               .handle = On(parts, DeleteGroup)});
}

}  // namespace

void AddAlarmRoutes(RouteTable& table, const ApiParts& parts) {
    AddChannelRoutes(table, parts);
    AddAlarmGroupRoutes(table, parts);
    const Schema text = Schema::String();
    const Schema field = Schema::Object({Required("name", text), Required("value", text)});
    const Schema delivery = Schema::Object(
        {Required("channelName", text),
         Required("state", Schema::Enum({"waiting", "sending", "sent", "failed"})),
         Required("attempts", Schema::Integer()), Required("lastError", text),
         Optional("nextAttempt", Schema::Time()), Optional("ended", Schema::Time())});
    table.components.emplace(
        "Alarm", Schema::Object({Required("code", Schema::Code()), Required("groupName", text),
                                 Required("kind", text), Required("title", text),
                                 Required("fields", Schema::Array(field)), Required("link", text),
                                 Required("created", Schema::Time()),
                                 Required("deliveries", Schema::Array(delivery))}));
    table.Add({.method = "GET",
               .path = "/alarms",
               .operation = "listAlarms",
               .tag = "alarms",
               .summary = "What was raised and what became of it, the newest first",
               .right = Right::kAlarmsRead,
               .query = PageQuery(),
               .reply = PageOf(Schema::Ref("Alarm")),
               .handle = On(parts, ListAlarms)});
    table.Add({.method = "POST",
               .path = "/alarms/{alarmCode}/retry",
               .operation = "retryAlarm",
               .tag = "alarms",
               .summary = "Begin the alarm's failed deliveries anew",
               .right = Right::kAlarmsOperate,
               .reply = Schema::Object(
                   {Required("deliveries", Schema::Integer().Describe("how many were begun"))}),
               .handle = On(parts, RetryAlarm)});
}

}  // namespace dmsnode::api
