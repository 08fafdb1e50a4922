#include "service/impl/task_log.hpp"

#include <gtest/gtest.h>

#include "base/files.hpp"
#include "support/test_servers.hpp"

namespace dmsnode::service {
namespace {

TEST(TaskLog, WritesALineAMessage) {
    const testing::TempDir dir;
    const SystemClock clock;
    TaskLog log(dir.path() + "/logs", "ABC", clock);
    log.Log(LogLevel::kInfo, "first");
    log.Log(LogLevel::kError, "second\nwith a break\x01");
    const auto text = ReadFile(dir.path() + "/logs/dms-task-ABC.log");
    ASSERT_TRUE(text);
    EXPECT_NE(text->find("Z INFO  first\n"), std::string::npos) << *text;
    EXPECT_NE(text->find("Z ERROR second | with a break\n"), std::string::npos) << *text;
}

TEST(TaskLog, GoesOnWhereItEnded) {
    const testing::TempDir dir;
    const SystemClock clock;
    TaskLog(dir.path(), "ABC", clock).Log(LogLevel::kInfo, "first");
    TaskLog(dir.path(), "ABC", clock).Log(LogLevel::kInfo, "second");
    const auto text = ReadFile(dir.path() + "/dms-task-ABC.log");
    EXPECT_NE(text->find("first"), std::string::npos);
    EXPECT_NE(text->find("second"), std::string::npos);
}

TEST(TaskLog, StaysWithinItsBound) {
    const testing::TempDir dir;
    const SystemClock clock;
    TaskLog log(dir.path(), "ABC", clock, 1000);
    for (int i = 0; i < 200; ++i) log.Log(LogLevel::kInfo, "line " + std::to_string(i));
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(dir.path())) {
        ++files;
        EXPECT_LE(entry.file_size(), 1000U);
    }
    EXPECT_EQ(files, 3U);
    EXPECT_NE(ReadFile(dir.path() + "/dms-task-ABC.log")->find("line 199"), std::string::npos);
}

TEST(TaskLog, WithoutAFolderDropsLines) {
    const SystemClock clock;
    TaskLog("", "ABC", clock).Log(LogLevel::kInfo, "nobody reads this");
}

TEST(RemoveOldTaskLogs, TakesOldLogsOnly) {
    const testing::TempDir dir;
    const auto touch = [&](const std::string& name, std::chrono::hours age) {
        const std::filesystem::path path = dir.path() + "/" + name;
        ASSERT_TRUE(WriteFileAtomically(path, "x"));
        std::filesystem::last_write_time(path, std::filesystem::file_time_type::clock::now() - age);
    };
    touch("dms-task-OLD.log", std::chrono::hours(100));
    touch("dms-task-NEW.log", std::chrono::hours(1));
    touch("letter.txt", std::chrono::hours(100));
    RemoveOldTaskLogs(dir.path(), std::chrono::hours(24));
    EXPECT_FALSE(std::filesystem::exists(dir.path() + "/dms-task-OLD.log"));
    EXPECT_TRUE(std::filesystem::exists(dir.path() + "/dms-task-NEW.log"));
    EXPECT_TRUE(std::filesystem::exists(dir.path() + "/letter.txt"));
    RemoveOldTaskLogs(dir.path() + "/nowhere", std::chrono::hours(24));
}

}  // namespace
}  // namespace dmsnode::service
