#include "store/service_access_keys.hpp"

#include <gtest/gtest.h>

#include "support/test_servers.hpp"

namespace dmsnode::store {
namespace {

class AccessKeysTest : public ::testing::Test {
protected:
    AccessKeysTest()
        : database_(*Database::Open(dir_.path() + "/store.db")),
          box_(*SecretBox::Open(*database_, dir_.path() + "/secret.key")),
          keys_(*AccessKeyStore::Open(*database_, box_)) {}

    testing::TempDir dir_;
    std::unique_ptr<Database> database_;
    SecretBox box_;
    AccessKeyStore keys_;
};

TEST_F(AccessKeysTest, ANewKeyLooksLikeAwsOnes) {
    const auto created = keys_.Create("ci", TimePoint{});
    ASSERT_TRUE(created);
    EXPECT_EQ(created->key.id.size(), 20U);
    EXPECT_TRUE(created->key.id.starts_with("AKIA"));
    EXPECT_EQ(created->secret.Reveal().size(), 40U);
}

TEST_F(AccessKeysTest, TheSecretIsFoundByItsId) {
    const auto created = keys_.Create("", TimePoint{});
    const auto secret = keys_.FindSecret(created->key.id);
    ASSERT_TRUE(secret && *secret);
    EXPECT_EQ(**secret, created->secret);
    EXPECT_FALSE(*keys_.FindSecret("AKIAUNKNOWN"));
}

TEST_F(AccessKeysTest, KeysAreListedInOrderAndDeleted) {
    const auto first = keys_.Create("first", TimePoint{std::chrono::seconds(1)});
    const auto second = keys_.Create("second", TimePoint{std::chrono::seconds(2)});
    const auto listed = keys_.List();
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 2U);
    EXPECT_EQ((*listed)[0].name, "first");
    EXPECT_EQ((*listed)[1].id, second->key.id);
    ASSERT_TRUE(keys_.Delete(first->key.id));
    EXPECT_FALSE(*keys_.FindSecret(first->key.id));
    const Status again = keys_.Delete(first->key.id);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace dmsnode::store
