#include "aws/refreshing_credentials.hpp"

#include <fmt/format.h>

namespace dmsnode::aws {
namespace {

constexpr std::chrono::minutes kRefreshAhead{5};
constexpr std::chrono::seconds kBetweenTries{30};
// Longer than any source takes with its own deadlines.
constexpr std::chrono::minutes kMaxWait{2};

}  // namespace

bool RefreshingCredentials::IsValid(TimePoint now) const {
    return keys_ && (!keys_->expires || now < *keys_->expires);
}

bool RefreshingCredentials::IsFresh(TimePoint now) const {
    return keys_ && (!keys_->expires || now < *keys_->expires - kRefreshAhead);
}

Result<Credentials> RefreshingCredentials::Get() {
    std::unique_lock lock(mutex_);
    const TimePoint now = clock_.Now();
    if (IsFresh(now)) return *keys_;
    if (IsValid(now) && (refreshing_ || now < next_try_)) return *keys_;
    return refreshing_ ? Wait(lock) : Refresh(lock);
}

void RefreshingCredentials::Invalidate(const std::string& access_key_id) {
    const std::lock_guard lock(mutex_);
    if (keys_ && keys_->access_key_id == access_key_id) keys_.reset();
}

Result<Credentials> RefreshingCredentials::Wait(std::unique_lock<std::mutex>& lock) {
    const std::uint64_t before = answers_;
    if (!answered_.wait_for(lock, kMaxWait, [&] { return answers_ != before; })) {
        return Error{ErrorCode::kTimeout, "the AWS keys were not there in time"};
    }
    if (IsValid(clock_.Now())) return *keys_;
    if (last_error_) return *last_error_;
    return Error{ErrorCode::kUnauthenticated, "the AWS keys have expired"};
}

Result<Credentials> RefreshingCredentials::Refresh(std::unique_lock<std::mutex>& lock) {
    refreshing_ = true;
    lock.unlock();
    Result<Credentials> asked = AskProvider();
    lock.lock();
    refreshing_ = false;
    ++answers_;
    next_try_ = clock_.Now() + kBetweenTries;
    Result<Credentials> settled = Settle(std::move(asked));
    answered_.notify_all();
    return settled;
}

Result<Credentials> RefreshingCredentials::AskProvider() {
    Result<std::optional<Credentials>> loaded = provider_->Load();
    if (!loaded) return loaded.error();
    if (!*loaded) {
        return Error{ErrorCode::kUnauthenticated, provider_->Name() + " holds no AWS keys"};
    }
    if ((*loaded)->expires && *(*loaded)->expires <= clock_.Now()) {
        return Error{ErrorCode::kUnauthenticated,
                     fmt::format("the AWS keys expired at {}", FormatIso8601(*(*loaded)->expires))}
            .At((*loaded)->source);
    }
    return **std::move(loaded);
}

Result<Credentials> RefreshingCredentials::Settle(Result<Credentials> asked) {
    if (asked) {
        keys_ = *asked;
        last_error_.reset();
        return asked;
    }
    last_error_ = asked.error();
    if (!IsValid(clock_.Now())) return asked;
    log_.Log(LogLevel::kWarning,
             fmt::format("new AWS keys cannot be had, the old ones stay until {}: {}",
                         FormatIso8601(*keys_->expires), asked.error().ToString()));
    return *keys_;
}

}  // namespace dmsnode::aws
