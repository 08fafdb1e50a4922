#include "aws/retry.hpp"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace dmsnode::aws {
namespace {

constexpr std::array<std::string_view, 14> kThrottlingCodes{
    "Throttling",
    "ThrottlingException",
    "ThrottledException",
    "RequestThrottledException",
    "RequestThrottled",
    "TooManyRequestsException",
    "ProvisionedThroughputExceededException",
    "TransactionInProgressException",
    "RequestLimitExceeded",
    "BandwidthLimitExceeded",
    "LimitExceededException",
    "SlowDown",
    "PriorRequestNotComplete",
    "EC2ThrottledException"};
constexpr std::array<std::string_view, 2> kTransientCodes{"RequestTimeout",
                                                          "RequestTimeoutException"};
constexpr std::array<int, 4> kTransientStatuses{500, 502, 503, 504};
constexpr Duration kMaxDelay = std::chrono::seconds(20);
constexpr Duration kMaxServerWish = std::chrono::seconds(5);

template <class List, class T>
bool Contains(const List& list, const T& value) {
    return std::find(list.begin(), list.end(), value) != list.end();
}

Duration ServerWish(const HttpResponse& response) {
    const auto number = [&](std::string_view name) {
        const std::string* text = FindHeader(response.headers, name);
        int value = 0;
        if (text != nullptr) std::from_chars(text->data(), text->data() + text->size(), value);
        return std::clamp(value, 0, 3'600'000);
    };
    const Duration own = std::chrono::milliseconds(number("x-amz-retry-after"));
    return std::max(own, Duration(std::chrono::seconds(number("retry-after"))));
}

}  // namespace

double SystemRandom::Unit() {
    return static_cast<double>(randombytes_random()) / 4294967296.0;
}

Trouble Judge(std::string_view fault_code, int http_status) {
    if (Contains(kThrottlingCodes, fault_code) || http_status == 429) return Trouble::kThrottled;
    if (Contains(kTransientCodes, fault_code) || Contains(kTransientStatuses, http_status)) {
        return Trouble::kTransient;
    }
    return Trouble::kNone;
}

Duration RetryDelay(int number, double unit, const HttpResponse* response) {
    const Duration ceiling =
        number > 5 ? kMaxDelay : Duration(std::chrono::seconds(1LL << std::max(number - 1, 0)));
    const Duration own(static_cast<std::int64_t>(
        unit * static_cast<double>(std::min(ceiling, kMaxDelay).count())));
    if (response == nullptr) return own;
    return std::max(own, std::min(ServerWish(*response), own + kMaxServerWish));
}

bool RetryBudget::Take(int tokens) {
    return tokens_.With([&](int& left) {
        if (left < tokens) return false;
        left -= tokens;
        return true;
    });
}

void RetryBudget::Give(int tokens) {
    tokens_.With([&](int& left) { left = std::min(left + tokens, kCapacity); });
}

int RetryBudget::left() const {
    return tokens_.With([](const int& left) { return left; });
}

}  // namespace dmsnode::aws
