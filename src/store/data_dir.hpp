#pragma once

#include <filesystem>

#include "base/result.hpp"

namespace dmsnode::store {

/// The folder that holds everything a process keeps: the store, the key file, the task logs.
class DataDir {
public:
    enum class Use {
        kOwn,   ///< Runs tasks: one process at a time, held by a lock until destruction.
        kShare  ///< Reads or adds a row beside the owner (making an access key).
    };

    /// Opens the folder, or creates it with mode 0700.
    /// Errors: kUnavailable if another process owns it; the text names its process id.
    ///     kPermissionDenied, kResourceExhausted.
    static Result<DataDir> Open(const std::filesystem::path& folder, Use use = Use::kOwn);

    DataDir(DataDir&& other) noexcept;
    DataDir& operator=(DataDir&& other) noexcept;
    ~DataDir();

    const std::filesystem::path& folder() const { return folder_; }
    std::filesystem::path database_file() const { return folder_ / "dmsnode.db"; }
    std::filesystem::path key_file() const { return folder_ / "secret.key"; }
    std::filesystem::path log_folder() const { return folder_ / "logs"; }

private:
    DataDir(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}

    std::filesystem::path folder_;
    int lock_ = -1;  ///< The open lock file; closing it frees the lock.
};

}  // namespace dmsnode::store
