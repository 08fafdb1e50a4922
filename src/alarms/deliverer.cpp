#include "alarms/deliverer.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include "alarms/channels.hpp"
#include "alarms/impl/compose.hpp"
#include "alarms/impl/delivery_round.hpp"
#include "alarms/templates.hpp"
#include "base/ids.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::alarms {
namespace {

DelivererOptions WithOwner(DelivererOptions options) {
    if (options.owner.empty()) options.owner = impl::OwnerPrefixOf(options.node) + NewUuid();
    return options;
}

}  // namespace

class Deliverer::Thread {
public:
    Thread(const DelivererParts& parts, const DelivererOptions& options)
        : log_(parts.log),
          options_(options),
          round_(parts, options),
          thread_([this](const std::stop_token& stop) { Loop(stop); }) {}
    ~Thread() { Stop(); }
    Thread(const Thread&) = delete;
    Thread& operator=(const Thread&) = delete;

    void Ring() {
        {
            const std::lock_guard lock(mutex_);
            rung_ = true;
        }
        changed_.notify_all();
    }

    void Stop() {
        const std::lock_guard one_at_a_time(stopping_);
        thread_.request_stop();
        {
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, options_.stop_grace, [this] { return ended_; });
        }
        break_off_.request_stop();
        if (thread_.joinable()) thread_.join();
    }

private:
    Result<int> Look(const std::stop_token& stop) {
        try {
            return round_.Run(stop, break_off_.get_token());
        } catch (const std::exception& problem) {  // of libraries: no memory
            return Error{ErrorCode::kInternal, problem.what()};
        }
    }

    void Loop(const std::stop_token& stop) {
        bool store_failed = false;
        while (!stop.stop_requested()) {
            const Result<int> done = Look(stop);
            if (!done && !store_failed) {
                log_.Log(LogLevel::kError, "alarms cannot be sent now: " + done.error().ToString());
            }
            if (done && store_failed) log_.Log(LogLevel::kInfo, "alarms are sent again");
            store_failed = !done;
            std::unique_lock lock(mutex_);
            changed_.wait_for(lock, stop, options_.look_every, [this] { return rung_; });
            rung_ = false;
        }
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
    }

    LogSink& log_;
    const DelivererOptions options_;
    impl::DeliveryRound round_;  ///< The thread's own.
    std::stop_source break_off_;
    std::mutex stopping_;
    std::mutex mutex_;  ///< Guards the two below.
    bool rung_ = false;
    bool ended_ = false;
    std::condition_variable_any changed_;
    std::jthread thread_;  ///< Last: it uses all of the above.
};

Deliverer::Deliverer(const DelivererParts& parts, DelivererOptions options)
    : thread_(std::make_unique<Thread>(parts, WithOwner(std::move(options)))) {}
Deliverer::~Deliverer() = default;
void Deliverer::Ring() {
    thread_->Ring();
}
void Deliverer::Stop() {
    thread_->Stop();
}

Status SendTest(const DelivererParts& parts, std::int64_t channel_id, Language language,
                const SendLimits& limits) {
    auto channel = parts.database.Read(
        [&](store::Connection& db) { return store::FindAlarmChannel(db, channel_id); });
    if (!channel) return channel.error();
    if (!*channel) {
        return Error{ErrorCode::kNotFound,
                     "there is no alarm channel " + std::to_string(channel_id)};
    }
    const Result<ChannelSettings> settings = OpenSettings(**channel, parts.secrets);
    if (!settings) return settings.error();
    Alarm alarm{.id = NewCode(),
                .kind = AlarmKind::kTest,
                .title = BuiltInTemplate(AlarmKind::kTest, language).title,
                .fields = {{"channel", (*channel)->name}},
                .created = parts.clock.Now()};
    store::AlarmGroupRow group;
    group.language = LanguageName(language);
    std::set<std::string> missing;
    const Message message = impl::Compose(alarm, group, "", missing);
    SendOutcome outcome = parts.channels.Make(*settings)->Send(message, limits);
    if (outcome.end == SendOutcome::End::kSent) return {};
    return std::move(outcome.error).At("channel \"" + (*channel)->name + "\"");
}

}  // namespace dmsnode::alarms
