#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace dmsnode::cli {

/// What `login` keeps of one server.
struct SavedToken {
    Secret token;
    std::string code;     ///< Of the API token, to revoke it.
    std::string user;     ///< Name.
    std::string expires;  ///< ISO 8601.
};

/// The API tokens that `login` made, by server, in a file that only its owner can read.
/// Two log-ins at one moment: the later one's file stands, the other must log in again.
class SavedTokens {
public:
    explicit SavedTokens(std::filesystem::path file) : file_(std::move(file)) {}
    /// $XDG_CONFIG_HOME/dmsnode/tokens.json, else ~/.config/dmsnode/tokens.json.
    static std::filesystem::path DefaultFile();

    /// Nothing if there is none for this server. Errors: those of reading; kPermissionDenied if
    /// others can read the file; kInvalidArgument if it is not of our making.
    Result<std::optional<SavedToken>> Find(const std::string& url) const;
    /// Makes the folder if it is not there. Errors: the same, and those of writing.
    Status Save(const std::string& url, const SavedToken& token);
    /// No error if there is none.
    Status Forget(const std::string& url);

    const std::filesystem::path& file() const { return file_; }

private:
    std::filesystem::path file_;
};

}  // namespace dmsnode::cli
