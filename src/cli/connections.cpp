#include "cli/connections.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "base/files.hpp"
#include "workflow/closest_name.hpp"
#include "workflow/workflow_file.hpp"

namespace dmsnode::cli {
namespace {

constexpr std::string_view kEmbedded = "embedded";

std::filesystem::path Beside(const std::filesystem::path& folder, const std::string& path) {
    return path.empty() ? std::filesystem::path() : folder / path;
}

Result<aws::ConnectionSettings> SettingsFrom(const workflow::ConnectionDefinition& definition,
                                             const std::filesystem::path& folder) {
    aws::ConnectionSettings settings;
    settings.access_key_id = definition.access_key_id;
    settings.region = definition.region;
    settings.endpoint = definition.endpoint;
    settings.profile = definition.profile;
    settings.common_properties = Beside(folder, definition.common_properties);
    settings.aws_yaml = Beside(folder, definition.aws_yaml);
    settings.ca_file = Beside(folder, definition.ca_file).string();
    if (definition.secret_access_key.IsSet()) {
        Result<Secret> secret = ReadSecret(definition.secret_access_key, folder);
        if (!secret) return secret.error();
        settings.secret_access_key = *std::move(secret);
    }
    if (definition.session_token.IsSet()) {
        Result<Secret> token = ReadSecret(definition.session_token, folder);
        if (!token) return token.error();
        settings.session_token = *std::move(token);
    }
    return settings;
}

std::string FirstError(const std::vector<Problem>& problems) {
    for (const Problem& problem : problems) {
        if (!problem.warning) return problem.ToString();
    }
    return "";
}

}  // namespace

std::filesystem::path DataFolder(const std::string& given) {
    if (!given.empty()) return given;
    const char* state = std::getenv("XDG_STATE_HOME");
    if (state != nullptr && *state != '\0') return std::filesystem::path(state) / "dmsnode";
    const char* home = std::getenv("HOME");
    const std::filesystem::path base = home != nullptr && *home != '\0' ? home : ".";
    return base / ".local" / "state" / "dmsnode";
}

Result<Secret> ReadSecret(const workflow::SecretReference& reference,
                          const std::filesystem::path& folder) {
    if (!reference.environment.empty()) {
        const char* value = std::getenv(reference.environment.c_str());
        if (value != nullptr && *value != '\0') return Secret(value);
        return Error{ErrorCode::kNotFound,
                     fmt::format("the environment variable {} is not set", reference.environment)};
    }
    Result<std::string> text = dmsnode::ReadFile(folder / reference.file, 64U << 10U);
    if (!text) return text.error();
    while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
    if (text->empty()) {
        return Error{ErrorCode::kInvalidArgument, "the file with the secret is empty"}.At(
            (folder / reference.file).string());
    }
    return Secret(*std::move(text));
}

void Connections::Use(const std::map<std::string, workflow::ConnectionDefinition>& definitions,
                      const std::filesystem::path& folder) {
    for (const auto& [name, definition] : definitions) known_[name] = Known{definition, folder};
}

/// Adds the connections of the data folder, once.
Status Connections::ReadFile() {
    if (file_read_) return {};
    const std::filesystem::path path = data_folder_ / "connections.yaml";
    std::error_code ignored;
    if (!std::filesystem::exists(path, ignored)) {
        file_read_ = true;
        return {};
    }
    const Result<std::string> text = dmsnode::ReadFile(path, 1U << 20U);
    if (!text) return text.error();
    const workflow::ConnectionsFile file = workflow::ReadConnectionsFile(*text, path.string());
    if (HasErrors(file.problems)) {
        return Error{ErrorCode::kInvalidArgument, FirstError(file.problems)}.At(path.string());
    }
    for (const auto& [name, definition] : file.connections) {
        known_.emplace(name, Known{definition, data_folder_});
    }
    file_read_ = true;
    return {};
}

Result<Connections::Known> Connections::Find(const std::string& name) {
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    if (name.empty() || name == kEmbedded) return Known{};
    if (Status read = ReadFile(); !read) return read.error();
    if (const auto found = known_.find(name); found != known_.end()) return found->second;
    std::vector<std::string> names = {std::string(kEmbedded)};
    for (const auto& [other, known] : known_) names.push_back(other);
    const std::string guess = workflow::DidYouMean(name, names);
    return Error{ErrorCode::kNotFound, fmt::format("there is no connection \"{}\"", name)}.Hint(
        guess.empty() ? fmt::format("known are {}; others go into {}", fmt::join(names, ", "),
                                    (data_folder_ / "connections.yaml").string())
                      : guess);
}

Result<bool> Connections::IsEmbedded(const std::string& name) {
    const Result<Known> known = Find(name);
    if (!known) return known.error();
    return known->definition.type == workflow::ConnectionType::kEmbedded;
}

Result<std::optional<aws::ConnectionSettings>> Connections::SettingsOf(const std::string& name) {
    using Settings = std::optional<aws::ConnectionSettings>;
    const Result<Known> known = Find(name);
    if (!known) return known.error();
    if (known->definition.type == workflow::ConnectionType::kEmbedded) return Settings();
    Result<aws::ConnectionSettings> settings = SettingsFrom(known->definition, known->folder);
    if (!settings) return Error(settings.error()).Because(fmt::format("connection \"{}\"", name));
    return Settings(*std::move(settings));
}

Result<std::vector<workflow::ConnectionDefinition>> Connections::OfDataFolder() {
    if (Status read = ReadFile(); !read) return read.error();
    std::vector<workflow::ConnectionDefinition> all;
    for (const auto& [name, known] : known_) all.push_back(known.definition);
    return all;
}

Result<dms::Api*> Connections::Open(const std::string& name) {
    if (const auto found = open_.find(name); found != open_.end()) return found->second;
    const Result<std::optional<aws::ConnectionSettings>> settings = SettingsOf(name);
    if (!settings) return settings.error();
    Result<dms::Api*> api =
        *settings ? world_.OpenAws(name, **settings) : world_.OpenEmbedded(data_folder_, tasks_);
    if (api) open_[name] = *api;
    return api;
}

}  // namespace dmsnode::cli
