#include "tasks/dms/impl/fields.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>

namespace dmsnode::tasks::impl {
namespace {

using Form = DmsParameters;

constexpr std::array kPluginFields = {
    Field{"isRestartTask", "", FieldKind::kFlag},
    Field{"isJsonFormat", "", FieldKind::kFlag},
    Field{"jsonData", "", FieldKind::kDocument, &Form::json_data},
    Field{"migrationType", "MigrationType", FieldKind::kText, &Form::migration_type},
    Field{"replicationTaskIdentifier", "ReplicationTaskIdentifier", FieldKind::kText,
          &Form::replication_task_identifier},
    Field{"replicationInstanceArn", "ReplicationInstanceArn", FieldKind::kText,
          &Form::replication_instance_arn},
    Field{"sourceEndpointArn", "SourceEndpointArn", FieldKind::kText, &Form::source_endpoint_arn},
    Field{"targetEndpointArn", "TargetEndpointArn", FieldKind::kText, &Form::target_endpoint_arn},
    Field{"tableMappings", "TableMappings", FieldKind::kDocument, &Form::table_mappings},
    Field{"replicationTaskArn", "ReplicationTaskArn", FieldKind::kText,
          &Form::replication_task_arn},
    Field{"replicationTaskSettings", "ReplicationTaskSettings", FieldKind::kDocument,
          &Form::replication_task_settings},
    Field{"cdcStartTime", "CdcStartTime", FieldKind::kDate},
    Field{"cdcStartPosition", "CdcStartPosition", FieldKind::kText, &Form::cdc_start_position},
    Field{"cdcStopPosition", "CdcStopPosition", FieldKind::kText, &Form::cdc_stop_position},
    Field{"tags", "Tags", FieldKind::kTags},
    Field{"taskData", "TaskData", FieldKind::kDocument, &Form::task_data},
    Field{"resourceIdentifier", "ResourceIdentifier", FieldKind::kText, &Form::resource_identifier},
    Field{"startReplicationTaskType", "StartReplicationTaskType", FieldKind::kText,
          &Form::start_replication_task_type},
};

constexpr std::array kOwnFields = {
    Field{"finishWhen", "", FieldKind::kWord},
    Field{"toleratedTableErrors", "", FieldKind::kCount},
    Field{"stopReasons", "", FieldKind::kObject},
    Field{"onFailedStart", "", FieldKind::kWord},
    Field{"whenRunning", "", FieldKind::kWord},
    Field{"testConnections", "", FieldKind::kWord},
    Field{"modifyTask", "", FieldKind::kFlag},
    Field{"createTimeout", "", FieldKind::kSeconds},
    Field{"startTimeout", "", FieldKind::kSeconds},
    Field{"connectionTestTimeout", "", FieldKind::kSeconds},
    Field{"stopTimeout", "", FieldKind::kSeconds},
    Field{"deleteTimeout", "", FieldKind::kSeconds},
    Field{"runTimeout", "", FieldKind::kSeconds},
    Field{"contactTimeout", "", FieldKind::kSeconds},
    Field{"pollInterval", "", FieldKind::kObject},
    Field{"connection", "", FieldKind::kText, &Form::connection},
};

constexpr std::array<std::string_view, 8> kHostKeys = {
    "localParams",     "resourceList",     "varPool",      "dependence",
    "conditionResult", "waitStartTimeout", "switchResult", "resourceIds",
};

/// Reads fixed-width fields off the front of a text.
class Digits {
public:
    explicit Digits(std::string_view text) : text_(text) {}

    int Number(std::size_t width) {
        int value = 0;
        if (text_.size() < width) return Fail();
        for (const char digit : text_.substr(0, width)) {
            if (digit < '0' || digit > '9') return Fail();
            value = value * 10 + (digit - '0');
        }
        text_.remove_prefix(width);
        return value;
    }
    void Mark(std::string_view any_of) {
        if (!Try(any_of)) Fail();
    }
    bool Try(std::string_view any_of) {
        if (text_.empty() || any_of.find(text_[0]) == std::string_view::npos) return false;
        text_.remove_prefix(1);
        return true;
    }
    std::chrono::microseconds Fraction() {
        std::int64_t micros = 0;
        std::int64_t unit = 100000;
        std::size_t count = 0;
        for (; count < text_.size() && text_[count] >= '0' && text_[count] <= '9'; ++count) {
            micros += unit * (text_[count] - '0');
            unit /= 10;
        }
        if (count == 0 || count > 9) Fail();
        text_.remove_prefix(std::min(count, text_.size()));
        return std::chrono::microseconds(micros);
    }
    bool AtEnd() const { return text_.empty(); }
    char Peek() const { return text_.empty() ? '\0' : text_[0]; }
    bool ok() const { return ok_; }

private:
    int Fail() {
        ok_ = false;
        return 0;
    }
    std::string_view text_;
    bool ok_ = true;
};

std::chrono::minutes ReadZone(Digits& in) {
    if (in.AtEnd() || in.Try("Zz")) return {};
    const bool west = in.Peek() == '-';
    in.Mark("+-");
    const int hours = in.Number(2);
    int minutes = 0;
    if (!in.AtEnd()) {
        in.Try(":");
        minutes = in.Number(2);
    }
    if (hours > 18 || minutes > 59) in.Number(99);
    const std::chrono::minutes offset = std::chrono::hours(hours) + std::chrono::minutes(minutes);
    return west ? -offset : offset;
}

std::optional<TimePoint> FromNumber(double number) {
    // 10^11 s is the year 5138, 10^11 ms is 1973: no date that a migration starts from is near.
    if (!(number >= 0) || number > 1e15) return std::nullopt;
    return FromEpochSeconds(number >= 1e11 ? number / 1000 : number);
}

}  // namespace

std::span<const Field> PluginFields() {
    return kPluginFields;
}
std::span<const Field> OwnFields() {
    return kOwnFields;
}
std::span<const std::string_view> HostKeys() {
    return kHostKeys;
}

const Field* FindField(std::string_view form_name) {
    for (const auto fields : {PluginFields(), OwnFields()}) {
        for (const Field& field : fields) {
            if (field.form == form_name) return &field;
        }
    }
    return nullptr;
}

std::string FieldPath(const DmsParameters& parameters, std::string_view path,
                      std::string_view form_name) {
    const Field* field = FindField(form_name);
    if (parameters.is_json_format && field != nullptr && !field->aws.empty()) {
        return fmt::format("{}.jsonData.{}", path, field->aws);
    }
    return fmt::format("{}.{}", path, form_name);
}

std::optional<TimePoint> ParseDateText(std::string_view text) {
    double number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error == std::errc() && end == text.data() + text.size() && !text.empty()) {
        return FromNumber(number);
    }
    Digits in(text);
    const int year = in.Number(4);
    in.Mark("-");
    const int month = in.Number(2);
    in.Mark("-");
    const int day = in.Number(2);
    in.Mark("T ");
    const int hour = in.Number(2);
    in.Mark(":");
    const int minute = in.Number(2);
    int second = 0;
    std::chrono::microseconds fraction{};
    if (in.Try(":")) {
        second = in.Number(2);
        if (in.Try(".,")) fraction = in.Fraction();
    }
    const std::chrono::minutes zone = ReadZone(in);
    const std::chrono::year_month_day date{std::chrono::year(year),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    if (!in.ok() || !in.AtEnd() || !date.ok()) return std::nullopt;
    if (hour > 23 || minute > 59 || second > 60) return std::nullopt;
    return std::chrono::sys_days(date) + std::chrono::hours(hour) + std::chrono::minutes(minute) +
           std::chrono::seconds(second) + fraction - zone;
}

std::optional<TimePoint> ParseDate(const Json& value) {
    if (value.is_number()) return FromNumber(value.get<double>());
    if (value.is_string()) return ParseDateText(value.get_ref<const std::string&>());
    return std::nullopt;
}

}  // namespace dmsnode::tasks::impl
