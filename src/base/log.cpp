#include "base/log.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "base/clock.hpp"

namespace dmsnode {

std::string_view LogLevelName(LogLevel level) {
    switch (level) {
        case LogLevel::kDebug: return "DEBUG";
        case LogLevel::kInfo: return "INFO";
        case LogLevel::kWarning: return "WARN";
        case LogLevel::kError: return "ERROR";
    }
    return "ERROR";
}

void StderrLog::Log(LogLevel level, std::string_view text) {
    if (level < least_) return;
    const std::string line =
        fmt::format("{} {} {}\n", FormatIso8601(SystemClock().Now()), LogLevelName(level), text);
    // A log line that cannot be written has no better place to go.
    [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

}  // namespace dmsnode
