#pragma once

#include <memory>
#include <optional>
#include <string>

#include "alarms/channel.hpp"
#include "alarms/retry.hpp"
#include "base/log.hpp"
#include "store/database.hpp"
#include "store/secret_box.hpp"

namespace dmsnode::alarms {

struct DelivererOptions {
    /// The same after a restart, and no other living process's: what an earlier process of this
    /// name was sending when it died is sent again at once. Empty: when its lease is over.
    std::string node{};
    /// Names this process in leases; unlike any other's, also of an earlier run. Empty: the node
    /// and a new UUID.
    std::string owner{};
    RetryPolicy retry{};
    std::chrono::milliseconds send_timeout{45'000};
    /// How long a claimed delivery is ours: longer than an attempt can take.
    Duration lease = std::chrono::minutes(3);
    /// How often it looks when nobody rings; real time.
    std::chrono::milliseconds look_every{1'000};
    /// How long Stop lets the attempt at work go on before it breaks it off; real time.
    std::chrono::milliseconds stop_grace{5'000};
};

/// What a Deliverer works with. Lifetime: all outlive it.
struct DelivererParts {
    store::Database& database;
    const store::SecretBox& secrets;
    ChannelFactory& channels;
    Clock& clock;
    LogSink& log;
};

/// Sends what was raised: one thread that claims due deliveries, one at a time, and sends them.
/// Any number of processes may do so over one store.
///
/// A delivery is marked `sending` before its attempt and `sent` after it. If the process dies in
/// between, it is sent again when its lease is over, or its node starts again, with the same id;
/// while the process lives it never is: an end that cannot be stored is stored before anything else
/// is sent. Threads: any.
class Deliverer {
public:
    Deliverer(const DelivererParts& parts, DelivererOptions options);
    ~Deliverer();
    Deliverer(const Deliverer&) = delete;
    Deliverer& operator=(const Deliverer&) = delete;

    /// Something was raised: look now.
    void Ring();
    /// Ends the thread and waits for it, at most the grace, a second, and a write to the store. May
    /// be called twice.
    void Stop();

private:
    class Thread;
    std::unique_ptr<Thread> thread_;
};

/// Sends a test alarm by one channel now, past the outbox: once, with the channel's own error.
/// Errors: kNotFound if there is no such channel; what the channel says.
Status SendTest(const DelivererParts& parts, std::int64_t channel_id, Language language,
                const SendLimits& limits = {});

}  // namespace dmsnode::alarms
