#pragma once

#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <mutex>
#include <string>
#include <string_view>

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/log.hpp"

namespace dmsnode::scheduler {

/// The log file of one attempt: `2026-11-22T10:17:02.123Z INFO text` lines, appended. The file and
/// its folder are made by the first line. Beyond its bound one last line says so, and the rest is
/// dropped; a line that cannot be written (disk full) is lost, the attempt goes on. Threads: any.
class AttemptLog final : public LogSink {
public:
    AttemptLog(std::filesystem::path path, const Clock& clock, std::size_t most_bytes)
        : path_(std::move(path)), clock_(clock), most_bytes_(most_bytes) {}
    void Log(LogLevel level, std::string_view text) override;

private:
    using File = Handle<std::FILE, std::fclose>;
    void Open();

    const std::filesystem::path path_;
    const Clock& clock_;
    const std::size_t most_bytes_;
    std::mutex mutex_;  // one line at a time; guards what follows
    bool opened_ = false;
    File file_;
    std::size_t room_ = 0;  ///< Bytes that may still be written; 0: the last line is out.
};

/// `3-load_shop-1.log` for the third task's first attempt.
std::string AttemptLogName(std::int64_t task, std::string_view task_name, std::int64_t number);

}  // namespace dmsnode::scheduler
