#include "alarms/impl/smtp_channel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "alarms/impl/curl_session.hpp"
#include "alarms/impl/email.hpp"
#include "alarms/impl/text.hpp"

namespace dmsnode::alarms::impl {
namespace {

/// What is left of the mail to hand to libcurl.
struct Upload {
    std::string_view rest;
};

std::size_t OnRead(char* buffer, std::size_t size, std::size_t count, void* context) noexcept {
    auto& upload = *static_cast<Upload*>(context);
    const std::size_t taken = std::min(size * count, upload.rest.size());
    std::memcpy(buffer, upload.rest.data(), taken);
    upload.rest.remove_prefix(taken);
    return taken;
}

using AddressList = Handle<curl_slist, curl_slist_free_all>;

AddressList Recipients(const EmailSettings& settings) {
    AddressList list;
    for (const auto* addresses : {&settings.to, &settings.cc}) {
        for (const std::string& address : *addresses) {
            curl_slist* longer = curl_slist_append(list.get(), ("<" + address + ">").c_str());
            if (longer == nullptr) return {};  // a mail to some of them would pass for sent
            [[maybe_unused]] curl_slist* same = list.release();
            list.reset(longer);
        }
    }
    return list;
}

std::string UrlOf(const EmailSettings& settings) {
    const bool is_ipv6 = settings.server.find(':') != std::string::npos;
    return fmt::format("{}://{}:{}", settings.security == Security::kTls ? "smtps" : "smtp",
                       is_ipv6 ? "[" + settings.server + "]" : settings.server, settings.port);
}

void SetUp(const CurlSession& session, const EmailSettings& settings, Upload& upload) {
    CURL* curl = session.get();
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    curl_easy_setopt(curl, CURLOPT_URL, UrlOf(settings).c_str());
    const long use_ssl = settings.security == Security::kNone ? CURLUSESSL_NONE : CURLUSESSL_ALL;
    curl_easy_setopt(curl, CURLOPT_USE_SSL, use_ssl);
    if (!settings.username.empty()) {
        curl_easy_setopt(curl, CURLOPT_USERNAME, settings.username.c_str());
        curl_easy_setopt(curl, CURLOPT_PASSWORD, settings.password.Reveal().c_str());
    }
    curl_easy_setopt(curl, CURLOPT_MAIL_FROM, ("<" + settings.from + ">").c_str());
    curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
    curl_easy_setopt(curl, CURLOPT_READFUNCTION, OnRead);
    curl_easy_setopt(curl, CURLOPT_READDATA, &upload);
}

/// The reply that ended the mail, `550 5.1.1 no such user`; empty if the last one was no refusal.
/// libcurl still says QUIT after it, and is told `221`.
std::string_view LastRefusal(const CurlSession& session) {
    const std::vector<std::string>& lines = session.lines();
    const auto last = std::find_if(lines.rbegin(), lines.rend(), [](const std::string& line) {
        return !line.starts_with("221");
    });
    const bool refused = last != lines.rend() && (last->starts_with('4') || last->starts_with('5'));
    return refused ? std::string_view(*last) : std::string_view();
}

/// What the server said, unless it repeats the login.
std::string Shown(std::string_view reply, const EmailSettings& settings) {
    const std::string& password = settings.password.Reveal();
    if (password.empty()) return CleanText(reply, 300, Lines::kOne);
    const std::string plain =
        Base64(std::string(1, '\0') + settings.username + std::string(1, '\0') + password);
    return CleanText(Scrub(std::string(reply), {password, Base64(password), plain}), 300,
                     Lines::kOne);
}

SendOutcome Judge(CURLcode code, const CurlSession& session, const EmailSettings& settings) {
    SendOutcome outcome{.end = SendOutcome::End::kTransient, .error = session.Describe(code)};
    if (outcome.error.code == ErrorCode::kPermissionDenied) {
        outcome.end = SendOutcome::End::kPermanent;
        return outcome;
    }
    // Only these say that the last reply was the reason.
    const bool by_reply = code == CURLE_SEND_ERROR || code == CURLE_RECV_ERROR ||
                          code == CURLE_LOGIN_DENIED || code == CURLE_WEIRD_SERVER_REPLY ||
                          code == CURLE_REMOTE_ACCESS_DENIED;
    const std::string_view reply = LastRefusal(session);
    if (!by_reply || reply.empty()) return outcome;
    const bool permanent = reply.front() == '5';
    if (permanent) outcome.end = SendOutcome::End::kPermanent;
    const bool is_login = code == CURLE_LOGIN_DENIED;
    outcome.error.message = fmt::format("the mail server refused the {} with {}",
                                        is_login ? "login" : "mail", Shown(reply, settings));
    if (!is_login) {
        outcome.error.code = permanent ? ErrorCode::kInvalidArgument : ErrorCode::kUnavailable;
    }
    return outcome;
}

}  // namespace

SendOutcome SmtpChannel::Send(const Message& message, const SendLimits& limits) {
    CurlSession session(
        {.ca_file = settings_.ca_file, .loopback_only = settings_.security == Security::kNone},
        limits);
    const AddressList recipients = Recipients(settings_);
    if (session.get() == nullptr || recipients == nullptr) {
        return {.end = SendOutcome::End::kTransient,
                .error = Error{ErrorCode::kResourceExhausted, "libcurl has no memory left"}};
    }
    const std::string mail = BuildEmail(settings_, message);
    Upload upload{mail};
    SetUp(session, settings_, upload);
    curl_easy_setopt(session.get(), CURLOPT_MAIL_RCPT, recipients.get());
    const CURLcode code = session.Perform();
    if (code == CURLE_OK) return {};
    SendOutcome outcome = Judge(code, session, settings_);
    outcome.error.message = Scrub(std::move(outcome.error.message), {settings_.password.Reveal()});
    return outcome;
}

}  // namespace dmsnode::alarms::impl
