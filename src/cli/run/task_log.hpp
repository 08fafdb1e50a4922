#pragma once

#include <cstdio>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace dmsnode::cli {

/// The log file of one attempt: `2026-11-22T10:17:02.123Z INFO text` lines. A line that cannot be
/// written (disk full) is lost, the migration goes on. Threads: any.
class TaskLog final : public LogSink {
public:
    /// Appends to the file; makes its folder. Errors: kPermissionDenied, kUnavailable.
    static Result<TaskLog> Open(const std::filesystem::path& file, const Clock& clock);

    void Log(LogLevel level, std::string_view text) override;
    TaskLog(TaskLog&& other) noexcept : clock_(other.clock_), file_(std::move(other.file_)) {}

private:
    using File = Handle<std::FILE, std::fclose>;
    TaskLog(const Clock& clock, File file) : clock_(&clock), file_(std::move(file)) {}

    const Clock* clock_;
    std::mutex mutex_;  // one line at a time
    File file_;
};

/// `3-load_shop-1.log` for the third task's first attempt.
std::string TaskLogName(std::size_t index, std::string_view task_name, int attempt);

}  // namespace dmsnode::cli
