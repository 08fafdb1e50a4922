#include <fmt/format.h>

#include <chrono>
#include <sstream>

#include "workflow/dolphinscheduler/impl/rows.hpp"

namespace dmsnode::workflow::dolphinscheduler {
namespace {

const std::vector<KeptField>& KeptFieldsOfSchedule() {
    static const std::vector<KeptField> fields = {
        {"id", {}},
        {"projectName", {}},
        {"definitionDescription", {}},
        {"createTime", {}},
        {"updateTime", {}},
        {"userId", {}},
        {"userName", {}},
        {"releaseState", {}},
        {"environmentName", {}},
        {"environmentCode",
         {"null", "-1", "0", "\"-1\""},
         "the number of an environment of that cluster"},
        {"warningGroupId", {"null", "0", "-1"}, "the number of an alarm group of that cluster"},
    };
    return fields;
}

bool IsDigits(std::string_view text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

/// `yyyy-MM-dd HH:mm:ss` of a day that exists.
bool IsTime(std::string_view text) {
    if (text.size() != 19 || text[4] != '-' || text[7] != '-' || text[10] != ' ' ||
        text[13] != ':' || text[16] != ':') {
        return false;
    }
    int parts[6] = {};
    constexpr std::size_t kStarts[6] = {0, 5, 8, 11, 14, 17};
    for (std::size_t i = 0; i < 6; ++i) {
        const std::string_view digits = text.substr(kStarts[i], i == 0 ? 4 : 2);
        if (!IsDigits(digits)) return false;
        for (const char digit : digits) parts[i] = parts[i] * 10 + (digit - '0');
    }
    const std::chrono::year_month_day date{std::chrono::year(parts[0]),
                                           std::chrono::month(static_cast<unsigned>(parts[1])),
                                           std::chrono::day(static_cast<unsigned>(parts[2]))};
    return date.ok() && parts[3] < 24 && parts[4] < 60 && parts[5] < 60;
}

std::string ReadTime(RowReader& reader, std::string_view name) {
    std::string text = reader.Text(name);
    if (!IsTime(text)) {
        const Json* value = reader.Find(name);
        reader.context().Report(reader.PathOf(name),
                                (value == nullptr ? "nothing" : Describe(*value)) + " is no time",
                                "yyyy-MM-dd HH:mm:ss");
    }
    return text;
}

std::string ReadCrontab(RowReader& reader) {
    std::string text = reader.Text("crontab");
    std::istringstream words(text);
    std::string word;
    int count = 0;
    while (words >> word) ++count;
    if (count != 6 && count != 7) {
        reader.context().Report(reader.PathOf("crontab"),
                                fmt::format("the cron expression has {} fields", count),
                                "6 or 7, seconds first");
    }
    return text;
}

std::string TextOrDefault(RowReader& reader, std::string_view name) {
    std::string text = reader.Text(name);
    return text.empty() ? "default" : text;
}

}  // namespace

Schedule ReadScheduleRow(const Json& row, const std::string& path, const FamilyNames& names,
                         Json& extra, const ReadContext& context) {
    RowReader reader(row, path, context);
    Schedule schedule;
    if (!row.is_object()) return schedule;
    schedule.crontab = ReadCrontab(reader);
    schedule.timezone_id = reader.Text("timezoneId");
    if (schedule.timezone_id.empty()) {
        context.Report(reader.PathOf("timezoneId"), "the schedule has no time zone",
                       "a name like Europe/Berlin");
    }
    schedule.start_time = ReadTime(reader, "startTime");
    schedule.end_time = ReadTime(reader, "endTime");
    if (IsTime(schedule.start_time) && IsTime(schedule.end_time) &&
        schedule.start_time >= schedule.end_time) {
        context.Report(reader.PathOf("endTime"), "the schedule ends before it starts");
    }
    schedule.failure_strategy =
        static_cast<FailureStrategy>(reader.Enum("failureStrategy", kFailureStrategies, 1));
    schedule.warning_type = static_cast<WarningType>(reader.Enum("warningType", kWarningTypes, 0));
    schedule.priority =
        static_cast<TaskPriority>(reader.Enum(names.instance_priority, kPriorities, 2));
    schedule.worker_group = TextOrDefault(reader, "workerGroup");
    schedule.tenant_code = TextOrDefault(reader, "tenantCode");
    reader.Drop({names.definition_code, names.definition_name});
    Json rest = reader.Rest(KeptFieldsOfSchedule());
    if (!rest.empty()) extra["schedule"] = std::move(rest);
    return schedule;
}

}  // namespace dmsnode::workflow::dolphinscheduler
