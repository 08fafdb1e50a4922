#include "scheduler/words.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

#include "base/json.hpp"

namespace dmsnode::scheduler {
namespace {

constexpr std::array<std::pair<Notify, std::string_view>, 4> kNotifyWords = {{
    {Notify::kNone, "NONE"},
    {Notify::kSuccess, "SUCCESS"},
    {Notify::kFailure, "FAILURE"},
    {Notify::kAll, "ALL"},
}};

std::string TextAt(const Json& object, const char* name) {
    const auto found = object.find(name);
    return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

}  // namespace

std::string_view Word(Notify notify) {
    for (const auto& [known, word] : kNotifyWords) {
        if (known == notify) return word;
    }
    return "NONE";
}

std::optional<Notify> ParseNotify(std::string_view word) {
    for (const auto& [notify, known] : kNotifyWords) {
        if (known == word) return notify;
    }
    return std::nullopt;
}

std::string_view Word(Command command) {
    switch (command) {
        case Command::kStart: return "start";
        case Command::kSchedule: return "schedule";
        case Command::kBackfill: return "backfill";
        case Command::kResume: return "resume";
        case Command::kRerun: return "rerun";
        case Command::kRecover: return "recover";
        case Command::kRunNode: return "run node";
    }
    return "start";
}

std::string ParametersToJson(const std::vector<workflow::Parameter>& parameters) {
    Json list = Json::array();
    for (const workflow::Parameter& parameter : parameters) {
        list.push_back({{"prop", parameter.name},
                        {"direct", workflow::Word(parameter.direction)},
                        {"type", workflow::Word(parameter.type)},
                        {"value", parameter.value}});
    }
    return DumpJson(list);
}

std::vector<workflow::Parameter> ParametersFromJson(std::string_view text) {
    std::vector<workflow::Parameter> parameters;
    const Result<Json> list = ParseJson(text);
    if (!list || !list->is_array()) return parameters;
    for (const Json& entry : *list) {
        if (!entry.is_object()) continue;
        parameters.push_back(
            {.name = TextAt(entry, "prop"),
             .direction = workflow::ParseParameterDirection(TextAt(entry, "direct"))
                              .value_or(workflow::ParameterDirection::kIn),
             .type = workflow::ParseParameterType(TextAt(entry, "type"))
                         .value_or(workflow::ParameterType::kVarchar),
             .value = TextAt(entry, "value")});
    }
    return parameters;
}

std::string NamesToJson(const std::vector<std::string>& names) {
    return DumpJson(Json(names));
}

std::vector<std::string> NamesFromJson(std::string_view text) {
    std::vector<std::string> names;
    const Result<Json> list = ParseJson(text);
    if (!list || !list->is_array()) return names;
    for (const Json& entry : *list) {
        if (entry.is_string()) names.push_back(entry.get<std::string>());
    }
    return names;
}

std::string OutputsToJson(const std::map<std::string, std::string>& outputs) {
    Json json = Json::object();
    for (const auto& [name, value] : outputs) json[name] = value;
    return DumpJson(json);
}

std::map<std::string, std::string> OutputsFromJson(std::string_view text) {
    std::map<std::string, std::string> outputs;
    const Result<Json> json = ParseJson(text);
    if (!json || !json->is_object()) return outputs;
    for (const auto& [name, value] : json->items()) {
        if (value.is_string()) outputs[name] = value.get<std::string>();
    }
    return outputs;
}

std::string CleanText(const std::string& text) {
    const Result<Json> clean = ParseJson(DumpJson(Json(text)), {.max_bytes = 256U << 20U});
    std::string result = clean && clean->is_string() ? clean->get<std::string>() : std::string();
    std::erase(result, '\0');
    return result;
}

std::string HashOf(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
    crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    std::string hex;
    for (const unsigned char byte : digest) hex += fmt::format("{:02x}", byte);
    return hex;
}

}  // namespace dmsnode::scheduler
