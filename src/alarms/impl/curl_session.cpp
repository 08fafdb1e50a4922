#include "alarms/impl/curl_session.hpp"

#include <fmt/format.h>
#include <sys/socket.h>

#include <algorithm>

#include "alarms/impl/addresses.hpp"
#include "alarms/impl/text.hpp"

namespace dmsnode::alarms::impl {
namespace {

constexpr std::size_t kMaxLineBytes = 64U << 10U;
constexpr std::size_t kMaxBodyBytes = 64U << 10U;
constexpr std::size_t kKeptBody = 1000;
// With SMTP this includes greeting, TLS and login, which careful servers delay.
constexpr long kConnectTimeoutMs = 30'000;
constexpr long kReplyTimeoutSeconds = 30;  // also bounds the wait for the answer to QUIT

}  // namespace

// The callbacks have C's signatures: libcurl calls them, and gives back what it was given.
std::size_t CurlSession::OnLine(char* data, std::size_t, std::size_t size, void* self) noexcept {
    auto& session = *static_cast<CurlSession*>(self);
    session.line_bytes_ += size;
    if (session.line_bytes_ > kMaxLineBytes) return 0;
    std::string_view line(data, size);
    while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
    session.lines_.emplace_back(line);
    return size;
}

std::size_t CurlSession::OnBody(char* data, std::size_t, std::size_t size, void* self) noexcept {
    auto& session = *static_cast<CurlSession*>(self);
    session.body_bytes_ += size;
    if (session.body_bytes_ > kMaxBodyBytes) return 0;
    session.body_.append(data, std::min(size, kKeptBody - session.body_.size()));
    return size;
}

int CurlSession::OnProgress(void* self, curl_off_t, curl_off_t, curl_off_t, curl_off_t) noexcept {
    return static_cast<CurlSession*>(self)->stop_.stop_requested() ? 1 : 0;
}

curl_socket_t CurlSession::OnSocket(void* self, curlsocktype, curl_sockaddr* address) noexcept {
    auto& session = *static_cast<CurlSession*>(self);
    const bool refused = IsForbidden(address->addr) ||
                         (session.options_.loopback_only && !IsLoopback(address->addr));
    if (refused) {
        session.address_refused_ = true;
        return CURL_SOCKET_BAD;
    }
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

CurlSession::CurlSession(const SessionOptions& options, const SendLimits& limits)
    : options_(options), stop_(limits.stop), curl_(curl_easy_init()) {
    CURL* curl = curl_.get();
    if (curl == nullptr) return;
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, kConnectTimeoutMs);
    // 0 would mean no limit.
    const long timeout_ms = std::max<long>(1, static_cast<long>(limits.timeout.count()));
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, timeout_ms);
    curl_easy_setopt(curl, CURLOPT_SERVER_RESPONSE_TIMEOUT, kReplyTimeoutSeconds);
    curl_easy_setopt(curl, CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L);
    curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
    if (!options_.ca_file.empty()) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, options_.ca_file.c_str());
        curl_easy_setopt(curl, CURLOPT_CAPATH, nullptr);
    }
    curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, detail_.data());
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, OnLine);
    curl_easy_setopt(curl, CURLOPT_HEADERDATA, this);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, OnBody);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, this);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, OnProgress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, this);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, OnSocket);
    curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, this);
}

long CurlSession::ResponseCode() const {
    long code = 0;
    curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &code);
    return code;
}

Error CurlSession::Describe(CURLcode code) const {
    const std::string_view detail(detail_[0] == '\0' ? curl_easy_strerror(code) : detail_.data());
    const auto make = [&](ErrorCode error_code, std::string_view what) {
        return Error{error_code, fmt::format("{}: {}", what, CleanText(detail, 300, Lines::kOne))};
    };
    switch (code) {
        case CURLE_COULDNT_RESOLVE_HOST:
            return make(ErrorCode::kUnavailable, "the host name is not known");
        case CURLE_COULDNT_CONNECT:
            if (address_refused_) {
                return Error{
                    ErrorCode::kPermissionDenied,
                    options_.loopback_only
                        ? "the host's address is not on loopback, and without TLS no other "
                          "is allowed"
                        : "the host's address is a link-local or metadata address"};
            }
            return make(ErrorCode::kUnavailable, "no connection");
        case CURLE_OPERATION_TIMEDOUT: return make(ErrorCode::kTimeout, "no reply in time");
        case CURLE_ABORTED_BY_CALLBACK:
            return Error{ErrorCode::kCancelled, "stopped while sending"};
        case CURLE_PEER_FAILED_VERIFICATION:
        case CURLE_SSL_CACERT_BADFILE:
            return make(ErrorCode::kUnauthenticated, "the server's certificate is not trusted")
                .Hint("name the CA's certificate as ca_file");
        case CURLE_USE_SSL_FAILED:
            return make(ErrorCode::kUnavailable, "the server does not begin TLS")
                .Hint(
                    "nothing was sent; if the server speaks TLS from the first byte, set security "
                    "to tls");
        case CURLE_SSL_CONNECT_ERROR: return make(ErrorCode::kUnavailable, "TLS failed");
        case CURLE_LOGIN_DENIED:
            return make(ErrorCode::kUnauthenticated, "the server refused the login")
                .Hint("check username and password");
        // libcurl's list grows with its versions: all others end an exchange that had begun.
        default: return make(ErrorCode::kUnavailable, "the exchange broke off");
    }
}

std::string Scrub(std::string text, const std::vector<std::string>& secrets) {
    // The start of a secret is enough: a text that was cut may end within one.
    constexpr std::size_t kRecognised = 12;
    for (const std::string& secret : secrets) {
        if (!secret.empty() && text.find(secret.substr(0, kRecognised)) != std::string::npos) {
            return "(what was said repeats a secret and is not shown)";
        }
    }
    return text;
}

}  // namespace dmsnode::alarms::impl
