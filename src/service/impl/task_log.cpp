#include "service/impl/task_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

namespace dmsnode::service {
namespace {

constexpr int kOldFiles = 2;

/// One message is one line, whatever stands in it.
std::string OneLine(std::string_view text) {
    std::string line;
    for (const char c : text) {
        if (c == '\n') {
            line += " | ";
        } else if (static_cast<unsigned char>(c) >= 0x20 || c == '\t') {
            line += c;
        }
    }
    return line;
}

std::filesystem::path Numbered(const std::filesystem::path& path, int number) {
    return number == 0 ? path : std::filesystem::path(fmt::format("{}.{}", path.string(), number));
}

}  // namespace

TaskLog::TaskLog(const std::filesystem::path& folder, const std::string& task_id,
                 const Clock& clock, std::uint64_t max_bytes)
    : path_(folder.empty() ? folder : folder / ("dms-task-" + task_id + ".log")),
      clock_(clock),
      max_bytes_(max_bytes) {
    if (path_.empty()) return;
    std::error_code ignored;  // OpenFile fails then, and lines are dropped: a log must stop no load
    std::filesystem::create_directories(folder, ignored);
    OpenFile();
}

TaskLog::~TaskLog() {
    if (file_ >= 0) ::close(file_);
}

void TaskLog::OpenFile() {
    file_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    struct stat info{};
    size_ = file_ >= 0 && ::fstat(file_, &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

void TaskLog::Rotate() {
    ::close(file_);
    std::error_code ignored;
    for (int number = kOldFiles; number > 0; --number) {
        std::filesystem::rename(Numbered(path_, number - 1), Numbered(path_, number), ignored);
    }
    OpenFile();
}

void TaskLog::Log(LogLevel level, std::string_view text) {
    if (path_.empty()) return;
    const std::string line = fmt::format("{} {:<5} {}\n", FormatIso8601(clock_.Now()),
                                         LogLevelName(level), OneLine(text));
    const std::lock_guard lock(mutex_);
    if (file_ >= 0 && size_ + line.size() > max_bytes_) Rotate();
    if (file_ < 0) return;
    const ssize_t written = ::write(file_, line.data(), line.size());
    if (written > 0) size_ += static_cast<std::uint64_t>(written);
}

void RemoveOldTaskLogs(const std::filesystem::path& folder, std::chrono::hours older_than) {
    std::error_code failure;
    const auto now = std::filesystem::file_time_type::clock::now();
    for (const auto& entry : std::filesystem::directory_iterator(folder, failure)) {
        std::error_code ignored;
        const bool ours = entry.path().filename().string().starts_with("dms-task-");
        const auto written = entry.last_write_time(ignored);
        if (ours && !ignored && now - written > older_than) {
            std::filesystem::remove(entry.path(), ignored);
        }
    }
}

}  // namespace dmsnode::service
