#include "store/data_dir.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>

#include "support/test_servers.hpp"

namespace dmsnode::store {
namespace {

TEST(DataDir, IsMadeForItsOwnerOnly) {
    const testing::TempDir dir;
    const auto data = DataDir::Open(dir.path() + "/deep/data");
    ASSERT_TRUE(data) << data.error().ToString();
    struct stat info{};
    ASSERT_EQ(::stat(data->folder().c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777U, 0700U);
}

TEST(DataDir, ASecondOwnerIsToldWhoHoldsIt) {
    const testing::TempDir dir;
    const auto first = DataDir::Open(dir.path());
    ASSERT_TRUE(first);
    const auto second = DataDir::Open(dir.path());
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::kUnavailable);
    EXPECT_EQ(second.error().message,
              "the data folder is in use by process " + std::to_string(::getpid()));
    EXPECT_EQ(second.error().where, dir.path());
}

TEST(DataDir, MayBeSharedBesideItsOwner) {
    const testing::TempDir dir;
    const auto first = DataDir::Open(dir.path());
    EXPECT_TRUE(DataDir::Open(dir.path(), DataDir::Use::kShare));
    EXPECT_FALSE(DataDir::Open(dir.path()));
}

TEST(DataDir, IsFreeAgainAfterItsOwner) {
    const testing::TempDir dir;
    {
        auto first = DataDir::Open(dir.path());
        const DataDir moved = *std::move(first);
        EXPECT_FALSE(DataDir::Open(dir.path()));
    }
    EXPECT_TRUE(DataDir::Open(dir.path()));
}

TEST(DataDir, AFileInItsPlaceIsTold) {
    const testing::TempDir dir;
    const std::string path = dir.path() + "/data";
    std::fclose(std::fopen(path.c_str(), "w"));
    const auto data = DataDir::Open(path);
    ASSERT_FALSE(data);
    EXPECT_EQ(data.error().code, ErrorCode::kInvalidArgument);
}

}  // namespace
}  // namespace dmsnode::store
