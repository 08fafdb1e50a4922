#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "aws/connection_settings.hpp"
#include "aws/credentials.hpp"
#include "aws/host.hpp"
#include "aws/http.hpp"
#include "aws/service_caller.hpp"

/// Where keys may come from: one small class a source, each in its own file below credentials/.
namespace dmsnode::aws {

/// One source of keys. Threads: called by one thread at a time (RefreshingCredentials sees to it).
class CredentialProvider {
public:
    virtual ~CredentialProvider() = default;
    /// For messages: `environment`, `profile dev`.
    virtual std::string Name() const = 0;
    /// Fresh keys; nothing if this source is not set up here, so that the next one is asked.
    /// Errors: the source is set up but gives no keys. Nobody is asked then: keys of another
    ///     identity than the one that was meant are worse than none.
    virtual Result<std::optional<Credentials>> Load() = 0;
};
using Provider = std::unique_ptr<CredentialProvider>;

/// What providers ask of the world. Lifetime: outlives the providers.
struct CredentialWorld {
    const Environment& environment;
    const FileReader& files;
    ProcessRunner& processes;
    HttpTransport& transport;
    ServiceCaller& caller;  ///< For STS.
    Clock& clock;
};

/// Keys that stand in the connection itself.
Provider ExplicitKeys(const ConnectionSettings& settings);

/// `resource.aws.access.key.id` and `resource.aws.secret.access.key` of common.properties.
Provider CommonPropertiesKeys(const DolphinSchedulerFiles& files);

/// aws.yaml: static keys, or the instance's role if `credentials.provider.type` says so.
Provider AwsYamlKeys(const DolphinSchedulerFiles& files, const CredentialWorld& world);

/// AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN.
Provider EnvironmentKeys(const Environment& environment);

/// AWS_WEB_IDENTITY_TOKEN_FILE with AWS_ROLE_ARN, as Kubernetes sets them.
Provider WebIdentityFromEnvironment(const CredentialWorld& world, std::string region);

/// A profile of the shared files: a role (through its source profile, its credential source or a
/// web identity), keys, or a program (`credential_process`). `required`: the profile was asked for
/// by name, so that its absence is an error.
Provider ProfileKeys(const CredentialWorld& world, std::string profile, bool required,
                     std::string region);

/// The endpoint that AWS_CONTAINER_CREDENTIALS_RELATIVE_URI or _FULL_URI names. Plain http is taken
/// from loopback and the two hosts of ECS and EKS only: anybody else on the way could read the
/// keys.
Provider ContainerKeys(const CredentialWorld& world);

/// The role of an EC2 instance, version 2 of its metadata service only.
Provider InstanceMetadataKeys(const CredentialWorld& world);

/// Asks its sources in their order; the first that is set up answers.
class ProviderChain final : public CredentialProvider {
public:
    explicit ProviderChain(std::vector<Provider> sources) : sources_(std::move(sources)) {}
    std::string Name() const override { return "credential chain"; }
    /// Errors: of the source that is set up; kUnauthenticated if none is, with the list of them.
    Result<std::optional<Credentials>> Load() override;

private:
    std::vector<Provider> sources_;
};

/// The chain of `docs/aws.md`.
Provider DefaultChain(const ConnectionSettings& settings, const DolphinSchedulerFiles& files,
                      const CredentialWorld& world, const std::string& region);

}  // namespace dmsnode::aws
