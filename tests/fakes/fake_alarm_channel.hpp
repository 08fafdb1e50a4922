#pragma once

#include <functional>
#include <mutex>
#include <vector>

#include "alarms/channel.hpp"

namespace dmsnode::testing {

/// Channels that remember what they were to send. Each Send takes the next planned outcome; when
/// none is left, it is sent. Threads: any.
class FakeAlarmChannels final : public alarms::ChannelFactory {
public:
    struct Sent {
        alarms::Message message;
        alarms::ChannelSettings settings;
        alarms::SendOutcome::End end{};
    };

    std::unique_ptr<alarms::Channel> Make(const alarms::ChannelSettings& settings) override {
        return std::make_unique<One>(*this, settings);
    }
    void Plan(std::vector<alarms::SendOutcome> outcomes) {
        const std::lock_guard lock(mutex_);
        plan_ = std::move(outcomes);
    }
    /// Called within each Send, before it ends: what happens meanwhile. Its outcome, if any, wins.
    std::function<std::optional<alarms::SendOutcome>(const alarms::SendLimits&)> during;

    std::vector<Sent> calls() const {
        const std::lock_guard lock(mutex_);
        return calls_;
    }

private:
    class One final : public alarms::Channel {
    public:
        One(FakeAlarmChannels& all, alarms::ChannelSettings settings)
            : all_(all), settings_(std::move(settings)) {}
        alarms::SendOutcome Send(const alarms::Message& message,
                                 const alarms::SendLimits& limits) override {
            std::optional<alarms::SendOutcome> outcome;
            if (all_.during) outcome = all_.during(limits);
            const std::lock_guard lock(all_.mutex_);
            if (!outcome && !all_.plan_.empty()) {
                outcome = all_.plan_.front();
                all_.plan_.erase(all_.plan_.begin());
            }
            const alarms::SendOutcome end = outcome.value_or(alarms::SendOutcome{});
            all_.calls_.push_back({message, settings_, end.end});
            return end;
        }

    private:
        FakeAlarmChannels& all_;
        alarms::ChannelSettings settings_;
    };

    mutable std::mutex mutex_;  ///< Guards the two below.
    std::vector<alarms::SendOutcome> plan_;
    std::vector<Sent> calls_;
};

}  // namespace dmsnode::testing
