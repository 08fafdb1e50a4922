#include "dms/documents/task_settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dms/documents/impl/object_checker.hpp"
#include "dms/documents/impl/settings_schema.hpp"

namespace dmsnode::dms {
namespace {

Json MakeDefaults() {
    Json document = *ParseJson(DefaultTaskSettingsText());
    for (const std::string_view id : LogComponentIds()) {
        document["Logging"]["LogComponents"].push_back(
            {{"Id", id}, {"Severity", "LOGGER_SEVERITY_DEFAULT"}});
    }
    return document;
}

std::vector<std::string_view> SectionNames() {
    std::vector<std::string_view> names;
    for (const SettingRow& row : SettingRows()) {
        if (names.empty() || names.back() != row.section) names.push_back(row.section);
    }
    const auto nullable = NullableSections();
    names.insert(names.end(), nullable.begin(), nullable.end());
    names.push_back("FailTaskWhenCleanTaskResourceFailed");
    return names;
}

bool KnownSection(std::string_view name) {
    const auto rows = SettingRows();
    return std::any_of(rows.begin(), rows.end(),
                       [&](const SettingRow& row) { return row.section == name; });
}

/// Lays one given value over `into` if it is right, else reports it.
void LayOver(ObjectChecker& section, const SettingRow& row, const Json& given, Json& into) {
    const std::size_t before = section.problems().size();
    const std::string key(row.key);
    const auto member = given.find(key);
    if (member == given.end()) {
        section.Member(row.key);
        return;
    }
    if (member->is_null() && row.kind != SettingRow::Kind::kReadOnly) {
        section.Member(row.key);
        section.Report(row.key, fmt::format("{} is null", row.key)).hint =
            "leave it out to keep the default";
        return;
    }
    Json value = *member;
    switch (row.kind) {
        case SettingRow::Kind::kBool:
            section.Member(row.key);
            if (!value.is_boolean()) {
                section.Report(row.key, fmt::format("{} is {}", row.key, KindOf(value))).expected =
                    "true or false";
            }
            break;
        case SettingRow::Kind::kInteger:
            if (const auto number = section.Integer(row.key, row.least, row.most)) value = *number;
            break;
        case SettingRow::Kind::kText: section.Text(row.key, Presence::kOptional, true); break;
        case SettingRow::Kind::kWord: section.Word(row.key, row.words, Presence::kOptional); break;
        case SettingRow::Kind::kReadOnly:
            section.Member(row.key);
            if (!value.is_null()) {
                section.Report(row.key, fmt::format("{} is read-only", row.key)).hint =
                    "leave it out or set it to null";
            }
            break;
    }
    if (section.problems().size() == before) into[key] = std::move(value);
}

/// Severities are laid over by component: a list of one keeps the other eighteen.
void LayOverComponents(ObjectChecker& logging, Json& into) {
    const Json* components = logging.Array("LogComponents", Presence::kOptional);
    if (components == nullptr) return;
    for (std::size_t i = 0; i < components->size(); ++i) {
        const std::string name = fmt::format("LogComponents[{}]", i);
        if (!(*components)[i].is_object()) {
            logging.Report(name, "the component is " + KindOf((*components)[i])).expected =
                R"({"Id": …, "Severity": …})";
            continue;
        }
        ObjectChecker component((*components)[i], logging.PathOf(name), "", logging.problems());
        const std::string id = component.Word("Id", LogComponentIds(), Presence::kRequired);
        const std::string severity =
            component.Word("Severity", LogSeverities(), Presence::kRequired);
        component.Finish("a log component");
        for (Json& kept : into["LogComponents"]) {
            if (!severity.empty() && kept["Id"] == id) kept["Severity"] = severity;
        }
    }
}

void LayOverLogging(ObjectChecker& logging, Json& into) {
    LayOverComponents(logging, into);
    const Json* given = logging.Object("LogConfiguration", Presence::kOptional);
    if (given == nullptr) return;
    ObjectChecker configuration(*given, logging.PathOf("LogConfiguration"), "", logging.problems());
    static constexpr std::array kRows = {
        SettingRow{"", "TraceOnErrorMb", SettingRow::Kind::kInteger, 0, 1024},
        SettingRow{"", "EnableTraceOnError", SettingRow::Kind::kBool}};
    for (const SettingRow& row : kRows) {
        LayOver(configuration, row, *given, into["LogConfiguration"]);
    }
    configuration.Finish("LogConfiguration");
}

void LayOverSection(const std::string& name, const Json& given, Json& into,
                    std::vector<Problem>& problems) {
    ObjectChecker section(given, "$." + name, "", problems);
    for (const SettingRow& row : SettingRows()) {
        if (row.section == name) LayOver(section, row, given, into);
    }
    if (name == "Logging") LayOverLogging(section, into);
    section.Finish(name);
}

void LayOverDocument(const Json& given, TaskSettingsResult& result) {
    const std::vector<std::string_view> sections = SectionNames();
    const auto nullable = NullableSections();
    for (const auto& [name, value] : given.items()) {
        Json& into = result.settings.document;
        const std::string path = "$." + name;
        if (std::find(sections.begin(), sections.end(), name) == sections.end()) {
            result.problems.push_back(
                {path, fmt::format("\"{}\" is no section of the task settings", name), "",
                 DidYouMean(name, sections), false});
        } else if (name == "FailTaskWhenCleanTaskResourceFailed") {
            if (value.is_boolean()) {
                into[name] = value;
            } else {
                result.problems.push_back(
                    {path, name + " is " + KindOf(value), "true or false", "", false});
            }
        } else if (value.is_null() &&
                   std::find(nullable.begin(), nullable.end(), name) != nullable.end()) {
            into[name] = nullptr;
        } else if (!value.is_object() && name != "PostProcessingRules") {
            result.problems.push_back(
                {path, name + " is " + KindOf(value), "an object", "", false});
        } else if (KnownSection(name)) {
            LayOverSection(name, value, into[name], result.problems);
        } else {
            into[name] = value;
        }
    }
}

/// Given alone, one of the two LOB modes switches the other off: both are never meant.
void SettleLobMode(const Json& given, TaskSettingsResult& result) {
    const auto metadata = given.find("TargetMetadata");
    if (metadata == given.end() || !metadata->is_object()) return;
    const bool full = metadata->value("FullLobMode", Json()) == Json(true);
    const bool limited = metadata->value("LimitedSizeLobMode", Json()) == Json(true);
    Json& into = result.settings.document["TargetMetadata"];
    if (full && limited) {
        result.problems.push_back({"$.TargetMetadata.FullLobMode",
                                   "FullLobMode and LimitedSizeLobMode are both true",
                                   "at most one of them", "", false});
    } else if (full) {
        into["LimitedSizeLobMode"] = false;
    } else if (limited) {
        into["FullLobMode"] = false;
    }
}

void CheckTogether(TaskSettingsResult& result) {
    const Json& document = result.settings.document;
    const Json& tuning = document["ChangeProcessingTuning"];
    if (tuning["BatchApplyTimeoutMin"] > tuning["BatchApplyTimeoutMax"]) {
        result.problems.push_back({"$.ChangeProcessingTuning.BatchApplyTimeoutMin",
                                   "BatchApplyTimeoutMin is larger than BatchApplyTimeoutMax", "",
                                   "", false});
    }
    const Json& validation = document["ValidationSettings"];
    if (validation["ValidationOnly"] == true && validation["EnableValidation"] == false) {
        result.problems.push_back({"$.ValidationSettings.ValidationOnly",
                                   "ValidationOnly is true and EnableValidation is false",
                                   "EnableValidation true", "", false});
    }
    if (validation["ValidationOnly"] == true &&
        document["FullLoadSettings"]["TargetTablePrepMode"] != "DO_NOTHING") {
        result.problems.push_back({"$.FullLoadSettings.TargetTablePrepMode",
                                   "ValidationOnly does not go with preparing the target tables",
                                   "DO_NOTHING", "", false});
    }
}

TablePrepMode ParsePrepMode(const std::string& word) {
    if (word == "DO_NOTHING") return TablePrepMode::kDoNothing;
    if (word == "TRUNCATE_BEFORE_LOAD") return TablePrepMode::kTruncateBeforeLoad;
    return TablePrepMode::kDropAndCreate;
}

/// Only right values are ever laid over the defaults, so that each has its type here.
void ReadOut(TaskSettings& settings) {
    const Json& target = settings.document["TargetMetadata"];
    settings.target_schema = target["TargetSchema"];
    settings.support_lobs = target["SupportLobs"];
    settings.limited_size_lob_mode = target["LimitedSizeLobMode"];
    settings.lob_max_size_kb = target["LobMaxSize"];
    const Json& load = settings.document["FullLoadSettings"];
    settings.prep_mode = ParsePrepMode(load["TargetTablePrepMode"]);
    settings.create_pk_after_full_load = load["CreatePkAfterFullLoad"];
    settings.max_full_load_subtasks = load["MaxFullLoadSubTasks"];
    settings.commit_rate = load["CommitRate"];
    settings.enable_validation = settings.document["ValidationSettings"]["EnableValidation"];
    const Json& errors = settings.document["ErrorBehavior"];
    settings.fail_on_no_tables_captured = errors["FailOnNoTablesCaptured"];
    settings.table_error_policy = errors["TableErrorPolicy"];
    settings.data_error_policy = errors["DataErrorPolicy"];
    settings.recoverable_error_count = errors["RecoverableErrorCount"];
    settings.recoverable_error_interval_s = errors["RecoverableErrorInterval"];
}

void Apply(const Json& given, TaskSettingsResult& result) {
    if (!given.is_object()) {
        result.problems.push_back(
            {"$", "the task settings are " + KindOf(given), "an object", "", false});
        return;
    }
    LayOverDocument(given, result);
    SettleLobMode(given, result);
}

}  // namespace

const Json& DefaultTaskSettings() {
    static const Json defaults = MakeDefaults();
    return defaults;
}

TaskSettingsResult ParseTaskSettings(std::string_view text, const Json& base) {
    TaskSettingsResult result;
    result.settings.document = DefaultTaskSettings();
    if (!base.is_null()) Apply(base, result);
    if (text.find_first_not_of(" \t\r\n") != std::string_view::npos) {
        const Result<Json> given = ParseJson(text);
        if (given) {
            Apply(*given, result);
        } else {
            const Error& error = given.error();
            const std::string place = error.where.empty() ? "" : error.where + ": ";
            result.problems.push_back({"$", place + error.message, "", error.hint, false});
        }
    }
    CheckTogether(result);
    ReadOut(result.settings);
    return result;
}

}  // namespace dmsnode::dms
