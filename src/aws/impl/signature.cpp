#include "aws/impl/signature.hpp"

#include <fmt/format.h>

#include "aws/impl/digest.hpp"

namespace dmsnode::aws::impl {
namespace {

Digest SigningKey(const Scope& scope, const Secret& secret) {
    const Secret seed("AWS4" + secret.Reveal());
    const Digest date_key = HmacSha256(seed.Reveal(), scope.date);
    const Digest region_key = HmacSha256(date_key.view(), scope.region);
    const Digest service_key = HmacSha256(region_key.view(), scope.service);
    return HmacSha256(service_key.view(), "aws4_request");
}

}  // namespace

std::string Scope::ToString() const {
    return fmt::format("{}/{}/{}/aws4_request", date, region, service);
}

std::string Signature(const SignableRequest& request, std::span<const std::string> signed_names,
                      const Scope& scope, std::string_view time_text, const Secret& secret) {
    const std::string to_sign =
        fmt::format("{}\n{}\n{}\n{}", kSigningAlgorithm, time_text, scope.ToString(),
                    Sha256(CanonicalRequest(request, signed_names)).Hex());
    return HmacSha256(SigningKey(scope, secret).view(), to_sign).Hex();
}

}  // namespace dmsnode::aws::impl
