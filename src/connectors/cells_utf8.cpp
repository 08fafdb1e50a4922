#include "connectors/cells.hpp"

namespace dmsnode::connectors {
namespace {

/// Length of the plain ASCII (below 0x80) at the start of the text: 32 bytes a step.
std::size_t AsciiPrefix(const char* text, std::size_t size) {
    constexpr std::uint64_t kHighBits = 0x8080808080808080U;
    std::size_t at = 0;
    for (; size - at >= 32; at += 32) {
        std::uint64_t words[4];
        std::memcpy(words, text + at, sizeof words);
        if (((words[0] | words[1] | words[2] | words[3]) & kHighBits) != 0) break;
    }
    for (; size - at >= 8; at += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text + at, sizeof word);
        if ((word & kHighBits) != 0) break;
    }
    while (at < size && static_cast<unsigned char>(text[at]) < 0x80) ++at;
    return at;
}

/// What stands at the start of a text whose first byte is not ASCII.
struct Sequence {
    bool valid = false;
    std::size_t size = 1;  ///< Invalid: the bytes that one U+FFFD stands for (Unicode 15, 3.9,
                           ///< U+FFFD substitution of maximal subparts).
};

Sequence Examine(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text[0]);
    std::size_t size = 0;
    unsigned char low = 0x80;   // bounds of the second byte: no overlong forms, no surrogates,
    unsigned char high = 0xBF;  // nothing beyond U+10FFFF
    if (lead >= 0xC2 && lead <= 0xDF) {
        size = 2;
    } else if (lead >= 0xE0 && lead <= 0xEF) {
        size = 3;
        if (lead == 0xE0) low = 0xA0;
        if (lead == 0xED) high = 0x9F;
    } else if (lead >= 0xF0 && lead <= 0xF4) {
        size = 4;
        if (lead == 0xF0) low = 0x90;
        if (lead == 0xF4) high = 0x8F;
    } else {
        return {};
    }
    for (std::size_t i = 1; i < size; ++i) {
        if (i == text.size()) return {.valid = false, .size = i};
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < low || byte > high) return {.valid = false, .size = i};
        low = 0x80;
        high = 0xBF;
    }
    return {.valid = true, .size = size};
}

}  // namespace

std::size_t FindInvalidUtf8(std::string_view text) {
    std::size_t at = 0;
    while (true) {
        at += AsciiPrefix(text.data() + at, text.size() - at);
        if (at == text.size()) return std::string_view::npos;
        // Within other scripts characters come in runs: do not look for ASCII after each.
        while (at < text.size() && static_cast<unsigned char>(text[at]) >= 0x80) {
            const Sequence sequence = Examine(text.substr(at));
            if (!sequence.valid) return at;
            at += sequence.size;
        }
    }
}

void AppendRepairedUtf8(std::string_view text, std::string& out) {
    for (std::size_t at = 0; at < text.size();) {
        if (static_cast<unsigned char>(text[at]) < 0x80) {
            if (text[at] != '\0') out.push_back(text[at]);
            ++at;
            continue;
        }
        const Sequence sequence = Examine(text.substr(at));
        out.append(sequence.valid ? text.substr(at, sequence.size) : "\xEF\xBF\xBD");
        at += sequence.size;
    }
}

}  // namespace dmsnode::connectors
