#include "tasks/dms/impl/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "dms/documents/table_mappings.hpp"
#include "dms/documents/task_settings.hpp"
#include "tasks/dms/impl/fields.hpp"
#include "workflow/closest_name.hpp"

namespace dmsnode::tasks::impl {
namespace {

bool IsLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool IsDigit(char c) {
    return c >= '0' && c <= '9';
}

constexpr std::string_view kMigrationTypes = "\"full-load\", \"cdc\" or \"full-load-and-cdc\"";
constexpr std::size_t kLongestIdentifier = 255;
constexpr std::size_t kLongestInstance = 63;
constexpr std::size_t kLongestResourceId = 31;
constexpr std::size_t kMostTags = 50;  // One is ours.
constexpr std::size_t kDocumentedTags = 10;

/// The place in the document and what is wrong there.
std::string TextOf(const Error& error) {
    return error.where.empty() ? error.message : error.where + ": " + error.message;
}

class Validator {
public:
    Validator(const DmsParameters& parameters, const std::string& path,
              const ValidationContext& context)
        : p_(parameters), path_(path), context_(context) {}

    std::vector<Problem> Run() {
        if (p_.is_json_format && p_.json_data.empty() && !IsLater("jsonData")) {
            Report(path_ + ".jsonData", "jsonData is required when isJsonFormat is true",
                   "a JSON object in the spelling of the AWS API");
            return std::move(problems_);
        }
        if (IsLater("jsonData")) return std::move(problems_);
        if (!p_.is_json_format && !p_.json_data.empty()) {
            Warn(path_ + ".jsonData", "jsonData is not used: isJsonFormat is false",
                 "set isJsonFormat to true, or remove it");
        }
        p_.is_restart_task ? CheckRestart() : CheckCreate();
        CheckCdc();
        CheckStartType();
        CheckFinish();
        return std::move(problems_);
    }

private:
    bool IsLater(std::string_view form) const { return context_.later.contains(std::string(form)); }
    std::string At(std::string_view form) const { return FieldPath(p_, path_, form); }
    void Report(std::string path, std::string message, std::string expected = "",
                std::string hint = "") {
        problems_.push_back(
            {std::move(path), std::move(message), std::move(expected), std::move(hint), false});
    }
    void Warn(std::string path, std::string message, std::string hint = "") {
        problems_.push_back({std::move(path), std::move(message), "", std::move(hint), true});
    }

    /// True if there is a value to check.
    bool Required(std::string_view form, const std::string& value, std::string_view mode) {
        if (IsLater(form)) return false;
        if (!value.empty()) return true;
        const Field* field = FindField(form);
        Report(
            At(form),
            fmt::format("{} is required to {}", p_.is_json_format ? field->aws : field->form, mode),
            FormOf(form));
        return false;
    }

    static std::string FormOf(std::string_view form) {
        if (form == "migrationType") return std::string(kMigrationTypes);
        if (form == "replicationTaskIdentifier") return IdentifierForm(kLongestIdentifier);
        if (form == "tableMappings") return "a table-mapping document, or \"file://path\"";
        if (form == "replicationInstanceArn") return ArnForm("rep");
        return ArnForm(form == "replicationTaskArn" ? "task" : "endpoint");
    }
    static std::string ArnForm(std::string_view type) {
        return fmt::format("\"arn:aws:dms:<region>:<12-digit account>:{}:<id>\" or an identifier",
                           type);
    }

    void CheckRestart() {
        if (Required("replicationTaskArn", p_.replication_task_arn, "restart a task")) {
            CheckName("replicationTaskArn", p_.replication_task_arn, "task", kLongestIdentifier);
        }
        // What a task is made of is fixed when it is made.
        WarnUnused({"replicationTaskIdentifier", "replicationInstanceArn", "sourceEndpointArn",
                    "targetEndpointArn", "resourceIdentifier"},
                   "remove it, or set isRestartTask to false to create a task");
        if (p_.modify_task) {
            CheckModify();
        } else {
            WarnUnused({"migrationType", "tableMappings", "replicationTaskSettings", "taskData"},
                       "remove it, or set modifyTask to true to change the task before it starts");
        }
        if (!p_.tags.empty()) Warn(At("tags"), "tags are not used when a task is restarted");
    }

    void WarnUnused(std::initializer_list<std::string_view> forms, const std::string& hint) {
        for (const std::string_view form : forms) {
            if ((p_.*FindField(form)->text).empty()) continue;
            Warn(At(form), fmt::format("{} is not used when a task is restarted", form), hint);
        }
    }

    void CheckModify() {
        bool changes = p_.cdc_start_time.has_value();
        for (const std::string_view form :
             {"migrationType", "tableMappings", "replicationTaskSettings", "taskData",
              "cdcStartPosition", "cdcStopPosition"}) {
            changes = changes || IsLater(form) || !(p_.*FindField(form)->text).empty();
        }
        if (!changes) {
            Report(path_ + ".modifyTask", "nothing is given that the task should be changed to",
                   "migrationType, tableMappings, replicationTaskSettings, taskData or a CDC "
                   "position",
                   "give one of them, or remove modifyTask");
        }
        if (!p_.migration_type.empty() && !IsLater("migrationType")) CheckMigrationType();
        if (!p_.table_mappings.empty() && !IsLater("tableMappings")) CheckMappings();
        CheckSettings();
        CheckTaskData();
    }

    void CheckCreate() {
        if (p_.modify_task) {
            Report(path_ + ".modifyTask", "a task that is created here needs no change", "",
                   "remove modifyTask, or set isRestartTask to true");
        }
        constexpr std::string_view kMode = "create a task";
        if (Required("migrationType", p_.migration_type, kMode)) CheckMigrationType();
        if (Required("replicationTaskIdentifier", p_.replication_task_identifier, kMode)) {
            ReportIf("replicationTaskIdentifier", p_.replication_task_identifier,
                     CheckIdentifier(p_.replication_task_identifier, kLongestIdentifier),
                     IdentifierForm(kLongestIdentifier));
        }
        if (Required("replicationInstanceArn", p_.replication_instance_arn, kMode)) {
            CheckName("replicationInstanceArn", p_.replication_instance_arn, "rep",
                      kLongestInstance);
        }
        const bool source = Required("sourceEndpointArn", p_.source_endpoint_arn, kMode);
        const bool target = Required("targetEndpointArn", p_.target_endpoint_arn, kMode);
        if (source) {
            CheckName("sourceEndpointArn", p_.source_endpoint_arn, "endpoint", kLongestIdentifier);
        }
        if (target) {
            CheckName("targetEndpointArn", p_.target_endpoint_arn, "endpoint", kLongestIdentifier);
        }
        if (source && target && p_.source_endpoint_arn == p_.target_endpoint_arn) {
            Report(At("targetEndpointArn"), "source and target are the same endpoint");
        }
        if (Required("tableMappings", p_.table_mappings, kMode)) CheckMappings();
        CheckSettings();
        CheckTaskData();
        if (!p_.resource_identifier.empty() && !IsLater("resourceIdentifier")) {
            ReportIf("resourceIdentifier", p_.resource_identifier,
                     CheckIdentifier(p_.resource_identifier, kLongestResourceId),
                     IdentifierForm(kLongestResourceId));
        }
        if (!p_.replication_task_arn.empty()) {
            Warn(At("replicationTaskArn"), "replicationTaskArn is not used when a task is created",
                 "set isRestartTask to true to restart this task");
        }
        CheckTags();
    }

    static std::string IdentifierForm(std::size_t longest) {
        return fmt::format(
            "1 to {} letters, digits and hyphens, a letter first, no hyphen last or doubled",
            longest);
    }

    void ReportIf(std::string_view form, std::string_view value, const std::string& reason,
                  std::string expected, std::string hint = "") {
        if (reason.empty()) return;
        constexpr std::size_t kShown = 60;
        const std::string shown(value.substr(0, kShown));
        Report(At(form),
               fmt::format("\"{}{}\" {}", shown, value.size() > kShown ? "…" : "", reason),
               std::move(expected), std::move(hint));
    }

    /// An ARN, or the identifier that stands for it.
    void CheckName(std::string_view form, const std::string& value, std::string_view type,
                   std::size_t longest) {
        const std::string arn_form = ArnForm(type);
        if (value.starts_with("arn:")) {
            ReportIf(form, value, CheckArn(value, type), arn_form);
        } else {
            ReportIf(form, value, CheckIdentifier(value, longest), arn_form);
        }
    }

    void CheckMigrationType() {
        if (dms::ParseMigrationType(p_.migration_type)) return;
        Report(At("migrationType"), fmt::format("\"{}\" is no migration type", p_.migration_type),
               std::string(kMigrationTypes),
               workflow::DidYouMean(p_.migration_type, {"full-load", "cdc", "full-load-and-cdc"}));
    }

    /// Puts the problems of a document below the path of its field.
    void Adopt(std::string_view form, const std::vector<Problem>& problems) {
        std::string base = At(form);
        const auto source = context_.sources.find(std::string(form));
        if (source != context_.sources.end()) base += fmt::format("({})", source->second);
        for (Problem problem : problems) {
            problem.path =
                base + (problem.path.starts_with("$") ? problem.path.substr(1) : problem.path);
            problems_.push_back(std::move(problem));
        }
    }

    void CheckMappings() {
        Adopt("tableMappings", dms::ParseTableMappings(p_.table_mappings).problems);
    }

    void CheckSettings() {
        if (p_.replication_task_settings.empty()) return;
        Adopt("replicationTaskSettings",
              dms::ParseTaskSettings(p_.replication_task_settings).problems);
    }

    void CheckTaskData() {
        if (p_.task_data.empty()) return;
        const Result<Json> parsed = ParseJson(p_.task_data);
        if (!parsed) {
            Report(At("taskData"), TextOf(parsed.error()), "a JSON document");
        }
    }

    void CheckTags() {
        std::set<std::string> keys;
        for (std::size_t i = 0; i < p_.tags.size(); ++i) {
            const auto at = [&](std::string_view form, std::string_view aws) {
                return fmt::format("{}[{}].{}", At("tags"), i, p_.is_json_format ? aws : form);
            };
            const std::string key = p_.tags[i].key.value_or("");
            const std::string value = p_.tags[i].value.value_or("");
            if (key.empty()) {
                Report(at("key", "Key"), "a tag needs a key", "1 to 128 characters");
            } else {
                CheckTagText(at("key", "Key"), key, 128);
            }
            CheckTagText(at("value", "Value"), value, 256);
            if (!key.empty() && !keys.insert(key).second) {
                Report(at("key", "Key"), fmt::format("the key \"{}\" stands here twice", key));
            }
        }
        if (p_.tags.size() >= kMostTags) {
            Report(At("tags"), fmt::format("{} tags", p_.tags.size()),
                   fmt::format("at most {}; one more is ours", kMostTags - 1));
        } else if (p_.tags.size() >= kDocumentedTags) {
            Warn(At("tags"),
                 fmt::format("{} tags and ours: AWS documents a limit of {} in some regions",
                             p_.tags.size(), kDocumentedTags));
        }
    }

    void CheckTagText(const std::string& at, const std::string& text, std::size_t longest) {
        if (text.starts_with("aws:") || text.starts_with("dms:")) {
            Report(at, fmt::format("\"{}\" starts with a reserved prefix", text),
                   "a text that starts neither with \"aws:\" nor with \"dms:\"");
        }
        std::size_t characters = 0;
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if ((byte & 0xC0U) != 0x80U) ++characters;
            if (byte >= 0x80 || IsLetter(c) || IsDigit(c)) continue;
            if (std::string_view(" _.:/=+-@").find(c) == std::string_view::npos) {
                return Report(at, fmt::format("\"{}\" holds a character that no tag may", text),
                              "letters, digits, blanks and _ . : / = + - @");
            }
        }
        if (characters > longest) {
            Report(at, fmt::format("{} characters", characters),
                   fmt::format("at most {}", longest));
        }
    }

    void CheckCdc() {
        if (p_.cdc_start_time && !p_.cdc_start_position.empty()) {
            Report(At("cdcStartPosition"), "cdcStartTime and cdcStartPosition exclude each other",
                   "one of them");
        }
        if (!p_.cdc_stop_position.empty() && !IsLater("cdcStopPosition")) {
            ReportIf("cdcStopPosition", p_.cdc_stop_position,
                     CheckStopPosition(p_.cdc_stop_position),
                     "\"server_time:2026-01-31T12:00:00\" or \"commit_time:2026-01-31T12:00:00\" "
                     "(UTC)");
        }
        if (p_.is_restart_task || p_.HasCdc() || !dms::ParseMigrationType(p_.migration_type)) {
            return;
        }
        for (const std::string_view form : {"cdcStartPosition", "cdcStopPosition"}) {
            if (!(p_.*FindField(form)->text).empty()) NoCdc(form);
        }
        if (p_.cdc_start_time) NoCdc("cdcStartTime");
    }

    void NoCdc(std::string_view form) {
        Report(
            At(form),
            fmt::format("{} has no meaning for the migration type \"{}\"", form, p_.migration_type),
            "", "remove it, or choose cdc or full-load-and-cdc");
    }

    void CheckStartType() {
        const std::string& given = p_.start_replication_task_type;
        if (given.empty() || IsLater("startReplicationTaskType")) return;
        const auto type = dms::ParseStartType(given);
        if (!type) {
            Report(At("startReplicationTaskType"), fmt::format("\"{}\" is no start type", given),
                   "\"start-replication\", \"resume-processing\" or \"reload-target\"",
                   workflow::DidYouMean(
                       given, {"start-replication", "resume-processing", "reload-target"}));
        } else if (!p_.is_restart_task && type != dms::StartType::kStartReplication) {
            Report(At("startReplicationTaskType"),
                   fmt::format("a task that is created here has never run: it cannot start with "
                               "\"{}\"",
                               given),
                   "\"start-replication\", or nothing");
        }
    }

    void CheckFinish() {
        if (!p_.finish_when || p_.is_restart_task || !dms::ParseMigrationType(p_.migration_type)) {
            return;
        }
        const std::string at = path_ + ".finishWhen";
        if (*p_.finish_when == FinishWhen::kFullLoadComplete && !p_.HasFullLoad()) {
            Report(at, "the migration type \"cdc\" has no full load that could be complete",
                   "\"started\", \"caught-up\" or \"stopped\"");
        }
        if (*p_.finish_when == FinishWhen::kCaughtUp && !p_.HasCdc()) {
            Report(at, "the migration type \"full-load\" has no changes to catch up with",
                   "\"started\", \"full-load-complete\" or \"stopped\"");
        }
    }

    const DmsParameters& p_;
    const std::string& path_;
    const ValidationContext& context_;
    std::vector<Problem> problems_;
};

}  // namespace

std::vector<Problem> Validate(const DmsParameters& parameters, const std::string& path,
                              const ValidationContext& context) {
    return Validator(parameters, path, context).Run();
}

std::string CheckIdentifier(std::string_view text, std::size_t longest) {
    if (text.empty()) return "is empty";
    if (text.size() > longest) return fmt::format("has {} characters", text.size());
    if (!IsLetter(text[0])) return "does not start with a letter";
    for (const char c : text) {
        if (IsLetter(c) || IsDigit(c) || c == '-') continue;
        const bool printable = c >= ' ' && c <= '~';
        return printable ? fmt::format("holds a \"{}\"", c) : "holds a character beyond ASCII";
    }
    if (text.ends_with('-')) return "ends with a hyphen";
    if (text.find("--") != std::string_view::npos) return "holds two hyphens in a row";
    return "";
}

std::string CheckArn(std::string_view text, std::string_view type) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; parts.size() < 6;) {
        const std::size_t colon = text.find(':', at);
        if (colon == std::string_view::npos) return "is no whole ARN";
        parts.push_back(text.substr(at, colon - at));
        at = colon + 1;
        if (parts.size() == 6) parts.push_back(text.substr(at));
    }
    if (parts[2] != "dms") return fmt::format("names the service \"{}\", not dms", parts[2]);
    if (parts[1].empty()) return "names no partition";
    if (parts[3].empty()) return "names no region";
    if (parts[4].size() != 12 || !std::all_of(parts[4].begin(), parts[4].end(), IsDigit)) {
        return "does not name an account of 12 digits";
    }
    if (parts[5] != type) {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kKinds{{
            {"rep", "a replication instance"},
            {"endpoint", "an endpoint"},
            {"task", "a replication task"},
        }};
        for (const auto& [kind, words] : kKinds) {
            if (kind == parts[5]) return fmt::format("is the ARN of {}", words);
        }
        return fmt::format("is the ARN of a \"{}\"", parts[5]);
    }
    return parts[6].empty() ? "ends before the id" : "";
}

std::string CheckStopPosition(std::string_view text) {
    const std::size_t colon = text.find(':');
    const std::string_view kind = text.substr(0, colon);
    if (colon == std::string_view::npos || (kind != "server_time" && kind != "commit_time")) {
        return "starts neither with \"server_time:\" nor with \"commit_time:\"";
    }
    std::string_view time = text.substr(colon + 1);
    // AWS documents one blank after the colon in one place and none in another.
    if (time.starts_with(' ')) time.remove_prefix(1);
    if (time.size() < 16 || !ParseDateText(time)) return "holds no date after the colon";
    return "";
}

}  // namespace dmsnode::tasks::impl
