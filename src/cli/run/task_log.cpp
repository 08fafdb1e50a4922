#include "cli/run/task_log.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace dmsnode::cli {

Result<TaskLog> TaskLog::Open(const std::filesystem::path& file, const Clock& clock) {
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    File handle(std::fopen(file.c_str(), "ae"));
    if (handle == nullptr) {
        const ErrorCode code =
            errno == EACCES ? ErrorCode::kPermissionDenied : ErrorCode::kUnavailable;
        return Error{code, fmt::format("cannot open the log file: {}", std::strerror(errno))}.At(
            file.string());
    }
    return TaskLog(clock, std::move(handle));
}

void TaskLog::Log(LogLevel level, std::string_view text) {
    const std::lock_guard lock(mutex_);
    fmt::print(file_.get(), "{} {} {}\n", FormatIso8601(clock_->Now()), LogLevelName(level), text);
    std::fflush(file_.get());
}

std::string TaskLogName(std::size_t index, std::string_view task_name, int attempt) {
    constexpr std::size_t kLongest = 60;
    std::string plain;
    for (const char c : task_name.substr(0, kLongest)) {
        plain += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ? c : '_';
    }
    return fmt::format("{}-{}-{}.log", index + 1, plain, attempt);
}

}  // namespace dmsnode::cli
