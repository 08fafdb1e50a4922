#pragma once

#include <chrono>
#include <string_view>

#include "aws/http.hpp"
#include "base/clock.hpp"
#include "base/guarded.hpp"

/// The "standard" retry rules of AWS's tools. Source: aws-dms.md 1.5; AWS SDKs and Tools Reference
/// Guide, "Retry behavior".
namespace dmsnode::aws {

/// Random numbers come in through this interface, so that a test knows them.
class Random {
public:
    virtual ~Random() = default;
    /// Evenly spread, 0 ≤ x < 1. Threads: any.
    virtual double Unit() = 0;
};

class SystemRandom final : public Random {
public:
    double Unit() override;
};

enum class Trouble {
    kNone,       ///< Not worth a retry: a modelled fault, or a success.
    kTransient,  ///< The server or the way to it failed.
    kThrottled,  ///< The server asked us to slow down.
};

/// What a fault code (empty if none) and an HTTP status tell about a retry.
Trouble Judge(std::string_view fault_code, int http_status);

/// How long to wait after the attempt `number` (1, 2, …) failed: `unit` × min(2^(number−1), 20) s.
/// A server's own wish (x-amz-retry-after in ms, Retry-After in s) is followed when it is longer,
/// but by no more than 5 s.
Duration RetryDelay(int number, double unit, const HttpResponse* response);

/// The tokens that all retries of one client share: when most calls fail, retries stop on their own
/// instead of doubling the load of a server in trouble. 500 tokens; a retry takes 5, after a
/// time-out 10; a success gives back what its last retry took, or 1. Threads: any.
class RetryBudget {
public:
    static constexpr int kCapacity = 500;
    static constexpr int kRetryCost = 5;
    static constexpr int kTimeoutCost = 10;
    static constexpr int kSuccessGain = 1;

    /// False, and nothing taken, if there are fewer tokens left.
    bool Take(int tokens);
    void Give(int tokens);
    int left() const;

private:
    Guarded<int> tokens_{kCapacity};
};

}  // namespace dmsnode::aws
