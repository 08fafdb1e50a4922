#include "cli/server/saved_tokens.hpp"

#include <cstdlib>

#include "base/files.hpp"
#include "base/json.hpp"
#include "cli/server/members.hpp"

namespace dmsnode::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxBytes = 1U << 20U;

/// An empty object if there is no file.
Result<Json> Load(const fs::path& file) {
    std::error_code failure;
    const fs::file_status status = fs::status(file, failure);
    if (status.type() == fs::file_type::not_found) return Json::object();
    constexpr fs::perms kOthers = fs::perms::group_all | fs::perms::others_all;
    if (!failure && (status.permissions() & kOthers) != fs::perms::none) {
        return Error{ErrorCode::kPermissionDenied, "others can read the API tokens in this file"}
            .At(file.string())
            .Hint("chmod 600 " + file.string());
    }
    const Result<std::string> text = ReadFile(file, kMaxBytes);
    if (!text) return text.error();
    Result<Json> json = ParseJson(*text);
    // The text itself stands in no message: it is full of tokens.
    if (!json || !json->is_object()) {
        return Error{ErrorCode::kConflict, "this file is not as `dmsnode login` wrote it"}
            .At(file.string())
            .Hint("delete it and log in again");
    }
    return json;
}

}  // namespace

fs::path SavedTokens::DefaultFile() {
    const char* config = std::getenv("XDG_CONFIG_HOME");
    if (config != nullptr && *config != '\0') return fs::path(config) / "dmsnode" / "tokens.json";
    const char* home = std::getenv("HOME");
    const fs::path base = home != nullptr && *home != '\0' ? home : ".";
    return base / ".config" / "dmsnode" / "tokens.json";
}

Result<std::optional<SavedToken>> SavedTokens::Find(const std::string& url) const {
    const Result<Json> all = Load(file_);
    if (!all) return all.error();
    const auto found = all->find(url);
    if (found == all->end() || !found->is_object()) return std::optional<SavedToken>();
    SavedToken token{.token = Secret(TextOf(*found, "token")),
                     .code = TextOf(*found, "code"),
                     .user = TextOf(*found, "user"),
                     .expires = TextOf(*found, "expires")};
    if (token.token.empty()) return std::optional<SavedToken>();
    return std::optional<SavedToken>(std::move(token));
}

Status SavedTokens::Save(const std::string& url, const SavedToken& token) {
    Result<Json> all = Load(file_);
    if (!all) return all.error();
    std::error_code failure;
    if (fs::create_directories(file_.parent_path(), failure)) {
        fs::permissions(file_.parent_path(), fs::perms::owner_all, failure);
    }
    (*all)[url] = {{"token", token.token.Reveal()},
                   {"code", token.code},
                   {"user", token.user},
                   {"expires", token.expires}};
    return WriteFileAtomically(file_, DumpJson(*all, 2) + "\n");
}

Status SavedTokens::Forget(const std::string& url) {
    Result<Json> all = Load(file_);
    if (!all) return all.error();
    if (all->erase(url) == 0) return {};
    return WriteFileAtomically(file_, DumpJson(*all, 2) + "\n");
}

}  // namespace dmsnode::cli
