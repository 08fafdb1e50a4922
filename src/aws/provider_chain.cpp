#include <fmt/format.h>
#include <fmt/ranges.h>

#include "aws/credential_provider.hpp"

namespace dmsnode::aws {

Result<std::optional<Credentials>> ProviderChain::Load() {
    std::vector<std::string> asked;
    for (const Provider& source : sources_) {
        Result<std::optional<Credentials>> keys = source->Load();
        if (!keys || *keys) return keys;
        asked.push_back(source->Name());
    }
    return Error{ErrorCode::kUnauthenticated,
                 fmt::format("no AWS keys were found (asked: {})", fmt::join(asked, ", "))}
        .Hint("set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or name a profile");
}

Provider DefaultChain(const ConnectionSettings& settings, const DolphinSchedulerFiles& files,
                      const CredentialWorld& world, const std::string& region) {
    const FoundSetting profile = ProfileName(settings, world.environment);
    const bool profile_is_meant = !profile.source.empty();
    std::vector<Provider> sources;
    sources.push_back(ExplicitKeys(settings));
    sources.push_back(CommonPropertiesKeys(files));
    sources.push_back(AwsYamlKeys(files, world));
    if (settings.profile.empty()) {  // a profile named by the connection is closer than the shell
        sources.push_back(EnvironmentKeys(world.environment));
        sources.push_back(WebIdentityFromEnvironment(world, region));
    }
    sources.push_back(ProfileKeys(world, profile.value, profile_is_meant, region));
    sources.push_back(ContainerKeys(world));
    sources.push_back(InstanceMetadataKeys(world));
    return std::make_unique<ProviderChain>(std::move(sources));
}

}  // namespace dmsnode::aws
