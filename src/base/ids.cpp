#include "base/ids.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
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

std::int64_t NewCode() {
    using namespace std::chrono;
    constexpr std::int64_t kEpoch2021 = 1'609'459'200'000;
    static const std::int64_t process = randombytes_uniform(32) << 5U;
    // Holds time and counter without the process's bits; a full millisecond runs into the next.
    static std::atomic<std::int64_t> last{0};
    const std::int64_t now =
        duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count() - kEpoch2021;
    std::int64_t before = last.load();
    std::int64_t next = 0;
    do {
        next = std::max(before + 1, now << 5U);
    } while (!last.compare_exchange_weak(before, next));
    return ((next >> 5U) << 10U) | process | (next & 31);
}

}  // namespace dmsnode
