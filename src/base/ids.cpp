#include "base/ids.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <string_view>

namespace dmsnode {

std::string NewUuid() {
    std::array<unsigned char, 16> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0FU) | 0x40U);
    bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3FU) | 0x80U);
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i == 4 || i == 6 || i == 8 || i == 10) text += '-';
        text += fmt::format("{:02x}", bytes[i]);
    }
    return text;
}

std::string NewBase32Id(std::size_t length) {
    constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string text(length, 'A');
    for (char& c : text) c = kAlphabet[randombytes_uniform(kAlphabet.size())];
    return text;
}

}  // namespace dmsnode
