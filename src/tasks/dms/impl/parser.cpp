#include "tasks/dms/impl/parser.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "workflow/closest_name.hpp"

namespace dmsnode::tasks::impl {
namespace {

bool SameButForCase(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
        return std::tolower(static_cast<unsigned char>(x)) ==
               std::tolower(static_cast<unsigned char>(y));
    });
}

/// Names of all fields in one spelling.
std::vector<std::string> Names(bool aws) {
    std::vector<std::string> names;
    for (const auto fields : {PluginFields(), OwnFields()}) {
        for (const Field& field : fields) {
            const std::string_view name = aws ? field.aws : field.form;
            if (!name.empty()) names.emplace_back(name);
        }
    }
    return names;
}

std::optional<std::int64_t> WholeNumber(const Json& value) {
    if (value.is_number_integer()) return value.get<std::int64_t>();
    if (!value.is_string()) return std::nullopt;
    // A placeholder leaves a number as text.
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::string StopReasonCodes() {
    std::vector<std::string_view> codes;
    for (int i = 0; i <= static_cast<int>(dms::StopReason::kRecycleTask); ++i) {
        codes.push_back(dms::Word(static_cast<dms::StopReason>(i)));
    }
    return fmt::format("one of {}", fmt::join(codes, ", "));
}

}  // namespace

std::string_view KindOf(const Json& value) {
    switch (value.type()) {
        case Json::value_t::null: return "null";
        case Json::value_t::object: return "an object";
        case Json::value_t::array: return "a list";
        case Json::value_t::string: return "a text";
        case Json::value_t::boolean: return "true or false";
        case Json::value_t::number_integer:
        case Json::value_t::number_unsigned:
        case Json::value_t::number_float: return "a number";
        case Json::value_t::binary:
        case Json::value_t::discarded: break;
    }
    return "nothing that JSON knows";
}

void Parser::Report(const std::string& path, std::string message, std::string expected,
                    std::string hint, bool warning) {
    problems_.push_back({path, std::move(message), std::move(expected), std::move(hint), warning});
}

void Parser::ReadForm(const Json& object, const std::string& path,
                      const std::vector<std::string>& foreign) {
    for (const auto& [name, value] : object.items()) {
        const Field* field = FindField(name);
        const bool known_to_host =
            std::find(HostKeys().begin(), HostKeys().end(), name) != HostKeys().end() ||
            std::find(foreign.begin(), foreign.end(), name) != foreign.end();
        if (field == nullptr && !known_to_host) ReportUnknown(name, path, false);
        // null is how DolphinScheduler writes a field that is not filled in.
        if (field == nullptr || value.is_null()) continue;
        const bool own =
            field >= OwnFields().data() && field < OwnFields().data() + OwnFields().size();
        const std::string field_path = fmt::format("{}.{}", path, name);
        own ? ReadOwnField(*field, value, field_path) : ReadPluginField(*field, value, field_path);
    }
}

void Parser::ReadJsonData(const Json& object, const std::string& path) {
    for (const auto& [name, value] : object.items()) {
        const auto fields = PluginFields();
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const Field& f) { return f.aws == name; });
        if (field == fields.end()) {
            ReportUnknown(name, path, true);
        } else if (!value.is_null()) {
            ReadPluginField(*field, value, fmt::format("{}.{}", path, name));
        }
    }
}

void Parser::ReportUnknown(const std::string& name, const std::string& path, bool in_json_data) {
    const std::string where = fmt::format("{}.{}", path, name);
    if (in_json_data && SameButForCase(name, "isRestartTask")) {
        return Report(where, "isRestartTask is not read from jsonData", "",
                      "set isRestartTask beside jsonData", true);
    }
    if (in_json_data && FindField(name) != nullptr && FindField(name)->aws.empty()) {
        return Report(where, fmt::format("{} does not belong into jsonData", name), "",
                      fmt::format("set {} beside jsonData", name));
    }
    const std::vector<std::string> names = Names(in_json_data);
    for (const std::string& right : names) {
        if (SameButForCase(name, right)) {
            return Report(where, fmt::format("\"{}\" is spelt otherwise here", name),
                          fmt::format("\"{}\"", right),
                          in_json_data ? "jsonData has the names of the AWS API" : "");
        }
    }
    Report(where, fmt::format("a DMS node has no parameter \"{}\"", name), "",
           workflow::DidYouMean(name, names));
}

void Parser::ReadPluginField(const Field& field, const Json& value, const std::string& path) {
    switch (field.kind) {
        case FieldKind::kFlag:
            return ReadFlag(value, path,
                            field.form == "isRestartTask" ? parameters_.is_restart_task
                                                          : parameters_.is_json_format);
        case FieldKind::kText: return ReadText(field, value, path);
        case FieldKind::kDocument: return ReadDocument(field, value, path);
        case FieldKind::kTags: return ReadTags(value, path);
        case FieldKind::kDate:
            if (value == Json("")) return;
            parameters_.cdc_start_time = ParseDate(value);
            if (!parameters_.cdc_start_time) {
                Report(path,
                       value.is_string()
                           ? fmt::format("\"{}\" is no date", value.get<std::string>())
                           : fmt::format("got {}", KindOf(value)),
                       std::string(kDateForms));
            }
            return;
        case FieldKind::kWord:
        case FieldKind::kCount:
        case FieldKind::kSeconds:
        case FieldKind::kObject: return;
    }
}

void Parser::ReadOwnField(const Field& field, const Json& value, const std::string& path) {
    const auto word = [&](auto parse, auto& member, std::string_view expected) {
        const auto parsed =
            value.is_string() ? parse(value.get_ref<const std::string&>()) : std::nullopt;
        if (parsed) {
            member = *parsed;  // NOLINT(bugprone-optional-value-conversion): of any type
        } else {
            Report(path,
                   value.is_string() ? fmt::format("\"{}\" is unknown", value.get<std::string>())
                                     : fmt::format("got {}", KindOf(value)),
                   std::string(expected));
        }
    };
    DmsParameters& p = parameters_;
    if (field.form == "finishWhen") {
        word(ParseFinishWhen, p.finish_when,
             "\"started\", \"full-load-complete\", \"caught-up\" or \"stopped\"");
    } else if (field.form == "onFailedStart") {
        word(ParseOnFailedStart, p.on_failed_start, "\"delete\" or \"keep\"");
    } else if (field.form == "whenRunning") {
        word(ParseWhenRunning, p.when_running, "\"fail\", \"follow\" or \"stop\"");
    } else if (field.form == "testConnections") {
        word(ParseTestConnections, p.test_connections, "\"when-needed\", \"always\" or \"never\"");
    } else if (field.form == "modifyTask") {
        ReadFlag(value, path, p.modify_task);
    } else if (field.form == "toleratedTableErrors") {
        ReadCount(value, path, p.tolerated_table_errors);
    } else if (field.form == "stopReasons") {
        ReadStopReasons(value, path);
    } else if (field.form == "pollInterval") {
        ReadPollInterval(value, path);
    } else if (field.form == "connection") {
        ReadText(field, value, path);
    } else {
        using T = PhaseTimeouts;
        static constexpr std::array<std::pair<std::string_view, std::chrono::seconds T::*>, 7>
            kTimeouts{{{"createTimeout", &T::create},
                       {"startTimeout", &T::start},
                       {"connectionTestTimeout", &T::connection_test},
                       {"stopTimeout", &T::stop},
                       {"deleteTimeout", &T::remove},
                       {"runTimeout", &T::run},
                       {"contactTimeout", &T::contact}}};
        for (const auto& [name, member] : kTimeouts) {
            if (name == field.form) ReadSeconds(value, path, p.timeouts.*member);
        }
    }
}

void Parser::ReadText(const Field& field, const Json& value, const std::string& path) {
    if (value.is_string()) {
        parameters_.*field.text = value.get_ref<const std::string&>();
        return;
    }
    Report(path, fmt::format("got {}", KindOf(value)), "a text",
           value.is_number() || value.is_boolean() ? "put the value in quotes" : "");
}

void Parser::ReadDocument(const Field& field, const Json& value, const std::string& path) {
    if (value.is_string()) {
        parameters_.*field.text = value.get_ref<const std::string&>();
    } else if (value.is_object()) {
        parameters_.*field.text = DumpJson(value);
    } else {
        const bool may_be_file = field.form == "tableMappings" ||
                                 field.form == "replicationTaskSettings" ||
                                 field.form == "jsonData";
        Report(path, fmt::format("got {}", KindOf(value)),
               may_be_file ? "a JSON document (an object or its text) or \"file://path\""
                           : "a JSON document (an object or its text)");
    }
}

void Parser::ReadFlag(const Json& value, const std::string& path, bool& flag) {
    if (value.is_boolean()) {
        flag = value.get<bool>();
    } else if (value == "true" || value == "false") {
        flag = value == "true";
    } else {
        Report(path,
               value.is_string() ? fmt::format("got \"{}\"", value.get<std::string>())
                                 : fmt::format("got {}", KindOf(value)),
               "true or false");
    }
}

void Parser::ReadTags(const Json& value, const std::string& path) {
    if (!value.is_array()) {
        return Report(path, fmt::format("got {}", KindOf(value)),
                      "a list of {\"Key\": …, \"Value\": …}");
    }
    for (std::size_t i = 0; i < value.size(); ++i) {
        const std::string tag_path = fmt::format("{}[{}]", path, i);
        if (!value[i].is_object()) {
            Report(tag_path, fmt::format("got {}", KindOf(value[i])),
                   "an object {\"Key\": …, \"Value\": …}");
            continue;
        }
        dms::Tag& tag = parameters_.tags.emplace_back();
        for (const auto& [name, member] : value[i].items()) {
            const std::string member_path = fmt::format("{}.{}", tag_path, name);
            std::optional<std::string>* text = nullptr;
            if (name == "Key" || name == "key") text = &tag.key;
            if (name == "Value" || name == "value") text = &tag.value;
            if (name == "ResourceArn" || name == "resourceArn") text = &tag.resource_arn;
            if (text == nullptr) {
                Report(member_path, fmt::format("a tag has no \"{}\"", name),
                       "Key, Value, ResourceArn");
            } else if (member.is_string()) {
                *text = member.get_ref<const std::string&>();
            } else if (!member.is_null()) {
                Report(member_path, fmt::format("got {}", KindOf(member)), "a text",
                       member.is_number() ? "put the value in quotes" : "");
            }
        }
    }
}

void Parser::ReadSeconds(const Json& value, const std::string& path,
                         std::chrono::seconds& seconds) {
    constexpr std::int64_t kTenYears = 10L * 366 * 24 * 3600;
    const std::optional<std::int64_t> number = WholeNumber(value);
    if (number && *number >= 1 && *number <= kTenYears) {
        seconds = std::chrono::seconds(*number);
    } else {
        Report(path,
               number ? fmt::format("{} is out of range", *number)
                      : fmt::format("got {}", DumpJson(value)),
               fmt::format("a whole number of seconds, 1 to {}", kTenYears));
    }
}

void Parser::ReadCount(const Json& value, const std::string& path, std::int64_t& count) {
    const std::optional<std::int64_t> number = WholeNumber(value);
    if (number && *number >= 0) {
        count = *number;
    } else {
        Report(path, fmt::format("got {}", DumpJson(value)), "a whole number, 0 or more");
    }
}

void Parser::ReadStopReasons(const Json& value, const std::string& path) {
    if (!value.is_object()) {
        return Report(path, fmt::format("got {}", KindOf(value)),
                      "an object such as {\"NORMAL\": \"success\"}");
    }
    for (const auto& [code, verdict] : value.items()) {
        const std::string entry_path = fmt::format("{}.{}", path, code);
        const auto reason = dms::ParseStopReason(code);
        if (!reason) {
            Report(entry_path, fmt::format("there is no stop reason \"{}\"", code),
                   StopReasonCodes());
        }
        const auto parsed = verdict.is_string()
                                ? ParseStopVerdict(verdict.get_ref<const std::string&>())
                                : std::nullopt;
        if (!parsed) {
            Report(entry_path, fmt::format("got {}", DumpJson(verdict)),
                   "\"success\", \"failure\" or \"attention\"");
        }
        if (reason && parsed) parameters_.stop_reasons[*reason] = *parsed;
    }
}

void Parser::ReadPollInterval(const Json& value, const std::string& path) {
    const auto read = [&](const Json& number, const std::string& number_path, auto& member) {
        if (number.is_number() && number.get<double>() >= 0.1 && number.get<double>() <= 3600) {
            member =
                std::chrono::milliseconds(static_cast<std::int64_t>(number.get<double>() * 1000));
        } else {
            Report(number_path, fmt::format("got {}", DumpJson(number)), "seconds, 0.1 to 3600");
        }
    };
    if (!value.is_object()) {
        return Report(path, fmt::format("got {}", KindOf(value)),
                      "an object such as {\"min\": 1, \"max\": 15} (seconds)");
    }
    for (const auto& [name, number] : value.items()) {
        const std::string number_path = fmt::format("{}.{}", path, name);
        if (name == "min") {
            read(number, number_path, parameters_.poll_min);
        } else if (name == "max") {
            read(number, number_path, parameters_.poll_max);
        } else {
            Report(number_path, fmt::format("pollInterval has no \"{}\"", name), "min, max");
        }
    }
    if (parameters_.poll_min && parameters_.poll_max &&
        *parameters_.poll_min > *parameters_.poll_max) {
        Report(path, "min is larger than max");
    }
}

}  // namespace dmsnode::tasks::impl
