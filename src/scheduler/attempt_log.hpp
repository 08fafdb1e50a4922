#pragma once

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/log.hpp"
#include "base/result.hpp"

namespace dmsnode::scheduler {

/// The log file of one attempt: `2026-11-22T10:17:02.123Z INFO text` lines, appended. Beyond its
/// bound one last line says so, and the rest is dropped; a line that cannot be written (disk full)
/// is lost, the attempt goes on. Threads: any.
class AttemptLog final : public LogSink {
public:
    /// Makes the file's folder. Errors: kPermissionDenied, kUnavailable.
    static Result<std::unique_ptr<AttemptLog>> Open(const std::filesystem::path& file,
                                                    const Clock& clock, std::size_t most_bytes);
    void Log(LogLevel level, std::string_view text) override;

private:
    using File = Handle<std::FILE, std::fclose>;
    AttemptLog(const Clock& clock, File file, std::size_t room)
        : clock_(clock), file_(std::move(file)), room_(room) {}

    const Clock& clock_;
    std::mutex mutex_;  // one line at a time; guards room_
    File file_;
    std::size_t room_;  ///< Bytes that may still be written; 0: the last line is out.
};

/// `3-load_shop-1.log` for the third task's first attempt.
std::string AttemptLogName(std::int64_t task, std::string_view task_name, std::int64_t number);

}  // namespace dmsnode::scheduler
