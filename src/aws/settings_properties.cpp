#include <fmt/format.h>

#include "aws/impl/text.hpp"
#include "aws/settings_files.hpp"

namespace dmsnode::aws {
namespace {

bool IsPropertyBlank(char c) {
    return c == ' ' || c == '\t' || c == '\f';
}

std::string_view SkipBlanks(std::string_view text) {
    while (!text.empty() && IsPropertyBlank(text[0])) text.remove_prefix(1);
    return text;
}

/// An odd number of backslashes at the end continues the line.
bool Continues(std::string_view line) {
    std::size_t count = 0;
    while (count < line.size() && line[line.size() - 1 - count] == '\\') ++count;
    return count % 2 == 1;
}

void AppendUtf8(std::string& text, unsigned code) {
    if (code < 0x80) {
        text += static_cast<char>(code);
    } else if (code < 0x800) {
        text += static_cast<char>(0xC0U | (code >> 6U));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    } else {
        text += static_cast<char>(0xE0U | (code >> 12U));
        text += static_cast<char>(0x80U | ((code >> 6U) & 0x3FU));
        text += static_cast<char>(0x80U | (code & 0x3FU));
    }
}

/// Takes `\uXXXX` after its `u`.
bool TakeUnicode(std::string_view& rest, std::string& text) {
    unsigned code = 0;
    if (rest.size() < 4) return false;
    for (const char c : rest.substr(0, 4)) {
        const std::size_t digit = std::string_view("0123456789abcdefABCDEF").find(c);
        if (digit == std::string_view::npos) return false;
        code = code * 16 + static_cast<unsigned>(digit < 16 ? digit : digit - 6);
    }
    rest.remove_prefix(4);
    AppendUtf8(text, code);
    return true;
}

/// Reads one name or value; a name ends at the first separator that is not escaped.
Result<std::string> TakeText(std::string_view& rest, bool is_name) {
    std::string text;
    while (!rest.empty()) {
        const char c = rest[0];
        if (is_name && (c == '=' || c == ':' || IsPropertyBlank(c))) break;
        rest.remove_prefix(1);
        if (c != '\\' || rest.empty()) {
            text += c;
            continue;
        }
        const char escaped = rest[0];
        rest.remove_prefix(1);
        constexpr std::string_view kLetters = "tnrf";
        if (escaped == 'u') {
            if (!TakeUnicode(rest, text)) {
                return Error{ErrorCode::kInvalidArgument, "\\u needs four hex digits"};
            }
        } else if (const std::size_t at = kLetters.find(escaped); at != std::string_view::npos) {
            text += "\t\n\r\f"[at];
        } else {
            text += escaped;
        }
    }
    return text;
}

Status TakeSetting(std::string_view line, std::map<std::string, std::string>& settings) {
    const Result<std::string> name = TakeText(line, true);
    if (!name) return name.error();
    line = SkipBlanks(line);
    if (!line.empty() && (line[0] == '=' || line[0] == ':')) line = SkipBlanks(line.substr(1));
    const Result<std::string> value = TakeText(line, false);
    if (!value) return value.error();
    settings[*name] = *value;
    return {};
}

}  // namespace

Result<std::map<std::string, std::string>> ParseProperties(std::string_view text) {
    std::map<std::string, std::string> settings;
    std::string logical;
    int number = 0;
    int first = 1;
    for (const std::string_view raw : impl::Split(text, '\n')) {
        ++number;
        const std::string_view line =
            SkipBlanks(raw.ends_with('\r') ? raw.substr(0, raw.size() - 1) : raw);
        if (logical.empty()) {
            if (line.empty() || line[0] == '#' || line[0] == '!') continue;
            first = number;
        }
        logical += line;
        if (Continues(logical)) {
            logical.pop_back();
            continue;
        }
        if (Status taken = TakeSetting(logical, settings); !taken) {
            return std::move(taken.error()).At(fmt::format("line {}", first));
        }
        logical.clear();
    }
    // The file's last line may end in a backslash.
    if (!logical.empty()) {
        if (Status taken = TakeSetting(logical, settings); !taken) {
            return std::move(taken.error()).At(fmt::format("line {}", first));
        }
    }
    return settings;
}

}  // namespace dmsnode::aws
