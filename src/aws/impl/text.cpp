#include "aws/impl/text.hpp"

#include <fmt/format.h>

namespace dmsnode::aws::impl {

std::string_view Trim(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const std::size_t first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0;;) {
        const std::size_t end = text.find(separator, at);
        parts.push_back(text.substr(at, end - at));
        if (end == std::string_view::npos) return parts;
        at = end + 1;
    }
}

Result<std::vector<std::string>> SplitCommand(std::string_view command) {
    std::vector<std::string> words;
    std::string word;
    bool in_word = false;
    char quote = '\0';
    for (std::size_t i = 0; i < command.size(); ++i) {
        const char c = command[i];
        if (c == '\\' && quote != '\'' && i + 1 < command.size()) {
            word += command[++i];
            in_word = true;
        } else if (quote != '\0') {
            if (c == quote) {
                quote = '\0';
            } else {
                word += c;
            }
        } else if (c == '"' || c == '\'') {
            quote = c;
            in_word = true;
        } else if (c == ' ' || c == '\t') {
            if (in_word) words.push_back(std::move(word));
            word.clear();
            in_word = false;
        } else {
            word += c;
            in_word = true;
        }
    }
    if (quote != '\0') {
        return Error{ErrorCode::kInvalidArgument, "a quote in the command is not closed"};
    }
    if (in_word) words.push_back(std::move(word));
    return words;
}

std::string FormEncode(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string form;
    const auto append = [&form](std::string_view text) {
        for (const char c : text) {
            const bool plain = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                               (c >= '0' && c <= '9') ||
                               std::string_view("-_.~").find(c) != std::string_view::npos;
            form +=
                plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    };
    for (const auto& [name, value] : fields) {
        if (!form.empty()) form += '&';
        append(name);
        form += '=';
        append(value);
    }
    return form;
}

std::string Snippet(std::string_view text, std::size_t bytes) {
    std::string snippet(Trim(text).substr(0, bytes));
    if (Trim(text).size() > bytes) {
        const auto continues = [&](std::size_t at) {
            return (static_cast<unsigned char>(Trim(text)[at]) & 0xC0U) == 0x80U;
        };
        while (!snippet.empty() && continues(snippet.size())) snippet.pop_back();
        snippet += "…";
    }
    for (char& c : snippet) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    return snippet;
}

}  // namespace dmsnode::aws::impl
