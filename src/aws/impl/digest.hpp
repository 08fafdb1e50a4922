#pragma once

#include <array>
#include <string>
#include <string_view>

namespace dmsnode::aws::impl {

/// 32 bytes that may be a key: wiped at the end.
class Digest {
public:
    static constexpr std::size_t kSize = 32;
    Digest() = default;
    Digest(const Digest&) = default;
    Digest& operator=(const Digest&) = default;
    ~Digest();

    unsigned char* data() { return bytes_.data(); }
    std::string_view view() const;
    std::string Hex() const;

private:
    std::array<unsigned char, kSize> bytes_{};
};

Digest Sha256(std::string_view text);
Digest HmacSha256(std::string_view key, std::string_view text);

/// Compares in a time that depends on the lengths only.
bool EqualInConstantTime(std::string_view a, std::string_view b);

}  // namespace dmsnode::aws::impl
