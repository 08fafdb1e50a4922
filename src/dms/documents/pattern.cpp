#include <algorithm>

#include "dms/documents/table_mappings.hpp"

namespace dmsnode::dms {
namespace {

/// The bytes of the UTF-8 character that starts `text`; a stray byte counts as one character.
std::size_t CharacterBytes(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < std::min(bytes, text.size()); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0U) != 0x80U) return 1;
    }
    return std::min(bytes, text.size());
}

struct Token {
    enum class Kind { kLiteral, kAnyOne, kAnyMany, kSet };
    Kind kind = Kind::kLiteral;
    std::string_view text;  ///< kLiteral: the character. kSet: what is between the brackets.
    std::size_t bytes = 0;  ///< Length in the pattern.
};

/// A `[` that is never closed, or closed at once, is a plain character.
Token NextToken(std::string_view pattern) {
    if (pattern.front() == '%') return {Token::Kind::kAnyMany, pattern.substr(0, 1), 1};
    if (pattern.front() == '_') return {Token::Kind::kAnyOne, pattern.substr(0, 1), 1};
    if (pattern.front() == '[') {
        const std::size_t close = pattern.find(']', 1);
        if (close != std::string_view::npos && close > 1) {
            return {Token::Kind::kSet, pattern.substr(1, close - 1), close + 1};
        }
    }
    const std::size_t bytes = CharacterBytes(pattern);
    return {Token::Kind::kLiteral, pattern.substr(0, bytes), bytes};
}

std::string_view TakeCharacter(std::string_view& text) {
    const std::string_view character = text.substr(0, CharacterBytes(text));
    text.remove_prefix(character.size());
    return character;
}

/// UTF-8 order is code point order, so ranges may be compared as bytes.
bool SetHas(std::string_view set, std::string_view character) {
    while (!set.empty()) {
        const std::string_view low = TakeCharacter(set);
        if (set.size() >= 2 && set.front() == '-') {
            set.remove_prefix(1);
            const std::string_view high = TakeCharacter(set);
            if (low <= character && character <= high) return true;
        } else if (low == character) {
            return true;
        }
    }
    return false;
}

bool TokenTakes(const Token& token, std::string_view character) {
    switch (token.kind) {
        case Token::Kind::kLiteral: return token.text == character;
        case Token::Kind::kAnyOne: return true;
        case Token::Kind::kSet: return SetHas(token.text, character);
        case Token::Kind::kAnyMany: break;
    }
    return false;
}

bool SoleName(std::string_view pattern, bool underscore_is_literal, std::string* name) {
    std::string found;
    while (!pattern.empty()) {
        const Token token = NextToken(pattern);
        if (token.kind == Token::Kind::kAnyMany) return false;
        if (token.kind == Token::Kind::kAnyOne && !underscore_is_literal) return false;
        if (token.kind == Token::Kind::kSet && CharacterBytes(token.text) != token.text.size()) {
            return false;
        }
        found += token.text;
        pattern.remove_prefix(token.bytes);
    }
    if (name != nullptr) *name = std::move(found);
    return true;
}

}  // namespace

// Greedy with one step back to the last `%`: at worst pattern length times name length.
bool MatchesPattern(std::string_view pattern, std::string_view name) {
    std::optional<std::string_view> retry_pattern;
    std::string_view retry_name;
    while (!name.empty() || !pattern.empty()) {
        if (!pattern.empty()) {
            const Token token = NextToken(pattern);
            if (token.kind == Token::Kind::kAnyMany) {
                pattern.remove_prefix(token.bytes);
                retry_pattern = pattern;
                retry_name = name;
                continue;
            }
            if (!name.empty() && TokenTakes(token, name.substr(0, CharacterBytes(name)))) {
                pattern.remove_prefix(token.bytes);
                TakeCharacter(name);
                continue;
            }
        }
        if (!retry_pattern || retry_name.empty()) return false;
        TakeCharacter(retry_name);
        pattern = *retry_pattern;
        name = retry_name;
    }
    return true;
}

bool IsExactPattern(std::string_view pattern, std::string* name) {
    return SoleName(pattern, false, name);
}

bool IsLiteralName(std::string_view pattern, std::string* name) {
    return SoleName(pattern, true, name);
}

}  // namespace dmsnode::dms
