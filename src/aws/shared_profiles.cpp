#include "aws/connection_settings.hpp"

namespace dmsnode::aws {
namespace {

std::filesystem::path FilePath(const Environment& environment, std::string_view variable,
                               std::string_view default_name) {
    const std::filesystem::path home = environment.HomeFolder();
    const std::optional<std::string> named = environment.Get(variable);
    if (!named) return home.empty() ? std::filesystem::path() : home / ".aws" / default_name;
    if (named->starts_with("~/") && !home.empty()) return home / named->substr(2);
    return *named;
}

Result<IniFile> ReadIni(const FileReader& files, const std::filesystem::path& path) {
    if (path.empty()) return IniFile{};
    const Result<std::string> text = files.Read(path);
    if (!text) {
        if (text.error().code == ErrorCode::kNotFound) return IniFile{};
        return text.error();
    }
    Result<IniFile> file = ParseIni(*text);
    if (!file) return std::move(file.error()).At(path.string());
    return file;
}

void Merge(IniSection& into, const IniSection& from) {
    for (const auto& [name, value] : from.values) into.values[name] = value;
    for (const auto& [name, block] : from.nested) into.nested[name] = block;
}

std::optional<std::string> NonEmpty(const std::map<std::string, std::string>& values,
                                    const std::string& name) {
    const auto found = values.find(name);
    if (found == values.end() || found->second.empty()) return std::nullopt;
    return found->second;
}

}  // namespace

Result<SharedProfiles> SharedProfiles::Load(const FileReader& files,
                                            const Environment& environment) {
    const std::filesystem::path config_path = FilePath(environment, "AWS_CONFIG_FILE", "config");
    const std::filesystem::path keys_path =
        FilePath(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials");
    const Result<IniFile> config = ReadIni(files, config_path);
    if (!config) return config.error();
    const Result<IniFile> keys = ReadIni(files, keys_path);
    if (!keys) return keys.error();

    SharedProfiles loaded;
    loaded.sources_ = config_path.string() + " and " + keys_path.string();
    constexpr std::string_view kProfile = "profile ";
    constexpr std::string_view kServices = "services ";
    // In the config file `[profile default]` wins over `[default]`, which comes first in the map.
    for (const auto& [name, section] : *config) {
        if (name == "default") Merge(loaded.profiles_[name], section);
        if (name.starts_with(kProfile)) {
            Merge(loaded.profiles_[name.substr(kProfile.size())], section);
        }
        if (name.starts_with(kServices)) {
            Merge(loaded.services_[name.substr(kServices.size())], section);
        }
    }
    for (const auto& [name, section] : *keys) Merge(loaded.profiles_[name], section);
    return loaded;
}

const IniSection* SharedProfiles::Find(std::string_view profile) const {
    const auto found = profiles_.find(profile);
    return found == profiles_.end() ? nullptr : &found->second;
}

std::optional<std::string> SharedProfiles::Value(std::string_view profile,
                                                 const std::string& name) const {
    const IniSection* section = Find(profile);
    return section == nullptr ? std::nullopt : NonEmpty(section->values, name);
}

std::optional<std::string> SharedProfiles::EndpointFor(std::string_view profile,
                                                       const std::string& service_key) const {
    if (const auto services = Value(profile, "services")) {
        const auto section = services_.find(*services);
        if (section != services_.end()) {
            const auto block = section->second.nested.find(service_key);
            if (block != section->second.nested.end()) {
                if (auto url = NonEmpty(block->second, "endpoint_url")) return url;
            }
        }
    }
    return Value(profile, "endpoint_url");
}

FoundSetting ProfileName(const ConnectionSettings& settings, const Environment& environment) {
    if (!settings.profile.empty()) return {settings.profile, "the connection"};
    for (const std::string_view variable : {"AWS_PROFILE", "AWS_DEFAULT_PROFILE"}) {
        if (auto named = environment.Get(variable)) return {*named, std::string(variable)};
    }
    return {"default", ""};
}

}  // namespace dmsnode::aws
