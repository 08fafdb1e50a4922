#include "tasks/shell/impl/output.hpp"

#include <algorithm>

namespace dmsnode::tasks::shell {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr std::string_view kOpener = "{setValue(";
constexpr std::string_view kCloser = ")}";
constexpr std::size_t kLongestSetValue = 64U << 10U;

bool IsContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

/// The length of the UTF-8 character that `text` begins with; 0 if it begins with none.
/// Source: Unicode 15, table 3-7.
std::size_t CharacterSize(std::string_view text) {
    const auto at = [&](std::size_t i) {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const unsigned lead = at(0);
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    const std::size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (std::size_t i = 1; i < size; ++i) {
        if (i >= text.size() || !IsContinuation(text[i])) return 0;
    }
    if ((lead == 0xE0 && at(1) < 0xA0) || (lead == 0xED && at(1) > 0x9F)) return 0;
    if ((lead == 0xF0 && at(1) < 0x90) || (lead == 0xF4 && at(1) > 0x8F)) return 0;
    return size;
}

/// The length of `text` without the unfinished character at its end.
std::size_t WholeCharacters(std::string_view text) {
    for (std::size_t back = 1; back <= 3 && back < text.size(); ++back) {
        const auto c = static_cast<unsigned char>(text[text.size() - back]);
        if ((c & 0xC0U) == 0x80U) continue;
        const std::size_t size = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        return size > back ? text.size() - back : text.size();
    }
    return text.size();
}

/// The length of a terminal sequence (`ESC [ … letter`) that `text` begins with, else 0.
std::size_t SequenceSize(std::string_view text) {
    if (!text.starts_with("\x1b[")) return 0;
    std::size_t i = 2;
    while (i < text.size() && text[i] >= 0x20 && text[i] <= 0x3F) ++i;
    return i < text.size() ? i + 1 : i;
}

/// Where a setValue begins, at its `$` or `#`; npos if nowhere.
std::size_t FindOpener(std::string_view text, std::size_t from) {
    for (std::size_t at = text.find(kOpener, from); at != std::string_view::npos;
         at = text.find(kOpener, at + 1)) {
        if (at > from && (text[at - 1] == '$' || text[at - 1] == '#')) return at - 1;
    }
    return std::string_view::npos;
}

}  // namespace

std::string CleanLine(std::string_view line) {
    std::string clean;
    clean.reserve(line.size());
    while (!line.empty()) {
        if (const std::size_t sequence = SequenceSize(line); sequence > 0) {
            line.remove_prefix(sequence);
            continue;
        }
        const std::size_t size = CharacterSize(line);
        const bool control = size == 1 && (line[0] == 0x7F || (line[0] >= 0 && line[0] < 0x20));
        clean += size == 0 || (control && line[0] != '\t') ? kReplacement : line.substr(0, size);
        line.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return clean;
}

std::string ValidUtf8(std::string_view text) {
    std::string valid;
    valid.reserve(text.size());
    while (!text.empty()) {
        const std::size_t size = CharacterSize(text);
        valid += size == 0 || text[0] == '\0' ? kReplacement : text.substr(0, size);
        text.remove_prefix(std::max<std::size_t>(size, 1));
    }
    return valid;
}

std::vector<std::string> LineSplitter::Feed(std::string_view block) {
    std::vector<std::string> lines;
    while (!block.empty()) {
        const std::size_t end = block.find_first_of("\r\n");
        std::string_view part = block.substr(0, end);
        if (!part.empty()) ended_by_return_ = false;
        while (open_.size() + part.size() > longest_) {
            const std::size_t room = longest_ - open_.size();
            open_ += part.substr(0, room);
            part.remove_prefix(room);
            Emit(WholeCharacters(open_), lines);
        }
        open_ += part;
        if (end == std::string_view::npos) break;
        const bool is_return = block[end] == '\r';
        const bool told = is_return ? open_.empty() : ended_by_return_;
        ended_by_return_ = is_return && !told;
        if (!told) Emit(open_.size(), lines);
        block.remove_prefix(end + 1);
    }
    return lines;
}

void LineSplitter::Emit(std::size_t size, std::vector<std::string>& lines) {
    lines.push_back(CleanLine(std::string_view(open_).substr(0, size)));
    open_.erase(0, size);
}

std::vector<std::string> LineSplitter::Finish() {
    std::vector<std::string> lines;
    if (!open_.empty()) Emit(open_.size(), lines);
    return lines;
}

void SetValueScanner::Feed(std::string_view block, const Found& found) {
    open_ += block;
    while (true) {
        const std::size_t begin = FindOpener(open_, 0);
        if (begin == std::string::npos) {
            const std::size_t kept = std::min(open_.size(), kOpener.size());
            open_.erase(0, open_.size() - kept);
            return;
        }
        const std::size_t content = begin + 1 + kOpener.size();
        const std::size_t end = open_.find(kCloser, content);
        const std::size_t next = FindOpener(open_, content);
        if (next < end) {
            open_.erase(0, next);
        } else if (end != std::string::npos) {
            const std::string inside = open_.substr(content, end - content);
            open_.erase(0, end + kCloser.size());
            const std::size_t equals = inside.find('=');
            if (equals != std::string::npos && equals > 0 && inside.size() <= kLongestSetValue) {
                found(inside.substr(0, equals), ValidUtf8(inside.substr(equals + 1)));
            }
        } else if (open_.size() - begin > kLongestSetValue) {
            open_.erase(0, content);
        } else {
            open_.erase(0, begin);
            return;
        }
    }
}

}  // namespace dmsnode::tasks::shell
