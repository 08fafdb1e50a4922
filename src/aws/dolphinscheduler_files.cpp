#include <array>

#include "aws/connection_settings.hpp"

namespace dmsnode::aws {
namespace {

using Settings = std::map<std::string, std::string>;

/// Every name that is looked up, so that its variable counts even without a file.
constexpr std::array<std::string_view, 9> kNames{"resource.aws.access.key.id",
                                                 "resource.aws.secret.access.key",
                                                 "resource.aws.region",
                                                 "dms.endpoint",
                                                 "aws.dms.credentials.provider.type",
                                                 "aws.dms.access.key.id",
                                                 "aws.dms.access.key.secret",
                                                 "aws.dms.region",
                                                 "aws.dms.endpoint"};

std::string VariableFor(std::string_view name) {
    std::string variable;
    for (const char c : name) {
        const bool lower = c >= 'a' && c <= 'z';
        variable += c == '.' || c == '-' ? '_' : lower ? static_cast<char>(c - 'a' + 'A') : c;
    }
    return variable;
}

Result<Settings> ReadSettings(const std::filesystem::path& path, const FileReader& files,
                              Result<Settings> (*parse)(std::string_view)) {
    if (path.empty()) return Settings{};
    const Result<std::string> text = files.Read(path);
    if (!text) return text.error();
    Result<Settings> settings = parse(*text);
    if (!settings) return std::move(settings.error()).At(path.string());
    return settings;
}

}  // namespace

Result<DolphinSchedulerFiles> DolphinSchedulerFiles::Load(const ConnectionSettings& settings,
                                                          const FileReader& files,
                                                          const Environment& environment) {
    const Result<Settings> yaml = ReadSettings(settings.aws_yaml, files, ParseYamlFlat);
    if (!yaml) return yaml.error();
    const Result<Settings> properties =
        ReadSettings(settings.common_properties, files, ParseProperties);
    if (!properties) return properties.error();

    DolphinSchedulerFiles loaded;
    const auto take = [&](const std::string& name, const std::string& value, std::string source) {
        if (!value.empty()) loaded.found_[name] = {value, std::move(source)};
    };
    for (const auto& [name, value] : *yaml) {
        // The plugin's own documentation page leaves the root `aws` out: read that form too.
        take(name.starts_with("dms.") ? "aws." + name : name, value, settings.aws_yaml.string());
    }
    for (const auto& [name, value] : *properties) {
        take(name, value, settings.common_properties.string());
    }
    for (const std::string_view name : kNames) {
        const std::string variable = VariableFor(name);
        if (const auto value = environment.Get(variable)) {
            take(std::string(name), *value, "environment (" + variable + ")");
        }
    }
    return loaded;
}

std::optional<FoundSetting> DolphinSchedulerFiles::Find(std::string_view name) const {
    const auto found = found_.find(name);
    if (found == found_.end()) return std::nullopt;
    return found->second;
}

}  // namespace dmsnode::aws
