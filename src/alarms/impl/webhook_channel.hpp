#pragma once

#include "alarms/channel.hpp"

namespace dmsnode::alarms::impl {

/// Posts JSON to an address. 2xx is sent; 408, 429, 5xx and whatever the network does is transient;
/// all other statuses are permanent. Lifetime: the clock outlives it.
class WebhookChannel final : public Channel {
public:
    WebhookChannel(WebhookSettings settings, const Clock& clock)
        : settings_(std::move(settings)), clock_(clock) {}
    SendOutcome Send(const Message& message, const SendLimits& limits) override;

private:
    WebhookSettings settings_;
    const Clock& clock_;
};

/// The document that is posted (docs/alarms.md); the same for each attempt.
std::string WebhookBody(const Message& message);

/// `t=<seconds>,v1=<hex of HMAC-SHA256 over "<seconds>.<body>">`
std::string WebhookSignature(const Secret& secret, TimePoint now, std::string_view body);

/// How long `Retry-After: 120` or `Retry-After: <HTTP date>` asks to wait; nothing if it is
/// neither. Source: RFC 9110, 10.2.3.
std::optional<Duration> ParseRetryAfter(std::string_view value, TimePoint now);

}  // namespace dmsnode::alarms::impl
