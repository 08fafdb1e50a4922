#include "service/impl/arns.hpp"

#include <gtest/gtest.h>

namespace dmsnode::service {
namespace {

Arns MakeArns() {
    return *Arns::Make("eu-west-1", "123456789012");
}

TEST(Arns, NewHasRegionAccountTypeAndTwentySixCharacters) {
    const auto arn = MakeArns().New(ResourceKind::kTask, std::nullopt);
    ASSERT_TRUE(arn);
    EXPECT_TRUE(arn->starts_with("arn:aws:dms:eu-west-1:123456789012:task:"));
    EXPECT_EQ(IdOfArn(*arn).size(), 26U);
    EXPECT_TRUE(CheckArn(ResourceKind::kTask, "ReplicationTaskArn", *arn));
}

TEST(Arns, ResourceIdentifierBecomesTheLastPart) {
    EXPECT_EQ(*MakeArns().New(ResourceKind::kEndpoint, "shop-source"),
              "arn:aws:dms:eu-west-1:123456789012:endpoint:shop-source");
}

TEST(Arns, BadResourceIdentifiersAreRefused) {
    for (const char* id :
         {"1shop", "shop--source", "shop-", "shop_source", "abcdefghijklmnopqrstuvwxyz123456"}) {
        const auto arn = MakeArns().New(ResourceKind::kEndpoint, id);
        ASSERT_FALSE(arn) << id;
        EXPECT_EQ(arn.error().fault, "InvalidParameterValueException");
    }
}

TEST(Arns, RegionAndAccountMustFit) {
    EXPECT_FALSE(Arns::Make("", "123456789012"));
    EXPECT_FALSE(Arns::Make("eu:west", "123456789012"));
    EXPECT_FALSE(Arns::Make("eu-west-1", "12345678901"));
    EXPECT_FALSE(Arns::Make("eu-west-1", "12345678901x"));
}

TEST(CheckArn, OtherFormsAreInvalidValues) {
    for (const char* arn : {"", "orders", "arn:aws:dms:r:1:task", "arn:aws:dms:r:1:endpoint:X",
                            "arn:aws:rds:r:1:task:X",
                            "arn:aws:dms:r:1:task:", "arn:aws:dms:r:1:task:X:Y", "task:X"}) {
        const auto checked = CheckArn(ResourceKind::kTask, "ReplicationTaskArn", arn);
        ASSERT_FALSE(checked) << arn;
        EXPECT_EQ(checked.error().fault, "InvalidParameterValueException");
        EXPECT_TRUE(checked.error().message.starts_with("Invalid value " + std::string(arn) +
                                                        " for ReplicationTaskArn"));
    }
}

TEST(CheckIdentifier, FollowsTheRules) {
    const auto fits = [](std::string_view name) {
        return CheckIdentifier(ResourceKind::kTask, "ReplicationTaskIdentifier", name).has_value();
    };
    EXPECT_TRUE(fits("a"));
    EXPECT_TRUE(fits("Orders-2026"));
    EXPECT_TRUE(fits(std::string(255, 'a')));
    EXPECT_FALSE(fits(std::string(256, 'a')));
    for (const char* name :
         {"", "2orders", "-orders", "orders-", "or--ders", "orders 1", "örders"}) {
        EXPECT_FALSE(fits(name)) << name;
    }
}

TEST(CheckIdentifier, InstancesHaveAtMost63Characters) {
    EXPECT_TRUE(CheckIdentifier(ResourceKind::kInstance, "x", std::string(63, 'a')));
    EXPECT_FALSE(CheckIdentifier(ResourceKind::kInstance, "x", std::string(64, 'a')));
}

TEST(StoredIdentifier, InstancesAndEndpointsAreLowerCase) {
    EXPECT_EQ(StoredIdentifier(ResourceKind::kInstance, "Local"), "local");
    EXPECT_EQ(StoredIdentifier(ResourceKind::kEndpoint, "Shop-DB"), "shop-db");
    EXPECT_EQ(StoredIdentifier(ResourceKind::kTask, "Orders"), "Orders");
}

}  // namespace
}  // namespace dmsnode::service
