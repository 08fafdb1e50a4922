#include "aws/impl/credential_parts.hpp"
#include "aws/region_endpoint.hpp"

namespace dmsnode::aws {
namespace {

class FromWebIdentity final : public CredentialProvider {
public:
    FromWebIdentity(const CredentialWorld& world, std::string region)
        : world_(world), region_(std::move(region)) {}
    std::string Name() const override { return "web identity (AWS_WEB_IDENTITY_TOKEN_FILE)"; }
    Result<std::optional<Credentials>> Load() override {
        const auto token_file = world_.environment.Get("AWS_WEB_IDENTITY_TOKEN_FILE");
        const auto role_arn = world_.environment.Get("AWS_ROLE_ARN");
        if (!token_file) return std::optional<Credentials>();
        if (!role_arn) {
            return Error{ErrorCode::kInvalidArgument,
                         "AWS_WEB_IDENTITY_TOKEN_FILE is set, but AWS_ROLE_ARN is not"}
                .At("environment");
        }
        const Result<std::string> url = StsUrl({}, "", region_, world_.environment);
        if (!url) return url.error();
        Result<Credentials> keys = impl::AssumeRole(
            {.role_arn = *role_arn,
             .session_name = world_.environment.Get("AWS_ROLE_SESSION_NAME").value_or(""),
             .web_identity_token_file = *token_file,
             .source = Name()},
            std::nullopt, *url, region_, world_);
        if (!keys) return keys.error();
        return std::optional(*std::move(keys));
    }

private:
    const CredentialWorld world_;
    std::string region_;
};

}  // namespace

Provider WebIdentityFromEnvironment(const CredentialWorld& world, std::string region) {
    return std::make_unique<FromWebIdentity>(world, std::move(region));
}

}  // namespace dmsnode::aws
