#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>

#include "base/clock.hpp"
#include "base/log.hpp"

namespace dmsnode::service {

/// The log file of one task, `dms-task-<id>.log`, a line a message with the time in UTC. It is
/// bounded: when full, it becomes `.1` (and that `.2`), and the oldest is dropped. Threads: any.
class TaskLog final : public LogSink {
public:
    /// An empty folder drops all lines. Lifetime: the clock outlives it.
    TaskLog(const std::filesystem::path& folder, const std::string& task_id, const Clock& clock,
            std::uint64_t max_bytes = 8U << 20U);
    ~TaskLog() override;
    TaskLog(const TaskLog&) = delete;
    TaskLog& operator=(const TaskLog&) = delete;

    void Log(LogLevel level, std::string_view text) override;

private:
    void OpenFile();
    void Rotate();

    const std::filesystem::path path_;
    const Clock& clock_;
    const std::uint64_t max_bytes_;
    std::mutex mutex_;  // guards what follows; a line is written under it, so that lines stay whole
    int file_ = -1;
    std::uint64_t size_ = 0;
};

/// Removes the log files that nobody has written to for `older_than`.
void RemoveOldTaskLogs(const std::filesystem::path& folder, std::chrono::hours older_than);

}  // namespace dmsnode::service
