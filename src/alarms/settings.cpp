#include "alarms/settings.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>

#include "alarms/impl/addresses.hpp"
#include "alarms/impl/text.hpp"
#include "base/json.hpp"

namespace dmsnode::alarms {
namespace {

constexpr std::size_t kMaxDocument = 64U << 10U;
constexpr std::size_t kMaxRecipients = 100;
constexpr std::size_t kLeastSigningSecret = 16;

/// Reads the members of one object and remembers which were asked for. No problem repeats a value:
/// it may be a secret in the wrong place.
class Reader {
public:
    Reader(const Json& json, std::vector<Problem>& problems) : json_(json), problems_(problems) {}

    void Report(std::string_view name, std::string message, std::string expected = {},
                std::string hint = {}) {
        problems_.push_back({.path = "$." + std::string(name),
                             .message = std::move(message),
                             .expected = std::move(expected),
                             .hint = std::move(hint)});
    }
    /// A text without control characters; empty if it is not there.
    std::string Text(const std::string& name, std::size_t max_bytes) {
        const Json* value = Find(name);
        if (value == nullptr) return {};
        if (!value->is_string()) {
            Report(name, "is not a text");
            return {};
        }
        std::string text = value->get<std::string>();
        if (text.size() > max_bytes)
            Report(name, fmt::format("is longer than {} bytes", max_bytes));
        if (HasControl(text)) Report(name, "holds control characters");
        return text;
    }
    int Number(const std::string& name, int standard, int least, int most) {
        const Json* value = Find(name);
        if (value == nullptr) return standard;
        if (!value->is_number_integer() || *value < least || *value > most) {
            Report(name, "is out of range", fmt::format("a number from {} to {}", least, most));
            return standard;
        }
        return value->get<int>();
    }
    std::vector<std::string> Texts(const std::string& name) {
        std::vector<std::string> texts;
        const Json* value = Find(name);
        if (value == nullptr) return texts;
        if (!value->is_array() || value->size() > kMaxRecipients) {
            Report(name, "is not a list", fmt::format("at most {} texts", kMaxRecipients));
            return texts;
        }
        for (const Json& entry : *value) {
            if (entry.is_string()) texts.push_back(entry.get<std::string>());
            if (!entry.is_string()) Report(name, "holds something else than texts");
        }
        return texts;
    }
    /// Reports members that nobody asked for.
    void Close() {
        for (const auto& [name, value] : json_.items()) {
            if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
            Report(impl::CleanText(name, 60, impl::Lines::kOne), "is no setting of this channel");
        }
    }

private:
    const Json* Find(const std::string& name) {
        asked_.push_back(name);
        const auto found = json_.find(name);
        return found == json_.end() || found->is_null() ? nullptr : &*found;
    }
    static bool HasControl(const std::string& text) {
        return std::any_of(text.begin(), text.end(), [](char c) {
            return static_cast<unsigned char>(c) < 0x20 || c == 0x7F;
        });
    }

    const Json& json_;
    std::vector<Problem>& problems_;
    std::vector<std::string> asked_;
};

bool IsHostName(std::string_view text) {
    return !text.empty() && text.size() <= 253 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '.' || c == '-' || c == '_' || c == ':';
    });
}

/// One plain mailbox. Everything that could end the command or the header it stands in is refused.
/// Source: RFC 5321, 4.1.2 (Dot-string and Domain; quoted local parts and SMTPUTF8 are left out).
bool IsMailbox(std::string_view text) {
    const std::size_t at = text.rfind('@');
    if (text.size() > 254 || at == std::string_view::npos || at == 0 || at > 64) return false;
    const std::string_view local = text.substr(0, at);
    constexpr std::string_view kSigns = "!#$%&'*+-/=?^_`{|}~.";
    const bool good_local = std::all_of(local.begin(), local.end(), [&](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               kSigns.find(c) != std::string_view::npos;
    });
    const std::string_view domain = text.substr(at + 1);
    return good_local && IsHostName(domain) && domain.find(':') == std::string_view::npos;
}

Security ReadSecurity(Reader& reader) {
    const std::string name = reader.Text("security", 20);
    if (name.empty() || name == "starttls") return Security::kStartTls;
    if (name == "tls") return Security::kTls;
    if (name == "none") return Security::kNone;
    reader.Report("security", "is not known", "starttls, tls or none");
    return Security::kStartTls;
}

std::string ReadCaFile(Reader& reader) {
    std::string file = reader.Text("ca_file", 4000);
    if (!file.empty() && !file.starts_with('/')) {
        reader.Report("ca_file", "is not an absolute path", "the path of a PEM file");
    }
    return file;
}

void CheckEmail(const EmailSettings& email, Reader& reader) {
    if (!IsHostName(email.server)) reader.Report("server", "is not a host name or address");
    if (email.security == Security::kNone && !impl::IsLoopbackHost(email.server)) {
        reader.Report("security", "\"none\" is for servers on loopback only", "starttls or tls",
                      "mail and password would cross the network in clear");
    }
    if (impl::IsForbiddenHost(email.server)) {
        reader.Report("server", "is a link-local or metadata address");
    }
    if (!IsMailbox(email.from)) reader.Report("from", "is not a mail address", "name@domain");
    if (email.to.empty()) reader.Report("to", "names nobody", "a list of mail addresses");
    for (const std::string& address : email.to) {
        if (!IsMailbox(address))
            reader.Report("to", "holds what is not a mail address", "name@domain");
    }
    for (const std::string& address : email.cc) {
        if (!IsMailbox(address))
            reader.Report("cc", "holds what is not a mail address", "name@domain");
    }
    if (email.username.empty() != email.password.empty()) {
        reader.Report(email.username.empty() ? "username" : "password",
                      "is missing: the other half of the login is there");
    }
}

EmailSettings ReadEmail(const Json& json, std::vector<Problem>& problems) {
    Reader reader(json, problems);
    EmailSettings email;
    email.server = reader.Text("server", 253);
    email.security = ReadSecurity(reader);
    email.port = reader.Number("port", email.security == Security::kTls ? 465 : 587, 1, 65535);
    email.username = reader.Text("username", 256);
    email.password = Secret(reader.Text("password", 1024));
    email.from = reader.Text("from", 254);
    email.from_name = reader.Text("from_name", 200);
    email.to = reader.Texts("to");
    email.cc = reader.Texts("cc");
    email.ca_file = ReadCaFile(reader);
    CheckEmail(email, reader);
    reader.Close();
    return email;
}

void CheckWebhook(const WebhookSettings& webhook, Reader& reader) {
    const auto address = impl::ParseWebAddress(webhook.url.Reveal());
    if (!address) {
        reader.Report("url", "is not an address to post to",
                      "http(s)://host[:port]/path, without user, password and fragment");
        return;
    }
    if (impl::IsForbiddenHost(address->host)) {
        reader.Report("url", "is a link-local or metadata address");
    }
    const std::string& secret = webhook.signing_secret.Reveal();
    if (!secret.empty() && secret.size() < kLeastSigningSecret) {
        reader.Report("signing_secret", "is too short",
                      fmt::format("at least {} bytes", kLeastSigningSecret));
    }
    const std::string& authorization = webhook.authorization.Reveal();
    if (!impl::IsPrintableAscii(authorization)) {
        reader.Report("authorization", "holds other than ASCII characters");
    }
    if (!authorization.empty() && address->scheme == "http" &&
        !impl::IsLoopbackHost(address->host)) {
        reader.Report("authorization", "would cross the network in clear", "an https url");
    }
}

WebhookSettings ReadWebhook(const Json& json, std::vector<Problem>& problems) {
    Reader reader(json, problems);
    WebhookSettings webhook;
    webhook.url = Secret(reader.Text("url", 4000));
    webhook.signing_secret = Secret(reader.Text("signing_secret", 200));
    webhook.authorization = Secret(reader.Text("authorization", 4000));
    webhook.ca_file = ReadCaFile(reader);
    CheckWebhook(webhook, reader);
    reader.Close();
    return webhook;
}

std::vector<std::string> SecretNames(ChannelKind kind) {
    if (kind == ChannelKind::kEmail) return {"password"};
    return {"url", "signing_secret", "authorization"};
}

std::string AddressOf(ChannelKind kind, const Json& json, std::vector<Problem>& problems) {
    if (kind == ChannelKind::kEmail) {
        const EmailSettings email = ReadEmail(json, problems);
        return fmt::format("{} {}:{}", email.security == Security::kTls ? "smtps" : "smtp",
                           email.server, email.port);
    }
    const auto address = impl::ParseWebAddress(ReadWebhook(json, problems).url.Reveal());
    return address ? address->origin : "";
}

CheckedSettings CheckJson(ChannelKind kind, const Json& json) {
    CheckedSettings checked;
    checked.split.address = AddressOf(kind, json, checked.problems);
    if (!checked.problems.empty()) return checked;
    Json shown = json;
    Json secrets = Json::object();
    for (const std::string& name : SecretNames(kind)) {
        const auto found = shown.find(name);
        if (found == shown.end()) continue;
        if (!found->is_null()) secrets[name] = *found;
        shown.erase(name);
    }
    checked.split.shown = DumpJson(shown);
    checked.split.secrets = Secret(DumpJson(secrets));
    return checked;
}

/// The document, or an empty one and a problem.
Json ParseDocument(std::string_view text, std::vector<Problem>& problems) {
    Result<Json> json = ParseJson(text, {.max_bytes = kMaxDocument, .max_depth = 8});
    if (json && json->is_object()) return *std::move(json);
    problems.push_back({.path = json ? "$" : json.error().where,
                        .message = "the settings are not a JSON object",
                        .expected = {},
                        .hint = {}});
    return Json::object();
}

/// Whether what decides who gets to see this secret is the same in both documents.
bool GoesToSamePlace(ChannelKind kind, const Json& before, const Json& after) {
    const auto same = [&](std::initializer_list<const char*> names) {
        return std::all_of(names.begin(), names.end(), [&](const char* name) {
            return before.value(name, Json()) == after.value(name, Json());
        });
    };
    if (kind == ChannelKind::kEmail) {
        return same({"server", "port", "security", "username", "ca_file"});
    }
    return same({"url", "ca_file"});
}

}  // namespace

std::string_view ChannelKindName(ChannelKind kind) {
    return kind == ChannelKind::kEmail ? "email" : "webhook";
}

std::optional<ChannelKind> ParseChannelKind(std::string_view name) {
    if (name == "email") return ChannelKind::kEmail;
    if (name == "webhook") return ChannelKind::kWebhook;
    return std::nullopt;
}

CheckedSettings CheckSettings(ChannelKind kind, std::string_view json) {
    CheckedSettings checked;
    const Json document = ParseDocument(json, checked.problems);
    return checked.problems.empty() ? CheckJson(kind, document) : checked;
}

CheckedSettings CheckChange(ChannelKind kind, std::string_view json, const SplitSettings& stored) {
    CheckedSettings checked;
    Json document = ParseDocument(json, checked.problems);
    Json before = ParseDocument(stored.shown, checked.problems);
    before.update(ParseDocument(stored.secrets.Reveal(), checked.problems));
    if (!checked.problems.empty()) return checked;
    std::vector<std::string> kept;
    for (const std::string& name : SecretNames(kind)) {
        if (document.contains(name) || !before.contains(name)) continue;
        document[name] = before[name];
        kept.push_back(name);
    }
    checked = CheckJson(kind, document);
    const bool same_place = GoesToSamePlace(kind, before, document);
    for (const std::string& name : kept) {
        // An address is no secret from itself, and the signing secret is never sent.
        if (same_place || name == "url" || name == "signing_secret") continue;
        checked.problems.push_back({.path = "$." + name,
                                    .message = "must be given again: it would go to another place",
                                    .expected = {},
                                    .hint = "null takes it away"});
    }
    return checked;
}

Result<ChannelSettings> ReadSettings(ChannelKind kind, std::string_view shown,
                                     const Secret& secrets) {
    std::vector<Problem> problems;
    Json document = ParseDocument(shown, problems);
    document.update(ParseDocument(secrets.Reveal(), problems));
    ChannelSettings settings;
    if (kind == ChannelKind::kEmail) settings = ReadEmail(document, problems);
    if (kind == ChannelKind::kWebhook) settings = ReadWebhook(document, problems);
    if (problems.empty()) return settings;
    return Error{ErrorCode::kInvalidArgument,
                 "the channel's settings cannot be used: " + problems.front().ToString()}
        .Hint("save the channel's settings again");
}

std::vector<std::string> NamesOfSecrets(const Secret& secrets) {
    std::vector<std::string> names;
    const Result<Json> json = ParseJson(secrets.Reveal());
    if (!json || !json->is_object()) return names;
    for (const auto& [name, value] : json->items()) names.push_back(name);
    return names;
}

}  // namespace dmsnode::alarms
