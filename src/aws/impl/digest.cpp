#include "aws/impl/digest.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

namespace dmsnode::aws::impl {
namespace {

const unsigned char* Bytes(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

Digest::~Digest() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string_view Digest::view() const {
    return {reinterpret_cast<const char*>(bytes_.data()), bytes_.size()};
}

std::string Digest::Hex() const {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string hex;
    hex.reserve(2 * kSize);
    for (const unsigned char byte : bytes_) {
        hex += kDigits[byte >> 4U];
        hex += kDigits[byte & 0x0FU];
    }
    return hex;
}

Digest Sha256(std::string_view text) {
    Digest digest;
    // Fails only without memory or without a SHA-256 in the crypto library: nothing to go on with.
    if (EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) != 1) {
        std::abort();
    }
    return digest;
}

Digest HmacSha256(std::string_view key, std::string_view text) {
    Digest digest;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), Bytes(text), text.size(),
             digest.data(), nullptr) == nullptr) {
        std::abort();
    }
    return digest;
}

bool EqualInConstantTime(std::string_view a, std::string_view b) {
    return a.size() == b.size() && CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace dmsnode::aws::impl
