#include "aws/impl/credential_parts.hpp"

namespace dmsnode::aws {
namespace {

class FromEnvironment final : public CredentialProvider {
public:
    explicit FromEnvironment(const Environment& environment) : environment_(environment) {}
    std::string Name() const override { return "environment"; }
    Result<std::optional<Credentials>> Load() override {
        return impl::PairOfKeys(Name(), "AWS_ACCESS_KEY_ID", environment_.Get("AWS_ACCESS_KEY_ID"),
                                "AWS_SECRET_ACCESS_KEY", environment_.Get("AWS_SECRET_ACCESS_KEY"),
                                environment_.Get("AWS_SESSION_TOKEN"));
    }

private:
    const Environment& environment_;
};

}  // namespace

Provider EnvironmentKeys(const Environment& environment) {
    return std::make_unique<FromEnvironment>(environment);
}

}  // namespace dmsnode::aws
