#include <fmt/format.h>

#include "aws/impl/credential_parts.hpp"
#include "aws/impl/text.hpp"
#include "base/json.hpp"

namespace dmsnode::aws {
namespace {

constexpr std::string_view kRolePath = "/latest/meta-data/iam/security-credentials/";

/// Source: Amazon EC2 User Guide, "Use the Instance Metadata Service" (version 2: a PUT gives a
/// token that the GETs carry). Version 1 has no token, so that any server-side request forgery on
/// the host could read the keys; it is not asked.
class FromInstanceMetadata final : public CredentialProvider {
public:
    explicit FromInstanceMetadata(const CredentialWorld& world) : world_(world) {}
    std::string Name() const override { return "instance metadata"; }

    Result<std::optional<Credentials>> Load() override {
        const auto disabled = world_.environment.Get("AWS_EC2_METADATA_DISABLED");
        if (disabled && LowerAscii(*disabled) == "true") return std::optional<Credentials>();
        const Result<HttpResponse> token =
            Ask("PUT", "/latest/api/token", {"X-aws-ec2-metadata-token-ttl-seconds", "300"});
        // No answer: this is no EC2 instance. That is the usual case, not an error.
        if (!token || token->status == 404) return std::optional<Credentials>();
        if (token->status != 200) return Refused("a token", token->status);
        const HttpHeader pass{"X-aws-ec2-metadata-token", std::string(impl::Trim(token->body))};
        const Result<HttpResponse> role = Ask("GET", std::string(kRolePath), pass);
        if (!role) return Error(role.error()).At(Name());
        if (role->status == 404) return std::optional<Credentials>();  // an instance without a role
        if (role->status != 200) return Refused("the role's name", role->status);
        const std::string name(impl::Trim(impl::Split(role->body, '\n').front()));
        const Result<HttpResponse> keys = Ask("GET", std::string(kRolePath) + name, pass);
        if (!keys) return Error(keys.error()).At(Name());
        if (keys->status != 200) return Refused("the keys of the role", keys->status);
        return Parse(keys->body);
    }

private:
    std::string Endpoint() const {
        if (auto own = world_.environment.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT")) {
            while (own->ends_with('/')) own->pop_back();
            return *own;
        }
        const auto mode = world_.environment.Get("AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE");
        return mode && LowerAscii(*mode) == "ipv6" ? "http://[fd00:ec2::254]"
                                                   : "http://169.254.169.254";
    }

    Result<HttpResponse> Ask(std::string method, const std::string& path, HttpHeader header) {
        HttpRequest request{.method = std::move(method),
                            .url = Endpoint() + path,
                            .connect_timeout = std::chrono::seconds(1),
                            .total_timeout = std::chrono::seconds(2),
                            .max_response_bytes = 1U << 20U,
                            .use_proxy = false};
        request.headers.push_back(std::move(header));
        return world_.transport.Exchange(request);
    }

    Error Refused(std::string_view what, int status) const {
        return Error{status >= 500 ? ErrorCode::kUnavailable : ErrorCode::kUnauthenticated,
                     fmt::format("the metadata service refused {} (HTTP {})", what, status)}
            .At(Name());
    }

    Result<std::optional<Credentials>> Parse(const std::string& body) const {
        const Result<Json> json = ParseJson(body);
        if (json && json->is_object() && json->value("Code", "Success") != "Success") {
            return Error{ErrorCode::kUnauthenticated, "the instance's role gives no keys"}
                .At(Name())
                .Hint("check that the role still exists and trusts EC2");
        }
        Result<Credentials> keys = impl::ParseCredentialJson(body, "Token", Name());
        if (!keys) return keys.error();
        return std::optional(*std::move(keys));
    }

    const CredentialWorld world_;
};

}  // namespace

Provider InstanceMetadataKeys(const CredentialWorld& world) {
    return std::make_unique<FromInstanceMetadata>(world);
}

}  // namespace dmsnode::aws
