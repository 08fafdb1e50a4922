#include "store/secret_box.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include "base/files.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::store {
namespace {

class SecretBoxTest : public ::testing::Test {
protected:
    SecretBoxTest() : database_(*Database::Open(dir_.path() + "/store.db")) {}
    std::string KeyFile() const { return dir_.path() + "/secret.key"; }
    Result<SecretBox> Open() { return SecretBox::Open(*database_, KeyFile()); }

    testing::TempDir dir_;
    std::unique_ptr<Database> database_;
};

TEST_F(SecretBoxTest, KeyFileIsForItsOwnerOnly) {
    ASSERT_TRUE(Open());
    struct stat info{};
    ASSERT_EQ(::stat(KeyFile().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0600U);
    EXPECT_EQ(info.st_size, 32);
}

TEST_F(SecretBoxTest, OpensWhatItSealedAlsoAfterAReopen) {
    const std::string sealed = Open()->Seal(Secret("hunter2"), "endpoint/1/password");
    EXPECT_EQ(sealed.find("hunter2"), std::string::npos);
    const auto clear = Open()->Unseal(sealed, "endpoint/1/password");
    ASSERT_TRUE(clear);
    EXPECT_EQ(clear->Reveal(), "hunter2");
}

TEST_F(SecretBoxTest, AWorkerOpensItWithTheStoresOwnKeyAndMakesNone) {
    const auto if_ours = [&](const std::string& file) {
        return SecretBox::OpenIfOurs(*database_, file);
    };
    EXPECT_FALSE(*if_ours(KeyFile()));
    EXPECT_FALSE(ReadFile(KeyFile()));
    const std::string other = dir_.path() + "/other.key";
    ASSERT_TRUE(WriteFileAtomically(other, std::string(32, 'x')));
    EXPECT_FALSE(*if_ours(other)) << "the store's first key is a server's to make";
    const std::string sealed = Open()->Seal(Secret("hunter2"), "row");
    EXPECT_FALSE(*if_ours(other));
    EXPECT_EQ((*if_ours(KeyFile()))->Unseal(sealed, "row")->Reveal(), "hunter2");
}

TEST_F(SecretBoxTest, SealsTheSameTextDifferentlyEachTime) {
    const auto box = Open();
    EXPECT_NE(box->Seal(Secret("x"), "row"), box->Seal(Secret("x"), "row"));
}

TEST_F(SecretBoxTest, EmptySecretsAreSecretsToo) {
    const auto box = Open();
    const auto clear = box->Unseal(box->Seal(Secret(""), "row"), "row");
    ASSERT_TRUE(clear);
    EXPECT_TRUE(clear->empty());
}

TEST_F(SecretBoxTest, AnotherRowsSecretDoesNotOpen) {
    const auto box = Open();
    const auto clear = box->Unseal(box->Seal(Secret("hunter2"), "row 1"), "row 2");
    ASSERT_FALSE(clear);
    EXPECT_EQ(clear.error().code, ErrorCode::kUnauthenticated);
}

TEST_F(SecretBoxTest, ChangedOrCutBytesDoNotOpen) {
    const auto box = Open();
    const std::string sealed = box->Seal(Secret("hunter2"), "row");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        std::string changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(box->Unseal(changed, "row")) << i;
        EXPECT_FALSE(box->Unseal(sealed.substr(0, i), "row")) << i;
    }
}

TEST_F(SecretBoxTest, AMissingKeyIsNotReplaced) {
    ASSERT_TRUE(Open());
    std::filesystem::remove(KeyFile());
    const auto again = Open();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(again.error().where, KeyFile());
    EXPECT_FALSE(std::filesystem::exists(KeyFile()));
}

TEST_F(SecretBoxTest, AnotherStoresKeyIsTold) {
    ASSERT_TRUE(Open());
    ASSERT_TRUE(WriteFileAtomically(KeyFile(), std::string(32, 'k'), 0600));
    const auto again = Open();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().message, "the key file belongs to another data folder");
}

TEST_F(SecretBoxTest, SomethingElseThanAKeyIsTold) {
    ASSERT_TRUE(WriteFileAtomically(KeyFile(), "short", 0600));
    const auto opened = Open();
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, ErrorCode::kInvalidArgument);
}

TEST_F(SecretBoxTest, AKeyThatOthersCanReadIsRefused) {
    ASSERT_TRUE(Open());
    ASSERT_EQ(::chmod(KeyFile().c_str(), 0640), 0);
    const auto again = Open();
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, ErrorCode::kPermissionDenied);
}

}  // namespace
}  // namespace dmsnode::store
