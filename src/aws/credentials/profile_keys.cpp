#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "aws/impl/credential_parts.hpp"
#include "aws/region_endpoint.hpp"

namespace dmsnode::aws {
namespace {

using Loaded = Result<std::optional<Credentials>>;

Loaded Wrap(Result<Credentials> keys) {
    if (!keys) return keys.error();
    return std::optional(*std::move(keys));
}

/// Follows one profile to its keys, through as many source profiles as it takes.
class ProfileWalk {
public:
    ProfileWalk(const SharedProfiles& profiles, const CredentialWorld& world, std::string region)
        : profiles_(profiles), world_(world), region_(std::move(region)) {}

    Loaded Resolve(const std::string& profile) {
        if (std::find(path_.begin(), path_.end(), profile) != path_.end()) {
            path_.push_back(profile);
            return Error{
                ErrorCode::kInvalidArgument,
                fmt::format("source_profile goes in a circle: {}", fmt::join(path_, " → "))}
                .At(profiles_.sources());
        }
        path_.push_back(profile);
        if (profiles_.Find(profile) == nullptr) {
            return Error{ErrorCode::kNotFound, fmt::format("there is no profile \"{}\"", profile)}
                .At(profiles_.sources());
        }
        if (profiles_.Value(profile, "role_arn")) return Role(profile);
        return KeysOrProcess(profile);
    }

private:
    std::string Source(const std::string& profile) const { return "profile " + profile; }
    std::string Value(const std::string& profile, const std::string& name) const {
        return profiles_.Value(profile, name).value_or("");
    }

    Loaded KeysOrProcess(const std::string& profile) {
        Loaded keys = impl::PairOfKeys(
            Source(profile), "aws_access_key_id", profiles_.Value(profile, "aws_access_key_id"),
            "aws_secret_access_key", profiles_.Value(profile, "aws_secret_access_key"),
            profiles_.Value(profile, "aws_session_token"));
        if (!keys || *keys) return keys;
        if (const auto command = profiles_.Value(profile, "credential_process")) {
            return Wrap(impl::KeysFromProcess(*command, world_.processes, Source(profile)));
        }
        for (const std::string name : {"sso_session", "sso_start_url"}) {
            if (!profiles_.Value(profile, name)) continue;
            return Error{ErrorCode::kUnsupported,
                         "sign-in through a browser (SSO) is not supported"}
                .At(Source(profile))
                .Hint("export the keys, or use credential_process");
        }
        return std::optional<Credentials>();
    }

    Loaded Role(const std::string& profile) {
        const impl::RoleRequest role{
            .role_arn = Value(profile, "role_arn"),
            .session_name = Value(profile, "role_session_name"),
            .external_id = Value(profile, "external_id"),
            .duration_seconds = Value(profile, "duration_seconds"),
            .web_identity_token_file = Value(profile, "web_identity_token_file"),
            .source = Source(profile)};
        if (profiles_.Value(profile, "mfa_serial")) {
            return Error{ErrorCode::kUnsupported,
                         "a role with mfa_serial needs a code typed in, which a service cannot do"}
                .At(role.source);
        }
        std::optional<Credentials> signer;
        if (role.web_identity_token_file.empty()) {
            Loaded found = Signer(profile);
            if (!found) return found;
            signer = *std::move(found);
        }
        const Result<std::string> url = StsUrl(profiles_, profile, region_, world_.environment);
        if (!url) return url.error();
        return Wrap(impl::AssumeRole(role, signer, *url, region_, world_));
    }

    /// The keys that ask for a role.
    Loaded Signer(const std::string& profile) {
        const std::string place = Source(profile);
        const std::string from_profile = Value(profile, "source_profile");
        const std::string from_source = Value(profile, "credential_source");
        if (from_profile.empty() == from_source.empty()) {
            return Error{ErrorCode::kInvalidArgument,
                         "role_arn needs one of source_profile, credential_source and "
                         "web_identity_token_file"}
                .At(place);
        }
        Loaded signer = from_source.empty() ? FromProfile(profile, from_profile)
                                            : FromSource(from_source, place);
        if (!signer) return std::move(signer.error()).At(place);
        if (!*signer) {
            return Error{ErrorCode::kUnauthenticated,
                         fmt::format("{} has no keys to ask for the role with",
                                     from_source.empty() ? Source(from_profile) : from_source)}
                .At(place);
        }
        return signer;
    }

    /// A profile may name itself: its own keys then ask for its role.
    Loaded FromProfile(const std::string& profile, const std::string& source_profile) {
        return source_profile == profile ? KeysOrProcess(profile) : Resolve(source_profile);
    }

    Loaded FromSource(const std::string& name, const std::string& place) {
        if (name == "Environment") return EnvironmentKeys(world_.environment)->Load();
        if (name == "Ec2InstanceMetadata") return InstanceMetadataKeys(world_)->Load();
        if (name == "EcsContainer") return ContainerKeys(world_)->Load();
        return Error{ErrorCode::kInvalidArgument,
                     "credential_source must be Environment, Ec2InstanceMetadata or EcsContainer"}
            .At(place);
    }

    const SharedProfiles& profiles_;
    const CredentialWorld& world_;
    std::string region_;
    std::vector<std::string> path_;
};

class FromProfileFiles final : public CredentialProvider {
public:
    FromProfileFiles(const CredentialWorld& world, std::string profile, bool required,
                     std::string region)
        : world_(world),
          profile_(std::move(profile)),
          required_(required),
          region_(std::move(region)) {}
    std::string Name() const override { return "profile " + profile_; }
    Result<std::optional<Credentials>> Load() override {
        // Read each time: keys in files are replaced by other programs.
        const Result<SharedProfiles> profiles =
            SharedProfiles::Load(world_.files, world_.environment);
        if (!profiles) return profiles.error();
        if (profiles->Find(profile_) == nullptr && !required_) return std::optional<Credentials>();
        Loaded keys = ProfileWalk(*profiles, world_, region_).Resolve(profile_);
        if (keys && !*keys && required_) {
            return Error{ErrorCode::kUnauthenticated, "the profile holds no keys"}.At(Name()).Hint(
                "add aws_access_key_id, role_arn or credential_process to it");
        }
        return keys;
    }

private:
    const CredentialWorld world_;
    std::string profile_;
    bool required_;
    std::string region_;
};

}  // namespace

Provider ProfileKeys(const CredentialWorld& world, std::string profile, bool required,
                     std::string region) {
    return std::make_unique<FromProfileFiles>(world, std::move(profile), required,
                                              std::move(region));
}

}  // namespace dmsnode::aws
