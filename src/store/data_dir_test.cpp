#include "store/data_dir.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <thread>

#include "base/files.hpp"
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

/// How many descriptors of this process are the file.
int OpenTimes(const std::string& file) {
    int count = 0;
    for (const auto& fd : std::filesystem::directory_iterator("/proc/self/fd")) {
        std::error_code closed;
        if (std::filesystem::read_symlink(fd.path(), closed) == file) ++count;
    }
    return count;
}

TEST(DataDir, ChildOfAKilledOwnerIsWaitedFor) {
    const testing::TempDir dir;
    const std::string file = dir.path() + "/lock";
    const pid_t owner = ::fork();
    if (owner == 0) ::_exit(0);
    ASSERT_EQ(::waitpid(owner, nullptr, 0), owner);
    ASSERT_TRUE(WriteFileAtomically(file, std::to_string(owner)));
    const int left = ::open(file.c_str(), O_RDWR | O_CLOEXEC);  // as the child has it
    ASSERT_EQ(::flock(left, LOCK_EX), 0);
    const std::jthread child([&] {
        const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
        while (OpenTimes(file) < 2 && std::chrono::steady_clock::now() < deadline) {
            std::this_thread::yield();
        }
        ::close(left);
    });
    const auto next = DataDir::Open(dir.path());
    EXPECT_TRUE(next) << next.error().ToString();
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
