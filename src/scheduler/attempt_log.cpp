#include "scheduler/attempt_log.hpp"

#include <fmt/format.h>

#include <cctype>
#include <cerrno>
#include <cstring>
#include <system_error>

namespace dmsnode::scheduler {

Result<std::unique_ptr<AttemptLog>> AttemptLog::Open(const std::filesystem::path& file,
                                                     const Clock& clock, std::size_t most_bytes) {
    std::error_code failure;
    std::filesystem::create_directories(file.parent_path(), failure);
    File handle(std::fopen(file.c_str(), "ae"));
    if (handle == nullptr) {
        const ErrorCode code =
            errno == EACCES ? ErrorCode::kPermissionDenied : ErrorCode::kUnavailable;
        return Error{code, fmt::format("cannot open the log file: {}", std::strerror(errno))}.At(
            file.string());
    }
    const std::uintmax_t size = std::filesystem::file_size(file, failure);
    const std::size_t room = failure || size >= most_bytes ? 0 : most_bytes - size;
    return std::unique_ptr<AttemptLog>(new AttemptLog(clock, std::move(handle), room));
}

void AttemptLog::Log(LogLevel level, std::string_view text) {
    const std::string line =
        fmt::format("{} {} {}\n", FormatIso8601(clock_.Now()), LogLevelName(level), text);
    const std::lock_guard lock(mutex_);
    if (room_ == 0) return;
    if (line.size() > room_) {
        room_ = 0;
        fmt::print(file_.get(), "{} WARNING the log is full: the rest is left out\n",
                   FormatIso8601(clock_.Now()));
    } else {
        room_ -= line.size();
        std::fwrite(line.data(), 1, line.size(), file_.get());
    }
    std::fflush(file_.get());
}

std::string AttemptLogName(std::int64_t task, std::string_view task_name, std::int64_t number) {
    constexpr std::size_t kLongest = 60;
    std::string plain;
    for (const char c : task_name.substr(0, kLongest)) {
        plain += std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '_' ? c : '_';
    }
    return fmt::format("{}-{}-{}.log", task + 1, plain, number);
}

}  // namespace dmsnode::scheduler
