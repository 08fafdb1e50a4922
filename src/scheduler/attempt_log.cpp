#include "scheduler/attempt_log.hpp"

#include <fmt/format.h>

#include <cctype>
#include <system_error>

namespace dmsnode::scheduler {

void AttemptLog::Open() {
    opened_ = true;
    std::error_code failure;
    std::filesystem::create_directories(path_.parent_path(), failure);
    file_.reset(std::fopen(path_.c_str(), "ae"));
    if (file_ == nullptr) return;
    const std::uintmax_t size = std::filesystem::file_size(path_, failure);
    room_ = failure || size >= most_bytes_ ? 0 : most_bytes_ - size;
}

void AttemptLog::Log(LogLevel level, std::string_view text) {
    const std::string now = FormatIso8601(clock_.Now());
    const std::string line = fmt::format("{} {} {}\n", now, LogLevelName(level), text);
    const std::lock_guard lock(mutex_);
    if (!opened_) Open();
    if (file_ == nullptr || room_ == 0) return;
    if (line.size() > room_) {
        room_ = 0;
        fmt::print(file_.get(), "{} WARNING the log is full: the rest is left out\n", now);
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
