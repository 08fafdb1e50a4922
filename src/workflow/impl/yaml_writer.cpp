#include "workflow/impl/yaml_writer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "workflow/impl/characters.hpp"
#include "workflow/impl/yaml_reader.hpp"

namespace dmsnode::workflow {
namespace {

constexpr std::string_view kPlainSymbols = " _./-$(){}[],%+=@:";

// Words that older YAML readers take for booleans.
constexpr std::array<std::string_view, 6> kOldWords = {"yes", "no", "on", "off", "true", "false"};

std::string LowerCase(std::string_view text) {
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return lower;
}

/// The length of a character that must be escaped at `at`, 0 if it needs none. Beside the controls
/// these are the line breaks of Unicode and the byte order mark.
std::size_t SpecialAt(std::string_view text, std::size_t at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 || byte == 0x7f) return 1;
    if (byte == 0xc2 && at + 1 < text.size()) {
        return static_cast<unsigned char>(text[at + 1]) < 0xa0 ? 2 : 0;
    }
    const std::string_view three = text.substr(at, 3);
    if (three == "\xe2\x80\xa8" || three == "\xe2\x80\xa9" || three == "\xef\xbb\xbf") return 3;
    return 0;
}

bool HasSpecial(std::string_view text, std::string_view allowed = "") {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (SpecialAt(text, i) > 0 && allowed.find(text[i]) == std::string_view::npos) return true;
    }
    return false;
}

bool IsPlain(const std::string& text) {
    if (text.empty() || !(IsLetter(text[0]) || text[0] == '$' || text[0] == '/')) return false;
    if (text.back() == ' ' || text.back() == ':' || text.find(": ") != std::string::npos) {
        return false;
    }
    const bool known_symbols = std::all_of(text.begin(), text.end(), [](char c) {
        return IsLetter(c) || (c >= '0' && c <= '9') ||
               kPlainSymbols.find(c) != std::string_view::npos;
    });
    if (!known_symbols || !PlainScalar(text).is_string()) return false;
    return std::find(kOldWords.begin(), kOldWords.end(), LowerCase(text)) == kOldWords.end();
}

std::string DoubleQuoted(std::string_view text) {
    std::string quoted = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const std::size_t special = SpecialAt(text, i);
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += fmt::format("\\{}", c);
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\t') {
            quoted += "\\t";
        } else if (special == 1) {
            quoted += fmt::format("\\x{:02X}", byte);
        } else if (special == 2) {
            quoted += fmt::format("\\u{:04X}", static_cast<unsigned char>(text[i + 1]));
        } else if (special == 3) {
            const bool mark = byte == 0xef;
            quoted += mark ? "\\uFEFF" : text[i + 2] == '\xa8' ? "\\u2028" : "\\u2029";
        } else {
            quoted += c;
        }
        i += special > 1 ? special - 1 : 0;
    }
    return quoted + '"';
}

std::string Scalar(const std::string& text) {
    if (IsPlain(text)) return text;
    const bool noisy = text.find_first_of("\"\\") != std::string::npos;
    if (!noisy || HasSpecial(text)) return DoubleQuoted(text);
    std::string quoted = "'";
    for (const char c : text) quoted += c == '\'' ? std::string("''") : std::string(1, c);
    return quoted + "'";
}

/// True for texts that a literal block keeps to the letter.
bool IsBlock(std::string_view text) {
    const std::size_t end = text.find('\n');
    if (end == std::string_view::npos || end + 1 == text.size()) return false;
    if (text.front() == ' ' || text.front() == '\n' || HasSpecial(text, "\n\t")) return false;
    std::size_t start = 0;
    while (start < text.size()) {
        const std::size_t stop = std::min(text.find('\n', start), text.size());
        const std::string_view line = text.substr(start, stop - start);
        if (!line.empty() && line.find_first_not_of(" \t") == std::string_view::npos) return false;
        if (line.starts_with('\t')) return false;
        start = stop + 1;
    }
    return !text.ends_with("\n\n");
}

class Writer {
public:
    explicit Writer(const std::vector<std::string_view>& order) : order_(order) {}

    /// The lines of a mapping or list that is not empty, each with its line break.
    std::string Lines(const Json& value, std::size_t indent) const {
        const std::string margin(indent, ' ');
        std::string lines;
        if (value.is_array()) {
            for (const Json& item : value) lines += Entry(margin, '-', item, indent);
            return lines;
        }
        for (const std::string& name : NamesOf(value)) {
            const std::string key = Scalar(name);
            constexpr std::size_t kLongestSimpleKey = 1000;  // 1024 by YAML, the colon included
            if (key.size() > kLongestSimpleKey) {
                lines.append(margin).append("? ").append(key).append("\n");
                lines += Entry(margin, ':', value[name], indent);
            } else {
                lines.append(margin).append(key).append(":").append(Rest(value[name], indent));
            }
        }
        return lines;
    }

    /// What stands behind `key:` or `-`, from the space to the last line break.
    std::string Rest(const Json& value, std::size_t indent) const {
        if (value.is_structured() && !value.empty()) return "\n" + Lines(value, indent + 2);
        if (value.is_string()) return " " + Text(value.get_ref<const std::string&>(), indent + 2);
        return " " + DumpJson(value) + "\n";
    }

private:
    /// A list's item (or the value of a long key): its first line begins beside the mark.
    std::string Entry(const std::string& margin, char mark, const Json& value,
                      std::size_t indent) const {
        if (!value.is_structured() || value.empty()) return margin + mark + Rest(value, indent);
        std::string lines = Lines(value, indent + 2);
        lines[indent] = mark;
        return lines;
    }

    static std::string Text(const std::string& text, std::size_t indent) {
        if (!IsBlock(text)) return Scalar(text) + "\n";
        std::string block = text.back() == '\n' ? "|\n" : "|-\n";
        std::size_t start = 0;
        while (start < text.size()) {
            const std::size_t stop = std::min(text.find('\n', start), text.size());
            if (stop > start) block += std::string(indent, ' ') + text.substr(start, stop - start);
            block += '\n';
            start = stop + 1;
        }
        return block;
    }

    std::vector<std::string> NamesOf(const Json& object) const {
        std::vector<std::string> names;
        for (const std::string_view name : order_) {
            if (object.contains(name)) names.emplace_back(name);
        }
        for (const auto& [name, value] : object.items()) {
            if (std::find(order_.begin(), order_.end(), name) == order_.end()) {
                names.push_back(name);
            }
        }
        return names;
    }

    const std::vector<std::string_view>& order_;
};

}  // namespace

std::string WriteYaml(const Json& value, const std::vector<std::string_view>& order) {
    const Writer writer(order);
    if (value.is_structured() && !value.empty()) return writer.Lines(value, 0);
    return value.is_string() ? Scalar(value.get_ref<const std::string&>()) + "\n"
                             : DumpJson(value) + "\n";
}

}  // namespace dmsnode::workflow
