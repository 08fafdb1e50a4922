#include "aws/impl/credential_parts.hpp"

#include <fmt/format.h>

#include "aws/impl/text.hpp"
#include "base/json.hpp"
#include "base/times.hpp"

namespace dmsnode::aws::impl {
namespace {

constexpr std::chrono::seconds kProcessTimeout{60};

std::string Text(const Json& json, const char* name) {
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

Result<std::optional<Credentials>> PairOfKeys(std::string_view source, std::string_view id_name,
                                              const std::optional<std::string>& id,
                                              std::string_view secret_name,
                                              const std::optional<std::string>& secret,
                                              const std::optional<std::string>& token) {
    if (!id && !secret) return std::optional<Credentials>();
    if (!id || !secret) {
        return Error{ErrorCode::kInvalidArgument,
                     fmt::format("{} is set, but {} is not", id ? id_name : secret_name,
                                 id ? secret_name : id_name)}
            .At(source)
            .Hint("set both or none");
    }
    return std::optional(Credentials{.access_key_id = *id,
                                     .secret_access_key = Secret(*secret),
                                     .session_token = Secret(token.value_or("")),
                                     .expires = std::nullopt,
                                     .source = std::string(source)});
}

Result<Credentials> ParseCredentialJson(std::string_view text, const char* token_name,
                                        std::string source) {
    const Result<Json> json = ParseJson(text);
    if (!json || !json->is_object()) {
        return Error{ErrorCode::kProtocol, "the answer is no JSON object"}.At(source);
    }
    Credentials keys{.access_key_id = Text(*json, "AccessKeyId"),
                     .secret_access_key = Secret(Text(*json, "SecretAccessKey")),
                     .session_token = Secret(Text(*json, token_name)),
                     .expires = std::nullopt,
                     .source = std::move(source)};
    if (keys.access_key_id.empty() || keys.secret_access_key.empty()) {
        return Error{ErrorCode::kProtocol, "the answer lacks AccessKeyId or SecretAccessKey"}.At(
            keys.source);
    }
    const std::string expiration = Text(*json, "Expiration");
    if (!expiration.empty()) {
        keys.expires = ParseIso8601(expiration);
        if (!keys.expires) {
            return Error{ErrorCode::kProtocol, "Expiration is no ISO 8601 time"}.At(keys.source);
        }
    }
    return keys;
}

Result<Credentials> KeysFromProcess(std::string_view command, ProcessRunner& processes,
                                    std::string source) {
    source += " (credential_process)";
    const Result<std::vector<std::string>> words = SplitCommand(command);
    if (!words) return Error(words.error()).At(source);
    const Result<std::string> output = processes.Run(*words, kProcessTimeout);
    if (!output) {
        return Error(output.error()).At(source).Hint("run the command by hand to see why");
    }
    const Result<Json> json = ParseJson(*output);
    if (!json || !json->is_object() || json->value("Version", Json()) != Json(1)) {
        return Error{ErrorCode::kProtocol,
                     "the program must print a JSON object with \"Version\": 1"}
            .At(source);
    }
    return ParseCredentialJson(*output, "SessionToken", std::move(source));
}

}  // namespace dmsnode::aws::impl
