#include "alarms/impl/webhook_channel.hpp"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <charconv>

#include "alarms/impl/addresses.hpp"
#include "alarms/impl/curl_session.hpp"
#include "alarms/impl/text.hpp"
#include "base/json.hpp"
#include "base/times.hpp"

namespace dmsnode::alarms::impl {
namespace {

constexpr int kBodyVersion = 1;

using HeaderList = Handle<curl_slist, curl_slist_free_all>;

bool Append(HeaderList& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (longer == nullptr) return false;
    [[maybe_unused]] curl_slist* same = list.release();
    list.reset(longer);
    return true;
}

/// Null if there is no memory.
HeaderList MakeHeaders(const WebhookSettings& settings, const Message& message,
                       const std::string& signature) {
    HeaderList list;
    bool good = Append(list, "Content-Type: application/json") &&
                Append(list, fmt::format("X-Dmsnode-Alarm-Id: {}", message.alarm_id)) &&
                // The body is small: waiting for `100 Continue` only costs time.
                Append(list, "Expect:");
    if (!signature.empty()) good = good && Append(list, "X-Dmsnode-Signature: " + signature);
    if (!settings.authorization.empty()) {
        good = good && Append(list, "Authorization: " + settings.authorization.Reveal());
    }
    return good ? std::move(list) : HeaderList();
}

void SetUp(const CurlSession& session, const WebhookSettings& settings, const std::string& body,
           const HeaderList& headers) {
    CURL* curl = session.get();
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    curl_easy_setopt(curl, CURLOPT_URL, settings.url.Reveal().c_str());
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "dmsnode");
    curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body.data());
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers.get());
}

std::string_view HeaderValue(const CurlSession& session, std::string_view lower_name) {
    for (const std::string& line : session.lines()) {
        if (line.size() <= lower_name.size() || line[lower_name.size()] != ':') continue;
        bool same = true;
        for (std::size_t i = 0; i < lower_name.size(); ++i) {
            const char c = line[i];
            same = same && (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c) == lower_name[i];
        }
        if (!same) continue;
        std::string_view value = std::string_view(line).substr(lower_name.size() + 1);
        while (value.starts_with(' ')) value.remove_prefix(1);
        while (value.ends_with(' ')) value.remove_suffix(1);
        return value;
    }
    return {};
}

/// What must not be repeated: the secrets, and those parts of URL and authorization that are long
/// enough to be a key. A receiver may repeat them one by one.
std::vector<std::string> SecretPieces(const WebhookSettings& settings) {
    constexpr std::size_t kLikeAKey = 8;
    const std::string& url = settings.url.Reveal();
    std::vector<std::string> pieces = {settings.signing_secret.Reveal(),
                                       settings.authorization.Reveal()};
    const auto address = ParseWebAddress(url);
    std::string_view rest = url;
    rest.remove_prefix(address ? std::min(url.size(), address->origin.size()) : 0);
    const std::string both = std::string(rest) + " " + settings.authorization.Reveal();
    for (std::size_t at = 0; at < both.size();) {
        const std::size_t end = std::min(both.find_first_of("/?&= ", at), both.size());
        if (end - at >= kLikeAKey) pieces.push_back(both.substr(at, end - at));
        at = end + 1;
    }
    return pieces;
}

/// The receiver's status and the start of what it said, unless that repeats a secret.
std::string Refusal(long status, const CurlSession& session, const WebhookSettings& settings) {
    // Looked through before it is cut: a half of a secret would not be recognised.
    const std::string said =
        CleanText(Scrub(session.body(), SecretPieces(settings)), 200, Lines::kOne);
    return fmt::format("the receiver answered {}{}{}", status, said.empty() ? "" : ": ", said);
}

SendOutcome JudgeStatus(long status, const CurlSession& session, const WebhookSettings& settings,
                        TimePoint now) {
    SendOutcome outcome;
    if (status >= 200 && status < 300) return outcome;
    const bool transient = status == 408 || status == 429 || status >= 500;
    outcome.end = transient ? SendOutcome::End::kTransient : SendOutcome::End::kPermanent;
    outcome.error.code = status == 429   ? ErrorCode::kThrottled
                         : transient     ? ErrorCode::kUnavailable
                         : status == 401 ? ErrorCode::kUnauthenticated
                                         : ErrorCode::kInvalidArgument;
    outcome.error.message = Refusal(status, session, settings);
    if (status >= 300 && status < 400) {
        outcome.error.hint = "redirects are not followed: set the url that it leads to";
    }
    if (transient) outcome.retry_after = ParseRetryAfter(HeaderValue(session, "retry-after"), now);
    return outcome;
}

}  // namespace

std::string WebhookBody(const Message& message) {
    Json fields = Json::array();
    for (const Field& field : message.fields) {
        fields.push_back({{"name", field.name}, {"value", field.value}});
    }
    const Json body = {{"version", kBodyVersion},
                       {"id", std::to_string(message.alarm_id)},
                       {"kind", AlarmKindName(message.kind)},
                       {"title", message.title},
                       {"text", message.text},
                       {"fields", std::move(fields)},
                       {"link", message.link},
                       {"group", message.group},
                       {"language", LanguageName(message.language)},
                       {"created", FormatIso8601(message.created)}};
    return DumpJson(body);
}

std::string WebhookSignature(const Secret& secret, TimePoint now, std::string_view body) {
    const auto seconds = std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count();
    const std::string text = fmt::format("{}.{}", seconds, body);
    const std::string& key = secret.Reveal();
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &size);
    std::string hex;
    for (unsigned i = 0; i < size; ++i) hex += fmt::format("{:02x}", digest[i]);
    return fmt::format("t={},v1={}", seconds, hex);
}

std::optional<Duration> ParseRetryAfter(std::string_view value, TimePoint now) {
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), seconds);
    constexpr std::int64_t kYear = 366LL * 24 * 3600;
    if (problem == std::errc() && end == value.data() + value.size() && seconds >= 0) {
        return std::chrono::seconds(std::min(seconds, kYear));
    }
    const std::optional<TimePoint> date = ParseHttpDate(value);
    if (!date) return std::nullopt;
    return std::max(Duration(0), *date - now);
}

SendOutcome WebhookChannel::Send(const Message& message, const SendLimits& limits) {
    const auto address = ParseWebAddress(settings_.url.Reveal());
    const bool clear = !address || address->scheme == "http";
    CurlSession session(
        {.ca_file = settings_.ca_file, .loopback_only = clear && !settings_.authorization.empty()},
        limits);
    const std::string body = WebhookBody(message);
    const TimePoint now = clock_.Now();
    const HeaderList headers = MakeHeaders(
        settings_, message,
        settings_.signing_secret.empty() ? ""
                                         : WebhookSignature(settings_.signing_secret, now, body));
    if (session.get() == nullptr || headers == nullptr) {
        return {.end = SendOutcome::End::kTransient,
                .error = Error{ErrorCode::kResourceExhausted, "libcurl has no memory left"}};
    }
    SetUp(session, settings_, body, headers);
    const CURLcode code = session.Perform();
    // A status is the receiver's decision, whatever became of its reply after that.
    const long status = session.ResponseCode();
    if (status >= 200) return JudgeStatus(status, session, settings_, now);
    SendOutcome outcome{.end = SendOutcome::End::kTransient, .error = session.Describe(code)};
    if (outcome.error.code == ErrorCode::kPermissionDenied) {
        outcome.end = SendOutcome::End::kPermanent;
    }
    return outcome;
}

}  // namespace dmsnode::alarms::impl
