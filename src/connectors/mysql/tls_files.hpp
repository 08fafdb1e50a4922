#pragma once

#include <string>

#include "base/result.hpp"
#include "connectors/connector.hpp"

namespace dmsnode::connectors::mysql {

/// The CA certificates of an endpoint as a file, which is the only form the client library takes.
/// PEM text goes into a private temporary file that lives as long as this object; without text it
/// is the system's bundle.
class CaFile {
public:
    /// Errors: kInvalidArgument for a text that is no PEM certificate; kNotFound if the system has
    ///     no bundle; kUnavailable or kResourceExhausted if the file cannot be written.
    static Result<CaFile> Make(const Endpoint& endpoint);
    CaFile(CaFile&& other) noexcept;
    CaFile& operator=(CaFile&&) = delete;
    ~CaFile();

    /// Empty if the SSL mode asks for no check.
    const std::string& path() const { return path_; }

private:
    CaFile(std::string path, bool owned) : path_(std::move(path)), owned_(owned) {}

    std::string path_;
    bool owned_ = false;
};

}  // namespace dmsnode::connectors::mysql
