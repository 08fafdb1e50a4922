#include "alarms/channel.hpp"

#include <curl/curl.h>

#include <mutex>

#include "alarms/impl/smtp_channel.hpp"
#include "alarms/impl/webhook_channel.hpp"

namespace dmsnode::alarms {

CurlChannelFactory::CurlChannelFactory(const Clock& clock) : clock_(clock) {
    static std::once_flag once;  // libcurl's own state is global, and set up once a process
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
}

std::unique_ptr<Channel> CurlChannelFactory::Make(const ChannelSettings& settings) {
    if (const auto* email = std::get_if<EmailSettings>(&settings)) {
        return std::make_unique<impl::SmtpChannel>(*email);
    }
    return std::make_unique<impl::WebhookChannel>(std::get<WebhookSettings>(settings), clock_);
}

}  // namespace dmsnode::alarms
