#include "migration/compare/row_hash.hpp"

#include <fmt/format.h>

#include <cstring>

namespace dmsnode::migration {
namespace {

// Odd numbers with about as many ones as zeros; what they are otherwise does not matter.
constexpr std::uint64_t kFirst = 0x9E3779B97F4A7C15U;
constexpr std::uint64_t kSecond = 0xC2B2AE3D27D4EB4FU;
constexpr std::uint64_t kThird = 0x165667B19E3779F9U;
constexpr std::uint64_t kFourth = 0xD6E8FEB86659FD93U;

std::uint64_t Load(const char* at) {
    std::uint64_t value;
    std::memcpy(&value, at, sizeof value);
    return value;
}

/// Both halves of a 128-bit product: every input bit reaches every output bit.
std::uint64_t Fold(std::uint64_t left, std::uint64_t right) {
    __extension__ using Wide = unsigned __int128;
    const Wide product = static_cast<Wide>(left) * right;
    return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64U);
}

/// The finisher of SplitMix64.
std::uint64_t Mix(std::uint64_t value) {
    value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9U;
    value = (value ^ (value >> 27U)) * 0x94D049BB133111EBU;
    return value ^ (value >> 31U);
}

}  // namespace

void RowSum::Add(std::string_view row) {
    std::uint64_t first = kFirst ^ row.size();
    std::uint64_t second = kThird + row.size();
    while (row.size() >= 16) {
        const std::uint64_t a = Load(row.data());
        const std::uint64_t b = Load(row.data() + 8);
        // The lanes see the words in different places and through different multipliers, and keep
        // what they had: a product with zero must not forget it.
        first = (first + kSecond) ^ Fold(a ^ kFirst ^ first, b ^ kFourth);
        second = (second * kFirst) + Fold(b ^ kSecond, a ^ kThird ^ second);
        row.remove_prefix(16);
    }
    char rest[16] = {};
    std::memcpy(rest, row.data(), row.size());
    first = (first + kSecond) ^ Fold(Load(rest) ^ kFirst ^ first, Load(rest + 8) ^ kFourth);
    second = (second * kFirst) + Fold(Load(rest + 8) ^ kSecond, Load(rest) ^ kThird ^ second);
    low += Mix(first + kFourth);
    high += Mix(second ^ kFirst);
}

std::string RowSum::Text() const {
    return fmt::format("{:016x}{:016x}", high, low);
}

}  // namespace dmsnode::migration
