#pragma once

#include "alarms/channel.hpp"

namespace dmsnode::alarms::impl {

/// Sends e-mail by SMTP. A 4xx reply and whatever the network does is transient, a 5xx reply is
/// permanent. Source: RFC 5321, 4.2.1.
class SmtpChannel final : public Channel {
public:
    explicit SmtpChannel(EmailSettings settings) : settings_(std::move(settings)) {}
    SendOutcome Send(const Message& message, const SendLimits& limits) override;

private:
    EmailSettings settings_;
};

}  // namespace dmsnode::alarms::impl
