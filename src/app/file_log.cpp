#include "app/file_log.hpp"

#include <fmt/format.h>

#include <system_error>

namespace dmsnode::app {

void FileLog::Log(LogLevel level, std::string_view text) {
    if (level == LogLevel::kDebug) return;
    const std::lock_guard lock(mutex_);
    if (!tried_) {
        tried_ = true;
        std::error_code ignored;  // the open fails then
        std::filesystem::create_directories(path_.parent_path(), ignored);
        file_.reset(std::fopen(path_.c_str(), "ae"));
    }
    if (file_ == nullptr) return;
    fmt::print(file_.get(), "{} {} {}\n", FormatIso8601(clock_.Now()), LogLevelName(level), text);
    std::fflush(file_.get());
}

}  // namespace dmsnode::app
