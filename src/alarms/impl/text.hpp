#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace dmsnode::alarms::impl {

enum class Lines { kOne, kMany };

/// The text as it may be stored and sent: valid UTF-8 (what is not becomes U+FFFD), no control
/// characters (they become spaces; line ends and tabs stay if there may be many lines), at most
/// `max_bytes` and then "…".
std::string CleanText(std::string_view text, std::size_t max_bytes, Lines lines);

/// The length of the UTF-8 character at the start of `text`, 0 if there is no valid one.
/// Source: RFC 3629, 4.
std::size_t Utf8Length(std::string_view text);

/// `&`, `<`, `>`, `"` and `'` as entities: safe between tags and within quoted attributes.
std::string EscapeHtml(std::string_view text);

/// Only characters from space to `~`.
bool IsPrintableAscii(std::string_view text);

std::string Base64(std::string_view bytes);

}  // namespace dmsnode::alarms::impl
