#include "aws/retry.hpp"

#include <gtest/gtest.h>

namespace dmsnode::aws {
namespace {

using namespace std::chrono_literals;

TEST(Judge, CodesAndStatusesThatMayPass) {
    for (const std::string_view code :
         {"ThrottlingException", "SlowDown", "RequestLimitExceeded"}) {
        EXPECT_EQ(Judge(code, 400), Trouble::kThrottled) << code;
    }
    EXPECT_EQ(Judge("", 429), Trouble::kThrottled);
    for (const int status : {500, 502, 503, 504}) EXPECT_EQ(Judge("", status), Trouble::kTransient);
    EXPECT_EQ(Judge("RequestTimeout", 400), Trouble::kTransient);
    EXPECT_EQ(Judge("InternalFailure", 500), Trouble::kTransient);
}

TEST(Judge, ModelledFaultsAreFinal) {
    for (const std::string_view code :
         {"ResourceNotFoundFault", "InvalidResourceStateFault", "AccessDeniedFault", ""}) {
        EXPECT_EQ(Judge(code, 400), Trouble::kNone) << code;
    }
    EXPECT_EQ(Judge("", 501), Trouble::kNone);
}

TEST(RetryDelay, DoublesUpToTwentySeconds) {
    EXPECT_EQ(RetryDelay(1, 1.0, nullptr), 1s);
    EXPECT_EQ(RetryDelay(2, 1.0, nullptr), 2s);
    EXPECT_EQ(RetryDelay(5, 1.0, nullptr), 16s);
    EXPECT_EQ(RetryDelay(6, 1.0, nullptr), 20s);
    EXPECT_EQ(RetryDelay(1000, 1.0, nullptr), 20s);
    EXPECT_EQ(RetryDelay(3, 0.25, nullptr), 1s);
    EXPECT_EQ(RetryDelay(3, 0.0, nullptr), 0s);
}

TEST(RetryDelay, ServersWishIsFollowedWithinFiveSeconds) {
    const auto delay = [](const char* name, const char* value) {
        const HttpResponse response{503, {{name, value}}, ""};
        return RetryDelay(1, 0.5, &response);
    };
    EXPECT_EQ(delay("x-amz-retry-after", "1500"), 1500ms);
    EXPECT_EQ(delay("X-Amz-Retry-After", "100"), 500ms);
    EXPECT_EQ(delay("Retry-After", "3"), 3s);
    EXPECT_EQ(delay("Retry-After", "3600"), 5500ms);
    EXPECT_EQ(delay("Retry-After", "Sun, 22 Nov 2026 10:17:02 GMT"), 500ms);
    EXPECT_EQ(delay("Retry-After", "-5"), 500ms);
}

TEST(RetryBudget, TakesUntilItIsEmptyAndNeverOverflows) {
    RetryBudget budget;
    EXPECT_EQ(budget.left(), 500);
    budget.Give(10);
    EXPECT_EQ(budget.left(), 500);
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(budget.Take(5));
    EXPECT_FALSE(budget.Take(1));
    budget.Give(1);
    EXPECT_FALSE(budget.Take(5));
    EXPECT_TRUE(budget.Take(1));
}

TEST(SystemRandom, StaysBelowOne) {
    SystemRandom random;
    for (int i = 0; i < 1000; ++i) {
        const double unit = random.Unit();
        EXPECT_GE(unit, 0.0);
        EXPECT_LT(unit, 1.0);
    }
}

}  // namespace
}  // namespace dmsnode::aws
