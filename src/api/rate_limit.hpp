#pragma once

#include <chrono>
#include <cstddef>
#include <map>
#include <optional>
#include <string>

#include "base/guarded.hpp"

namespace dmsnode::api {

struct RateLimit {
    double per_second = 50;
    double burst = 200;
};

/// A token bucket for each name (a principal, an address). Threads: any.
class RateLimiter {
public:
    using Time = std::chrono::steady_clock::time_point;

    explicit RateLimiter(RateLimit limit) : limit_(limit) {}

    /// Nothing if the request may pass, else after how long the next one may.
    std::optional<std::chrono::seconds> Take(const std::string& name, Time now);

    /// Buckets that are full again are forgotten when there are more than this; if all are in use,
    /// the fullest makes room.
    static constexpr std::size_t kMostBuckets = 10'000;
    std::size_t size() const;

private:
    struct Bucket {
        double tokens = 0;
        Time filled;
    };
    using Buckets = std::map<std::string, Bucket>;

    double TokensAt(const Bucket& bucket, Time now) const;
    void MakeRoom(Buckets& buckets, Time now) const;

    const RateLimit limit_;
    Guarded<Buckets> buckets_;
};

}  // namespace dmsnode::api
