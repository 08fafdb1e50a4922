#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "base/guarded.hpp"

namespace dmsnode::api {

/// Slows guessing down: failures in a row, of a name and of an address, make the next attempt wait
/// twice as long each. A name waits a minute at most, so that nobody can lock another out for long;
/// an address up to 15 minutes. In memory: a restart forgets. Threads: any.
class LoginGuard {
public:
    using Time = std::chrono::steady_clock::time_point;

    /// Counts an attempt, or says how long to wait. It counts as failed until Succeeded: attempts
    /// side by side are not free.
    std::optional<std::chrono::seconds> Begin(const std::string& name, const std::string& address,
                                              Time now);
    void Succeeded(const std::string& name, const std::string& address);

    static constexpr int kFreeOfName = 5;
    static constexpr int kFreeOfAddress = 20;
    static constexpr std::size_t kMostEntries = 10'000;

private:
    struct Failures {
        int count = 0;
        Time blocked_until;
        Time last;
    };
    using Entries = std::map<std::string, Failures>;

    static void Count(Entries& entries, const std::string& key, int free,
                      std::chrono::seconds longest, Time now);

    Guarded<Entries> entries_;  ///< Keys: `name NAME` and `from ADDRESS`.
};

}  // namespace dmsnode::api
