#pragma once

#include <optional>
#include <set>
#include <string>

#include "alarms/deliverer.hpp"
#include "store/alarm_rows.hpp"

namespace dmsnode::alarms::impl {

/// What the owners' names of a node's processes begin with.
std::string OwnerPrefixOf(const std::string& node);

/// The work of a Deliverer without its thread. Threads: one.
class DeliveryRound {
public:
    DeliveryRound(const DelivererParts& parts, DelivererOptions options);

    /// Sends all that is due, one after the other, until nothing is or `stop` is requested; an
    /// attempt at work goes on until `break_off`. Returns how many attempts were made.
    /// Errors: the store's; the next Run goes on where this one ended.
    Result<int> Run(const std::stop_token& stop, const std::stop_token& break_off);

private:
    struct Job;

    Status TakeBack();
    Result<std::optional<Job>> Claim();
    SendOutcome Attempt(const Job& job, const std::stop_token& break_off);
    void End(const Job& job, const SendOutcome& outcome);
    Status StoreEnd();
    void LogEnd(const Job& job, const SendOutcome& outcome,
                const store::AlarmDeliveryRow& delivery);
    void LogMissing(const Job& job, const std::set<std::string>& missing);

    /// An attempt that is over and not stored yet.
    struct Ended {
        store::AlarmDeliveryRow delivery;
        bool hold_channel = false;
    };

    const DelivererParts parts_;
    const DelivererOptions options_;
    bool taken_back_ = false;  ///< What an earlier process of this node left.
    std::optional<Ended> ended_;
    std::set<std::string> logged_missing_;
};

}  // namespace dmsnode::alarms::impl
