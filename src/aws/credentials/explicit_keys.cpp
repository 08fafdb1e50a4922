#include "aws/impl/credential_parts.hpp"

namespace dmsnode::aws {
namespace {

std::optional<std::string> NonEmpty(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

class Explicit final : public CredentialProvider {
public:
    explicit Explicit(const ConnectionSettings& settings)
        : id_(settings.access_key_id),
          secret_(settings.secret_access_key),
          token_(settings.session_token) {}
    std::string Name() const override { return "the connection"; }
    Result<std::optional<Credentials>> Load() override {
        return impl::PairOfKeys(Name(), "the access key id", NonEmpty(id_), "the secret access key",
                                NonEmpty(secret_.Reveal()), NonEmpty(token_.Reveal()));
    }

private:
    std::string id_;
    Secret secret_;
    Secret token_;
};

}  // namespace

Provider ExplicitKeys(const ConnectionSettings& settings) {
    return std::make_unique<Explicit>(settings);
}

}  // namespace dmsnode::aws
