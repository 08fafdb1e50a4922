#pragma once

#include <cstdio>
#include <filesystem>
#include <mutex>
#include <string_view>

#include "base/clock.hpp"
#include "base/handle.hpp"
#include "base/log.hpp"

namespace dmsnode::app {

/// Appends `2026-11-22T10:17:02.123Z INFO text` lines to a file that is opened at the first line.
/// A line that cannot be written is lost: a full disk must not stop what is logged. Threads: any.
class FileLog final : public LogSink {
public:
    FileLog(std::filesystem::path file, const Clock& clock)
        : path_(std::move(file)), clock_(clock) {}
    void Log(LogLevel level, std::string_view text) override;

private:
    std::filesystem::path path_;
    const Clock& clock_;
    std::mutex mutex_;  // guards the rest
    bool tried_ = false;
    Handle<std::FILE, std::fclose> file_;
};

}  // namespace dmsnode::app
