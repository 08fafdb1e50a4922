#include "alarms/impl/compose.hpp"

#include "alarms/impl/text.hpp"
#include "alarms/templates.hpp"

namespace dmsnode::alarms::impl {

Message Compose(const Alarm& alarm, const std::optional<store::AlarmGroupRow>& group,
                const std::string& group_name, std::set<std::string>& missing) {
    const Language language =
        group ? ParseLanguage(group->language).value_or(Language::kEnglish) : Language::kEnglish;
    std::vector<Problem> ignored;  // reported when the group was saved
    const OwnTemplates templates =
        group ? ParseTemplates(group->templates, ignored) : OwnTemplates();
    const auto found = templates.find(alarm.kind);
    const OwnTemplate own = found == templates.end() ? OwnTemplate() : found->second;
    const TemplateValues values(alarm, group ? group->name : group_name, language);
    // The stored title was made when the alarm was raised.
    const std::string title = own.title ? Expand(*own.title, values, &missing) : alarm.title;
    const std::string text = own.text ? *own.text : BuiltInTemplate(alarm.kind, language).text;
    return {.alarm_id = alarm.id,
            .kind = alarm.kind,
            .language = language,
            .group = group ? group->name : group_name,
            .title = CleanText(title, 500, Lines::kOne),
            .text = Expand(text, values, &missing),
            .html = ExpandHtml(text, values),
            .fields = alarm.fields,
            .link = alarm.link,
            .created = alarm.created};
}

Alarm AlarmFromRow(const store::AlarmRow& row) {
    return {.id = row.id,
            .group = row.group_id,
            .kind = ParseAlarmKind(row.kind).value_or(AlarmKind::kTest),
            .title = row.title,
            .fields = FieldsFromJson(row.fields),
            .link = row.link,
            .created = row.created,
            .dedup_key = row.dedup_key};
}

}  // namespace dmsnode::alarms::impl
