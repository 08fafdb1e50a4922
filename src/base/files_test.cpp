#include "base/files.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "support/test_servers.hpp"

namespace dmsnode {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
protected:
    fs::path Path(const std::string& name) const { return fs::path(folder_.path()) / name; }
    std::size_t Count() const {
        return static_cast<std::size_t>(
            std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
    }

private:
    testing::TempDir folder_;
};

TEST_F(Files, WhatIsWrittenIsRead) {
    const std::string content = std::string("a\0b\r\n", 5) + std::string(200'000, 'x');
    ASSERT_TRUE(WriteFileAtomically(Path("a"), content));
    EXPECT_EQ(*ReadFile(Path("a")), content);
    ASSERT_TRUE(WriteFileAtomically(Path("a"), ""));
    EXPECT_EQ(*ReadFile(Path("a")), "");
}

TEST_F(Files, NewFileHasTheModeAndNothingElseIsLeft) {
    ASSERT_TRUE(WriteFileAtomically(Path("key"), "x"));
    EXPECT_EQ(fs::status(Path("key")).permissions() & fs::perms::mask,
              fs::perms::owner_read | fs::perms::owner_write);
    EXPECT_EQ(Count(), 1U);
}

TEST_F(Files, MissingFileIsNotFoundWithItsPath) {
    const Result<std::string> text = ReadFile(Path("none"));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::kNotFound);
    EXPECT_EQ(text.error().where, Path("none").string());
    EXPECT_EQ(text.error().message, "cannot open the file: No such file or directory");
}

TEST_F(Files, FolderIsNotAFile) {
    const Result<std::string> text = ReadFile(Path(""));
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().code, ErrorCode::kInvalidArgument);
    EXPECT_EQ(text.error().message, "this is a folder, not a file");
}

TEST_F(Files, SizeLimitIsExact) {
    ASSERT_TRUE(WriteFileAtomically(Path("a"), "12345"));
    EXPECT_TRUE(ReadFile(Path("a"), 5));
    const Result<std::string> text = ReadFile(Path("a"), 4);
    ASSERT_FALSE(text);
    EXPECT_EQ(text.error().message, "the file is larger than 4 bytes");
}

TEST_F(Files, EndlessDeviceStopsAtTheLimit) {
    EXPECT_FALSE(ReadFile("/dev/zero", 1U << 20U));
}

TEST_F(Files, WriteIntoAMissingFolderIsNotFound) {
    const Status written = WriteFileAtomically(Path("no/such"), "x");
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::kNotFound);
}

TEST_F(Files, FailedReplaceLeavesTheOldContentAndNoDraft) {
    fs::create_directory(Path("target"));
    std::ofstream(Path("target") / "inside") << "x";
    EXPECT_FALSE(WriteFileAtomically(Path("target"), "new"));
    EXPECT_TRUE(fs::exists(Path("target") / "inside"));
    EXPECT_EQ(Count(), 1U);
}

}  // namespace
}  // namespace dmsnode
