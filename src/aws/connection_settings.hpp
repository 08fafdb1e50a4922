#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "aws/host.hpp"
#include "aws/settings_files.hpp"
#include "base/secret.hpp"

namespace dmsnode::aws {

/// What a named connection says of itself; an empty text means that it leaves the choice to the
/// sources after it.
struct ConnectionSettings {
    std::string access_key_id{};
    Secret secret_access_key{};
    Secret session_token{};
    std::string region{};
    std::string endpoint{};  ///< Absolute URL, or a host (then https).
    std::string profile{};   ///< Named here, it also switches the keys of the environment off.
    std::filesystem::path common_properties{};  ///< DolphinScheduler's `common.properties`.
    std::filesystem::path aws_yaml{};           ///< DolphinScheduler's `aws.yaml`.
    std::string ca_file{};                      ///< PEM; empty: AWS_CA_BUNDLE, else the system's.
    std::chrono::milliseconds connect_timeout{10'000};
    std::chrono::milliseconds total_timeout{60'000};  ///< Of a call with all its attempts.
    int max_attempts = 3;
};

/// A setting and where it was found, for messages.
struct FoundSetting {
    std::string value;
    std::string source;
};

/// The settings of DolphinScheduler's DMS plugin. A variable of the environment named like a
/// setting, in upper case with `_` for `.` and `-` (AWS_DMS_ENDPOINT), wins over the files.
/// Source: dolphinscheduler.md 7.2.
class DolphinSchedulerFiles {
public:
    /// Reads the files that `settings` names; none are read if it names none.
    /// Errors: as FileReader and the parsers, `where` begins with the path.
    static Result<DolphinSchedulerFiles> Load(const ConnectionSettings& settings,
                                              const FileReader& files,
                                              const Environment& environment);

    /// `resource.aws.access.key.id`, `aws.dms.endpoint`, …; nothing if absent or empty.
    std::optional<FoundSetting> Find(std::string_view name) const;

private:
    std::map<std::string, FoundSetting, std::less<>> found_;
};

/// The profile that AWS's shared files hold, merged: a value of the credentials file wins.
class SharedProfiles {
public:
    /// Reads AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE, or ~/.aws/config and
    /// ~/.aws/credentials. A file that is not there counts as empty.
    static Result<SharedProfiles> Load(const FileReader& files, const Environment& environment);

    /// Null if no file has the profile. Lifetime: as this object.
    const IniSection* Find(std::string_view profile) const;
    std::optional<std::string> Value(std::string_view profile, const std::string& name) const;
    /// `endpoint_url` for a service: of the profile's `services` section, else of the profile.
    std::optional<std::string> EndpointFor(std::string_view profile,
                                           const std::string& service_key) const;
    const std::string& sources() const { return sources_; }

private:
    std::map<std::string, IniSection, std::less<>> profiles_;
    std::map<std::string, IniSection, std::less<>> services_;
    std::string sources_;
};

/// `settings.profile`, AWS_PROFILE, AWS_DEFAULT_PROFILE, else `default`.
FoundSetting ProfileName(const ConnectionSettings& settings, const Environment& environment);

}  // namespace dmsnode::aws
