#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "alarms/alarm.hpp"
#include "alarms/settings.hpp"

namespace dmsnode::alarms {

/// An alarm as it goes out: all texts are made. The same for each attempt, so that a receiver sees
/// that a repetition is one.
struct Message {
    std::int64_t alarm_id = 0;
    AlarmKind kind = AlarmKind::kTest;
    Language language = Language::kEnglish;
    std::string group;
    std::string title;  ///< One line.
    std::string text;   ///< Plain text, lines end with `\n`.
    std::string html;   ///< The same as HTML, to stand inside `<body>`.
    std::vector<Field> fields;
    std::string link;
    TimePoint created;
};

/// How long a Send may take. Units: the time from now.
struct SendLimits {
    std::chrono::milliseconds timeout{45'000};
    std::stop_token stop{};  ///< Ends it at once, with kCancelled.
};

/// What came of one attempt.
struct SendOutcome {
    enum class End {
        kSent,       ///< The receiver took it.
        kTransient,  ///< Not taken, and another attempt may help.
        kPermanent   ///< Not taken, and it will not be until somebody changes something.
    };
    End end = End::kSent;
    Error error{};                          ///< Says why, unless it was sent. Holds no secret.
    std::optional<Duration> retry_after{};  ///< What the receiver asked for.
};

/// A way to tell people. Threads: one at a time.
class Channel {
public:
    virtual ~Channel() = default;
    virtual SendOutcome Send(const Message& message, const SendLimits& limits) = 0;
};

/// Makes a channel of its settings. Threads: any.
class ChannelFactory {
public:
    virtual ~ChannelFactory() = default;
    virtual std::unique_ptr<Channel> Make(const ChannelSettings& settings) = 0;
};

/// E-mail by SMTP and webhooks by HTTP, over libcurl. Lifetime: the clock outlives it and its
/// channels.
class CurlChannelFactory final : public ChannelFactory {
public:
    explicit CurlChannelFactory(const Clock& clock);
    std::unique_ptr<Channel> Make(const ChannelSettings& settings) override;

private:
    const Clock& clock_;
};

}  // namespace dmsnode::alarms
