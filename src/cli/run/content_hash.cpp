#include "cli/run/content_hash.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>

namespace dmsnode::cli {

std::string ContentHash(std::string_view text) {
    std::array<unsigned char, crypto_hash_sha256_BYTES> hash{};
    crypto_hash_sha256(hash.data(), reinterpret_cast<const unsigned char*>(text.data()),
                       text.size());
    std::string digits;
    for (const unsigned char byte : hash) digits += fmt::format("{:02x}", byte);
    return digits;
}

}  // namespace dmsnode::cli
