#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace dmsnode::connectors::postgres {

/// A file that only this user can read, gone with the object.
class PrivateFile {
public:
    /// Errors: kUnavailable, kResourceExhausted.
    static Result<std::unique_ptr<PrivateFile>> Create(std::string_view content);
    ~PrivateFile();
    PrivateFile(const PrivateFile&) = delete;
    PrivateFile& operator=(const PrivateFile&) = delete;
    const std::string& path() const { return path_; }

private:
    explicit PrivateFile(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

}  // namespace dmsnode::connectors::postgres
