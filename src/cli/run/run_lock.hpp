#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"

namespace dmsnode::cli {

/// Says that this process runs a workflow instance. The kernel frees it when the process ends,
/// however that happens; what is still locked is still running.
class RunLock {
public:
    /// Errors: kConflict if another process holds it (the text names its id); kPermissionDenied.
    static Result<RunLock> Take(const std::filesystem::path& folder, const std::string& uid);

    RunLock(RunLock&& other) noexcept;
    RunLock& operator=(RunLock&&) = delete;
    /// Frees it and removes the file.
    ~RunLock();

private:
    RunLock(std::filesystem::path file, int descriptor)
        : file_(std::move(file)), descriptor_(descriptor) {}

    std::filesystem::path file_;
    int descriptor_;
};

}  // namespace dmsnode::cli
