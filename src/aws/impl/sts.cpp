#include <fmt/format.h>

#include "aws/impl/credential_parts.hpp"
#include "aws/impl/text.hpp"
#include "base/times.hpp"

// STS speaks the query protocol: a form in, XML out. Its replies are flat, so elements are found by
// name within their parent instead of with a parser of all XML.
namespace dmsnode::aws::impl {
namespace {

constexpr std::string_view kVersion = "2011-06-15";

/// The text between `<name>` and `</name>`, still encoded; nothing if absent.
std::optional<std::string_view> Inner(std::string_view xml, std::string_view name) {
    const std::string open = fmt::format("<{}>", name);
    const std::size_t begin = xml.find(open);
    if (begin == std::string_view::npos) return std::nullopt;
    const std::size_t end = xml.find(fmt::format("</{}>", name), begin);
    if (end == std::string_view::npos) return std::nullopt;
    return xml.substr(begin + open.size(), end - begin - open.size());
}

std::string Decoded(std::string_view text) {
    constexpr std::pair<std::string_view, char> kEntities[] = {
        {"&lt;", '<'}, {"&gt;", '>'}, {"&quot;", '"'}, {"&apos;", '\''}, {"&amp;", '&'}};
    std::string decoded;
    while (!text.empty()) {
        char c = text[0];
        std::size_t length = 1;
        for (const auto& [entity, character] : kEntities) {
            if (!text.starts_with(entity)) continue;
            c = character;
            length = entity.size();
        }
        decoded += c;
        text.remove_prefix(length);
    }
    return decoded;
}

std::string Element(std::string_view xml, std::string_view name) {
    const std::optional<std::string_view> inner = Inner(xml, name);
    return inner ? Decoded(Trim(*inner)) : "";
}

ServiceFault ReadXmlFault(const HttpResponse& response) {
    const std::optional<std::string_view> error = Inner(response.body, "Error");
    if (!error) return {"", response.body};
    return {Element(*error, "Code"), Element(*error, "Message")};
}

Result<Credentials> ParseReply(std::string_view xml, const std::string& source) {
    const std::string_view inner = Inner(xml, "Credentials").value_or("");
    Credentials keys{.access_key_id = Element(inner, "AccessKeyId"),
                     .secret_access_key = Secret(Element(inner, "SecretAccessKey")),
                     .session_token = Secret(Element(inner, "SessionToken")),
                     .expires = ParseIso8601(Element(inner, "Expiration")),
                     .source = source};
    if (keys.access_key_id.empty() || keys.secret_access_key.empty() ||
        keys.session_token.empty() || !keys.expires) {
        return Error{ErrorCode::kProtocol, "the reply of STS lacks a part of the keys"}.At(source);
    }
    return keys;
}

using Fields = std::vector<std::pair<std::string, std::string>>;

Fields CommonFields(std::string_view action, const RoleRequest& role, const Clock& clock) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(clock.Now().time_since_epoch());
    Fields fields{
        {"Action", std::string(action)},
        {"Version", std::string(kVersion)},
        {"RoleArn", role.role_arn},
        {"RoleSessionName", role.session_name.empty() ? fmt::format("dmsnode-{}", seconds.count())
                                                      : role.session_name}};
    if (!role.duration_seconds.empty()) {
        fields.emplace_back("DurationSeconds", role.duration_seconds);
    }
    return fields;
}

Status AddToken(const RoleRequest& role, const FileReader& files, Fields& fields) {
    const Result<std::string> token = files.Read(role.web_identity_token_file);
    if (!token) return Error(token.error()).Because("the web identity token");
    fields.emplace_back("WebIdentityToken", std::string(Trim(*token)));
    return {};
}

}  // namespace

Result<Credentials> AssumeRole(const RoleRequest& role, const std::optional<Credentials>& signer,
                               const std::string& sts_url, const std::string& region,
                               const CredentialWorld& world) {
    const std::string action = signer ? "AssumeRole" : "AssumeRoleWithWebIdentity";
    Fields fields = CommonFields(action, role, world.clock);
    if (!signer) {
        if (Status added = AddToken(role, world.files, fields); !added) {
            return std::move(added.error()).At(role.source);
        }
    } else if (!role.external_id.empty()) {
        fields.emplace_back("ExternalId", role.external_id);
    }
    std::optional<FixedCredentials> keys;
    if (signer) keys.emplace(*signer);
    const Result<std::string> reply = world.caller.Call(
        {.name = "STS " + action,
         .url = sts_url,
         .service = "sts",
         .region = region,
         .headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}},
         .body = FormEncode(fields),
         .read_fault = ReadXmlFault},
        keys ? &*keys : nullptr);
    if (!reply) return Error(reply.error()).At(role.source);
    return ParseReply(*reply, role.source);
}

}  // namespace dmsnode::aws::impl
