#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace dmsnode {

enum class LogLevel { kDebug, kInfo, kWarning, kError };

std::string_view LogLevelName(LogLevel level);

/// Where a part writes its lines. The owner decides what that is: a terminal, a file, the store.
/// Threads: implementations accept calls from any thread.
class LogSink {
public:
    virtual ~LogSink() = default;
    virtual void Log(LogLevel level, std::string_view text) = 0;
};

/// Writes `2026-11-22T10:17:02.123Z INFO text` lines to stderr, one write a line.
class StderrLog final : public LogSink {
public:
    explicit StderrLog(LogLevel least) : least_(least) {}
    void Log(LogLevel level, std::string_view text) override;

private:
    LogLevel least_;
};

/// Drops everything.
class NullLog final : public LogSink {
public:
    void Log(LogLevel, std::string_view) override {}
};

}  // namespace dmsnode
