#include "alarms/alarm.hpp"

#include "alarms/impl/text.hpp"
#include "alarms/templates.hpp"
#include "base/ids.hpp"
#include "base/json.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::alarms {
namespace {

using impl::CleanText;
using impl::Lines;

constexpr std::size_t kMaxTitle = 300;
constexpr std::size_t kMaxFields = 50;
constexpr std::size_t kMaxFieldName = 100;
constexpr std::size_t kMaxFieldValue = 4000;
constexpr std::size_t kMaxLink = 2000;
constexpr std::size_t kMaxKey = 500;

void Bound(Alarm& alarm) {
    alarm.title = CleanText(alarm.title, kMaxTitle, Lines::kOne);
    alarm.link = CleanText(alarm.link, kMaxLink, Lines::kOne);
    alarm.dedup_key = CleanText(alarm.dedup_key, kMaxKey, Lines::kOne);
    if (alarm.fields.size() > kMaxFields) alarm.fields.resize(kMaxFields);
    for (Field& field : alarm.fields) {
        field.name = CleanText(field.name, kMaxFieldName, Lines::kOne);
        field.value = CleanText(field.value, kMaxFieldValue, Lines::kMany);
    }
}

std::string BuiltInTitle(const Alarm& alarm, const std::string& group, Language language) {
    const TemplateValues values(alarm, group, language);
    return CleanText(Expand(BuiltInTemplate(alarm.kind, language).title, values, nullptr),
                     kMaxTitle, Lines::kOne);
}

}  // namespace

std::string_view AlarmKindName(AlarmKind kind) {
    switch (kind) {
        case AlarmKind::kWorkflowSuccess: return "workflow_success";
        case AlarmKind::kWorkflowFailure: return "workflow_failure";
        case AlarmKind::kWorkflowTimeout: return "workflow_timeout";
        case AlarmKind::kTaskFailure: return "task_failure";
        case AlarmKind::kTaskTimeout: return "task_timeout";
        case AlarmKind::kTaskAttention: return "task_attention";
        case AlarmKind::kNoWorker: return "no_worker";
        case AlarmKind::kScheduleMissed: return "schedule_missed";
        case AlarmKind::kTest: return "test";
    }
    return "test";
}

std::optional<AlarmKind> ParseAlarmKind(std::string_view name) {
    for (const AlarmKind kind : kAllAlarmKinds) {
        if (AlarmKindName(kind) == name) return kind;
    }
    return std::nullopt;
}

std::string_view LanguageName(Language language) {
    return language == Language::kChinese ? "zh" : "en";
}

std::optional<Language> ParseLanguage(std::string_view name) {
    if (name == "en") return Language::kEnglish;
    if (name == "zh") return Language::kChinese;
    return std::nullopt;
}

Result<Raised> Raise(store::Connection& db, Alarm alarm) {
    auto group = store::FindAlarmGroup(db, alarm.group);
    if (!group) return group.error();
    const store::AlarmGroupRow home = group->value_or(store::AlarmGroupRow{});
    alarm.id = NewCode();
    Bound(alarm);
    if (alarm.title.empty()) {
        alarm.title = BuiltInTitle(alarm, home.name,
                                   ParseLanguage(home.language).value_or(Language::kEnglish));
    }
    if (alarm.dedup_key.empty()) alarm.dedup_key = "id/" + std::to_string(alarm.id);
    auto added = store::InsertAlarm(db, {.id = alarm.id,
                                         .group_id = alarm.group,
                                         .group_name = home.name,
                                         .kind = std::string(AlarmKindName(alarm.kind)),
                                         .title = alarm.title,
                                         .fields = FieldsToJson(alarm.fields),
                                         .link = alarm.link,
                                         .dedup_key = alarm.dedup_key,
                                         .created = alarm.created});
    if (!added) return added.error();
    if (!*added) {
        auto known = store::FindAlarmByKey(db, alarm.group, alarm.dedup_key);
        if (!known) return known.error();
        return Raised{.id = *known ? (*known)->id : 0, .is_new = false, .deliveries = 0};
    }
    auto channels = store::ListChannelsOfAlarmGroup(db, alarm.group);
    if (!channels) return channels.error();
    for (const store::AlarmChannelRow& channel : *channels) {
        Status queued = store::InsertAlarmDelivery(db, alarm.id, channel, alarm.created);
        if (!queued) return queued.error();
    }
    return Raised{.id = alarm.id, .is_new = true, .deliveries = channels->size()};
}

std::vector<Field> FieldsFromJson(std::string_view json) {
    std::vector<Field> fields;
    const Result<Json> parsed = ParseJson(json);
    if (!parsed || !parsed->is_array()) return fields;
    for (const Json& pair : *parsed) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string()) {
            continue;
        }
        fields.push_back({pair[0].get<std::string>(), pair[1].get<std::string>()});
    }
    return fields;
}

std::string FieldsToJson(const std::vector<Field>& fields) {
    Json list = Json::array();
    for (const Field& field : fields) list.push_back(Json::array({field.name, field.value}));
    return DumpJson(list);
}

}  // namespace dmsnode::alarms
