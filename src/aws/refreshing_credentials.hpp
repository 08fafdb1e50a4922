#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>

#include "aws/credential_provider.hpp"
#include "aws/credential_source.hpp"
#include "base/log.hpp"

namespace dmsnode::aws {

/// Keeps the keys of a provider and asks for new ones five minutes before they expire. One thread
/// asks, the others go on with the old keys, or wait for the answer if those are no longer valid.
/// If asking fails while the old keys are valid, they are kept, and asked for again in 30 s.
/// Threads: any. Lifetime: what is handed in by reference outlives this object.
class RefreshingCredentials final : public CredentialSource {
public:
    RefreshingCredentials(Provider provider, Clock& clock, LogSink& log)
        : provider_(std::move(provider)), clock_(clock), log_(log) {}

    /// Errors: of the provider; kUnauthenticated if it has none or only expired ones; kTimeout if
    ///     another thread's question is not answered in two minutes.
    Result<Credentials> Get() override;
    void Invalidate(const std::string& access_key_id) override;

private:
    bool IsValid(TimePoint now) const;
    bool IsFresh(TimePoint now) const;
    Result<Credentials> Wait(std::unique_lock<std::mutex>& lock);
    Result<Credentials> Refresh(std::unique_lock<std::mutex>& lock);
    Result<Credentials> AskProvider();
    Result<Credentials> Settle(Result<Credentials> asked);

    Provider provider_;  ///< Called by the thread that set refreshing_, without the lock.
    Clock& clock_;
    LogSink& log_;

    std::mutex mutex_;  ///< Guards all below; not Guarded<T>, because answered_ waits on it.
    std::condition_variable answered_;
    std::optional<Credentials> keys_;
    std::optional<Error> last_error_;
    TimePoint next_try_{};
    bool refreshing_ = false;
    std::uint64_t answers_ = 0;
};

}  // namespace dmsnode::aws
