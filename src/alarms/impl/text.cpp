#include "alarms/impl/text.hpp"

#include <algorithm>
#include <cstdint>

namespace dmsnode::alarms::impl {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD
constexpr std::string_view kEllipsis = "\xE2\x80\xA6";     // …

unsigned char ByteAt(std::string_view text, std::size_t at) {
    return static_cast<unsigned char>(text[at]);
}

}  // namespace

std::size_t Utf8Length(std::string_view text) {
    if (text.empty()) return 0;
    const unsigned char first = ByteAt(text, 0);
    if (first < 0x80) return 1;
    std::size_t length = 0;
    if (first >= 0xC2 && first <= 0xDF) length = 2;
    if (first >= 0xE0 && first <= 0xEF) length = 3;
    if (first >= 0xF0 && first <= 0xF4) length = 4;
    if (length == 0 || text.size() < length) return 0;
    for (std::size_t i = 1; i < length; ++i) {
        if ((ByteAt(text, i) & 0xC0U) != 0x80U) return 0;
    }
    const unsigned char second = ByteAt(text, 1);
    const bool overlong = (first == 0xE0 && second < 0xA0) || (first == 0xF0 && second < 0x90);
    const bool surrogate = first == 0xED && second >= 0xA0;
    const bool beyond = first == 0xF4 && second >= 0x90;
    return overlong || surrogate || beyond ? 0 : length;
}

std::string CleanText(std::string_view text, std::size_t max_bytes, Lines lines) {
    std::string clean;
    while (!text.empty()) {
        const std::size_t length = Utf8Length(text);
        std::string_view piece = length == 0 ? kReplacement : text.substr(0, length);
        const bool kept = lines == Lines::kMany && (piece == "\n" || piece == "\t");
        if (length == 1 && !kept && (ByteAt(piece, 0) < 0x20 || ByteAt(piece, 0) == 0x7F)) {
            piece = lines == Lines::kMany && text.starts_with("\r\n") ? "" : " ";
        }
        if (clean.size() + piece.size() > max_bytes) {
            clean += kEllipsis;
            break;
        }
        clean += piece;
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    return clean;
}

std::string EscapeHtml(std::string_view text) {
    std::string escaped;
    for (const char c : text) {
        switch (c) {
            case '&': escaped += "&amp;"; break;
            case '<': escaped += "&lt;"; break;
            case '>': escaped += "&gt;"; break;
            case '"': escaped += "&quot;"; break;
            case '\'': escaped += "&#39;"; break;
            default: escaped += c;
        }
    }
    return escaped;
}

bool IsPrintableAscii(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

std::string Base64(std::string_view bytes) {
    constexpr std::string_view kAlphabet =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t count = std::min<std::size_t>(3, bytes.size() - i);
        std::uint32_t group = 0;
        for (std::size_t j = 0; j < 3; ++j) {
            group = (group << 8U) | (j < count ? ByteAt(bytes, i + j) : 0U);
        }
        for (std::size_t j = 0; j < 4; ++j) {
            text += j <= count ? kAlphabet[(group >> (18U - 6U * j)) & 0x3FU] : '=';
        }
    }
    return text;
}

}  // namespace dmsnode::alarms::impl
