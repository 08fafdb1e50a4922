#include "api/rate_limit.hpp"

#include <algorithm>
#include <cmath>

namespace dmsnode::api {

double RateLimiter::TokensAt(const Bucket& bucket, Time now) const {
    const std::chrono::duration<double> passed = now - bucket.filled;
    return std::min(limit_.burst, bucket.tokens + passed.count() * limit_.per_second);
}

void RateLimiter::MakeRoom(Buckets& buckets, Time now) const {
    std::erase_if(buckets,
                  [&](const auto& entry) { return TokensAt(entry.second, now) >= limit_.burst; });
    if (buckets.size() < kMostBuckets) return;
    buckets.erase(std::ranges::max_element(
        buckets, {}, [&](const auto& entry) { return TokensAt(entry.second, now); }));
}

std::optional<std::chrono::seconds> RateLimiter::Take(const std::string& name, Time now) {
    return buckets_.With([&](Buckets& buckets) -> std::optional<std::chrono::seconds> {
        auto found = buckets.find(name);
        if (found == buckets.end()) {
            if (buckets.size() >= kMostBuckets) MakeRoom(buckets, now);
            found = buckets.emplace(name, Bucket{.tokens = limit_.burst, .filled = now}).first;
        }
        Bucket& bucket = found->second;
        bucket = {.tokens = TokensAt(bucket, now), .filled = now};
        if (bucket.tokens >= 1) {
            bucket.tokens -= 1;
            return std::nullopt;
        }
        const double wait = (1 - bucket.tokens) / limit_.per_second;
        return std::chrono::seconds(std::max<std::int64_t>(1, std::llround(std::ceil(wait))));
    });
}

std::size_t RateLimiter::size() const {
    return buckets_.With([](const Buckets& buckets) { return buckets.size(); });
}

}  // namespace dmsnode::api
