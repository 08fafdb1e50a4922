#include "alarms/impl/delivery_round.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <exception>

#include "alarms/channels.hpp"
#include "alarms/impl/compose.hpp"
#include "alarms/impl/text.hpp"
#include "store/alarm_queries.hpp"

namespace dmsnode::alarms::impl {
namespace {

constexpr std::size_t kMaxLoggedMissing = 1000;
constexpr std::size_t kMaxError = 1000;

double Chance() {
    constexpr std::uint32_t kSteps = 1U << 20U;
    return static_cast<double>(randombytes_uniform(kSteps)) / kSteps;
}

SendOutcome Failure(SendOutcome::End end, Error error) {
    return {.end = end, .error = std::move(error)};
}

}  // namespace

std::string OwnerPrefixOf(const std::string& node) {
    return node.empty() ? node : node + "/";
}

struct DeliveryRound::Job {
    store::AlarmDeliveryRow delivery;
    Alarm alarm;
    std::string group_name;
    std::optional<store::AlarmGroupRow> group;      ///< Nothing if it was deleted.
    std::optional<store::AlarmChannelRow> channel;  ///< Nothing if it was deleted.
};

DeliveryRound::DeliveryRound(const DelivererParts& parts, DelivererOptions options)
    : parts_(parts), options_(std::move(options)) {}

Result<int> DeliveryRound::Run(const std::stop_token& stop, const std::stop_token& break_off) {
    int attempts = 0;
    // First of all: what was sent and not marked must not be claimed again by us.
    if (Status stored = StoreEnd(); !stored) return stored.error();
    if (Status taken = TakeBack(); !taken) return taken.error();
    while (!stop.stop_requested()) {
        Result<std::optional<Job>> job = Claim();
        if (!job) return job.error();
        if (!*job) break;
        End(**job, Attempt(**job, break_off));
        ++attempts;
        if (Status stored = StoreEnd(); !stored) return stored.error();
    }
    return attempts;
}

/// Once, before anything is claimed: later, what is being sent under the node's name is our own.
Status DeliveryRound::TakeBack() {
    if (taken_back_ || options_.node.empty()) return {};
    const auto taken = parts_.database.Write([&](store::Connection& db) {
        return store::TakeBackAlarmDeliveries(db, OwnerPrefixOf(options_.node), parts_.clock.Now());
    });
    if (!taken) return taken.error();
    taken_back_ = true;
    if (*taken > 0) {
        parts_.log.Log(
            LogLevel::kInfo,
            fmt::format("{} alarms that an earlier process was sending are sent again", *taken));
    }
    return {};
}

Result<std::optional<DeliveryRound::Job>> DeliveryRound::Claim() {
    const TimePoint now = parts_.clock.Now();
    auto due = parts_.database.Read(
        [&](store::Connection& db) { return store::HasDueAlarmDelivery(db, now); });
    if (!due) return due.error();
    if (!*due) return std::optional<Job>();
    return parts_.database.Write([&](store::Connection& db) -> Result<std::optional<Job>> {
        auto claimed = store::ClaimAlarmDelivery(db, options_.owner, now, now + options_.lease);
        if (!claimed) return claimed.error();
        if (!*claimed) return std::optional<Job>();
        auto alarm = store::FindAlarm(db, (*claimed)->alarm_id);
        if (!alarm) return alarm.error();
        const store::AlarmRow row = alarm->value_or(store::AlarmRow{});  // there: a foreign key
        auto group = store::FindAlarmGroup(db, row.group_id);
        if (!group) return group.error();
        auto channel = store::FindAlarmChannel(db, (*claimed)->channel_id);
        if (!channel) return channel.error();
        return std::optional<Job>(Job{.delivery = **std::move(claimed),
                                      .alarm = AlarmFromRow(row),
                                      .group_name = row.group_name,
                                      .group = *std::move(group),
                                      .channel = *std::move(channel)});
    });
}

SendOutcome DeliveryRound::Attempt(const Job& job, const std::stop_token& break_off) {
    using End = SendOutcome::End;
    if (!job.channel) {
        return Failure(End::kPermanent, Error{ErrorCode::kNotFound, "the channel was deleted"});
    }
    if (job.delivery.attempts > options_.retry.max_attempts) {
        // Only after processes that died while sending: each claim counts, none came to an end.
        return Failure(End::kPermanent,
                       Error{ErrorCode::kUnavailable, "each attempt ended with its process"});
    }
    const Result<ChannelSettings> settings = OpenSettings(*job.channel, parts_.secrets);
    if (!settings) return Failure(End::kTransient, settings.error());
    std::set<std::string> missing;
    const Message message = Compose(job.alarm, job.group, job.group_name, missing);
    LogMissing(job, missing);
    try {
        return parts_.channels.Make(*settings)->Send(
            message, {.timeout = options_.send_timeout, .stop = break_off});
    } catch (const std::exception& problem) {  // of libraries: no memory
        return Failure(End::kTransient, Error{ErrorCode::kInternal, problem.what()});
    }
}

void DeliveryRound::End(const Job& job, const SendOutcome& outcome) {
    const TimePoint now = parts_.clock.Now();
    Ended ended{.delivery = job.delivery,
                .hold_channel = outcome.end == SendOutcome::End::kTransient &&
                                outcome.error.code != ErrorCode::kCancelled};
    Settle(ended.delivery, outcome, options_.retry, now, Chance());
    ended.delivery.last_error = CleanText(ended.delivery.last_error, kMaxError, Lines::kOne);
    LogEnd(job, outcome, ended.delivery);
    ended_ = std::move(ended);
}

Status DeliveryRound::StoreEnd() {
    if (!ended_) return {};
    const TimePoint hold_until = parts_.clock.Now() + options_.retry.first_delay;
    auto stored = parts_.database.Write([&](store::Connection& db) -> Result<bool> {
        auto finished = store::FinishAlarmDelivery(db, ended_->delivery);
        if (!finished || !ended_->hold_channel) return finished;
        // A channel that does not answer takes a timeout each time: one attempt a minute finds out
        // whether it is back, and the other channels are not held up by it.
        Status held = store::HoldAlarmChannel(db, ended_->delivery.channel_id, hold_until);
        if (!held) return held.error();
        return finished;
    });
    if (!stored) return stored.error();
    if (!*stored) {
        // Or the COMMIT of an earlier try was lost on the way and took place nevertheless.
        parts_.log.Log(
            LogLevel::kWarning,
            fmt::format("alarm {}: the end of its delivery by \"{}\" is stored already, or "
                        "it took longer than the lease and another process has it now",
                        ended_->delivery.alarm_id, ended_->delivery.channel_name));
    }
    ended_.reset();
    return {};
}

void DeliveryRound::LogEnd(const Job& job, const SendOutcome& outcome,
                           const store::AlarmDeliveryRow& delivery) {
    const std::string what =
        fmt::format("alarm {} ({}) by \"{}\", attempt {}", job.alarm.id,
                    AlarmKindName(job.alarm.kind), delivery.channel_name, job.delivery.attempts);
    if (outcome.end == SendOutcome::End::kSent) {
        parts_.log.Log(LogLevel::kInfo, what + ": sent");
    } else if (delivery.wake) {
        parts_.log.Log(LogLevel::kWarning,
                       fmt::format("{}: {}; next attempt at {}", what, delivery.last_error,
                                   FormatIso8601(*delivery.wake)));
    } else {
        parts_.log.Log(LogLevel::kError,
                       fmt::format("{}: failed for good: {}", what, delivery.last_error));
    }
}

void DeliveryRound::LogMissing(const Job& job, const std::set<std::string>& missing) {
    for (const std::string& name : missing) {
        if (logged_missing_.size() >= kMaxLoggedMissing) return;
        const std::string what = fmt::format(
            "alarm group \"{}\": its template of {} names ${{{}}}, which such alarms do not have",
            job.group_name, AlarmKindName(job.alarm.kind), CleanText(name, 100, Lines::kOne));
        if (logged_missing_.insert(what).second) parts_.log.Log(LogLevel::kWarning, what);
    }
}

}  // namespace dmsnode::alarms::impl
